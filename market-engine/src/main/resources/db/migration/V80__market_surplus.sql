-- What the buyer of an auction's trade pays beside the seller's price, in a market that is paid as bid; else 0.
alter table trade add column surplus_micro_per_kwh bigint not null default 0;
