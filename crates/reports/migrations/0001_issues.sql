-- One row is one issued copy of the yearly report: its figures and definitions as they were on the
-- day, never changed afterwards. Corrections are noticed beside it (đính chính), never in it.
-- figures and definitions are versioned JSON as text, so that the hash of their bytes stays provable.
create table issue (
  id bigint not null,
  owner_agency_id bigint not null,
  edition text not null,
  from_on text not null,
  to_on text not null,
  as_of_on text not null,
  number bigint not null,
  symbol text not null,
  issued_on text not null,
  issued_at bigint not null,
  superior text not null,
  issuer text not null,
  place text not null,
  signer_authority text not null,
  signer_title text not null,
  signer_name text not null,
  tasks text not null,
  copies_to text not null,
  figures text not null,
  definitions text not null,
  sha256 text not null,
  revision bigint not null,
  primary key (id)
);
create index issue_edition on issue (edition, issued_at);
create index issue_number on issue (owner_agency_id, symbol, number);

-- One row is one correction notice (công văn đính chính) of an issued copy.
create table issue_correction (
  issue_id bigint not null references issue (id),
  position bigint not null,
  number bigint not null,
  symbol text not null,
  noticed_on text not null,
  reason text not null,
  addressed_to text not null,
  signer_title text not null,
  signer_name text not null,
  differences text not null,
  primary key (issue_id, position)
);
