-- Whose data were erased, and when by the wall clock, as the log tells it: who left then is gone and not unknown.
create table erasure (
  market      text        not null,
  participant text        not null,
  erased_at   timestamptz not null,
  primary key (market, participant)
);
