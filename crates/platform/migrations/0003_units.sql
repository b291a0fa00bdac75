-- The unit of the agency a person is appointed to; none where the agency has no units or the person works for all.
alter table appointment add column unit_id bigint;
create index appointment_agency on appointment (agency_id, role);
