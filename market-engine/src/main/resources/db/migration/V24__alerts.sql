-- What surveillance found: written by its stream job, not derived by the read models.
create table alert (
  market text not null,
  alert_id text not null,
  version int not null,
  pattern text not null,
  slot_start timestamptz not null,
  slot_minutes int not null,
  area text,
  participants text[] not null,
  seen_at timestamptz not null,
  first_sequence bigint not null,
  last_sequence bigint not null,
  command_offset bigint not null,
  order_ids bigint[] not null,
  trade_ids bigint[] not null,
  energy_wh bigint not null,
  measure_names text[] not null,
  measure_values bigint[] not null,
  measure_limits bigint[] not null,
  place bigint generated always as identity,
  primary key (market, alert_id)
);
create index alert_place on alert (market, place desc);
create index alert_participants on alert using gin (participants);
do $$
begin
  if exists (select 1 from pg_roles where rolname = 'commonwatt_jobs') then
    grant select, insert, update on alert to commonwatt_jobs;
  end if;
end
$$;
