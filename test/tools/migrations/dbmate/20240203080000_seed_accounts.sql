-- migrate:up
INSERT INTO accounts (email, plan) VALUES ('ada@example.org', 'team'), ('o''neil@example.org', 'free; trial');
INSERT INTO orders (account_id, status, cents) SELECT id, 'paid', 1200 FROM accounts WHERE plan = 'team';

-- migrate:down
TRUNCATE orders, accounts;
