-- The SHA-256 of the client certificate by which a key is used, in place of a secret; null for a key that has one.
alter table api_key add column certificate text;
-- A certificate stands for one key that was not taken back.
create unique index api_key_by_certificate on api_key (market, certificate) where revoked_at is null;
