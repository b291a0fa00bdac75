//! What is read from a file, and what is refused: told as text and compared whole.

use bpmn::feel::Fields;
use bpmn::model::NodeKind;
use bpmn::read::{ReadError, Reading, read};
use bpmn::refused::Reason;
use std::collections::HashSet;
use std::fmt::Write;
use std::path::{Path, PathBuf};

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(name)
}

fn file(name: &str) -> Reading {
    read(&std::fs::read(folder("files").join(name)).unwrap()).unwrap()
}

/// Compares with a reviewed text. `HTQLCL_GOLDEN=write` writes it instead.
fn compare(name: &str, found: &str) {
    let path = folder("golden").join(name);
    if std::env::var("HTQLCL_GOLDEN").is_ok_and(|word| word == "write") {
        std::fs::write(&path, found).unwrap();
        return;
    }
    assert_eq!(std::fs::read_to_string(&path).unwrap_or_default(), found, "{name}");
}

/// Everything told of a file, in both languages.
fn told(reading: &Reading) -> String {
    let mut text = String::new();
    for refused in &reading.refused {
        let _ = writeln!(text, "{} {}\n  {}", refused.reason.code(), refused.en(), refused.vi());
    }
    for note in &reading.notes {
        let _ = writeln!(text, "note {} {}\n  {}", note.reason.code(), note.en(), note.vi());
    }
    text
}

#[test]
fn everything_refused_is_told_at_once_by_name_and_place() {
    compare("refused.txt", &told(&file("refused.bpmn")));
}

#[test]
fn the_good_files_are_executable() {
    for name in
        ["simple.bpmn", "lanes.bpmn", "gateways.bpmn", "timers.bpmn", "sub-process.bpmn", "vendor.bpmn"]
    {
        let reading = file(name);
        assert!(reading.executable().is_some(), "{name}:\n{}", told(&reading));
    }
}

#[test]
fn a_refused_file_is_not_executable() {
    assert!(file("refused.bpmn").executable().is_none());
}

#[test]
fn without_lanes_the_process_is_refused_once() {
    let reasons: Vec<Reason> = file("no-lanes.bpmn").refused.iter().map(|refused| refused.reason).collect();
    assert_eq!(reasons, [Reason::MissingStart, Reason::NoLanes, Reason::ImplicitStart]);
}

#[test]
fn the_innermost_lane_is_the_role_and_black_boxes_are_noted() {
    let reading = file("lanes.bpmn");
    let process = &reading.processes[0];
    let role = |id: &str| {
        let lane = process.node(process.find(id).unwrap()).lane;
        lane.map(|lane| process.lanes[lane].name.as_str())
    };
    assert_eq!(role("receive"), Some("Một cửa"));
    assert_eq!(role("check"), Some("Tư pháp"));
    assert_eq!(role("sign"), Some("Chủ tịch"));
    let lanes: Vec<&str> = process.lanes.iter().map(|lane| lane.name.as_str()).collect();
    assert_eq!(lanes, ["Một cửa", "Tư pháp", "Chủ tịch"]);
    let notes: Vec<Reason> = reading.notes.iter().map(|note| note.reason).collect();
    assert_eq!(notes, [Reason::BlackBox, Reason::MessageFlow]);
}

#[test]
fn conditions_defaults_outcomes_and_handlers_are_read() {
    let reading = file("gateways.bpmn");
    let process = &reading.processes[0];
    let node = |id: &str| &process.node(process.find(id).unwrap()).kind;
    assert_eq!(*node("a"), NodeKind::UserTask { outcomes: vec!["dat".into(), "khong_dat".into()] });
    assert_eq!(*node("h"), NodeKind::ServiceTask { handler: "number".into() });
    let NodeKind::Exclusive { default: Some(default) } = node("x") else {
        panic!("a gateway with a default")
    };
    assert_eq!(process.flow(*default).id, "x_no");
    let yes = process.flows.iter().find(|flow| flow.id == "x_yes").unwrap();
    assert_eq!(
        yes.condition.as_deref(),
        Some("outcome = \"dat\""),
        "a leading equals sign is not of the expression"
    );
}

#[test]
fn what_is_within_a_sub_process_stands_in_its_lane() {
    let reading = file("sub-process.bpmn");
    let process = &reading.processes[0];
    let inner = process.node(process.find("u1").unwrap());
    assert_eq!(inner.parent, process.find("sub"));
    assert_eq!(inner.lane.map(|lane| process.lanes[lane].name.as_str()), Some("Phòng chuyên môn"));
}

#[test]
fn what_is_not_bpmn_is_said_to_be_none() {
    let not = read(b"<html/>").unwrap_err();
    assert!(matches!(not, ReadError::NotBpmn(_)), "{not}");
    let empty = "<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\"/>";
    assert_eq!(read(empty.as_bytes()).unwrap_err(), ReadError::NoProcess);
}

#[test]
fn every_reason_has_its_own_code_and_four_sentences() {
    let codes: HashSet<&str> = Reason::ALL.iter().map(|reason| reason.code()).collect();
    assert_eq!(codes.len(), Reason::ALL.len());
    for reason in Reason::ALL {
        let ((construct, advice), (vi, vi_advice)) = (reason.en(), reason.vi());
        for text in [construct, advice, vi, vi_advice] {
            assert!(text.trim() == text && text.len() > 5, "{reason:?}: {text}");
        }
    }
}

/// A small process whose last flow has this condition, in a file with these attributes.
fn conditional(of_file: &str, condition: &str) -> Reading {
    let text = format!(
        "<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\" {of_file}><process id=\"p\">
         <laneSet><lane id=\"l\" name=\"L\"><flowNodeRef>u</flowNodeRef></lane></laneSet>
         <startEvent id=\"s\"/><userTask id=\"u\"/><exclusiveGateway id=\"x\" default=\"f3\"/><endEvent id=\"e\"/>
         <sequenceFlow id=\"f1\" sourceRef=\"s\" targetRef=\"u\"/><sequenceFlow id=\"f2\" sourceRef=\"u\" targetRef=\"x\"/>
         <sequenceFlow id=\"f3\" sourceRef=\"x\" targetRef=\"e\"/>
         <sequenceFlow id=\"f4\" sourceRef=\"x\" targetRef=\"u\">{condition}</sequenceFlow></process></definitions>"
    );
    read(text.as_bytes()).unwrap()
}

#[test]
fn a_condition_in_another_language_than_feel_is_refused_even_where_it_can_be_read() {
    let condition = |language: &str| {
        format!("<conditionExpression language=\"{language}\">outcome = \"a\"</conditionExpression>")
    };
    let plain = "<conditionExpression>true</conditionExpression>";
    let feel = "https://www.omg.org/spec/DMN/20191111/FEEL/";
    let xpath = "expressionLanguage=\"http://www.w3.org/1999/XPath\"";
    for (of_file, condition) in [
        ("", plain.to_owned()),
        ("", condition("feel")),
        ("", condition(feel)),
        ("expressionLanguage=\"http://www.omg.org/spec/FEEL/20140401\"", plain.to_owned()),
        (xpath, condition("FEEL")),
        (xpath, String::new()),
        (xpath, "<conditionExpression/>".to_owned()),
    ] {
        let told = told(&conditional(of_file, &condition));
        assert!(!told.contains("expression_language"), "{of_file} {condition}: {told}");
    }
    let javascript = conditional("", &condition("javascript"));
    assert_eq!(
        javascript.refused.iter().map(|refused| refused.vi()).collect::<Vec<_>>(),
        [
            "dòng 6: sequenceFlow f4 (language=javascript): biểu thức viết bằng ngôn ngữ khác FEEL không được tính. \
             Hãy viết bằng FEEL và bỏ tên ngôn ngữ kia đi."
        ]
    );
    for of_file in [conditional(xpath, plain), conditional(&format!("language=\"feel\" {xpath}"), plain)] {
        let reasons: Vec<Reason> = of_file.refused.iter().map(|refused| refused.reason).collect();
        assert_eq!(reasons, [Reason::ExpressionLanguage]);
    }
    for language in ["feelings", "http://example.com/feel", "juel", "groovy"] {
        assert!(conditional("", &condition(language)).executable().is_none(), "{language}");
    }
}

#[test]
fn what_is_wrong_with_an_event_is_told_once_at_the_event() {
    for (event, expected) in [
        ("<terminateEventDefinition/>", "terminate_place i"),
        ("<terminateEventDefinition id=\"t\"/>", "terminate_place i"),
        (
            "<timerEventDefinition id=\"t\"><timeDuration>2 ngày</timeDuration></timerEventDefinition>",
            "timer_unclear i",
        ),
        ("<timerEventDefinition/>", "timer_unclear i"),
        (
            "<timerEventDefinition><timeDuration language=\"juel\">P1D</timeDuration></timerEventDefinition>",
            "expression_language i",
        ),
        (
            "<timerEventDefinition><timeDuration language=\"feel\">P1D</timeDuration></timerEventDefinition>",
            "",
        ),
        ("<eventDefinitionRef>t</eventDefinitionRef>", "unknown_element i"),
    ] {
        let text = format!(
            "<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\"><process id=\"p\">
             <startEvent id=\"s\"/><intermediateCatchEvent id=\"i\">{event}</intermediateCatchEvent><endEvent id=\"e\"/>
             <sequenceFlow id=\"f1\" sourceRef=\"s\" targetRef=\"i\"/><sequenceFlow id=\"f2\" sourceRef=\"i\" targetRef=\"e\"/>
             </process></definitions>"
        );
        let reading = read(text.as_bytes()).unwrap();
        let found: Vec<String> = reading
            .refused
            .iter()
            .map(|refused| format!("{} {}", refused.reason.code(), refused.id))
            .collect();
        assert_eq!(found.join(", "), expected, "{event}");
    }
}

/// A file with one timer, and what is refused of it and then found in the model of it.
fn timer_told(definition: &str) -> String {
    let text = format!(
        "<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\" xmlns:x=\"https://htqlcl.vn/bpmn\">
         <process id=\"p\"><startEvent id=\"s\"/><intermediateCatchEvent id=\"i\">{definition}</intermediateCatchEvent>
         <endEvent id=\"e\"/><sequenceFlow id=\"f1\" sourceRef=\"s\" targetRef=\"i\"/>
         <sequenceFlow id=\"f2\" sourceRef=\"i\" targetRef=\"e\"/></process></definitions>"
    );
    let reading = read(text.as_bytes()).unwrap();
    let refused: Vec<&str> = reading.refused.iter().map(|refused| refused.reason.code()).collect();
    let compiles = bpmn::program::compile(&reading.processes[0], &Fields::default()).is_ok();
    format!("{}{}", refused.join(" "), if compiles { "runs" } else { "" })
}

#[test]
fn a_timer_is_refused_exactly_when_it_cannot_be_executed() {
    let date =
        |text: &str| format!("<timerEventDefinition><timeDate>{text}</timeDate></timerEventDefinition>");
    let lasts = |text: &str| {
        format!("<timerEventDefinition><timeDuration>{text}</timeDuration></timerEventDefinition>")
    };
    let works = |text: &str| format!("<timerEventDefinition x:{text}/>");
    for timer in [
        date("2026-03-15T14:30:00+07:00"),
        date(" 2026-03-15T14:30:00Z "),
        lasts("P1Y2M3W4DT5H6M7S"),
        works("workingDays=\"36600\""),
        works("workingHours=\"878400\""),
    ] {
        assert_eq!(timer_told(&timer), "runs", "{timer}");
    }
    for timer in [
        date("2026-03-15T14:30+07:00"),
        date("2026-03-15T14:30:00.5Z"),
        date("2026-02-30T14:30:00Z"),
        date("2026-03-15T14:30:00"),
        lasts("P101Y"),
        lasts("P"),
        works("workingDays=\"36601\""),
        works("workingDays=\"0\""),
        works("workingHours=\"878401\""),
        works("workingHours=\"năm\""),
    ] {
        assert_eq!(timer_told(&timer), "timer_unclear", "{timer}");
    }
}

#[test]
fn only_one_process_is_read_and_the_others_are_refused_for_being_others() {
    let text = "<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\">
        <process id=\"empty\"><dataObject id=\"d\"/></process><process id=\"first\"><task id=\"t\"/></process>
        <process id=\"main\" isExecutable=\"true\"><startEvent id=\"s\"/><endEvent id=\"e\"/>
        <sequenceFlow id=\"f\" sourceRef=\"s\" targetRef=\"e\"/></process>
        <process id=\"last\"><scriptTask id=\"u\"/></process></definitions>";
    let reading = read(text.as_bytes()).unwrap();
    let models: Vec<&str> = reading.processes.iter().map(|process| process.id.as_str()).collect();
    assert_eq!(models, ["main"]);
    let refused = reading.refused.iter().map(|refused| (refused.reason, refused.id.as_str()));
    assert_eq!(
        refused.collect::<Vec<_>>(),
        [(Reason::SeveralProcesses, "first"), (Reason::SeveralProcesses, "last")]
    );
}

#[test]
fn one_leading_equals_sign_marks_an_expression_and_a_second_one_is_of_it() {
    for (written, expected) in [("= outcome", "outcome"), ("==x", "=x"), ("x", "x")] {
        let reading = conditional("", &format!("<conditionExpression>{written}</conditionExpression>"));
        let flow = reading.processes[0].flows.iter().find(|flow| flow.id == "f4").unwrap();
        assert_eq!(flow.condition.as_deref(), Some(expected), "{written}");
    }
}

#[test]
fn a_process_without_a_start_is_found_at_the_process() {
    let text = "<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\"><process id=\"p\" name=\"Cấp phép\">
        <endEvent id=\"e\"/></process></definitions>";
    let reading = read(text.as_bytes()).unwrap();
    assert!(
        reading
            .refused
            .iter()
            .any(|refused| (refused.reason, refused.id.as_str()) == (Reason::MissingStart, "p"))
    );
    let verdict = bpmn::soundness::check(&reading.processes[0], &Fields::default());
    let found: Vec<String> = verdict.findings.iter().map(|finding| finding.vi()).collect();
    assert_eq!(found, ["“Cấp phép”: thiếu sự kiện bắt đầu."]);
}

#[test]
fn a_refusal_repeats_no_more_than_the_beginning_of_a_long_text() {
    let long = "x".repeat(100_000);
    let reading =
        conditional("", &format!("<conditionExpression language=\"{long}\">true</conditionExpression>"));
    let told = told(&reading);
    assert!(told.len() < 1_000 && told.contains("xxx…"), "{}", told.len());
}
