-- Settlement runs of a slot after its initial one, from 1; those stay in batch and bill_line, one for each slot. The final
-- run is the last.
create table settlement_run (
  market           text        not null,
  batch_id         text        not null,
  slot_start       timestamptz not null,
  slot_minutes     int         not null,
  run              int         not null,
  final            boolean     not null,
  rulebook_version int         not null,
  rulebook_hash    text        not null,
  auction_hash     text        not null,
  positions_hash   text        not null,
  bill_root        text        not null,
  bill_line_count  int         not null,
  predecessor      text        not null,
  sequence         bigint      not null,
  transaction_id   text,
  block_number     bigint,
  primary key (market, batch_id)
);
create index settlement_run_by_slot on settlement_run (market, slot_start, run);

-- A plain table: corrections are few.
create table revised_line (
  market              text        not null,
  slot_start          timestamptz not null,
  run                 int         not null,
  line_index          int         not null,
  participant         text        not null,
  kind                text        not null,
  counterparty        text        not null,
  trade_id            bigint      not null,
  energy_wh           bigint      not null,
  price_micro_per_kwh bigint      not null,
  amount_nano         bigint      not null,
  salt                text        not null,
  primary key (market, slot_start, run, line_index)
);
create index revised_line_by_participant on revised_line (market, participant, slot_start);

create view mine.revised_line with (security_barrier) as
  select s.* from public.revised_line s join access.sql_login l
    on l.login = session_user and l.market = s.market and l.participant = s.participant;

do $$
begin
  if exists (select 1 from pg_roles where rolname = 'commonwatt_operator') then
    grant select on settlement_run to commonwatt_operator;
  end if;
  if exists (select 1 from pg_roles where rolname = 'commonwatt_regulator') then
    grant select on settlement_run to commonwatt_regulator;
  end if;
  if exists (select 1 from pg_roles where rolname = 'commonwatt_prosumer') then
    grant select on mine.revised_line to commonwatt_prosumer;
  end if;
end
$$;
