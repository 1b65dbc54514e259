-- Logins by tokens that were issued before this are not taken: null for an account whose logins were never recovered.
alter table account add column logins_since timestamptz;
