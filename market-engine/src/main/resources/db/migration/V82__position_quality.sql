-- The quality of each position that was not measured in full, and of each that replaced another: what a line of a bill rests on is the
-- newest one before its settlement run. A position without a row is ACTUAL.
create table position_quality (
  market      text        not null,
  slot_start  timestamptz not null,
  participant text        not null,
  sequence    bigint      not null, -- of the event
  quality     text        not null,
  primary key (market, slot_start, participant, sequence)
);

-- Of positions of before, only the newest version is known, and not which run took it: their lines tell no quality until a rebuild.
alter table recorded_position add column qualities_kept boolean not null default false;
