-- How often the counter has printed a form of a dossier. `issue` is the number of the event that the form tells: what
-- happens again is told by a new paper, whose first print needs no reason (TT 03/2025/TT-VPCP). Reasons of later
-- prints stand in the journal.
create table slip_print (
  agency_id bigint not null,
  dossier_id bigint not null,
  form text not null,
  issue bigint not null,
  prints bigint not null,
  printed_at bigint not null,
  primary key (agency_id, dossier_id, form, issue)
);
