//! What the check of soundness says about small processes.

use crate::support::{add_flow, add_node, empty, fields, process};
use bpmn::model::NodeKind;
use bpmn::program::compile;
use bpmn::soundness::{Verdict, check as verdict_of, examine};

fn verdict(text: &str) -> Verdict {
    verdict_of(&process(text), &fields())
}

/// Compares the findings as `code id id, code id`, after `yes` or `no` for executable.
#[track_caller]
fn check(text: &str, expected: &str) {
    let verdict = verdict(text);
    let findings = verdict.findings.iter().map(|finding| {
        let places: Vec<&str> = finding.places.iter().map(|place| place.id.as_str()).collect();
        assert!(finding.vi().ends_with('.') && finding.en().ends_with('.'), "{finding:?}");
        format!("{} {}", finding.what.code(), places.join(" ")).trim_end().to_owned()
    });
    let findings: Vec<String> = findings.collect();
    let executable = if verdict.executable { "yes" } else { "no" };
    assert_eq!(format!("{executable}: {}", findings.join(", ")).trim_end(), expected);
}

#[test]
fn a_sound_process_has_no_finding() {
    check(
        "start s\n user a: ok | back\n xor g\n and split\n user b\n user c\n and join\n end e
         timer t on a: days 3\n manual m
         s -> a -> g\n g -> split: outcome = \"ok\"\n g -> a: outcome = \"back\"
         split -> b -> join\n split -> c -> join\n join -> e\n t -> m -> e",
        "yes:",
    );
}

#[test]
fn what_cannot_be_reached_or_left_is_named() {
    check(
        "start s\n user a\n user lost\n user b\n user c\n xor g\n end e\n s -> a -> g\n g -> e: urgent\n g -> b: default\n b -> c -> b\n lost -> a",
        "no: unreachable lost, no_way_to_end b c",
    );
    check("start s\n user a\n s -> a", "yes: implicit_end a");
}

#[test]
fn a_timer_of_a_scope_takes_all_within_to_an_end_however_deep_it_stands() {
    let ring = |timer: &str| {
        format!(
            "start s\n sub outer\n start o @outer\n sub inner @outer\n start i @inner\n user a @inner\n user b @inner
             end e\n end f\n {timer}\n s -> outer -> e\n o -> inner\n i -> a -> b -> a"
        )
    };
    check(
        &ring("timer t on outer: P2D\n t -> f"),
        "no: never_reached e, implicit_end inner, never_taken outer-e",
    );
    check(
        &ring("beside t on outer: P2D\n t -> f"),
        "no: no_way_to_end s outer o inner i a b, implicit_end inner",
    );
    // The timer itself leads nowhere but into the ring.
    check(
        "start s\n user a\n user b\n user c\n timer t on a: P2D\n s -> a -> b -> a\n t -> c -> b",
        "no: no_way_to_end s a b c t",
    );
}

/// Each flow leads from a later node to an earlier one, at the bottom of as many scopes as a file can hold.
#[test]
fn a_deep_process_in_the_worst_order_is_judged() {
    let (deep, long) = (190, 9_000);
    let mut process = empty();
    let mut scope = None;
    for level in 0..deep {
        let start = add_node(&mut process, &format!("s{level}"), NodeKind::Start, scope);
        let inner = add_node(&mut process, &format!("x{level}"), NodeKind::SubProcess, scope);
        let end = add_node(&mut process, &format!("e{level}"), NodeKind::End, scope);
        add_flow(&mut process, start, inner, None);
        add_flow(&mut process, inner, end, None);
        scope = Some(inner);
    }
    let mut next = add_node(&mut process, "e", NodeKind::End, scope);
    for number in 0..long {
        let task = add_node(&mut process, &format!("t{number}"), NodeKind::ManualTask, scope);
        add_flow(&mut process, task, next, None);
        next = task;
    }
    let start = add_node(&mut process, "s", NodeKind::Start, scope);
    add_flow(&mut process, start, next, None);
    let verdict = verdict_of(&process, &fields());
    assert!(verdict.executable && verdict.findings.is_empty(), "{:?}", verdict.findings);
}

#[test]
fn a_choice_that_is_joined_as_if_it_were_a_split_waits_for_ever() {
    check(
        "start s\n xor g\n user a\n user b\n and join\n end e\n s -> g\n g -> a: urgent\n g -> b: default\n a -> join\n b -> join\n join -> e",
        "no: deadlock join",
    );
}

#[test]
fn a_split_that_is_merged_but_not_joined_doubles_the_work() {
    check(
        "start s\n and split\n user a\n user b\n xor merge\n user c\n end e\n s -> split -> a -> merge\n split -> b -> merge\n merge -> c -> e",
        "no: doubled c",
    );
    check(
        "start s\n and split\n user a\n user b\n xor merge\n end e\n s -> split -> a -> merge\n split -> b -> merge\n merge -> e",
        "yes:",
    );
}

#[test]
fn a_reminder_that_may_come_twice_is_only_a_warning() {
    check(
        "start s\n user a: ok | again\n xor g\n beside t on a: days 3\n user call\n end e
         s -> a -> g\n g -> a: outcome = \"again\"\n g -> e: outcome = \"ok\"\n t -> call -> e",
        "yes: doubled_by_timer call",
    );
}

#[test]
fn a_reminder_of_two_parallel_tasks_in_a_loop_is_no_deadlock() {
    check(
        "start s\n user a: ok | again\n xor g\n beside t on a: days 3\n and split\n user b\n user c\n and join\n end e\n end f
         s -> a -> g\n g -> a: outcome = \"again\"\n g -> e: outcome = \"ok\"
         t -> split -> b -> join\n split -> c -> join\n join -> f",
        "yes: doubled_by_timer b, doubled_by_timer c",
    );
}

#[test]
fn every_outcome_needs_a_way() {
    check(
        "start s\n user a: yes | no | later\n xor g\n end e\n end f\n s -> a -> g\n g -> e: outcome = \"yes\"\n g -> f: outcome = \"no\"",
        "no: outcome_not_covered g",
    );
    check(
        "start s\n user a: yes | no\n user b\n xor g\n end e\n end f\n s -> a -> b -> g\n g -> e: outcome = \"yes\"\n g -> f: outcome != \"yes\"",
        "yes:",
    );
    check(
        "start s\n user a: yes | no\n xor g\n end e\n end f\n user u\n s -> a -> g\n g -> e: outcome in (\"yes\", \"no\")\n g -> u: outcome = \"maybe\"\n u -> f",
        "no: never_reached f u, never_taken g-u",
    );
}

#[test]
fn conditions_over_fields_may_all_fail_and_may_be_the_same() {
    check(
        "start s\n xor g\n end e\n end f\n s -> g\n g -> e: count > 3\n g -> f: count <= 3",
        "yes: may_all_fail g",
    );
    check(
        "start s\n xor g\n end e\n end f\n end h\n s -> g\n g -> e: count > 3\n g -> f: count>3\n g -> h: default",
        "yes: duplicate_condition g-f g-e",
    );
}

#[test]
fn loops_without_a_wait_and_loops_without_an_end_are_refused() {
    check(
        "start s\n xor a\n xor b\n end e\n s -> a -> b\n b -> a: urgent\n b -> e: default",
        "no: endless_loop a b",
    );
    check(
        "start s\n sub box\n start i @box\n end j @box\n xor g\n end e\n s -> box -> g\n i -> j\n g -> box: urgent\n g -> e: default",
        "no: endless_loop box j g",
    );
    check(
        "start s\n user a: x | y\n xor g\n user b: go\n xor h\n end e
         s -> a -> g\n g -> e: outcome = \"x\"\n g -> b: outcome = \"y\"\n b -> h\n h -> b: outcome = \"go\"\n h -> e: default",
        "no: livelock b, never_taken h-e",
    );
}

#[test]
fn a_timer_can_save_a_sub_process_that_never_ends() {
    let within = "start s\n sub box\n start i @box\n user a @box\n end e\n s -> box -> e\n i -> a -> a";
    check(within, "no: no_way_to_end s box i a");
    check(&format!("{within}\n timer t on box: P1D\n t -> e"), "yes: never_taken box-e");
}

#[test]
fn what_cannot_be_compiled_is_named_all_at_once() {
    check(
        "start s\n start s2\n user a\n xor g\n end e\n timer t on g: P1D\n catch c: soon\n sub box\n s -> a -> g\n s2 -> a\n g -> e: cout > 3 or kind\n g -> c\n c -> e -> a\n a -> box: urgent\n t -> e",
        "no: several_starts s s2, no_start box, leaves_end e e-a, boundary_on_nothing t g, bad_timer c, \
         condition_elsewhere a-box a, bad_condition g-e g, bad_condition g-e g, condition_missing g-c g",
    );
}

#[test]
fn a_process_with_too_many_states_is_not_decided_and_says_so() {
    let mut text = String::from("start s\n and split\n and join\n end e\n s -> split\n join -> e\n");
    for branch in 0..20 {
        text += &format!("user u{branch}\n split -> u{branch} -> join\n");
    }
    let program = compile(&process(&text), &fields()).unwrap();
    let verdict = examine(&program, 2_000);
    assert!(!verdict.decided && verdict.executable);
    assert_eq!(verdict.findings[0].what.code(), "not_decided");
    let small = examine(&program, 2_000_000_000);
    assert!(small.markings <= 4_000_000, "the number of tokens that are kept is bounded too");
}

#[test]
fn sentences_name_the_places() {
    let verdict = verdict(
        "start s\n user a: duyệt | trả lại\n xor g\n end e\n s -> a -> g\n g -> e: outcome = \"duyệt\" and đủ",
    );
    let finding = &verdict.findings[0];
    assert_eq!(
        finding.vi(),
        "g-e, g: điều kiện “outcome = \"duyệt\" and đủ” sai ở “đủ”: chưa khai báo trường “đủ”."
    );
    assert_eq!(
        finding.en(),
        "g-e, g: the condition “outcome = \"duyệt\" and đủ” is wrong at “đủ”: no field “đủ” is declared."
    );
}

#[test]
fn a_timer_of_no_time_that_breaks_work_off_is_a_warning() {
    let of = |timer: &str| {
        format!("start s\n user a\n end e\n {timer} t on a: PLACE\n manual m\n s -> a -> e\n t -> m -> e")
    };
    for written in ["P0D", "PT0S", "P0Y0M", "PT0H0M0S"] {
        check(&of("timer").replace("PLACE", written), "yes: timer_at_once t a");
        check(&of("beside").replace("PLACE", written), "yes:");
    }
    check(&of("timer").replace("PLACE", "PT1S"), "yes:");
}

#[test]
fn a_long_condition_or_timer_is_not_repeated_whole() {
    let said = |text: &str| {
        let verdict = verdict(text);
        assert!(!verdict.findings.is_empty());
        verdict
            .findings
            .iter()
            .map(|finding| format!("{} {}", finding.vi(), finding.en()))
            .collect::<String>()
    };
    let way = |condition: &str| {
        said(&format!("start s\n xor g\n end e\n end f\n s -> g\n g -> e: {condition}\n g -> f: default"))
    };
    let long = way(&format!("outcome = \"{}\"", "a".repeat(2_000_000)));
    assert!(long.len() < 1_000 && long.contains("quá dài"), "{}", long.len());
    let inside = way(&format!("outcome = \"{}\" and nowhere = 1", "a".repeat(1_500)));
    assert!(
        inside.len() < 1_000 && inside.contains("…aaa") && inside.contains("and nowhere = 1"),
        "{inside}"
    );
    let timer = said(&format!(
        "start s\n user a\n end e\n timer t on a: {}\n s -> a -> e\n t -> e",
        "P".repeat(100_000)
    ));
    assert!(timer.len() < 1_000 && timer.contains("PPP…"), "{}", timer.len());
}
