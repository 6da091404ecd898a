-- Every fact has a scope and a number in it. It was asked of new ones since the migration before; those that were
-- there are looked at here, while readers and appends go on, and the columns then need not be looked at again.
SET LOCAL lock_timeout = '5s';
ALTER TABLE facts VALIDATE CONSTRAINT numbered;
ALTER TABLE facts ALTER COLUMN scope SET NOT NULL, ALTER COLUMN sequence SET NOT NULL;
ALTER TABLE facts DROP CONSTRAINT numbered;
