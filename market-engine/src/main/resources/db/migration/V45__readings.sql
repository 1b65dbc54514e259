-- What the meters showed: raw registers, beside the energy of slots that validation and estimation made of them (interval_energy).
-- Written by the metering job: every reading that it could read and that is of a known meter; what was refused later has a row in
-- rejected_reading, too. Of several readings of one instant the one with the smallest sequence stands, as in the job. Energies in Wh
-- since installation, power in W, injection positive.
create table reading (
  market       text        not null,
  meter        text        not null,
  reading_time timestamptz not null,
  sequence     bigint      not null,
  import_wh    bigint      not null,
  export_wh    bigint      not null,
  power_w      bigint      not null,
  quality      text        not null,
  primary key (market, meter, reading_time)
);

-- Whose a reading is says the energy of the slot in which it lies: meters change hands at borders of slots.
create view mine.reading with (security_barrier) as
  select r.market, r.meter, r.reading_time, r.sequence, r.import_wh, r.export_wh, r.power_w, r.quality
  from public.reading r
  join public.interval_energy e on e.market = r.market and e.meter = r.meter and e.slot_start <= r.reading_time
    and r.reading_time < e.slot_start + e.slot_minutes * interval '1 minute'
  join access.sql_login l on l.login = session_user and l.market = e.market and l.participant = e.participant;

-- How long the detail of single meters is kept; the owner may change it. With TimescaleDB its jobs do it, and they are what to change.
create table access.retention (
  series text     not null primary key,
  kept   interval not null
);
insert into access.retention values ('reading', '1 year'), ('interval_energy', '3 years');

do $$
begin
  if exists (select 1 from pg_extension where extname = 'timescaledb') then
    perform create_hypertable('reading'::regclass, 'reading_time', chunk_time_interval => interval '1 day');
    alter table reading set (timescaledb.compress, timescaledb.compress_segmentby = 'market, meter',
                             timescaledb.compress_orderby = 'reading_time');
    perform add_compression_policy('reading'::regclass, interval '7 days');
    perform add_retention_policy('reading'::regclass, interval '1 year');
  end if;
  if exists (select 1 from pg_roles where rolname = 'commonwatt_engine') then
    grant select, insert, update, delete on reading to commonwatt_engine;
  end if;
  if exists (select 1 from pg_roles where rolname = 'commonwatt_jobs') then
    grant select, insert, update on reading to commonwatt_jobs;
  end if;
  if exists (select 1 from pg_roles where rolname = 'commonwatt_operator') then
    grant select on reading to commonwatt_operator;
  end if;
  if exists (select 1 from pg_roles where rolname = 'commonwatt_prosumer') then
    grant select on mine.reading to commonwatt_prosumer;
  end if;
end
$$;
