//! `htqlcl bpmn` as its users run it: files of other tools, files that are wrong, files that want to hurt.

use super::folder::Folder;
use super::program::{Ran, htqlcl, run};

const SOUND: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:htqlcl="https://htqlcl.vn/bpmn" id="d" targetNamespace="x">
  <process id="p" name="Cấp phép" isExecutable="true">
    <laneSet id="ls">
      <lane id="l1" name="Bộ phận một cửa"><flowNodeRef>s</flowNodeRef><flowNodeRef>a</flowNodeRef><flowNodeRef>c</flowNodeRef><flowNodeRef>e</flowNodeRef></lane>
      <lane id="l2" name="Lãnh đạo"><flowNodeRef>b</flowNodeRef><flowNodeRef>g</flowNodeRef></lane>
    </laneSet>
    <startEvent id="s"/>
    <userTask id="a" name="Tiếp nhận" htqlcl:workingMinutes="90"/>
    <userTask id="b" name="Ký duyệt" htqlcl:workingMinutes="480" htqlcl:outcomes="approve;return"/>
    <exclusiveGateway id="g" default="f4"/>
    <userTask id="c" name="Trả kết quả"/>
    <endEvent id="e"/>
    <sequenceFlow id="f1" sourceRef="s" targetRef="a"/>
    <sequenceFlow id="f2" sourceRef="a" targetRef="b"/>
    <sequenceFlow id="f3" sourceRef="b" targetRef="g"/>
    <sequenceFlow id="f4" sourceRef="g" targetRef="c"/>
    <sequenceFlow id="f5" sourceRef="g" targetRef="a"><conditionExpression>outcome = "return"</conditionExpression></sequenceFlow>
    <sequenceFlow id="f6" sourceRef="c" targetRef="e"/>
  </process>
</definitions>
"#;

/// Asks `htqlcl bpmn WORDS FILE` about a file of these bytes.
fn ask(words: &str, bytes: &[u8]) -> Ran {
    let folder = Folder::new();
    let file = folder.path("file.bpmn");
    std::fs::write(&file, bytes).unwrap();
    let mut words: Vec<&str> = words.split(' ').collect();
    let command = words.remove(0);
    run(htqlcl()
        .arg("bpmn")
        .arg(command)
        .arg(&file)
        .args(words)
        .env("HTQLCL_DATABASE", "sqlite:/nowhere/at/all"))
}

fn check(bytes: &[u8]) -> Ran {
    ask("check", bytes)
}

#[test]
fn a_sound_file_is_told_so_in_both_languages_and_for_programs() {
    let english = check(SOUND.as_bytes());
    assert_eq!(english.out, "Process: Cấp phép (steps: 3, roles: 2)\nVerdict: executable and sound.\n");
    assert_eq!((english.code, english.err.as_str()), (0, ""));
    let vietnamese = ask("check --lang vi", SOUND.as_bytes());
    assert!(vietnamese.out.ends_with("Kết luận: thực thi được và đúng đắn.\n"), "{vietnamese:?}");
    let json: serde_json::Value =
        serde_json::from_str(&ask("check --json", SOUND.as_bytes()).done()).unwrap();
    assert_eq!(
        (&json["executable"], &json["sound"], &json["decided"]),
        (&true.into(), &true.into(), &true.into())
    );
    assert_eq!(json["refused"], serde_json::json!([]));
}

#[test]
fn the_steps_are_told_in_order_with_role_and_time() {
    assert_eq!(
        ask("steps", SOUND.as_bytes()).done(),
        "No.  Step         Responsible      Time\n\
         1    Tiếp nhận    Bộ phận một cửa  1.5 working hours\n\
         2    Ký duyệt     Lãnh đạo         8 working hours\n\
         3    Trả kết quả  Bộ phận một cửa\n\
         Along the longest way: 9.5 working hours\n"
    );
}

#[test]
fn the_diagram_goes_to_standard_output_or_to_a_file() {
    let drawn = ask("svg", SOUND.as_bytes()).done();
    assert!(drawn.starts_with("<svg") && drawn.trim_end().ends_with("</svg>") && drawn.contains("Ký duyệt"));
    let folder = Folder::new();
    let out = folder.path("out.svg");
    let words = format!("svg --out {}", out.display());
    assert_eq!(ask(&words, SOUND.as_bytes()).done(), "");
    assert_eq!(std::fs::read_to_string(&out).unwrap(), drawn);
    let refused = ask("svg --out /nowhere/at/all.svg", SOUND.as_bytes());
    assert_eq!((refused.code, refused.err.lines().count()), (3, 1), "{refused:?}");
}

#[test]
fn what_is_not_executed_is_told_by_name_and_place() {
    let file = SOUND
        .replace("<userTask id=\"c\"", "<businessRuleTask id=\"c\"")
        .replace("targetRef=\"e\"", "targetRef=\"x\"");
    let ran = check(file.as_bytes());
    assert_eq!(ran.code, 1, "{ran:?}");
    for words in [
        "Verdict: not executable.",
        "line 12: businessRuleTask c \u{201c}Trả kết quả\u{201d}: a business rule task is not executed.",
        "line 19: sequenceFlow f6 (targetRef=x): the reference leads to nothing.",
    ] {
        assert!(ran.out.contains(words), "{words} in {}", ran.out);
    }
    let told = ask("check --json", file.as_bytes());
    let json: serde_json::Value = serde_json::from_str(&told.out).unwrap();
    assert_eq!((told.code, &json["executable"]), (1, &false.into()));
    let codes: Vec<&str> =
        json["refused"].as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap()).collect();
    assert!(codes.contains(&"business_rule_task") && codes.contains(&"dangling_reference"), "{codes:?}");
    assert_eq!((&json["refused"][0]["line"], &json["refused"][0]["id"]), (&12.into(), &"c".into()));
}

#[test]
fn what_is_not_executed_is_drawn_and_its_steps_are_told_with_a_word_beside() {
    let file = SOUND.replace("<userTask id=\"c\"", "<businessRuleTask id=\"c\"");
    for command in ["svg", "steps"] {
        let ran = ask(command, file.as_bytes());
        assert_eq!((ran.code, ran.err.lines().count()), (0, 1), "{ran:?}");
        assert!(ran.err.contains("not executable: 1") && !ran.out.is_empty(), "{ran:?}");
        assert_eq!(ask(command, SOUND.as_bytes()).err, "");
    }
}

#[test]
fn what_nobody_would_see_in_a_name_is_written_out() {
    let file = SOUND.replace("id=\"a\" name=\"Tiếp nhận\"", "id=\"a\" name=\"Tiếp\u{202e} nhận\"");
    let file = file.replace("<userTask id=\"a\"", "<businessRuleTask id=\"a\"");
    let ran = check(file.as_bytes());
    assert!(ran.out.contains("Tiếp\\u{202e} nhận") && !ran.out.contains('\u{202e}'), "{ran:?}");
}

#[test]
fn what_is_executed_but_unsound_is_told_as_such() {
    let file = SOUND
        .replace("exclusiveGateway id=\"g\" default=\"f4\"", "parallelGateway id=\"g\"")
        .replace("<conditionExpression>outcome = \"return\"</conditionExpression>", "");
    let ran = check(file.as_bytes());
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(
        ran.out.contains("Verdict: executable, but not sound.") && ran.out.contains("Faults of soundness"),
        "{ran:?}"
    );
}

#[test]
fn what_no_office_could_publish_is_told_as_publishing_tells_it() {
    let known = SOUND.replace("<userTask id=\"b\"", "<serviceTask id=\"b\" htqlcl:handler=\"notify\"");
    let known =
        known.replace("<exclusiveGateway id=\"g\" default=\"f4\"/>", "<userTask id=\"g\" name=\"Ký\"/>");
    let known = known.lines().filter(|line| !line.contains("id=\"f5\"")).collect::<Vec<_>>().join("\n");
    let ran = check(known.as_bytes());
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{ran:?}");
    let file = known.replace("\"notify\"", "\"gui_thu\"").replace("Bộ phận một cửa", "Công dân");
    let ran = check(file.as_bytes());
    assert_eq!(ran.code, 1, "{ran:?}");
    for words in [
        "Verdict: executable and sound, but no office could publish it yet.",
        "To mend before it is published (4):",
        "The program has no handler \"gui_thu\"; use one of these: notify, check_fee",
        "\"Công dân\"",
        "begin",
        "\"Trả kết quả\"",
    ] {
        assert!(ran.out.contains(words), "{words} in {}", ran.out);
    }
    let told = ask("check --json", file.as_bytes());
    let json: serde_json::Value = serde_json::from_str(&told.out).unwrap();
    assert_eq!((&json["sound"], &json["publishable"]), (&true.into(), &false.into()));
    assert_eq!(json["office"].as_array().unwrap().len(), 4, "{json}");
}

#[test]
fn a_file_that_begins_nowhere_is_not_told_with_what_it_begins() {
    let file = SOUND.replace("<startEvent id=\"s\"/>", "").replace("<flowNodeRef>s</flowNodeRef>", "");
    let file = file.replace("<sequenceFlow id=\"f1\" sourceRef=\"s\" targetRef=\"a\"/>", "");
    let ran = check(file.as_bytes());
    assert!(ran.code == 1 && ran.out.contains("there is no start event"), "{ran:?}");
    assert!(!ran.out.contains("begins with"), "{}", ran.out);
}

#[test]
fn a_way_that_ends_without_a_result_is_told_where_to_lead() {
    let file = SOUND.replace("sourceRef=\"g\" targetRef=\"a\"><", "sourceRef=\"g\" targetRef=\"stop\"><");
    let file = file.replace(
        "<endEvent id=\"e\"/>",
        "<endEvent id=\"e\"/><endEvent id=\"stop\"><terminateEventDefinition/></endEvent>",
    );
    let ran = check(file.as_bytes());
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(
        ran.out.contains("\"Ký duyệt\" is no such step. What is not granted leads to that return too (a letter of refusal is a result)"),
        "{}",
        ran.out
    );
}

#[test]
fn elements_of_a_second_process_are_told_as_not_judged() {
    let second = "</process><process id=\"q\"><scriptTask id=\"t\"/></process></definitions>";
    let ran = check(SOUND.replace("</process>\n</definitions>", second).as_bytes());
    let told = "process q: a second process is not executed, and its elements were not judged.";
    assert!(ran.code == 1 && ran.out.contains(told) && !ran.out.contains("scriptTask"), "{ran:?}");
}

#[test]
fn a_gateway_that_is_refused_is_told_once() {
    let loose =
        SOUND.replace("<endEvent id=\"e\"/>", "<endEvent id=\"e\"/><inclusiveGateway id=\"i\" name=\"Rẽ\"/>");
    let bound = SOUND.replace("exclusiveGateway", "inclusiveGateway");
    for file in [loose, bound] {
        let ran = check(file.as_bytes());
        assert!(ran.out.contains("Not executed (1):"), "{}", ran.out);
        assert_eq!(ran.out.matches("inclusiveGateway").count(), 1, "{}", ran.out);
        assert_eq!(ran.out.lines().count(), 4, "{}", ran.out);
    }
}

#[test]
fn conditions_name_the_fields_that_are_declared() {
    let file = SOUND.replace("outcome = \"return\"", "so_tien &gt; 100");
    assert_eq!(check(file.as_bytes()).code, 1);
    assert_eq!(ask("check --field so_tien:number", file.as_bytes()).code, 0);
    let wrong = ask("check --field so_tien:money", file.as_bytes());
    assert_eq!(wrong.code, 2, "{wrong:?}");
    for nameless in [":number", " :number", "number", ":"] {
        let wrong = ask(&format!("check --field={}", nameless.replace(' ', "\u{a0}")), file.as_bytes());
        assert_eq!(wrong.code, 2, "{nameless}: {wrong:?}");
    }
}

#[test]
fn what_is_wrong_at_one_place_is_told_once() {
    let flows = "<sequenceFlow id=\"f6\" sourceRef=\"c\" targetRef=\"i\"/><sequenceFlow id=\"f7\" sourceRef=\"i\" targetRef=\"e\"/>";
    for (event, words) in [
        (
            "<intermediateThrowEvent id=\"i\"><terminateEventDefinition/></intermediateThrowEvent>",
            "a terminate trigger",
        ),
        (
            "<intermediateCatchEvent id=\"i\"><timerEventDefinition/></intermediateCatchEvent>",
            "the timer does not say",
        ),
    ] {
        let file = SOUND.replace("<endEvent id=\"e\"/>", &format!("<endEvent id=\"e\"/>{event}"));
        let file = file.replace("<sequenceFlow id=\"f6\" sourceRef=\"c\" targetRef=\"e\"/>", flows);
        let ran = check(file.as_bytes());
        assert_eq!(ran.code, 1, "{ran:?}");
        assert!(ran.out.contains("Not executed (1):") && ran.out.contains(words), "{}", ran.out);
        assert!(!ran.out.contains("is not understood") && !ran.out.contains("Faults"), "{}", ran.out);
    }
}

#[test]
fn a_timer_of_no_time_is_worth_knowing() {
    let timer = "<boundaryEvent id=\"t\" name=\"Quá hạn\" attachedToRef=\"b\"><timerEventDefinition><timeDuration>P0D</timeDuration></timerEventDefinition></boundaryEvent>\
                 <sequenceFlow id=\"f7\" sourceRef=\"t\" targetRef=\"c\"/><endEvent";
    let ran = check(SOUND.replacen("<endEvent", timer, 1).as_bytes());
    assert!(
        ran.out.contains("Worth knowing (1):\n  “Quá hạn”, “Ký duyệt”: the timer is of no time"),
        "{}",
        ran.out
    );
}

#[test]
fn a_process_too_large_to_draw_is_told_so() {
    let steps: String = (0..3_000).map(|at| format!("<userTask id=\"t{at}\"/>")).collect();
    let file = SOUND.replace("<endEvent id=\"e\"/>", &format!("<endEvent id=\"e\"/>{steps}"));
    let folder = Folder::new();
    let out = folder.path("out.svg");
    let ran = ask(&format!("svg --out {}", out.display()), file.as_bytes());
    assert_eq!((ran.code, ran.out.as_str(), ran.err.lines().count()), (1, "", 1), "{ran:?}");
    assert!(
        ran.err.contains("3006 steps and gateways") && ran.err.contains("At most 3000 steps"),
        "{}",
        ran.err
    );
    assert!(!out.exists());
}

#[test]
fn a_file_that_is_no_bpmn_gets_one_clear_line() {
    let bomb =
        "<!DOCTYPE a [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><definitions>&b;</definitions>";
    let nested = format!("{}{}", "<a>".repeat(200_000), "</a>".repeat(200_000));
    let large = format!("{}<!--{}-->", SOUND, " ".repeat(50 << 20));
    let cases: [(&str, &[u8], &str); 9] = [
        ("empty", b"", "element"),
        ("bytes", &[0, 159, 146, 150], "UTF-8"),
        ("words", "Không phải XML".as_bytes(), "line 1"),
        ("page", b"<html><body/></html>", "definitions"),
        ("half", &SOUND.as_bytes()[..500], "line"),
        ("bomb", bomb.as_bytes(), "document type"),
        ("nested", nested.as_bytes(), "deep"),
        ("large", large.as_bytes(), "bytes"),
        ("no process", b"<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\"/>", "no process"),
    ];
    for (name, bytes, words) in cases {
        for command in ["check", "svg", "steps"] {
            let ran = ask(command, bytes);
            assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{name}: {ran:?}");
            assert_eq!(ran.err.lines().count(), 1, "{name}: {ran:?}");
            assert!(ran.err.contains(words) && ran.err.len() < 600, "{name}: {ran:?}");
        }
        let told = ask("check --json", bytes);
        let json: serde_json::Value = serde_json::from_str(&told.out).unwrap();
        assert_eq!((told.code, &json["executable"]), (1, &false.into()), "{name}");
        assert!(json["error"]["message"].as_str().is_some_and(|words| !words.is_empty()), "{name}");
    }
}

#[test]
fn a_file_that_is_not_there_is_a_failure_and_a_command_that_is_none_a_wrong_use() {
    let gone = run(htqlcl().args(["bpmn", "check", "/nowhere/at/all.bpmn"]));
    assert_eq!((gone.code, gone.err.lines().count()), (3, 1), "{gone:?}");
    let folder = Folder::new();
    let directory = run(htqlcl().args(["bpmn", "check"]).arg(folder.as_ref() as &std::path::Path));
    assert_eq!((directory.code, directory.err.lines().count()), (3, 1), "{directory:?}");
    assert_eq!(run(htqlcl().args(["bpmn", "check"])).code, 2);
    assert_eq!(run(htqlcl().args(["bpmn", "burn", "x"])).code, 2);
}

#[test]
fn a_thousand_steps_beside_each_other_are_judged_and_drawn() {
    let mut flows = String::new();
    let mut nodes = String::from(
        "<startEvent id=\"s\"/><parallelGateway id=\"g\"/><parallelGateway id=\"h\"/><endEvent id=\"e\"/>",
    );
    flows.push_str("<sequenceFlow id=\"f\" sourceRef=\"s\" targetRef=\"g\"/><sequenceFlow id=\"z\" sourceRef=\"h\" targetRef=\"e\"/>");
    let mut lane = String::from(
        "<flowNodeRef>s</flowNodeRef><flowNodeRef>g</flowNodeRef><flowNodeRef>h</flowNodeRef><flowNodeRef>e</flowNodeRef>",
    );
    for number in 0..1_000 {
        nodes.push_str(&format!("<userTask id=\"t{number}\"/>"));
        lane.push_str(&format!("<flowNodeRef>t{number}</flowNodeRef>"));
        flows.push_str(&format!("<sequenceFlow id=\"i{number}\" sourceRef=\"g\" targetRef=\"t{number}\"/>"));
        flows.push_str(&format!("<sequenceFlow id=\"o{number}\" sourceRef=\"t{number}\" targetRef=\"h\"/>"));
    }
    let file = format!(
        "<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\"><process id=\"p\"><laneSet id=\"ls\">\
         <lane id=\"l\" name=\"A\">{lane}</lane></laneSet>{nodes}{flows}</process></definitions>"
    );
    let ran = check(file.as_bytes());
    assert_eq!(ran.code, 1, "more branches than a joining gateway can tell apart: {ran:?}");
    assert!(ask("svg", file.as_bytes()).done().starts_with("<svg"));
    assert!(ask("steps", file.as_bytes()).done().lines().count() == 1_002);
}
