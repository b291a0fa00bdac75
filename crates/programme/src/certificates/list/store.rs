//! Every statement of the lists.
//!
//! One statement per order walks an index of that order, lets pass what the filters ask for, stops
//! after one page, and only then fetches what is shown. The texts differ in order and direction
//! alone, so that their common parts are written once.

use platform::{Day, sql};

/// One certificate as lists show it.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Its id.
    pub id: i64,
    /// Its number, as printed.
    pub number: String,
    /// The agency it was granted to.
    pub agency_id: i64,
    /// That agency's code.
    pub agency_code: String,
    /// That agency's present or last name.
    pub agency_name: String,
    /// `initial` or `renewal`.
    pub kind: String,
    /// The standard.
    pub standard: String,
    /// Who granted it.
    pub issued_by: String,
    /// When it was granted, as far as known.
    pub issued_written: String,
    /// The last valid day as the paper says it; empty for none.
    pub expires_written: String,
    /// The last valid day.
    pub expires_on: Option<Day>,
    /// What it is worth on the day asked for.
    pub standing: String,
}

/// What the certificate of this name is worth on day $8, as `Certificate::standing_on` has it.
macro_rules! standing {
    ($certificate:literal) => {
        concat!(
            "case
               when ",
            $certificate,
            ".annulled_on <= $8 then 'annulled'
               when ",
            $certificate,
            ".counts_on > $8 then 'not_yet'
               else case coalesce((
                   select hold.kind
                   from certificate_hold as hold
                   where hold.certificate_id = ",
            $certificate,
            ".id
                     and hold.from_on <= $8
                     and (hold.to_on is null or hold.to_on > $8)), '')
                 when 'withdrawn' then 'withdrawn'
                 when 'suspended' then case when ",
            $certificate,
            ".expires_on >= $8 then 'suspended' else 'expired' end
                 else case when ",
            $certificate,
            ".expires_on >= $8 then 'in_force' else 'expired' end
               end
             end"
        )
    };
}

/// What is asked of the certificate itself. A date of which only the year is known is in a period
/// that holds the whole year; an unknown one is in no period.
macro_rules! passes {
    ($certificate:literal) => {
        concat!(
            "(cast($1 as text) is null or (",
            $certificate,
            ".counts_on >= $1 and ",
            $certificate,
            ".earliest_on >= $1))
             and (cast($2 as text) is null or ",
            $certificate,
            ".counts_on <= $2)
             and (cast($3 as text) is null or ",
            $certificate,
            ".annulled_on is null or ",
            $certificate,
            ".annulled_on > $3)
             and (cast($4 as text) is null or ",
            $certificate,
            ".expires_on >= $4)
             and (cast($5 as text) is null or ",
            $certificate,
            ".expires_on <= $5)
             and (cast($6 as text) is null or ",
            $certificate,
            ".kind = $6)
             and (cast($7 as text) is null or $7 = ",
            standing!($certificate),
            ")"
        )
    };
}

/// All filters. Of an agency listed once the earliest certificate that passes is shown, and what
/// the agency counted as is told of the day it was first granted one. Agencies that were of the
/// classes asked for on any day are found once, so that the others' days are not looked at.
macro_rules! filters {
    () => {
        concat!(
            passes!("certificate"),
            "
             and (cast($9 as text) is null
               or certificate.agency_id in (
                 select agency.id
                 from agency
                 where agency.folded like $9 escape '!')
               or certificate.id in (
                 select numbered.id
                 from certificate as numbered
                 where numbered.folded_number like $10 escape '!'))
             and (cast($18 as text) is null
               or certificate.agency_id = (
                 select coded.id
                 from agency as coded
                 where coded.code = $18))
             and (cast($19 as text) is null
               or certificate.id in (
                 select bodied.id
                 from certificate as bodied
                 where bodied.certification_body_code = $19))
             and (not $11 or certificate.agency_id in (
               select placed.agency_id
               from agency_period as placed
               where placed.class_id in (",
            classes!(),
            ")))
             and (not $11 or exists (
               select 1
               from agency_period as period
               where period.agency_id = certificate.agency_id
                 and period.class_id in (",
            classes!(),
            ")
                 and period.from_on <= case when $17 then (",
            first_on!(),
            ") else certificate.counts_on end
                 and (period.to_on is null or period.to_on
                   > case when $17 then (",
            first_on!(),
            ") else certificate.counts_on end)))
             and (not $17 or not exists (
               select 1
               from certificate as earlier
               where earlier.agency_id = certificate.agency_id
                 and (earlier.counts_on, earlier.id) < (certificate.counts_on, certificate.id)
                 and ",
            passes!("earlier"),
            "))"
        )
    };
}

/// The classes asked for; a province of today stands for those that went into it too.
macro_rules! classes {
    () => {
        "select class.id
         from agency_class as class
         where (cast($12 as text) is null or class.level = $12)
           and (cast($13 as text) is null or class.kind = $13)
           and (cast($14 as text) is null or class.ministry_code = $14)
           and (cast($15 as text) is null
             or (class.province_code = $15
               and class.map = $16)
             or (cast($16 as text) = '2025'
               and class.map = 'legacy'
               and class.province_code in (
                 select former.code
                 from place as today
                 inner join place_succession as step on step.new_id = today.id
                 inner join place as former on former.id = step.old_id
                 where today.map = '2025'
                   and today.level = 'province'
                   and today.code = $15
                   and former.map = 'legacy'
                   and former.level = 'province')))"
    };
}

/// The day an agency was first granted what counts in the period asked for.
macro_rules! first_on {
    () => {
        "select min(first.counts_on)
         from certificate as first
         where first.agency_id = certificate.agency_id
           and (cast($1 as text) is null or (first.counts_on >= $1 and first.earliest_on >= $1))
           and (cast($2 as text) is null or first.counts_on <= $2)
           and (cast($3 as text) is null or first.annulled_on is null or first.annulled_on > $3)"
    };
}

/// The code of the agency of the certificate that a page goes on behind.
macro_rules! cursor_code {
    () => {
        "select cursor_agency.code
         from certificate as cursor_row
         inner join agency as cursor_agency on cursor_agency.id = cursor_row.agency_id
         where cursor_row.id = $21"
    };
}

/// A page in one order: the picked rows come from `picked`, sorted by `sort`.
macro_rules! page {
    ($from:literal, $($keyset:expr),+; $picked_order:literal, $sort:literal) => {
        concat!(
            "select certificate.id, certificate.number, certificate.agency_id, agency.code as agency_code,
                    agency.name as agency_name, certificate.kind, certificate.standard, certificate.issued_by,
                    certificate.issued_written, certificate.expires_written, certificate.expires_on, ",
            standing!("certificate"),
            " as standing
             from (
               select certificate.id as id, ", $from, "
               where ", $($keyset),+, "
                 and ", filters!(), "
               order by ", $picked_order, "
               limit $22
             ) as picked
             cross join certificate
             cross join agency
             where certificate.id = picked.id
               and agency.id = certificate.agency_id
             order by ", $sort
        )
    };
}

/// Declares a page statement. `cross join` holds SQLite to the order written: first the walk along
/// the index, then the rows picked.
macro_rules! list {
    ($name:ident, $row:ident, $sql:expr) => {
        sql!($name(
            issued_from: Option<Day>, issued_to: Option<Day>, annulled_by: Option<Day>, expires_from: Option<Day>,
            expires_to: Option<Day>, kind: Option<&str>, standing: Option<&str>, day: Day, like: Option<&str>,
            number_like: Option<&str>, by_class: bool, level: Option<&str>, agency_kind: Option<&str>,
            ministry_code: Option<&str>, province_code: Option<&str>, map: Option<&str>, agencies: bool, agency_code: Option<&str>,
            body_code: Option<&str>, after_key: Option<&str>, after_id: i64, count: i64,
        ) -> $row {
            id: i64, number: String, agency_id: i64, agency_code: String, agency_name: String, kind: String,
            standard: String, issued_by: String, issued_written: String, expires_written: String,
            expires_on: Option<Day>, standing: String,
        } = $sql);

        impl From<$row> for Line {
            fn from(row: $row) -> Line {
                Line {
                    id: row.id,
                    number: row.number,
                    agency_id: row.agency_id,
                    agency_code: row.agency_code,
                    agency_name: row.agency_name,
                    kind: row.kind,
                    standard: row.standard,
                    issued_by: row.issued_by,
                    issued_written: row.issued_written,
                    expires_written: row.expires_written,
                    expires_on: row.expires_on,
                    standing: row.standing,
                }
            }
        }
    };
}

list!(
    by_number_up,
    ByNumberUp,
    page!(
        "certificate.folded_number as sort_key
         from certificate",
        "certificate.folded_number >= coalesce(cast($20 as text), '')
         and (certificate.folded_number, certificate.id) > (coalesce(cast($20 as text), ''), $21)";
        "certificate.folded_number, certificate.id",
        "picked.sort_key, picked.id"
    )
);

list!(
    by_number_down,
    ByNumberDown,
    page!(
        "certificate.folded_number as sort_key
         from certificate",
        "certificate.folded_number <= coalesce(cast($20 as text), (select max(last.folded_number) from certificate as last))
     and (certificate.folded_number, certificate.id)
       < (coalesce(cast($20 as text), (select max(last.folded_number) from certificate as last)), $21)";
        "certificate.folded_number desc, certificate.id desc",
        "picked.sort_key desc, picked.id desc"
    )
);

list!(
    by_issue_up,
    ByIssueUp,
    page!(
        "certificate.counts_on as sort_key
         from certificate",
        "certificate.counts_on >= coalesce(cast($20 as text), '')
         and (certificate.counts_on, certificate.id) > (coalesce(cast($20 as text), ''), $21)";
        "certificate.counts_on, certificate.id",
        "picked.sort_key, picked.id"
    )
);

list!(
    by_issue_down,
    ByIssueDown,
    page!(
        "certificate.counts_on as sort_key
         from certificate",
        "certificate.counts_on <= coalesce(cast($20 as text), '9999-99-99')
         and (certificate.counts_on, certificate.id) < (coalesce(cast($20 as text), '9999-99-99'), $21)";
        "certificate.counts_on desc, certificate.id desc",
        "picked.sort_key desc, picked.id desc"
    )
);

list!(
    by_expiry_up,
    ByExpiryUp,
    page!(
        "coalesce(certificate.expires_on, '9999-12-31') as sort_key
         from certificate",
        "coalesce(certificate.expires_on, '9999-12-31') >= coalesce(cast($20 as text), '')
         and (coalesce(certificate.expires_on, '9999-12-31'), certificate.id) > (coalesce(cast($20 as text), ''), $21)";
        "coalesce(certificate.expires_on, '9999-12-31'), certificate.id",
        "picked.sort_key, picked.id"
    )
);

list!(
    by_expiry_down,
    ByExpiryDown,
    page!(
        "coalesce(certificate.expires_on, '9999-12-31') as sort_key
         from certificate",
        "coalesce(certificate.expires_on, '9999-12-31') <= coalesce(cast($20 as text), '9999-99-99')
     and (coalesce(certificate.expires_on, '9999-12-31'), certificate.id)
       < (coalesce(cast($20 as text), '9999-99-99'), $21)";
        "coalesce(certificate.expires_on, '9999-12-31') desc, certificate.id desc",
        "picked.sort_key desc, picked.id desc"
    )
);

list!(
    by_agency_up,
    ByAgencyUp,
    page!(
        "agency.name_folded as sort_key, agency.code as agency_code
     from agency
     cross join certificate",
        "certificate.agency_id = agency.id
     and agency.name_folded >= coalesce(cast($20 as text), '')
     and (agency.name_folded, agency.code, certificate.id)
       > (coalesce(cast($20 as text), ''), coalesce((", cursor_code!(), "), ''), $21)";
        "agency.name_folded, agency.code, certificate.id",
        "picked.sort_key, picked.agency_code, picked.id"
    )
);

list!(
    by_agency_down,
    ByAgencyDown,
    page!(
        "agency.name_folded as sort_key, agency.code as agency_code
     from agency
     cross join certificate",
        "certificate.agency_id = agency.id
     and agency.name_folded <= coalesce(cast($20 as text), (select max(last.name_folded) from agency as last))
     and (agency.name_folded, agency.code, certificate.id)
       < (coalesce(cast($20 as text), (select max(last.name_folded) from agency as last)),
          coalesce((", cursor_code!(), "), (select max(last.code) from agency as last)), $21)";
        "agency.name_folded desc, agency.code desc, certificate.id desc",
        "picked.sort_key desc, picked.agency_code desc, picked.id desc"
    )
);

sql!(
    /// By what a certificate stands in each order: a page goes on behind it.
    sort_keys(id: i64) -> SortKeys { number: String, issue: String, expiry: String, agency: String } =
    "select certificate.folded_number as number, certificate.counts_on as issue,
            coalesce(certificate.expires_on, '9999-12-31') as expiry,
            agency.name_folded as agency
     from certificate
     inner join agency on agency.id = certificate.agency_id
     where certificate.id = $1");

sql!(count_all() -> Counted { certificates: i64 } =
    "select count(*) as certificates
     from certificate");

sql!(
    /// How many rows pass the filters, counted no further than `most`.
    count_passing(
        issued_from: Option<Day>, issued_to: Option<Day>, annulled_by: Option<Day>, expires_from: Option<Day>,
        expires_to: Option<Day>, kind: Option<&str>, standing: Option<&str>, day: Day, like: Option<&str>,
        number_like: Option<&str>, by_class: bool, level: Option<&str>, agency_kind: Option<&str>,
        ministry_code: Option<&str>, province_code: Option<&str>, map: Option<&str>, agencies: bool, agency_code: Option<&str>,
        body_code: Option<&str>, most: i64,
    ) -> CountedPassing { certificates: i64 } = concat!(
    "select count(*) as certificates
     from (
       select certificate.id as id
       from certificate
       where ", filters!(), "
       limit $20
     ) as passing"));

sql!(
    /// The provinces of both maps: today's, and those on which certificates were granted.
    provinces() -> ProvinceChoice { map: String, code: String, name: String } =
    "select map, code, name
     from place
     where map in ('2025', 'legacy')
       and level = 'province'
     order by map, code");

sql!(
    /// The ministries that anything counted belongs to.
    ministries() -> MinistryChoice { code: String, name: String } =
    "select agency.code, agency.name
     from agency
     where agency.code in (
       select class.ministry_code
       from agency_class as class
       where class.level = 'central')
     order by agency.folded");

sql!(agency_kinds() -> AgencyKindChoice { code: String, name_vi: String, name_en: String } =
    "select code, name_vi, name_en
     from agency_kind
     order by level, code");
