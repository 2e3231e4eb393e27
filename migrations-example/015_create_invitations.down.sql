-- Open invitations are lost; whoever was invited has to be invited again.

BEGIN;

DROP TABLE invitations;

DELETE FROM schema_migrations WHERE version = '015';

COMMIT;
