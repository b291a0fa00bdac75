//! The stored form of a program, and what counts for its version.

use crate::support::{at, fields, process, program};
use bpmn::kernel::{Act, Command, State};
use bpmn::model::{Bounds, Lane, NodeKind, Point};
use bpmn::program::{Op, Program, compile};
use bpmn::tree::NodeId;

const EVERYTHING: &str = "
    start s
    user a: đạt | trả lại
    xor g
    and split
    manual m
    service v: tra-cứu
    and join
    sub box
    start s1 @box
    user b @box: đạt
    terminate t1 @box
    catch c: P1M2DT3H
    catch c2: at 2026-01-31T08:00:00+07:00
    timer late on a: days 5
    beside remind on a: hours 12
    end e
    s -> a -> g
    g -> a: outcome = \"trả lại\" and not(urgent) or count in (1, [2..3.5]) or born < date(\"2000-01-01\")
    g -> split: default
    split -> m -> join
    split -> v -> join
    join -> box -> c -> c2 -> e
    s1 -> b -> t1
    late -> e
    remind -> e";

#[test]
fn the_stored_form_is_as_it_was_released() {
    let program = program(EVERYTHING);
    let bytes = program.to_bytes();
    let lines: Vec<String> =
        bytes.chunks(32).map(|line| line.iter().map(|byte| format!("{byte:02x}")).collect()).collect();
    let found = format!("{}\n{}\n", program.version(), lines.join("\n"));
    let golden = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/program-1.hex");
    if std::env::var_os("BPMN_GOLDEN").is_some() {
        std::fs::write(golden, &found).unwrap();
    }
    assert_eq!(found, std::fs::read_to_string(golden).unwrap());
    assert_eq!(Program::from_bytes(&bytes), Ok(program));
}

#[test]
fn names_count_for_the_version_and_positions_do_not() {
    let model = process(EVERYTHING);
    let version = compile(&model, &fields()).unwrap().version();
    let mut moved = model.clone();
    moved.shapes.insert("a".into(), Bounds { x: 1.0, y: 2.0, width: 3.0, height: 4.0 });
    moved.edges.insert("s-a".into(), vec![Point { x: 1.0, y: 1.0 }]);
    moved.nodes[1].at = NodeId(77);
    assert_eq!(compile(&moved, &fields()).unwrap().version(), version);
    let mut renamed = model.clone();
    renamed.nodes[1].name = "Thẩm định".into();
    assert_ne!(compile(&renamed, &fields()).unwrap().version(), version);
}

#[test]
fn what_a_program_says_of_its_nodes() {
    let mut model = process(EVERYTHING);
    model.lanes.push(Lane { id: "l1".into(), name: "Một cửa".into(), at: NodeId(0) });
    let sub = model.nodes.iter().position(|node| node.kind == NodeKind::SubProcess).unwrap();
    model.nodes[sub].lane = Some(0);
    let program = compile(&model, &fields()).unwrap();
    let node = |id: &str| program.find_node(id).unwrap();
    assert_eq!(program.offered(node("a")).collect::<Vec<_>>(), ["đạt", "trả lại"]);
    assert_eq!(program.offered(node("b")).collect::<Vec<_>>(), ["đạt"]);
    assert_eq!(program.offered(node("m")).count(), 0);
    assert_eq!(program.handler(node("v")), Some("tra-cứu"));
    assert_eq!(program.role(node("b")).map(|role| role.name.as_str()), Some("Một cửa"));
    assert_eq!(program.role(node("a")), None);
    assert_eq!(program.op(node("late")), Some(Op::Interrupting));
    assert_eq!(program.timer(node("a"), 1).map(|(node, _)| node), Some(node("remind")));
    assert_eq!(program.timer(node("a"), 2), None);
    let names: Vec<&str> = program.pool().fields().iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["urgent", "count", "born"]);
}

#[test]
fn bytes_that_are_no_program_are_refused_and_those_that_are_do_no_harm() {
    let bytes = program(EVERYTHING).to_bytes();
    for length in 0..bytes.len() {
        assert!(Program::from_bytes(&bytes[..length]).is_err());
    }
    for place in 0..bytes.len() {
        for change in [1, 2, 7, 0x80, 0xff] {
            let mut wrong = bytes.clone();
            wrong[place] ^= change;
            let Ok(read) = Program::from_bytes(&wrong) else { continue };
            assert_eq!(read.to_bytes(), wrong);
            let mut state = State::default();
            for act in [
                Act::Start,
                Act::Fire { token: 1, timer: 0 },
                Act::Complete { token: 1, outcome: Some("đạt") },
                Act::Complete { token: 2, outcome: None },
                Act::ServiceDone { token: 3 },
                Act::Complete { token: 5, outcome: Some("đạt") },
            ] {
                let command = Command { act, facts: &[], at: at(0) };
                let _ = crate::support::checked_step(&read, &mut state, &command);
            }
            let _ = bpmn::soundness::examine(&read, 200);
        }
    }
}
