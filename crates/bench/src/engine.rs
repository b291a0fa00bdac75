//! The process engine in memory: what a step costs, how large a state is, how the cost grows with live dossiers.
//!
//! The process in every figure: start, tiếp nhận, thẩm định, a choice that one dossier in ten takes back once,
//! phê duyệt, trả kết quả, end. A step is one start or one completed task: 5.2 steps a dossier.

use crate::clock;
use crate::generate::Draw;
use crate::measure::{cost, median};
use crate::prepared::Bench;
use crate::table::Line;
use anyhow::{Context, ensure};
use bpmn::build::{Draft, Step, To, Way};
use bpmn::feel::Fields;
use bpmn::kernel::{Act, At, Event, Events, Finish, Standing, State, Status, step_into};
use bpmn::program::Program;
use bpmn::timer::NoWorkingTime;
use std::hint::black_box;

/// Thẩm định finds everything in order.
pub const FIT: &str = "dat";
/// Thẩm định sends it back.
pub const BACK: &str = "bo_sung";

/// What others need for a step in memory.
const PEERS: &str = "SpiffWorkflow 7,100-8,400; camunda-python 33,500-36,400; bpmn-engine (npm) 360-440";
/// What others need for a live dossier.
const PEERS_SIZE: &str = "SpiffWorkflow 6,784; camunda-python 3,317; bpmn-engine (npm) about 870,000";

/// The instant of every step; nothing here counts time.
const AT: At<'static> = At { now: 0, clock: &NoWorkingTime };

/// The process as a list of steps, whose lanes name roles.
pub fn draft() -> Draft {
    Draft {
        id: "bon_buoc".to_owned(),
        name: "Bốn bước".to_owned(),
        steps: vec![
            Step::person("tiep_nhan", "Tiếp nhận", "Một cửa"),
            Step::person("tham_dinh", "Thẩm định", "Công chức chuyên môn")
                .way(Way::new(FIT, "Đạt", To::Next))
                .way(Way::new(BACK, "Bổ sung", To::Step("tiep_nhan".to_owned()))),
            Step::person("phe_duyet", "Phê duyệt", "Lãnh đạo cơ quan"),
            Step::person("tra_ket_qua", "Trả kết quả", "Một cửa"),
        ],
        ..Draft::default()
    }
}

/// Measures the engine, then the legal clock.
pub fn measure(bench: &Bench) -> anyhow::Result<Vec<Line>> {
    let process = draft().build()?;
    let program = bpmn::program::compile(&process, &Fields::default());
    let program = program.map_err(|found| anyhow::anyhow!("the process does not compile: {found:?}"))?;
    let mut lines = steps(bench, &program)?;
    lines.push(
        Line::at_most("a state with one token", (size_of::<State>() as f64, "bytes"), 64.0)
            .beside(size_of::<Plain>() as f64, "the plain machine's")
            .peers(PEERS_SIZE),
    );
    lines.push(Line::told("an event of the engine", size_of::<Event>() as f64, "bytes"));
    lines.extend(growth(bench, &program)?);
    lines.extend(clock::measure(bench)?);
    Ok(lines)
}

/// One step of whatever stands there: a start, the next task, or a fresh state for a finished one.
fn advance(
    program: &Program,
    (state, events): (&mut State, &mut Events),
    goes_back: bool,
) -> anyhow::Result<()> {
    if matches!(state.status(), Status::Finished(_)) {
        *state = State::default();
    }
    let token = state.tokens().next().copied();
    let act = match token {
        None => Act::Start,
        Some(token) => {
            let offers = program.offered(token.node).next().is_some();
            let outcome = offers.then_some(if goes_back { BACK } else { FIT });
            Act::Complete { token: token.number, outcome }
        }
    };
    step_into(program, state, &act.at(AT), events).map_err(|reason| anyhow::anyhow!("refused: {reason:?}"))
}

/// Whether the dossier of this number is sent back: one in ten, once.
fn goes_back(dossier: usize, has_been: bool) -> bool {
    dossier.is_multiple_of(10) && !has_been
}

/// Runs dossiers from start to end, one after the other; returns how many steps and events that were.
fn through_kernel(program: &Program, dossiers: usize) -> anyhow::Result<(usize, usize)> {
    let mut events = Events::default();
    let (mut steps, mut built) = (0, 0);
    for dossier in 0..dossiers {
        let mut state = State::default();
        let mut visits = 0;
        while !matches!(state.status(), Status::Finished(_)) {
            visits += 1;
            advance(program, (&mut state, &mut events), goes_back(dossier, visits > 3))?;
            built += black_box(events.as_slice()).len();
        }
        steps += visits;
    }
    Ok((steps, built))
}

/// The places of the process in the program, for the plain machine.
struct Places {
    /// Where the tasks are entered: node and flow.
    entered: [(u16, u16); 4],
    /// The choice: its node, the flow onward and the flow back.
    choice: (u16, u16, u16),
}

impl Places {
    /// Learnt from one dossier that was sent back.
    fn learn(program: &Program) -> anyhow::Result<Places> {
        let (mut state, mut events) = (State::default(), Events::default());
        let (mut entered, mut chosen) = (Vec::new(), Vec::new());
        for visit in 0..8 {
            advance(program, (&mut state, &mut events), goes_back(0, visit > 2))?;
            for event in events.as_slice() {
                match *event {
                    Event::Entered { node, flow, .. } => entered.push((node, flow)),
                    Event::Chose { node, flow } => chosen.push((node, flow)),
                    _ => {}
                }
            }
            if matches!(state.status(), Status::Finished(_)) {
                break;
            }
        }
        // Entered: tiếp nhận, thẩm định, tiếp nhận again, thẩm định again, phê duyệt, trả kết quả.
        ensure!(
            entered.len() == 6 && chosen.len() == 2,
            "the process runs otherwise: {entered:?} {chosen:?}"
        );
        Ok(Places {
            entered: [entered[0], entered[1], entered[4], entered[5]],
            choice: (chosen[0].0, chosen[1].1, chosen[0].1),
        })
    }
}

/// The same process as a machine written by hand: no program, no check, the same events.
#[derive(Clone, Copy, Default)]
struct Plain {
    next: u32,
    outcome: u8,
    stage: u8,
}

impl Plain {
    fn step(&mut self, (places, goes_back): (&Places, bool), events: &mut Vec<Event>) {
        events.clear();
        match self.stage {
            0 => {
                events.push(Event::Started);
                self.enter(places, (0, None), events);
            }
            2 => {
                self.outcome = if goes_back { 2 } else { 1 };
                events.push(Event::Completed { token: self.next, outcome: self.outcome });
                let (node, onward, back) = places.choice;
                let flow = if goes_back { back } else { onward };
                events.push(Event::Chose { node, flow });
                self.enter(places, (if goes_back { 0 } else { 2 }, Some(flow)), events);
            }
            4 => {
                events.push(Event::Completed { token: self.next, outcome: 0 });
                events.push(Event::Finished { how: Finish::Completed });
                self.stage = 5;
            }
            stage => {
                events.push(Event::Completed { token: self.next, outcome: 0 });
                self.enter(places, (usize::from(stage), None), events);
            }
        }
    }

    fn enter(&mut self, places: &Places, (task, by): (usize, Option<u16>), events: &mut Vec<Event>) {
        let (node, flow) = places.entered[task];
        self.next += 1;
        self.stage = task as u8 + 1;
        events.push(Event::Entered {
            token: self.next,
            scope: 0,
            node,
            flow: by.unwrap_or(flow),
            outcome: self.outcome,
            standing: Standing::Waiting,
        });
    }
}

fn through_plain(places: &Places, dossiers: usize) -> (usize, usize) {
    let mut events = Vec::with_capacity(8);
    let (mut steps, mut built) = (0, 0);
    for dossier in 0..dossiers {
        let (mut plain, mut visits) = (Plain::default(), 0);
        while plain.stage < 5 {
            visits += 1;
            plain.step((places, goes_back(dossier, visits > 3)), &mut events);
            built += black_box(&events).len();
        }
        steps += visits;
    }
    (steps, built)
}

/// The plain machine must tell what the kernel tells, or it would be no limit of it.
fn tell_the_same(program: &Program, places: &Places) -> anyhow::Result<()> {
    for dossier in 0..2 {
        let (mut state, mut events) = (State::default(), Events::default());
        let (mut plain, mut told, mut visits) = (Plain::default(), Vec::new(), 0);
        while plain.stage < 5 {
            visits += 1;
            let goes_back = goes_back(dossier, visits > 3);
            advance(program, (&mut state, &mut events), goes_back)?;
            plain.step((places, goes_back), &mut told);
            ensure!(events.as_slice() == told, "step {visits}: {:?} beside {told:?}", events.as_slice());
        }
    }
    Ok(())
}

fn steps(bench: &Bench, program: &Program) -> anyhow::Result<Vec<Line>> {
    let places = Places::learn(program)?;
    tell_the_same(program, &places)?;
    let dossiers = bench.scale.live / 5;
    let (mut rates, mut plain_rates) = (Vec::new(), Vec::new());
    let (mut steps_a_dossier, mut events_a_step) = (0.0, 0.0);
    for round in 0..=bench.scale.rounds {
        let ((steps, built), spent) = cost(|| through_kernel(program, dossiers))?;
        let ((plain_steps, plain_built), plain) = cost(|| Ok(through_plain(&places, dossiers)))?;
        ensure!((steps, built) == (plain_steps, plain_built), "the plain machine did something else");
        (steps_a_dossier, events_a_step) = (steps as f64 / dossiers as f64, built as f64 / steps as f64);
        if round > 0 {
            rates.push(steps as f64 / spent.cpu_s / 1e6);
            plain_rates.push(steps as f64 / plain.cpu_s / 1e6);
        }
    }
    Ok(vec![
        Line::at_least(
            "steps in memory of a compiled process, events built",
            (median(rates), "M a CPU second"),
            10.0,
        )
        .beside(median(plain_rates), "a machine written by hand for this process, the same events")
        .peers(PEERS),
        Line::told("steps of a dossier in these figures", steps_a_dossier, "steps"),
        Line::told("events of a step", events_a_step, "events"),
    ])
}

/// A record as large as a state, for what the machine itself needs to touch one of so many.
#[derive(Clone, Copy, Default)]
#[repr(align(32))]
struct Record([u64; 4]);

fn growth(bench: &Bench, program: &Program) -> anyhow::Result<Vec<Line>> {
    let sizes = [1_000, bench.scale.live];
    let steps = 2 * bench.scale.live;
    let (mut kernel, mut probe) = ([0.0; 2], [0.0; 2]);
    for (place, live) in sizes.into_iter().enumerate() {
        let mut states = begun(program, live)?;
        let mut records = vec![Record::default(); live];
        let (mut each, mut each_probe) = (Vec::new(), Vec::new());
        for round in 0..=bench.scale.rounds.min(3) {
            let seed = 0x9e37_79b9_7f4a_7c15 + round as u64;
            let ((), spent) = cost(|| step_at_random((program, &mut states), (steps, seed)))?;
            let ((), touched) = cost(|| {
                touch_at_random(&mut records, (steps, seed));
                Ok(())
            })?;
            if round > 0 {
                each.push(spent.cpu_s * 1e9 / steps as f64);
                each_probe.push(touched.cpu_s * 1e9 / steps as f64);
            }
        }
        (kernel[place], probe[place]) = (median(each), median(each_probe));
    }
    let live = bench.scale.live;
    let name = format!("a step of a random one of {live} live states in memory");
    let touching = format!("touching a random one of {live} records of 32 bytes");
    let less = [kernel[0] - probe[0], kernel[1] - probe[1]];
    Ok(vec![
        Line::times(name, (kernel[1], "ns CPU"), 1.5).beside(kernel[0], "the same among 1,000 live states"),
        Line::told(touching, probe[1], "ns CPU").beside(probe[0], "the same among 1,000 records"),
        Line::times("the step less the touching of one record", (less[1], "ns CPU"), 1.5)
            .beside(less[0], "the same among 1,000"),
    ])
}

/// Live states in all stages of the process.
fn begun(program: &Program, live: usize) -> anyhow::Result<Vec<State>> {
    let mut states = vec![State::default(); live];
    let mut events = Events::default();
    for (number, state) in states.iter_mut().enumerate() {
        for _ in 0..1 + number % 4 {
            advance(program, (state, &mut events), false)?;
        }
    }
    Ok(states)
}

fn step_at_random(
    (program, states): (&Program, &mut [State]),
    (steps, seed): (usize, u64),
) -> anyhow::Result<()> {
    let (mut draw, mut events, live) = (Draw(seed), Events::default(), states.len() as u64);
    for _ in 0..steps {
        let drawn = draw.below(live * 10);
        let state = states.get_mut((drawn / 10) as usize).context("drawn below the number of states")?;
        advance(program, (state, &mut events), drawn.is_multiple_of(10))?;
        black_box(events.as_slice());
    }
    Ok(())
}

fn touch_at_random(records: &mut [Record], (touches, seed): (usize, u64)) {
    let (mut draw, live) = (Draw(seed), records.len() as u64);
    let mut found = 0;
    for _ in 0..touches {
        // What is found says where to look next, as a step waits for its state before it can go on.
        let place = (draw.below(live * 10) / 10).wrapping_add(found & 1) % live;
        let record = &mut records[place as usize];
        record.0[0] = record.0[0].wrapping_add(record.0[3]).wrapping_add(2);
        found = black_box(record.0[0]);
    }
}
