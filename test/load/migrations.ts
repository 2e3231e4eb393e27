/** Name of a migration file, to its SQL. */
export type Files = Readonly<Record<string, string>>;

/** Migrations that want a table to themselves, or keep its writers away, or wait for everybody; in this order. */
export const MIGRATIONS: Files = {
  "001_orders_note.sql": "ALTER TABLE orders ADD COLUMN note text;\n",
  "002_orders_check.sql":
    "ALTER TABLE orders ADD CONSTRAINT orders_amount_positive CHECK (amount > 0) NOT VALID;\n",
  "003_orders_check_valid.sql": "ALTER TABLE orders VALIDATE CONSTRAINT orders_amount_positive;\n",
  "004_orders_account_idx.sql": "CREATE INDEX CONCURRENTLY orders_account_idx ON orders (account_id);\n",
  "005_accounts_trigger.sql": `CREATE FUNCTION keep_balance() RETURNS trigger LANGUAGE plpgsql
  AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER accounts_keep_balance BEFORE UPDATE ON accounts FOR EACH ROW EXECUTE FUNCTION keep_balance();
`,
  "006_accounts_legacy.sql": "ALTER TABLE accounts DROP COLUMN legacy;\n",
  "007_notes_account.sql": `ALTER TABLE notes ADD CONSTRAINT notes_account FOREIGN KEY (account_id)
  REFERENCES accounts NOT VALID;
`,
  "008_notes_account_valid.sql": "ALTER TABLE notes VALIDATE CONSTRAINT notes_account;\n",
  "009_rates_wider.sql": "ALTER TABLE rates ALTER COLUMN rate TYPE numeric(14, 4);\n",
  "010_rates_token.sql": "ALTER TABLE rates ADD COLUMN token uuid NOT NULL DEFAULT gen_random_uuid();\n",
  "011_two_tables.sql":
    "ALTER TABLE orders ADD COLUMN channel text;\nALTER TABLE events ADD COLUMN source text;\n",
  "012_orders_account_idx_gone.sql": "DROP INDEX CONCURRENTLY orders_account_idx;\n",
};

/** A few of them, for a short form. */
export const FEW_MIGRATIONS: Files = Object.fromEntries(
  Object.entries(MIGRATIONS).filter(([name]) => /^(001|004|007|009)_/.test(name)),
);
