//! A dossier as the fold of its events. Pure.

pub use super::kinds::{Channel, Delivery, PaperForm, Status};

use super::event::{Count, DossierEvent, Failure, Moved, Opened, Received, TurnedAway, Wanted};
use super::moves::Moves;
use crate::services::Policy;
use bpmn::kernel::{Cause, Event, Standing, State};
use platform::Record;
use platform::permissions::Role;
use registers::admin_procedures::Component;
use registers::calendars::ClockVersion;
use serde::{Deserialize, Serialize};
use workdays::{Limit, Suspension};

/// A paper of the dossier as it was handed in or shown (giấy tờ đã nộp).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperIn {
    /// Which component of the procedure it is, from 0; none for another paper, which has a name of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub component: Option<usize>,
    /// What it is called, where it is none of the components: such a paper was asked for in these words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// In which form.
    pub form: PaperForm,
    /// How many.
    pub count: i64,
}

impl PaperIn {
    /// A component of the procedure, from 0.
    pub fn of_component(at: usize, form: PaperForm, count: i64) -> PaperIn {
        PaperIn { component: Some(at), name: String::new(), form, count }
    }

    /// A paper that is none of the components.
    pub fn other(name: &str, form: PaperForm, count: i64) -> PaperIn {
        PaperIn { component: None, name: name.trim().to_owned(), form, count }
    }

    /// What it is called, among the components of the procedure.
    pub fn called<'p>(&'p self, components: &'p [Component]) -> &'p str {
        match self.component {
            Some(at) => components.get(at).map_or("", |component| component.name.as_str()),
            None => &self.name,
        }
    }

    /// Whether it is the same paper as another, in whatever form and count each came.
    pub fn is_same(&self, other: &PaperIn) -> bool {
        self.component == other.component && self.name == other.name
    }
}

/// Papers in the order in which they came, each with whether the same paper had come before (nộp lại).
pub fn with_repeats(papers: &[PaperIn]) -> impl Iterator<Item = (&PaperIn, bool)> {
    papers.iter().enumerate().map(|(at, paper)| {
        let came_before = papers.iter().take(at).any(|earlier| earlier.is_same(paper));
        (paper, came_before)
    })
}

/// An interval in which the dossier waits for the citizen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    /// What is waited for.
    pub wanted: Wanted,
    /// Since when.
    pub from_at: i64,
    /// Until when; none while it waits.
    pub until_at: Option<i64>,
    /// Whether the legal clock stands still meanwhile.
    pub stops_clock: bool,
    /// The due moment that bound until then, where the clock stands still; early ones do not say it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_at: Option<i64>,
    /// Why it was asked.
    pub reason: String,
    /// What allows asking for papers later than the days after receipt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<String>,
    /// What the service let the request do to the clock; early ones do not say it, nor do payments.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy: Option<Policy>,
}

impl Pause {
    /// The interval that a request begins; none for another event.
    fn of(event: &DossierEvent) -> Option<Pause> {
        match event {
            DossierEvent::Asked { at, wanted, reason, stops_clock, due_at, basis, policy, .. } => {
                Some(Pause {
                    wanted: wanted.clone(),
                    from_at: *at,
                    until_at: None,
                    stops_clock: *stops_clock,
                    due_at: *due_at,
                    reason: reason.clone(),
                    basis: basis.clone(),
                    policy: *policy,
                })
            }
            _ => None,
        }
    }

    /// On what basis it was asked late, or lets the clock stand still for a payment.
    pub fn basis(&self) -> Option<&str> {
        match &self.wanted {
            Wanted::Papers { .. } => self.basis.as_deref(),
            Wanted::Payment { basis, .. } => basis.as_deref(),
        }
    }
}

/// The extension of the limit (gia hạn), which is given once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extension {
    /// When it was given.
    pub at: i64,
    /// The due moment before.
    pub from_due_at: i64,
    /// The due moment since, as it was promised with the apology; a later pause moves the one that binds on.
    pub due_at: i64,
    /// By how many working days; early ones do not say it, and [`super::clock::extension_days`] finds it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<i64>,
    /// Why.
    pub reason: String,
}

/// A file that belongs to a dossier; its bytes stand under their hash.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// Its id.
    pub id: i64,
    /// Its name as the person gave it.
    pub name: String,
    /// What it is, by its own bytes: `application/pdf`.
    pub media_type: String,
    /// Its size in bytes.
    pub size: i64,
    /// SHA-256 of its bytes, as 64 hexadecimal digits.
    pub sha256: String,
    /// When it came.
    pub at: i64,
}

/// Work that waits for a person: one for each open token at a task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// The token.
    pub token: u32,
    /// The node of the program at which it stands.
    pub node: u16,
    /// Whose work it is.
    pub role: Role,
    /// The unit it belongs to; 0 for all of the agency.
    pub unit_id: i64,
    /// Who has taken it or was given it.
    pub assignee: Option<i64>,
    /// Since when it waits.
    pub since_at: i64,
    /// When this step is to be done by its own budget.
    pub step_due_at: Option<i64>,
}

/// A timer of the model that is set and has not gone off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimerSet {
    /// The token it belongs to.
    pub token: u32,
    /// Its number at that token.
    pub timer: u8,
    /// When it goes off.
    pub due_at: i64,
}

/// A token that cannot go on (sự cố): it keeps its place until it is tried again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incident {
    /// The token.
    pub token: u32,
    /// The node of the program at which it stands.
    pub node: u16,
    /// Why.
    pub cause: Cause,
    /// Why its handler failed, where one did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<Failure>,
    /// Since when.
    pub at: i64,
}

impl Incident {
    /// Key of the sentence that says what is wrong and how it is mended.
    pub fn key(&self) -> &'static str {
        match (self.cause, self.failure) {
            (Cause::NoWayOpen, _) => "incidents-no-way-open",
            (Cause::Timer(_), _) => "incidents-timer",
            (Cause::Endless, _) | (Cause::Handler, Some(Failure::Endless)) => "incidents-endless",
            (Cause::Handler, Some(Failure::FeeUnpaid)) => "incidents-fee-unpaid",
            (Cause::Handler, Some(Failure::HandlerUnknown) | None) => "incidents-handler-unknown",
        }
    }

    /// Whether only a timer could not be set: the work itself can be done.
    pub fn is_of_timer(&self) -> bool {
        matches!(self.cause, Cause::Timer(_))
    }

    /// Whether the machine may try it again by itself: only handlers ask for what may have changed meanwhile.
    pub fn is_of_handler(&self) -> bool {
        self.cause == Cause::Handler
    }
}

/// What the citizen was told by a step of the machine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// When.
    pub at: i64,
    /// In these words.
    pub text: String,
}

/// The legal clock of a dossier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LegalClock {
    /// The holidays and office hours it is counted with.
    pub version: ClockVersion,
    /// The limit.
    pub limit: Limit,
    /// From which receipt it is counted now: the first, or that of the papers that made it begin anew.
    pub base_at: i64,
    /// The effective start of the present count.
    pub start_at: i64,
    /// The due moment; none while the clock stands still.
    pub due_at: Option<i64>,
    /// The moment that was promised first, as the first receipt printed it.
    pub first_due_at: i64,
}

/// What was promised when the dossier was turned away or received, and cannot change but by a correction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Intake {
    /// The procedure.
    pub procedure_id: i64,
    /// The version of the procedure.
    pub procedure_revision: i64,
    /// The published version of the process; 0 for what was turned away.
    pub version_id: i64,
    /// The unit that handles it; 0 for none.
    pub unit_id: i64,
    /// The agency whose desk received it.
    pub desk_agency_id: i64,
    /// How it came in.
    pub channel: Channel,
    /// Whose it is.
    pub applicant_id: i64,
    /// Who handed it in for the applicant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proxy_id: Option<i64>,
    /// How many sets of papers (số bộ).
    pub sets: i64,
    /// The papers.
    pub papers: Vec<PaperIn>,
    /// What the journal says of the answers to the procedure's fields: their salted SHA-256.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answers: Option<String>,
    /// The fee in đồng.
    pub fee_vnd: i64,
    /// Whether it was paid at the counter.
    pub fee_paid: bool,
    /// Where the result is wanted: at the counter, by post, electronically.
    pub wants: Delivery,
    /// Number in the book of same-day work (số chứng thực), where one was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub book_no: Option<i64>,
}

/// A dossier (hồ sơ) at the agency that handles it.
#[derive(Clone, Debug, PartialEq)]
pub struct Dossier {
    /// Its id.
    pub id: i64,
    /// The agency that handles it.
    pub agency_id: i64,
    /// Its code (mã hồ sơ), as printed on the receipt.
    pub code: String,
    /// What came in.
    pub intake: Intake,
    /// When it came in.
    pub received_at: i64,
    /// Its national status.
    pub status: Status,
    /// Its legal clock; none for what was turned away, and where the procedure has no limit.
    pub clock: Option<LegalClock>,
    /// Times it waited or waits for the citizen.
    pub pauses: Vec<Pause>,
    /// The extension, once given.
    pub extension: Option<Extension>,
    /// Where the process stands.
    pub state: State,
    /// The work that waits.
    pub tasks: Vec<Task>,
    /// The timers that are set.
    pub timers: Vec<TimerSet>,
    /// The tokens that cannot go on.
    pub incidents: Vec<Incident>,
    /// What the citizen was told by steps of the machine.
    pub notices: Vec<Notice>,
    /// Files that came with it or were made for it.
    pub attachments: Vec<Attachment>,
    /// When handling ended (status 9).
    pub settled_at: Option<i64>,
    /// When all ended (statuses 3, 7, 8, 10).
    pub ended_at: Option<i64>,
    /// Why it was turned away, refused, withdrawn or stopped.
    pub end_reason: Option<String>,
    /// To whom the result was given.
    pub delivery: Option<Delivery>,
    /// The citizen's rating, 1 to 5.
    pub rating: Option<i64>,
    /// How many events made it what it is.
    pub revision: i64,
}

impl Dossier {
    /// The due moment that binds now.
    pub fn due_at(&self) -> Option<i64> {
        self.clock.as_ref().and_then(|clock| clock.due_at)
    }

    /// The incident of a token.
    pub fn incident(&self, token: u32) -> Option<&Incident> {
        self.incidents.iter().find(|incident| incident.token == token)
    }

    /// The pause that is open.
    pub fn open_pause(&self) -> Option<&Pause> {
        self.pauses.last().filter(|pause| pause.until_at.is_none())
    }

    /// The extension, where it extended the present count of the limit and not one that was left behind.
    pub fn extension_in_force(&self) -> Option<&Extension> {
        let base_at = self.clock.as_ref()?.base_at;
        self.extension.as_ref().filter(|extension| extension.at >= base_at)
    }

    /// How often papers were asked for.
    pub fn supplements(&self) -> usize {
        self.pauses.iter().filter(|pause| matches!(pause.wanted, Wanted::Papers { .. })).count()
    }

    /// The intervals in which the present count of the limit stood still.
    pub fn suspensions(&self) -> Vec<Suspension> {
        let base_at = self.clock.as_ref().map_or(i64::MAX, |clock| clock.base_at);
        let stopping = self.pauses.iter().filter(|pause| pause.stops_clock && pause.from_at >= base_at);
        stopping.map(|pause| Suspension { from_at: pause.from_at, until_at: pause.until_at }).collect()
    }

    /// The task of a token.
    pub fn task(&self, token: u32) -> Option<&Task> {
        self.tasks.iter().find(|task| task.token == token)
    }

    fn begun(id: i64, (agency_id, code): (i64, &str), (intake, at): (&Intake, i64)) -> Dossier {
        Dossier {
            id,
            agency_id,
            code: code.to_owned(),
            intake: intake.clone(),
            received_at: at,
            status: Status::Accepted,
            clock: None,
            pauses: Vec::new(),
            extension: None,
            state: State::default(),
            tasks: Vec::new(),
            timers: Vec::new(),
            incidents: Vec::new(),
            notices: Vec::new(),
            attachments: Vec::new(),
            settled_at: None,
            ended_at: None,
            end_reason: None,
            delivery: None,
            rating: None,
            revision: 1,
        }
    }

    fn receive(id: i64, event: &Received) -> Dossier {
        let mut dossier = Dossier::begun(id, (event.agency_id, &event.code), (&event.intake, event.at));
        dossier.clock = event.promise.as_ref().map(|promise| LegalClock {
            version: promise.version,
            limit: promise.limit,
            base_at: event.at,
            start_at: promise.start_at,
            due_at: Some(promise.due_at),
            first_due_at: promise.due_at,
        });
        dossier.move_tokens(&event.moved.moves.0, &event.moved.opened, event.at);
        dossier
    }

    fn turn_away(id: i64, event: &TurnedAway) -> Dossier {
        let mut dossier = Dossier::begun(id, (event.agency_id, &event.code), (&event.intake, event.at));
        dossier.status = Status::NotAccepted;
        dossier.ended_at = Some(event.at);
        dossier.end_reason = Some(event.reason.clone());
        dossier
    }

    /// Moves the tokens and keeps the tasks in step with them.
    fn move_tokens(&mut self, moves: &[Event], opened: &[Opened], at: i64) {
        for event in moves {
            bpmn::kernel::apply(&mut self.state, event);
            if let Event::Armed { token, timer, due_at, .. } = *event {
                self.timers.push(TimerSet { token, timer, due_at });
            }
            if let Event::Incident { token, cause } = *event {
                self.hold_up(token, cause, at);
            }
        }
        let state = &self.state;
        self.incidents.retain(|incident| {
            let standing = state.token(incident.token).map(|token| token.standing);
            matches!(standing, Some(Standing::Stuck | Standing::Faulty))
        });
        self.timers.retain(|set| {
            let armed = state.token(set.token).map_or(0, |token| token.armed);
            armed & 1_u8.checked_shl(u32::from(set.timer)).unwrap_or(0) != 0
        });
        self.tasks.retain(|task| {
            let standing = state.token(task.token).map(|token| token.standing);
            matches!(standing, Some(Standing::Waiting | Standing::Faulty))
        });
        for new in opened {
            let node = self.state.token(new.token).map_or(0, |token| token.node);
            self.tasks.push(Task {
                token: new.token,
                node,
                role: new.role,
                unit_id: new.unit_id,
                assignee: new.assignee,
                since_at: at,
                step_due_at: new.step_due_at,
            });
        }
    }

    /// Holds up a token. One that stood in an incident already has stood there since then, whatever the cause is now.
    fn hold_up(&mut self, token: u32, cause: Cause, at: i64) {
        let node = self.state.token(token).map_or(0, |token| token.node);
        let incident = Incident { token, node, cause, failure: None, at };
        match self.incidents.iter_mut().find(|held| held.token == token) {
            Some(held) => *held = Incident { at: held.at, ..incident },
            None => self.incidents.push(incident),
        }
    }

    fn end(&mut self, status: Status, at: i64, reason: Option<&str>) {
        self.status = status;
        self.ended_at = Some(at);
        self.end_reason = reason.map(str::to_owned);
        self.tasks.clear();
        self.incidents.clear();
        if let Some(pause) = self.pauses.last_mut().filter(|pause| pause.until_at.is_none()) {
            pause.until_at = Some(at);
        }
    }

    fn end_with(&mut self, (status, reason): (Status, &str), moved: &Moves, at: i64) {
        self.move_tokens(&moved.0, &[], at);
        self.end(status, at, Some(reason));
    }

    fn step(&mut self, (moved, status): (&Moved, Option<Status>), at: i64) {
        self.move_tokens(&moved.moves.0, &moved.opened, at);
        if moved.given_back {
            self.settled_at = None;
        }
        if let Some(status) = status {
            self.set_status(status, at);
        }
    }

    /// Waits for what was asked; where the policy ends the dossier with the request, the request is its end.
    fn ask(&mut self, pause: Pause, ends: bool) {
        if ends {
            let (at, reason) = (pause.from_at, pause.reason.clone());
            self.pauses.push(pause);
            self.end(Status::Stopped, at, Some(&reason));
        } else {
            self.wait(pause);
        }
    }

    fn wait(&mut self, pause: Pause) {
        self.status = match pause.wanted {
            Wanted::Papers { .. } => Status::AwaitingPapers,
            Wanted::Payment { .. } => Status::AwaitingPayment,
        };
        if let Some(clock) = self.clock.as_mut().filter(|_| pause.stops_clock) {
            clock.due_at = None;
        }
        self.pauses.push(pause);
    }

    fn go_on(&mut self, (papers, count): (&[PaperIn], Option<Count>), at: i64) {
        if let Some(pause) = self.pauses.last_mut() {
            pause.until_at = Some(at);
            if matches!(pause.wanted, Wanted::Payment { .. }) {
                self.intake.fee_paid = true;
            }
        }
        self.intake.papers.extend(papers.iter().cloned());
        if let (Some(clock), Some(count)) = (self.clock.as_mut(), count) {
            clock.version = count.version.unwrap_or(clock.version);
            clock.base_at = count.base_at;
            clock.start_at = count.start_at;
            clock.due_at = Some(count.due_at);
        }
    }

    fn extend(
        &mut self,
        (due_at, days, reason): (i64, Option<i64>, &str),
        (at, version): (i64, Option<ClockVersion>),
    ) {
        if let Some(clock) = &mut self.clock {
            clock.version = version.unwrap_or(clock.version);
            let from_due_at = clock.due_at.unwrap_or(clock.first_due_at);
            self.extension = Some(Extension { at, from_due_at, due_at, days, reason: reason.to_owned() });
            clock.due_at = Some(due_at);
        }
    }

    fn set_status(&mut self, status: Status, at: i64) {
        match status {
            Status::Returned => self.end(status, at, None),
            Status::Settled => {
                self.status = status;
                self.settled_at.get_or_insert(at);
            }
            _ => self.status = status,
        }
    }
}

impl Record for Dossier {
    const KIND: &'static str = "dossier";
    type Event = DossierEvent;

    fn begin(id: i64, event: &DossierEvent) -> Option<Dossier> {
        match event {
            DossierEvent::Received(event) => Some(Dossier::receive(id, event)),
            DossierEvent::TurnedAway(event) => Some(Dossier::turn_away(id, event)),
            _ => None,
        }
    }

    fn apply(&mut self, event: &DossierEvent) {
        self.revision += 1;
        match event {
            DossierEvent::Received(_)
            | DossierEvent::TurnedAway(_)
            | DossierEvent::Reprinted { .. }
            | DossierEvent::Noted { .. } => {}
            DossierEvent::Completed { at, moved, status, delivery, answers, .. } => {
                self.delivery = delivery.or(self.delivery);
                if answers.is_some() {
                    self.intake.answers.clone_from(answers);
                }
                self.step((moved, *status), *at);
            }
            DossierEvent::Fired { at, moved, status, .. }
            | DossierEvent::Retried { at, moved, status, .. } => self.step((moved, *status), *at),
            DossierEvent::Served { at, token, notice, failure, moved, status, .. } => {
                self.notices.extend(notice.iter().map(|text| Notice { at: *at, text: text.clone() }));
                self.step((moved, *status), *at);
                if let Some(incident) = self.incidents.iter_mut().find(|incident| incident.token == *token) {
                    incident.failure = *failure;
                }
            }
            DossierEvent::Assigned { token, to, .. } => {
                if let Some(task) = self.tasks.iter_mut().find(|task| task.token == *token) {
                    task.assignee = *to;
                }
            }
            DossierEvent::Asked { at, ends, moved, .. } => {
                if let Some(pause) = Pause::of(event) {
                    self.ask(pause, *ends);
                }
                self.move_tokens(&moved.0, &[], *at);
            }
            DossierEvent::Answered { at, papers, count, moved, status } => {
                self.status = *status;
                self.go_on((papers, *count), *at);
                self.move_tokens(&moved.0, &[], *at);
            }
            DossierEvent::Extended { at, due_at, days, reason, version } => {
                self.extend((*due_at, *days, reason), (*at, *version));
            }
            DossierEvent::Refused { at, reason, moved } => {
                self.end_with((Status::NotAccepted, reason), moved, *at);
            }
            DossierEvent::Withdrawn { at, reason, moved } => {
                self.end_with((Status::Withdrawn, reason), moved, *at);
            }
            DossierEvent::Stopped { at, reason, moved, .. } => {
                self.end_with((Status::Stopped, reason), moved, *at);
            }
            DossierEvent::Corrected { intake, .. } => self.intake = (**intake).clone(),
            DossierEvent::Attached { attachment } => self.attachments.push(attachment.clone()),
            DossierEvent::Rated { score, .. } => self.rating = Some(*score),
        }
    }

    fn id(&self) -> i64 {
        self.id
    }

    fn owner_agency_id(&self) -> i64 {
        self.agency_id
    }
}
