-- What the buyer of an auction's trade pays beside the seller's price, in a market that is paid as bid; else 0.
alter table trade add column surplus_micro_per_kwh bigint not null default 0;

create or replace view mine.trade with (security_barrier) as
  select t.market, t.trade_id, t.slot_start, t.slot_minutes, t.energy_wh, t.price_micro_per_kwh, 0::bigint as fee_micro_per_kwh,
         false as continuous, case when t.buyer = l.participant then 'BUY' else 'SELL' end as side,
         case when t.buyer = l.participant then t.surplus_micro_per_kwh else 0 end as surplus_micro_per_kwh
  from public.trade t join access.sql_login l
    on l.login = session_user and l.market = t.market and l.participant in (t.buyer, t.seller)
  union all
  select t.market, t.trade_id, t.slot_start, t.slot_minutes, t.energy_wh, t.price_micro_per_kwh,
         case when t.buyer = l.participant then t.fee_micro_per_kwh else 0 end,
         true, case when t.buyer = l.participant then 'BUY' else 'SELL' end, 0
  from public.continuous_trade t join access.sql_login l
    on l.login = session_user and l.market = t.market and l.participant in (t.buyer, t.seller);
