//! The shapes of nodes, with their names, signs and marks.

use super::{Look, escape, number, words};
use crate::layout::{LABEL, LINE, Picture, TEXT};
use crate::model::{Bounds, NodeIndex, NodeKind, Process};
use crate::text;
use std::fmt::Write;

/// Everything a shape depends on.
pub(super) struct Drawing<'d> {
    pub(super) process: &'d Process,
    pub(super) picture: &'d Picture,
    pub(super) look: &'d Look,
}

impl Drawing<'_> {
    pub(super) fn node(&self, index: NodeIndex, out: &mut String) {
        let node = self.process.node(index);
        let bounds = self.picture.shapes[index.0 as usize];
        let tokens = self.look.tokens.get(&index).copied().unwrap_or(0);
        let mut classes = format!("bpmn-node {}", class(&node.kind));
        for (on, word) in [
            (tokens > 0, " bpmn-live"),
            (self.look.done.contains(&index), " bpmn-done"),
            (self.look.marked.contains(&index), " bpmn-marked"),
        ] {
            if on {
                classes.push_str(word);
            }
        }
        let _ = write!(out, r#"<g class="{classes}" data-id="{}">"#, escape(&node.id));
        if !node.name.is_empty() {
            let _ = write!(out, "<title>{}</title>", escape(&crate::cut::name(&node.name)));
        }
        let weight = if tokens > 0 { 3.0 } else { 1.4 };
        match &node.kind {
            kind if kind.is_activity() => self.activity(index, bounds, weight, out),
            kind if kind.is_gateway() => self.gateway(index, bounds, weight, out),
            _ => self.event(index, bounds, weight, out),
        }
        self.marks(index, bounds, tokens, out);
        out.push_str("</g>\n");
    }

    fn activity(&self, index: NodeIndex, bounds: Bounds, weight: f64, out: &mut String) {
        let node = self.process.node(index);
        let mask = self.mask(index, bounds, out);
        let _ = write!(
            out,
            r#"<rect class="bpmn-task" x="{}" y="{}" width="{}" height="{}" rx="8" fill="currentColor" fill-opacity="{}" stroke="currentColor" stroke-width="{weight}"{mask}/>"#,
            number(bounds.x),
            number(bounds.y),
            number(bounds.width),
            number(bounds.height),
            if weight > 2.0 { 0.1 } else { 0.03 },
        );
        let is_signed = has_sign(&node.kind) && !self.look.plain.contains(&index);
        if is_signed {
            sign(&node.kind, bounds, out);
        }
        let middle = bounds.x + bounds.width / 2.0;
        if matches!(node.kind, NodeKind::SubProcess) {
            let lines = text::wrap(&node.name, TEXT, bounds.width - 20.0, 1);
            return words(&lines, (middle, bounds.y + 19.0), "middle", out);
        }
        let most = ((bounds.height - 12.0) / LINE).floor().max(1.0) as usize;
        let lines = text::wrap(&node.name, TEXT, bounds.width - 16.0, most);
        let block = LINE * (lines.len() as f64 - 1.0);
        // The sign stands in the upper left: more than two lines begin below it.
        let shift = if lines.len() > 2 && bounds.height >= 80.0 && is_signed { 9.0 } else { 0.0 };
        let y = bounds.y + bounds.height / 2.0 + TEXT * 0.35 - block / 2.0 + shift;
        words(&lines, (middle, y), "middle", out);
    }

    /// Leaves out the border of an activity where a boundary event stands on it.
    fn mask(&self, index: NodeIndex, bounds: Bounds, out: &mut String) -> String {
        let on_border: Vec<Bounds> = self
            .process
            .indices()
            .filter(|other| {
                matches!(self.process.node(*other).kind, NodeKind::TimerBoundary { attached_to, .. } if attached_to == index)
            })
            .map(|other| self.picture.shapes[other.0 as usize])
            .collect();
        if on_border.is_empty() {
            return String::new();
        }
        let id = format!("{}-mask-{}", escape(&self.look.prefix), index.0);
        let _ = write!(
            out,
            r##"<mask id="{id}" maskUnits="userSpaceOnUse" x="{0}" y="{1}" width="{2}" height="{3}"><rect x="{0}" y="{1}" width="{2}" height="{3}" fill="#fff"/>"##,
            number(bounds.x - 5.0),
            number(bounds.y - 5.0),
            number(bounds.width + 10.0),
            number(bounds.height + 10.0)
        );
        for event in on_border {
            let _ = write!(
                out,
                r##"<circle cx="{}" cy="{}" r="{}" fill="#000"/>"##,
                number(event.x + event.width / 2.0),
                number(event.y + event.height / 2.0),
                number(event.width / 2.0)
            );
        }
        out.push_str("</mask>");
        format!(r#" mask="url(#{id})""#)
    }

    fn gateway(&self, index: NodeIndex, bounds: Bounds, weight: f64, out: &mut String) {
        let node = self.process.node(index);
        let (x, y) = (bounds.x + bounds.width / 2.0, bounds.y + bounds.height / 2.0);
        let (right, bottom) = (bounds.x + bounds.width, bounds.y + bounds.height);
        let _ = write!(
            out,
            r#"<path class="bpmn-gateway" d="M{0} {1}L{2} {3}L{0} {4}L{5} {3}Z" fill="currentColor" fill-opacity="0.03" stroke="currentColor" stroke-width="{weight}" stroke-linejoin="round"/>"#,
            number(x),
            number(bounds.y),
            number(right),
            number(y),
            number(bottom),
            number(bounds.x)
        );
        if self.look.plain.contains(&index) {
            return self.gateway_name(index, bounds, out);
        }
        let arm = bounds.width * if node.kind == NodeKind::Parallel { 0.23 } else { 0.15 };
        let sign = if node.kind == NodeKind::Parallel {
            format!("M{} {y}L{} {y}M{x} {}L{x} {}", x - arm, x + arm, y - arm, y + arm)
        } else {
            let (left, right, top, bottom) = (x - arm, x + arm, y - arm, y + arm);
            format!("M{left} {top}L{right} {bottom}M{right} {top}L{left} {bottom}")
        };
        let _ = write!(out, r#"<path d="{sign}" stroke="currentColor" stroke-width="3"/>"#);
        self.gateway_name(index, bounds, out);
    }

    /// The name of a gateway stands where no flow leaves or reaches it.
    fn gateway_name(&self, index: NodeIndex, bounds: Bounds, out: &mut String) {
        let node = self.process.node(index);
        let lines = text::wrap(&node.name, TEXT, LABEL, 3);
        let x = bounds.x + bounds.width / 2.0;
        let (top, bottom) = (bounds.y, bounds.y + bounds.height);
        let is_used = |y: f64| {
            let ends = node.outgoing.iter().map(|flow| (*flow, true));
            ends.chain(node.incoming.iter().map(|flow| (*flow, false))).any(|(flow, begins)| {
                let points = &self.picture.edges[flow.0 as usize];
                let end = if begins { points.first() } else { points.last() };
                end.is_some_and(|end| (end.x - x).abs() < 2.0 && (end.y - y).abs() < 2.0)
            })
        };
        let over = top - 6.0 - LINE * (lines.len() as f64 - 1.0);
        match (is_used(top), is_used(bottom)) {
            (false, _) => words(&lines, (x, over), "middle", out),
            (true, false) => words(&lines, (x, bottom + TEXT + 4.0), "middle", out),
            (true, true) => words(&lines, (x - 10.0, over), "end", out),
        }
    }

    fn event(&self, index: NodeIndex, bounds: Bounds, weight: f64, out: &mut String) {
        let node = self.process.node(index);
        let (x, y) = (bounds.x + bounds.width / 2.0, bounds.y + bounds.height / 2.0);
        let radius = bounds.width.min(bounds.height) / 2.0;
        let ends = matches!(node.kind, NodeKind::End | NodeKind::Terminate);
        let weight = if ends { weight + 2.0 } else { weight };
        let waits = matches!(node.kind, NodeKind::TimerBoundary { interrupting: false, .. });
        let dashes = if waits { r#" stroke-dasharray="4 3""# } else { "" };
        let (cx, cy) = (number(x), number(y));
        let _ = write!(
            out,
            r#"<circle class="bpmn-event" cx="{cx}" cy="{cy}" r="{}" fill="currentColor" fill-opacity="0.03" stroke="currentColor" stroke-width="{weight}"{dashes}/>"#,
            number(radius - weight / 2.0 + 0.7)
        );
        match &node.kind {
            NodeKind::Terminate => {
                let inner = number(radius * 0.55);
                let _ = write!(out, r#"<circle cx="{cx}" cy="{cy}" r="{inner}" fill="currentColor"/>"#);
            }
            NodeKind::TimerCatch(_) | NodeKind::TimerBoundary { .. } => {
                let inner = number(radius * 0.8);
                let _ =
                    write!(out, r#"<circle cx="{cx}" cy="{cy}" r="{inner}" stroke="currentColor"{dashes}/>"#);
                if !self.look.plain.contains(&index) {
                    clock((x, y), radius, out);
                }
            }
            _ => {}
        }
        if let NodeKind::TimerBoundary { attached_to, .. } = node.kind {
            return self.boundary_name(index, attached_to, out);
        }
        let lines = text::wrap(&node.name, TEXT, LABEL, 3);
        words(&lines, (x, bounds.y + bounds.height + TEXT + 4.0), "middle", out);
    }

    /// The name of a boundary event stands under its activity, left of the flow that leaves it;
    /// where another event stands there, right of it.
    fn boundary_name(&self, index: NodeIndex, host: NodeIndex, out: &mut String) {
        let node = self.process.node(index);
        let bounds = self.picture.shapes[index.0 as usize];
        let lines = text::wrap(&node.name, TEXT, LABEL * 0.8, 2);
        let is_left = |other: NodeIndex| {
            let left = self.picture.shapes[other.0 as usize].x < bounds.x;
            left && matches!(self.process.node(other).kind, NodeKind::TimerBoundary { attached_to, .. } if attached_to == host)
        };
        let y = bounds.y + bounds.height / 2.0 + TEXT + 4.0;
        if self.process.indices().any(is_left) {
            words(&lines, (bounds.x + bounds.width + 2.0, y), "start", out);
        } else {
            words(&lines, (bounds.x - 4.0, y), "end", out);
        }
    }

    /// The badge of the live token, the tick of what is done, and the sign of a fault.
    fn marks(&self, index: NodeIndex, bounds: Bounds, tokens: u32, out: &mut String) {
        let small = bounds.width < 60.0;
        let (right, top) = (bounds.x + bounds.width, bounds.y);
        let (x, y) = if small { (right - 2.0, top + 2.0) } else { (right - 6.0, top + 2.0) };
        if tokens > 0 {
            let (cx, cy) = (number(x), number(y));
            let _ = write!(
                out,
                r##"<g class="bpmn-token"><circle cx="{cx}" cy="{cy}" r="11" fill="#b3261e" stroke="#fff" stroke-width="2"/>"##
            );
            if tokens == 1 {
                let _ = write!(
                    out,
                    r##"<path d="M{} {}l9 5l-9 5Z" fill="#fff"/>"##,
                    number(x - 3.5),
                    number(y - 5.0)
                );
            } else {
                let _ = write!(
                    out,
                    r##"<text x="{cx}" y="{}" text-anchor="middle" font-weight="700" fill="#fff">{tokens}</text>"##,
                    number(y + 4.2)
                );
            }
            out.push_str("</g>");
        } else if self.look.done.contains(&index)
            && !matches!(self.process.node(index).kind, NodeKind::SubProcess)
        {
            let _ = write!(
                out,
                r##"<g class="bpmn-tick"><circle cx="{0}" cy="{1}" r="8" fill="#2e7d32" stroke="#fff" stroke-width="1.5"/><path d="M{2} {1}l3 3l5 -6" stroke="#fff" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"/></g>"##,
                number(x),
                number(y),
                number(x - 4.0)
            );
        }
        if self.look.marked.contains(&index) {
            let (x, y) = (bounds.x + 2.0, bounds.y + 2.0);
            let _ = write!(
                out,
                r##"<g class="bpmn-fault"><circle cx="{0}" cy="{1}" r="9" fill="#b3261e" stroke="#fff" stroke-width="1.5"/><text x="{0}" y="{2}" text-anchor="middle" font-weight="700" fill="#fff">!</text></g>"##,
                number(x),
                number(y),
                number(y + 4.2)
            );
        }
    }
}

/// The face and the hands within the rings of a timer.
fn clock((x, y): (f64, f64), radius: f64, out: &mut String) {
    let (cx, cy) = (number(x), number(y));
    let _ = write!(
        out,
        r#"<circle cx="{cx}" cy="{cy}" r="{}" stroke="currentColor" stroke-width="1.3"/><path d="M{cx} {}V{cy}L{} {}" stroke="currentColor" stroke-width="1.5" stroke-linecap="round"/>"#,
        number(radius * 0.56),
        number(y - radius * 0.4),
        number(x + radius * 0.28),
        number(y + radius * 0.16)
    );
}

fn class(kind: &NodeKind) -> &'static str {
    match kind {
        NodeKind::Start => "bpmn-start",
        NodeKind::End => "bpmn-end",
        NodeKind::Terminate => "bpmn-terminate",
        NodeKind::UserTask { .. } => "bpmn-user-task",
        NodeKind::ManualTask => "bpmn-manual-task",
        NodeKind::ServiceTask { .. } => "bpmn-service-task",
        NodeKind::Exclusive { .. } => "bpmn-exclusive",
        NodeKind::Parallel => "bpmn-parallel",
        NodeKind::SubProcess => "bpmn-sub-process",
        NodeKind::TimerCatch(_) => "bpmn-timer",
        NodeKind::TimerBoundary { .. } => "bpmn-boundary",
    }
}

fn has_sign(kind: &NodeKind) -> bool {
    matches!(kind, NodeKind::UserTask { .. } | NodeKind::ManualTask | NodeKind::ServiceTask { .. })
}

/// A person, a hand, or a wheel in the upper left of a task.
fn sign(kind: &NodeKind, bounds: Bounds, out: &mut String) {
    let drawn = match kind {
        NodeKind::UserTask { .. } => r#"<circle cx="8" cy="4.5" r="3.4"/><path d="M1.5 15c0-8 13-8 13 0Z"/>"#,
        NodeKind::ManualTask => {
            r#"<path d="M2 9V6l5-4 1 2-2 2h8v2H9h6v2H9h5v2H9h4v2H5Z" stroke-linejoin="round"/>"#
        }
        NodeKind::ServiceTask { .. } => {
            r#"<circle cx="8" cy="8" r="5.6" stroke-width="3" stroke-dasharray="2.3 2.1"/><circle cx="8" cy="8" r="4.2"/><circle cx="8" cy="8" r="1.6"/>"#
        }
        _ => return,
    };
    let _ = write!(
        out,
        r#"<g class="bpmn-sign" transform="translate({} {})" stroke="currentColor" stroke-width="1.1" stroke-opacity="0.75">{drawn}</g>"#,
        number(bounds.x + 6.0),
        number(bounds.y + 5.0)
    );
}
