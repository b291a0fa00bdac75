//! Stories of processes, told on both engines.

use super::decide::{self, Begin, Correct};
use super::outline::{self, Outline};
use super::*;
use bpmn::feel::Fields;
use bpmn::kernel::{self, Act, At, State, apply};
use bpmn::timer::NoWorkingTime;
use platform::testing::{TestDb, both};
use platform::{Actor, Ctx, Day, Error, Role, Tx, i18n};
use registers::admin_procedures::{self, Procedure};

const MIGRATIONS: [platform::db::Migrations; 3] =
    [platform::MIGRATIONS, registers::MIGRATIONS, crate::MIGRATIONS];
pub(super) const AGENCY: i64 = 7_001;
pub(super) const OTHER: i64 = 7_002;

fn day() -> Day {
    "2026-11-23".parse().unwrap()
}

/// Both engines with the register of procedures.
pub(super) async fn engines() -> [TestDb; 2] {
    let tests = both(day(), &MIGRATIONS);
    for test in &tests {
        test.db.write(admin_procedures::release).await.unwrap();
    }
    tests
}

/// Runs `job` on both engines; they must answer the same.
async fn on_both<F>(job: F) -> String
where
    F: Fn(&mut Tx<'_>) -> platform::Result<String> + Clone + Send + 'static,
{
    let mut answers = Vec::new();
    for test in engines().await {
        answers.push(test.db.write(job.clone()).await.map_err(told).unwrap_or_else(|reasons| reasons));
    }
    assert_eq!(answers[0], answers[1]);
    answers.swap_remove(0)
}

fn told(error: Error) -> String {
    match error {
        Error::Refused(reasons) => {
            let said: Vec<String> =
                reasons.0.iter().map(|reason| i18n::refusal(platform::Language::Vi, reason)).collect();
            said.join("\n")
        }
        other => other.to_string(),
    }
}

fn procedure(tx: &mut Tx<'_>, code: &str) -> platform::Result<Procedure> {
    admin_procedures::of_code(tx, code)?.ok_or(Error::NotFound)
}

#[tokio::test]
async fn every_procedure_yields_a_process_that_is_executable_and_sound() {
    let [test, _] = engines().await;
    let procedures = test.db.read(|tx| {
        let ids = admin_procedures::ids(tx)?;
        ids.into_iter().filter_map(|id| admin_procedures::load(tx, id).transpose()).collect()
    });
    let procedures: Vec<Procedure> = procedures.await.unwrap();
    let (mut with_steps, mut faults) = (0, Vec::new());
    for procedure in &procedures {
        with_steps += usize::from(!procedure.steps.is_empty());
        let xml = Outline::of(procedure).xml().unwrap();
        let judged = judge(&xml, &Fields::default()).unwrap();
        for reason in decide::faults(&judged).0 {
            faults.push(format!("{}: {}", procedure.code, i18n::refusal(platform::Language::Vi, &reason)));
        }
        let sheet = judged.sheet.unwrap();
        assert_eq!(sheet.steps.first().map(|step| step.name.as_str()), Some("Tiếp nhận hồ sơ"));
        assert_eq!(sheet.steps.last().map(|step| step.name.as_str()), Some("Trả kết quả"));
        let own: i64 = procedure.steps.iter().filter_map(|step| step.minutes).sum();
        let told: i64 = sheet.steps.iter().filter_map(|step| step.budget).map(|time| time.0).sum();
        if !procedure.steps.is_empty() {
            assert_eq!(workdays::WorkingTime::minutes(own).0, told, "no time is lost in {}", procedure.code);
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
    assert!(procedures.len() >= 140 && with_steps >= 21, "{} {with_steps}", procedures.len());
}

/// The steps of the process of a procedure, as its table shows them.
fn table(published: &Published) -> String {
    let line = |step: &sheet::Step| {
        let role = published.role(step.node).map_or("?", Role::word);
        let time = published.budget(step.node).map(decide::hours).unwrap_or_default();
        let choices: Vec<&str> = step.choices.iter().map(|choice| choice.label.as_str()).collect();
        format!("{role} | {} | {time} | {}", step.name, choices.join(", "))
    };
    published.steps.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn an_agency_adopts_the_model_process_of_a_procedure_once() {
    let answer = on_both(|tx| {
        let procedure = procedure(tx, "ho_tich/003")?;
        let version_id = adopt(tx, AGENCY, &procedure)?;
        assert_eq!(adopt(tx, AGENCY, &procedure)?, version_id, "the second time nothing is made");
        assert_eq!(current(tx, AGENCY, procedure.id)?, Some(version_id));
        assert_eq!(current(tx, OTHER, procedure.id)?, None);
        assert!(published(tx, OTHER, version_id)?.is_none(), "the version of another agency is none");
        let published = published(tx, AGENCY, version_id)?.unwrap();
        assert_eq!(published.procedure_id, procedure.id);
        assert_eq!(published.program.node_count() as usize, published.model.nodes.len());
        let last: Vec<String> =
            published.last.iter().filter_map(|node| Some(published.step(*node)?.name.clone())).collect();
        Ok(format!("{}\n{}", table(&published), last.join(", ")))
    })
    .await;
    assert_eq!(
        answer,
        "clerk | Tiếp nhận hồ sơ | 4 | \n\
         officer | Thẩm tra hồ sơ | 24 | \n\
         head | Xem xét, ký duyệt | 4 | Đồng ý, Trả lại xử lý\n\
         records_officer | Đóng dấu | 4 | \n\
         clerk | Trả kết quả | 4 | \n\
         Trả kết quả"
    );
}

/// Completes the tasks of a process with these outcomes (`-` for none) and tells the steps passed.
fn played(published: &Published, outcomes: &[&str]) -> String {
    let program = &published.program;
    let at = At { now: 0, clock: &NoWorkingTime };
    let mut state = State::default();
    let mut passed = Vec::new();
    let act = |state: &mut State, act: Act<'_>| {
        let events = kernel::step(program, state, &act.at(at)).unwrap();
        events.as_slice().iter().for_each(|event| apply(state, event));
    };
    act(&mut state, Act::Start);
    for outcome in outcomes {
        let token = *state.tokens().next().unwrap();
        passed.push(published.step(token.node).unwrap().name.clone());
        let outcome = (*outcome != "-").then_some(*outcome);
        act(&mut state, Act::Complete { token: token.number, outcome });
    }
    format!("{} | {:?}", passed.join(", "), state.status())
}

#[tokio::test]
async fn a_leader_who_gives_a_dossier_back_sees_it_again_before_it_ends() {
    let answer = on_both(|tx| {
        let procedure = procedure(tx, "ho_tich/003")?;
        let version_id = adopt(tx, AGENCY, &procedure)?;
        let published = published(tx, AGENCY, version_id)?.unwrap();
        Ok(played(&published, &["-", "-", outline::RETURN, "-", outline::APPROVE, "-", "-"]))
    })
    .await;
    assert_eq!(
        answer,
        "Tiếp nhận hồ sơ, Thẩm tra hồ sơ, Xem xét, ký duyệt, Thẩm tra hồ sơ, Xem xét, ký duyệt, Đóng dấu, \
         Trả kết quả | Finished(Completed)"
    );
}

/// A model that another tool has drawn: no roles, no times, and an ending that is not the counter's.
pub(super) const FOREIGN: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="x">
  <process id="p" name="Cấp phép" isExecutable="true">
    <laneSet id="ls">
      <lane id="l1" name="Người A"><flowNodeRef>s</flowNodeRef><flowNodeRef>a</flowNodeRef><flowNodeRef>c</flowNodeRef><flowNodeRef>e</flowNodeRef></lane>
      <lane id="l2" name="Chuyên viên"><flowNodeRef>b</flowNodeRef></lane>
    </laneSet>
    <startEvent id="s"/>
    <userTask id="a" name="Nhận"/>
    <userTask id="b" name="Xem xét"/>
    <userTask id="c" name="Trả"/>
    <endEvent id="e"/>
    <sequenceFlow id="f1" sourceRef="s" targetRef="a"/>
    <sequenceFlow id="f2" sourceRef="a" targetRef="b"/>
    <sequenceFlow id="f3" sourceRef="b" targetRef="c"/>
    <sequenceFlow id="f4" sourceRef="c" targetRef="e"/>
  </process>
</definitions>
"#;

#[tokio::test]
async fn everything_that_keeps_a_file_from_being_published_is_told_at_once() {
    let xml =
        FOREIGN.replace("<userTask id=\"b\"", "<scriptTask id=\"b\"").replace("Chuyên viên", "Công dân");
    let answer = on_both(move |tx| {
        let procedure = procedure(tx, "ho_tich/003")?;
        publish_xml(tx, (AGENCY, procedure.id), ("QT-01", "Cấp phép"), xml.as_bytes()).map(|_| String::new())
    })
    .await;
    assert_eq!(
        answer,
        "dòng 10: scriptTask b “Xem xét”: bước chạy mã lệnh (script task) không được thực thi. \
         Hãy dùng bước dịch vụ có bộ xử lý đã đăng ký.\n\
         Chưa rõ ai làm việc của làn \"Người A\"; chọn vai trò cho làn này ở mục \"Vai trò và thời gian\".\n\
         Chưa rõ ai làm việc của làn \"Công dân\"; chọn vai trò cho làn này ở mục \"Vai trò và thời gian\".\n\
         Quy trình phải bắt đầu bằng đúng một bước tiếp nhận của bộ phận một cửa, không có lựa chọn kết quả; \
         hiện bắt đầu bằng: Nhận.\n\
         Quy trình phải kết thúc bằng bước trả kết quả của bộ phận một cửa; \"Trả\" không phải bước ấy. \
         Trường hợp không đạt cũng dẫn tới bước trả kết quả (văn bản từ chối là một kết quả); từ chối hoặc dừng \
         giữa chừng là thao tác trên trang hồ sơ, không vẽ thành kết thúc."
    );
    let answer = on_both(|tx| {
        let procedure = procedure(tx, "ho_tich/003")?;
        let bomb = br#"<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>"#;
        publish_xml(tx, (AGENCY, procedure.id), ("QT-01", "Cấp phép"), bomb).map(|_| String::new())
    })
    .await;
    assert!(answer.starts_with("Không đọc được tệp BPMN: dòng 1"), "{answer}");
}

/// A sound model with a reminder beside the examination; `nhac` leads to an end of its own.
fn reminding(reminder: &str, end: &str) -> String {
    let timer = "<timerEventDefinition htqlcl:workingDays=\"2\"/>";
    let event = format!(
        "<boundaryEvent id=\"soon\" name=\"Sắp hạn\" attachedToRef=\"b\" cancelActivity=\"false\">{timer}</boundaryEvent>"
    );
    let flows = "<sequenceFlow id=\"f5\" sourceRef=\"soon\" targetRef=\"nhac\"/>\
                 <sequenceFlow id=\"f6\" sourceRef=\"nhac\" targetRef=\"own\"/></process>";
    FOREIGN
        .replace("Người A", "Một cửa")
        .replace(" id=\"d\"", " xmlns:htqlcl=\"https://htqlcl.vn/bpmn\" id=\"d\"")
        .replace(
            "<flowNodeRef>b</flowNodeRef>",
            "<flowNodeRef>b</flowNodeRef><flowNodeRef>nhac</flowNodeRef>",
        )
        .replace("<endEvent id=\"e\"/>", &format!("{event}{reminder}{end}"))
        .replace("</process>", flows)
}

/// What keeps a model from being published, in Vietnamese.
fn faults(model: &str) -> (Vec<String>, sheet::Sheet) {
    let judged = judge(model.as_bytes(), &Fields::default()).unwrap();
    let told = decide::faults(&judged).0;
    let told = told.iter().map(|reason| i18n::refusal(platform::Language::Vi, reason));
    (told.collect(), judged.sheet.unwrap())
}

#[test]
fn a_reminder_may_end_by_itself_and_the_dossier_only_with_the_return_of_the_result() {
    let plain = "<endEvent id=\"e\"/><endEvent id=\"own\"/>";
    let all = "<endEvent id=\"e\"><terminateEventDefinition/></endEvent><endEvent id=\"own\"/>";
    let person = "<userTask id=\"nhac\" name=\"Nhắc việc\"/>";
    let notice = "<serviceTask id=\"nhac\" name=\"Nhắc\" htqlcl:handler=\"notify\"/>";
    for (reminder, ends) in [(person, all), (notice, all), (notice, plain)] {
        let (told, sheet) = faults(&reminding(reminder, ends));
        assert_eq!(told, Vec::<String>::new());
        let last: Vec<&str> = sheet
            .steps
            .iter()
            .filter(|step| sheet.last.contains(&step.node))
            .map(|step| step.name.as_str())
            .collect();
        assert_eq!((last, sheet.beside.len()), (vec!["Trả"], 3));
    }
    // Straight from the timer to its end.
    let straight = reminding(person, all).replace("targetRef=\"nhac\"", "targetRef=\"own\"");
    let straight =
        straight.replace("sourceRef=\"nhac\" targetRef=\"own\"", "sourceRef=\"b\" targetRef=\"own\"");
    let straight = straight.replace(person, "").replace("<flowNodeRef>nhac</flowNodeRef>", "");
    let straight = straight.replace("<sequenceFlow id=\"f6\" sourceRef=\"b\" targetRef=\"own\"/>", "");
    assert_eq!(faults(&straight).0, Vec::<String>::new());

    let (told, _) = faults(&reminding(person, plain));
    assert_eq!(
        told,
        [
            "Bước nhắc việc \"Nhắc việc\" có thể còn mở khi đã trả kết quả; hãy đổi sự kiện kết thúc sau bước trả kết quả \
          thành kết thúc toàn bộ (terminate), để việc nhắc khép lại cùng hồ sơ."
        ]
    );
    // A reminder that would end the dossier, a way that does, and a timer that takes the step away.
    let ending =
        all.replace("<endEvent id=\"own\"/>", "<endEvent id=\"own\"><terminateEventDefinition/></endEvent>");
    let stopping = reminding(person, all).replace("cancelActivity=\"false\"", "cancelActivity=\"true\"");
    for model in [reminding(person, &ending), stopping] {
        let (told, _) = faults(&model);
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(
            told[0].contains("\"Nhắc việc\" không phải bước ấy. Trường hợp không đạt cũng dẫn tới"),
            "{told:?}"
        );
    }
}

#[tokio::test]
async fn what_the_play_of_a_file_has_shown_is_kept_for_its_page() {
    let [test, _] = engines().await;
    let sound = FOREIGN.to_owned();
    let timer = "<timerEventDefinition><timeDuration>P0D</timeDuration></timerEventDefinition>";
    let at_once = format!("<boundaryEvent id=\"t\" attachedToRef=\"b\">{timer}</boundaryEvent><endEvent");
    let unsound = sound
        .replace("<endEvent", &at_once)
        .replace("</process>", "<sequenceFlow id=\"f5\" sourceRef=\"t\" targetRef=\"c\"/></process>");
    let judged = test.db.read(move |tx| {
        let mut fields = Fields::default();
        let page = |tx: &mut Tx<'_>, (hash, xml): (&str, &str), fields: &Fields| {
            actions::judge_for_page(tx, (hash, xml.as_bytes()), fields)
        };
        let first = page(tx, ("one", &sound), &fields)?;
        let whole = judge(sound.as_bytes(), &fields)?;
        assert_eq!(
            (&first.findings, first.decided, first.states),
            (&whole.findings, whole.decided, whole.states)
        );
        assert_eq!(decide::faults(&first).0, decide::faults(&whole).0);
        // A hash names one content for ever; only so can this tell that nothing is played twice.
        let again = page(tx, ("one", &unsound), &fields)?;
        let other = page(tx, ("two", &unsound), &fields)?;
        fields.declare("so_tien".to_owned(), bpmn::feel::Type::Number);
        let with_field = page(tx, ("one", &unsound), &fields)?;
        Ok([first, again, other, with_field].map(|judged| judged.findings.len()))
    });
    let [first, again, other, with_field] = judged.await.unwrap();
    assert!(first == again && other > first && with_field == other, "{first} {again} {other} {with_field}");
}

async fn secretary(test: &TestDb) -> Ctx {
    let appointment = platform::ctx::Appointment {
        id: 1,
        agency_id: AGENCY,
        agency_name: "Ủy ban nhân dân phường A".to_owned(),
        unit_id: None,
        role: Role::QualitySecretary,
    };
    let actor = Actor {
        account_id: 0,
        name: "Thư ký".to_owned(),
        appointment: Some(appointment),
        ..Actor::default()
    };
    Ctx::new(test.db.clone(), actor)
}

async fn versions(test: &TestDb, id: i64) -> String {
    let process = test.db.read(move |tx| load(tx, AGENCY, id)).await.unwrap().unwrap();
    let told: Vec<String> = process
        .versions
        .iter()
        .map(|version| format!("{} {}", version.number, version.status.word()))
        .collect();
    told.join(", ")
}

async fn seen(test: &TestDb, id: i64) -> i64 {
    test.db.read(move |tx| load(tx, AGENCY, id)).await.unwrap().unwrap().revision
}

/// Begins a process from the foreign file, describes it and publishes it; gives its id.
async fn begun(ctx: &Ctx, test: &TestDb, procedure_id: i64) -> i64 {
    let command = Begin {
        agency_id: AGENCY,
        code: "QT-01".to_owned(),
        name: "Cấp phép".to_owned(),
        procedure_id,
        is_illustrative: false,
    };
    let file = Uploaded { name: "cap-phep.bpmn".to_owned(), bytes: FOREIGN.as_bytes().to_vec() };
    let id = begin(ctx, command, Some(file)).await.unwrap();
    let refused = publish(ctx, Command { id, seen: 2, what: () }).await.map_err(told).unwrap_err();
    assert_eq!(refused.lines().count(), 3, "{refused}");
    let step = |id: &str, hours: &str| DescribedStep {
        id: id.to_owned(),
        name: id.to_owned(),
        hours: hours.to_owned(),
        output: String::new(),
    };
    let lanes = vec![("l1".to_owned(), Role::Clerk)];
    let wrong = Description { lanes: lanes.clone(), steps: vec![step("a", "4"), step("b", "nhiều")] };
    let refused = describe(ctx, Command { id, seen: 2, what: wrong }).await.map_err(told).unwrap_err();
    assert!(refused.contains("\"b\""), "{refused}");
    let right = Description { lanes, steps: vec![step("a", "4"), step("b", "12,5"), step("c", "")] };
    describe(ctx, Command { id, seen: 2, what: right }).await.unwrap();
    assert_eq!(versions(test, id).await, "1 draft");
    publish(ctx, Command { id, seen: 3, what: () }).await.unwrap();
    id
}

#[tokio::test]
async fn a_new_version_takes_the_place_of_the_one_before_and_dossiers_keep_theirs() {
    for test in engines().await {
        let ctx = secretary(&test).await;
        let found = test.db.read(|tx| procedure(tx, "ho_tich/005")).await.unwrap();
        let id = begun(&ctx, &test, found.id).await;
        let first = test.db.read(move |tx| current(tx, AGENCY, found.id)).await.unwrap().unwrap();
        assert_eq!(versions(&test, id).await, "1 published");

        copy(&ctx, Command { id, seen: 4, what: () }).await.unwrap();
        let same = publish(&ctx, Command { id, seen: 5, what: () }).await.map_err(told).unwrap_err();
        assert!(same.contains("giống hệt"), "{same}");
        let stale = upload(&ctx, Command { id, seen: 4, what: uploaded("Xem xét kỹ") }).await.map_err(told);
        assert!(stale.unwrap_err().contains("vừa sửa"));
        upload(&ctx, Command { id, seen: 5, what: uploaded("Xem xét kỹ") }).await.unwrap();
        publish(&ctx, Command { id, seen: 6, what: () }).await.unwrap();
        assert_eq!(versions(&test, id).await, "1 retired, 2 published");
        let old = test.db.read(move |tx| published(tx, AGENCY, first)).await.unwrap().unwrap();
        assert_eq!(table(&old), "clerk | Nhận | 4 | \nofficer | Xem xét | 12,5 | \nclerk | Trả |  | ");
        let second = test.db.read(move |tx| current(tx, AGENCY, found.id)).await.unwrap().unwrap();
        let new = test.db.read(move |tx| published(tx, AGENCY, second)).await.unwrap().unwrap();
        assert!(table(&new).contains("Xem xét kỹ"), "{}", table(&new));

        let refused = retire(&ctx, Command { id, seen: 7, what: " ".to_owned() }).await.map_err(told);
        assert_eq!(refused.unwrap_err(), "Ghi lý do.");
        retire(&ctx, Command { id, seen: 7, what: "Bãi bỏ thủ tục".to_owned() }).await.unwrap();
        assert_eq!(versions(&test, id).await, "1 retired, 2 retired");
        assert_eq!(test.db.read(move |tx| current(tx, AGENCY, found.id)).await.unwrap(), None);
        let what = Correct { code: "QT-02".into(), name: "Cấp phép".into(), reason: "Đổi mã".into() };
        correct(&ctx, Command { id, seen: 8, what }).await.unwrap();
        assert_eq!(seen(&test, id).await, 9);
        let verified = test.db.snapshot(platform::journal::verify).await.unwrap();
        assert!(verified.faults.is_empty(), "{:?}", verified.faults);
    }
}

/// The foreign file with roles its lanes tell, and this name for its middle step.
fn uploaded(name: &str) -> Uploaded {
    let text = FOREIGN.replace("Người A", "Bộ phận một cửa").replace("Xem xét", name);
    Uploaded { name: "moi.bpmn".to_owned(), bytes: text.into_bytes() }
}

#[tokio::test]
async fn a_file_that_is_no_bpmn_is_refused_with_all_other_reasons_and_changes_nothing() {
    for test in engines().await {
        let ctx = secretary(&test).await;
        let found = test.db.read(|tx| procedure(tx, "ho_tich/005")).await.unwrap();
        let id = begun(&ctx, &test, found.id).await;
        let file = Uploaded { name: "trang.html".to_owned(), bytes: b"<html/>".to_vec() };
        let refused =
            upload(&ctx, Command { id, seen: 4, what: file.clone() }).await.map_err(told).unwrap_err();
        assert!(refused.contains("definitions"), "{refused}");
        assert_eq!(seen(&test, id).await, 4);
        let command = Begin {
            agency_id: AGENCY,
            code: "QT-01".to_owned(),
            name: "Cấp phép".to_owned(),
            procedure_id: found.id,
            is_illustrative: false,
        };
        let refused = begin(&ctx, command, Some(file.clone())).await.map_err(told).unwrap_err();
        assert!(refused.contains("QT-01") && refused.contains("definitions"), "{refused}");
        let stranger = Ctx::new(test.db.clone(), Actor::default());
        let forbidden = upload(&stranger, Command { id, seen: 4, what: file }).await.unwrap_err();
        assert!(matches!(forbidden, Error::Forbidden(_)), "{forbidden}");
    }
}

#[tokio::test]
async fn an_agency_has_one_process_for_a_procedure_and_one_process_of_a_code() {
    let answer = on_both(|tx| {
        let (one, two) = (procedure(tx, "ho_tich/003")?, procedure(tx, "ho_tich/005")?);
        adopt(tx, AGENCY, &one)?;
        adopt(tx, OTHER, &one)?;
        let xml = Outline::of(&two).xml().unwrap();
        let code = outline::code_of("ho_tich/003");
        let taken = publish_xml(tx, (AGENCY, one.id), (&code, ""), &xml).map_err(told).unwrap_err();
        let unknown = publish_xml(tx, (AGENCY, 12), ("QT-9", "Tên"), &xml).map_err(told).unwrap_err();
        Ok(format!("{taken}\n{unknown}"))
    })
    .await;
    assert_eq!(
        answer,
        "Mã QT-HO-TICH-003 đã dùng cho quy trình khác của cơ quan; chọn mã khác.\n\
         Ghi tên quy trình.\n\
         Cơ quan đã có quy trình QT-HO-TICH-003 cho thủ tục này; hãy soạn bản mới của quy trình ấy.\n\
         Không có thủ tục này trong sổ; chọn từ danh sách gợi ý."
    );
}

#[test]
fn roles_and_times_are_written_into_a_file_and_the_rest_of_it_stays() {
    let told = Description {
        lanes: vec![("l1".to_owned(), Role::Clerk)],
        steps: vec![DescribedStep {
            id: "b".to_owned(),
            name: String::new(),
            hours: "1,5".to_owned(),
            output: "Dự thảo".to_owned(),
        }],
    };
    let text = String::from_utf8(super::describe::describe(FOREIGN.as_bytes(), &told).unwrap()).unwrap();
    let known: std::collections::BTreeSet<&str> = FOREIGN.lines().collect();
    let changed: Vec<&str> = text.lines().filter(|line| !known.contains(line)).map(str::trim).collect();
    assert_eq!(changed.len(), 3, "{changed:#?}");
    assert!(changed[0].contains("xmlns:htqlcl=\"https://htqlcl.vn/bpmn\""), "{changed:#?}");
    assert!(
        changed[1].starts_with("<lane id=\"l1\" name=\"Người A\" htqlcl:role=\"clerk\">"),
        "{changed:#?}"
    );
    assert_eq!(
        changed[2],
        "<userTask id=\"b\" name=\"Xem xét\" htqlcl:workingMinutes=\"90\" htqlcl:output=\"Dự thảo\"/>"
    );
}
