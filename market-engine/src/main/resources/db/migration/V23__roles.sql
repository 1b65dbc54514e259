-- Who may do what by SQL: roles without a login, to be given to logins (docs/operations/store.md). Where the role that migrates
-- may not make roles, they are made by hand, and this does nothing but the views.

-- Which participant a login is. Written by the owner alone.
create schema access;
create table access.sql_login (
  login       text not null primary key,
  market      text not null,
  participant text not null
);

-- What a participant sees: rows of its own, by the login of the session, which nobody changes with `set role`. The tables
-- themselves have no row policies, because TimescaleDB neither compresses nor aggregates tables that have.
create schema mine;

do $$
declare
  series record;
begin
  for series in
    select * from (values
      ('public', 'interval_energy'), ('public', 'metered_position'), ('public', 'bill_line'), ('public', 'market_order'),
      ('aggregate', 'energy_hour'), ('aggregate', 'energy_day'), ('aggregate', 'energy_month'),
      ('aggregate', 'position_hour'), ('aggregate', 'position_day'), ('aggregate', 'position_month')
    ) as v (home, name)
  loop
    execute format('create view mine.%I with (security_barrier) as select s.* from %I.%I s'
                   ' join access.sql_login l on l.login = session_user and l.market = s.market'
                   ' and l.participant = s.participant', series.name, series.home, series.name);
  end loop;
end
$$;
-- Not the order of the other party. Who that is the bill says, to both, as GET /v1/bills/{participant} does.
create view mine.trade with (security_barrier) as
  select t.market, t.trade_id, t.slot_start, t.slot_minutes, t.energy_wh, t.price_micro_per_kwh, 0::bigint as fee_micro_per_kwh,
         false as continuous, case when t.buyer = l.participant then 'BUY' else 'SELL' end as side
  from public.trade t join access.sql_login l
    on l.login = session_user and l.market = t.market and l.participant in (t.buyer, t.seller)
  union all
  select t.market, t.trade_id, t.slot_start, t.slot_minutes, t.energy_wh, t.price_micro_per_kwh,
         case when t.buyer = l.participant then t.fee_micro_per_kwh else 0 end,
         true, case when t.buyer = l.participant then 'BUY' else 'SELL' end
  from public.continuous_trade t join access.sql_login l
    on l.login = session_user and l.market = t.market and l.participant in (t.buyer, t.seller);

do $$
declare
  name text;
  roles constant text[] := array['commonwatt_engine', 'commonwatt_jobs', 'commonwatt_operator',
                                 'commonwatt_regulator', 'commonwatt_prosumer'];
begin
  foreach name in array roles loop
    if not exists (select 1 from pg_roles where rolname = name) then
      begin
        execute format('create role %I nologin', name);
      exception
        when insufficient_privilege then
          raise notice 'may not make the role %: make it by hand (docs/operations/store.md)', name;
        when duplicate_object or unique_violation then
          null; -- another database of this server made it just now
      end;
    end if;
  end loop;
  if (select count(*) from pg_roles where rolname = any (roles)) < cardinality(roles) then
    return;
  end if;

  revoke create on schema public from public;
  grant usage on schema public, aggregate to commonwatt_engine, commonwatt_operator, commonwatt_regulator;
  grant usage on schema public to commonwatt_jobs;
  -- An engine: rows of all kinds, no tables.
  grant select, insert, update, delete on all tables in schema public to commonwatt_engine;
  revoke insert, update, delete on flyway_schema_history from commonwatt_engine; -- what was migrated is the owner's to say
  grant usage, select on all sequences in schema public to commonwatt_engine;
  alter default privileges in schema public grant select, insert, update, delete on tables to commonwatt_engine;
  alter default privileges in schema public grant usage, select on sequences to commonwatt_engine;
  -- The stream jobs: upserts into their tables.
  grant select, insert, update on interval_energy, metered_position, rejected_reading, validation_finding to commonwatt_jobs;
  -- An operator reads what the market is, without the secrets of receivers.
  grant select on interval_energy, metered_position, recorded_position, rejected_reading, validation_finding, projector, market_order,
    order_amendment, mass_cancel, auction, trade, continuous_trade, continuous_flow, link_flow, product_halt, bill_line, batch,
    missed_gate, cancelled_auction, busted_trade, lowered_link, curtailed_trade, account_default, receivable_payment, default_share,
    erasure to commonwatt_operator;
  grant select on all tables in schema aggregate to commonwatt_operator;
  -- A regulator reads trading: nobody's meters and nobody's bills.
  grant select on market_order, order_amendment, mass_cancel, auction, trade, continuous_trade, continuous_flow, link_flow,
    product_halt, batch, missed_gate, cancelled_auction, busted_trade, lowered_link, curtailed_trade to commonwatt_regulator;
  grant select on aggregate.price_hour, aggregate.price_day, aggregate.price_month, aggregate.volume_hour, aggregate.volume_day,
    aggregate.volume_month, aggregate.continuous_volume_hour, aggregate.continuous_volume_day, aggregate.continuous_volume_month
    to commonwatt_regulator;
  -- A participant: its own rows, and prices.
  grant usage on schema mine, aggregate to commonwatt_prosumer;
  grant select on all tables in schema mine to commonwatt_prosumer;
  grant select on aggregate.price_hour, aggregate.price_day, aggregate.price_month to commonwatt_prosumer;
end
$$;
