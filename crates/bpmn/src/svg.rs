//! The process as an SVG picture: self-contained, accessible, without script and without inline styles.
//!
//! Lines and text are drawn in `currentColor`, so that the picture is right on a light and on a dark ground.
//! Every part has a class (`bpmn-task`, `bpmn-live`, `bpmn-done`, …) for a page that wants to style it; the
//! attributes alone make a complete picture. What is live or done is shown by a mark and the weight of lines, never by colour alone.

mod labels;
mod shapes;

use crate::layout::{self, HEADER, LINE, Picture, TEXT};
use crate::model::{Bounds, FlowIndex, NodeIndex, NodeKind, Point, Process};
use crate::refused::Refused;
use crate::text;
use crate::tree::NodeId;
use labels::{Label, Labels};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write;

/// What is shown beside the process itself.
#[derive(Clone, Debug, Default)]
pub struct Look {
    /// The title for those who cannot see the picture; the name of the process where it is empty.
    pub title: String,
    /// What the picture says, in a sentence or two; the names of the live nodes where it is empty.
    pub description: String,
    /// Begins the ids within the picture: different for two pictures on one page. The id of the process where it is empty.
    pub prefix: String,
    /// How many tokens stand on a node.
    pub tokens: BTreeMap<NodeIndex, u32>,
    /// Nodes that tokens have left.
    pub done: BTreeSet<NodeIndex>,
    /// Flows that tokens have passed.
    pub passed: BTreeSet<FlowIndex>,
    /// Nodes to be pointed out as faulty.
    pub marked: BTreeSet<NodeIndex>,
    /// Nodes that stand for something the engine does not know: their shape without the sign of a kind.
    pub plain: BTreeSet<NodeIndex>,
}

impl Look {
    /// Points out what is refused. What is of another kind than any that is executed is drawn without a sign: a call
    /// of another process is not to be taken for the work of a person, nor an error for a clock.
    #[must_use]
    pub fn pointing_out(process: &Process, refused: &[Refused]) -> Look {
        let mut elements: HashMap<NodeId, (&str, bool)> = HashMap::new();
        for refused in refused {
            let (_, is_of_event) = elements.entry(refused.at).or_insert((&refused.element, false));
            *is_of_event |= refused.reason.is_of_event();
        }
        let mut look = Look::default();
        for index in process.indices() {
            let node = process.node(index);
            let Some((element, is_of_event)) = elements.get(&node.at) else { continue };
            look.marked.insert(index);
            let is_stand_in = match &node.kind {
                NodeKind::ManualTask => *element != "manualTask",
                NodeKind::Exclusive { .. } => *element != "exclusiveGateway",
                NodeKind::TimerCatch(_) | NodeKind::TimerBoundary { .. } => *is_of_event,
                _ => false,
            };
            if is_stand_in {
                look.plain.insert(index);
            }
        }
        look
    }
}

/// Draws a process.
#[must_use]
pub fn svg(process: &Process, look: &Look) -> String {
    let mut out = String::new();
    let title = if look.title.is_empty() { &process.name } else { &look.title };
    let prefix = if look.prefix.is_empty() { format!("bpmn-{}", process.id) } else { look.prefix.clone() };
    let look = &Look { prefix: prefix.replace(char::is_whitespace, "-"), ..look.clone() };
    if layout::is_too_large(process) {
        frame(&mut out, (240.0, 40.0), look, title);
        let _ = write!(out, r#"<text x="12" y="24">{}</text></svg>"#, escape(title));
        return out;
    }
    let picture = layout::picture(process);
    let description = if look.description.is_empty() { live_names(process, look) } else { String::new() };
    let look = &Look {
        description: if description.is_empty() { look.description.clone() } else { description },
        ..look.clone()
    };
    frame(&mut out, (picture.width, picture.height), look, title);
    bands(process, &picture, &mut out);
    // A sub-process first, so that its content lies on it; then flows, so that shapes end them; then the rest.
    let drawing = shapes::Drawing { process, picture: &picture, look };
    for index in process.indices().filter(|index| is_frame(process, *index)) {
        drawing.node(index, &mut out);
    }
    let mut labels = Labels::beside(process, &picture);
    for (index, points) in picture.edges.iter().enumerate() {
        let name = &process.flows[index].name;
        let label = if name.is_empty() { None } else { labels.place(name, points) };
        flow(process, (index, points, label.as_ref()), look, &mut out);
    }
    for index in process.indices().filter(|index| !is_frame(process, *index)) {
        drawing.node(index, &mut out);
    }
    out.push_str("</svg>\n");
    out
}

fn is_frame(process: &Process, index: NodeIndex) -> bool {
    matches!(process.node(index).kind, NodeKind::SubProcess)
}

fn live_names(process: &Process, look: &Look) -> String {
    let names = look.tokens.iter().filter(|(_, count)| **count > 0).map(|(index, count)| {
        let name = &process.node(*index).name;
        if *count > 1 { format!("{name} ({count})") } else { name.clone() }
    });
    names.collect::<Vec<_>>().join(", ")
}

fn frame(out: &mut String, (width, height): (f64, f64), look: &Look, title: &str) {
    let prefix = escape(&look.prefix);
    let labels = if look.description.is_empty() {
        format!("{prefix}-title")
    } else {
        format!("{prefix}-title {prefix}-desc")
    };
    let (width, height) = (number(width), number(height));
    let _ = write!(
        out,
        r#"<svg xmlns="http://www.w3.org/2000/svg" class="bpmn" role="img" aria-labelledby="{labels}" viewBox="0 0 {width} {height}" width="{width}" height="{height}" fill="none" stroke="none" font-family="Inter, Arial, sans-serif" font-size="{TEXT}">"#
    );
    let _ = write!(out, r#"<title id="{prefix}-title">{}</title>"#, escape(title));
    if !look.description.is_empty() {
        let _ = write!(out, r#"<desc id="{prefix}-desc">{}</desc>"#, escape(&look.description));
    }
    out.push('\n');
}

/// The pool and the lanes with their names upright at the left, or across the top where a file draws them downward.
fn bands(process: &Process, picture: &Picture, out: &mut String) {
    let first = picture.lanes.iter().flatten().next();
    let downward = match (picture.pool, first) {
        (Some(pool), Some(lane)) => lane.y > pool.y + 8.0 && (lane.x - pool.x).abs() < 8.0,
        (Some(pool), None) => pool.height > 1.5 * pool.width,
        _ => false,
    };
    let pool = picture.pool.map(|bounds| (&process.name, bounds, "bpmn-pool"));
    let lanes = process.lanes.iter().zip(&picture.lanes);
    let lanes = lanes.filter_map(|(lane, bounds)| Some((&lane.name, (*bounds)?, "bpmn-lane")));
    for (name, bounds, class) in pool.into_iter().chain(lanes) {
        let _ = write!(
            out,
            r#"<g class="{class}"><rect x="{}" y="{}" width="{}" height="{}" stroke="currentColor" stroke-opacity="0.45"/>"#,
            number(bounds.x),
            number(bounds.y),
            number(bounds.width),
            number(bounds.height)
        );
        header(name, bounds, downward, out);
        out.push_str("</g>\n");
    }
}

/// The strip of a band with its name.
fn header(name: &str, bounds: Bounds, downward: bool, out: &mut String) {
    let (width, height) = if downward {
        (bounds.width, HEADER.min(bounds.height))
    } else {
        (HEADER.min(bounds.width), bounds.height)
    };
    let _ = write!(
        out,
        r#"<rect class="bpmn-header" x="{}" y="{}" width="{}" height="{}" fill="currentColor" fill-opacity="0.06"/>"#,
        number(bounds.x),
        number(bounds.y),
        number(width),
        number(height)
    );
    let (length, turn) = if downward { (width, "") } else { (height, " rotate(-90)") };
    let lines = text::wrap(name, TEXT, length - 12.0, 2);
    let (x, y) = (bounds.x + width / 2.0, bounds.y + height / 2.0);
    let first = TEXT * 0.35 - (lines.len() as f64 - 1.0) * LINE * 0.92 / 2.0;
    for (row, line) in lines.iter().enumerate() {
        let _ = write!(
            out,
            r#"<text class="bpmn-name" transform="translate({} {}){turn}" y="{}" text-anchor="middle" font-weight="600" fill="currentColor">{}</text>"#,
            number(x),
            number(y),
            number(first + LINE * 0.92 * row as f64),
            escape(line)
        );
    }
}

fn flow(
    process: &Process,
    (index, points, label): (usize, &[Point], Option<&Label>),
    look: &Look,
    out: &mut String,
) {
    let shown = &process.flows[index];
    let (Some(first), [.., before, last]) = (points.first(), points) else { return };
    let passed = look.passed.contains(&FlowIndex(u32::try_from(index).unwrap_or(u32::MAX)));
    let (class, weight) = if passed { ("bpmn-flow bpmn-passed", "2.6") } else { ("bpmn-flow", "1.3") };
    let _ = write!(
        out,
        r#"<g class="{class}"><path d="{}" stroke="currentColor" stroke-width="{weight}" stroke-linejoin="round"/>"#,
        path(points)
    );
    arrow(*before, *last, out);
    if let NodeKind::Exclusive { default: Some(default) } = process.node(shown.source).kind
        && default.0 as usize == index
    {
        slash(*first, points[1], out);
    }
    if let Some(label) = label {
        words(&label.lines, (label.x, label.y), label.anchor, out);
    }
    out.push_str("</g>\n");
}

/// The line with its corners rounded, ending where the arrow begins.
fn path(points: &[Point]) -> String {
    let mut path = String::new();
    for (index, point) in points.iter().enumerate() {
        if index == 0 {
            let _ = write!(path, "M{} {}", number(point.x), number(point.y));
        } else if index + 1 == points.len() {
            let end = toward(*point, points[index - 1], 6.0);
            let _ = write!(path, "L{} {}", number(end.x), number(end.y));
        } else {
            let (into, out) =
                (toward(*point, points[index - 1], 7.0), toward(*point, points[index + 1], 7.0));
            let _ = write!(
                path,
                "L{} {}Q{} {} {} {}",
                number(into.x),
                number(into.y),
                number(point.x),
                number(point.y),
                number(out.x),
                number(out.y)
            );
        }
    }
    path
}

/// The point so far from `from` in the direction of `to`, at most half the way.
fn toward(from: Point, to: Point, distance: f64) -> Point {
    let length = (to.x - from.x).hypot(to.y - from.y);
    if length == 0.0 {
        return from;
    }
    let part = (distance / length).min(0.5);
    Point { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part }
}

fn arrow(before: Point, tip: Point, out: &mut String) {
    let base = toward(tip, before, 9.0);
    let (dx, dy) = ((tip.y - base.y) * 0.45, (base.x - tip.x) * 0.45);
    let _ = write!(
        out,
        r#"<path d="M{} {}L{} {}L{} {}Z" fill="currentColor"/>"#,
        number(tip.x),
        number(tip.y),
        number(base.x + dx),
        number(base.y + dy),
        number(base.x - dx),
        number(base.y - dy)
    );
}

/// The stroke through the beginning of a default flow.
fn slash(first: Point, second: Point, out: &mut String) {
    let at = toward(first, second, 9.0);
    let _ = write!(
        out,
        r#"<path d="M{} {}L{} {}" stroke="currentColor" stroke-width="1.3"/>"#,
        number(at.x - 4.0),
        number(at.y + 5.0),
        number(at.x + 4.0),
        number(at.y - 5.0)
    );
}

/// Lines of text from a first base line on.
fn words(lines: &[String], (x, y): (f64, f64), anchor: &str, out: &mut String) {
    for (row, line) in lines.iter().enumerate() {
        let _ = write!(
            out,
            r#"<text class="bpmn-name" x="{}" y="{}" text-anchor="{anchor}" fill="currentColor">{}</text>"#,
            number(x),
            number(y + LINE * row as f64),
            escape(line)
        );
    }
}

/// A number with at most one decimal.
fn number(value: f64) -> String {
    let rounded = (value * 10.0).round() / 10.0;
    // Negative zero would be written with its sign.
    format!("{}", if rounded == 0.0 { 0.0 } else { rounded })
}

/// Text made safe in markup and in attributes.
fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other if other.is_control() => safe.push(' '),
            other => safe.push(other),
        }
    }
    safe
}
