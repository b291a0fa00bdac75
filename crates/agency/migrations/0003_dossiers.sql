-- Dossiers: what an agency handles. A reference table for the codes, everything else owned by an agency.

-- The identification code that begins the codes of an agency's dossiers, such as H15.50.05.13. Whoever has a code
-- of a dossier finds the agency by it; an earlier one stays, for the dossiers that bear it.
create table office_code (
  id bigint not null,
  agency_id bigint not null,
  prefix text not null,
  from_on text not null,
  revision bigint not null,
  constraint office_code_prefix unique (prefix),
  primary key (id)
);
create index office_code_agency on office_code (agency_id, from_on);

-- Technical: the last number given to a dossier on a day.
create table dossier_counter (
  agency_id bigint not null,
  on_day text not null,
  last bigint not null,
  primary key (agency_id, on_day)
);

-- Whoever applies or hands in for another. The journal holds the commitment of the person's data only.
create table applicant (
  agency_id bigint not null,
  id bigint not null,
  commitment text not null,
  erased boolean not null,
  revision bigint not null,
  primary key (agency_id, id)
);

-- The data of a person, erased when the law asks for it.
create table applicant_person (
  agency_id bigint not null,
  applicant_id bigint not null,
  salt bytea not null,
  kind text not null,
  name text not null,
  folded text not null,
  id_number text not null,
  address text not null,
  phone text not null,
  email text not null,
  primary key (agency_id, applicant_id)
);
create index applicant_person_number on applicant_person (agency_id, id_number);

-- A dossier. `intake` is what came in, `course` what seldom changes after; both as JSON.
create table dossier (
  agency_id bigint not null,
  id bigint not null,
  code text not null,
  procedure_id bigint not null,
  unit_id bigint not null,
  desk_agency_id bigint not null,
  applicant_id bigint not null,
  status bigint not null,
  received_at bigint not null,
  start_at bigint,
  base_at bigint,
  due_at bigint,
  first_due_at bigint,
  settled_at bigint,
  ended_at bigint,
  marking bytea not null,
  intake text not null,
  course text not null,
  revision bigint not null,
  constraint dossier_code unique (agency_id, code),
  primary key (agency_id, id)
);
create index dossier_status on dossier (agency_id, status, id);

-- One row is one open token at a task. `due_at` is that of the dossier; the last instant there is while its clock
-- stands still, so that what waits comes last in every list.
create table task (
  agency_id bigint not null,
  dossier_id bigint not null,
  token bigint not null,
  node bigint not null,
  role text not null,
  unit_id bigint not null,
  assignee bigint,
  since_at bigint not null,
  step_due_at bigint,
  due_at bigint not null,
  primary key (agency_id, dossier_id, token)
);
create index task_assigned on task (agency_id, assignee, due_at, dossier_id) where assignee is not null;
create index task_open on task (agency_id, role, unit_id, due_at, dossier_id) where assignee is null;

-- A timer of the model that is set, to be found when it is due.
create table dossier_timer (
  agency_id bigint not null,
  dossier_id bigint not null,
  token bigint not null,
  timer bigint not null,
  due_at bigint not null,
  primary key (agency_id, dossier_id, token, timer)
);
create index dossier_timer_due on dossier_timer (due_at);

-- Technical: the answers to a procedure's fields; the journal holds their commitment.
create table dossier_answers (
  agency_id bigint not null,
  dossier_id bigint not null,
  salt bytea not null,
  answers text not null,
  primary key (agency_id, dossier_id)
);

-- The bytes of files, once for each content of an agency; the journal holds the hash.
create table file_content (
  agency_id bigint not null,
  sha256 text not null,
  bytes bytea not null,
  primary key (agency_id, sha256)
);

-- What a desk knows of a dossier that another agency handles.
create table reception (
  agency_id bigint not null,
  id bigint not null,
  handling_agency_id bigint not null,
  dossier_id bigint not null,
  code text not null,
  procedure_id bigint not null,
  received_at bigint not null,
  due_at bigint,
  status bigint not null,
  revision bigint not null,
  constraint reception_dossier unique (agency_id, dossier_id),
  primary key (agency_id, id)
);
create index reception_status on reception (agency_id, status, id);
