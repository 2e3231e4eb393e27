-- A file that says nothing of up or down goes up whole.
CREATE VIEW live_users AS SELECT id, email, role FROM users WHERE NOT deleted;
CREATE FUNCTION live_user(wanted text) RETURNS live_users LANGUAGE sql STABLE AS $live$
  SELECT * FROM live_users WHERE email = wanted; -- one; or null
$live$;
