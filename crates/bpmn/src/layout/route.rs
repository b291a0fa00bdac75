//! Which way each flow takes: through free cells where it can, else through the channels between them.

use super::grid::{Cell, Grid, host};
use crate::model::{NodeIndex, Process};
use std::collections::{HashMap, HashSet};

/// A position across the sheet.
#[derive(Clone, Copy)]
pub(super) enum X {
    Left(NodeIndex),
    Right(NodeIndex),
    /// The middle of a node, moved aside so that a way in and a way out do not cover each other.
    Middle(NodeIndex, f64),
    /// The track of a vertical leg.
    Leg(usize),
}

/// A position down the sheet.
#[derive(Clone, Copy)]
pub(super) enum Y {
    Row(usize),
    Top(NodeIndex),
    Bottom(NodeIndex),
    /// The track of a horizontal leg.
    Leg(usize),
}

/// A piece of a way within a channel. Ends are counted in half steps: channels are even, cells odd.
pub(super) struct Leg {
    pub(super) channel: usize,
    from: usize,
    to: usize,
    source: NodeIndex,
    target: NodeIndex,
    pub(super) track: usize,
}

/// The ways of all flows of a scope.
#[derive(Default)]
pub(super) struct Routes {
    pub(super) ways: Vec<(usize, Vec<(X, Y)>)>,
    /// In the channel left of each column.
    pub(super) vertical: Vec<Leg>,
    /// In the gap above each row.
    pub(super) horizontal: Vec<Leg>,
}

impl Routes {
    /// The number of tracks of a channel.
    pub(super) fn tracks(legs: &[Leg], channel: usize) -> usize {
        legs.iter().filter(|leg| leg.channel == channel).map(|leg| leg.track + 1).max().unwrap_or(0)
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Side {
    Top,
    Bottom,
    Right,
}

/// Finds the way of each flow: those forward first, those back around them.
pub(super) fn routes(process: &Process, grid: &Grid, flows: &[usize]) -> Routes {
    let mut router = Router {
        process,
        grid,
        taken: grid.cells.values().map(|cell| (*cell, None)).collect(),
        used: HashSet::new(),
        routes: Routes::default(),
    };
    let (back, forward): (Vec<usize>, Vec<usize>) = flows.iter().partition(|flow| grid.back.contains(flow));
    // Straight ways have their cells before others take them; ways back go around what is there.
    let mut bent = Vec::new();
    for flow in forward {
        match router.straight(router.trip(flow)) {
            Some(way) => router.routes.ways.push((flow, way)),
            None => bent.push(flow),
        }
    }
    for flow in bent.into_iter().chain(back) {
        let way = router.way(flow);
        router.routes.ways.push((flow, way));
    }
    let mut routes = router.routes;
    // Down a channel a long leg keeps left of a short one, along a gap a short one nearer to its row: fewer cross.
    assign_tracks(&mut routes.vertical, |leg| usize::MAX - (leg.to - leg.from));
    assign_tracks(&mut routes.horizontal, |leg| leg.to - leg.from);
    routes
}

struct Router<'p> {
    process: &'p Process,
    grid: &'p Grid,
    /// Cells in use: by a node, or by a flow from and to these nodes.
    taken: HashMap<Cell, Option<(NodeIndex, NodeIndex)>>,
    /// Upper and lower tips of gateways from which a flow leaves already.
    used: HashSet<(NodeIndex, Side)>,
    routes: Routes,
}

/// One flow with its cells.
#[derive(Clone, Copy)]
struct Trip {
    source: NodeIndex,
    target: NodeIndex,
    from: Cell,
    to: Cell,
}

impl Router<'_> {
    fn trip(&self, flow: usize) -> Trip {
        let source = self.process.flows[flow].source;
        let target = self.process.flows[flow].target;
        let from = self.grid.cell(self.process, source);
        Trip { source, target, from, to: self.grid.cell(self.process, target) }
    }

    fn way(&mut self, flow: usize) -> Vec<(X, Y)> {
        let trip = self.trip(flow);
        if host(self.process, trip.source).is_some() {
            return self.leave_boundary(trip);
        }
        if trip.to.column <= trip.from.column {
            return self.backward(trip);
        }
        let way = self.by_tip(trip).or_else(|| self.around(trip));
        way.unwrap_or_else(|| self.forward(trip))
    }

    fn straight(&mut self, trip: Trip) -> Option<Vec<(X, Y)>> {
        let from_boundary = host(self.process, trip.source).is_some();
        if from_boundary || trip.from.row != trip.to.row || !self.row_is_free(trip, trip.from.row) {
            return None;
        }
        self.take_row(trip, trip.from.row);
        self.used.insert((trip.source, Side::Right));
        Some(vec![
            (X::Right(trip.source), Y::Row(trip.from.row)),
            (X::Left(trip.target), Y::Row(trip.to.row)),
        ])
    }

    /// Out of or into the upper or lower tip of a gateway, with one bend.
    fn by_tip(&mut self, trip: Trip) -> Option<Vec<(X, Y)>> {
        let Trip { source, target, from, to } = trip;
        let down = to.row > from.row;
        if self.process.node(source).kind.is_gateway()
            && self.row_is_free(trip, to.row)
            && self.column_is_free(trip, from.column)
            && self.is_free(Cell { column: from.column, row: to.row }, trip)
        {
            self.take_row(trip, to.row);
            self.take_column(trip, from.column);
            self.take(Cell { column: from.column, row: to.row }, trip);
            self.used.insert((source, if down { Side::Bottom } else { Side::Top }));
            let tip = if down { Y::Bottom(source) } else { Y::Top(source) };
            let x = X::Middle(source, 0.0);
            return Some(vec![(x, tip), (x, Y::Row(to.row)), (X::Left(target), Y::Row(to.row))]);
        }
        if self.process.node(target).kind.is_gateway()
            && self.row_is_free(trip, from.row)
            && self.column_is_free(trip, to.column)
            && self.is_free(Cell { column: to.column, row: from.row }, trip)
        {
            self.take_row(trip, from.row);
            self.take_column(trip, to.column);
            self.take(Cell { column: to.column, row: from.row }, trip);
            self.used.insert((target, if down { Side::Top } else { Side::Bottom }));
            let tip = if down { Y::Top(target) } else { Y::Bottom(target) };
            let x = X::Middle(target, 0.0);
            return Some(vec![(X::Right(source), Y::Row(from.row)), (x, Y::Row(from.row)), (x, tip)]);
        }
        None
    }

    /// Out of a tip of a gateway and along the gap beside its row, where another flow leaves to the right already.
    fn around(&mut self, trip: Trip) -> Option<Vec<(X, Y)>> {
        let Trip { source, target, from, to } = trip;
        if !self.process.node(source).kind.is_gateway() || !self.used.contains(&(source, Side::Right)) {
            return None;
        }
        let wish = if to.row < from.row { [Side::Top, Side::Bottom] } else { [Side::Bottom, Side::Top] };
        let side = wish.into_iter().find(|side| !self.used.contains(&(source, *side)))?;
        self.used.insert((source, side));
        let (gap, tip) = match side {
            Side::Top => (from.row, Y::Top(source)),
            _ => (from.row + 1, Y::Bottom(source)),
        };
        let across = self.horizontal(trip, gap, (2 * from.column + 1, 2 * to.column));
        let into = self.vertical(trip, to.column, (2 * gap, 2 * to.row + 1));
        let out = X::Middle(source, 0.0);
        Some(vec![
            (out, tip),
            (out, Y::Leg(across)),
            (X::Leg(into), Y::Leg(across)),
            (X::Leg(into), Y::Row(to.row)),
            (X::Left(target), Y::Row(to.row)),
        ])
    }

    fn forward(&mut self, trip: Trip) -> Vec<(X, Y)> {
        let Trip { source, target, from, to } = trip;
        self.used.insert((source, Side::Right));
        let begin = (X::Right(source), Y::Row(from.row));
        let end = (X::Left(target), Y::Row(to.row));
        let turn = if self.row_is_free(trip, to.row) {
            self.take_row(trip, to.row);
            Some(from.column + 1)
        } else if self.row_is_free(trip, from.row) {
            self.take_row(trip, from.row);
            Some(to.column)
        } else {
            None
        };
        if let Some(channel) = turn {
            let leg = self.vertical(trip, channel, (2 * from.row + 1, 2 * to.row + 1));
            return vec![begin, (X::Leg(leg), begin.1), (X::Leg(leg), end.1), end];
        }
        let gap = if to.row < from.row { from.row } else { from.row + 1 };
        let out = self.vertical(trip, from.column + 1, (2 * from.row + 1, 2 * gap));
        let across = self.horizontal(trip, gap, (2 * (from.column + 1), 2 * to.column));
        let into = self.vertical(trip, to.column, (2 * gap, 2 * to.row + 1));
        vec![
            begin,
            (X::Leg(out), begin.1),
            (X::Leg(out), Y::Leg(across)),
            (X::Leg(into), Y::Leg(across)),
            (X::Leg(into), end.1),
            end,
        ]
    }

    fn backward(&mut self, trip: Trip) -> Vec<(X, Y)> {
        let Trip { source, target, from, to } = trip;
        let up_first = to.row < from.row;
        let is_used = |side| self.used.contains(&(source, side));
        let side = match (up_first, is_used(Side::Top), is_used(Side::Bottom)) {
            (true, false, _) | (false, false, true) => Side::Top,
            (true, true, false) | (false, _, false) => Side::Bottom,
            _ if up_first => Side::Top,
            _ => Side::Bottom,
        };
        self.used.insert((source, side));
        let (gap, tip) = match side {
            Side::Top => (from.row, Y::Top(source)),
            _ => (from.row + 1, Y::Bottom(source)),
        };
        let out = X::Middle(source, self.aside(source, 1.0));
        let into = X::Middle(target, self.aside(target, -1.0));
        let ends = (2 * to.column + 1, 2 * from.column + 1);
        // The gap runs along the target's row: up or down into it.
        if gap == to.row || gap == to.row + 1 {
            let across = self.horizontal(trip, gap, ends);
            let end = if gap == to.row { Y::Top(target) } else { Y::Bottom(target) };
            return vec![(out, tip), (out, Y::Leg(across)), (into, Y::Leg(across)), (into, end)];
        }
        let across = self.horizontal(trip, gap, (2 * to.column, ends.1));
        let along = self.vertical(trip, to.column, (2 * gap, 2 * to.row + 1));
        vec![
            (out, tip),
            (out, Y::Leg(across)),
            (X::Leg(along), Y::Leg(across)),
            (X::Leg(along), Y::Row(to.row)),
            (X::Left(target), Y::Row(to.row)),
        ]
    }

    fn leave_boundary(&mut self, trip: Trip) -> Vec<(X, Y)> {
        let Trip { source, target, from, to } = trip;
        let gap = from.row + 1;
        let begin = X::Middle(source, 0.0);
        if to.column <= from.column && (to.row == from.row || to.row == gap) {
            let across = self.horizontal(trip, gap, (2 * to.column + 1, 2 * from.column + 1));
            let into = X::Middle(target, self.aside(target, -1.0));
            let end = if to.row == gap { Y::Top(target) } else { Y::Bottom(target) };
            return vec![
                (begin, Y::Bottom(source)),
                (begin, Y::Leg(across)),
                (into, Y::Leg(across)),
                (into, end),
            ];
        }
        let across = self.horizontal(trip, gap, (2 * from.column + 1, 2 * to.column));
        let along = self.vertical(trip, to.column, (2 * gap, 2 * to.row + 1));
        vec![
            (begin, Y::Bottom(source)),
            (begin, Y::Leg(across)),
            (X::Leg(along), Y::Leg(across)),
            (X::Leg(along), Y::Row(to.row)),
            (X::Left(target), Y::Row(to.row)),
        ]
    }

    /// Ways back leave an activity right of its middle and reach it left of it; other shapes have one tip only.
    fn aside(&self, node: NodeIndex, direction: f64) -> f64 {
        if self.process.node(node).kind.is_activity() { 22.0 * direction } else { 0.0 }
    }

    fn is_free(&self, cell: Cell, trip: Trip) -> bool {
        match self.taken.get(&cell) {
            None => true,
            Some(None) => false,
            Some(Some((source, target))) => *source == trip.source || *target == trip.target,
        }
    }

    fn row_is_free(&self, trip: Trip, row: usize) -> bool {
        (trip.from.column + 1..trip.to.column).all(|column| self.is_free(Cell { column, row }, trip))
    }

    fn column_is_free(&self, trip: Trip, column: usize) -> bool {
        between(trip).all(|row| self.is_free(Cell { column, row }, trip))
    }

    fn take(&mut self, cell: Cell, trip: Trip) {
        self.taken.entry(cell).or_insert(Some((trip.source, trip.target)));
    }

    fn take_row(&mut self, trip: Trip, row: usize) {
        for column in trip.from.column + 1..trip.to.column {
            self.take(Cell { column, row }, trip);
        }
    }

    fn take_column(&mut self, trip: Trip, column: usize) {
        for row in between(trip) {
            self.take(Cell { column, row }, trip);
        }
    }

    fn vertical(&mut self, trip: Trip, channel: usize, ends: (usize, usize)) -> usize {
        self.routes.vertical.push(leg(trip, channel, ends));
        self.routes.vertical.len() - 1
    }

    fn horizontal(&mut self, trip: Trip, channel: usize, ends: (usize, usize)) -> usize {
        self.routes.horizontal.push(leg(trip, channel, ends));
        self.routes.horizontal.len() - 1
    }
}

/// The rows strictly between the two ends.
fn between(trip: Trip) -> std::ops::Range<usize> {
    let (one, other) = (trip.from.row, trip.to.row);
    one.min(other) + 1..one.max(other)
}

fn leg(trip: Trip, channel: usize, ends: (usize, usize)) -> Leg {
    Leg {
        channel,
        from: ends.0.min(ends.1),
        to: ends.0.max(ends.1),
        source: trip.source,
        target: trip.target,
        track: 0,
    }
}

/// Gives legs of one channel that would cover each other different tracks; those of one source or target may share.
fn assign_tracks(legs: &mut [Leg], rank: impl Fn(&Leg) -> usize) {
    let mut order: Vec<usize> = (0..legs.len()).collect();
    order.sort_by_key(|index| (legs[*index].channel, rank(&legs[*index]), *index));
    let mut placed: HashMap<usize, Vec<usize>> = HashMap::new();
    for index in order {
        let leg = &legs[index];
        let others = placed.entry(leg.channel).or_default();
        let blocked: HashSet<usize> = others
            .iter()
            .map(|other| &legs[*other])
            .filter(|other| {
                other.from <= leg.to
                    && leg.from <= other.to
                    && other.source != leg.source
                    && other.target != leg.target
            })
            .map(|other| other.track)
            .collect();
        let track = (0..).find(|track| !blocked.contains(track)).unwrap_or(0);
        others.push(index);
        legs[index].track = track;
    }
}
