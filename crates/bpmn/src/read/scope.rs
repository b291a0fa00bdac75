//! Builds the typed model of one process from its elements.

use super::diagram::Diagram;
use super::events::{Judged, Kind, is_flow_node, is_sub_process};
use super::{Findings, MODEL, is_feel, is_true};
use crate::model::{Flow, FlowIndex, Lane, Node, NodeIndex, NodeKind, Process, Timer};
use crate::refused::Reason;
use crate::tree::NodeId;
use std::collections::{HashMap, HashSet};

/// The elements of a process as they were found, before their references are followed.
#[derive(Default)]
pub(super) struct Found {
    pub(super) nodes: Vec<FoundNode>,
    pub(super) flows: Vec<NodeId>,
    lane_sets: Vec<NodeId>,
    pub(super) by_place: HashMap<NodeId, NodeIndex>,
}

/// One flow node as found.
pub(super) struct FoundNode {
    pub(super) at: NodeId,
    pub(super) judged: Judged,
    pub(super) parent: Option<NodeIndex>,
}

/// One lane with its depth; a deeper lane is the role.
struct FoundLane {
    at: NodeId,
    parent: Option<usize>,
    depth: usize,
}

/// Reads one process.
pub(super) fn read_process(findings: &mut Findings<'_>, process: NodeId, diagram: &Diagram) -> Process {
    let tree = findings.tree;
    let found = findings.collect(process);
    let mut model = Process {
        id: findings.id(process),
        name: tree.attribute(process, "name").unwrap_or_default().to_owned(),
        lanes: Vec::new(),
        nodes: findings.nodes(&found),
        flows: Vec::new(),
        shapes: Default::default(),
        edges: Default::default(),
    };
    findings.flows(&found, &mut model);
    findings.defaults(&found, &mut model);
    findings.lanes(&found, &mut model);
    findings.check_structure(process, &found, &model);
    findings.place(process, diagram, &mut model);
    model
}

impl Findings<'_> {
    /// Walks the process in the order of the file, without recursion.
    fn collect(&mut self, process: NodeId) -> Found {
        let tree = self.tree;
        let mut found = Found::default();
        let mut at = tree.following(process, process);
        while let Some(node) = at {
            let into = tree.element(node).is_some() && self.collect_one(node, &mut found);
            at = if into { tree.following(node, process) } else { tree.after(node, process) };
        }
        found
    }

    /// Takes up one element of a process or sub-process; answers whether its content is one, too.
    fn collect_one(&mut self, node: NodeId, found: &mut Found) -> bool {
        let tree = self.tree;
        let local = tree.local(node);
        if tree.namespace(node) != Some(MODEL) {
            self.refuse(Reason::Unknown, node);
            return false;
        }
        match local {
            "sequenceFlow" => found.flows.push(node),
            "laneSet" => found.lane_sets.push(node),
            _ if is_flow_node(local) => {
                let judged = self.judge(node);
                let parent = tree.parent(node).and_then(|parent| found.by_place.get(&parent)).copied();
                let index = NodeIndex(u32::try_from(found.nodes.len()).unwrap_or(u32::MAX));
                found.by_place.insert(node, index);
                self.check_children(node, judged.stand_in);
                found.nodes.push(FoundNode { at: node, judged, parent });
                return is_sub_process(local);
            }
            // What stands beside the flow in a sub-process was looked at with the sub-process itself.
            _ if tree.parent(node).is_some_and(|parent| found.by_place.contains_key(&parent)) => {}
            _ => self.check_beside_flow(node),
        }
        false
    }

    /// The id of an element that must have one.
    fn id(&mut self, node: NodeId) -> String {
        let id = self.tree.attribute(node, "id").unwrap_or_default();
        if id.trim().is_empty() {
            self.refuse(Reason::MissingId, node);
        }
        id.to_owned()
    }

    fn nodes(&mut self, found: &Found) -> Vec<Node> {
        let tree = self.tree;
        let mut nodes = Vec::with_capacity(found.nodes.len());
        for node in &found.nodes {
            let kind = match &node.judged.kind {
                Kind::Whole(kind) => kind.clone(),
                Kind::Exclusive => NodeKind::Exclusive { default: None },
                Kind::Boundary(timer) => self.boundary(node.at, timer, found),
            };
            nodes.push(Node {
                id: self.id(node.at),
                name: tree.attribute(node.at, "name").unwrap_or_default().to_owned(),
                kind,
                lane: None,
                parent: node.parent,
                outgoing: Vec::new(),
                incoming: Vec::new(),
                at: node.at,
            });
        }
        nodes
    }

    fn boundary(&mut self, event: NodeId, timer: &Timer, found: &Found) -> NodeKind {
        let Some(attached_to) = self.follow(event, "attachedToRef", found) else {
            return NodeKind::TimerCatch(timer.clone());
        };
        let activity = &found.nodes[attached_to.0 as usize];
        let fits = match &activity.judged.kind {
            Kind::Whole(kind) => kind.is_activity(),
            _ => false,
        };
        if !fits {
            self.refuse(Reason::BoundaryPlace, event);
            return NodeKind::TimerCatch(timer.clone());
        }
        let interrupting =
            self.tree.attribute(event, "cancelActivity").is_none_or(|word| is_true(Some(word)));
        NodeKind::TimerBoundary { attached_to, interrupting, timer: timer.clone() }
    }

    /// The flow node that an attribute names; it must stand in the same scope.
    fn follow(&mut self, from: NodeId, attribute: &str, found: &Found) -> Option<NodeIndex> {
        let reference = self.tree.attribute(from, attribute).unwrap_or_default();
        let target = self.lookup(reference);
        let detail = format!("{attribute}={reference}");
        let Some(target) = target else {
            self.refuse_with(Reason::Dangling, from, detail);
            return None;
        };
        match found.by_place.get(&target) {
            Some(index) if self.tree.parent(target) == self.tree.parent(from) => Some(*index),
            found => {
                let is_node = found.is_some() || is_flow_node(self.tree.local(target));
                let reason = if is_node { Reason::OtherScope } else { Reason::Dangling };
                self.refuse_with(reason, from, detail);
                None
            }
        }
    }

    fn flows(&mut self, found: &Found, model: &mut Process) {
        let tree = self.tree;
        for at in found.flows.iter().copied() {
            let id = self.id(at);
            self.check_children(at, false);
            let source = self.follow(at, "sourceRef", found);
            let target = self.follow(at, "targetRef", found);
            let (Some(source), Some(target)) = (source, target) else { continue };
            let condition = self.condition(at);
            let index = FlowIndex(u32::try_from(model.flows.len()).unwrap_or(u32::MAX));
            model.nodes[source.0 as usize].outgoing.push(index);
            model.nodes[target.0 as usize].incoming.push(index);
            let name = tree.attribute(at, "name").unwrap_or_default().to_owned();
            model.flows.push(Flow { id, name, source, target, condition, at });
        }
    }

    /// The condition of a flow. One in another language than FEEL might mean something else, even where it can be
    /// read as FEEL.
    fn condition(&mut self, flow: NodeId) -> Option<String> {
        let tree = self.tree;
        let expression = tree.elements(flow).find(|child| tree.is(*child, MODEL, "conditionExpression"))?;
        // Some tools mark an expression by a leading equals sign, which is none of the expression.
        let written = tree.text(expression);
        let written = written.trim();
        let text = written.strip_prefix('=').unwrap_or(written).trim().to_owned();
        if text.is_empty() {
            return None;
        }
        let of_file = tree.root().map(|root| (root, "expressionLanguage"));
        let said = [Some((expression, "language")), of_file].into_iter().flatten();
        let mut said = said.filter_map(|(at, name)| Some((name, tree.attribute(at, name)?)));
        if let Some((name, language)) = said.next()
            && !is_feel(language)
        {
            self.refuse_with(Reason::ExpressionLanguage, flow, format!("{name}={language}"));
        }
        Some(text)
    }

    fn defaults(&mut self, found: &Found, model: &mut Process) {
        for (index, node) in found.nodes.iter().enumerate() {
            let Some(reference) = self.tree.attribute(node.at, "default") else { continue };
            if !matches!(node.judged.kind, Kind::Exclusive) {
                if !node.judged.stand_in {
                    self.refuse_with(Reason::ConditionalFlow, node.at, format!("default={reference}"));
                }
                continue;
            }
            let target = self.lookup(reference);
            let flow = model.nodes[index]
                .outgoing
                .iter()
                .find(|flow| target.is_some_and(|target| model.flow(**flow).at == target))
                .copied();
            if flow.is_none() {
                self.refuse_with(Reason::Dangling, node.at, format!("default={reference}"));
            }
            model.nodes[index].kind = NodeKind::Exclusive { default: flow };
        }
    }

    fn lanes(&mut self, found: &Found, model: &mut Process) {
        let mut lanes: Vec<FoundLane> = Vec::new();
        for set in found.lane_sets.iter().copied() {
            self.find_lanes(set, &mut lanes);
        }
        let owner = self.lane_of_nodes(&lanes, found);
        let outer: HashSet<usize> = lanes.iter().filter_map(|lane| lane.parent).collect();
        let owning: HashSet<usize> = owner.iter().flatten().copied().collect();
        let mut position = vec![None; lanes.len()];
        for (index, lane) in lanes.iter().enumerate() {
            if outer.contains(&index) && !owning.contains(&index) {
                continue;
            }
            position[index] = Some(model.lanes.len());
            let id = self.id(lane.at);
            let name = self.tree.attribute(lane.at, "name").unwrap_or_default().trim().to_owned();
            if name.is_empty() {
                self.refuse(Reason::LaneName, lane.at);
            }
            model.lanes.push(Lane { id, name, at: lane.at });
        }
        for (index, own) in owner.into_iter().enumerate() {
            let own = own.and_then(|lane| position[lane]);
            // A parent stands before its content, so its lane is known.
            let inherited = model.nodes[index].parent.and_then(|parent| model.nodes[parent.0 as usize].lane);
            model.nodes[index].lane = own.or(inherited);
        }
    }

    /// All lanes of a lane set, outer before inner, in the order of the file.
    fn find_lanes(&mut self, set: NodeId, lanes: &mut Vec<FoundLane>) {
        let tree = self.tree;
        let mut of_node: HashMap<NodeId, usize> = HashMap::new();
        let mut at = tree.following(set, set);
        while let Some(node) = at {
            let is_lane = tree.is(node, MODEL, "lane");
            let is_set = tree.is(node, MODEL, "childLaneSet");
            if is_lane {
                let parent = tree
                    .parent(node)
                    .and_then(|set| tree.parent(set))
                    .and_then(|lane| of_node.get(&lane))
                    .copied();
                let depth = parent.map_or(0, |parent| lanes[parent].depth + 1);
                of_node.insert(node, lanes.len());
                lanes.push(FoundLane { at: node, parent, depth });
            } else if let Some(element) = tree.element(node)
                && !is_set
                && !matches!(
                    element.local(),
                    "flowNodeRef" | "documentation" | "extensionElements" | "partitionElement"
                )
            {
                self.refuse(Reason::Unknown, node);
            }
            at = if is_lane || is_set { tree.following(node, set) } else { tree.after(node, set) };
        }
    }

    /// For each node the innermost lane that lists it.
    fn lane_of_nodes(&mut self, lanes: &[FoundLane], found: &Found) -> Vec<Option<usize>> {
        let tree = self.tree;
        let mut owner: Vec<Option<usize>> = vec![None; found.nodes.len()];
        for (index, lane) in lanes.iter().enumerate() {
            for item in tree.elements(lane.at).filter(|item| tree.is(*item, MODEL, "flowNodeRef")) {
                let reference = tree.text(item).trim().to_owned();
                let target = self.lookup(&reference);
                let Some(node) = target.and_then(|target| found.by_place.get(&target)).copied() else {
                    // Some tools list data objects and annotations, too; those have no lane here.
                    match target.map(|target| is_flow_node(tree.local(target))) {
                        None => self.refuse_with(Reason::Dangling, item, reference),
                        Some(true) => self.refuse_with(Reason::OtherScope, item, reference),
                        Some(false) => {}
                    }
                    continue;
                };
                let slot = &mut owner[node.0 as usize];
                match *slot {
                    Some(before) if is_within(lanes, before, index) => {}
                    Some(before) if !is_within(lanes, index, before) => {
                        self.refuse(Reason::SeveralLanes, found.nodes[node.0 as usize].at);
                    }
                    _ => *slot = Some(index),
                }
            }
        }
        owner
    }

    fn place(&mut self, process: NodeId, diagram: &Diagram, model: &mut Process) {
        let tree = self.tree;
        let lanes = model.lanes.iter().map(|lane| &lane.id);
        let ids = model.nodes.iter().map(|node| &node.id).chain(lanes);
        for id in ids {
            if let Some(bounds) = diagram.shapes.get(id) {
                model.shapes.insert(id.clone(), *bounds);
            }
        }
        for flow in &model.flows {
            if let Some(points) = diagram.edges.get(&flow.id) {
                model.edges.insert(flow.id.clone(), points.clone());
            }
        }
        // The pool is the frame of the process, so its shape is kept under the id of the process.
        let Some(root) = tree.root() else { return };
        let pool = tree
            .elements(root)
            .filter(|node| tree.is(*node, MODEL, "collaboration"))
            .flat_map(|collaboration| tree.elements(collaboration))
            .filter(|part| tree.is(*part, MODEL, "participant"))
            .find(|part| {
                let reference = tree.attribute(*part, "processRef");
                reference.is_some_and(|reference| self.lookup(reference) == Some(process))
            });
        if let Some(bounds) =
            pool.and_then(|pool| tree.attribute(pool, "id")).and_then(|id| diagram.shapes.get(id))
        {
            model.shapes.insert(model.id.clone(), *bounds);
        }
    }
}

/// Whether the lane is the outer one or stands within it.
fn is_within(lanes: &[FoundLane], lane: usize, outer: usize) -> bool {
    std::iter::successors(Some(lane), |lane| lanes[*lane].parent).any(|lane| lane == outer)
}
