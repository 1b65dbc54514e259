-- Equal looks of a day (of UTC) are one row, which says how many there were: who looks again and again pushes nothing out of sight.
alter table personal_view
  add column times        bigint not null default 1,
  add column last_seen_at timestamptz,
  add column seen_on      date generated always as ((seen_at at time zone 'UTC')::date) stored;

update personal_view v set times = m.times, seen_at = m.first_at, last_seen_at = m.last_at
  from (select min(id) as id, count(*) as times, min(seen_at) as first_at, max(seen_at) as last_at from personal_view
         group by market, participant, viewer, role, purpose, what, seen_on) m
 where v.id = m.id;
delete from personal_view where last_seen_at is null;
alter table personal_view alter column last_seen_at set not null;
-- An engine of the version before, that still leads, knows no such column.
alter table personal_view alter column last_seen_at set default now();

create unique index personal_view_once_a_day on personal_view (market, participant, viewer, role, purpose, what, seen_on);
