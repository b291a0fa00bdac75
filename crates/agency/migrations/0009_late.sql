-- What ended late is few among what ended, and the register lists it newest first: without this, finding its first
-- page goes over every dossier of the agency.
create index dossier_late on dossier ((agency_id + 0), id) where was_late;
