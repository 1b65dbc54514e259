-- Everything here is derived from the log and can be dropped and rebuilt. Units: Wh, micro-currency
-- per kWh, nano-currency; instants in UTC; import is withdrawal from the grid, money received is
-- positive.

-- Written by the stream jobs; an upsert keeps the highest version.
create table interval_energy (
  market       text        not null,
  meter        text        not null,
  participant  text        not null,
  slot_start   timestamptz not null,
  slot_minutes int         not null,
  version      int         not null,
  import_wh    bigint      not null,
  export_wh    bigint      not null,
  quality      text        not null,
  primary key (market, meter, slot_start)
);

create table metered_position (
  market       text        not null,
  participant  text        not null,
  slot_start   timestamptz not null,
  slot_minutes int         not null,
  version      int         not null,
  import_wh    bigint      not null,
  export_wh    bigint      not null,
  quality      text        not null,
  primary key (market, participant, slot_start)
);

-- The id is the SHA-256 of raw record and code: the same refusal is stored once.
create table rejected_reading (
  id           text        primary key,
  market       text        not null,
  meter        text,
  reading_time timestamptz,
  code         text        not null,
  message      text        not null,
  raw_hex      text        not null
);
create index rejected_reading_by_time on rejected_reading (market, reading_time, id);

-- Written by the projector, with the place it has reached in the same transaction.
create table projector (
  market        text   not null,
  topic         text   not null,
  next_offset   bigint not null,
  last_sequence bigint not null,
  primary key (market, topic)
);

create table market_order (
  market              text        not null,
  order_id            bigint      not null,
  participant         text        not null,
  client_order_id     text        not null,
  area                text        not null,
  slot_start          timestamptz not null,
  slot_minutes        int         not null,
  side                text        not null,
  price_micro_per_kwh bigint      not null,
  energy_wh           bigint      not null,
  filled_wh           bigint      not null default 0,
  status              text        not null,
  accepted_at         timestamptz not null,
  primary key (market, order_id)
);
create index market_order_by_client on market_order (market, participant, client_order_id);
create index market_order_by_slot on market_order (market, slot_start);

create table auction (
  market                  text        not null,
  area                    text        not null,
  slot_start              timestamptz not null,
  slot_minutes            int         not null,
  price_micro_per_kwh     bigint,
  min_price_micro_per_kwh bigint,
  max_price_micro_per_kwh bigint,
  volume_wh               bigint      not null,
  welfare_nano            numeric     not null,
  primary key (market, area, slot_start)
);

create table trade (
  market              text        not null,
  trade_id            bigint      not null,
  slot_start          timestamptz not null,
  slot_minutes        int         not null,
  buy_order_id        bigint      not null,
  sell_order_id       bigint      not null,
  buyer               text        not null,
  seller              text        not null,
  energy_wh           bigint      not null,
  price_micro_per_kwh bigint      not null,
  primary key (market, trade_id, slot_start)
);
create index trade_by_slot on trade (market, slot_start);

-- The metered positions that the market took into its books: what settlement rests on.
create table recorded_position (
  market       text        not null,
  participant  text        not null,
  slot_start   timestamptz not null,
  slot_minutes int         not null,
  version      int         not null,
  import_wh    bigint      not null,
  export_wh    bigint      not null,
  quality      text        not null,
  primary key (market, participant, slot_start)
);

create table bill_line (
  market              text        not null,
  slot_start          timestamptz not null,
  line_index          int         not null,
  participant         text        not null,
  kind                text        not null,
  counterparty        text        not null,
  trade_id            bigint      not null,
  energy_wh           bigint      not null,
  price_micro_per_kwh bigint      not null,
  amount_nano         bigint      not null,
  salt                text        not null,
  primary key (market, slot_start, line_index)
);
create index bill_line_by_participant on bill_line (market, participant, slot_start);

create table batch (
  market           text        not null,
  batch_id         text        not null,
  slot_start       timestamptz not null,
  slot_minutes     int         not null,
  rulebook_version int         not null,
  rulebook_hash    text        not null,
  auction_hash     text        not null,
  positions_hash   text        not null,
  bill_root        text        not null,
  bill_line_count  int         not null,
  predecessor      text        not null,
  transaction_id   text,
  block_number     bigint,
  primary key (market, batch_id)
);
create index batch_by_slot on batch (market, slot_start);

-- TimescaleDB, where the server has it: the same tables, cut into weekly chunks by slot.
do $$
declare
  series text;
begin
  if exists (select 1 from pg_available_extensions e where e.name = 'timescaledb') then
    create extension if not exists timescaledb;
    foreach series in array array[
      'interval_energy', 'metered_position', 'recorded_position', 'auction', 'trade', 'bill_line'
    ] loop
      perform create_hypertable(series::regclass, 'slot_start',
                                chunk_time_interval => interval '7 days');
    end loop;
  end if;
end
$$;
