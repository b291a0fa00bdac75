-- A person who signs in. Equal to the fold of its events; nothing secret stands here.
create table account (
  id bigint not null,
  owner_agency_id bigint not null,
  login text not null,
  name text not null,
  disabled boolean not null,
  must_change_password boolean not null,
  password_commitment text not null,
  second_factor_commitment text,
  revision bigint not null,
  constraint account_login_unique unique (login),
  primary key (id)
);

-- A dated appointment: the account acts for the agency, in the role, from a day until the day before another.
create table appointment (
  id bigint not null,
  owner_agency_id bigint not null,
  account_id bigint not null references account (id),
  agency_id bigint not null,
  agency_name text not null,
  role text not null,
  from_on text not null,
  to_on text,
  deputy_for text,
  revision bigint not null,
  constraint appointment_period check (to_on is null or to_on >= from_on),
  primary key (id)
);
create index appointment_account on appointment (account_id, from_on);

-- Technical: what proves a person. Never in the journal, which holds only commitments.
create table account_secret (
  account_id bigint not null references account (id),
  password_hash text not null,
  totp_sealed bytea,
  totp_step bigint not null,
  primary key (account_id)
);

-- Technical: failed attempts to sign in, by the name that was typed, whether or not it exists.
create table sign_in_failure (
  login text not null,
  failures bigint not null,
  last_at bigint not null,
  primary key (login)
);
create index sign_in_failure_age on sign_in_failure (last_at);

-- Technical: one row is one signed-in browser. Only the hash of its token is kept.
create table session (
  token_hash bytea not null,
  account_id bigint not null references account (id),
  appointment_id bigint,
  stage text not null,
  created_at bigint not null,
  seen_at bigint not null,
  pending_totp bytea,
  primary key (token_hash)
);
create index session_account on session (account_id);
create index session_age on session (seen_at);

-- Technical: secrets of this installation, made at its first start.
create table installation_secret (
  name text not null,
  value bytea not null,
  primary key (name)
);

-- An unsent form, seen only by the agency that owns it. The fields are held here; the journal holds their commitment.
create table draft (
  id bigint not null,
  owner_agency_id bigint not null,
  account_id bigint not null,
  form text not null,
  path text not null,
  fields_commitment text not null,
  state text not null,
  saved_at bigint not null,
  revision bigint not null,
  primary key (id)
);
create index draft_owner on draft (owner_agency_id, saved_at);

-- Technical: what was typed into a draft; gone when it is used or discarded.
create table draft_fields (
  draft_id bigint not null references draft (id),
  fields text not null,
  primary key (draft_id)
);
