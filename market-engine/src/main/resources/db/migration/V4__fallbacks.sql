-- What stands in for an auction at a missed gate, and what an operator took back. A trade that fell away
-- is in no other table of trades.
create table missed_gate (
  market       text        not null,
  slot_start   timestamptz not null,
  slot_minutes int         not null,
  late_millis  bigint      not null,
  fallback     text        not null,
  primary key (market, slot_start)
);

create table cancelled_auction (
  market       text        not null,
  slot_start   timestamptz not null,
  slot_minutes int         not null,
  reason       text        not null,
  primary key (market, slot_start)
);

create table busted_trade (
  market              text        not null,
  trade_id            bigint      not null,
  slot_start          timestamptz not null,
  slot_minutes        int         not null,
  buyer               text        not null,
  seller              text        not null,
  energy_wh           bigint      not null,
  price_micro_per_kwh bigint      not null,
  cause               text        not null,
  reason              text        not null,
  primary key (market, trade_id)
);
create index busted_trade_by_slot on busted_trade (market, slot_start);
