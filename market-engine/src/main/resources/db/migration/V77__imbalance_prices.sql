-- Imbalance prices as they were imported: every version, the newest holds.
create table imbalance_price (
  market              text        not null,
  slot_start          timestamptz not null,
  area                text        not null,
  version             int         not null,
  slot_minutes        int         not null,
  short_micro_per_kwh bigint      not null,
  long_micro_per_kwh  bigint      not null,
  sequence            bigint      not null,
  primary key (market, slot_start, area, version)
);

do $$
begin
  if exists (select 1 from pg_roles where rolname = 'commonwatt_operator') then
    grant select on imbalance_price to commonwatt_operator;
  end if;
  if exists (select 1 from pg_roles where rolname = 'commonwatt_regulator') then
    grant select on imbalance_price to commonwatt_regulator;
  end if;
end
$$;
