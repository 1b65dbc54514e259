-- Net positions of accounts, written by their stream job; the version is the engine's number of the event that made the row, and
-- the highest stands. Net energy is positive when it is sold or injected. Null: not metered yet, no forecast, never open for trading.
create table net_position (
  market               text        not null,
  participant          text        not null,
  area                 text        not null,
  slot_start           timestamptz not null,
  slot_minutes         int         not null,
  version              bigint      not null,
  contracted_wh        bigint      not null,
  metered_wh           bigint,
  quality              text,
  first_forecast_wh    bigint,
  forecast_wh          bigint,
  imbalance_to_date_wh bigint,
  primary key (market, participant, slot_start)
);
create index net_position_by_slot on net_position (market, slot_start, area);

-- How many accounts are in an area in a slot that was opened: the sum of fewer net positions, as after an erasure, is not told.
create table area_members (
  market     text        not null,
  area       text        not null,
  slot_start timestamptz not null,
  version    bigint      not null,
  accounts   int         not null,
  primary key (market, area, slot_start)
);

create view mine.net_position with (security_barrier) as select s.* from public.net_position s
  join access.sql_login l on l.login = session_user and l.market = s.market and l.participant = s.participant;

do $$
begin
  if exists (select 1 from pg_extension where extname = 'timescaledb') then
    perform create_hypertable('net_position'::regclass, 'slot_start', chunk_time_interval => interval '7 days');
  end if;
  if exists (select 1 from pg_roles where rolname = 'commonwatt_jobs') then
    grant select, insert, update on net_position, area_members to commonwatt_jobs;
  end if;
  if exists (select 1 from pg_roles where rolname = 'commonwatt_operator') then
    grant select on net_position, area_members to commonwatt_operator;
  end if;
  if exists (select 1 from pg_roles where rolname = 'commonwatt_prosumer') then
    grant select on mine.net_position to commonwatt_prosumer;
  end if;
end
$$;
