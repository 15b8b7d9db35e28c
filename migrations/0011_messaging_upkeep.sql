-- A plan made while a table was empty reads the whole of it, and a session keeps its plans: after a vacuum of
-- empty tables every post read all messages. These functions look up single rows, so they may use indexes only.
ALTER FUNCTION post_message SET enable_seqscan = off;
ALTER FUNCTION conversation_changed SET enable_seqscan = off;
ALTER FUNCTION conversation_of SET enable_seqscan = off;

-- When a change was told, so that the sweep lets those alone that a slow process may not have read yet.
ALTER TABLE conversation_changes ADD COLUMN at timestamptz NOT NULL DEFAULT now();

-- Who answers for a firm in a conversation of the acting org: its owner first, then its managers, three at most.
CREATE FUNCTION conversation_heads(p_conversations uuid[], p_orgs uuid[])
  RETURNS TABLE (conversation uuid, org uuid, person uuid, person_name text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT a.conversation, a.org, h.person_id, h.name
  FROM unnest(p_conversations, p_orgs) AS a(conversation, org)
  JOIN conversations c ON c.id = a.conversation AND c.org_id = jingwei_org()
  CROSS JOIN LATERAL (SELECT p.id AS person_id, p.name FROM memberships s
    JOIN people p ON p.id = s.person_id
    WHERE s.org_id = a.org AND s.ended_at IS NULL AND s.role IN ('owner', 'manager')
      AND EXISTS (SELECT 1 FROM conversation_members m WHERE m.conversation_id = a.conversation
        AND m.person_id = s.person_id AND m.until_no IS NULL)
    ORDER BY s.role = 'owner' DESC, s.joined_at, s.id LIMIT 3) h $$;
REVOKE EXECUTE ON FUNCTION conversation_heads FROM public;
GRANT EXECUTE ON FUNCTION conversation_heads TO jingwei_app;
