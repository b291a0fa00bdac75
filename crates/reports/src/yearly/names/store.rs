//! What the names of a report are read from.

use platform::{Day, sql};

sql!(
/// Every name that a province has borne, of both maps.
province_names() -> ProvinceName { map: String, code: String, name: String, from_on: Option<Day> } =
    "select place.map as map, place.code as code, place_name.name as name, place_name.from_on as from_on
     from place
     inner join place_name on place_name.place_id = place.id
     where place.level = 'province'
     order by place.id, place_name.position"
);

sql!(
/// Every name that a ministry or a body equal to one has borne, and of the bodies that issue reports.
ministry_names(first_body: &str, second_body: &str) -> MinistryName {
    code: String, name: String, from_on: Option<Day>,
} =
    "select agency.code as code, agency_name.name as name, agency_name.from_on as from_on
     from agency
     inner join agency_name on agency_name.agency_id = agency.id
     where agency.kind in ('bo', 'co_quan_ngang_bo', 'co_quan_thuoc_cp')
       or agency.code in ($1, $2)
     order by agency.id, agency_name.position"
);

sql!(
/// How many ministries or bodies equal to them bear a code, in the register or on a certified agency.
ministries_of_code(code: &str) -> MinistriesOfCode { ministries: i64 } =
    "select count(*) as ministries
     from (
       select agency.id as id
       from agency
       where agency.code = $1
         and agency.kind in ('bo', 'co_quan_ngang_bo', 'co_quan_thuoc_cp')
       union all
       select agency_class.id as id
       from agency_class
       where agency_class.ministry_code = $1
     ) named"
);

sql!(
/// The ministries and bodies equal to them that there are on a day.
ministries_on(day: Day) -> MinistryOn { code: String } =
    "select agency.code as code
     from agency
     where agency.kind in ('bo', 'co_quan_ngang_bo', 'co_quan_thuoc_cp')
       and (agency.from_on is null or agency.from_on <= $1)
       and (agency.to_on is null or agency.to_on > $1)
     order by agency.code"
);

sql!(kinds() -> KindName { code: String, name_vi: String, name_en: String, level: String } =
    "select code, name_vi, name_en, level
     from agency_kind");

sql!(
/// Into which province of the map of 2025 each earlier one went.
province_mergers() -> ProvinceMerger { old_code: String, new_code: String } =
    "select old.code as old_code, new.code as new_code
     from place_succession
     inner join place old on old.id = place_succession.old_id
     inner join place new on new.id = place_succession.new_id
     where old.level = 'province'
       and new.level = 'province'
       and new.map = '2025'"
);

sql!(
/// Local agencies ever granted a certificate in a district: for the islands on the map.
in_district(as_of: Day, district_code: &str) -> InDistrict { agencies: i64 } =
    "select count(*) as agencies
     from agency
     where agency.district_code = $2
       and agency.level = 'local'
       and exists (
         select certificate.id
         from certificate
         where certificate.agency_id = agency.id
           and certificate.counts_on <= $1
           and (certificate.annulled_on is null or certificate.annulled_on > $1)
       )"
);

sql!(
/// The legal documents a report may cite.
acts() -> ActRow { number: String, kind: String, title: String, issued: String, issuer: String } =
    "select number, kind, title, issued_text as issued, issuer
     from legal_document
     order by issued_counts_on, number"
);

sql!(
/// The days between which certificates were granted.
granted_span() -> GrantedSpan { first_on: Option<Day>, last_on: Option<Day> } =
    "select (select min(counts_on) from certificate) as first_on,
            (select max(counts_on) from certificate) as last_on"
);
