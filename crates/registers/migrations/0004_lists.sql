-- What the lists of places and agencies are ordered and counted by.

-- Agencies in the order of their present names, accents aside. Derived from agency.name.
alter table agency add column name_folded text not null default '';
create index agency_name_order on agency (name_folded, code);
create index agency_kind_code on agency (kind, code);
-- From a class to its agencies, without reading their periods.
create index agency_period_class on agency_period (class_id, agency_id, from_on, to_on);
create index agency_commune on agency (commune_code, code);
create index agency_district on agency (district_code, code);
create index agency_connection_reason on agency_connection (reason_key, agency_id);

-- How many places of a level a province had on a day, counted from the index alone.
create index place_days on place (province_code, level, from_on, to_on);
