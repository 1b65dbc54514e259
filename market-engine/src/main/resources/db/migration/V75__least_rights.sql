-- By SQL nobody reads of single participants what the API tells only to who says what for: what is read by SQL is in no list of who
-- looked. Areas of at least as many members as GET /v1/areas/{area}/energy asks for are told instead, when all of them are there.
create view aggregate.area_position as
  select n.market, n.area, n.slot_start, min(n.slot_minutes) as slot_minutes, m.accounts,
         sum(n.contracted_wh) as contracted_wh, case when count(n.metered_wh) = m.accounts then sum(n.metered_wh) end as metered_wh
  from public.net_position n join public.area_members m using (market, area, slot_start)
  group by n.market, n.area, n.slot_start, m.accounts
  having m.accounts >= 15 and count(*) = m.accounts;
create view aggregate.area_flow as
  select f.* from public.area_flow f join public.area_members m using (market, area, slot_start) where m.accounts >= 15;
create view aggregate.grid_alert as
  select a.* from public.grid_alert a join public.area_members m using (market, area, slot_start) where m.accounts >= 15;

do $$
begin
  if not exists (select 1 from pg_roles where rolname = 'commonwatt_operator')
    or not exists (select 1 from pg_roles where rolname = 'commonwatt_regulator') then
    return; -- nobody has rights that could be taken
  end if;
  -- An operator: what the market is and how it goes, over all together.
  revoke select on reading, interval_energy, metered_position, recorded_position, net_position, rejected_reading, validation_finding,
    market_order, order_amendment, mass_cancel, trade, continuous_trade, bill_line, busted_trade, curtailed_trade, account_default,
    receivable_payment, default_share, area_flow, grid_alert, erasure from commonwatt_operator;
  revoke select on aggregate.energy_hour, aggregate.energy_day, aggregate.energy_month, aggregate.position_hour,
    aggregate.position_day, aggregate.position_month from commonwatt_operator;
  grant select on aggregate.area_position, aggregate.area_flow, aggregate.grid_alert to commonwatt_operator, commonwatt_regulator;
  -- A regulator: prices and sums. Who ordered and traded it reads over the API.
  revoke select on market_order, order_amendment, mass_cancel, trade, continuous_trade, busted_trade, curtailed_trade
    from commonwatt_regulator;
end
$$;

-- Whose default a share of the fund covered is told to nobody but who defaulted and the regulator.
update notice set about = null where kind = 'DEFAULT_SHARE';
