-- A gate without rows. Who reads views passes it in ROW SHARE before the snapshot is taken, who switches one holds
-- it in EXCLUSIVE: a snapshot older than a switch would find the new tables empty. Dumps (ACCESS SHARE) hold up neither.
CREATE TABLE view_switch ();
GRANT UPDATE ON view_switch TO palio_app;
