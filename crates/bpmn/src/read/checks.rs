//! What is refused beyond the kinds of elements: their content, and how they are connected.

use super::events::is_flow_node;
use super::scope::Found;
use super::{Findings, MODEL, is_true};
use crate::model::{NodeIndex, NodeKind, Process};
use crate::refused::Reason;
use crate::tree::NodeId;
use std::collections::{HashMap, HashSet};

impl Findings<'_> {
    /// Refuses what stands within a flow node or flow and changes what it does.
    pub(super) fn check_children(&mut self, node: NodeId, stand_in: bool) {
        let tree = self.tree;
        for child in tree.elements(node) {
            if tree.namespace(child) == Some(MODEL) {
                self.check_child(child, stand_in);
            } else if !stand_in {
                self.refuse(Reason::Unknown, child);
            }
        }
        if is_true(tree.attribute(node, "isForCompensation")) {
            self.refuse(Reason::Compensation, node);
        }
        for name in ["startQuantity", "completionQuantity"] {
            if tree.attribute(node, name).is_some_and(|number| number.trim() != "1") {
                self.refuse_with(Reason::Quantity, node, name.to_owned());
            }
        }
    }

    fn check_child(&mut self, child: NodeId, stand_in: bool) {
        let tree = self.tree;
        let local = tree.local(child);
        match local {
            "incoming" | "outgoing" => {
                let reference = tree.text(child).trim().to_owned();
                if self.lookup(&reference).is_none() {
                    self.refuse_with(Reason::Dangling, child, reference);
                }
            }
            "conditionExpression" | "sequenceFlow" | "laneSet" | "eventDefinitionRef" => {}
            _ if is_flow_node(local) || local.ends_with("EventDefinition") => {}
            _ if stand_in && !local.ends_with("LoopCharacteristics") => {}
            _ => self.check_beside_flow(child),
        }
    }

    /// Judges an element that is neither a flow node nor a flow nor a set of lanes.
    pub(super) fn check_beside_flow(&mut self, node: NodeId) {
        let tree = self.tree;
        let reason = match tree.local(node) {
            "documentation"
            | "extensionElements"
            | "textAnnotation"
            | "association"
            | "group"
            | "dataObject"
            | "dataObjectReference"
            | "dataStoreReference"
            | "property"
            | "dataInput"
            | "dataOutput"
            | "inputSet"
            | "outputSet"
            | "ioSpecification"
            | "auditing"
            | "monitoring"
            | "categoryValueRef"
            | "rendering" => return,
            "dataInputAssociation" | "dataOutputAssociation" => {
                let maps = |child| matches!(tree.local(child), "assignment" | "transformation");
                if !tree.elements(node).any(maps) {
                    return;
                }
                Reason::DataMapping
            }
            "multiInstanceLoopCharacteristics" => Reason::MultiInstance,
            "standardLoopCharacteristics" => Reason::Loop,
            "potentialOwner" | "humanPerformer" | "performer" | "resourceRole" => Reason::ResourceRole,
            _ => Reason::Unknown,
        };
        self.refuse(reason, node);
    }

    /// Refuses what the way of the token leaves open.
    pub(super) fn check_structure(&mut self, process: NodeId, found: &Found, model: &Process) {
        let counts = Counts::of(self, found);
        let mut starts: HashMap<Option<NodeIndex>, u32> = HashMap::new();
        for (node, found) in model.nodes.iter().zip(&found.nodes) {
            if matches!(node.kind, NodeKind::Start) {
                let seen = starts.entry(node.parent).or_default();
                *seen += 1;
                if *seen > 1 {
                    self.refuse(Reason::SeveralStarts, found.at);
                }
            }
        }
        let ad_hoc = |parent: Option<NodeIndex>| {
            parent.is_some_and(|parent| self.tree.local(model.node(parent).at) == "adHocSubProcess")
        };
        let scopes = model.indices().filter(|index| matches!(model.node(*index).kind, NodeKind::SubProcess));
        let without_start: Vec<NodeId> = std::iter::once(None)
            .chain(scopes.map(Some))
            .filter(|scope| !starts.contains_key(scope) && !ad_hoc(*scope))
            .map(|scope| scope.map_or(process, |scope| model.node(scope).at))
            .collect();
        let apart: HashSet<NodeId> = model
            .nodes
            .iter()
            .filter(|node| ad_hoc(node.parent) || self.stands_apart(node.at))
            .map(|node| node.at)
            .collect();
        for scope in without_start {
            self.refuse(Reason::MissingStart, scope);
        }
        for (node, found) in model.nodes.iter().zip(&found.nodes) {
            // A refused event may stand unconnected by its nature (a link, a compensation), and what flows through
            // a refused gateway is told when it is drawn anew: each is one fault, not three.
            let local = self.tree.local(node.at);
            let refused = found.judged.stand_in && (local.ends_with("Event") || local.ends_with("Gateway"));
            if !apart.contains(&node.at) && !refused {
                self.check_connections(node.at, &node.kind, &counts);
            }
        }
        self.check_conditions(found, model);
        self.check_roles(process, model);
    }

    /// Whether BPMN itself leaves the element outside the flow: it is refused for that already.
    fn stands_apart(&self, node: NodeId) -> bool {
        is_true(self.tree.attribute(node, "triggeredByEvent"))
            || is_true(self.tree.attribute(node, "isForCompensation"))
    }

    fn check_connections(&mut self, node: NodeId, kind: &NodeKind, counts: &Counts) {
        let outgoing = counts.outgoing.get(&node).copied().unwrap_or_default();
        let incoming = counts.incoming.get(&node).copied().unwrap_or_default();
        let ends = matches!(kind, NodeKind::End | NodeKind::Terminate);
        let starts = matches!(kind, NodeKind::Start | NodeKind::TimerBoundary { .. });
        // A boundary event that is attached to nothing is refused for that alone.
        let loose = self.tree.local(node) == "boundaryEvent";
        if ends && outgoing > 0 || (starts || loose) && incoming > 0 {
            self.refuse(Reason::FlowPlace, node);
        }
        if !ends && outgoing == 0 {
            self.refuse(Reason::ImplicitEnd, node);
        }
        if !starts && !loose && incoming == 0 {
            self.refuse(Reason::ImplicitStart, node);
        }
        if outgoing > 1 && !kind.is_gateway() && !ends {
            self.refuse(Reason::ImplicitFork, node);
        }
    }

    fn check_conditions(&mut self, found: &Found, model: &Process) {
        for (index, flow) in model.flows.iter().enumerate() {
            let source = model.node(flow.source);
            if found.nodes[flow.source.0 as usize].judged.stand_in {
                continue;
            }
            let NodeKind::Exclusive { default } = source.kind else {
                if flow.condition.is_some() {
                    self.refuse(Reason::ConditionalFlow, flow.at);
                }
                continue;
            };
            let is_default = default.is_some_and(|default| default.0 as usize == index);
            if is_default && flow.condition.is_some() {
                self.refuse(Reason::ConditionOnDefault, flow.at);
            }
            if !is_default && flow.condition.is_none() && source.outgoing.len() > 1 {
                self.refuse(Reason::MissingCondition, flow.at);
            }
        }
    }

    fn check_roles(&mut self, process: NodeId, model: &Process) {
        let needs_role = |kind: &NodeKind| matches!(kind, NodeKind::UserTask { .. } | NodeKind::ManualTask);
        let mut without = model.nodes.iter().filter(|node| node.lane.is_none() && needs_role(&node.kind));
        if model.lanes.is_empty() {
            if without.next().is_some() {
                self.refuse(Reason::NoLanes, process);
            }
            return;
        }
        for node in without {
            self.refuse(Reason::TaskWithoutLane, node.at);
        }
    }
}

/// How many flows name a node, those that lead nowhere on their other side too: they are refused once only.
#[derive(Default)]
struct Counts {
    outgoing: HashMap<NodeId, u32>,
    incoming: HashMap<NodeId, u32>,
}

impl Counts {
    fn of(findings: &Findings<'_>, found: &Found) -> Self {
        let mut counts = Counts::default();
        for flow in found.flows.iter().copied() {
            let end = |name| findings.lookup(findings.tree.attribute(flow, name).unwrap_or_default());
            if let Some(source) = end("sourceRef") {
                *counts.outgoing.entry(source).or_default() += 1;
            }
            if let Some(target) = end("targetRef") {
                *counts.incoming.entry(target).or_default() += 1;
            }
        }
        counts
    }
}
