-- What areas lost, as settlement runs have it: of each area the run that told it last holds. Sums of
-- few homes tell of each of them, so no role for officers reads them in SQL.
create table area_balance (
  market           text        not null,
  slot_start       timestamptz not null,
  area             text        not null,
  run              int         not null,
  slot_minutes     int         not null,
  boundary_version int         not null,
  entered_wh       bigint      not null,
  left_wh          bigint      not null,
  technical_wh     bigint      not null,
  limit_wh         bigint      not null,
  primary key (market, slot_start, area, run)
);
