-- Bilateral contracts that count; of the price only its hash. The sequence is the engine's number of the event: an id
-- may come again, once the market has forgotten it. Who agreed with whom only the two, the grid operator and the
-- regulator are told, over the API.
create table bilateral_contract (
  market           text        not null,
  sequence         bigint      not null,
  contract_id      text        not null,
  buyer            text        not null,
  seller           text        not null,
  area             text        not null,
  from_time        timestamptz not null,
  to_time          timestamptz not null,
  slot_minutes     int         not null,
  energy_wh        bigint      not null,
  price_hash       text        not null,
  buyer_signature  text        not null,
  seller_signature text        not null,
  buyer_key        text        not null,
  seller_key       text        not null,
  primary key (market, sequence)
);
create index bilateral_contract_of_buyer on bilateral_contract (market, buyer, sequence);
create index bilateral_contract_of_seller on bilateral_contract (market, seller, sequence);
