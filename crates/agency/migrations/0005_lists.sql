-- What the lists of dossiers are found by. Nothing here is written by a step that leaves status and due moment
-- as they are: the columns below are set when a dossier is received, and again only when they change.

-- How it came in, as the register filters it.
alter table dossier add column channel text not null default 'counter';
-- The due moment while somebody works on it: none once it is settled or over, or while its clock stands still.
alter table dossier add column open_due_at bigint;
-- When handling ended, and whether that was late, as Decision 766 measures it; none without a limit.
alter table dossier add column closed_at bigint;
alter table dossier add column was_late boolean;

create index dossier_received on dossier (agency_id, received_at, id);
-- These begin with a sum, and the statements meant for them say the same sum: without figures about the tables, as in
-- a young database, a planner would take the key for a walk of any length.
drop index dossier_status;
create index dossier_status on dossier ((agency_id + 0), status, id);
create index dossier_procedure on dossier ((agency_id + 0), procedure_id, id);
create index dossier_unit on dossier ((agency_id + 0), unit_id, id);
create index dossier_applicant on dossier ((agency_id + 0), applicant_id, id);
create index dossier_open on dossier ((agency_id + 0), open_due_at, id, unit_id, procedure_id)
  where open_due_at is not null;
create index dossier_closed on dossier ((agency_id + 0), closed_at, id, was_late) where closed_at is not null;

-- Technical: how many dossiers of an agency have each status, kept in the transaction that changes it.
create table dossier_count (
  agency_id bigint not null,
  status bigint not null,
  procedure_id bigint not null,
  unit_id bigint not null,
  n bigint not null,
  primary key (agency_id, status, procedure_id, unit_id)
);

-- Technical: the words of an applicant's name without accents, from each word to the end, so that whoever types
-- some words of a name finds it by a range. Bytes, whose order is the same in every database. Erased with the person.
create table applicant_words (
  agency_id bigint not null,
  words bytea not null,
  applicant_id bigint not null,
  primary key (agency_id, words, applicant_id)
);

-- A desk finds a reception by its code.
create index reception_code on reception (agency_id, code);
