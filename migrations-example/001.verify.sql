-- Asked after 001 is applied, and by `verify` at any time. Every query must give nothing but true.

-- An address is one person's, however it is written.
SELECT indisunique AND indisvalid FROM pg_index WHERE indexrelid = 'users_email_key'::regclass;

SELECT count(*) = count(DISTINCT lower(email)) FROM users;

-- The stamp is kept by the trigger, not by whoever updates.
SELECT count(*) = 1 FROM pg_trigger
WHERE tgrelid = 'users'::regclass AND tgname = 'users_set_updated_at' AND tgenabled = 'O';
