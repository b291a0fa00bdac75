//! The usual order of the steps of a process and its longest way. Pure.

use bpmn::model::{Node, NodeIndex, NodeKind, Process};
use workdays::WorkingTime;

/// The nodes in the order in which they are usually passed.
pub(super) struct Order {
    pub nodes: Vec<NodeIndex>,
    next: Vec<Vec<NodeIndex>>,
}

impl Order {
    /// Walks the process from its start, first flows first; a way back is no way on. What no way reaches comes last.
    pub fn of(process: &Process) -> Order {
        let next = followers(process);
        let mut seen = vec![false; process.nodes.len()];
        let mut nodes = Vec::with_capacity(process.nodes.len());
        for start in process.indices().filter(|index| is_first(process.node(*index))) {
            nodes.extend(walk(&next, start, &mut seen));
        }
        nodes.extend(process.indices().filter(|index| !seen[index.0 as usize]));
        Order { nodes, next }
    }

    /// The longest sum of budgets along a way that only goes on.
    pub fn longest(&self, budget: &dyn Fn(NodeIndex) -> WorkingTime) -> WorkingTime {
        let mut place = vec![0; self.nodes.len()];
        for (at, node) in self.nodes.iter().enumerate() {
            place[node.0 as usize] = at;
        }
        let mut before = vec![0_i64; self.nodes.len()];
        let mut longest = 0;
        for node in &self.nodes {
            let at = node.0 as usize;
            let spent = before[at].saturating_add(budget(*node).0);
            longest = longest.max(spent);
            for next in &self.next[at] {
                let next = next.0 as usize;
                if place[next] > place[at] {
                    before[next] = before[next].max(spent);
                }
            }
        }
        WorkingTime(longest)
    }
}

pub(super) fn is_first(node: &Node) -> bool {
    matches!(node.kind, NodeKind::Start) && node.parent.is_none()
}

/// What a token can come to next from each node: into a sub-process, out of it at its ends, and by a timer beside it.
pub(super) fn followers(process: &Process) -> Vec<Vec<NodeIndex>> {
    let mut next: Vec<Vec<NodeIndex>> = vec![Vec::new(); process.nodes.len()];
    for index in process.indices() {
        let node = process.node(index);
        if let (NodeKind::Start, Some(parent)) = (&node.kind, node.parent) {
            next[parent.0 as usize].push(index);
        }
    }
    for index in process.indices() {
        if next[index.0 as usize].is_empty() {
            next[index.0 as usize] = onward(process, index);
        }
    }
    for index in process.indices() {
        if let NodeKind::TimerBoundary { attached_to, .. } = process.node(index).kind {
            next[attached_to.0 as usize].push(index);
        }
    }
    next
}

/// Where the flows of a node lead; at the end of a sub-process, where those of the sub-process lead.
pub(super) fn onward(process: &Process, index: NodeIndex) -> Vec<NodeIndex> {
    let mut at = Some(index);
    while let Some(index) = at {
        let node = process.node(index);
        if !node.outgoing.is_empty() {
            return node.outgoing.iter().map(|flow| process.flow(*flow).target).collect();
        }
        at = node.parent;
    }
    Vec::new()
}

/// The nodes that are reached from `start` and were not seen, each after those that lead to it. Without recursion:
/// a file may be a thousand steps long.
fn walk(next: &[Vec<NodeIndex>], start: NodeIndex, seen: &mut [bool]) -> Vec<NodeIndex> {
    let mut left = Vec::new();
    let mut open: Vec<(NodeIndex, usize)> = Vec::new();
    if !std::mem::replace(&mut seen[start.0 as usize], true) {
        open.push((start, 0));
    }
    while let Some((node, tried)) = open.last_mut() {
        let ways = &next[node.0 as usize];
        // What is left first comes last: so the first way is walked last.
        match ways.len().checked_sub(*tried + 1).map(|at| ways[at]) {
            Some(way) => {
                *tried += 1;
                if !std::mem::replace(&mut seen[way.0 as usize], true) {
                    open.push((way, 0));
                }
            }
            None => {
                left.push(*node);
                open.pop();
            }
        }
    }
    left.reverse();
    left
}
