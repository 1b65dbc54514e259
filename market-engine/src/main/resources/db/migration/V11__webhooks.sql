-- Where participants want to be told, and how far each was told, by the engine's numbers of events. Not derived
-- from the log: a rebuild leaves both tables.
create table webhook (
  market             text        not null,
  participant        text        not null,
  url                text        not null,
  secret             text        not null,
  created_at         timestamptz not null,
  delivered_sequence bigint      not null,
  attempts           int         not null default 0,
  last_fault         text,
  next_attempt_at    timestamptz,
  primary key (market, participant)
);

create table webhook_dead_letter (
  market      text        not null,
  participant text        not null,
  sequence    bigint      not null,
  attempts    int         not null,
  fault       text        not null,
  given_up_at timestamptz not null,
  primary key (market, participant, sequence)
);
