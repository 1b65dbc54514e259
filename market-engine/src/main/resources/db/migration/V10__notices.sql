-- What happened to participants that they did not do themselves. The sequence is the engine's number of the event
-- that caused it, so a rebuild gives the same numbers.
create table notice (
  market       text   not null,
  participant  text   not null,
  sequence     bigint not null,
  kind         text   not null,
  slot_start   timestamptz,
  slot_minutes int,
  about        text,
  detail       text,
  energy_wh    bigint,
  amount_nano  numeric,
  primary key (market, participant, sequence)
);
