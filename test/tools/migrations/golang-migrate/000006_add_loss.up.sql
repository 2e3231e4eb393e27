ALTER TYPE stock_reason ADD VALUE IF NOT EXISTS 'loss';
