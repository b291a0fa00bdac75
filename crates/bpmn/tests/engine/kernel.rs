//! What the token game does, told as stories.

use crate::support::{at, check, checked_step, program};
use bpmn::kernel::{Act, Cause, Event, Refusal, State};

const PERMIT: &str = "
    start s
    user receive
    user assess: ok | back
    xor gate
    user approve
    user give
    end e
    s -> receive -> assess -> gate
    gate -> receive: outcome = \"back\"
    gate -> approve: default
    approve -> give -> e";

#[test]
fn a_dossier_goes_back_once_and_then_to_its_end() {
    check(
        PERMIT,
        "start; receive; assess back; receive; assess ok; approve; give; give",
        "receive; assess; receive; assess; approve; give; Finished(Completed); refused: the process has ended",
    );
}

#[test]
fn a_token_that_has_gone_is_not_completed_again() {
    check(
        PERMIT,
        "#1; start; start; #1; #1; #9; assess; assess perhaps; assess back; #2 ok",
        "refused: the process has not begun; receive; refused: the process has begun already; assess; \
         refused: the token 1 has gone; refused: there never was a token 9; refused: an outcome must be chosen; \
         refused: the task does not offer this outcome; receive; refused: the token 2 has gone",
    );
}

#[test]
fn suspended_tokens_wait_and_a_cancellation_ends_them() {
    check(
        PERMIT,
        "start; resume; suspend; receive; suspend; resume; receive; suspend; cancel; resume",
        "receive; refused: the process is not suspended; receive Suspended; refused: the process is suspended; \
         refused: the process is suspended; receive; assess; assess Suspended; Finished(Cancelled); \
         refused: the process has ended",
    );
}

#[test]
fn a_join_waits_for_every_branch() {
    check(
        "start s
         and split
         user a
         user b
         user c
         and join
         user last
         end e
         s -> split -> a -> join
         split -> b -> join
         split -> c -> join
         join -> last -> e",
        "start; b; a; c; last",
        "a b c; a c join[10]; c join[11]; last; Finished(Completed)",
    );
}

#[test]
fn a_second_token_of_one_branch_queues_at_the_join() {
    check(
        "start s
         and split
         xor merge
         user a
         user b
         user c
         user slow
         and join
         user last
         end e
         s -> split -> a -> merge
         split -> b -> merge
         merge -> c -> join
         split -> slow -> join
         join -> last -> e",
        "start; a; c; b; c; slow; last",
        "a b slow; b slow c; b slow join[1]; slow c join[1]; slow join(queued) join[1]; last join[1]; join[1]",
    );
}

const WITHIN: &str = "
    start s
    sub box
    start s1 @box
    and split @box
    user a @box
    user b @box: stop | go
    xor gate @box
    terminate t @box
    end e1 @box
    timer late on box: days 5
    beside remind on box: P2D
    manual call
    user after
    user rescue
    end e
    s -> box -> after -> e
    s1 -> split -> a -> e1
    split -> b -> gate
    gate -> t: outcome = \"stop\"
    gate -> e1: default
    late -> rescue -> e
    remind -> call -> e";

#[test]
fn a_sub_process_ends_with_its_last_token_or_by_its_terminate_event() {
    check(WITHIN, "start; a; b go; after", "box{} a b; box{} b; after; Finished(Completed)");
    check(WITHIN, "start; b stop; after", "box{} a b; after; Finished(Completed)");
}

#[test]
fn a_timer_takes_a_sub_process_away_and_another_begins_something_beside_it() {
    check(
        WITHIN,
        "start; box!1; box!1; box!0; box!0; call; rescue",
        "box{} a b; box{} a b call; refused: the timer 1 of token 1 has fired already; call rescue; \
         refused: there never was a token 0; rescue; Finished(Completed)",
    );
    check(WITHIN, "start; box!2", "box{} a b; refused: the token 1 has no timer 2");
}

#[test]
fn a_token_waits_for_a_timer_on_its_way() {
    check(
        "start s\n catch c: PT4H\n user a\n end e\n s -> c -> a -> e",
        "start; c; c!1; c!; c!; #1!; a",
        "c; refused: the token 1 waits for no person; refused: the token 1 has no timer 1; a; \
         refused: there never was a token 0; refused: the token 1 has gone; Finished(Completed)",
    );
}

#[test]
fn due_moments_stand_in_the_events_with_their_calendar() {
    let program = program(
        "start s\n user a\n timer t on a: days 2\n beside u on a: PT1H\n end e\n s -> a -> e\n t -> e\n u -> e",
    );
    let mut state = State::default();
    let events = checked_step(&program, &mut state, &Act::Start.at(at(1_000))).unwrap();
    let hour = 3_600_000_000;
    let armed: Vec<Event> =
        events.iter().copied().filter(|event| matches!(event, Event::Armed { .. })).collect();
    assert_eq!(
        armed,
        [
            Event::Armed { token: 1, timer: 0, due_at: 1_000 + 48 * hour, calendar: 7 },
            Event::Armed { token: 1, timer: 1, due_at: 1_000 + hour, calendar: 0 },
        ]
    );
}

#[test]
fn a_due_moment_that_cannot_be_reckoned_is_an_incident_that_hinders_nobody() {
    let text = "start s\n user a\n beside t on a: days 2\n timer u on a: days 3\n end e\n s -> a -> e\n t -> e\n u -> e";
    let program = program(text);
    let mut state = State::default();
    let beyond = 4_102_444_800_000_000 - 60 * 3_600_000_000;
    let events = checked_step(&program, &mut state, &Act::Start.at(at(beyond))).unwrap();
    assert_eq!(events.last(), Some(&Event::Incident { token: 1, cause: Cause::Timer(1) }));
    let fire = Act::Fire { token: 1, timer: 1 };
    assert_eq!(checked_step(&program, &mut state, &fire.at(at(beyond))), Err(Refusal::NotSet(1, 1)));
    let mut completed = state.clone();
    let complete = Act::Complete { token: 1, outcome: None };
    assert!(checked_step(&program, &mut completed, &complete.at(at(beyond))).is_ok());
    let again = checked_step(&program, &mut state, &Act::Retry { token: 1 }.at(at(0))).unwrap();
    assert!(matches!(again[0], Event::Armed { timer: 1, .. }) && matches!(again[1], Event::Recovered { .. }));
}

#[test]
fn no_way_out_is_an_incident_that_can_be_tried_again() {
    check(
        "start s
         xor gate
         user a
         user b
         end e
         s -> gate
         gate -> a: count > 3
         gate -> b: kind = \"x\"
         a -> e
         b -> e",
        "start; gate; gate?; gate!; cancel",
        "gate(stuck); refused: the token 1 waits for no person; gate(stuck); refused: the token 2 has no timer 0; \
         Finished(Cancelled)",
    );
}

#[test]
fn a_handler_that_failed_is_tried_again() {
    check(
        "start s\n service v: fetch\n user a\n end e\n s -> v -> a -> e",
        "start; v; v-; v?; v?; v+; v+; a",
        "v; refused: the token 1 waits for no person; v(faulty); v; refused: the token 1 stands in no incident; a; \
         refused: there never was a token 0; Finished(Completed)",
    );
}

#[test]
fn a_loop_without_work_is_held_up_and_loses_no_token() {
    check(
        "start s\n xor a\n xor b\n user u\n end e\n s -> a -> b\n b -> a: urgent\n b -> u: default\n u -> e",
        "start",
        "a(stuck)",
    );
    check("start s\n and a\n user u\n end e\n s -> u -> a\n a -> e\n a -> u", "start; u", "u; u");
}

#[test]
fn an_outcome_goes_through_splits_and_sub_processes_to_the_gateway_that_asks() {
    check(
        "start s
         sub box
         start s1 @box
         user a @box: yes | no
         manual m @box
         end e1 @box
         xor gate
         user good
         user bad
         end e
         s -> box -> gate
         s1 -> a -> m -> e1
         gate -> good: outcome = \"yes\"
         gate -> bad: not(outcome = \"yes\")
         good -> e
         bad -> e",
        "start; a no; m",
        "box{} a; box{} m; bad",
    );
}

#[test]
fn a_state_is_small() {
    println!("a state with one token: {} bytes", size_of::<State>());
    assert!(size_of::<State>() <= 32);
    assert!(size_of::<Event>() <= 24);
    let program = program(PERMIT);
    let mut state = State::default();
    checked_step(&program, &mut state, &Act::Start.at(at(0))).unwrap();
    println!("stored: {} bytes", state.to_bytes().len());
    assert!(state.to_bytes().len() <= 16);
}

#[test]
fn bytes_that_are_no_state_are_refused() {
    let program = program(WITHIN);
    let mut state = State::default();
    checked_step(&program, &mut state, &Act::Start.at(at(0))).unwrap();
    let bytes = state.to_bytes();
    for length in 0..bytes.len() {
        assert!(State::from_bytes(&bytes[..length]).is_err());
    }
    for place in 0..bytes.len() {
        for value in 0..=255 {
            let mut wrong = bytes.clone();
            wrong[place] = value;
            if let Ok(read) = State::from_bytes(&wrong) {
                assert_eq!(read.to_bytes(), wrong);
                for act in [Act::Cancel, Act::Fire { token: 1, timer: 0 }, Act::Retry { token: 2 }] {
                    let _ = checked_step(&program, &mut read.clone(), &act.at(at(0)));
                }
            }
        }
    }
}

#[test]
fn events_are_written_as_they_were_released() {
    use bpmn::kernel::{Finish, Standing};
    let released = [
        (Event::Started, r#"{"event":"started"}"#),
        (
            Event::Entered { token: 7, scope: 1, node: 2, flow: 3, outcome: 1, standing: Standing::Waiting },
            r#"{"event":"entered","token":7,"scope":1,"node":2,"flow":3,"outcome":1,"standing":"waiting"}"#,
        ),
        (Event::Completed { token: 7, outcome: 0 }, r#"{"event":"completed","token":7,"outcome":0}"#),
        (Event::Passed { token: 7 }, r#"{"event":"passed","token":7}"#),
        (
            Event::Armed { token: 7, timer: 0, due_at: 1_795_000_000_000_000, calendar: 3 },
            r#"{"event":"armed","token":7,"timer":0,"due_at":1795000000000000,"calendar":3}"#,
        ),
        (Event::Fired { token: 7, timer: 0 }, r#"{"event":"fired","token":7,"timer":0}"#),
        (Event::Chose { node: 2, flow: 3 }, r#"{"event":"chose","node":2,"flow":3}"#),
        (
            Event::Arrived { scope: 0, node: 2, flow: 3, arrival: 1 },
            r#"{"event":"arrived","scope":0,"node":2,"flow":3,"arrival":1}"#,
        ),
        (Event::Joined { scope: 0, node: 2 }, r#"{"event":"joined","scope":0,"node":2}"#),
        (Event::ScopeEnded { token: 7 }, r#"{"event":"scope_ended","token":7}"#),
        (Event::Withdrawn { token: 7 }, r#"{"event":"withdrawn","token":7}"#),
        (
            Event::Incident { token: 7, cause: Cause::NoWayOpen },
            r#"{"event":"incident","token":7,"cause":"no_way_open"}"#,
        ),
        (
            Event::Incident { token: 7, cause: Cause::Timer(2) },
            r#"{"event":"incident","token":7,"cause":{"timer":2}}"#,
        ),
        (Event::Retried { token: 7 }, r#"{"event":"retried","token":7}"#),
        (
            Event::Recovered { token: 7, standing: Standing::Hosting },
            r#"{"event":"recovered","token":7,"standing":"hosting"}"#,
        ),
        (Event::Suspended, r#"{"event":"suspended"}"#),
        (Event::Resumed, r#"{"event":"resumed"}"#),
        (Event::Finished { how: Finish::Terminated }, r#"{"event":"finished","how":"terminated"}"#),
    ];
    for (event, written) in released {
        assert_eq!(serde_json::to_string(&event).unwrap(), written);
        assert_eq!(serde_json::from_str::<Event>(written).unwrap(), event);
    }
}
