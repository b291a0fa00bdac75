//! Columns and rows: which cell each node stands in.

use crate::model::{NodeIndex, NodeKind, Process};
use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};

/// A cell of the grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Cell {
    pub(super) column: usize,
    pub(super) row: usize,
}

/// The cells of one scope. Boundary events stand with their activity and have no cell of their own.
pub(super) struct Grid {
    pub(super) nodes: Vec<NodeIndex>,
    pub(super) cells: HashMap<NodeIndex, Cell>,
    pub(super) columns: usize,
    /// For each row its lane; a scope without lanes is one band without a number.
    pub(super) rows: Vec<Option<usize>>,
    /// For each activity its boundary events in order.
    pub(super) boundaries: BTreeMap<NodeIndex, Vec<NodeIndex>>,
    /// Flows that lead back: against the order of columns.
    pub(super) back: HashSet<usize>,
}

impl Grid {
    pub(super) fn new(process: &Process, nodes: &[NodeIndex], flows: &[usize], top: bool) -> Self {
        let inside: HashSet<NodeIndex> = nodes.iter().copied().collect();
        let mut boundaries: BTreeMap<NodeIndex, Vec<NodeIndex>> = BTreeMap::new();
        let mut own = Vec::new();
        for node in nodes.iter().copied() {
            match host(process, node) {
                Some(host) if inside.contains(&host) && host != node => {
                    boundaries.entry(host).or_default().push(node);
                }
                _ => own.push(node),
            }
        }
        let ways = Ways::new(process, flows);
        let back = ways.back(&own);
        let column_of = ways.columns(&own, &back);
        let columns = column_of.values().max().map_or(0, |last| last + 1);
        let lanes = lanes(process, &own, &ways, top);
        let lead = leads(process, &ways, &back, &lanes);
        let (cells, rows) = rows(process, &column_of, &lanes, &lead);
        let mut grid = Grid { nodes: own, cells, columns, rows, boundaries, back };
        grid.sort_boundaries(process);
        grid
    }

    /// The events on an activity from right to left as their flows lead from high to low, so that they do not cross.
    fn sort_boundaries(&mut self, process: &Process) {
        let row = |event: NodeIndex, grid: &Grid| {
            let flow = process.node(event).outgoing.first()?;
            Some(grid.cell(process, process.flow(*flow).target).row)
        };
        let mut boundaries = std::mem::take(&mut self.boundaries);
        for events in boundaries.values_mut() {
            events.sort_by_key(|event| row(*event, self));
        }
        self.boundaries = boundaries;
    }

    /// The cell of a node, for a boundary event that of its activity.
    pub(super) fn cell(&self, process: &Process, node: NodeIndex) -> Cell {
        let host = host(process, node).unwrap_or(node);
        self.cells.get(&host).copied().unwrap_or(Cell { column: 0, row: 0 })
    }
}

/// The activity of a boundary event.
pub(super) fn host(process: &Process, node: NodeIndex) -> Option<NodeIndex> {
    match process.node(node).kind {
        NodeKind::TimerBoundary { attached_to, .. } => Some(attached_to),
        _ => None,
    }
}

/// The flows of the scope from cell owner to cell owner.
struct Ways {
    flows: Vec<(usize, NodeIndex, NodeIndex)>,
    out: HashMap<NodeIndex, Vec<usize>>,
}

impl Ways {
    fn new(process: &Process, flows: &[usize]) -> Self {
        let mut ways = Ways { flows: Vec::new(), out: HashMap::new() };
        for flow in flows.iter().copied() {
            let source = process.flows[flow].source;
            let source = host(process, source).unwrap_or(source);
            let target = process.flows[flow].target;
            let target = host(process, target).unwrap_or(target);
            ways.out.entry(source).or_default().push(ways.flows.len());
            ways.flows.push((flow, source, target));
        }
        ways
    }

    fn of(&self, node: NodeIndex) -> &[usize] {
        self.out.get(&node).map_or(&[], Vec::as_slice)
    }

    /// Flows that close a cycle when one walks from the nodes that nothing reaches, in the order of the file.
    fn back(&self, nodes: &[NodeIndex]) -> HashSet<usize> {
        let reached: HashSet<NodeIndex> = self.flows.iter().map(|(_, _, target)| *target).collect();
        let first = nodes.iter().filter(|node| !reached.contains(node));
        let mut back = HashSet::new();
        let mut done: HashSet<NodeIndex> = HashSet::new();
        let mut open: HashSet<NodeIndex> = HashSet::new();
        for start in first.chain(nodes).copied() {
            if done.contains(&start) {
                continue;
            }
            let mut path = vec![(start, 0)];
            open.insert(start);
            while let Some((node, next)) = path.last_mut() {
                let Some(way) = self.of(*node).get(*next).copied() else {
                    open.remove(node);
                    done.insert(*node);
                    path.pop();
                    continue;
                };
                *next += 1;
                let (flow, _, target) = self.flows[way];
                if open.contains(&target) {
                    back.insert(flow);
                } else if !done.contains(&target) {
                    open.insert(target);
                    path.push((target, 0));
                }
            }
        }
        back
    }

    /// The longest way from a beginning, back flows left out: a node stands right of all that lead to it.
    fn columns(&self, nodes: &[NodeIndex], back: &HashSet<usize>) -> HashMap<NodeIndex, usize> {
        let mut waiting: HashMap<NodeIndex, usize> = HashMap::new();
        for (flow, _, target) in &self.flows {
            if !back.contains(flow) {
                *waiting.entry(*target).or_default() += 1;
            }
        }
        let mut column: HashMap<NodeIndex, usize> = nodes.iter().map(|node| (*node, 0)).collect();
        let mut ready: VecDeque<NodeIndex> =
            nodes.iter().copied().filter(|node| !waiting.contains_key(node)).collect();
        while let Some(node) = ready.pop_front() {
            let after = column.get(&node).copied().unwrap_or_default() + 1;
            for way in self.of(node) {
                let (flow, _, target) = self.flows[*way];
                if back.contains(&flow) {
                    continue;
                }
                let slot = column.entry(target).or_default();
                *slot = (*slot).max(after);
                if let Some(left) = waiting.get_mut(&target) {
                    *left -= 1;
                    if *left == 0 {
                        ready.push_back(target);
                    }
                }
            }
        }
        column
    }
}

/// The band of each node: its lane, or that of its neighbour where a gateway or event names none.
fn lanes(
    process: &Process,
    nodes: &[NodeIndex],
    ways: &Ways,
    top: bool,
) -> HashMap<NodeIndex, Option<usize>> {
    let mut lanes: HashMap<NodeIndex, Option<usize>> = HashMap::new();
    let has_lanes = top && !process.lanes.is_empty();
    for node in nodes {
        lanes.insert(*node, if has_lanes { process.node(*node).lane } else { None });
    }
    if has_lanes {
        let mut before: HashMap<NodeIndex, NodeIndex> = HashMap::new();
        for (_, source, target) in &ways.flows {
            before.entry(*target).or_insert(*source);
        }
        for node in nodes {
            if lanes[node].is_none() {
                let lane = before.get(node).and_then(|before| lanes.get(before).copied().flatten());
                lanes.insert(*node, Some(lane.unwrap_or(0)));
            }
        }
    }
    lanes
}

/// The node whose row another one would share, and whether it would rather stand below it.
type Lead = (NodeIndex, bool);

/// What leads to a node within its lane: a flow of the main way before one of a boundary event.
fn leads(
    process: &Process,
    ways: &Ways,
    back: &HashSet<usize>,
    lanes: &HashMap<NodeIndex, Option<usize>>,
) -> HashMap<NodeIndex, Lead> {
    let mut leads: HashMap<NodeIndex, Lead> = HashMap::new();
    for beside in [false, true] {
        for (flow, source, target) in &ways.flows {
            let from_boundary = host(process, process.flows[*flow].source).is_some();
            if from_boundary == beside && !back.contains(flow) && lanes.get(source) == lanes.get(target) {
                leads.entry(*target).or_insert((*source, beside));
            }
        }
    }
    leads
}

type Cells = (HashMap<NodeIndex, Cell>, Vec<Option<usize>>);

/// A node takes the row of what leads to it, or the nearest free one of its lane.
fn rows(
    process: &Process,
    column_of: &HashMap<NodeIndex, usize>,
    lanes: &HashMap<NodeIndex, Option<usize>>,
    leads: &HashMap<NodeIndex, Lead>,
) -> Cells {
    let mut order: Vec<NodeIndex> = column_of.keys().copied().collect();
    order.sort_by_key(|node| {
        let lead = leads.get(node).copied();
        (column_of[node], lead.is_some_and(|(_, beside)| beside), lead, *node)
    });
    let mut taken: HashSet<(Option<usize>, usize, i64)> = HashSet::new();
    let mut row_of: HashMap<NodeIndex, i64> = HashMap::new();
    for node in order.iter().copied() {
        let lane = lanes.get(&node).copied().flatten();
        let lead = leads.get(&node);
        let wish = lead.and_then(|(lead, beside)| Some(row_of.get(lead)? + i64::from(*beside))).unwrap_or(0);
        let tries = (0..).flat_map(|step: i64| [wish + step, wish - step]);
        let free = tries.into_iter().find(|row| !taken.contains(&(lane, column_of[&node], *row)));
        let row = free.unwrap_or(wish);
        taken.insert((lane, column_of[&node], row));
        row_of.insert(node, row);
    }
    let mut used: Vec<(Option<usize>, i64)> =
        order.iter().map(|node| (lanes.get(node).copied().flatten(), row_of[node])).collect();
    // A lane without nodes still is a band.
    if lanes.values().any(Option::is_some) {
        let held: HashSet<Option<usize>> = used.iter().map(|(lane, _)| *lane).collect();
        used.extend(
            (0..process.lanes.len()).map(Some).filter(|lane| !held.contains(lane)).map(|lane| (lane, 0)),
        );
    }
    used.sort_unstable();
    used.dedup();
    let number: HashMap<(Option<usize>, i64), usize> =
        used.iter().enumerate().map(|(number, row)| (*row, number)).collect();
    let cell = |node: &NodeIndex| Cell {
        column: column_of[node],
        row: number[&(lanes.get(node).copied().flatten(), row_of[node])],
    };
    let cells = order.iter().map(|node| (*node, cell(node))).collect();
    (cells, used.into_iter().map(|(lane, _)| lane).collect())
}
