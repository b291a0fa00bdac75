//! Every statement of the lists of agencies.

use platform::{Day, sql};

/// Every agency, from the index that orders it: for lists of which many rows are shown.
macro_rules! from_agencies {
    () => {
        "from agency
     left join agency_connection on agency_connection.agency_id = agency.id
     left join agency_period on agency_period.agency_id = agency.id
       and agency_period.from_on <= $1
       and (agency_period.to_on is null or agency_period.to_on > $1)
     left join agency_class on agency_class.id = coalesce(agency_period.class_id, agency.class_id)
     where "
    };
}

/// The agencies of the few classes that are asked for, put in order afterwards. The cross joins
/// keep this order of reading, which no engine finds by itself.
macro_rules! from_classes {
    () => {
        "from agency_class
     cross join agency_period
     cross join agency
     left join agency_connection on agency_connection.agency_id = agency.id
     where agency_period.class_id = agency_class.id
       and agency_period.from_on <= $1
       and (agency_period.to_on is null or agency_period.to_on > $1)
       and agency.id = agency_period.agency_id
       and "
    };
}

/// A page of the list in one order. Filters that are none let everything pass; what an agency
/// counts as is what it counted as on the day `$1`. `after` is the last row of the page before,
/// none for the first page.
macro_rules! page_statement {
    ($name:ident -> $row:ident, $from:ident, $after:literal, $order:literal) => {
        sql!(
            $name(
                day: Day, existing_on: Option<Day>, level: Option<&str>, kind: Option<&str>,
                ministry_code: Option<&str>, province_code: Option<&str>, map: Option<&str>,
                obligation: Option<&str>, connection: Option<&str>, like: Option<&str>,
                district_code: Option<&str>, commune_code: Option<&str>,
                after: Option<&str>, after_code: Option<&str>, count: i64,
            ) -> $row {
                id: i64, code: String, name: String, name_folded: String, level: String, kind: String,
                ministry_code: String, province_code: String, map: String, obligation: String,
                from_on: Option<Day>, to_on: Option<Day>, connection: String, reason_key: Option<String>,
                today_agency_id: Option<i64>,
            } = concat!(
                "select agency.id, agency.code, agency.name, agency.name_folded, agency_class.level,
       agency_class.kind, agency_class.ministry_code, agency_class.province_code, agency_class.map,
       agency_class.obligation, agency.from_on, agency.to_on,
       case when agency_connection.agency_id is null then 'today'
         when agency_connection.today_agency_id is null then 'unresolved'
         else 'connected' end as connection,
       agency_connection.reason_key, agency_connection.today_agency_id
     ", $from!(), $after, "
       and (cast($2 as text) is null or agency.from_on is null or agency.from_on <= $2)
       and (cast($2 as text) is null or agency.to_on is null or agency.to_on > $2)
       and (cast($10 as text) is null or agency.folded like $10 escape '!')
       and (cast($11 as text) is null or agency.district_code = $11)
       and (cast($12 as text) is null or agency.commune_code = $12)
       and (cast($3 as text) is null or agency_class.level = $3)
       and (cast($4 as text) is null or agency_class.kind = $4)
       and (cast($5 as text) is null or agency_class.ministry_code = $5)
       and (cast($6 as text) is null or agency_class.province_code = $6)
       and (cast($7 as text) is null or agency_class.map = $7)
       and (cast($8 as text) is null or agency_class.obligation = $8)
       and (cast($9 as text) is null
         or case when agency_connection.agency_id is null then 'today'
           when agency_connection.today_agency_id is null then 'unresolved'
           else 'connected' end = $9)
     order by ", $order, "
     limit $15"
            )
        );

        impl From<$row> for super::Listed {
            fn from(row: $row) -> super::Listed {
                super::Listed {
                    id: row.id,
                    code: row.code,
                    name: row.name,
                    name_folded: row.name_folded,
                    level: row.level,
                    kind: row.kind,
                    ministry_code: row.ministry_code,
                    province_code: row.province_code,
                    map: row.map,
                    obligation: row.obligation,
                    from_on: row.from_on,
                    to_on: row.to_on,
                    connection: row.connection,
                    reason_key: row.reason_key,
                    today_agency_id: row.today_agency_id,
                }
            }
        }
    };
}

/// The same page from both beginnings.
macro_rules! page_statements {
    ($wide:ident -> $wide_row:ident, $narrow:ident -> $narrow_row:ident, $after:literal, $order:literal) => {
        page_statement!($wide -> $wide_row, from_agencies, $after, $order);
        page_statement!($narrow -> $narrow_row, from_classes, $after, $order);
    };
}

page_statements!(by_code -> ByCode, few_by_code -> FewByCode,
    "agency.code > coalesce(cast($13 as text), cast($14 as text), '')",
    "agency.code");
page_statements!(by_code_down -> ByCodeDown, few_by_code_down -> FewByCodeDown,
    "agency.code < coalesce(cast($13 as text), cast($14 as text), (select max(code) from agency) || 'z')",
    "agency.code desc");
page_statements!(by_name -> ByName, few_by_name -> FewByName,
    "(agency.name_folded, agency.code) > (coalesce(cast($13 as text), ''), coalesce(cast($14 as text), ''))",
    "agency.name_folded, agency.code");
page_statements!(by_name_down -> ByNameDown, few_by_name_down -> FewByNameDown,
    "(agency.name_folded, agency.code)
         < (coalesce(cast($13 as text), (select max(name_folded) from agency) || 'z'), coalesce(cast($14 as text), ''))",
    "agency.name_folded desc, agency.code desc");

sql!(
    /// How many periods the classes that are asked for have, counted up to a limit.
    count_of_classes(
        level: Option<&str>, kind: Option<&str>, ministry_code: Option<&str>, province_code: Option<&str>,
        map: Option<&str>, obligation: Option<&str>, most: i64,
    ) -> ClassesCount { periods: i64 } =
    "select count(*) as periods
     from (
       select agency_period.class_id
       from agency_class
       cross join agency_period
       where agency_period.class_id = agency_class.id
         and (cast($1 as text) is null or agency_class.level = $1)
         and (cast($2 as text) is null or agency_class.kind = $2)
         and (cast($3 as text) is null or agency_class.ministry_code = $3)
         and (cast($4 as text) is null or agency_class.province_code = $4)
         and (cast($5 as text) is null or agency_class.map = $5)
         and (cast($6 as text) is null or agency_class.obligation = $6)
       limit $7
     ) as counted");

sql!(
    /// What the regulation says of each kind on a day.
    rules_on(day: Day) -> RuleOf { kind: String, duty: String, basis: String, certainty: String } =
    "select kind, duty, basis, certainty
     from obligation_rule
     where from_on <= $1
       and (to_on is null or to_on > $1)
     order by kind");

sql!(
    /// Keeps what the list by names is ordered by.
    put_name_order(id: i64, name_folded: &str) =
    "update agency
     set name_folded = $2
     where id = $1");

sql!(name_order(id: i64) -> NameOrder { name_folded: String } =
    "select name_folded
     from agency
     where id = $1");

sql!(
    /// Agencies whose code begins so or whose names hold these words, those that exist first. Those
    /// that go on in an agency of the new map ended with the old one, though no act says so.
    suggested(like: &str, begins: &str, day: Day, count: i64, map_day: Day) -> Suggested {
        id: i64, code: String, name: String, from_on: Option<Day>, to_on: Option<Day>,
    } =
    "select agency.id, agency.code, agency.name, agency.from_on,
       coalesce(agency.to_on, today.from_on) as to_on
     from agency
     left join agency_connection on agency_connection.agency_id = agency.id
     left join agency as today on today.id = agency_connection.today_agency_id
       and today.id <> agency.id
       and today.from_on = $5
     where agency.folded like $1 escape '!'
     order by case when agency.folded like $2 escape '!' then 0 else 1 end,
       case when coalesce(agency.to_on, today.from_on) is null
         or coalesce(agency.to_on, today.from_on) > $3 then 0 else 1 end,
       agency.name_folded, agency.code
     limit $4");

sql!(
    /// The ministries and the bodies like them, for filters and labels.
    ministries() -> Ministry { id: i64, code: String, name: String, to_on: Option<Day> } =
    "select id, code, name, to_on
     from agency
     where kind in ('bo', 'co_quan_ngang_bo', 'co_quan_thuoc_cp')
     order by name_folded, code");

sql!(name_of(id: i64) -> NameOf {
    id: i64, code: String, name: String, from_on: Option<Day>, to_on: Option<Day>,
} =
    "select id, code, name, from_on, to_on
     from agency
     where id = $1");

sql!(
    /// Agencies of a commune, whose code may mean another place on another map.
    in_commune(code: &str, map: &str, count: i64) -> InCommune { id: i64, code: String, name: String } =
    "select agency.id, agency.code, agency.name
     from agency
     inner join agency_class on agency_class.id = agency.class_id
     where agency.commune_code = $1
       and agency_class.map = $2
     order by agency.code
     limit $3");

sql!(in_district(code: &str, map: &str, count: i64) -> InDistrict { id: i64, code: String, name: String } =
    "select agency.id, agency.code, agency.name
     from agency
     inner join agency_class on agency_class.id = agency.class_id
     where agency.district_code = $1
       and agency_class.map = $2
     order by agency.code
     limit $3");

sql!(in_province(code: &str, map: &str, count: i64) -> InProvince { id: i64, code: String, name: String } =
    "select agency.id, agency.code, agency.name
     from agency
     inner join agency_class on agency_class.id = agency.class_id
     where agency.province_code = $1
       and agency_class.map = $2
     order by case when agency.kind = 'ubnd_tinh' then 0 else 1 end, agency.code
     limit $3");

sql!(
    /// Earlier agencies that are not connected to today's, by reason and kind.
    count_unresolved() -> UnresolvedCount { reason_key: String, kind: String, agencies: i64 } =
    "select agency_connection.reason_key, agency.kind, count(*) as agencies
     from agency_connection
     inner join agency on agency.id = agency_connection.agency_id
     where agency_connection.today_agency_id is null
     group by agency_connection.reason_key, agency.kind
     order by agencies desc, agency_connection.reason_key, agency.kind");

sql!(
    /// One page of earlier agencies not connected to today's; `after` is the last code of the page before.
    unresolved(reason_key: Option<&str>, kind: Option<&str>, after: &str, count: i64) -> Unresolved {
        id: i64, code: String, name: String, kind: String, ministry_code: Option<String>,
        province_code: Option<String>, certainty: String, reason_key: String, others: i64,
    } =
    "select agency.id, agency.code, agency.name, agency.kind, agency.ministry_code, agency.province_code,
       agency_connection.certainty, agency_connection.reason_key, agency_connection.others
     from agency
     inner join agency_connection on agency_connection.agency_id = agency.id
     where agency.code > $3
       and agency_connection.today_agency_id is null
       and (cast($1 as text) is null or agency_connection.reason_key = $1)
       and (cast($2 as text) is null or agency.kind = $2)
     order by agency.code
     limit $4");

sql!(
    /// Earlier agencies that lead to an agency of today.
    connected_to(today_agency_id: i64, count: i64) -> ConnectedTo { id: i64, code: String, name: String, reason_key: String } =
    "select agency.id, agency.code, agency.name, agency_connection.reason_key
     from agency_connection
     inner join agency on agency.id = agency_connection.agency_id
     where agency_connection.today_agency_id = $1
     order by agency.code
     limit $2");
