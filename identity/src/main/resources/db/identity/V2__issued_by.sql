-- By which key of the account a key was made, null for one that is not made over the API: who takes a key back takes back
-- what it made.
alter table api_key add column issued_by text;
