//! Finds what a desk received for other agencies: by code, or by name or identity number of whoever the desk itself
//! entered. What the agency that handles a dossier enters later finds nothing here.

mod store;

use super::filter::{Filter, Sought};
use super::store::{MANY_PEOPLE, past};
use crate::dossiers::{applicants, at_desk, codes, load};
use platform::search::pattern;
use platform::{Result, Tx};

/// What a desk is shown of a reception in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceptionLine {
    /// Its id.
    pub id: i64,
    /// The agency that handles the dossier.
    pub handling_agency_id: i64,
    /// The dossier there.
    dossier_id: i64,
    /// Its code.
    pub code: String,
    /// Its procedure.
    pub procedure_name: String,
    /// Whose it is, where a row says so.
    applicant_id: Option<i64>,
    /// Their name as the desk entered it; none once the data were erased.
    pub applicant: Option<String>,
    /// When it was received.
    pub received_at: i64,
    /// When it is due.
    pub due_at: Option<i64>,
    /// Its national status, by number.
    pub status: i64,
}

/// Which receptions a desk asks for.
pub(super) struct Wanted {
    /// The statuses as bits under their numbers.
    pub(super) statuses: i64,
    /// Only for this agency.
    pub(super) handling_agency_id: Option<i64>,
    /// What is sought by words.
    pub(super) sought: Sought,
}

/// The longest text that is looked for.
const LONGEST: usize = 200;

/// What words stand for: a whole code, an identity number, else a name.
pub(super) fn sought(words: &str) -> Sought {
    let words: String = words.trim().chars().take(LONGEST).collect();
    let code = codes::typed(&words);
    if words.is_empty() {
        Sought::Everything
    } else if codes::prefix_in(&code).is_some() {
        Sought::Code(code)
    } else if words.len() >= 9 && words.bytes().all(|byte| byte.is_ascii_digit()) {
        Sought::Number(words)
    } else {
        Sought::Name(words)
    }
}

/// Runs a statement for a desk and what it wants, with what leads it.
macro_rules! run {
    ($statement:path, ($tx:expr, $desk:expr, $wanted:expr, $page:expr) $(, $lead:expr)*) => {
        $statement(
            $tx, $desk, $page.0, $wanted.statuses, $wanted.handling_agency_id, $page.1 $(, $lead)*
        )?
    };
}

/// Lists with one statement, or counts with the other.
macro_rules! lines {
    ($statement:path, ($tx:expr, $desk:expr, $wanted:expr, $page:expr) $(, $lead:expr)*) => {
        run!($statement, ($tx, $desk, $wanted, $page) $(, $lead)*)
            .into_iter()
            .map(|row| ReceptionLine {
                id: row.id,
                handling_agency_id: row.handling_agency_id,
                dossier_id: row.dossier_id,
                code: row.code,
                procedure_name: row.procedure_name,
                applicant_id: row.applicant_id,
                applicant: row.applicant,
                received_at: row.received_at,
                due_at: row.due_at,
                status: row.status,
            })
            .collect::<Vec<_>>()
    };
}

macro_rules! counted {
    ($statement:path, ($tx:expr, $desk:expr, $wanted:expr, $page:expr) $(, $lead:expr)*) => {
        run!($statement, ($tx, $desk, $wanted, $page) $(, $lead)*).first().map_or(0, |row| row.n)
    };
}

/// The words of a name as the index holds them, and whether so many people have them that the index is no help.
struct Words {
    from: String,
    to: Vec<u8>,
    are_common: bool,
}

impl Words {
    fn of(tx: &mut Tx<'_>, desk: i64, name: &str) -> Result<Words> {
        let from = applicants::searched(name);
        let to = past(&from);
        let people = store::people_of_words(tx, desk, from.as_bytes(), &to, MANY_PEOPLE + 1)?;
        let are_common = i64::try_from(people.len()).is_ok_and(|count| count > MANY_PEOPLE);
        Ok(Words { from, to, are_common })
    }

    /// Patterns of a folded name that begins with the words, and of one that holds them further on.
    fn patterns(&self) -> (String, String) {
        let first = pattern(&self.from).trim_start_matches('%').to_owned();
        (first, pattern(&format!(" {}", self.from)))
    }
}

/// The receptions of a desk, newest first, before an id and no more than a limit.
pub(super) fn lines(
    tx: &mut Tx<'_>,
    desk: i64,
    wanted: &Wanted,
    page: (i64, i64),
) -> Result<Vec<ReceptionLine>> {
    let mut found = match &wanted.sought {
        Sought::Everything => lines!(store::newest, (tx, desk, wanted, page)),
        Sought::Code(code) => lines!(store::of_code, (tx, desk, wanted, page), code),
        Sought::Number(number) => lines!(store::of_number, (tx, desk, wanted, page), number),
        Sought::Name(name) => {
            let words = Words::of(tx, desk, name)?;
            let (first, inside) = words.patterns();
            match words.are_common {
                true => lines!(store::of_common_words, (tx, desk, wanted, page), &first, &inside),
                false => lines!(store::of_words, (tx, desk, wanted, page), words.from.as_bytes(), &words.to),
            }
        }
    };
    for line in found.iter_mut().filter(|line| line.applicant_id.is_none()) {
        line.applicant = entered(tx, line)?;
    }
    Ok(found)
}

/// Whose a dossier is that was corrected before rows told it.
fn entered(tx: &mut Tx<'_>, line: &ReceptionLine) -> Result<Option<String>> {
    let Some(dossier) = load(tx, line.handling_agency_id, line.dossier_id)? else { return Ok(None) };
    Ok(at_desk::applicant_entered(tx, &dossier)?.map(|person| person.name))
}

/// How many receptions of a desk there are, counted no further than `most`.
pub(super) fn count(tx: &mut Tx<'_>, desk: i64, wanted: &Wanted, most: i64) -> Result<i64> {
    let page = (i64::MAX, most);
    Ok(match &wanted.sought {
        Sought::Everything => counted!(store::newest_counted, (tx, desk, wanted, page)),
        Sought::Code(code) => counted!(store::of_code_counted, (tx, desk, wanted, page), code),
        Sought::Number(number) => counted!(store::of_number_counted, (tx, desk, wanted, page), number),
        Sought::Name(name) => {
            let words = Words::of(tx, desk, name)?;
            let (first, inside) = words.patterns();
            match words.are_common {
                true => counted!(store::of_common_words_counted, (tx, desk, wanted, page), &first, &inside),
                false => {
                    counted!(
                        store::of_words_counted,
                        (tx, desk, wanted, page),
                        words.from.as_bytes(),
                        &words.to
                    )
                }
            }
        }
    })
}

/// The receptions of a desk that words alone find, newest first: by code, identity number or name.
///
/// # Errors
/// When the database fails.
pub fn received(tx: &mut Tx<'_>, desk: i64, (words, most): (&str, i64)) -> Result<Vec<ReceptionLine>> {
    let sought = sought(words);
    if sought == Sought::Everything {
        return Ok(Vec::new());
    }
    let wanted = Wanted { statuses: Filter::default().mask(), handling_agency_id: None, sought };
    lines(tx, desk, &wanted, (i64::MAX, most))
}
