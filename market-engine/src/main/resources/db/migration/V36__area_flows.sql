-- What flows out of areas, and what is lost in them; written by the metering job, an upsert keeps the highest version, which is the sum
-- of the versions of all reports behind it. Net energy and flow are positive when they leave the area. Null: the area has no boundary
-- meter, or no such limit, or not all the accounts that are expected have reported.
create table area_flow (
  market            text        not null,
  area              text        not null,
  slot_start        timestamptz not null,
  slot_minutes      int         not null,
  version           bigint      not null,
  accounts          int         not null,
  expected          int         not null,
  meters_net_wh     bigint,
  boundary_net_wh   bigint,
  losses_wh         bigint,
  residual_wh       bigint,
  flow_wh           bigint      not null,
  flow_w            bigint      not null,
  max_import_w      bigint,
  max_export_w      bigint,
  residual_limit_wh bigint,
  quality           text        not null,
  primary key (market, area, slot_start)
);
create index area_flow_by_slot on area_flow (market, slot_start);

-- Limits of areas that were exceeded; stands is false when a correction took it back. Power in W, the residual in Wh.
create table grid_alert (
  market       text        not null,
  area         text        not null,
  slot_start   timestamptz not null,
  slot_minutes int         not null,
  kind         text        not null,
  version      bigint      not null,
  found        bigint      not null,
  most         bigint      not null,
  stands       boolean     not null,
  primary key (market, area, slot_start, kind)
);
create index grid_alert_by_slot on grid_alert (market, slot_start);

do $$
begin
  if exists (select 1 from pg_extension where extname = 'timescaledb') then
    perform create_hypertable('area_flow'::regclass, 'slot_start', chunk_time_interval => interval '7 days');
  end if;
  if exists (select 1 from pg_roles where rolname = 'commonwatt_jobs') then
    grant select, insert, update on area_flow, grid_alert to commonwatt_jobs;
  end if;
  if exists (select 1 from pg_roles where rolname = 'commonwatt_operator') then
    grant select on area_flow, grid_alert to commonwatt_operator;
  end if;
end
$$;
