-- One row is one administrative procedure that an agency has switched on. Code and name are those it is
-- offered under at counters, taken from the register of procedures when it was switched on.
create table service (
  agency_id bigint not null,
  id bigint not null,
  procedure_id bigint not null,
  procedure_code text not null,
  procedure_name text not null,
  folded text not null,
  unit_id bigint,
  is_active boolean not null,
  revision bigint not null,
  primary key (agency_id, id),
  constraint service_procedure_unique unique (agency_id, procedure_id)
);

-- From a day on, what a request for supplements does to the clock of a service's dossiers.
create table service_policy (
  agency_id bigint not null,
  service_id bigint not null,
  from_on text not null,
  policy text not null,
  primary key (agency_id, service_id, from_on),
  constraint service_policy_service foreign key (agency_id, service_id) references service (agency_id, id),
  constraint service_policy_word check (policy in ('restart', 'pause_resume', 'continue', 'end'))
);

-- One row lets the counter of another agency receive for this one: proposed here, accepted there.
create table desk (
  agency_id bigint not null,
  id bigint not null,
  desk_agency_id bigint not null,
  from_on text not null,
  to_on text,
  is_accepted boolean not null,
  revision bigint not null,
  primary key (agency_id, id),
  constraint desk_agency_unique unique (agency_id, desk_agency_id),
  constraint desk_is_another check (agency_id <> desk_agency_id)
);
create index desk_of on desk (desk_agency_id, agency_id);
