-- Technical: whose dossier a desk received for another agency, as the desk entered it; the dossier's journal tells the
-- same. The data of the person stand with the agency that handles the dossier, and are erased there.
create table reception_applicant (
  agency_id bigint not null,
  reception_id bigint not null,
  handling_agency_id bigint not null,
  applicant_id bigint not null,
  primary key (agency_id, reception_id)
);
create index reception_applicant_person
  on reception_applicant (handling_agency_id, applicant_id, agency_id, reception_id);

-- Of dossiers that were corrected only the journal tells what the desk entered.
insert into reception_applicant (agency_id, reception_id, handling_agency_id, applicant_id)
select reception.agency_id, reception.id, reception.handling_agency_id, dossier.applicant_id
from reception
inner join dossier on dossier.agency_id = reception.handling_agency_id
  and dossier.id = reception.dossier_id
where not exists (
  select 1
  from journal
  where journal.subject_id = dossier.id
    and journal.kind = 'corrected.1');
