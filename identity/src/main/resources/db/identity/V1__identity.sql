-- Who is who. A system of record, not a read model: nothing else has these rows, so back them up.
create table account (
  market     text        not null,
  account    text        not null,
  role       text        not null,
  created_at timestamptz not null,
  primary key (market, account)
);

-- The participants of the market that an account acts for: from an instant, until another.
create table acts_for (
  market      text        not null,
  account     text        not null,
  participant text        not null,
  since       timestamptz not null,
  until       timestamptz,
  primary key (market, account, participant, since),
  foreign key (market, account) references account
);

-- No secret is here: it is derived from the key's id and a master key outside the database.
create table api_key (
  market     text        not null,
  key_id     text        not null,
  account    text        not null,
  label      text        not null,
  scopes     text        not null,
  issued_at  timestamptz not null,
  expires_at timestamptz,
  revoked_at timestamptz,
  primary key (market, key_id),
  foreign key (market, account) references account
);
create index api_key_by_account on api_key (market, account);

-- Who looked at whose personal data, when and why: shown to whom they are about.
create table personal_view (
  id          bigint generated always as identity primary key,
  market      text        not null,
  participant text        not null,
  viewer      text        not null,
  role        text        not null,
  purpose     text        not null,
  what        text        not null,
  seen_at     timestamptz not null
);
create index personal_view_by_participant on personal_view (market, participant, id desc);

-- Goes up with every change of the three tables above, so that engines notice those of others.
create table revision (
  market text   not null primary key,
  number bigint not null
);
