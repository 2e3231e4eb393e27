CREATE TABLE products (
  id bigserial PRIMARY KEY,
  name varchar(80) NOT NULL,
  price numeric(10, 2) NOT NULL
);
