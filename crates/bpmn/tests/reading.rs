//! What is read from a file, and what is refused: told as text and compared whole.

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
