-- Pictures that a robot's card names by an address elsewhere, fetched once by the house: readers ask nobody outside.
CREATE TABLE message_pictures (
  org_id uuid NOT NULL,
  conversation_id uuid NOT NULL,
  no bigint NOT NULL,
  file_id uuid NOT NULL REFERENCES files,
  PRIMARY KEY (conversation_id, no, file_id),
  FOREIGN KEY (conversation_id, no) REFERENCES messages
);
CREATE INDEX message_pictures_by_file ON message_pictures (file_id);
ALTER TABLE message_pictures ENABLE ROW LEVEL SECURITY;
CREATE POLICY in_message ON message_pictures FOR SELECT USING (EXISTS (SELECT 1 FROM messages m
  WHERE m.conversation_id = message_pictures.conversation_id AND m.no = message_pictures.no
    AND m.recalled_at IS NULL));
CREATE POLICY in_card ON files FOR SELECT USING (EXISTS (SELECT 1 FROM message_pictures p
  WHERE p.file_id = files.id));
GRANT SELECT ON message_pictures TO jingwei_app;

-- Jobs that name a line run one after another in it.
CREATE FUNCTION add_job_in_line(p_task text, p_payload json, p_line text) RETURNS void
  LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT graphile_worker.add_job(identifier => p_task, payload => p_payload, queue_name => p_line, max_attempts => 5)
$$;
REVOKE EXECUTE ON FUNCTION add_job_in_line FROM PUBLIC;
GRANT EXECUTE ON FUNCTION add_job_in_line TO jingwei_app;
