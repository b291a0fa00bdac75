-- One row is one unit (đơn vị, phòng) of an agency; closed units keep their row for what they did.
create table unit (
  agency_id bigint not null,
  id bigint not null,
  code text not null,
  name text not null,
  kind text not null,
  parent_id bigint,
  from_on text not null,
  to_on text,
  revision bigint not null,
  primary key (agency_id, id),
  constraint unit_code_unique unique (agency_id, code),
  constraint unit_parent foreign key (agency_id, parent_id) references unit (agency_id, id),
  constraint unit_kind check (kind in ('one_stop', 'department', 'office', 'centre', 'leadership', 'other'))
);

-- One row says who stands in for an absent person of the agency, and when.
create table deputy (
  agency_id bigint not null,
  id bigint not null,
  absent_account_id bigint not null,
  deputy_account_id bigint not null,
  from_on text not null,
  to_on text not null,
  reason text not null,
  revision bigint not null,
  primary key (agency_id, id),
  constraint deputy_is_another check (absent_account_id <> deputy_account_id)
);
create index deputy_acts on deputy (agency_id, deputy_account_id, from_on);
