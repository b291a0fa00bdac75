-- Certificates in the order in which the report counts them by year and kind; the year is empty where
-- the date is unknown. With every column that the count looks at, so that it reads nothing else.
create index certificate_by_year on certificate
  (substr(coalesce(earliest_on, ''), 1, 4), kind, counts_on, annulled_on, earliest_on);
