-- The journal: one row is one event of one record, in the chain of the agency that owns the record.
create table journal (
  agency_id bigint not null,
  seq bigint not null,
  at bigint not null,
  actor bigint not null,
  subject_kind text not null,
  subject_id bigint not null,
  kind text not null,
  payload text,
  payload_hash bytea not null,
  hash bytea not null,
  primary key (agency_id, seq)
);
create index journal_subject on journal (subject_id, seq);

-- The last link of each agency's chain.
create table journal_head (
  agency_id bigint not null,
  seq bigint not null,
  hash bytea not null,
  primary key (agency_id)
);

-- One row is one sending of one form, so that sending it twice does nothing twice.
create table sent_form (
  account_id bigint not null,
  form_key text not null,
  at bigint not null,
  subject_kind text not null,
  subject_id bigint not null,
  primary key (account_id, form_key)
);
