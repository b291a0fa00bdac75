//! Explanations as people read clocks: to the minute.

use workdays::{Calendar, Due, Explanation, Grounds, Limit, Refusal, Suspension, explain};

const MICROS_PER_SECOND: i64 = 1_000_000;
/// What is told is rounded down to minutes, else to seconds.
const GRAINS: [i64; 2] = [60 * MICROS_PER_SECOND, MICROS_PER_SECOND];

/// Why a limit ends when it does, told to the minute, so that its sums agree with the times shown.
///
/// Where whole minutes would give another due minute (a receipt some seconds after the cutoff), the seconds
/// are told.
///
/// # Errors
/// As [`explain()`].
pub fn explain_in_minutes(
    calendar: &Calendar,
    limit: &Limit,
    (received_at, suspensions): (i64, &[Suspension]),
    grounds: &Grounds,
) -> Result<Explanation, Refusal> {
    let exact = explain(calendar, limit, received_at, suspensions)?;
    for grain in GRAINS {
        let down = |at: i64| at - at.rem_euclid(grain);
        let pause = |pause: &Suspension| Suspension {
            from_at: down(pause.from_at),
            until_at: pause.until_at.map(down),
        };
        let pauses: Vec<Suspension> = suspensions.iter().map(pause).collect();
        let told = explain(calendar, limit, down(received_at), &pauses);
        if let Some(told) = told.ok().filter(|told| same_minute(told.due, exact.due)) {
            let acts = grounds.pauses.iter().map(|(from_at, basis)| (down(*from_at), basis.clone()));
            return Ok(told.on(&Grounds { pauses: acts.collect(), ..grounds.clone() }));
        }
    }
    Ok(exact.on(grounds))
}

fn same_minute(one: Due, other: Due) -> bool {
    let minute = |at: i64| at.div_euclid(GRAINS[0]);
    match (one, other) {
        (Due::At(one), Due::At(other)) => minute(one.due_at) == minute(other.due_at),
        (Due::Paused(one), Due::Paused(other)) => minute(one.since_at) == minute(other.since_at),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendars::carried_calendar;
    use workdays::{Language, parse_instant};

    fn told(limit: Limit, received: &str, pauses: &[(&str, &str)]) -> String {
        let calendar = carried_calendar(("P1", true)).unwrap();
        let at = |text: &str| parse_instant(&format!("2026-{text}+07:00")).unwrap();
        let pause =
            |(from, until): &(&str, &str)| Suspension { from_at: at(from), until_at: Some(at(until)) };
        let pauses: Vec<Suspension> = pauses.iter().map(pause).collect();
        let told = explain_in_minutes(&calendar, &limit, (at(received), &pauses), &Grounds::default());
        told.unwrap().lines(Language::Vi).join("\n")
    }

    #[test]
    fn times_are_told_to_the_minute() {
        let days = told(Limit::WorkingDays(1), "11-19T22:37:23.249689", &[]);
        assert!(days.contains("nhận lúc 22:37 Thứ Năm"), "{days}");
        let hours = told(
            Limit::read("H", "8").unwrap(),
            "11-19T09:00:23.249689",
            &[("11-19T10:00:10.9", "11-19T10:30:05.1")],
        );
        assert!(hours.contains("tính 09:00-10:00 (1 giờ)"), "{hours}");
        assert!(!hours.contains("giây") && !hours.contains(":23"), "{hours}");
    }

    #[test]
    fn seconds_are_told_where_they_decide() {
        let same_day = told(Limit::read("S15", "1").unwrap(), "11-19T15:00:30.25", &[]);
        assert!(same_day.contains("nhận lúc 15:00:30 Thứ Năm"), "{same_day}");
        assert!(same_day.contains("sau 15:00, trả kết quả trong ngày làm việc tiếp theo"), "{same_day}");
    }
}
