//! Turns cells and ways into coordinates.

use super::grid::Grid;
use super::route::{Routes, X, Y};
use super::{HEADER, LABEL, LINE, Sheet, Sizes, TEXT};
use crate::model::{Bounds, NodeIndex, NodeKind, Point, Process};
use crate::text;
use std::collections::HashMap;

/// The room above the content of a sub-process, for its name.
pub(super) const TITLE: f64 = 26.0;
/// From one track of a channel to the next.
const TRACK: f64 = 14.0;
/// The width of a channel with one track or none.
const CHANNEL: f64 = 46.0;
/// The height of a gap without tracks.
const GAP: f64 = 26.0;
const MARGIN: f64 = 12.0;
const TASK: f64 = 150.0;
const EVENT: f64 = 36.0;
const GATEWAY: f64 = 50.0;

/// The size of the shape and the room it needs above and below its middle.
#[derive(Clone, Copy)]
struct Extent {
    width: f64,
    height: f64,
    above: f64,
    below: f64,
    /// The width with the name under or over it.
    room: f64,
}

pub(super) fn place(process: &Process, grid: &Grid, routes: Routes, sizes: &Sizes<'_>) -> Sheet {
    let extents: HashMap<NodeIndex, Extent> =
        grid.nodes.iter().map(|node| (*node, extent(process, grid, *node, sizes))).collect();
    let with_lanes = sizes.top && grid.rows.iter().any(Option::is_some);
    let left = if with_lanes { MARGIN + 2.0 * HEADER } else { MARGIN };
    let across = columns(process, grid, &routes, (&extents, left));
    let down = rows(process, grid, &routes, &extents);
    let mut sheet = Sheet {
        width: across.end + MARGIN,
        height: down.end + MARGIN,
        lanes: Vec::new(),
        shapes: Vec::new(),
        edges: Vec::new(),
    };
    for node in &grid.nodes {
        let cell = grid.cells[node];
        let Extent { width, height, .. } = extents[node];
        let (x, y) = (across.middle[cell.column] - width / 2.0, down.middle[cell.row] - height / 2.0);
        sheet.shapes.push((*node, Bounds { x, y, width, height }));
        for (place, event) in grid.boundaries.get(node).into_iter().flatten().enumerate() {
            let x = x + width - 30.0 - EVENT / 2.0 - 52.0 * place as f64;
            let bounds = Bounds { x, y: y + height - EVENT / 2.0, width: EVENT, height: EVENT };
            sheet.shapes.push((*event, bounds));
        }
    }
    if with_lanes {
        for (lane, top, bottom) in bands(grid, &down) {
            let x = MARGIN + HEADER;
            sheet.lanes.push((lane, Bounds { x, y: top, width: across.end - x, height: bottom - top }));
        }
    }
    let by_node: HashMap<NodeIndex, Bounds> = sheet.shapes.iter().copied().collect();
    for (flow, way) in &routes.ways {
        let points = way.iter().map(|(x, y)| Point {
            x: match x {
                X::Left(node) => by_node[node].x,
                X::Right(node) => by_node[node].x + by_node[node].width,
                X::Middle(node, aside) => by_node[node].x + by_node[node].width / 2.0 + aside,
                X::Leg(leg) => {
                    let leg = &routes.vertical[*leg];
                    across.channel[leg.channel] + TRACK * leg.track as f64
                }
            },
            y: match y {
                Y::Row(row) => down.middle[*row],
                Y::Top(node) => by_node[node].y,
                Y::Bottom(node) => by_node[node].y + by_node[node].height,
                Y::Leg(leg) => {
                    let leg = &routes.horizontal[*leg];
                    down.channel[leg.channel] + TRACK * leg.track as f64
                }
            },
        });
        sheet.edges.push((*flow, without_needless(points.collect())));
    }
    sheet
}

/// Where columns or rows have their middle and channels their first track.
struct Axis {
    middle: Vec<f64>,
    channel: Vec<f64>,
    /// For rows, the border below each row.
    border: Vec<f64>,
    begin: f64,
    end: f64,
}

fn extent(process: &Process, grid: &Grid, node: NodeIndex, sizes: &Sizes<'_>) -> Extent {
    let shown = process.node(node);
    let events = grid.boundaries.get(&node).map_or(&[][..], Vec::as_slice);
    let lines = text::wrap(&shown.name, TEXT, LABEL, 3);
    let room = lines.iter().map(|line| text::width(line, TEXT)).fold(0.0, f64::max);
    let name = LINE * lines.len() as f64;
    let beside = 52.0 * events.len() as f64 + 40.0;
    let named = events.iter().any(|event| !process.node(*event).name.is_empty());
    let hanging = match events.len() {
        0 => 0.0,
        _ if named => EVENT / 2.0 + 2.0 * LINE,
        _ => EVENT / 2.0,
    };
    let (width, height) = match shown.kind {
        NodeKind::SubProcess => sizes
            .sheets
            .get(&node)
            .map_or((TASK, 80.0), |sheet| (sheet.width.max(TASK), sheet.height + TITLE)),
        _ if shown.kind.is_activity() => {
            let lines = text::wrap(&shown.name, TEXT, TASK - 16.0, 5).len();
            (TASK, (LINE * lines as f64 + 36.0).max(80.0))
        }
        _ if shown.kind.is_gateway() => (GATEWAY, GATEWAY),
        _ => (EVENT, EVENT),
    };
    let width = if shown.kind.is_activity() { width.max(beside) } else { width };
    let half = height / 2.0;
    match &shown.kind {
        kind if kind.is_activity() => {
            Extent { width, height, above: half, below: half + hanging, room: width }
        }
        // The name of a gateway stands above or below it, wherever no flow leaves: room for both.
        kind if kind.is_gateway() => {
            Extent { width, height, above: half + name, below: half + name, room: room.max(width) }
        }
        _ => Extent { width, height, above: half, below: half + name + 4.0, room: room.max(width) },
    }
}

fn columns(
    process: &Process,
    grid: &Grid,
    routes: &Routes,
    (extents, left): (&HashMap<NodeIndex, Extent>, f64),
) -> Axis {
    let mut widths = vec![0.0_f64; grid.columns];
    for (node, cell) in &grid.cells {
        widths[cell.column] = widths[cell.column].max(extents[node].room);
    }
    // The name of a flow out of a gateway stands on its first piece.
    let mut named = vec![0.0_f64; grid.columns + 1];
    for (flow, way) in &routes.ways {
        let flow = &process.flows[*flow];
        if matches!(way[0].0, X::Right(_)) && !flow.name.is_empty() {
            let lines = text::wrap(&flow.name, TEXT, LABEL, 2);
            let widest = lines.iter().map(|line| text::width(line, TEXT)).fold(0.0, f64::max);
            let column = grid.cell(process, flow.source).column;
            let beside = (widths[column] - extents[&flow.source].width) / 2.0;
            named[column + 1] = named[column + 1].max(widest + 22.0 - beside);
        }
    }
    let mut axis =
        Axis { middle: Vec::new(), channel: Vec::new(), border: Vec::new(), begin: left, end: left };
    for (column, named) in named.into_iter().enumerate() {
        let tracks = Routes::tracks(&routes.vertical, column);
        let extra = TRACK * tracks.saturating_sub(1) as f64;
        let outer = column == 0 || column == grid.columns;
        let free = if outer { 24.0 } else { CHANNEL };
        let before = if outer { 12.0 } else { (free / 2.0).max(named - free / 2.0) };
        axis.channel.push(axis.end + before);
        axis.end += (before + free / 2.0).max(free) + extra;
        if let Some(width) = widths.get(column) {
            axis.middle.push(axis.end + width / 2.0);
            axis.end += width;
        }
    }
    axis
}

fn rows(process: &Process, grid: &Grid, routes: &Routes, extents: &HashMap<NodeIndex, Extent>) -> Axis {
    let count = grid.rows.len();
    let mut above = vec![18.0_f64; count];
    let mut below = vec![18.0_f64; count];
    for (node, cell) in &grid.cells {
        above[cell.row] = above[cell.row].max(extents[node].above);
        below[cell.row] = below[cell.row].max(extents[node].below);
    }
    let gap = |row: usize| GAP + TRACK * Routes::tracks(&routes.horizontal, row) as f64;
    let border = |row: usize| row > 0 && row < count && grid.rows[row] != grid.rows[row - 1];
    // A band is high enough for its name, which stands upright in two lines.
    for (lane, shown) in process.lanes.iter().enumerate() {
        let rows: Vec<usize> = (0..count).filter(|row| grid.rows[*row] == Some(lane)).collect();
        let (Some(first), Some(last)) = (rows.first(), rows.last()) else { continue };
        let held: f64 = rows.iter().map(|row| above[*row] + below[*row] + gap(row + 1)).sum();
        let wanted = (text::width(&shown.name, TEXT) * 0.6 + 24.0).clamp(90.0, 240.0);
        let missing = (wanted - held).max(0.0) / 2.0;
        above[*first] += missing;
        below[*last] += missing;
    }
    let mut axis =
        Axis { middle: Vec::new(), channel: Vec::new(), border: Vec::new(), begin: MARGIN, end: MARGIN };
    for row in 0..=count {
        axis.channel.push(axis.end + TRACK);
        axis.end += gap(row);
        if border(row) || row == count {
            axis.border.push(axis.end);
        }
        if border(row) {
            axis.end += GAP - 6.0;
        }
        if row < count {
            axis.middle.push(axis.end + above[row]);
            axis.end += above[row] + below[row];
        }
    }
    axis
}

/// Each lane with its upper and lower border.
fn bands(grid: &Grid, down: &Axis) -> Vec<(usize, f64, f64)> {
    let mut order: Vec<usize> = grid.rows.iter().flatten().copied().collect();
    order.dedup();
    let mut top = down.begin;
    let borders = down.border.iter().copied();
    order
        .into_iter()
        .zip(borders)
        .map(|(lane, bottom)| {
            let band = (lane, top, bottom);
            top = bottom;
            band
        })
        .collect()
}

/// Leaves out points that repeat the one before or stand on a straight line.
fn without_needless(points: Vec<Point>) -> Vec<Point> {
    let mut kept: Vec<Point> = Vec::new();
    for point in points {
        if kept.last() == Some(&point) {
            continue;
        }
        if let [.., before, last] = kept[..]
            && (before.x == last.x && last.x == point.x || before.y == last.y && last.y == point.y)
        {
            kept.pop();
        }
        kept.push(point);
    }
    kept
}
