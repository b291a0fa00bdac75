//! The words of an explanation, in Vietnamese and in English.

use super::names::{cited_name, labelled};
use super::{Basis, ExplainedDay, Explanation, Harmless, Note, Outside, Reason};
use crate::due::Due;
use crate::limit::{Amount, Limit};
use crate::time::{Day, MICROS_PER_SECOND, TimeOfDay, WorkingTime, clock_text};

/// A language the words are in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Language {
    /// Vietnamese.
    Vi,
    /// English.
    En,
}

impl Language {
    pub(super) fn of(self, vi: impl Into<String>, en: impl Into<String>) -> String {
        match self {
            Language::Vi => vi.into(),
            Language::En => en.into(),
        }
    }
}

const DAYS_VI: [&str; 7] = ["Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật"];
const DAYS_EN: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

impl Explanation {
    /// The explanation in words: the limit, a line for each day, and the result.
    pub fn lines(&self, language: Language) -> Vec<String> {
        let mut lines = vec![self.headline(language)];
        let mut told = None;
        for day in &self.days {
            lines.push(day.line_after(self.limit, language, told));
            told = day.paused_since().or(told);
        }
        lines.push(self.result(language));
        if self.due.provisional() {
            lines.push(language.of(
                "Lịch nghỉ của năm liên quan mới là dự kiến; thời hạn có thể thay đổi khi có thông báo chính thức.",
                "The holidays of a year concerned are only projected; the moment may move when the official notice is in.",
            ));
        }
        lines
    }

    fn headline(&self, language: Language) -> String {
        let (mut limit, received) = (limit_text(self.limit, language), moment(self.received_at, language));
        if let Some(basis) = &self.basis {
            limit = format!("{limit} ({})", basis.text(language));
        }
        if self.extends() {
            return language.of(
                format!("Gia hạn thêm {limit}, kể từ hạn trước lúc {received}."),
                format!("Extended by {limit}, from the due moment before at {received}."),
            );
        }
        match self.anew {
            false => language.of(
                format!("Thời hạn {limit}, nhận lúc {received}."),
                format!("Limit: {limit}, received at {received}."),
            ),
            true => language.of(
                format!("Thời hạn {limit}, tính lại từ đầu khi nhận đủ hồ sơ lúc {received}."),
                format!("Limit: {limit}, counted anew from the complete papers received at {received}."),
            ),
        }
    }

    fn result(&self, language: Language) -> String {
        match self.due {
            Due::At(promise) => {
                let due = moment(promise.due_at, language);
                language.of(format!("Đến hạn lúc {due}."), format!("Due at {due}."))
            }
            Due::Paused(waiting) => {
                let since = moment(waiting.since_at, language);
                let left = amount_text(waiting.left, self.limit, language);
                language.of(
                    format!("Đang tạm dừng từ {since}, chưa có thời điểm đến hạn; còn lại {left}."),
                    format!("Suspended since {since}, no due moment yet; {left} left."),
                )
            }
        }
    }
}

impl ExplainedDay {
    /// The day in one line: `Thứ Sáu 13/02/2026: ngày nhận hồ sơ, không tính (khoản 2 Điều 147 BLDS 2015)`.
    pub fn line(&self, limit: Limit, language: Language) -> String {
        self.line_after(limit, language, None)
    }

    /// Whether the office is closed on this day and the limit counts it all the same, as calendar days do.
    pub fn counts_though_off(&self, limit: Limit) -> bool {
        let is_off = self.notes.iter().any(|note| note.reason.is_day_off());
        is_off && self.counted != self.counted.nothing() && matches!(limit, Limit::CalendarDays(_))
    }

    /// The beginning of the suspension that is told of this day last.
    fn paused_since(&self) -> Option<i64> {
        self.notes.iter().rev().find_map(|note| match note.reason {
            Reason::Paused { from_at, .. } => Some(from_at),
            _ => None,
        })
    }

    /// The day in one line, after a suspension that an earlier line told in full.
    fn line_after(&self, limit: Limit, language: Language, told: Option<i64>) -> String {
        let idle = self.counted == self.counted.nothing() && !matches!(limit, Limit::CalendarDays(_));
        let all_the_same = self.counts_though_off(limit);
        let text = |note: &Note| match note.reason {
            Reason::Paused { from_at, .. } if told == Some(from_at) => {
                language.of("vẫn tạm dừng, không tính", "still suspended, not counted")
            }
            Reason::PauseWithoutEffect { from_at, until_at: Some(until_at), why: Harmless::Resumption }
                if told == Some(from_at) =>
            {
                let at = clock(until_at);
                language.of(
                    format!("tạm dừng kết thúc lúc {at}, ngày tiếp tục được tính"),
                    format!("the suspension ends at {at}, and the day of the resumption counts"),
                )
            }
            _ if note.reason.is_day_off() && idle => {
                note.text_with(language.of(", không tính", ", not counted").as_str(), language)
            }
            _ if note.reason.is_day_off() && all_the_same => {
                note.text_with(language.of(", vẫn tính", ", counted all the same").as_str(), language)
            }
            _ => note.text(language),
        };
        let mut parts: Vec<String> = self.notes.iter().map(text).collect();
        if let (Amount::Time(counted), Amount::Time(total)) = (self.counted, self.total)
            && counted != WorkingTime::ZERO
        {
            let (total, whole) = (time_text(total, language), amount_text(limit.amount(), limit, language));
            let sum =
                language.of(format!("cộng dồn {total} trên {whole}"), format!("{total} of {whole} so far"));
            let ends = self.notes.last().is_some_and(|note| matches!(note.reason, Reason::DueAt { .. }));
            parts.insert(parts.len() - usize::from(ends), sum);
        }
        if parts.is_empty() {
            parts.push(language.of("ngày làm việc", "working day"));
        }
        format!("{}: {}", day_text(self.day, language), parts.join("; "))
    }
}

impl Note {
    /// The note with its legal basis in brackets.
    pub fn text(&self, language: Language) -> String {
        self.text_with("", language)
    }

    /// The note with an ending of its own before the legal basis.
    fn text_with(&self, ending: &str, language: Language) -> String {
        let text = self.reason.text(language);
        match &self.basis {
            Some(basis) => format!("{text}{ending} ({})", basis.text(language)),
            None => format!("{text}{ending}"),
        }
    }
}

impl Basis {
    /// The citation in a language.
    pub fn text(&self, language: Language) -> &str {
        match language {
            Language::Vi => &self.vi,
            Language::En => &self.en,
        }
    }
}

impl Reason {
    /// Whether it tells why the whole day is off.
    pub fn is_day_off(&self) -> bool {
        use Reason::{Compensatory, Holiday, SwapOff, WeeklyRest};
        matches!(self, WeeklyRest | Holiday { .. } | Compensatory { .. } | SwapOff { .. })
    }

    /// The reason alone.
    pub fn text(&self, language: Language) -> String {
        match self {
            Reason::Received { at } => {
                let at = clock(*at);
                language.of(format!("nhận hồ sơ lúc {at}"), format!("received at {at}"))
            }
            Reason::Anew { at } => {
                let at = clock(*at);
                language.of(
                    format!("nhận đủ hồ sơ lúc {at}, thời hạn tính lại từ đầu"),
                    format!("complete papers received at {at}, the limit counts anew"),
                )
            }
            Reason::StartsLater { outside, start_at } => {
                let (vi, en) = outside_text(*outside);
                let start = moment(*start_at, language);
                language.of(
                    format!("{vi}, thời hạn bắt đầu từ {start}"),
                    format!("{en}, so it starts at {start}"),
                )
            }
            Reason::DayZero { received: true } => {
                language.of("ngày nhận hồ sơ, không tính", "day of receipt, not counted")
            }
            Reason::DayZero { received: false } => {
                language.of("ngày bắt đầu thời hạn, không tính", "day of the start, not counted")
            }
            Reason::RunsFrom { at } => {
                let at = clock(*at);
                language.of(format!("thời hạn tính từ {at}"), format!("runs from {at}"))
            }
            Reason::WorkingDay { number } => {
                language.of(format!("ngày làm việc thứ {number}"), format!("working day {number}"))
            }
            Reason::CalendarDay { number } => {
                language.of(format!("ngày thứ {number}"), format!("day {number}"))
            }
            Reason::Hours { from_at, to_at } => {
                let (span, time) =
                    (span(*from_at, *to_at), time_text(WorkingTime(to_at - from_at), language));
                language.of(format!("tính {span} ({time})"), format!("{span} counts ({time})"))
            }
            Reason::Break { from_at, to_at } => {
                let span = span(*from_at, *to_at);
                language
                    .of(format!("nghỉ giữa buổi {span}, không tính"), format!("break {span}, not counted"))
            }
            _ => self.more_text(language),
        }
    }

    /// The reasons of days off, suspensions and ends.
    fn more_text(&self, language: Language) -> String {
        match self {
            Reason::WeeklyRest => language.of("ngày nghỉ hằng tuần", "weekly day of rest"),
            Reason::Holiday { name_vi, name_en } => {
                labelled(["nghỉ lễ, tết", "public holiday"], [name_vi, name_en], language)
            }
            Reason::Compensatory { name_vi, name_en } => {
                labelled(["nghỉ bù", "compensatory day off"], [name_vi, name_en], language)
            }
            Reason::SwapOff { name_vi, name_en } => {
                labelled(["nghỉ hoán đổi", "day off in exchange"], [name_vi, name_en], language)
            }
            Reason::SwapWorked { name_vi, name_en } => {
                labelled(["làm việc bù", "worked in exchange"], [name_vi, name_en], language)
            }
            Reason::SwapNotFollowed { name_vi, name_en } => {
                let name = cited_name([name_vi, name_en], language);
                language.of(
                    format!("hoán đổi không áp dụng ở cơ quan này: {name}"),
                    format!("the swap does not apply at this office: {name}"),
                )
            }
            Reason::Paused { from_at, until_at } => {
                let pause = pause_text(*from_at, *until_at, language);
                language
                    .of(format!("tạm dừng {pause}, không tính"), format!("suspended {pause}, not counted"))
            }
            Reason::PauseWithoutEffect { from_at, until_at, why } => {
                let pause = pause_text(*from_at, *until_at, language);
                let (vi, en) = harmless_text(*why);
                language.of(format!("tạm dừng {pause} {vi}"), format!("the suspension {pause} {en}"))
            }
            Reason::BeforeCutoff { cutoff } => language.of(
                format!("không muộn hơn {cutoff}, trả kết quả trong ngày"),
                format!("not after {cutoff}, the result is due the same day"),
            ),
            Reason::AfterCutoff { cutoff } => language.of(
                format!("sau {cutoff}, trả kết quả trong ngày làm việc tiếp theo"),
                format!("after {cutoff}, the result is due the next working day"),
            ),
            Reason::NextWorkingDay => language.of("ngày làm việc tiếp theo", "the next working day"),
            Reason::LastDayMoves { to } => {
                let to = day_text(*to, language);
                language.of(
                    format!("ngày cuối là ngày nghỉ, thời hạn chuyển sang {to}"),
                    format!("the last day is a day off, the end moves to {to}"),
                )
            }
            Reason::ClockOutsideSessions { clock_micros, due_at } => {
                let (wanted, taken) = (clock_text(*clock_micros), clock(*due_at));
                language.of(
                    format!("{wanted} không thuộc giờ làm việc ngày này, lấy {taken}"),
                    format!("{wanted} is outside the office hours of this day, {taken} is taken"),
                )
            }
            Reason::DueAt { at } => {
                let at = end_clock(*at);
                language.of(format!("đến hạn lúc {at}"), format!("due at {at}"))
            }
            Reason::DueBefore { at } => {
                let at = end_clock(*at);
                language.of(
                    format!("hạn trước khi gia hạn là {at}, ngày này không tính vào phần gia hạn"),
                    format!("due at {at} before the extension, which does not count this day"),
                )
            }
            _ => String::new(),
        }
    }
}

fn outside_text(outside: Outside) -> (&'static str, &'static str) {
    match outside {
        Outside::BeforeOpening => ("trước giờ mở cửa", "before the office opens"),
        Outside::Break => ("trong giờ nghỉ giữa buổi", "in the break between sessions"),
        Outside::AfterClose => ("sau giờ làm việc", "after office hours"),
        Outside::DayOff => ("vào ngày nghỉ", "on a day off"),
    }
}

/// Why a suspension leaves a day in the count.
fn harmless_text(why: Harmless) -> (&'static str, &'static str) {
    match why {
        Harmless::AfterDue => (
            "bắt đầu sau thời điểm đến hạn nên không làm thay đổi thời hạn",
            "begins after the due moment, so it changes nothing",
        ),
        Harmless::AfterLastDay => (
            "bắt đầu sau ngày cuối của thời hạn nên không làm thay đổi thời hạn",
            "begins after the last day of the limit, so it changes nothing",
        ),
        Harmless::Resumption => (
            "kết thúc trong ngày này, ngày tiếp tục được tính",
            "ends on this day, and the day of the resumption counts",
        ),
        Harmless::SameDay => (
            "không làm thay đổi thời hạn, vì thời hạn trong ngày không tạm dừng",
            "changes nothing, because a limit of the same day never stands still",
        ),
        Harmless::OutsideHours => (
            "nằm ngoài giờ làm việc của ngày này nên ngày này vẫn được tính",
            "lies outside the office hours of this day, so the day counts",
        ),
    }
}

/// A limit in words: `3 ngày làm việc`.
fn limit_text(limit: Limit, language: Language) -> String {
    let text = amount_text(limit.amount(), limit, language);
    match limit {
        Limit::WorkingDaysAtClock(_) => {
            language.of(format!("{text} theo giờ nhận"), format!("{text} at the hour of receipt"))
        }
        Limit::SameDay { cutoff } => language.of(
            format!("trong ngày làm việc (sau {cutoff}: ngày làm việc tiếp theo)"),
            format!("the same working day (after {cutoff}: the next one)"),
        ),
        _ => text,
    }
}

fn amount_text(amount: Amount, limit: Limit, language: Language) -> String {
    match (amount, limit) {
        (Amount::Time(time), _) => {
            let time = time_text(time, language);
            language.of(format!("{time} làm việc"), format!("{time} of office time"))
        }
        (Amount::Days(days), Limit::CalendarDays(_)) => {
            language.of(format!("{days} ngày"), format!("{days} {}", plural(days, "day")))
        }
        (Amount::Days(days), _) => {
            language.of(format!("{days} ngày làm việc"), format!("{days} working {}", plural(days, "day")))
        }
    }
}

fn plural(count: i64, word: &str) -> String {
    if count == 1 { word.to_owned() } else { format!("{word}s") }
}

/// An amount of time: `7 giờ 30 phút`.
fn time_text(time: WorkingTime, language: Language) -> String {
    let seconds = time.micros() / MICROS_PER_SECOND;
    let units = [
        (seconds / 3_600, "giờ", "hour"),
        (seconds / 60 % 60, "phút", "minute"),
        (seconds % 60, "giây", "second"),
    ];
    let told: Vec<String> = units
        .into_iter()
        .filter(|(count, ..)| *count != 0)
        .map(|(count, vi, en)| language.of(format!("{count} {vi}"), format!("{count} {}", plural(count, en))))
        .collect();
    if told.is_empty() { language.of("0 giờ", "0 hours") } else { told.join(" ") }
}

fn day_text(day: Day, language: Language) -> String {
    let weekday = usize::from(day.weekday() - 1);
    format!("{} {}", language.of(DAYS_VI[weekday], DAYS_EN[weekday]), day.vietnamese())
}

fn clock(at: i64) -> String {
    clock_text(TimeOfDay::micros_of_instant(at))
}

/// The end of a session: midnight is told as the end of the day it closes.
fn end_clock(at: i64) -> String {
    match clock(at).as_str() {
        "00:00" => "24:00".to_owned(),
        text => text.to_owned(),
    }
}

fn span(from_at: i64, to_at: i64) -> String {
    format!("{}-{}", clock(from_at), end_clock(to_at))
}

fn moment(at: i64, language: Language) -> String {
    let (clock, day) = (clock(at), day_text(Day::of_instant(at), language));
    language.of(format!("{clock} {day}"), format!("{clock} on {day}"))
}

/// A suspension in words; the day is named once when it ends on the day it began.
fn pause_text(from_at: i64, until_at: Option<i64>, language: Language) -> String {
    let from = moment(from_at, language);
    let Some(until_at) = until_at else {
        return language.of(format!("từ {from}, chưa tiếp tục"), format!("since {from}, not resumed"));
    };
    let same_day = Day::of_instant(from_at) == Day::of_instant(until_at);
    let from = if same_day { clock(from_at) } else { from };
    let until = moment(until_at, language);
    language.of(format!("từ {from} đến {until}"), format!("from {from} to {until}"))
}
