//! Random processes and random commands: what must hold whatever happens.

use crate::support::{add_flow, add_node, at, checked_step, empty, fields};
use bpmn::feel::{Number, Value};
use bpmn::kernel::{Act, Cause, Command, Event, Finish, Refusal, Standing, State, Status};
use bpmn::model::{FlowIndex, NodeIndex, NodeKind, Process, Timer};
use bpmn::program::{Op, Program, compile};
use bpmn::soundness::examine;
use proptest::prelude::*;
use std::collections::BTreeSet;

/// A well-formed piece of work: what is made of these is sound.
#[derive(Clone, Debug)]
enum Block {
    User,
    Manual,
    Service,
    Wait,
    Sequence(Vec<Block>),
    /// One of several, by outcome where the flag says so, else by a field.
    Choice(bool, Vec<Block>),
    All(Vec<Block>),
    /// Done again while somebody says so.
    Again(Box<Block>),
    /// A sub-process, which a timer may take away.
    Within(bool, Box<Block>),
    /// A task that a timer may take away, with what is done then.
    Limited(Box<Block>),
    /// A task beside which something is done once when it takes long.
    Reminded(Box<Block>),
}

fn blocks() -> impl Strategy<Value = Block> {
    let leaves = prop_oneof![Just(Block::User), Just(Block::Manual), Just(Block::Service), Just(Block::Wait)];
    leaves.prop_recursive(4, 14, 3, |inner| {
        let some = prop::collection::vec(inner.clone(), 2..4);
        prop_oneof![
            some.clone().prop_map(Block::Sequence),
            (any::<bool>(), some.clone()).prop_map(|(by_outcome, blocks)| Block::Choice(by_outcome, blocks)),
            prop::collection::vec(inner.clone(), 2..3).prop_map(Block::All),
            inner.clone().prop_map(|block| Block::Again(Box::new(block))),
            (any::<bool>(), inner.clone()).prop_map(|(timer, block)| Block::Within(timer, Box::new(block))),
            inner.clone().prop_map(|block| Block::Limited(Box::new(block))),
            inner.prop_map(|block| Block::Reminded(Box::new(block))),
        ]
    })
}

struct Builder {
    process: Process,
    scope: Option<NodeIndex>,
}

type Ends = (NodeIndex, NodeIndex);

impl Builder {
    fn node(&mut self, kind: NodeKind) -> NodeIndex {
        let id = format!("n{}", self.process.nodes.len());
        add_node(&mut self.process, &id, kind, self.scope)
    }

    fn join(&mut self, from: NodeIndex, to: NodeIndex, condition: Option<&str>) {
        let flow = add_flow(&mut self.process, from, to, condition);
        if let NodeKind::Exclusive { default: default @ None } = &mut self.process.nodes[from.0 as usize].kind
            && condition.is_none()
        {
            *default = Some(flow);
        }
    }

    fn task(&mut self, outcomes: &[&str]) -> NodeIndex {
        self.node(NodeKind::UserTask { outcomes: outcomes.iter().map(|text| (*text).to_owned()).collect() })
    }

    fn gate(&mut self) -> NodeIndex {
        self.node(NodeKind::Exclusive { default: None })
    }

    fn timer(&mut self, host: NodeIndex, interrupting: bool) -> NodeIndex {
        self.node(NodeKind::TimerBoundary { attached_to: host, interrupting, timer: Timer::WorkingDays(3) })
    }

    fn whole(block: &Block) -> Process {
        let mut builder = Builder { process: empty(), scope: None };
        builder.framed(block);
        builder.process
    }

    /// The block between a start and an end of the present scope.
    fn framed(&mut self, block: &Block) {
        let start = self.node(NodeKind::Start);
        let (first, last) = self.block(block);
        let end = self.node(NodeKind::End);
        self.join(start, first, None);
        self.join(last, end, None);
    }

    fn block(&mut self, block: &Block) -> Ends {
        match block {
            Block::User => single(self.task(&[])),
            Block::Manual => single(self.node(NodeKind::ManualTask)),
            Block::Service => single(self.node(NodeKind::ServiceTask { handler: "h".into() })),
            Block::Wait => single(self.node(NodeKind::TimerCatch(Timer::Duration("P1D".into())))),
            Block::Sequence(blocks) => {
                let ends: Vec<Ends> = blocks.iter().map(|block| self.block(block)).collect();
                ends.windows(2).for_each(|pair| self.join(pair[0].1, pair[1].0, None));
                (ends[0].0, ends[ends.len() - 1].1)
            }
            Block::Choice(by_outcome, blocks) => self.choice(*by_outcome, blocks),
            Block::All(blocks) => {
                let (split, merge) = (self.node(NodeKind::Parallel), self.node(NodeKind::Parallel));
                for block in blocks {
                    let (first, last) = self.block(block);
                    self.join(split, first, None);
                    self.join(last, merge, None);
                }
                (split, merge)
            }
            Block::Again(block) => {
                let (enter, leave) = (self.gate(), self.gate());
                let (first, last) = self.block(block);
                let ask = self.task(&["again", "done"]);
                self.join(enter, first, None);
                self.join(last, ask, None);
                self.join(ask, leave, None);
                self.join(leave, enter, Some("outcome = \"again\""));
                (enter, leave)
            }
            Block::Within(has_timer, block) => self.within(*has_timer, block),
            Block::Limited(late) => {
                let (task, merge) = (self.task(&[]), self.gate());
                let timer = self.timer(task, true);
                let (first, last) = self.block(late);
                self.join(task, merge, None);
                self.join(timer, first, None);
                self.join(last, merge, None);
                (task, merge)
            }
            Block::Reminded(reminder) => {
                let task = self.task(&["yes", "no"]);
                let timer = self.timer(task, false);
                let (first, last) = self.block(reminder);
                let end = self.node(NodeKind::End);
                self.join(timer, first, None);
                self.join(last, end, None);
                single(task)
            }
        }
    }

    fn choice(&mut self, by_outcome: bool, blocks: &[Block]) -> Ends {
        let outcomes = ["o0", "o1", "o2"];
        let enter = by_outcome.then(|| self.task(&outcomes[..blocks.len()]));
        let (split, merge) = (self.gate(), self.gate());
        for (at, block) in blocks.iter().enumerate() {
            let (first, last) = self.block(block);
            let condition = match (by_outcome, at + 1 == blocks.len()) {
                (true, _) => Some(format!("outcome = \"o{at}\"")),
                (false, true) => None,
                (false, false) => Some(format!("count > {}", 3 * (at + 1))),
            };
            self.join(split, first, condition.as_deref());
            self.join(last, merge, None);
        }
        if let Some(enter) = enter {
            self.join(enter, split, None);
        }
        (enter.unwrap_or(split), merge)
    }

    fn within(&mut self, has_timer: bool, block: &Block) -> Ends {
        let sub = self.node(NodeKind::SubProcess);
        let outer = self.scope.replace(sub);
        self.framed(block);
        self.scope = outer;
        let merge = self.gate();
        self.join(sub, merge, None);
        if has_timer {
            let timer = self.timer(sub, true);
            self.join(timer, merge, None);
        }
        (sub, merge)
    }
}

fn single(node: NodeIndex) -> Ends {
    (node, node)
}

/// The commands that can be meant for some token now, with those that must be refused among them.
fn acts<'a>(program: &'a Program, state: &State) -> Vec<Act<'a>> {
    let mut acts = Vec::new();
    for token in state.tokens() {
        let number = token.number;
        for timer in 0..8 {
            if token.armed & (1 << timer) != 0 {
                acts.push(Act::Fire { token: number, timer });
            }
        }
        match (program.op(token.node).unwrap(), token.standing) {
            (_, Standing::Stuck) => acts.push(Act::Retry { token: number }),
            (Op::Service, _) => acts.push(Act::ServiceDone { token: number }),
            (Op::User | Op::Manual, _) => {
                let before = acts.len();
                acts.extend(
                    program
                        .offered(token.node)
                        .map(|outcome| Act::Complete { token: number, outcome: Some(outcome) }),
                );
                if acts.len() == before {
                    acts.push(Act::Complete { token: number, outcome: None });
                }
            }
            _ => {}
        }
    }
    acts
}

/// Commands that are wrong in some way, whatever the state.
fn wild(seed: u32) -> Act<'static> {
    let token = seed / 8 % 20;
    match seed % 8 {
        0 => Act::Start,
        1 => Act::Complete { token, outcome: Some("again") },
        2 => Act::Complete { token, outcome: None },
        3 => Act::Fire { token, timer: (seed / 160 % 9) as u8 },
        4 => Act::ServiceFailed { token },
        5 => Act::Retry { token },
        6 => Act::Suspend,
        _ => Act::Resume,
    }
}

fn facts(program: &Program, seed: u32) -> Vec<Value> {
    program.facts(|name| match name {
        "count" if !seed.is_multiple_of(5) => Number::whole(i64::from(seed % 11)).map(Value::Number),
        _ => None,
    })
}

/// Walks at random and gives the events; each command that was obeyed is sent twice, and the second must be refused.
fn walk(program: &Program, state: &mut State, seeds: &[u32]) -> Vec<Event> {
    let mut told = Vec::new();
    let mut fired = BTreeSet::new();
    for seed in seeds {
        let proper = acts(program, state);
        let act = match proper.get(*seed as usize % (proper.len() + 1)) {
            Some(act) => *act,
            None => wild(seed / 7),
        };
        let facts = facts(program, *seed);
        let command = Command { act, facts: &facts, at: at(i64::from(*seed)) };
        let Ok(events) = checked_step(program, state, &command) else { continue };
        for event in events.iter() {
            if let Event::Fired { token, timer } = event {
                assert!(fired.insert((*token, *timer)), "a timer fires once");
            }
        }
        if matches!(act, Act::Complete { .. } | Act::Fire { .. } | Act::ServiceDone { .. }) {
            let again = checked_step(program, state, &command).unwrap_err();
            assert!(
                matches!(again, Refusal::Gone(_) | Refusal::FiredAlready(..) | Refusal::Finished(_)),
                "{again:?} after {act:?}"
            );
        }
        told.extend(events.iter().copied());
    }
    told
}

/// Leads a process to its end by the outcomes that lead out of loops.
fn lead_to_end(program: &Program, state: &mut State) {
    for round in 0..2_000 {
        let acts = acts(program, state);
        let Some(act) = acts.iter().rev().find(|act| !matches!(act, Act::Fire { .. })).or(acts.first())
        else {
            break;
        };
        let count = facts(program, round % 5 + 1);
        checked_step(program, state, &Command { act: *act, facts: &count, at: at(0) }).unwrap();
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn a_sound_process_can_always_end_and_doubles_no_token(
        block in blocks(),
        seeds in prop::collection::vec(any::<u32>(), 0..60),
    ) {
        let model = Builder::whole(&block);
        let program = compile(&model, &fields()).unwrap();
        let verdict = examine(&program, 3_000);
        prop_assert!(verdict.executable, "{:#?}", verdict.findings);
        let stored = Program::from_bytes(&program.to_bytes());
        prop_assert_eq!(stored.as_ref(), Ok(&program));
        let has_reminder = program_has(&program, Op::Beside);

        let mut state = State::default();
        checked_step(&program, &mut state, &Act::Start.at(at(0))).unwrap();
        let told = walk(&program, &mut state, &seeds);
        prop_assert_eq!(told.iter().find(|event| is_stop(event)), None);
        if !has_reminder {
            let nodes: Vec<u16> = state.tokens().map(|token| token.node).collect();
            let distinct: BTreeSet<u16> = nodes.iter().copied().collect();
            prop_assert_eq!(nodes.len(), distinct.len(), "a node has one token at most");
        }
        if state.status() == Status::Suspended {
            checked_step(&program, &mut state, &Act::Resume.at(at(0))).unwrap();
        }
        lead_to_end(&program, &mut state);
        prop_assert_eq!(state.status(), Status::Finished(Finish::Completed));
    }

    #[test]
    fn an_unsound_process_makes_nothing_panic(
        kinds in prop::collection::vec(0..12_u8, 3..14),
        flows in prop::collection::vec((0..14_u32, 0..14_u32, 0..6_u8), 2..24),
        seeds in prop::collection::vec(any::<u32>(), 0..60),
    ) {
        let model = tangle(&kinds, &flows);
        if let Ok(program) = compile(&model, &fields()) {
            let _ = examine(&program, 500);
            let mut state = State::default();
            checked_step(&program, &mut state, &Act::Start.at(at(0))).unwrap();
            walk(&program, &mut state, &seeds);
            let events = checked_step(&program, &mut state, &Act::Cancel.at(at(0)));
            prop_assert!(events.is_ok() || matches!(state.status(), Status::Finished(_)));
        }
    }

    #[test]
    fn what_the_check_finds_sound_never_stops_and_doubles_nothing(
        block in blocks(),
        changes in prop::collection::vec((any::<bool>(), any::<u32>(), any::<u32>()), 1..3),
        seeds in prop::collection::vec(any::<u32>(), 60),
    ) {
        let mut model = Builder::whole(&block);
        changes.iter().for_each(|change| spoil(&mut model, *change));
        let Ok(program) = compile(&model, &fields()) else { return Ok(()) };
        let verdict = examine(&program, 3_000);
        let warned = |code: &str| verdict.findings.iter().any(|finding| finding.what.code() == code);
        if !verdict.executable || !verdict.decided || warned("may_all_fail") || warned("doubled_by_timer") {
            return Ok(());
        }
        let mut state = State::default();
        checked_step(&program, &mut state, &Act::Start.at(at(0))).unwrap();
        for (at, _) in seeds.iter().enumerate() {
            let told = walk(&program, &mut state, &seeds[at..=at]);
            prop_assert!(!told.iter().any(is_stop));
            let nodes: Vec<u16> = state.tokens().map(|token| token.node).collect();
            prop_assert_eq!(nodes.len(), nodes.iter().collect::<BTreeSet<_>>().len(), "no node has two tokens");
            let waits = acts(&program, &state).len();
            prop_assert!(waits > 0 || matches!(state.status(), Status::Finished(_)), "something can always happen");
        }
    }
}

/// An incident other than a handler's failure, which a walk brings about itself.
fn is_stop(event: &Event) -> bool {
    matches!(event, Event::Incident { cause, .. } if *cause != Cause::Handler)
}

/// Leads a flow elsewhere, or makes a gateway into one of the other kind, so that soundness is not sure any more.
fn spoil(process: &mut Process, (elsewhere, which, target): (bool, u32, u32)) {
    if !elsewhere {
        let gates: Vec<usize> = (0..process.nodes.len())
            .filter(|at| {
                let node = &process.nodes[*at];
                matches!(node.kind, NodeKind::Exclusive { .. } | NodeKind::Parallel)
                    && node.outgoing.len() == 1
            })
            .collect();
        let Some(at) = gates.get(which as usize % gates.len().max(1)) else { return };
        let is_parallel = process.nodes[*at].kind == NodeKind::Parallel;
        process.nodes[*at].kind =
            if is_parallel { NodeKind::Exclusive { default: None } } else { NodeKind::Parallel };
        return;
    }
    let flow = which as usize % process.flows.len();
    let before = process.flows[flow].target;
    let parent = process.node(before).parent;
    let targets: Vec<usize> = (0..process.nodes.len())
        .filter(|at| {
            let node = &process.nodes[*at];
            node.parent == parent && !matches!(node.kind, NodeKind::Start | NodeKind::TimerBoundary { .. })
        })
        .collect();
    let after = targets[target as usize % targets.len()];
    let index = FlowIndex(flow as u32);
    process.nodes[before.0 as usize].incoming.retain(|other| *other != index);
    process.nodes[after].incoming.push(index);
    process.flows[flow].target = NodeIndex(after as u32);
}

fn program_has(program: &Program, op: Op) -> bool {
    (0..program.node_count()).any(|node| program.op(node) == Some(op))
}

/// Nodes and flows thrown together, mended just so far that most can be compiled.
fn tangle(kinds: &[u8], flows: &[(u32, u32, u8)]) -> Process {
    let mut process = empty();
    let start = add_node(&mut process, "s", NodeKind::Start, None);
    for (at, kind) in kinds.iter().enumerate() {
        let timer = Timer::WorkingHours(2);
        let host = NodeIndex(at as u32);
        let hosts = matches!(process.nodes[at].kind, NodeKind::UserTask { .. } | NodeKind::ManualTask);
        let kind = match kind {
            0 | 1 => NodeKind::UserTask { outcomes: vec!["again".into(), "done".into()] },
            2 => NodeKind::ManualTask,
            3 => NodeKind::ServiceTask { handler: "h".into() },
            4 | 5 => NodeKind::Exclusive { default: None },
            6 | 7 => NodeKind::Parallel,
            8 => NodeKind::TimerCatch(timer),
            9 if hosts => NodeKind::TimerBoundary { attached_to: host, interrupting: at % 2 == 0, timer },
            10 => NodeKind::Terminate,
            _ => NodeKind::End,
        };
        add_node(&mut process, &format!("n{at}"), kind, None);
    }
    let count = process.nodes.len() as u32;
    add_flow(&mut process, start, NodeIndex(1), None);
    for (from, to, condition) in flows {
        let (from, to) = (NodeIndex(from % count), NodeIndex(to % count));
        let starts = matches!(process.node(from).kind, NodeKind::End | NodeKind::Terminate | NodeKind::Start);
        let ends = matches!(process.node(to).kind, NodeKind::Start | NodeKind::TimerBoundary { .. });
        if starts || ends {
            continue;
        }
        let has_default = !matches!(process.node(from).kind, NodeKind::Exclusive { default: None });
        let condition = match condition {
            0 if !has_default => None,
            0 | 1 => Some("outcome = \"again\""),
            2 => Some("outcome = \"done\""),
            3 => Some("count > 3"),
            4 => Some("not(count > 3)"),
            _ => Some("outcome != null or count = null"),
        };
        let is_choice = matches!(process.node(from).kind, NodeKind::Exclusive { .. });
        let condition = condition.filter(|_| is_choice);
        let flow = add_flow(&mut process, from, to, condition);
        if let NodeKind::Exclusive { default } = &mut process.nodes[from.0 as usize].kind
            && condition.is_none()
        {
            *default = Some(flow);
        }
    }
    process
}
