-- A factory says its own working hours before it has any work; the lead, whose plans are made by them, reads them.
CREATE POLICY heard ON production_settings FOR SELECT USING (scope = 'factory' AND org_id = subject_id
  AND chain_id = ANY (ARRAY(SELECT c.id FROM chains c WHERE c.org_id = (SELECT jingwei_org()))));
-- Of a chain, of its orders and of others in it only its lead says anything.
CREATE POLICY lead_or_self ON production_settings AS RESTRICTIVE FOR INSERT
  WITH CHECK ((scope = 'factory' AND subject_id = org_id
      AND chain_id = ANY (ARRAY(SELECT c.id FROM chains c)))
    OR chain_id = ANY (ARRAY(SELECT c.id FROM chains c WHERE c.org_id = (SELECT jingwei_org()))));
