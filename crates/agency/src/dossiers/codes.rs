//! Identification codes of agencies (mã định danh) and the codes of dossiers made with them.
//!
//! A code reads `H15.50.05.13-261123-0007`: the agency's code, the day, the number of that day. Whoever has a
//! code finds the agency by what stands before the day, also by a code that the agency no longer uses.

mod pages;
mod store;

pub use pages::GIVE_CODE;
pub(super) use pages::routes;
pub use store::{agency_of_code, prefix_of};

use platform::{Day, Error, Record, Refusal, Refusals, Result, Tx};
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
    /// Whether it still is.
    pub state: State,
    /// How many events made it what it is.
    pub revision: i64,
}

/// Whether an agency uses a code that it was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It does, from its day until the day of the next.
    InUse,
    /// Another code took its place, and dossiers bear it: whoever has their codes still finds the agency.
    Replaced,
    /// Another code took its place, and no dossier bears it: it is free for the agency that it belongs to.
    Released,
}

impl State {
    /// The word stored in rows.
    pub fn word(self) -> &'static str {
        match self {
            State::InUse => "in_use",
            State::Replaced => "replaced",
            State::Released => "released",
        }
    }

    /// The state of a stored word.
    pub fn of_word(word: &str) -> Option<State> {
        [State::InUse, State::Replaced, State::Released].into_iter().find(|state| state.word() == word)
    }
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
    /// Another code took its place; dossiers bear it.
    Replaced,
    /// Another code took its place; no dossier bears it.
    Released,
}

impl Record for OfficeCode {
    const KIND: &'static str = "office_code";
    type Event = OfficeCodeEvent;

    fn begin(id: i64, event: &OfficeCodeEvent) -> Option<OfficeCode> {
        let OfficeCodeEvent::Given { agency_id, prefix, from_on } = event else { return None };
        let (agency_id, prefix, from_on) = (*agency_id, prefix.clone(), *from_on);
        Some(OfficeCode { id, agency_id, prefix, from_on, state: State::InUse, revision: 1 })
    }

    fn apply(&mut self, event: &OfficeCodeEvent) {
        self.revision += 1;
        match event {
            OfficeCodeEvent::Given { .. } => {}
            OfficeCodeEvent::Replaced => self.state = State::Replaced,
            OfficeCodeEvent::Released => self.state = State::Released,
        }
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

/// By how many days an office may say later that a code is used, and how many days before.
const LATEST: i64 = 31;
const EARLIEST: i64 = 366;

/// As [`give`], for an office that sets itself up: it cannot begin long ago or in a far year.
///
/// # Errors
/// As [`give`], and when the day is too far.
///
/// # Law
/// qd-20-2020/5
pub fn change(tx: &mut Tx<'_>, agency_id: i64, (prefix, from_on): (&str, Day)) -> Result<()> {
    let (first, last) = (tx.today().plus_days(-LATEST), tx.today().plus_days(EARLIEST));
    if (first..=last).contains(&from_on) {
        return give(tx, agency_id, (prefix, from_on));
    }
    let told = Refusal::new("dossiers-refusal-office-code-day").field("from_on");
    let mut reasons = Refusals::from(told.with("first", first.vietnamese()).with("last", last.vietnamese()));
    if let Some(reason) = fault(&tidy(prefix)) {
        reasons.push(reason);
    }
    Err(reasons.into())
}

fn tidy(prefix: &str) -> String {
    prefix.trim().to_uppercase()
}

/// Why this is no code of an agency; none when it is one.
fn fault(prefix: &str) -> Option<Refusal> {
    let told = || Refusal::new("dossiers-refusal-office-code").field("prefix").with("prefix", prefix);
    (!is_office_code(prefix)).then(told)
}

/// Gives an agency the code that its dossiers begin with from a day on; does nothing when it has it from that day.
///
/// A code that it takes the place of, and that no dossier bears, is free again: so a mistyped code is corrected by
/// giving the right one, and never kept from the agency that it belongs to.
///
/// # Errors
/// When it is no code, another agency has it, or the database fails.
///
/// # Law
/// qd-20-2020/5
pub fn give(tx: &mut Tx<'_>, agency_id: i64, (prefix, from_on): (&str, Day)) -> Result<()> {
    let prefix = tidy(prefix);
    if let Some(reason) = fault(&prefix) {
        return Err(reason.into());
    }
    // One after the other, so that two agencies never take the same code at once.
    platform::journal::take_chain(tx, 0)?;
    if store::agency_of_prefix(tx, &prefix)?.is_some_and(|holder| holder != agency_id) {
        let told = Refusal::new("dossiers-refusal-office-code-taken").field("prefix");
        return Err(told.with("prefix", &prefix).into());
    }
    let used = store::in_use(tx, agency_id)?;
    if used.iter().find(|code| code.from_on == from_on).is_some_and(|code| code.prefix == prefix) {
        return Ok(());
    }
    end_others(tx, used, (&prefix, from_on))?;
    let event = OfficeCodeEvent::Given { agency_id, prefix, from_on };
    let code = OfficeCode::begin(tx.new_id(), &event)
        .ok_or_else(|| Error::failed("the first event of an office code does not begin it"))?;
    store::begin(tx, &code, event)
}

/// Ends the codes that one given from a day leaves without a use: another of the same day, the same one from another
/// day while no dossier bears it, and those over already that no dossier ever bore.
fn end_others(tx: &mut Tx<'_>, used: Vec<OfficeCode>, (prefix, from_on): (&str, Day)) -> Result<()> {
    let today = tx.today();
    let begun = used.iter().map(|code| code.from_on).chain([from_on]).filter(|day| *day <= today).max();
    for mut code in used {
        let is_borne = store::is_borne(tx, code.agency_id, &code.prefix)?;
        let is_over = begun.is_some_and(|day| code.from_on < day) && code.prefix != prefix;
        let is_moved = code.prefix == prefix;
        let event = match (code.from_on == from_on, is_borne) {
            (true, true) => OfficeCodeEvent::Replaced,
            (true, false) => OfficeCodeEvent::Released,
            (false, false) if is_over || is_moved => OfficeCodeEvent::Released,
            (false, _) => continue,
        };
        code.apply(&event);
        store::end(tx, &code, event)?;
    }
    Ok(())
}

/// Whether this is a code of an agency: of parts of letters and digits the first is a letter and a number, as in
/// `H15.50`; in the older form, `000.00.01.H15`, the last of four parts is.
///
/// # Law
/// qd-20-2020/5
pub fn is_office_code(text: &str) -> bool {
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let leads = |part: &str| {
        let mut letters = part.chars();
        letters.next().is_some_and(|letter| letter.is_ascii_alphabetic())
            && !letters.as_str().is_empty()
            && digits(letters.as_str())
    };
    let parts: Vec<&str> = text.split('.').collect();
    let shaped = match parts.as_slice() {
        [first, ..] if leads(first) => true,
        [first, second, third, last] => {
            [first, second, third].into_iter().all(|part| digits(part)) && leads(last)
        }
        _ => false,
    };
    shaped && is_of_parts(text)
}

/// Whether this is parts of letters and digits with dots between: whatever agencies were ever given as a code.
fn is_of_parts(text: &str) -> bool {
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
    (shaped && is_of_parts(prefix)).then_some(prefix)
}

/// The longest code that is looked for; printed ones are shorter.
const LONGEST_TYPED: usize = 60;

/// A code as it is kept, however it was typed or copied: letters that nobody sees are left out, and any dash is the
/// plain one. Whoever types no dash at all types blanks in their place.
pub(super) fn typed(text: &str) -> String {
    let seen =
        text.chars().filter(|letter| letter.is_whitespace() || !letter.is_control() && !is_unseen(*letter));
    let plain: String = seen.map(|letter| if is_dash(letter) { '-' } else { letter }).collect();
    let between = if plain.contains('-') { "" } else { "-" };
    let joined = plain.split_whitespace().collect::<Vec<_>>().join(between);
    joined.to_uppercase().chars().take(LONGEST_TYPED).collect()
}

/// Letters without width, which papers and pages hold as places to break a line.
fn is_unseen(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

fn is_dash(letter: char) -> bool {
    matches!(letter, '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}')
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

    #[test]
    fn the_code_of_an_agency_names_a_ministry_or_a_province() {
        for code in ["H15", "G22.34", "H15.50.05.13", "H17.1A", "000.00.01.H15"] {
            assert!(is_office_code(code), "{code}");
        }
        for code in
            ["", "0", "H", "15", "H15.", ".H15", "HH15", "H1A", "00.01.H15", "000.00.0A.H15", "000.00.01.15"]
        {
            assert!(!is_office_code(code), "{code}");
        }
    }

    #[test]
    fn a_code_is_read_however_it_was_typed_or_copied() {
        for text in [
            "H17.61-261124-0001",
            " h17.61-261124-0001\n",
            "H17.\u{200b}61-26112\u{200b}4-0001",
            "H17.61\u{2011}261124\u{2013}0001",
            "H17.61 261124 0001",
            "H17.61 - 261124 - 0001",
            "\u{feff}H17.61-2611 24-0001\u{0}",
        ] {
            assert_eq!(typed(text), "H17.61-261124-0001", "{text:?}");
        }
        assert_eq!((typed(" \u{200b}"), typed(&"9".repeat(1000)).len()), (String::new(), 60));
    }
}
