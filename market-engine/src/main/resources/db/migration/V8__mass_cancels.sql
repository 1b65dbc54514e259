-- Mass cancels of an area or a side; null: all areas, both sides.
alter table mass_cancel add column area text, add column side text;
