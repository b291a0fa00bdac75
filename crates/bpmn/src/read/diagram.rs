//! The positions of shapes and edges, where the file has a diagram.

use super::{DC, DI, DIAGRAM, is_true};
use crate::model::{Bounds, Point};
use crate::tree::{NodeId, Tree};
use std::collections::BTreeMap;

/// Coordinates beyond this are a fault of the file, not a drawing.
const FARTHEST: f64 = 1.0e6;

/// All shapes and edges of a file by the id of their element.
#[derive(Default)]
pub(super) struct Diagram {
    pub(super) shapes: BTreeMap<String, Bounds>,
    pub(super) edges: BTreeMap<String, Vec<Point>>,
}

impl Diagram {
    /// Reads the first position of each element. A collapsed sub-process has none: its content would have no room.
    pub(super) fn read(tree: &Tree, root: NodeId) -> Self {
        let mut diagram = Diagram::default();
        let planes = tree
            .elements(root)
            .filter(|node| tree.is(*node, DIAGRAM, "BPMNDiagram"))
            .flat_map(|diagram| tree.elements(diagram))
            .filter(|node| tree.is(*node, DIAGRAM, "BPMNPlane"));
        for item in planes.flat_map(|plane| tree.elements(plane)) {
            let Some(element) = tree.attribute(item, "bpmnElement") else { continue };
            let element = element.split_once(':').map_or(element, |(_, bare)| bare);
            if tree.is(item, DIAGRAM, "BPMNShape") {
                let collapsed = tree.attribute(item, "isExpanded").is_some_and(|word| !is_true(Some(word)));
                if let Some(bounds) = bounds(tree, item)
                    && !collapsed
                {
                    diagram.shapes.entry(element.to_owned()).or_insert(bounds);
                }
            } else if tree.is(item, DIAGRAM, "BPMNEdge") {
                let points: Option<Vec<Point>> = tree
                    .elements(item)
                    .filter(|node| tree.is(*node, DI, "waypoint"))
                    .map(|node| Some(Point { x: number(tree, node, "x")?, y: number(tree, node, "y")? }))
                    .collect();
                if let Some(points) = points.filter(|points| points.len() >= 2) {
                    diagram.edges.entry(element.to_owned()).or_insert(points);
                }
            }
        }
        diagram
    }
}

fn bounds(tree: &Tree, shape: NodeId) -> Option<Bounds> {
    let node = tree.elements(shape).find(|node| tree.is(*node, DC, "Bounds"))?;
    let bounds = Bounds {
        x: number(tree, node, "x")?,
        y: number(tree, node, "y")?,
        width: number(tree, node, "width")?,
        height: number(tree, node, "height")?,
    };
    (bounds.width > 0.0 && bounds.height > 0.0).then_some(bounds)
}

fn number(tree: &Tree, node: NodeId, name: &str) -> Option<f64> {
    let value: f64 = tree.attribute(node, name)?.trim().parse().ok()?;
    (value.is_finite() && value.abs() <= FARTHEST).then_some(value)
}
