-- Continuous trading: orders have terms, are amended, trade after their auction, and say why they ended.
create index trade_by_buy_order on trade (market, buy_order_id);
create index trade_by_sell_order on trade (market, sell_order_id);

alter table market_order
  add column time_in_force  text    not null default 'GOOD_TILL_CANCEL',
  add column expires_at     timestamptz,
  add column at_market      boolean not null default false,
  add column all_or_none    boolean not null default false,
  add column min_energy_wh  bigint  not null default 0,
  add column peak_wh        bigint  not null default 0,
  add column post_only      boolean not null default false,
  add column self_trade     text    not null default 'CANCEL_NEWEST',
  -- What is open now, and the sum of fills × their prices: nano-currency. energy_wh is as placed.
  add column open_wh        bigint  not null default 0,
  add column filled_nano    numeric not null default 0,
  -- What was left when the order ended, and why; null while it is open, and when nothing was left.
  add column cancelled_wh   bigint  not null default 0,
  add column cancel_reason  text;
update market_order set open_wh = energy_wh where status = 'OPEN';
update market_order set cancelled_wh = energy_wh - filled_wh where status <> 'OPEN';
update market_order set cancel_reason = case status when 'CANCELLED' then 'BY_OWNER' else 'EXPIRED' end
  where cancelled_wh > 0;
update market_order o set filled_nano =
  (select coalesce(sum(t.energy_wh::numeric * t.price_micro_per_kwh), 0) from trade t
   where t.market = o.market and t.buy_order_id = o.order_id)
  + (select coalesce(sum(t.energy_wh::numeric * t.price_micro_per_kwh), 0) from trade t
   where t.market = o.market and t.sell_order_id = o.order_id);

create table order_amendment (
  market              text    not null,
  order_id            bigint  not null,
  sequence            bigint  not null,
  price_micro_per_kwh bigint  not null,
  open_wh             bigint  not null,
  kept_priority       boolean not null,
  primary key (market, order_id, sequence)
);

create table mass_cancel (
  market      text   not null,
  sequence    bigint not null,
  participant text   not null,
  slot_start  timestamptz, -- null: all slots
  orders      int    not null,
  primary key (market, sequence)
);

create table product_halt (
  market              text        not null,
  slot_start          timestamptz not null,
  slot_minutes        int         not null,
  area                text        not null,
  sequence            bigint      not null,
  price_micro_per_kwh bigint      not null,
  until_at            timestamptz not null,
  primary key (market, slot_start, area, sequence)
);

create table continuous_trade (
  market              text        not null,
  trade_id            bigint      not null,
  slot_start          timestamptz not null,
  slot_minutes        int         not null,
  taker_order_id      bigint      not null,
  maker_order_id      bigint      not null,
  taker_side          text        not null,
  buyer               text        not null,
  seller              text        not null,
  buy_area            text        not null,
  sell_area           text        not null,
  energy_wh           bigint      not null,
  price_micro_per_kwh bigint      not null,
  fee_micro_per_kwh   bigint      not null,
  primary key (market, trade_id, slot_start)
);
create index continuous_trade_by_slot on continuous_trade (market, slot_start);
create index continuous_trade_by_taker on continuous_trade (market, taker_order_id);
create index continuous_trade_by_maker on continuous_trade (market, maker_order_id);

-- The way of a continuous trade, from the seller's area on; flow is positive from from_area to to_area.
create table continuous_flow (
  market     text        not null,
  trade_id   bigint      not null,
  slot_start timestamptz not null,
  place      int         not null,
  from_area  text        not null,
  to_area    text        not null,
  flow_wh    bigint      not null,
  primary key (market, trade_id, place, slot_start)
);

do $$
declare
  series text;
begin
  if exists (select 1 from pg_extension where extname = 'timescaledb') then
    foreach series in array array['continuous_trade', 'continuous_flow'] loop
      perform create_hypertable(series::regclass, 'slot_start',
                                chunk_time_interval => interval '7 days');
    end loop;
  end if;
end
$$;
