-- What checks of meter data called into question. Written by the stream jobs, as interval_energy is.
create table validation_finding (
  market     text        not null,
  meter      text        not null,
  check_name text        not null,
  from_time  timestamptz not null,
  until_time timestamptz not null,
  detail     text        not null,
  primary key (market, meter, check_name, from_time)
);
