-- Auctions of storage services, by the beginning of their window; prices and energies of areas where somebody took part, slot by slot of the
-- window; and what flowed through links. Bids and units are not named: a service that was won is a commitment of its unit.
create table storage_auction (
  market        text        not null,
  window_start  timestamptz not null,
  held          boolean     not null,
  welfare_nano  numeric     not null,
  bound_nano    numeric     not null,
  primary key (market, window_start)
);

create table storage_price (
  market               text        not null,
  window_start         timestamptz not null,
  area                 text        not null,
  slot                 int         not null,
  lowest_micro_per_kwh  bigint, -- null: nothing bounds it
  highest_micro_per_kwh bigint, -- null: nothing bounds it
  accepted_wh          bigint      not null,
  charged_wh           bigint      not null,
  primary key (market, window_start, area, slot)
);

create table storage_flow (
  market            text        not null,
  window_start      timestamptz not null,
  from_area         text        not null,
  to_area           text        not null,
  slot              int         not null,
  flow_wh           bigint      not null,
  fee_micro_per_kwh bigint      not null,
  primary key (market, window_start, from_area, to_area, slot)
);

do $$
declare
  reader text;
begin
  foreach reader in array array['commonwatt_operator', 'commonwatt_regulator'] loop
    if exists (select 1 from pg_roles where rolname = reader) then
      execute format('grant select on storage_auction, storage_price, storage_flow to %I', reader);
    end if;
  end loop;
end
$$;
