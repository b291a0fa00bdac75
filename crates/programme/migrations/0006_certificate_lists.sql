-- The lists of certificates walk one of these indexes in the order asked for. Each holds what the
-- filters look at, so that a row that is not shown is never fetched.
drop index certificate_granted;
drop index certificate_expiry;
create index certificate_by_issue on certificate
  (counts_on, id, agency_id, earliest_on, annulled_on, expires_on, kind);
create index certificate_by_expiry on certificate
  (coalesce(expires_on, '9999-12-31'), id, agency_id, counts_on, earliest_on, annulled_on, expires_on, kind);
create index certificate_by_number on certificate
  (folded_number, id, agency_id, counts_on, earliest_on, annulled_on, expires_on, kind);
create index certificate_by_agency on certificate
  (agency_id, id, counts_on, earliest_on, annulled_on, expires_on, kind);
