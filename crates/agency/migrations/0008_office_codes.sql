-- An agency may come back to a code that it used before, and a code typed by mistake is ended: so one code may stand in
-- several rows, of one agency as long as they hold it. Ended rows stay: `replaced` ones are borne by dossiers and still
-- lead to the agency, `released` ones are free for whoever they belong to.
create table office_code_held (
  id bigint not null,
  agency_id bigint not null,
  prefix text not null,
  from_on text not null,
  state text not null,
  revision bigint not null,
  constraint office_code_state check (state in ('in_use', 'replaced', 'released')),
  primary key (id)
);
insert into office_code_held (id, agency_id, prefix, from_on, state, revision)
select id, agency_id, prefix, from_on, 'in_use', revision
from office_code;
drop table office_code;
alter table office_code_held rename to office_code;
create index office_code_agency on office_code (agency_id, from_on);
create index office_code_holder on office_code (prefix);
