-- What api and worker sign in as: no owner of anything, and with the rights of palio_app alone.
\set password `cat /run/secrets/application_password`
CREATE ROLE palio_app NOLOGIN;
CREATE ROLE palio_service LOGIN PASSWORD :'password' IN ROLE palio_app;
