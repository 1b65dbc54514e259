-- Logins that were lost: asked for, approved by two, and used once. Nothing is deleted.
create table recovery (
  market      text        not null,
  recovery_id text        not null,
  account     text        not null,
  reason      text        not null,
  state       text        not null,
  ends_at     timestamptz not null,
  code_hash   text,
  primary key (market, recovery_id),
  foreign key (market, account) references account
);
create index recovery_by_account on recovery (market, account);

-- Who did what about it.
create table recovery_step (
  id          bigint generated always as identity primary key,
  market      text        not null,
  recovery_id text        not null,
  step        text        not null,
  account     text,
  role        text,
  at          timestamptz not null,
  foreign key (market, recovery_id) references recovery
);
create index recovery_step_by_recovery on recovery_step (market, recovery_id, id);
