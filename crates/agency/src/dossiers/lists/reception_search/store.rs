//! Every SQL statement on what a desk received for other agencies.
//!
//! Names and numbers are sought among the people that the desk itself entered, whose data stand with the agencies
//! that handle their dossiers. A sum, as in `agency_id + 0`, keeps the planner from walking a key where few rows are
//! found another way.

use platform::sql;

/// A list of receptions, newest first, with how it is counted, no further than its limit. Every filter is asked of
/// each row.
macro_rules! walk {
    ($(#[$meta:meta])* $name:ident -> $row:ident, $counted:ident -> $count:ident, ($($p:ident : $pt:ty),*), $by:literal, $leads:literal) => {
        sql!($(#[$meta])* $name(
            agency_id: i64, before_id: i64, statuses: i64, handling_agency_id: Option<i64>, limit: i64,
            $($p: $pt),*
        ) -> $row {
            id: i64, handling_agency_id: i64, dossier_id: i64, code: String, procedure_name: String,
            applicant_id: Option<i64>, applicant: Option<String>, received_at: i64, due_at: Option<i64>, status: i64,
        } = concat!(
            "select reception.id, reception.handling_agency_id, reception.dossier_id, reception.code,
               admin_procedure.name as procedure_name, reception_applicant.applicant_id,
               applicant_person.name as applicant, reception.received_at, reception.due_at, reception.status
             from reception
             inner join admin_procedure on admin_procedure.id = reception.procedure_id
             left join reception_applicant
               on reception_applicant.agency_id = reception.agency_id
               and reception_applicant.reception_id = reception.id
             left join applicant_person
               on applicant_person.agency_id = reception_applicant.handling_agency_id
               and applicant_person.applicant_id = reception_applicant.applicant_id
             where reception.agency_id = $1
               and reception.id", $by, " < $2
               and ((cast(1 as bigint) << cast(reception.status as integer)) & $3) <> 0
               and (cast($4 as bigint) is null or reception.handling_agency_id = $4)
               ", $leads, "
             order by reception.id desc
             limit $5"));

        sql!($counted(
            agency_id: i64, before_id: i64, statuses: i64, handling_agency_id: Option<i64>, limit: i64,
            $($p: $pt),*
        ) -> $count { n: i64 } = concat!(
            "select cast(count(*) as bigint) as n
             from (select reception.id
                   from reception
                   where reception.agency_id = $1
                     and reception.id", $by, " < $2
                     and ((cast(1 as bigint) << cast(reception.status as integer)) & $3) <> 0
                     and (cast($4 as bigint) is null or reception.handling_agency_id = $4)
                     ", $leads, "
                   limit $5) as counted"));
    };
}

walk!(
    /// All.
    newest -> Newest, newest_counted -> NewestCount, (), "", "");

walk!(
    /// Of one code.
    of_code -> OfCode, of_code_counted -> OfCodeCount, (code: &str), " + 0",
    "and reception.id in (
                 select coded.id
                 from reception as coded
                 where coded.agency_id = $1
                   and coded.code = $6)");

walk!(
    /// Of people whose name has these words, few enough to begin with them.
    of_words -> OfWords, of_words_counted -> OfWordsCount, (from: &[u8], to: &[u8]),
    " + 0",
    "and reception.id in (
                 select reception_id
                 from reception_applicant
                 where agency_id + 0 = $1
                   and (handling_agency_id, applicant_id) in (
                     select agency_id, applicant_id
                     from applicant_words
                     where agency_id in (select agency_id from desk where desk_agency_id = $1)
                       and words >= $6
                       and words < $7))");

walk!(
    /// Of people whose name has these words, so many that they are met soon anyway.
    of_common_words -> OfCommonWords, of_common_words_counted -> OfCommonWordsCount, (first: &str, inside: &str),
    "",
    "and exists (
                 select 1
                 from reception_applicant
                 inner join applicant_person
                   on applicant_person.agency_id = reception_applicant.handling_agency_id
                   and applicant_person.applicant_id = reception_applicant.applicant_id
                 where reception_applicant.agency_id = $1
                   and reception_applicant.reception_id = reception.id
                   and (folded like $6 escape '!' or folded like $7 escape '!'))");

walk!(
    /// Of whoever has this identity number.
    of_number -> OfNumber, of_number_counted -> OfNumberCount, (id_number: &str),
    " + 0",
    "and reception.id in (
                 select reception_id
                 from reception_applicant
                 where agency_id + 0 = $1
                   and (handling_agency_id, applicant_id) in (
                     select agency_id, applicant_id
                     from applicant_person
                     where agency_id in (select agency_id from desk where desk_agency_id = $1)
                       and id_number = $6))");

sql!(
/// People of these words in the agencies that a desk receives for, no more than the limit.
people_of_words(desk_agency_id: i64, from: &[u8], to: &[u8], limit: i64) -> PersonOfWords { applicant_id: i64 } =
    "select applicant_id
     from applicant_words
     where agency_id in (select agency_id from desk where desk_agency_id = $1)
       and words >= $2
       and words < $3
     limit $4");
