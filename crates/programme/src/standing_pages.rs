//! What the pages of bodies and experts share: standings as icon and words, papers and acts as
//! forms, as lines of history and as words of a comparison.

use crate::standing::{Act, ActKind, Fault, NewPaper, Order, Paper, Period, Standing};
use maud::{Markup, html};
use platform::web::{
    Choice, Field, Form, Icon, Moment, Reader, Tab, Tone, Web, state, tabs, timeline, written_date,
};
use platform::{Day, Error, KnownDate, Refusal, Result};

/// Section of the rail that both registers belong to.
pub const SECTION: &str = "bodies";
/// From how many days before its last one a paper or card is said to end soon.
const SOON_DAYS: i64 = 60;

/// The way from one of the two lists, at `current`, to the other.
pub fn list_tabs(web: &Web, current: &str) -> Markup {
    let lists = [("/bodies", "standing-tab-bodies"), ("/experts", "standing-tab-experts")];
    let all = lists.map(|(href, label)| Tab {
        href: href.to_owned(),
        label: web.t(label),
        count: None,
        current: href == current,
    });
    tabs(&web.t("standing-lists"), &all)
}

/// A standing as icon and words; the days left where it ends soon.
pub fn tag(web: &Web, standing: Option<Standing>, (last_day_on, day): (Option<Day>, Day)) -> Markup {
    let Some(standing) = standing else {
        return state(Tone::Off, Icon::Clock, &web.t("standing-not-yet"));
    };
    let left = last_day_on.map(|last_day_on| last_day_on.days_since(day));
    match (standing, left) {
        (Standing::InForce, Some(0)) => state(Tone::Soon, Icon::Clock, &web.t("standing-last-day")),
        (Standing::InForce, Some(left)) if (1..=SOON_DAYS).contains(&left) => {
            let words = web.t_with("standing-days-left", &[("days", &left.to_string())]);
            state(Tone::Soon, Icon::Clock, &words)
        }
        _ => {
            let (tone, icon) = match standing {
                Standing::InForce => (Tone::Live, Icon::Live),
                Standing::Suspended => (Tone::Soon, Icon::Held),
                Standing::Revoked => (Tone::Off, Icon::Crossed),
                Standing::Expired => (Tone::Off, Icon::Over),
            };
            state(tone, icon, &web.t(standing.key()))
        }
    }
}

/// How long what is in force or suspended lasts: `còn 120 ngày, đến hết 05/01/2027`; nothing for what has ended.
pub fn time_left(web: &Web, standing: Option<Standing>, (last_day_on, day): (Option<Day>, Day)) -> String {
    let lasting = matches!(standing, Some(Standing::InForce | Standing::Suspended));
    let Some(last_day_on) = last_day_on.filter(|last_day_on| lasting && *last_day_on >= day) else {
        return String::new();
    };
    let days = web.number(last_day_on.days_since(day));
    web.t_with("standing-time-left", &[("days", &days), ("day", &last_day_on.vietnamese())])
}

/// Facts of a paper or card: its days, the end that the law set, and when it is to be registered again.
pub fn paper_facts(web: &Web, paper: &Paper) -> Vec<(String, Markup)> {
    let day = |day: Option<Day>| day.map(Day::vietnamese).unwrap_or_default();
    // A day before the last one is worth telling only while the paper runs.
    let running = paper.last_day_on.filter(|last_day_on| *last_day_on >= web.today());
    let due =
        paper.renewal_due_on().filter(|due_on| running.is_some_and(|last_day_on| *due_on < last_day_on));
    let by_law = paper.last_day_on.filter(|last_day_on| paper.valid_to != Some(*last_day_on));
    let row = |label: &str, text: String| (web.t(label), html! { (text) });
    vec![
        row("standing-issued-on", web.known_date(paper.issued)),
        row("standing-valid-to", day(paper.valid_to)),
        row("standing-last-day-by-law", day(by_law)),
        row("standing-renewal-due", day(due)),
    ]
}

/// A stored date of a line as people read it, with words where the day is not known.
pub fn listed_date(web: &Web, text: Option<&str>) -> String {
    let written = text.map(written_date).unwrap_or_default();
    if written.is_empty() { web.t("standing-day-unknown") } else { written }
}

/// A paper in one line of a comparison.
pub fn paper_text(web: &Web, paper: &Paper) -> String {
    let issued = web.known_date(paper.issued);
    let mut values = vec![("number", paper.number.as_str()), ("issued", &issued)];
    let to = paper.valid_to.map(Day::vietnamese);
    match &to {
        None => web.t_with("standing-paper-open", &values),
        Some(to) => {
            values.push(("to", to));
            web.t_with("standing-paper-until", &values)
        }
    }
}

/// Acts in one line of a comparison.
pub fn acts_text(web: &Web, acts: &[Act]) -> String {
    let told = acts.iter().map(|act| {
        let (day, remark) = (web.known_date(act.happened), act_remark(web, act));
        let what = web.t(act_key(act.kind));
        if remark.is_empty() { format!("{what} {day}") } else { format!("{what} {day}: {remark}") }
    });
    told.collect::<Vec<_>>().join("; ")
}

/// Reason and decision of an act.
pub fn act_remark(web: &Web, act: &Act) -> String {
    if act.decision_no.is_empty() {
        return act.reason.clone();
    }
    let decision = web.t_with("standing-by-decision", &[("number", &act.decision_no)]);
    if act.reason.is_empty() { decision } else { format!("{} ({decision})", act.reason) }
}

/// Key of the word of an act.
pub fn act_key(kind: ActKind) -> &'static str {
    match kind {
        ActKind::Suspended => "standing-act-suspended",
        ActKind::Resumed => "standing-act-resumed",
        ActKind::Revoked => "standing-act-revoked",
        ActKind::Expired => "standing-act-expired",
        ActKind::Reissued => "standing-act-reissued",
    }
}

/// A date for a timeline: as people read it, and for machines where it is a day.
pub fn dated(web: &Web, date: KnownDate) -> (String, String) {
    (web.known_date(date), date.day().map(|day| day.to_string()).unwrap_or_default())
}

/// What a register says of papers or one card over time.
pub struct Course<'a> {
    /// The papers.
    pub papers: &'a [Paper],
    /// The acts on them.
    pub acts: &'a [Act],
    /// The standing that follows.
    pub periods: &'a [Period],
    /// Address of the record, where this person may correct a paper or act.
    pub correct_at: Option<String>,
}

impl Course<'_> {
    /// Grants, acts and expiries, newest first, each with its correction.
    pub fn shown(&self, web: &Web) -> Markup {
        let papers = self.papers.iter().enumerate().map(|(at, paper)| {
            let words = web.t_with("standing-granted", &[("number", &paper.number)]);
            let until = paper.valid_to.map(|day| web.t_with("standing-until", &[("day", &day.vietnamese())]));
            (paper.issued, self.line(web, (&words, until.unwrap_or_default()), ("papers", at)))
        });
        let acts = self.acts.iter().enumerate().map(|(at, act)| {
            let told = (web.t(act_key(act.kind)), act_remark(web, act));
            (act.happened, self.line(web, (&told.0, told.1), ("acts", at)))
        });
        let told_expired = |on: Day| {
            self.acts.iter().any(|act| act.kind == ActKind::Expired && act.happened.counts_from() == on)
        };
        let expiries = self
            .periods
            .iter()
            .filter(|period| period.standing == Standing::Expired && period.from_on <= web.today())
            .filter(|period| !told_expired(period.from_on))
            .map(|period| (KnownDate::Day(period.from_on), html! { b { (web.t("standing-expired")) } }));
        let mut lines: Vec<(KnownDate, Markup)> = papers.chain(acts).chain(expiries).collect();
        lines.sort_by_key(|(date, _)| date.counts_from());
        let moments: Vec<Moment> = lines
            .into_iter()
            .rev()
            .map(|(date, what)| {
                let (day, iso) = dated(web, date);
                Moment { day, iso, what, ..Moment::default() }
            })
            .collect();
        timeline(&moments)
    }

    fn line(&self, web: &Web, (what, remark): (&str, String), (kind, at): (&str, usize)) -> Markup {
        html! {
            b { (what) } @if !remark.is_empty() { ": " (remark) }
            @if let Some(record) = &self.correct_at {
                " " a href={ (record) "/" (kind) "/" (at) "/correct" } { (web.t("standing-correct-this")) }
            }
        }
    }
}

/// The sentences and the address of an act.
pub struct ActPage {
    /// What is done.
    pub kind: ActKind,
    /// The last part of its address.
    pub word: &'static str,
    /// Key of the verb.
    pub verb: &'static str,
    title: &'static str,
    explained: &'static str,
    /// Key of what is told when it is done.
    pub done: &'static str,
    draft: &'static str,
}

/// The acts that have a page.
pub const ACT_PAGES: [ActPage; 4] = [
    ActPage {
        kind: ActKind::Suspended,
        word: "suspend",
        verb: "standing-suspend",
        title: "standing-suspend-title",
        explained: "standing-suspend-explained",
        done: "standing-done-suspended",
        draft: "standing.suspend",
    },
    ActPage {
        kind: ActKind::Resumed,
        word: "resume",
        verb: "standing-resume",
        title: "standing-resume-title",
        explained: "standing-resume-explained",
        done: "standing-done-resumed",
        draft: "standing.resume",
    },
    ActPage {
        kind: ActKind::Revoked,
        word: "revoke",
        verb: "standing-revoke",
        title: "standing-revoke-title",
        explained: "standing-revoke-explained",
        done: "standing-done-revoked",
        draft: "standing.revoke",
    },
    ActPage {
        kind: ActKind::Reissued,
        word: "reissue",
        verb: "standing-reissue",
        title: "standing-reissue-title",
        explained: "standing-reissue-explained",
        done: "standing-done-reissued",
        draft: "standing.reissue",
    },
];

impl ActPage {
    /// The act that the last part of the address names.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it names none.
    pub fn of_address(web: &Web) -> Result<&'static ActPage> {
        let word = web.path.rsplit('/').next().unwrap_or_default();
        ACT_PAGES.iter().find(|page| page.word == word).ok_or(Error::NotFound)
    }

    /// The acts that fit a standing, in the order of menus.
    pub fn fitting(standing: Option<Standing>) -> Vec<&'static ActPage> {
        let fits = |kind: ActKind| match standing {
            Some(Standing::InForce) => kind != ActKind::Resumed,
            Some(Standing::Suspended) => matches!(kind, ActKind::Resumed | ActKind::Revoked),
            Some(Standing::Revoked | Standing::Expired) | None => false,
        };
        ACT_PAGES.iter().filter(|page| fits(page.kind)).collect()
    }

    /// The form of the act.
    pub fn form(&self, web: &Web, subject: &Subject) -> Form {
        subject
            .form(web, (self.title, self.verb))
            .intro(html! { p { (web.t(self.explained)) } })
            .field(Field::day("on", "standing-on").required())
            .field(Field::area("reason", "standing-reason").hint("standing-reason-hint").required())
            .field(Field::text("decision_no", "standing-decision-no"))
            .value("on", web.today().vietnamese())
            .draft(self.draft)
    }

    /// Reads the act.
    pub fn read(&self, read: &mut Reader<'_>) -> Order {
        Order {
            kind: self.kind,
            on: read.day("on"),
            reason: read.text("reason"),
            decision_no: read.optional_text("decision_no").unwrap_or_default(),
        }
    }
}

/// The record that a form is about.
pub struct Subject {
    /// Address and name of its list.
    pub list: (&'static str, String),
    /// Its address.
    pub path: String,
    /// Its name.
    pub name: String,
    /// What an act touches: `giấy số 1 của Viện A`.
    pub what: String,
    /// The revision seen.
    pub revision: i64,
}

impl Subject {
    /// A form about the record; `title` speaks of `$what`.
    pub fn form(&self, web: &Web, (title, verb): (&str, &str)) -> Form {
        let (href, list) = &self.list;
        Form::new(web.t_with(title, &[("what", &self.what)]), web.t(verb))
            .section(SECTION)
            .crumb(*href, list)
            .crumb(&self.path, &self.name)
            .revision(self.revision)
    }

    /// A form that corrects something about the record.
    pub fn correction(&self, web: &Web, title: &str) -> Form {
        self.form(web, (title, "standing-correct"))
            .intro(html! { p { (web.t("standing-correct-explained")) } })
    }
}

/// Asks why something is corrected.
pub fn with_reason(form: Form) -> Form {
    form.group("standing-group-reason").field(
        Field::area("reason", "standing-correct-reason").hint("standing-correct-reason-hint").required(),
    )
}

/// Asks for a paper or card to be granted.
pub fn new_paper_fields(web: &Web, form: Form, labels: (&'static str, &'static str)) -> Form {
    form.group(labels.0)
        .field(Field::text("number", labels.1).required())
        .field(Field::day("issued_on", "standing-issued-on").required())
        .field(Field::day("valid_to", "standing-valid-to").hint("standing-valid-to-hint"))
        .value("issued_on", web.today().vietnamese())
}

/// Reads a paper or card to be granted.
pub fn read_new_paper(read: &mut Reader<'_>) -> NewPaper {
    NewPaper {
        number: read.text("number"),
        issued_on: read.day("issued_on"),
        valid_to: read.optional_day("valid_to"),
    }
}

/// Asks for what a recorded paper or card says, filled with what it said.
pub fn paper_fields(form: Form, label: &'static str, paper: &Paper) -> Form {
    let date = Field::known_date("issued_on", "standing-issued-on");
    let unknown = matches!(paper.issued, KnownDate::KnownBy(_));
    form.field(Field::text("number", label).required())
        .field(if unknown { date } else { date.required() })
        .field(Field::day("valid_to", "standing-valid-to"))
        .value("number", &paper.number)
        .value("issued_on", paper.issued.vietnamese())
        .value("valid_to", paper.valid_to.map(Day::vietnamese).unwrap_or_default())
}

/// Reads what a recorded paper or card says; what is not changed keeps the end it was recorded with.
pub fn read_paper(read: &mut Reader<'_>, before: &Paper) -> Paper {
    let number = read.text("number");
    let issued = read_date(read, "issued_on", before.issued);
    let valid_to = read.optional_day("valid_to");
    if (issued, valid_to) == (before.issued, before.valid_to) {
        return Paper { number, ..before.clone() };
    }
    Paper::new(&number, issued, valid_to)
}

/// A date that was unknown may be left so; one that was known may not become unknown.
fn read_date(read: &mut Reader<'_>, name: &'static str, before: KnownDate) -> KnownDate {
    match before {
        KnownDate::KnownBy(known_by) => read.known_date(name, known_by),
        known if read.text(name).is_empty() => known,
        known => read.known_date(name, known.counts_from()),
    }
}

/// The form that corrects one recorded act, or takes it away.
pub fn act_correction(web: &Web, subject: &Subject, act: &Act) -> Form {
    let kinds = ActKind::ALL.map(|kind| Choice::new(kind.word(), web.t(act_key(kind))));
    let date = Field::known_date("on", "standing-on");
    let unknown = matches!(act.happened, KnownDate::KnownBy(_));
    let form = subject
        .correction(web, "standing-correct-act-title")
        .field(Field::select("kind", "standing-act", kinds.to_vec()).required())
        .field(if unknown { date } else { date.required() })
        .field(Field::area("words", "standing-reason"))
        .field(Field::text("decision_no", "standing-decision-no"))
        .field(Field::tick("remove", "standing-remove"))
        .value("kind", act.kind.word())
        .value("on", act.happened.vietnamese())
        .value("words", &act.reason)
        .value("decision_no", &act.decision_no)
        .draft("standing.correct_act");
    with_reason(form)
}

/// Reads a corrected act; none when it is to be taken away.
pub fn read_act(read: &mut Reader<'_>, before: &Act) -> Option<Act> {
    let act = Act {
        kind: read.choice("kind", before.kind, ActKind::of_word),
        happened: read_date(read, "on", before.happened),
        reason: read.optional_text("words").unwrap_or_default(),
        decision_no: read.optional_text("decision_no").unwrap_or_default(),
    };
    (!read.is_ticked("remove")).then_some(act)
}

/// Puts `right` in the place of the item at `position`, or takes it away.
pub fn put<T>(items: &mut Vec<T>, position: usize, right: Option<T>) {
    match (right, items.get_mut(position)) {
        (Some(right), Some(item)) => *item = right,
        (None, Some(_)) => drop(items.remove(position)),
        (_, None) => {}
    }
}

/// The item at the position in the address of a page.
///
/// # Errors
/// [`Error::NotFound`] when there is none.
pub fn at<'a, T>(web: &Web, items: &'a [T]) -> Result<(usize, &'a T)> {
    let position: usize = web.param("position")?;
    Ok((position, items.get(position).ok_or(Error::NotFound)?))
}

/// As [`at`], for a form that was sent: the item may have been taken away since its page was made.
///
/// # Errors
/// [`Fault::Stale`] when there is none any more.
pub fn still_at<'a, T>(web: &Web, items: &'a [T]) -> Result<(usize, &'a T)> {
    let position: usize = web.param("position")?;
    let item = items.get(position).ok_or_else(|| Refusal::from(Fault::Stale))?;
    Ok((position, item))
}
