//! When people come: on working days in office hours, most on Monday mornings and in summer, few around Tết. Pure.

use super::draw::Draw;
use platform::{Day, Error, Result};
use workdays::Calendar;

/// How many come on each day of the week, from Monday, against a usual day of a hundred.
const OF_WEEKDAY: [u64; 7] = [140, 110, 100, 95, 80, 50, 50];
/// How many come in each month: in summer papers are certified for schools and universities.
const OF_MONTH: [u64; 12] = [95, 90, 105, 100, 100, 115, 125, 125, 105, 100, 100, 95];
/// So many days from one working day to the next are the holidays of Tết.
const TET_DAYS: i64 = 8;
/// Of a hundred who would come, so many do on the last working days before Tết and the first ones after it.
const BEFORE_TET: [u64; 6] = [30, 35, 45, 55, 70, 85];
const AFTER_TET: [u64; 8] = [25, 30, 40, 50, 60, 70, 80, 90];
/// Minutes from midnight at which the morning and the afternoon begin for those who come, and how long they last.
const MORNING: (u64, u64) = (450, 230);
const AFTERNOON: (u64, u64) = (815, 180);

/// The working days of a year, with how many people have come by the end of each.
pub struct Season {
    days: Vec<Day>,
    come_by: Vec<u64>,
    last: Day,
}

impl Season {
    /// The working days from the first day to the last; on the last one only those come who are sent.
    ///
    /// # Errors
    /// When the calendar lacks a year.
    pub fn of(calendar: &Calendar, (first, last): (Day, Day)) -> Result<Season> {
        let mut days = Vec::new();
        let mut day = first;
        while day <= last {
            let opens_at = calendar.start(day.starts_at()).map_err(Error::failed)?;
            let opens_on = Day::of_instant(opens_at);
            if opens_on <= last {
                days.push(opens_on);
            }
            day = opens_on.max(day).plus_days(1);
        }
        let mut weights: Vec<u64> = days.iter().map(|day| usual(*day)).collect();
        calm_at_tet(&days, &mut weights);
        let mut all = 0;
        let usual_days = days.iter().zip(&weights).take_while(|(day, _)| **day < last);
        let come_by = usual_days
            .map(|(_, weight)| {
                all += weight;
                all
            })
            .collect();
        Ok(Season { days, come_by, last })
    }

    /// When one of so many comes.
    pub fn moment(&self, (number, all): (u64, u64), draw: &mut Draw) -> i64 {
        let whole = self.come_by.last().copied().unwrap_or(1);
        let place = (number * 2 + 1) * whole / (all.max(1) * 2);
        let at = self.come_by.partition_point(|come| *come <= place);
        let day = self.days.get(at).copied().unwrap_or(self.last);
        let morning = if is_monday(day) { 730 } else { 610 };
        let (begins, length) = if draw.happens(morning) { MORNING } else { AFTERNOON };
        // Of two who might have come the earlier one does: the first hour is the fullest.
        let minutes = begins + draw.below(length).min(draw.below(length));
        instant(day, minutes, draw)
    }

    /// When somebody comes on the morning of a working day, counted from the last day: 0 is that day itself, or the
    /// working day before it where it is a day of rest.
    pub fn morning(&self, days_ago: usize, draw: &mut Draw) -> i64 {
        let at = self.days.len().saturating_sub(1).saturating_sub(days_ago);
        let day = self.days.get(at).copied().unwrap_or(self.last);
        // Within the first minutes, so that what is sent on the last day comes before it stops.
        let minutes = MORNING.0 + draw.below(if days_ago == 0 { 25 } else { 120 });
        instant(day, minutes, draw)
    }

    /// Whether the last day is a day of rest.
    pub fn rests(&self) -> bool {
        self.days.last() != Some(&self.last)
    }
}

fn usual(day: Day) -> u64 {
    let (_, month, _) = day.parts();
    let of_month = OF_MONTH[(month.clamp(1, 12) - 1) as usize];
    OF_WEEKDAY[(day.weekday().clamp(1, 7) - 1) as usize] * of_month / 100
}

fn is_monday(day: Day) -> bool {
    day.weekday() == 1
}

fn calm_at_tet(days: &[Day], weights: &mut [u64]) {
    for after in 1..days.len() {
        if days[after].days_since(days[after - 1]) < TET_DAYS {
            continue;
        }
        for (ago, of_hundred) in BEFORE_TET.iter().enumerate().filter(|(ago, _)| *ago < after) {
            weights[after - 1 - ago] = weights[after - 1 - ago] * of_hundred / 100;
        }
        for (weight, of_hundred) in weights[after..].iter_mut().zip(AFTER_TET) {
            *weight = *weight * of_hundred / 100;
        }
    }
}

fn instant(day: Day, minutes: u64, draw: &mut Draw) -> i64 {
    day.starts_at() + (minutes * 60 + draw.below(60)) as i64 * 1_000_000
}
