//! Identification codes of agencies (mã định danh) and the codes of dossiers made with them.
//!
//! A code reads `H15.50.05.13-261123-0007`: the agency's code, the day, the number of that day. Whoever has a
//! code finds the agency by what stands before the day, also by a code that the agency no longer uses.

mod pages;
mod store;

pub use pages::GIVE_CODE;
pub(super) use pages::routes;
pub use store::{agency_of_code, prefix_of};

use platform::{Day, Error, Record, Refusal, Result, Tx};
use serde::{Deserialize, Serialize};

/// The code that an agency's dossiers begin with, from a day on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfficeCode {
    /// Its id.
    pub id: i64,
    /// The agency.
    pub agency_id: i64,
    /// The code, such as `H15.50.05.13`.
    pub prefix: String,
    /// From which day it is used.
    pub from_on: Day,
    /// How many events made it what it is.
    pub revision: i64,
}

/// What may happen to an agency's code. Released: meanings never change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum OfficeCodeEvent {
    /// It was given.
    Given {
        /// The agency.
        agency_id: i64,
        /// The code.
        prefix: String,
        /// From which day it is used.
        from_on: Day,
    },
}

impl Record for OfficeCode {
    const KIND: &'static str = "office_code";
    type Event = OfficeCodeEvent;

    fn begin(id: i64, event: &OfficeCodeEvent) -> Option<OfficeCode> {
        let OfficeCodeEvent::Given { agency_id, prefix, from_on } = event;
        Some(OfficeCode { id, agency_id: *agency_id, prefix: prefix.clone(), from_on: *from_on, revision: 1 })
    }

    fn apply(&mut self, _: &OfficeCodeEvent) {
        self.revision += 1;
    }

    fn id(&self) -> i64 {
        self.id
    }

    fn owner_agency_id(&self) -> i64 {
        self.agency_id
    }
}

/// The longest code of an agency, in signs.
const LONGEST: usize = 35;

/// Gives an agency the code that its dossiers begin with from a day on; does nothing when it has it.
///
/// # Errors
/// When it is no code, another agency has it, or the database fails.
///
/// # Law
/// qd-20-2020/5
pub fn give(tx: &mut Tx<'_>, agency_id: i64, (prefix, from_on): (&str, Day)) -> Result<()> {
    let prefix = prefix.trim().to_uppercase();
    let told = |key| Refusal::new(key).field("prefix").with("prefix", &prefix);
    if !is_office_code(&prefix) {
        return Err(told("dossiers-refusal-office-code").into());
    }
    match store::agency_of_prefix(tx, &prefix)? {
        Some(holder) if holder == agency_id => return Ok(()),
        Some(_) => return Err(told("dossiers-refusal-office-code-taken").into()),
        None => {}
    }
    let event = OfficeCodeEvent::Given { agency_id, prefix, from_on };
    let code = OfficeCode::begin(tx.new_id(), &event)
        .ok_or_else(|| Error::failed("the first event of an office code does not begin it"))?;
    store::begin(tx, &code, event)
}

/// Whether this is a code of an agency: parts of letters and digits with dots between, the older form too.
///
/// # Law
/// qd-20-2020/5
pub fn is_office_code(text: &str) -> bool {
    let part = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    text.len() <= LONGEST && text.split('.').all(part)
}

/// The code of the next dossier of an agency on a day.
///
/// # Errors
/// When the agency has no code of its own, and when the database fails.
///
/// # Law
/// tt-01-2018/19
pub fn next(tx: &mut Tx<'_>, agency_id: i64, day: Day) -> Result<String> {
    let Some(prefix) = prefix_of(tx, agency_id, day)? else {
        return Err(Refusal::from(super::Refusal::NoOfficeCode).into());
    };
    let number = super::store::next_number(tx, agency_id, day)?.pop().map_or(1, |row| row.last);
    Ok(written(&prefix, day, number))
}

fn written(prefix: &str, day: Day, number: i64) -> String {
    let (year, month, day) = day.parts();
    format!("{prefix}-{:02}{month:02}{day:02}-{number:04}", year.rem_euclid(100))
}

/// What stands before the day in the code of a dossier; none when it is no such code.
pub fn prefix_in(code: &str) -> Option<&str> {
    let (rest, number) = code.rsplit_once('-')?;
    let (prefix, day) = rest.rsplit_once('-')?;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let shaped = digits(number) && (4..=7).contains(&number.len()) && digits(day) && day.len() == 6;
    (shaped && is_office_code(prefix)).then_some(prefix)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_written_and_its_agency_read_from_it() {
        let day = Day::new(2026, 10, 8).unwrap();
        assert_eq!(written("H15.50.05.13", day, 975), "H15.50.05.13-261008-0975");
        assert_eq!(prefix_in("H15.50.05.13-261008-0975"), Some("H15.50.05.13"));
        assert_eq!(prefix_in("000.00.12.H40-210315-0007"), Some("000.00.12.H40"));
        for text in
            ["", "H15", "H15-1-2", "H15-261008-", "H15-261008-09x5", "H 15-261008-0975", "-261008-0001"]
        {
            assert_eq!(prefix_in(text), None, "{text}");
        }
    }
}
