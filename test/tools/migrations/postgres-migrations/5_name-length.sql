ALTER TABLE members ADD CONSTRAINT name_length CHECK (length(name) BETWEEN 1 AND 80);
