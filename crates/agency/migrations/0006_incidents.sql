-- A token of a dossier that cannot go on, to be found by whoever can mend it. `cause` is a word: what is wrong in full
-- stands in the dossier.
create table dossier_incident (
  agency_id bigint not null,
  dossier_id bigint not null,
  token bigint not null,
  cause text not null,
  since_at bigint not null,
  primary key (agency_id, dossier_id, token)
);
create index dossier_incident_since on dossier_incident (agency_id, since_at, dossier_id, token);
create index dossier_incident_cause on dossier_incident (cause, dossier_id);
