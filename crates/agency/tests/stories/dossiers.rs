//! Stories of dossiers, told on both engines.

use crate::office::{self, CENTRE, OFFICE, applicant, migrations};
use agency::dossiers::*;
use agency::{processes, services};
use platform::permissions::Role;
use platform::testing::{TestDb, both};
use platform::{Day, Db, Error, Tx, journal};
use registers::{admin_procedures, calendars};
use workdays::{instant_text, parse_instant};

/// An office that handles monthly social aid: ten working days, one paper.
struct Office {
    test: TestDb,
    procedure_id: i64,
}

impl Office {
    async fn open(test: TestDb, model: Option<&'static [u8]>) -> Office {
        let procedure_id = test.db.write(move |tx| open_office(tx, model)).await.unwrap();
        Office { test, procedure_id }
    }

    fn db(&self) -> &Db {
        &self.test.db
    }

    /// Moves the clock to this time, such as `2026-11-09T14:00`.
    fn at(&self, text: &str) {
        let at = parse_instant(&format!("{text}:00+07:00")).unwrap();
        self.db().clock().set(at);
    }

    fn command(&self) -> Receive {
        office::command(self.procedure_id)
    }

    async fn receive(&self) -> Dossier {
        let command = self.command();
        self.db().write(move |tx| receive_in(tx, OFFICE, &command)).await.unwrap()
    }

    async fn complete(&self, dossier: &Dossier, by: (i64, Role)) -> Result<Dossier, Error> {
        self.complete_with(dossier, by, None).await
    }

    /// Completes the first task with this outcome, else with the first that is offered.
    async fn complete_with(
        &self,
        dossier: &Dossier,
        by: (i64, Role),
        chosen: Option<&str>,
    ) -> Result<Dossier, Error> {
        let chosen = chosen.map(str::to_owned);
        let (id, token) = (dossier.id, dossier.tasks.first().map_or(0, |task| task.token));
        let version_id = dossier.intake.version_id;
        self.db()
            .write(move |tx| {
                let published = processes::published(tx, OFFICE, version_id)?.unwrap();
                let held = load(tx, OFFICE, id)?.unwrap();
                let node = held.task(token).map_or(0, |task| task.node);
                let first = || published.choices(node).first().map(|choice| choice.word.clone());
                let outcome = chosen.clone().or_else(first);
                let delivery = published.is_last(node).then_some(Delivery::Applicant);
                let what = Complete { token, outcome, delivery, ..Complete::default() };
                let command = Command { id, revision: None, what };
                let person = person_of(tx, OFFICE, (by.0, by.1, None))?;
                complete_in(tx, OFFICE, (&command, &person))
            })
            .await
    }

    /// Does every step that waits until the dossier has this status.
    async fn work_until(&self, mut dossier: Dossier, status: Status) -> Dossier {
        for _ in 0..20 {
            if dossier.status == status {
                return dossier;
            }
            let role = dossier.tasks[0].role;
            dossier = self.complete(&dossier, (500, role)).await.unwrap();
        }
        panic!("it never came to {status:?}: {dossier:#?}");
    }

    async fn verified(&self) {
        let found = self.db().read(journal::verify).await.unwrap();
        assert_eq!(found.faults, [], "{}", self.test.engine);
        assert!(found.records > 0);
    }
}

/// Opens the office; its process is that of the procedure's steps, or the model given.
fn open_office(tx: &mut Tx<'_>, model: Option<&[u8]>) -> platform::Result<i64> {
    calendars::release(tx)?;
    admin_procedures::release(tx)?;
    codes::give(tx, OFFICE, ("H15.50.05", Day::new(2026, 1, 1).unwrap()))?;
    let procedure = admin_procedures::of_code(tx, "btxh/01")?.unwrap();
    if let Some(model) = model {
        processes::publish_xml(tx, (OFFICE, procedure.id), ("QT-99", "Theo mô hình"), model)?;
    }
    services::switch_on(tx, OFFICE, procedure.id, None)?;
    Ok(procedure.id)
}

fn due(dossier: &Dossier) -> String {
    dossier.due_at().map_or("-".to_owned(), instant_text)
}

fn keys(error: &Error) -> Vec<&'static str> {
    match error {
        Error::Refused(reasons) => reasons.0.iter().map(|reason| reason.key).collect(),
        other => panic!("no refusal: {other}"),
    }
}

async fn offices() -> Vec<Office> {
    offices_with(None).await
}

async fn offices_with(model: Option<&'static [u8]>) -> Vec<Office> {
    let mut all = Vec::new();
    for test in both(Day::new(2026, 11, 9).unwrap(), &migrations()) {
        all.push(Office::open(test, model).await);
    }
    all
}

#[tokio::test]
async fn a_dossier_goes_from_the_counter_to_the_citizen() {
    for office in offices().await {
        let dossier = office.receive().await;
        assert_eq!(dossier.code, "H15.50.05-261109-0001");
        assert_eq!(dossier.status, Status::Accepted);
        // Ten working days after Monday 9 November.
        assert_eq!(due(&dossier), "2026-11-23T17:00:00+07:00");
        assert_ne!(dossier.tasks[0].role, Role::Clerk, "receiving is the clerk's first step");
        office.at("2026-11-10T14:00");
        let settled = office.work_until(dossier, Status::Settled).await;
        assert_eq!(settled.tasks[0].role, Role::Clerk);
        assert!(settled.settled_at.is_some() && settled.ended_at.is_none());
        let returned = office.work_until(settled, Status::Returned).await;
        assert_eq!((returned.delivery, returned.tasks.len()), (Some(Delivery::Applicant), 0));
        let now = office.db().clock().now();
        let timely = clock::timeliness(returned.clock.as_ref(), returned.settled_at, now);
        assert_eq!(timely, clock::Timeliness::Early);
        assert_eq!(clock::measure(&returned, now).on_time, Some(true));
        office.verified().await;
    }
}

#[tokio::test]
async fn every_reason_against_a_receipt_is_told_at_once_and_nothing_is_written() {
    for office in offices().await {
        let mut command = office.command();
        command.papers.clear();
        command.applicant = applicant(" ", "12a");
        command.sets = 0;
        command.fee_vnd = -1;
        command.wants = Delivery::Proxy;
        let refused = office.db().write(move |tx| receive_in(tx, OFFICE, &command)).await.unwrap_err();
        let told = keys(&refused);
        for key in ["papers-missing", "count", "fee", "proxy-missing", "name-missing", "id-number"] {
            assert!(told.contains(&format!("dossiers-refusal-{key}").as_str()), "{key} in {told:?}");
        }
        let dossier = office.receive().await;
        assert_eq!(dossier.code, "H15.50.05-261109-0001", "the refused one took no number");
        let mut stranger = office.command();
        stranger.agency_id = OFFICE;
        let at_centre = office.db().write(move |tx| receive_in(tx, CENTRE, &stranger)).await.unwrap_err();
        assert_eq!(keys(&at_centre), ["dossiers-refusal-desk-may-not"]);
        office.verified().await;
    }
}

#[tokio::test]
async fn papers_are_asked_for_once_and_the_limit_begins_anew() {
    for office in offices().await {
        let dossier = office.receive().await;
        let id = dossier.id;
        office.at("2026-11-11T10:00");
        let ask = |reason: &str| {
            let wanted = Wanted::Papers { missing: vec!["Giấy xác nhận khuyết tật".to_owned()] };
            Command {
                id,
                revision: None,
                what: Ask { wanted, reason: reason.to_owned(), again: None, basis: None },
            }
        };
        let command = ask("thiếu giấy tờ");
        let waiting = office.db().write(move |tx| ask_in(tx, OFFICE, &command)).await.unwrap();
        assert_eq!((waiting.status, due(&waiting).as_str()), (Status::AwaitingPapers, "-"));
        let refused = office.complete(&waiting, (500, Role::Officer)).await.unwrap_err();
        assert_eq!(keys(&refused), ["dossiers-refusal-waits"]);
        office.at("2026-11-18T09:00");
        let papers = vec![PaperIn::of_component(0, PaperForm::Copy, 1)];
        let command = Command { id, revision: None, what: papers };
        let again = office.db().write(move |tx| answer_in(tx, OFFICE, &command)).await.unwrap();
        // Ten working days after Wednesday 18 November; 24 November is a day off.
        assert_eq!((again.status, due(&again).as_str()), (Status::InProgress, "2026-12-03T17:00:00+07:00"));
        let first = again.clock.as_ref().map(|clock| instant_text(clock.first_due_at));
        assert_eq!(first.as_deref(), Some("2026-11-23T17:00:00+07:00"));
        let command = ask("");
        let refused = office.db().write(move |tx| ask_in(tx, OFFICE, &command)).await.unwrap_err();
        assert_eq!(keys(&refused), ["dossiers-refusal-reason-missing", "dossiers-refusal-again-missing"]);
        let mut command = ask("giấy nộp lại bị mờ");
        command.what.again = Some("Bản trước còn đọc được".to_owned());
        let twice = office.db().write(move |tx| ask_in(tx, OFFICE, &command)).await.unwrap();
        assert_eq!(twice.supplements(), 2);
        assert_eq!(clock::measure(&twice, office.db().clock().now()).on_time, Some(false), "it is counted");
        office.verified().await;
    }
}

#[tokio::test]
async fn an_extension_is_given_once_and_in_time() {
    for office in offices().await {
        let dossier = office.receive().await;
        let id = dossier.id;
        let command = move |days| Command {
            id,
            revision: None,
            what: Extend { days, reason: "chờ ý kiến".to_owned() },
        };
        office.at("2026-11-23T08:00");
        let late = office.db().write(move |tx| extend_in(tx, OFFICE, &command(3))).await.unwrap_err();
        assert_eq!(keys(&late), ["dossiers-refusal-too-late-to-extend"]);
        office.at("2026-11-20T08:00");
        let extended = office.db().write(move |tx| extend_in(tx, OFFICE, &command(3))).await.unwrap();
        assert_eq!(due(&extended), "2026-11-27T17:00:00+07:00");
        let twice = office.db().write(move |tx| extend_in(tx, OFFICE, &command(1))).await.unwrap_err();
        assert_eq!(keys(&twice), ["dossiers-refusal-extended-already"]);
        office.verified().await;
    }
}

#[tokio::test]
async fn of_two_officers_at_one_step_the_second_is_told() {
    for office in offices().await {
        let dossier = office.receive().await;
        let role = dossier.tasks[0].role;
        office.complete(&dossier, (500, role)).await.unwrap();
        let second = office.complete(&dossier, (501, role)).await.unwrap_err();
        assert_eq!(keys(&second), ["dossiers-refusal-task-gone"]);
        let stranger = office.receive().await;
        let wrong = office.complete(&stranger, (502, Role::Clerk)).await.unwrap_err();
        assert_eq!(keys(&wrong), ["dossiers-refusal-task-of-another-role"]);
        office.verified().await;
    }
}

#[tokio::test]
async fn a_centre_receives_for_the_office_and_both_see_one_date() {
    for office in offices().await {
        let from_on = Day::new(2026, 11, 1).unwrap();
        office.db().write(move |tx| services::open_desk(tx, OFFICE, CENTRE, from_on)).await.unwrap();
        let command = office.command();
        let dossier = office.db().write(move |tx| receive_in(tx, CENTRE, &command)).await.unwrap();
        let id = dossier.id;
        let seen = office.db().read(move |tx| receptions::of_dossier(tx, CENTRE, id)).await.unwrap().unwrap();
        assert_eq!((seen.due_at, seen.status), (dossier.due_at(), 2));
        let settled = office.work_until(dossier, Status::Settled).await;
        let seen = office.db().read(move |tx| receptions::of_dossier(tx, CENTRE, id)).await.unwrap().unwrap();
        assert_eq!(seen.status, 9);
        assert!(office.db().read(move |tx| load(tx, CENTRE, id)).await.unwrap().is_none());
        office.work_until(settled, Status::Returned).await;
        office.verified().await;
    }
}

#[tokio::test]
async fn a_dossier_ends_early_by_refusal_withdrawal_or_stop() {
    for office in offices().await {
        let reason = || "không đủ điều kiện".to_owned();
        let ends = [
            (EndEarly::Refuse { reason: reason() }, Status::NotAccepted),
            (EndEarly::Withdraw { reason: String::new() }, Status::Withdrawn),
            (EndEarly::Stop { reason: reason(), basis: "Điều 19".to_owned() }, Status::Stopped),
        ];
        for (what, status) in ends {
            let dossier = office.receive().await;
            let command = Command { id: dossier.id, revision: Some(dossier.revision), what };
            let ended = command.clone();
            let ended = office.db().write(move |tx| end_early_in(tx, OFFICE, &ended)).await.unwrap();
            assert_eq!((ended.status, ended.tasks.len()), (status, 0));
            let again = office.db().write(move |tx| end_early_in(tx, OFFICE, &command)).await.unwrap_err();
            assert_eq!(keys(&again), ["dossiers-refusal-stale"]);
            let rated = office.db().write(move |tx| rate_in(tx, OFFICE, (ended.id, 4))).await.unwrap();
            assert_eq!(rated.rating, Some(4));
        }
        office.verified().await;
    }
}

#[tokio::test]
async fn an_erased_person_leaves_chain_and_replay_whole() {
    for office in offices().await {
        let dossier = office.receive().await;
        let id = dossier.intake.applicant_id;
        let person = office.db().read(move |tx| applicants::person(tx, OFFICE, id)).await.unwrap();
        assert_eq!(person.map(|person| person.name).as_deref(), Some("Trần Thị Bưởi"));
        let second = office.receive().await;
        assert_eq!(second.intake.applicant_id, id, "the same person is one applicant");
        office.db().write(move |tx| applicants::erase(tx, OFFICE, id)).await.unwrap();
        assert!(office.db().read(move |tx| applicants::person(tx, OFFICE, id)).await.unwrap().is_none());
        let answered =
            office.db().read(move |tx| Ok(agency::dossiers::answers(tx, OFFICE, dossier.id)?)).await.unwrap();
        assert!(answered.is_empty(), "what they answered tells of them too");
        office.verified().await;
    }
}

const WITH_TIMER: &[u8] = include_bytes!("files/with-timer.bpmn");

#[tokio::test]
async fn a_timer_of_the_model_fires_once_and_not_while_the_citizen_is_waited_for() {
    for office in offices_with(Some(WITH_TIMER)).await {
        let system = platform::Ctx::new(office.db().clone(), platform::Actor::system());
        let dossier = office.receive().await;
        assert_eq!((dossier.tasks[0].role, dossier.timers.len()), (Role::Officer, 1));
        assert_eq!(fire_due(&system, 100).await.unwrap(), 0, "two days are not over");
        let id = dossier.id;
        let missing = vec!["Tờ khai".to_owned()];
        let what =
            Ask {
                wanted: Wanted::Papers { missing }, reason: "thiếu".to_owned(), again: None, basis: None
            };
        let command = Command { id, revision: None, what };
        office.db().write(move |tx| ask_in(tx, OFFICE, &command)).await.unwrap();
        office.at("2026-11-12T09:00");
        assert_eq!(fire_due(&system, 100).await.unwrap(), 0, "it waits for the citizen");
        let command = Command { id, revision: None, what: Vec::new() };
        office.db().write(move |tx| answer_in(tx, OFFICE, &command)).await.unwrap();
        assert_eq!(fire_due(&system, 100).await.unwrap(), 1);
        assert_eq!(fire_due(&system, 100).await.unwrap(), 0, "it has fired");
        let moved = office.db().read(move |tx| load(tx, OFFICE, id)).await.unwrap().unwrap();
        assert_eq!((moved.tasks[0].role, moved.timers.len()), (Role::UnitHead, 0));
        office.verified().await;
    }
}

const BACK_AND_FORTH: &[u8] = include_bytes!("files/back-and-forth.bpmn");

#[tokio::test]
async fn a_dossier_is_settled_when_only_the_return_is_left_and_no_more_when_it_is_given_back() {
    for office in offices_with(Some(BACK_AND_FORTH)).await {
        let at_counter = office.receive().await;
        let at_counter = office.complete(&at_counter, (500, Role::Officer)).await.unwrap();
        assert_eq!((at_counter.tasks[0].role, at_counter.status), (Role::Clerk, Status::InProgress));
        assert_eq!(at_counter.settled_at, None, "the counter has its part in the middle too");
        let settled = office.work_until(at_counter, Status::Settled).await;
        assert!(settled.settled_at.is_some());
        let back = office.complete_with(&settled, (500, Role::Clerk), Some("sai_sot")).await.unwrap();
        assert_eq!((back.tasks[0].role, back.status), (Role::Officer, Status::InProgress));
        assert_eq!((back.settled_at, back.delivery), (None, None));
        // Two weeks late now: what was settled in time the first time is late the second.
        office.at("2026-12-07T09:00");
        let again = office.work_until(back, Status::Settled).await;
        assert_eq!(clock::stand(&again).was_late, Some(true));
        office.work_until(again, Status::Returned).await;
        office.verified().await;
    }
}

/// Changes a dossier by one of the acts that need no task, at a time.
async fn act<T: Send + 'static>(
    office: &Office,
    (at, id): (&str, i64),
    what: T,
    of: impl Fn(&mut Tx<'_>, i64, &Command<T>) -> platform::Result<Dossier> + Send + 'static,
) -> Result<Dossier, Error> {
    office.at(at);
    let command = Command { id, revision: None, what };
    office.db().write(move |tx| of(tx, OFFICE, &command)).await
}

fn three_days() -> Extend {
    Extend { days: 3, reason: "chờ ý kiến".to_owned() }
}

fn payment(basis: Option<&str>) -> Ask {
    let wanted = Wanted::Payment { amount_vnd: 50_000, basis: basis.map(str::to_owned) };
    Ask { wanted, reason: "nghĩa vụ tài chính".to_owned(), again: None, basis: None }
}

fn papers(basis: Option<&str>) -> Ask {
    let wanted = Wanted::Papers { missing: vec!["Giấy xác nhận".to_owned()] };
    Ask { wanted, reason: "thiếu giấy tờ".to_owned(), again: None, basis: basis.map(str::to_owned) }
}

/// The due moment as the explanation of the limit and that of the extension lead to it.
async fn explained(office: &Office, dossier: &Dossier) -> Option<String> {
    let clock = dossier.clock.clone()?;
    let version = clock.version;
    let calendar = office.db().read(move |tx| calendars::calendar(tx, OFFICE, version)).await.unwrap();
    let added = clock::added(dossier, &calendar)?;
    let limit = workdays::explain(&calendar, &clock.limit, clock.base_at, &dossier.suspensions()).unwrap();
    assert_eq!(limit.due.due_at().map(|due_at| due_at - 1), Some(added.from_at));
    let told = workdays::explain(&calendar, &added.limit(), added.from_at, &added.pauses).unwrap();
    told.due.due_at().map(instant_text)
}

#[tokio::test]
async fn an_extension_holds_after_a_pause_that_follows_it() {
    for office in offices().await {
        let id = office.receive().await.id;
        let extended = act(&office, ("2026-11-13T08:00", id), three_days(), extend_in).await.unwrap();
        assert_eq!(due(&extended), "2026-11-27T17:00:00+07:00");
        assert_eq!(extended.extension.as_ref().and_then(|extension| extension.days), Some(3));
        assert_eq!(explained(&office, &extended).await, Some(due(&extended)));
        let basis = Some("Luật Đất đai");
        act(&office, ("2026-11-16T10:00", id), payment(basis), ask_in).await.unwrap();
        let again = act(&office, ("2026-11-18T09:00", id), Vec::new(), answer_in).await.unwrap();
        // Two days of waiting: the ten end on 26 November, the three more on 1 December.
        assert_eq!(due(&again), "2026-12-01T17:00:00+07:00");
        assert_eq!(explained(&office, &again).await, Some(due(&again)));
        let promised = again.extension.as_ref().map(|extension| instant_text(extension.due_at));
        assert_eq!(promised.as_deref(), Some("2026-11-27T17:00:00+07:00"), "the apology said so");
        let twice = act(&office, ("2026-11-18T10:00", id), three_days(), extend_in).await.unwrap_err();
        assert_eq!(keys(&twice), ["dossiers-refusal-extended-already"]);
        office.verified().await;
    }
}

#[tokio::test]
async fn a_pause_among_the_days_of_an_extension_moves_them_on() {
    for office in offices().await {
        let id = office.receive().await.id;
        act(&office, ("2026-11-20T08:00", id), three_days(), extend_in).await.unwrap();
        let basis = Some("Luật Đất đai");
        let waiting = act(&office, ("2026-11-25T10:00", id), payment(basis), ask_in).await.unwrap();
        assert_eq!((due(&waiting).as_str(), explained(&office, &waiting).await), ("-", None));
        let again = act(&office, ("2026-11-27T09:00", id), Vec::new(), answer_in).await.unwrap();
        assert_eq!(due(&again), "2026-12-01T17:00:00+07:00");
        assert_eq!(explained(&office, &again).await, Some(due(&again)));
        office.verified().await;
    }
}

#[tokio::test]
async fn a_count_that_begins_anew_leaves_the_extension_behind() {
    for office in offices().await {
        let id = office.receive().await.id;
        act(&office, ("2026-11-11T08:00", id), three_days(), extend_in).await.unwrap();
        act(&office, ("2026-11-12T10:00", id), papers(None), ask_in).await.unwrap();
        let anew = act(&office, ("2026-11-18T09:00", id), Vec::new(), answer_in).await.unwrap();
        assert_eq!(due(&anew), "2026-12-03T17:00:00+07:00");
        assert!(anew.extension.is_some() && anew.extension_in_force().is_none());
        assert_eq!(explained(&office, &anew).await, None);
        office.verified().await;
    }
}

#[tokio::test]
async fn an_early_extension_that_does_not_say_its_days_is_found_by_its_dates() {
    for office in offices().await {
        let id = office.receive().await.id;
        let extended = act(&office, ("2026-11-13T08:00", id), three_days(), extend_in).await.unwrap();
        let version = extended.clock.as_ref().unwrap().version;
        let calendar = office.db().read(move |tx| calendars::calendar(tx, OFFICE, version)).await.unwrap();
        let mut early = extended.extension.clone().unwrap();
        early.days = None;
        assert_eq!(clock::extension_days(&calendar, &early), 3);
        let line = format!(
            r#"{{"event":"extended","at":{},"due_at":{},"reason":"chờ ý kiến"}}"#,
            early.at, early.due_at
        );
        let event: DossierEvent = serde_json::from_str(&line).unwrap();
        assert_eq!(serde_json::to_string(&event).unwrap(), line, "an early line is written as it was");
        let mut replayed = extended.clone();
        replayed.extension = Some(early);
        assert_eq!(explained(&office, &replayed).await, Some(due(&extended)));
    }
}

#[tokio::test]
async fn papers_asked_for_after_three_working_days_need_a_basis() {
    for office in offices().await {
        let id = office.receive().await.id;
        let late = act(&office, ("2026-11-13T08:00", id), papers(None), ask_in).await.unwrap_err();
        assert_eq!(keys(&late), ["dossiers-refusal-asked-late"]);
        let blank = act(&office, ("2026-11-13T08:00", id), papers(Some(" ")), ask_in).await.unwrap_err();
        assert_eq!(keys(&blank), ["dossiers-refusal-asked-late"]);
        let basis = "Điều 8 Nghị định 20/2021/NĐ-CP";
        let asked = act(&office, ("2026-11-13T08:00", id), papers(Some(basis)), ask_in).await.unwrap();
        assert_eq!(asked.open_pause().and_then(Pause::basis), Some(basis));
        // A payment is no supplement, and the last of the three days is in time.
        let second = {
            office.at("2026-11-09T09:00");
            office.receive().await.id
        };
        let asked = act(&office, ("2026-11-12T16:59", second), papers(None), ask_in).await.unwrap();
        assert_eq!(asked.open_pause().and_then(Pause::basis), None);
        let third = {
            office.at("2026-11-09T09:00");
            office.receive().await.id
        };
        act(&office, ("2026-11-20T08:00", third), payment(None), ask_in).await.unwrap();
        office.verified().await;
    }
}

#[tokio::test]
async fn the_measure_of_766_ends_at_a_request_for_papers_and_not_at_one_for_a_payment() {
    for office in offices().await {
        let at = |text: &str| parse_instant(&format!("{text}:00+07:00")).unwrap();
        let told = |dossier: &Dossier, now: &str| {
            let measured = clock::measure(dossier, at(now));
            (measured.ended_at.map(instant_text), measured.on_time)
        };
        let papers_at = "2026-11-11T10:00:00+07:00".to_owned();
        let id = office.receive().await.id;
        let waiting = act(&office, ("2026-11-11T10:00", id), papers(None), ask_in).await.unwrap();
        assert_eq!(told(&waiting, "2026-12-30T10:00"), (Some(papers_at), Some(true)));
        // Without an appointment the time it waits is taken off, however long that is.
        let stop = EndEarly::Stop { reason: "không bổ sung".to_owned(), basis: "Điều 19".to_owned() };
        let stopped = act(&office, ("2026-12-28T10:00", id), stop, end_early_in).await.unwrap();
        assert_eq!(told(&stopped, "2026-12-30T10:00").1, Some(true));

        let id = {
            office.at("2026-11-09T09:00");
            office.receive().await.id
        };
        let basis = Some("Luật Đất đai");
        let waiting = act(&office, ("2026-11-20T10:00", id), payment(basis), ask_in).await.unwrap();
        assert_eq!(told(&waiting, "2026-11-20T11:00"), (None, Some(true)), "it is still in handling");
        assert_eq!(told(&waiting, "2026-12-30T10:00"), (None, Some(true)), "its clock stands still");
        let running = act(&office, ("2026-11-30T08:00", id), Vec::new(), answer_in).await.unwrap();
        assert_eq!(told(&running, "2026-12-30T10:00"), (None, Some(false)), "its appointment has passed");

        let id = {
            office.at("2026-11-09T09:00");
            office.receive().await.id
        };
        let late = act(&office, ("2026-11-26T10:00", id), payment(basis), ask_in).await.unwrap();
        assert_eq!(told(&late, "2026-11-26T11:00"), (None, Some(false)), "it was late when it was asked");

        let id = {
            office.at("2026-11-09T09:00");
            office.receive().await.id
        };
        let waiting = act(&office, ("2026-11-20T10:00", id), payment(None), ask_in).await.unwrap();
        assert_eq!(told(&waiting, "2026-11-23T10:00"), (None, Some(true)));
        assert_eq!(told(&waiting, "2026-11-25T10:00"), (None, Some(false)), "its clock ran on");
        office.verified().await;
    }
}
