//! What people type: sessions of a day, instants, suspensions.

use platform::Day;
use workdays::{Session, Suspension, TimeOfDay, parse_instant};

/// The text is not what its place asks for; it holds what could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable(pub String);

impl std::fmt::Display for Unreadable {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{:?} cannot be read", self.0)
    }
}

/// The sessions of a day: `07:30-11:30 13:30-17:00`; nothing is a day of rest.
///
/// # Errors
/// The first piece that is no session.
pub fn sessions(text: &str) -> Result<Vec<Session>, Unreadable> {
    let tidy = text.replace(['–', '—'], "-").replace(" - ", "-");
    let pieces = tidy.split([' ', ',', ';', '\n', '\t']).filter(|piece| !piece.is_empty());
    pieces.map(|piece| piece.parse().map_err(|_| Unreadable(piece.to_owned()))).collect()
}

/// The sessions of a day as they are typed.
pub fn sessions_text(sessions: &[Session]) -> String {
    let pieces: Vec<String> = sessions.iter().map(Session::to_string).collect();
    pieces.join(" ")
}

/// An instant in the legal zone: `13/02/2026 16:00`, `16:00 13/02/2026`, or ISO 8601.
///
/// # Errors
/// When it is none.
pub fn instant(text: &str) -> Result<i64, Unreadable> {
    let text = text.trim();
    if let Ok(at) = parse_instant(text) {
        return Ok(at);
    }
    let wrong = || Unreadable(text.to_owned());
    let pieces: Vec<&str> = text.split_whitespace().collect();
    let [first, second] = pieces.as_slice() else {
        return Err(wrong());
    };
    let (day, time) = if first.contains(':') { (second, first) } else { (first, second) };
    let day = Day::typed(day).map_err(|_| wrong())?;
    let time: TimeOfDay = time.parse().map_err(|_| wrong())?;
    Ok(super::decide::civil(day).at(time))
}

/// Suspensions, each `FROM / UNTIL`, one a line or with `;` between; the last may still be open.
/// They come back in their order.
///
/// # Errors
/// The first piece that is no suspension.
pub fn suspensions(text: &str) -> Result<Vec<Suspension>, Unreadable> {
    let pieces = text.split(['\n', ';']).map(str::trim).filter(|piece| !piece.is_empty());
    let mut found: Vec<Suspension> = pieces.map(suspension).collect::<Result<_, _>>()?;
    found.sort();
    Ok(found)
}

/// One suspension. A slash stands in days too, so one with spaces around it is taken first.
fn suspension(text: &str) -> Result<Suspension, Unreadable> {
    let wrong = || Unreadable(text.to_owned());
    let (from, until) = match text.split_once(" / ") {
        Some(ends) => ends,
        None => text
            .strip_suffix(" /")
            .map(|from| (from, ""))
            .or_else(|| text.split_once('/'))
            .ok_or_else(wrong)?,
    };
    let from_at = instant(from).map_err(|_| wrong())?;
    let until_at = match until.trim() {
        "" => None,
        until => Some(instant(until).map_err(|_| wrong())?),
    };
    Ok(Suspension { from_at, until_at })
}

/// An instant as people type it: `13/02/2026 16:00`.
pub fn instant_as_typed(at: i64) -> String {
    let day = workdays::Day::of_instant(at).vietnamese();
    format!("{day} {}", workdays::time::clock_text(TimeOfDay::micros_of_instant(at)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_at_a_counter_is_read_as_the_file_writes_it() {
        let at = parse_instant("2026-02-13T16:00:00+07:00").unwrap();
        for text in ["13/2/2026 16:00", "16:00 13/02/2026", " 2026-02-13 16:00 ", "2026-02-13T09:00:00Z"] {
            assert_eq!(instant(text), Ok(at), "{text}");
        }
        for text in
            ["", "16:00", "13/02/2026", "31/02/2026 16:00", "13/02/2026 25:00", "13/02/2026 lúc 16:00"]
        {
            assert!(instant(text).is_err(), "{text}");
        }
        assert_eq!(instant_as_typed(at), "13/02/2026 16:00");
    }

    #[test]
    fn suspensions_come_in_their_order_and_the_last_may_be_open() {
        let both = "25/02/2026 08:00 / 26/02/2026 08:00\n2026-02-23T08:00/2026-02-24T08:00";
        let found = suspensions(both).unwrap();
        assert!(found[0] < found[1] && found[1].until_at.is_some());
        assert_eq!(suspensions("25/02/2026 08:00 / ").unwrap()[0].until_at, None);
        assert_eq!(suspensions(" ; \n").unwrap(), []);
        for wrong in ["abc", "25/02/2026 08:00", "25/02/2026 08:00 / x", "/", "//"] {
            assert!(suspensions(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn sessions_are_read_with_any_of_the_usual_separators() {
        let day = sessions("07:30 - 11:30, 13:30–17:00").unwrap();
        assert_eq!(sessions_text(&day), "07:30-11:30 13:30-17:00");
        assert_eq!(sessions(" "), Ok(Vec::new()));
        assert_eq!(sessions("7h-11h"), Err(Unreadable("7h-11h".to_owned())));
    }
}
