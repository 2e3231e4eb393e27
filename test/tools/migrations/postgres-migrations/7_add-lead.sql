ALTER TYPE member_role ADD VALUE 'lead';
