-- Which settlements left a member owing more than it had, who covered it, and what was paid back.
-- Amounts in nano-currency, up to 128 bits. The sequence is the engine's number of the event.
create table account_default (
  market          text        not null,
  sequence        bigint      not null,
  account         text        not null,
  slot_start      timestamptz not null,
  slot_minutes    int         not null,
  shortfall_nano  numeric     not null,
  collateral_nano numeric     not null,
  own_fund_nano   numeric     not null,
  exchange_nano   numeric     not null,
  uncovered_nano  numeric     not null,
  primary key (market, sequence)
);

create table receivable_payment (
  market    text    not null,
  sequence  bigint  not null,
  account   text    not null,
  paid_nano numeric not null,
  primary key (market, sequence)
);

-- The parts of a default that other members' shares of the fund covered, and of a payment back.
create table default_share (
  market   text    not null,
  sequence bigint  not null,
  place    int     not null,
  account  text    not null,
  nano     numeric not null,
  primary key (market, sequence, place)
);
