//! Processes written in a few words, and stories told about them.
//!
//! A process is lines like `user a: agree | refuse`, `timer t on a: P2D`, `start s @sub` and
//! `gate -> a: outcome = "agree"` (`gate -> b: default`).

use bpmn::feel::{Fields, Type};
use bpmn::kernel::{Act, At, Command, Events, Standing, State, Status, apply, step, step_into};
use bpmn::model::{Flow, FlowIndex, Node, NodeIndex, NodeKind, Process, Timer};
use bpmn::program::{Program, compile};
use bpmn::timer::{Clock, Moment};
use bpmn::tree::NodeId;
use std::collections::BTreeMap;
use std::fmt::Write;

pub fn empty() -> Process {
    Process {
        id: "p".into(),
        name: String::new(),
        lanes: Vec::new(),
        nodes: Vec::new(),
        flows: Vec::new(),
        shapes: BTreeMap::new(),
        edges: BTreeMap::new(),
    }
}

pub fn add_node(process: &mut Process, id: &str, kind: NodeKind, parent: Option<NodeIndex>) -> NodeIndex {
    let (id, name) = (id.to_owned(), String::new());
    let (outgoing, incoming) = (Vec::new(), Vec::new());
    process.nodes.push(Node { id, name, kind, lane: None, parent, outgoing, incoming, at: NodeId(0) });
    NodeIndex(process.nodes.len() as u32 - 1)
}

pub fn add_flow(
    process: &mut Process,
    source: NodeIndex,
    target: NodeIndex,
    condition: Option<&str>,
) -> FlowIndex {
    let index = FlowIndex(process.flows.len() as u32);
    let id = format!("{}-{}", process.node(source).id, process.node(target).id);
    let (name, condition) = (String::new(), condition.map(str::to_owned));
    process.flows.push(Flow { id, name, source, target, condition, at: NodeId(0) });
    process.nodes[source.0 as usize].outgoing.push(index);
    process.nodes[target.0 as usize].incoming.push(index);
    index
}

pub fn timer(text: &str) -> Timer {
    match text.split_once(' ') {
        Some(("days", number)) => Timer::WorkingDays(number.parse().unwrap()),
        Some(("hours", number)) => Timer::WorkingHours(number.parse().unwrap()),
        Some(("at", instant)) => Timer::At(instant.into()),
        _ => Timer::Duration(text.into()),
    }
}

pub fn process(text: &str) -> Process {
    let mut process = empty();
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    for line in lines {
        let (head, detail) = line.split_once(':').map_or((line, ""), |(head, detail)| (head, detail.trim()));
        if head.contains("->") { flow(&mut process, head, detail) } else { node(&mut process, head, detail) }
    }
    process
}

fn find(process: &Process, id: &str) -> NodeIndex {
    let at = process.nodes.iter().position(|node| node.id == id);
    NodeIndex(at.unwrap_or_else(|| panic!("no node {id}")) as u32)
}

fn flow(process: &mut Process, head: &str, detail: &str) {
    let stations: Vec<NodeIndex> = head.split("->").map(|id| find(process, id.trim())).collect();
    for pair in stations.windows(2) {
        let condition = Some(detail).filter(|detail| !detail.is_empty() && *detail != "default");
        let flow = add_flow(process, pair[0], pair[1], condition);
        if detail == "default" {
            process.nodes[pair[0].0 as usize].kind = NodeKind::Exclusive { default: Some(flow) };
        }
    }
}

fn node(process: &mut Process, head: &str, detail: &str) {
    let words: Vec<&str> = head.split_whitespace().collect();
    let parent = words.iter().find_map(|word| word.strip_prefix('@')).map(|id| find(process, id));
    let attached_to = words.iter().position(|word| *word == "on").map(|at| find(process, words[at + 1]));
    let boundary = |interrupting| NodeKind::TimerBoundary {
        attached_to: attached_to.unwrap(),
        interrupting,
        timer: timer(detail),
    };
    let outcomes = detail.split('|').map(|outcome| outcome.trim().to_owned());
    let kind = match words[0] {
        "start" => NodeKind::Start,
        "end" => NodeKind::End,
        "terminate" => NodeKind::Terminate,
        "user" => NodeKind::UserTask { outcomes: outcomes.filter(|outcome| !outcome.is_empty()).collect() },
        "manual" => NodeKind::ManualTask,
        "service" => NodeKind::ServiceTask { handler: detail.into() },
        "xor" => NodeKind::Exclusive { default: None },
        "and" => NodeKind::Parallel,
        "sub" => NodeKind::SubProcess,
        "catch" => NodeKind::TimerCatch(timer(detail)),
        "timer" => boundary(true),
        "beside" => boundary(false),
        other => panic!("what is {other}?"),
    };
    add_node(process, words[1], kind, parent);
}

/// Eight-hour days without any holiday, in a calendar until the year 2100.
pub struct PlainDays;

const HOUR: i64 = 3_600_000_000;

impl Clock for PlainDays {
    fn working_days(&self, days: u32, from: i64) -> Option<Moment> {
        let due_at = from + i64::from(days) * 24 * HOUR;
        (due_at < 4_102_444_800_000_000).then_some(Moment { due_at, calendar: 7 })
    }

    fn working_hours(&self, hours: u32, from: i64) -> Option<Moment> {
        Some(Moment { due_at: from + i64::from(hours) * HOUR, calendar: 7 })
    }
}

pub fn at(now: i64) -> At<'static> {
    At { now, clock: &PlainDays }
}

pub fn fields() -> Fields {
    [("count", Type::Number), ("urgent", Type::Boolean), ("kind", Type::Text), ("born", Type::Date)]
        .into_iter()
        .collect()
}

pub fn program(text: &str) -> Program {
    compile(&process(text), &fields()).unwrap_or_else(|findings| panic!("{findings:#?}"))
}

/// Steps once in both ways, and checks what must hold after every step.
pub fn checked_step(
    program: &Program,
    state: &mut State,
    command: &Command<'_>,
) -> Result<Events, bpmn::kernel::Refusal> {
    let before = state.clone();
    let by_value = step(program, &before, command);
    let mut events = Events::default();
    let in_place = step_into(program, state, command, &mut events);
    match &by_value {
        Ok(made) => {
            assert_eq!(in_place, Ok(()));
            assert_eq!(made, &events);
            let mut replayed = before;
            made.iter().for_each(|event| apply(&mut replayed, event));
            assert_eq!(&replayed, state, "a replay of the events gives the state");
        }
        Err(refusal) => {
            assert_eq!(in_place, Err(*refusal));
            assert_eq!(&before, state, "a refusal leaves the state as it was");
            assert!(events.is_empty());
        }
    }
    assert_eq!(State::from_bytes(&state.to_bytes()).as_ref(), Ok(&*state));
    by_value
}

/// Where the tokens are, in words.
pub fn shown(program: &Program, state: &State) -> String {
    let mut shown = String::new();
    for token in state.tokens() {
        let mark = match token.standing {
            Standing::Waiting => "",
            Standing::Hosting => "{}",
            Standing::Queued => "(queued)",
            Standing::Stuck => "(stuck)",
            Standing::Faulty => "(faulty)",
        };
        write!(shown, "{}{mark} ", program.node(token.node).unwrap().id).unwrap();
    }
    for join in state.joins() {
        let gateway = &program.node(join.node).unwrap().id;
        write!(shown, "{gateway}[{:b}] ", join.arrived).unwrap();
    }
    if state.status() != Status::Running {
        write!(shown, "{:?}", state.status()).unwrap();
    }
    shown.trim_end().to_owned()
}

/// Tells a story of commands parted by `;` and compares where the tokens are after each.
///
/// `a yes` completes the task at node `a` with outcome `yes`, `a!` fires the timer 0 of the token there
/// (`a!1` the timer 1), `a?` retries, `a+` and `a-` report a handler's success and failure.
#[track_caller]
pub fn check(text: &str, story: &str, expected: &str) {
    let program = program(text);
    let mut state = State::default();
    let mut told = Vec::new();
    for sentence in story.split(';').map(str::trim) {
        let act = act(&program, &state, sentence);
        let facts = program.facts(|name| (name == "urgent").then_some(bpmn::feel::Value::Boolean(true)));
        match checked_step(&program, &mut state, &Command { act, facts: &facts, at: at(0) }) {
            Ok(_) => told.push(shown(&program, &state)),
            Err(refusal) => told.push(format!("refused: {refusal}")),
        }
    }
    assert_eq!(told.join("; "), expected);
}

fn act<'a>(program: &Program, state: &State, sentence: &'a str) -> Act<'a> {
    match sentence {
        "start" => return Act::Start,
        "suspend" => return Act::Suspend,
        "resume" => return Act::Resume,
        "cancel" => return Act::Cancel,
        _ => {}
    }
    let (place, outcome) =
        sentence.split_once(' ').map_or((sentence, None), |(place, outcome)| (place, Some(outcome)));
    let end = place.find(['!', '?', '+', '-']).unwrap_or(place.len());
    let (id, mark) = place.split_at(end);
    let token = id.strip_prefix('#').map_or_else(
        || {
            let node = program.find_node(id).unwrap_or_else(|| panic!("no node {id}"));
            state.tokens().find(|token| token.node == node).map_or(0, |token| token.number)
        },
        |number| number.parse().unwrap(),
    );
    match mark {
        "" => Act::Complete { token, outcome },
        "?" => Act::Retry { token },
        "+" => Act::ServiceDone { token },
        "-" => Act::ServiceFailed { token },
        timer => Act::Fire { token, timer: timer[1..].parse().unwrap_or(0) },
    }
}
