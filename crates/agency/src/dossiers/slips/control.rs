//! Form 06 (05 of 2018): who had the dossier when, and whether each step kept its time.

use super::super::clock::{Timeliness, against};
use super::super::event::{DossierEvent, Wanted};
use super::super::model::{Dossier, Task};
use super::folder::Folder;
use super::forms::Form;
use super::paper::{Issuer, Writer};
use papers::{Block, Paper, Signature, Span, Table, TableCell, TableColumn};
use platform::web::Past;

/// One step: from whom to whom, and when.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Step {
    /// The key of its name, where it is no step of the process.
    pub key: &'static str,
    /// Its name in the process.
    pub name: String,
    /// The unit or post that gave it on; empty for the citizen.
    pub from: Place,
    /// Who gave it on.
    pub giver: String,
    /// The unit or post that had it to do.
    pub to: Place,
    /// Who took or did it.
    pub taker: String,
    /// When it was given.
    pub given_at: i64,
    /// When somebody took it, as far as that is known beside the doing.
    pub taken_at: Option<i64>,
    /// When it was done.
    pub done_at: Option<i64>,
    /// When it was to be done by its own budget.
    pub due_at: Option<i64>,
    /// What was written or chosen.
    pub note: String,
    /// What the citizen was asked for.
    pub wanted: Option<Wanted>,
    token: Option<u32>,
    waits_for_citizen: bool,
}

/// Handing in at the desk.
const RECEIPT: &str = "slips-control-receipt";
/// Asking the citizen for papers.
const ASKED: &str = "slips-control-asked";
/// Asking the citizen for a payment.
const ASKED_PAYMENT: &str = "slips-control-asked-payment";
/// The citizen's answer at the desk.
const ANSWERED: &str = "slips-control-answered";

/// Where a step is done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Place {
    /// By the citizen.
    #[default]
    Citizen,
    /// At the one-stop desk.
    Desk,
    /// In a unit.
    Unit(i64),
    /// By a role of the whole agency, as the key of its name.
    Role(String),
}

impl Step {
    /// How it stands to its budget; none while it has none or is not done.
    pub fn timeliness(&self) -> Option<Timeliness> {
        let done_at = self.done_at?;
        Some(against(self.due_at, Some(done_at), done_at)).filter(|found| *found != Timeliness::NoClock)
    }
}

fn place_of(task: &Task) -> Place {
    match (task.role, task.unit_id) {
        (platform::Role::Clerk, _) => Place::Desk,
        (role, 0) => Place::Role(format!("role-{}", role.word().replace('_', "-"))),
        (_, unit_id) => Place::Unit(unit_id),
    }
}

/// The steps of a dossier in the order in which they were given, the receipt first.
pub(super) fn steps(folder: &Folder) -> Vec<Step> {
    let Some(first) = folder.past.first() else { return Vec::new() };
    let received_at = first.after.received_at;
    let mut steps = vec![Step {
        key: RECEIPT,
        giver: citizen(folder),
        to: Place::Desk,
        taker: first.by.clone(),
        given_at: received_at,
        taken_at: Some(received_at),
        done_at: Some(received_at),
        ..Step::default()
    }];
    let mut place = Place::Desk;
    for past in &folder.past {
        note_event(&mut steps, past, folder);
        note_request(&mut steps, past, folder);
        if let DossierEvent::Completed { token, .. } = &past.event
            && let Some(task) = past.before.as_ref().and_then(|before| before.task(*token))
        {
            place = place_of(task);
        }
        close_gone(&mut steps, &past.after);
        open_new(&mut steps, (past, &place), folder);
    }
    steps
}

/// What an event says of steps that wait.
fn note_event(steps: &mut [Step], past: &Past<Dossier>, folder: &Folder) {
    let (DossierEvent::Completed { token, .. } | DossierEvent::Assigned { token, .. }) = &past.event else {
        return;
    };
    let Some(step) = steps.iter_mut().find(|step| step.token == Some(*token)) else { return };
    match &past.event {
        DossierEvent::Completed { note, .. } => {
            step.done_at = Some(past.at);
            if !past.by.is_empty() {
                step.taker.clone_from(&past.by);
            }
            step.note.clone_from(note);
            step.token = None;
        }
        DossierEvent::Assigned { to: Some(to), .. } => {
            step.taken_at = Some(past.at);
            step.taker = folder.names.get(to).cloned().unwrap_or_default();
        }
        _ => {
            step.taken_at = None;
            step.taker.clear();
        }
    }
}

/// Who came to the desk: the applicant, or the proxy.
fn citizen(folder: &Folder) -> String {
    folder.proxy.as_ref().map_or_else(|| folder.applicant.name.clone(), |proxy| proxy.name.clone())
}

/// What the citizen was asked for, and what came of it, are rows of their own: that time is not the office's.
fn note_request(steps: &mut Vec<Step>, past: &Past<Dossier>, folder: &Folder) {
    match &past.event {
        DossierEvent::Asked { at, wanted, reason, ends, .. } => {
            let task = past.before.as_ref().and_then(|before| before.tasks.first());
            steps.push(Step {
                key: if matches!(wanted, Wanted::Papers { .. }) { ASKED } else { ASKED_PAYMENT },
                from: task.map_or(Place::Desk, place_of),
                giver: past.by.clone(),
                given_at: *at,
                note: reason.clone(),
                wanted: Some(wanted.clone()),
                waits_for_citizen: !ends,
                ..Step::default()
            });
        }
        DossierEvent::Answered { at, .. } => {
            if let Some(asked) = steps.iter_mut().rfind(|step| step.waits_for_citizen) {
                asked.done_at = Some(*at);
            }
            steps.push(Step {
                key: ANSWERED,
                giver: citizen(folder),
                to: Place::Desk,
                taker: past.by.clone(),
                given_at: *at,
                taken_at: Some(*at),
                done_at: Some(*at),
                ..Step::default()
            });
        }
        _ => {}
    }
    if past.after.open_pause().is_none() {
        steps.iter_mut().for_each(|step| step.waits_for_citizen = false);
    }
}

/// Steps that nobody did: the dossier ended, or the process went another way.
fn close_gone(steps: &mut [Step], after: &Dossier) {
    for step in steps {
        if step.token.is_some_and(|token| after.task(token).is_none()) {
            step.token = None;
        }
    }
}

fn open_new(steps: &mut Vec<Step>, (past, from): (&Past<Dossier>, &Place), folder: &Folder) {
    let was_there = |token: u32| past.before.as_ref().is_some_and(|before| before.task(token).is_some());
    for task in past.after.tasks.iter().filter(|task| !was_there(task.token)) {
        let step = folder.published.as_ref().and_then(|published| published.step(task.node));
        steps.push(Step {
            name: step.map_or_else(String::new, |step| step.name.clone()),
            from: from.clone(),
            giver: past.by.clone(),
            to: place_of(task),
            given_at: task.since_at,
            due_at: task.step_due_at,
            token: Some(task.token),
            ..Step::default()
        });
    }
}

/// The control slip; none for what was turned away.
pub(super) fn paper(writer: &Writer<'_>) -> Option<Paper> {
    let folder = writer.folder;
    if !Form::Control.is_due(&folder.past) {
        return None;
    }
    let dossier = folder.dossier();
    let columns =
        vec![TableColumn::left(10), TableColumn::left(13), TableColumn::center(7), TableColumn::left(10)];
    let heads = ["slips-control-agency", "slips-control-time", "slips-control-result", "slips-control-note"];
    let mut table = Table::new("", columns).header(heads.map(|key| writer.words.t(key)));
    for step in steps(folder) {
        table = table.row([
            whom_cell(writer, &step),
            when_cell(writer, &step),
            TableCell::new(result_words(writer, &step)),
            note_cell(writer, &step),
        ]);
    }
    let due = dossier.clock.as_ref().map(|clock| clock.due_at.unwrap_or(clock.first_due_at));
    let due = due.map_or_else(|| writer.words.t("slips-no-limit"), |due_at| writer.words.moment(due_at));
    let paper = writer
        .slip(Form::Control, (Issuer::Office, dossier.received_at))
        .with(writer.fact("slips-control-of", &writer.applicant_name()))
        .with(writer.fact("slips-content", &folder.procedure.name))
        .with(writer.fact("slips-control-due", &due))
        .with(Block::Table(table))
        .signed(Signature::new(writer.words.t("slips-signs-receiver"), folder.receiver()));
    Some(paper)
}

fn whom_cell(writer: &Writer<'_>, step: &Step) -> TableCell {
    let place = |place: &Place| match place {
        Place::Citizen => writer.words.t("slips-control-citizen"),
        Place::Desk => writer.words.t("slips-desk"),
        Place::Unit(id) => writer.folder.units.get(id).cloned().unwrap_or_default(),
        Place::Role(key) => writer.words.t(key),
    };
    TableCell::from(vec![
        Span::plain(format!("1. {} ", writer.words.t("slips-control-gives"))),
        Span::bold(place(&step.from)),
        Span::plain(format!("\n2. {} ", writer.words.t("slips-control-takes"))),
        Span::bold(place(&step.to)),
    ])
}

fn when_cell(writer: &Writer<'_>, step: &Step) -> TableCell {
    let words = writer.words;
    let person = |name: &str| if name.is_empty() { String::new() } else { format!(", {name}") };
    let mut lines = vec![format!(
        "{} {}{}",
        words.t("slips-control-given"),
        words.short_moment(step.given_at),
        person(&step.giver)
    )];
    match (step.taken_at, step.taker.is_empty()) {
        (Some(at), _) => lines.push(format!(
            "{} {}{}",
            words.t("slips-control-taken"),
            words.short_moment(at),
            person(&step.taker)
        )),
        (None, false) => lines.push(format!("{} {}", words.t("slips-control-taken"), step.taker)),
        (None, true) => {}
    }
    if let Some(at) = step.done_at.filter(|_| !matches!(step.key, RECEIPT | ANSWERED)) {
        lines.push(format!("{} {}", words.t("slips-control-done"), words.short_moment(at)));
    }
    TableCell::new(lines.join("\n"))
}

fn result_words(writer: &Writer<'_>, step: &Step) -> String {
    let words = writer.words;
    match (step.timeliness(), step.done_at, step.token) {
        (Some(Timeliness::Early), ..) => words.t("slips-early"),
        (Some(Timeliness::OnTime), ..) => words.t("slips-on-time"),
        (Some(Timeliness::Late), ..) => words.t("slips-late"),
        // Without a budget of its own, the step that settled the dossier is told by the limit of all.
        (_, Some(done_at), _) => match folder_timeliness(writer.folder, done_at) {
            Some(Timeliness::Early) => words.t("slips-early"),
            Some(Timeliness::OnTime) => words.t("slips-on-time"),
            Some(Timeliness::Late) => words.t("slips-late"),
            _ => "-".to_owned(),
        },
        (_, None, Some(_)) if step.due_at.is_some_and(|due_at| writer.printing.now > due_at) => {
            words.t("slips-control-late-now")
        }
        (_, None, Some(_)) => words.t("slips-control-open"),
        (_, None, None) if step.waits_for_citizen => words.t("slips-control-waits"),
        (_, None, None) => words.t("slips-control-not-done"),
    }
}

/// How the whole dossier stood to its limit, where it was settled at this moment.
fn folder_timeliness(folder: &Folder, done_at: i64) -> Option<Timeliness> {
    let dossier = folder.dossier();
    let due_at = dossier.clock.as_ref().and_then(|clock| clock.due_at);
    (dossier.settled_at == Some(done_at)).then(|| against(due_at, Some(done_at), done_at))
}

fn note_cell(writer: &Writer<'_>, step: &Step) -> TableCell {
    let due = step
        .due_at
        .map(|at| format!("{} {}", writer.words.t("slips-control-step-due"), writer.words.short_moment(at)));
    let name = if step.key.is_empty() { step.name.clone() } else { writer.words.t(step.key) };
    let wanted = step.wanted.as_ref().map(|wanted| match wanted {
        Wanted::Papers { missing } => missing.join("; "),
        Wanted::Payment { amount_vnd, .. } => writer.words.money(*amount_vnd),
    });
    let parts = [Some(name), due, wanted, Some(step.note.clone())];
    let parts: Vec<String> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    TableCell::new(parts.join("\n"))
}
