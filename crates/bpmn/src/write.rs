//! Writes a model as a complete BPMN 2.0 file, with its diagram, for any other tool to open.

use crate::layout::{self, Picture};
use crate::model::{Bounds, FlowIndex, Node, NodeIndex, NodeKind, Process, Timer};
use crate::read::{DC, DI, DIAGRAM, EXTENSION, MODEL};
use crate::tree::{Content, DOCUMENT, NodeId, Tree};
use std::collections::HashMap;

/// The model as the text of a BPMN file. Reading it gives the same model, its places in the file apart,
/// and the positions of the diagram as they are drawn.
#[must_use]
pub fn write(process: &Process) -> String {
    let picture = layout::picture(process);
    let mut writer = Writer { tree: Tree::new(), process, picture };
    writer.file();
    writer.tree.write()
}

struct Writer<'p> {
    tree: Tree,
    process: &'p Process,
    picture: Picture,
}

impl Writer<'_> {
    fn file(&mut self) {
        self.tree.append(DOCUMENT, Content::Declaration("xml version=\"1.0\" encoding=\"UTF-8\"".to_owned()));
        self.tree.append(DOCUMENT, Content::Text("\n".to_owned()));
        let id = &self.process.id;
        let definitions = self.tree.append_element(
            DOCUMENT,
            "bpmn:definitions",
            &[
                ("xmlns:bpmn", MODEL),
                ("xmlns:bpmndi", DIAGRAM),
                ("xmlns:dc", DC),
                ("xmlns:di", DI),
                ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
                ("xmlns:htqlcl", EXTENSION),
                ("id", &format!("Definitions_{id}")),
                ("targetNamespace", "http://bpmn.io/schema/bpmn"),
            ],
        );
        let pooled = !self.process.lanes.is_empty();
        if pooled {
            let collaboration =
                self.child(definitions, "bpmn:collaboration", &[("id", &format!("Collaboration_{id}"))]);
            let name = self.process.name.clone();
            let mut attributes = vec![("id", format!("Participant_{id}")), ("processRef", id.clone())];
            if !name.is_empty() {
                attributes.insert(1, ("name", name));
            }
            self.leaf(collaboration, "bpmn:participant", &attributes);
            self.close(collaboration, 1);
        }
        self.process(definitions);
        self.diagram(definitions, pooled);
        self.close(definitions, 0);
        self.tree.append(DOCUMENT, Content::Text("\n".to_owned()));
    }

    fn process(&mut self, definitions: NodeId) {
        let mut attributes = vec![("id", self.process.id.clone())];
        if !self.process.name.is_empty() {
            attributes.push(("name", self.process.name.clone()));
        }
        attributes.push(("isExecutable", "true".to_owned()));
        let top = self.leaf(definitions, "bpmn:process", &attributes);
        self.lanes(top);
        let mut places: HashMap<NodeIndex, NodeId> = HashMap::new();
        for index in self.process.indices() {
            let parent = self.process.node(index).parent;
            let place = parent.and_then(|parent| places.get(&parent)).copied().unwrap_or(top);
            let node = self.node(index, place);
            places.insert(index, node);
        }
        for index in 0..self.process.flows.len() {
            let flow = &self.process.flows[index];
            let parent = self.process.node(flow.source).parent;
            let place = parent.and_then(|parent| places.get(&parent)).copied().unwrap_or(top);
            self.flow(FlowIndex(u32::try_from(index).unwrap_or(u32::MAX)), place);
        }
        for node in places.into_values().chain([top]) {
            if self.tree.elements(node).next().is_some() {
                let depth = self.depth(node);
                self.close(node, depth);
            }
        }
    }

    fn lanes(&mut self, top: NodeId) {
        if self.process.lanes.is_empty() {
            return;
        }
        let id = format!("LaneSet_{}", self.process.id);
        let set = self.child(top, "bpmn:laneSet", &[("id", &id)]);
        let mut members: Vec<Vec<&str>> = vec![Vec::new(); self.process.lanes.len()];
        for node in &self.process.nodes {
            // What stands in a sub-process stands in its lane, unless it says another.
            let inherited = node.parent.and_then(|parent| self.process.node(parent).lane);
            if let Some(lane) = node.lane.filter(|lane| inherited != Some(*lane)) {
                members[lane].push(&node.id);
            }
        }
        for (lane, members) in self.process.lanes.iter().zip(members) {
            let attributes = [("id", lane.id.clone()), ("name", lane.name.clone())];
            let place = self.leaf(set, "bpmn:lane", &attributes);
            let any = !members.is_empty();
            for id in members {
                let reference = self.child(place, "bpmn:flowNodeRef", &[]);
                self.tree.append(reference, Content::Text(id.to_owned()));
            }
            if any {
                let depth = self.depth(place);
                self.close(place, depth);
            }
        }
        let depth = self.depth(set);
        self.close(set, depth);
    }

    fn node(&mut self, index: NodeIndex, place: NodeId) -> NodeId {
        let process = self.process;
        let node = process.node(index);
        let mut attributes = vec![("id", node.id.clone())];
        if !node.name.is_empty() {
            attributes.push(("name", node.name.clone()));
        }
        let name = match &node.kind {
            NodeKind::Start => "bpmn:startEvent",
            NodeKind::End | NodeKind::Terminate => "bpmn:endEvent",
            NodeKind::UserTask { outcomes } => {
                if !outcomes.is_empty() {
                    attributes.push(("htqlcl:outcomes", outcomes.join(";")));
                }
                "bpmn:userTask"
            }
            NodeKind::ManualTask => "bpmn:manualTask",
            NodeKind::ServiceTask { handler } => {
                attributes.push(("htqlcl:handler", handler.clone()));
                "bpmn:serviceTask"
            }
            NodeKind::Exclusive { default } => {
                if let Some(default) = default {
                    attributes.push(("default", process.flow(*default).id.clone()));
                }
                "bpmn:exclusiveGateway"
            }
            NodeKind::Parallel => "bpmn:parallelGateway",
            NodeKind::SubProcess => "bpmn:subProcess",
            NodeKind::TimerCatch(_) => "bpmn:intermediateCatchEvent",
            NodeKind::TimerBoundary { attached_to, interrupting, .. } => {
                if !interrupting {
                    attributes.push(("cancelActivity", "false".to_owned()));
                }
                attributes.push(("attachedToRef", process.node(*attached_to).id.clone()));
                "bpmn:boundaryEvent"
            }
        };
        let element = self.leaf(place, name, &attributes);
        self.content(node, element);
        element
    }

    fn content(&mut self, node: &Node, element: NodeId) {
        let ends = [("bpmn:incoming", &node.incoming), ("bpmn:outgoing", &node.outgoing)];
        for (name, flows) in ends {
            for flow in flows {
                let reference = self.child(element, name, &[]);
                let id = self.process.flow(*flow).id.clone();
                self.tree.append(reference, Content::Text(id));
            }
        }
        match &node.kind {
            NodeKind::Terminate => {
                let id = format!("{}_terminate", node.id);
                self.child(element, "bpmn:terminateEventDefinition", &[("id", &id)]);
            }
            NodeKind::TimerCatch(timer) | NodeKind::TimerBoundary { timer, .. } => {
                self.timer(timer, &node.id, element);
            }
            _ => {}
        }
    }

    fn timer(&mut self, timer: &Timer, id: &str, event: NodeId) {
        let name = "bpmn:timerEventDefinition";
        let id = format!("{id}_timer");
        let (child, text) = match timer {
            Timer::Duration(text) => ("bpmn:timeDuration", text),
            Timer::At(text) => ("bpmn:timeDate", text),
            Timer::WorkingDays(number) => {
                self.child(event, name, &[("id", &id), ("htqlcl:workingDays", &number.to_string())]);
                return;
            }
            Timer::WorkingHours(number) => {
                self.child(event, name, &[("id", &id), ("htqlcl:workingHours", &number.to_string())]);
                return;
            }
        };
        let definition = self.child(event, name, &[("id", &id)]);
        let place = self.child(definition, child, &[("xsi:type", "bpmn:tFormalExpression")]);
        self.tree.append(place, Content::Text(text.clone()));
        let depth = self.depth(definition);
        self.close(definition, depth);
    }

    fn flow(&mut self, index: FlowIndex, place: NodeId) {
        let process = self.process;
        let flow = process.flow(index);
        let mut attributes = vec![("id", flow.id.clone())];
        if !flow.name.is_empty() {
            attributes.push(("name", flow.name.clone()));
        }
        attributes.push(("sourceRef", process.node(flow.source).id.clone()));
        attributes.push(("targetRef", process.node(flow.target).id.clone()));
        let element = self.leaf(place, "bpmn:sequenceFlow", &attributes);
        if let Some(condition) = &flow.condition {
            let expression =
                self.child(element, "bpmn:conditionExpression", &[("xsi:type", "bpmn:tFormalExpression")]);
            self.tree.append(expression, Content::Text(condition.clone()));
            let depth = self.depth(element);
            self.close(element, depth);
        }
    }

    fn diagram(&mut self, definitions: NodeId, pooled: bool) {
        let process = self.process;
        let id = &process.id;
        let diagram = self.child(definitions, "bpmndi:BPMNDiagram", &[("id", &format!("BPMNDiagram_{id}"))]);
        let shown = if pooled { format!("Collaboration_{id}") } else { id.clone() };
        let plane = self.child(
            diagram,
            "bpmndi:BPMNPlane",
            &[("id", &format!("BPMNPlane_{id}")), ("bpmnElement", &shown)],
        );
        if let Some(pool) = self.picture.pool.filter(|_| pooled) {
            self.shape(plane, &format!("Participant_{id}"), pool, &[("isHorizontal", "true")]);
        }
        for (index, lane) in process.lanes.iter().enumerate() {
            if let Some(bounds) = self.picture.lanes[index] {
                self.shape(plane, &lane.id, bounds, &[("isHorizontal", "true")]);
            }
        }
        for (index, node) in process.nodes.iter().enumerate() {
            let more: &[(&str, &str)] = match node.kind {
                NodeKind::SubProcess => &[("isExpanded", "true")],
                NodeKind::Exclusive { .. } => &[("isMarkerVisible", "true")],
                _ => &[],
            };
            self.shape(plane, &node.id, self.picture.shapes[index], more);
        }
        for (index, flow) in process.flows.iter().enumerate() {
            let attributes = [("id", format!("{}_di", flow.id)), ("bpmnElement", flow.id.clone())];
            let edge = self.leaf(plane, "bpmndi:BPMNEdge", &attributes);
            for point in self.picture.edges[index].clone() {
                self.child(edge, "di:waypoint", &[("x", &tenth(point.x)), ("y", &tenth(point.y))]);
            }
            self.close(edge, 3);
        }
        self.close(plane, 2);
        self.close(diagram, 1);
    }

    fn shape(&mut self, plane: NodeId, element: &str, bounds: Bounds, more: &[(&str, &str)]) {
        let id = format!("{element}_di");
        let mut attributes = vec![("id", id.as_str()), ("bpmnElement", element)];
        attributes.extend_from_slice(more);
        let shape = self.child(plane, "bpmndi:BPMNShape", &attributes);
        self.child(
            shape,
            "dc:Bounds",
            &[
                ("x", &tenth(bounds.x)),
                ("y", &tenth(bounds.y)),
                ("width", &tenth(bounds.width)),
                ("height", &tenth(bounds.height)),
            ],
        );
        self.close(shape, 3);
    }

    fn leaf(&mut self, parent: NodeId, name: &str, attributes: &[(&str, String)]) -> NodeId {
        let attributes: Vec<(&str, &str)> =
            attributes.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.child(parent, name, &attributes)
    }

    /// Adds an element on a line of its own.
    fn child(&mut self, parent: NodeId, name: &str, attributes: &[(&str, &str)]) -> NodeId {
        let depth = self.depth(parent) + 1;
        self.tree.append(parent, Content::Text(format!("\n{}", "  ".repeat(depth))));
        self.tree.append_element(parent, name, attributes)
    }

    /// Ends an element that has children on a line of its own.
    fn close(&mut self, node: NodeId, depth: usize) {
        self.tree.append(node, Content::Text(format!("\n{}", "  ".repeat(depth))));
    }

    /// How many elements stand around the element.
    fn depth(&self, node: NodeId) -> usize {
        let above = std::iter::successors(self.tree.parent(node), |above| self.tree.parent(*above));
        above.count().saturating_sub(1)
    }
}

/// A coordinate as it is written: to a tenth, which a second writing repeats.
fn tenth(value: f64) -> String {
    format!("{}", (value * 10.0).round() / 10.0)
}
