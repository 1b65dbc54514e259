-- Limits of links that were lowered, and what trades lost by it. Tables of trades and of flows hold what stands.
create table lowered_link (
  market       text        not null,
  sequence     bigint      not null,
  slot_start   timestamptz not null,
  slot_minutes int         not null,
  from_area    text        not null,
  to_area      text        not null,
  min_flow_wh  bigint      not null,
  max_flow_wh  bigint      not null,
  reason       text        not null,
  primary key (market, sequence)
);
create index lowered_link_by_slot on lowered_link (market, slot_start);

create table curtailed_trade (
  market               text        not null,
  sequence             bigint      not null,
  trade_id             bigint      not null,
  slot_start           timestamptz not null,
  slot_minutes         int         not null,
  buyer                text        not null,
  seller               text        not null,
  by_wh                bigint      not null,
  left_wh              bigint      not null,
  buyer_micro_per_kwh  bigint      not null,
  seller_micro_per_kwh bigint      not null,
  primary key (market, sequence)
);
create index curtailed_trade_by_slot on curtailed_trade (market, slot_start);
