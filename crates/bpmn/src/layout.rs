//! Where everything stands in the picture: as the file says, or laid out tidily where it does not say all.
//!
//! The generated layout goes from left to right in columns, lanes are bands, and edges run at right angles
//! in the channels between columns and rows, so that they do not cross shapes. A way back runs below or above its row.
//! It depends on the model alone: the same model is always drawn the same.

mod grid;
mod place;
mod route;

use crate::model::{Bounds, NodeIndex, NodeKind, Point, Process};
use std::collections::HashMap;

/// The size of text in the picture.
pub const TEXT: f64 = 12.0;
/// From one line of text to the next: room for stacked Vietnamese marks.
pub const LINE: f64 = 16.0;
/// The width of the strip with the name of a pool or lane.
pub const HEADER: f64 = 34.0;
/// How far a name beside or under a shape may reach.
pub const LABEL: f64 = 120.0;

/// A picture of more nodes or lanes, or of twice as many flows, would not be looked at, and is not laid out with care.
pub const MOST: usize = 3000;

/// Whether the process is too large for a picture.
#[must_use]
pub fn is_too_large(process: &Process) -> bool {
    process.nodes.len() > MOST || process.lanes.len() > MOST || process.flows.len() > 2 * MOST
}

/// The places of everything drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// The width of the whole.
    pub width: f64,
    /// The height of the whole.
    pub height: f64,
    /// The frame around the lanes, where there is one.
    pub pool: Option<Bounds>,
    /// Bands by the index of the lane; a lane without a band is not drawn.
    pub lanes: Vec<Option<Bounds>>,
    /// Shapes by the index of the node.
    pub shapes: Vec<Bounds>,
    /// Way points by the index of the flow.
    pub edges: Vec<Vec<Point>>,
}

/// The picture of a process: the diagram of its file where that is complete, else a generated one.
#[must_use]
pub fn picture(process: &Process) -> Picture {
    drawn(process).unwrap_or_else(|| generate(process))
}

/// The picture that the file itself holds, moved to the upper left; none where a shape or an edge is missing.
#[must_use]
pub fn drawn(process: &Process) -> Option<Picture> {
    let shapes: Option<Vec<Bounds>> =
        process.nodes.iter().map(|node| process.shapes.get(&node.id).copied()).collect();
    let edges: Option<Vec<Vec<Point>>> =
        process.flows.iter().map(|flow| process.edges.get(&flow.id).cloned()).collect();
    let (mut shapes, mut edges) = (shapes?, edges?);
    let mut lanes: Vec<Option<Bounds>> =
        process.lanes.iter().map(|lane| process.shapes.get(&lane.id).copied()).collect();
    let mut pool = process.shapes.get(&process.id).copied();
    let mut reach = Reach::default();
    for bounds in shapes.iter().chain(lanes.iter().flatten()).chain(pool.iter()) {
        reach.add(Point { x: bounds.x, y: bounds.y });
        reach.add(Point { x: bounds.x + bounds.width, y: bounds.y + bounds.height });
    }
    for (node, bounds) in process.nodes.iter().zip(&shapes) {
        if !node.name.is_empty() && !node.kind.is_activity() {
            let centre = bounds.x + bounds.width / 2.0;
            reach.add(Point { x: centre - LABEL / 2.0, y: bounds.y - 2.0 * LINE });
            reach.add(Point { x: centre + LABEL / 2.0, y: bounds.y + bounds.height + 3.5 * LINE });
        }
    }
    edges.iter().flatten().for_each(|point| reach.add(*point));
    let margin = 12.0;
    let (dx, dy) = (margin - reach.left, margin - reach.top);
    shapes.iter_mut().chain(lanes.iter_mut().flatten()).chain(pool.iter_mut()).for_each(|bounds| {
        bounds.x += dx;
        bounds.y += dy;
    });
    edges.iter_mut().flatten().for_each(|point| {
        point.x += dx;
        point.y += dy;
    });
    let width = (reach.right - reach.left).max(0.0) + 2.0 * margin;
    let height = (reach.bottom - reach.top).max(0.0) + 2.0 * margin;
    Some(Picture { width, height, pool, lanes, shapes, edges })
}

struct Reach {
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
}

impl Default for Reach {
    fn default() -> Self {
        Reach { left: f64::MAX, top: f64::MAX, right: f64::MIN, bottom: f64::MIN }
    }
}

impl Reach {
    fn add(&mut self, point: Point) {
        self.left = self.left.min(point.x);
        self.top = self.top.min(point.y);
        self.right = self.right.max(point.x);
        self.bottom = self.bottom.max(point.y);
    }
}

/// The places of one scope, from its own upper left corner.
struct Sheet {
    width: f64,
    height: f64,
    lanes: Vec<(usize, Bounds)>,
    shapes: Vec<(NodeIndex, Bounds)>,
    edges: Vec<(usize, Vec<Point>)>,
}

/// Lays out a process whatever its file says.
#[must_use]
pub fn generate(process: &Process) -> Picture {
    if is_too_large(process) {
        return heap(process);
    }
    let mut scopes: HashMap<Option<NodeIndex>, Vec<NodeIndex>> = HashMap::new();
    for index in process.indices() {
        scopes.entry(process.node(index).parent).or_default().push(index);
    }
    let mut flows: HashMap<Option<NodeIndex>, Vec<usize>> = HashMap::new();
    for (index, flow) in process.flows.iter().enumerate() {
        flows.entry(process.node(flow.source).parent).or_default().push(index);
    }
    let mut sheets: HashMap<NodeIndex, Sheet> = HashMap::new();
    // A sub-process stands before its content in the order of nodes, so backwards the content comes first.
    for index in process.indices().collect::<Vec<_>>().into_iter().rev() {
        if matches!(process.node(index).kind, NodeKind::SubProcess) {
            let nodes = scopes.remove(&Some(index)).unwrap_or_default();
            let flows = flows.remove(&Some(index)).unwrap_or_default();
            let sheet = lay_out(process, &nodes, &flows, &Sizes { sheets: &sheets, top: false });
            sheets.insert(index, sheet);
        }
    }
    let nodes = scopes.remove(&None).unwrap_or_default();
    let flows = flows.remove(&None).unwrap_or_default();
    let top = lay_out(process, &nodes, &flows, &Sizes { sheets: &sheets, top: true });
    assemble(process, top, sheets)
}

/// Shapes in rows of a hundred and straight lines between them: it costs no thought, and loses nothing.
fn heap(process: &Process) -> Picture {
    let bounds = |index: usize| Bounds {
        x: 12.0 + 180.0 * (index % 100) as f64,
        y: 12.0 + 120.0 * (index / 100) as f64,
        width: 150.0,
        height: 80.0,
    };
    let shapes: Vec<Bounds> = (0..process.nodes.len()).map(bounds).collect();
    let middle = |node: NodeIndex| {
        let bounds = bounds(node.0 as usize);
        Point { x: bounds.x + bounds.width / 2.0, y: bounds.y + bounds.height / 2.0 }
    };
    Picture {
        width: 12.0 + 180.0 * 100.0,
        height: 132.0 + 120.0 * (shapes.len() / 100) as f64,
        pool: None,
        lanes: vec![None; process.lanes.len()],
        shapes,
        edges: process.flows.iter().map(|flow| vec![middle(flow.source), middle(flow.target)]).collect(),
    }
}

/// What the size of a node depends on beside itself.
struct Sizes<'s> {
    sheets: &'s HashMap<NodeIndex, Sheet>,
    top: bool,
}

fn lay_out(process: &Process, nodes: &[NodeIndex], flows: &[usize], sizes: &Sizes<'_>) -> Sheet {
    let grid = grid::Grid::new(process, nodes, flows, sizes.top);
    let routes = route::routes(process, &grid, flows);
    place::place(process, &grid, routes, sizes)
}

/// Puts the sheets of sub-processes into their shapes.
fn assemble(process: &Process, top: Sheet, mut sheets: HashMap<NodeIndex, Sheet>) -> Picture {
    let nothing = Bounds { x: 0.0, y: 0.0, width: 1.0, height: 1.0 };
    let mut picture = Picture {
        width: top.width,
        height: top.height,
        pool: None,
        lanes: vec![None; process.lanes.len()],
        shapes: vec![nothing; process.nodes.len()],
        edges: vec![Vec::new(); process.flows.len()],
    };
    for (lane, bounds) in &top.lanes {
        picture.lanes[*lane] = Some(*bounds);
    }
    if let (Some((_, first)), Some((_, last))) = (top.lanes.first(), top.lanes.last()) {
        picture.pool = Some(Bounds {
            x: first.x - HEADER,
            y: first.y,
            width: first.width + HEADER,
            height: last.y + last.height - first.y,
        });
    }
    let mut waiting = vec![(top, 0.0, 0.0)];
    while let Some((sheet, dx, dy)) = waiting.pop() {
        for (node, bounds) in sheet.shapes {
            let bounds = Bounds { x: bounds.x + dx, y: bounds.y + dy, ..bounds };
            picture.shapes[node.0 as usize] = bounds;
            if let Some(content) = sheets.remove(&node) {
                let x = bounds.x + (bounds.width - content.width) / 2.0;
                waiting.push((content, x, bounds.y + place::TITLE));
            }
        }
        for (flow, points) in sheet.edges {
            picture.edges[flow] =
                points.into_iter().map(|point| Point { x: point.x + dx, y: point.y + dy }).collect();
        }
    }
    picture
}
