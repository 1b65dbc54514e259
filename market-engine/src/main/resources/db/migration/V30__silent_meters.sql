-- By which event a position was recorded first, and a slot settled: a rebuild applies events in other portions, and
-- its notices of silent meters must be the same.
alter table recorded_position add column first_sequence bigint not null default 0;
create index recorded_position_by_slot on recorded_position (market, slot_start);
alter table batch add column sequence bigint not null default 0;
