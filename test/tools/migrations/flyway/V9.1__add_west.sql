ALTER TYPE region ADD VALUE 'west' BEFORE 'south';
