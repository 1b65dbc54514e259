-- Auctions of several slots that blocks join, by the first slot that took part; and the orders that are named in one: those that took part
-- with less for others of their owner, and those that were rejected though they are in the money. A block is named by its first leg.
create table auction_window (
  market             text        not null,
  slot_start         timestamptz not null,
  slot_minutes       int         not null,
  slots              int         not null,
  welfare_nano       numeric     not null,
  welfare_bound_nano numeric     not null,
  optimal            boolean     not null,
  primary key (market, slot_start)
);

create table window_order (
  market           text        not null,
  slot_start       timestamptz not null,
  order_id         bigint      not null,
  participating_wh bigint, -- null: rejected paradoxically
  primary key (market, slot_start, order_id)
);

-- No role for officers reads of single orders.
do $$
begin
  if exists (select 1 from pg_roles where rolname = 'commonwatt_operator') then
    grant select on auction_window to commonwatt_operator;
  end if;
  if exists (select 1 from pg_roles where rolname = 'commonwatt_regulator') then
    grant select on auction_window to commonwatt_regulator;
  end if;
end
$$;
