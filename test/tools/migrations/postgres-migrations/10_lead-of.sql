CREATE FUNCTION lead_of(wanted text) RETURNS text LANGUAGE sql STABLE AS $lead$
  SELECT name FROM team_leads WHERE team = wanted; -- needs 9, which comes before 10; as numbers
$lead$;
