-- What happened to each order, step by step, so that a book can be shown as it was: price and what is open are given where a step sets them,
-- by_wh is what it adds, traded_micro_per_kwh the price of a fill. The time is the market's clock, null before the first tick that was
-- projected; market_clock keeps it from one transaction to the next. Orders from before this table have steps once the read models are rebuilt.
create table market_clock (
  market text        primary key,
  at     timestamptz not null
);

create table order_step (
  market               text   not null,
  order_id             bigint not null,
  sequence             bigint not null,
  at                   timestamptz,
  what                 text   not null,
  price_micro_per_kwh  bigint,
  open_wh              bigint,
  by_wh                bigint not null,
  trade_id             bigint,
  traded_micro_per_kwh bigint,
  primary key (market, order_id, sequence)
);

-- No role of the database reads of single orders: the regulator asks the API, which tells who may.
