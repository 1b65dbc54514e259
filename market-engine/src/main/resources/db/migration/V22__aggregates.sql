-- Sums by hour, day and month (UTC), in a schema of their own: `energy_hour`, `price_day`, `volume_month` and so on. With
-- TimescaleDB they are continuous aggregates, kept up to date in the background, and read with what came since; without it, views of
-- the same names and columns. Energy in Wh, prices in micro-currency per kWh; a bucket is named by its start.
create schema aggregate;

do $$
declare
  timescale constant boolean := exists (select 1 from pg_extension where extname = 'timescaledb');
  unit text;
  bucket text;
  sums text;
  series record;
begin
  foreach unit in array array['hour', 'day', 'month'] loop
    for series in
      select * from (values
        ('energy', 'interval_energy', 'market, participant, meter',
         'sum(import_wh) as import_wh, sum(export_wh) as export_wh, count(*) as slots'),
        ('position', 'metered_position', 'market, participant',
         'sum(import_wh) as import_wh, sum(export_wh) as export_wh, count(*) as slots'),
        ('price', 'auction', 'market, area',
         'min(price_micro_per_kwh) as lowest, max(price_micro_per_kwh) as highest,'
         ' sum(buy_wh) as buy_wh, sum(sell_wh) as sell_wh,'
         ' sum(price_micro_per_kwh::numeric * buy_wh) as bought_wh_micro,'
         ' count(price_micro_per_kwh) as slots_with_price'),
        ('volume', 'trade', 'market', 'sum(energy_wh) as energy_wh, count(*) as trades'),
        ('continuous_volume', 'continuous_trade', 'market',
         'sum(energy_wh) as energy_wh, count(*) as trades,'
         ' min(price_micro_per_kwh) as lowest, max(price_micro_per_kwh) as highest')
      ) as s (name, source, keys, figures)
    loop
      bucket := case when timescale
        then format('time_bucket(%L::interval, slot_start)', '1 ' || unit)
        else format('date_trunc(%L, slot_start, ''UTC'')', unit) end;
      sums := format('select %s, %s as bucket, %s from %I group by %s, %s',
                     series.keys, bucket, series.figures, series.source, series.keys, bucket);
      if timescale then
        execute format('create materialized view aggregate.%I with (timescaledb.continuous,'
                       ' timescaledb.materialized_only = false) as %s with no data',
                       series.name || '_' || unit, sums);
        perform add_continuous_aggregate_policy(
          format('aggregate.%I', series.name || '_' || unit)::regclass,
          start_offset => interval '2 years', end_offset => ('1 ' || unit)::interval,
          schedule_interval => interval '1 hour');
      else
        execute format('create view aggregate.%I as %s', series.name || '_' || unit, sums);
      end if;
    end loop;
  end loop;
end
$$;

-- A refresh reaches two years back: one that reached behind the retention would drop the sums of what was dropped.
-- With TimescaleDB, weeks that are over for a month are compressed (rows can still be corrected), and the energy of single
-- meters is dropped after three years: bills, trades and positions stay.
do $$
declare
  series record;
begin
  if exists (select 1 from pg_extension where extname = 'timescaledb') then
    for series in
      select * from (values
        ('interval_energy', 'market, meter', 'slot_start'),
        ('metered_position', 'market, participant', 'slot_start'),
        ('recorded_position', 'market, participant', 'slot_start'),
        ('auction', 'market, area', 'slot_start'),
        ('trade', 'market', 'slot_start, trade_id'),
        ('bill_line', 'market, participant', 'slot_start, line_index'),
        ('continuous_trade', 'market', 'slot_start, trade_id'),
        ('continuous_flow', 'market', 'slot_start, trade_id, place'),
        ('link_flow', 'market, from_area, to_area', 'slot_start')
      ) as s (name, segments, sorting)
    loop
      execute format('alter table %I set (timescaledb.compress, timescaledb.compress_segmentby = %L,'
                     ' timescaledb.compress_orderby = %L)', series.name, series.segments, series.sorting);
      perform add_compression_policy(series.name::regclass, interval '30 days');
    end loop;
    perform add_retention_policy('interval_energy'::regclass, interval '3 years');
  end if;
end
$$;
