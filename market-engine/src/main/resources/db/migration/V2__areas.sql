-- An auction clears all areas of a market: one row of each area, and one of each link. The welfare is
-- that of the whole auction and the same in all its rows.
alter table auction rename column volume_wh to buy_wh;
alter table auction add column sell_wh bigint;
update auction set sell_wh = buy_wh;
alter table auction alter column sell_wh set not null;

-- Flow is positive from from_area to to_area.
create table link_flow (
  market       text        not null,
  slot_start   timestamptz not null,
  slot_minutes int         not null,
  from_area    text        not null,
  to_area      text        not null,
  flow_wh      bigint      not null,
  primary key (market, slot_start, from_area, to_area)
);

do $$
begin
  if exists (select 1 from pg_extension where extname = 'timescaledb') then
    perform create_hypertable('link_flow'::regclass, 'slot_start',
                              chunk_time_interval => interval '7 days');
  end if;
end
$$;
