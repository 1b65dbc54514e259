-- Whose turn it is, and who posts: a receiver is claimed before it is called, under a number that no other claim has,
-- and until its claim is given back or has run out no other engine calls it. Who was called longest ago comes first.
create sequence webhook_turn;
alter table webhook add column turn bigint not null default nextval('webhook_turn');
alter table webhook add column claimed_until timestamptz;
alter table webhook add column last_fault_code text;
alter sequence webhook_turn owned by webhook.turn;
