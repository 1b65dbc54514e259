-- Without TimescaleDB its hypertables are tables that are partitioned by month. What was in a table becomes its default partition, which
-- takes whatever has no month of its own; nothing is copied. Partitions are in a schema of their own: who may read or write the table may
-- do so, and the partitions themselves are nobody's.
create schema partition;

do $$
declare
  series record;
  dependent record;
  granted record;
  parent text;
begin
  if exists (select 1 from pg_extension where extname = 'timescaledb') then
    return;
  end if;
  for series in
    select * from (values
      ('reading', 'reading_time'), ('interval_energy', 'slot_start'), ('metered_position', 'slot_start'),
      ('recorded_position', 'slot_start'), ('net_position', 'slot_start'), ('area_flow', 'slot_start'), ('auction', 'slot_start'),
      ('trade', 'slot_start'), ('continuous_trade', 'slot_start'), ('continuous_flow', 'slot_start'), ('link_flow', 'slot_start'),
      ('bill_line', 'slot_start')
    ) as s (name, instant)
  loop
    parent := format('public.%I', series.name);
    -- A view knows its table by identity, not by name: it is made once more.
    create temporary table dependent_view as
      select distinct v.oid::regclass::text as name, pg_get_viewdef(v.oid) as query, v.reloptions is not null as is_barrier
      from pg_depend d
      join pg_rewrite r on d.classid = 'pg_rewrite'::regclass and r.oid = d.objid
      join pg_class v on v.oid = r.ev_class and v.relkind = 'v'
      where d.refclassid = 'pg_class'::regclass and d.refobjid = parent::regclass;
    create temporary table former_right as
      select a.grantee::regrole::text as role, a.privilege_type as privilege
      from pg_class c, aclexplode(c.relacl) a
      where c.oid = parent::regclass and a.grantee <> 0 and a.grantee <> c.relowner;
    execute format('alter table %s set schema partition', parent);
    execute format('alter table partition.%I rename to %I', series.name, series.name || '_rest');
    execute format('create table %s (like partition.%I including all) partition by range (%I)',
                   parent, series.name || '_rest', series.instant);
    execute format('alter table %s attach partition partition.%I default', parent, series.name || '_rest');
    for granted in select * from former_right loop
      execute format('grant %s on %s to %s', granted.privilege, parent, granted.role);
    end loop;
    for dependent in select * from dependent_view loop
      execute format('create or replace view %s %s as %s', dependent.name,
                     case when dependent.is_barrier then 'with (security_barrier)' else '' end, dependent.query);
    end loop;
    drop table dependent_view, former_right;
  end loop;
end
$$;

-- Keeps the partitions of one table: makes those of this month and the next, and drops those that are older than
-- they are kept. An engine calls it for each table, once a day, with the owner's rights. A month of which the default partition has rows
-- already stays there, and what is there is never dropped: it may be of a market whose days are played.
create function access.keep_partitions(series text, moment timestamptz) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set lock_timeout = '3s'
as $$
declare
  parent constant regclass := (select c.oid from pg_class c where c.relname = series and c.relkind = 'p'
                                 and c.relnamespace = 'public'::regnamespace);
  kept constant interval := (select r.kept from access.retention r where r.series = keep_partitions.series);
  month timestamptz;
  part text;
  old record;
begin
  if parent is null then
    raise exception '% is no partitioned table', series;
  end if;
  for ahead in 0..1 loop
    month := date_trunc('month', moment) + ahead * interval '1 month';
    part := format('partition.%I', series || to_char(month, '_YYYY_MM'));
    if to_regclass(part) is null then
      begin
        execute format('create table %s partition of %s for values from (%L) to (%L)', part, parent, month, month + interval '1 month');
      exception
        when check_violation or duplicate_table then null; -- the default partition has rows of it, or another engine was first
      end;
    end if;
  end loop;
  if kept is null then
    return;
  end if;
  for old in
    select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = parent and c.relname ~ '_\d{4}_\d{2}$'
      and to_timestamp(right(c.relname, 7), 'YYYY_MM') + interval '1 month' <= moment - kept
  loop
    execute format('drop table partition.%I', old.relname);
  end loop;
end
$$;
revoke execute on function access.keep_partitions from public;

do $$
begin
  if exists (select 1 from pg_roles where rolname = 'commonwatt_engine') then
    grant usage on schema access to commonwatt_engine;
    grant execute on function access.keep_partitions to commonwatt_engine;
  end if;
end
$$;
