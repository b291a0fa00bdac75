-- A process (quy trình): how one agency handles one administrative procedure. TT 26/2014 Điều 7 asks that the
-- agency writes, issues and controls it. in_force_version_id: the version that new dossiers are received under.
create table process (
  agency_id bigint not null,
  id bigint not null,
  code text not null,
  name text not null,
  folded text not null,
  procedure_id bigint not null,
  is_illustrative boolean not null,
  in_force_version_id bigint,
  revision bigint not null,
  primary key (agency_id, id),
  constraint process_code_unique unique (agency_id, code)
);
create index process_procedure on process (agency_id, procedure_id, in_force_version_id);
create index process_folded on process (agency_id, folded, id);
-- For verification, which asks for a process by its id alone.
create unique index process_any_agency on process (id, agency_id);

-- One version of a process: drafted, published once, retired once. A dossier keeps the version it was received
-- under for as long as it lives, so a row and what it names never go. lanes: role of each lane as JSON, fixed
-- when it was published.
create table process_version (
  agency_id bigint not null,
  id bigint not null,
  process_id bigint not null,
  number bigint not null,
  status text not null,
  origin text not null,
  file_hash text not null,
  program_hash text not null,
  lanes text not null,
  published_on text,
  retired_on text,
  primary key (agency_id, id),
  constraint process_version_number_unique unique (agency_id, process_id, number),
  constraint process_version_status check (status in ('draft', 'published', 'retired')),
  constraint process_version_of_process foreign key (agency_id, process_id) references process (agency_id, id)
);

-- The BPMN files of versions, whole, each once by the SHA-256 of its bytes; the journal names the hash.
create table process_file (
  agency_id bigint not null,
  hash text not null,
  bytes bytea not null,
  primary key (agency_id, hash)
);

-- Compiled programs, each once by its content hash; the journal names the hash.
create table process_program (
  agency_id bigint not null,
  version_hash text not null,
  bytes bytea not null,
  primary key (agency_id, version_hash)
);
