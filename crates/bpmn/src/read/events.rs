//! What kind an element of a process is, and why it is refused where it is.

use super::{EXTENSION, Findings, MODEL, is_feel, is_true};
use crate::model::{NodeKind, Timer};
use crate::refused::Reason;
use crate::timer::Wait;
use crate::tree::NodeId;

/// Whether elements of this name are flow nodes: what flows connect.
pub(super) fn is_flow_node(local: &str) -> bool {
    is_activity(local) || is_event(local) || is_gateway(local)
}

fn is_activity(local: &str) -> bool {
    is_sub_process(local)
        || matches!(
            local,
            "task"
                | "userTask"
                | "manualTask"
                | "serviceTask"
                | "scriptTask"
                | "businessRuleTask"
                | "sendTask"
                | "receiveTask"
                | "callActivity"
        )
}

/// Whether elements of this name hold flow nodes themselves.
pub(super) fn is_sub_process(local: &str) -> bool {
    matches!(local, "subProcess" | "transaction" | "adHocSubProcess")
}

fn is_event(local: &str) -> bool {
    matches!(
        local,
        "startEvent" | "endEvent" | "intermediateCatchEvent" | "intermediateThrowEvent" | "boundaryEvent"
    )
}

fn is_gateway(local: &str) -> bool {
    matches!(
        local,
        "exclusiveGateway" | "parallelGateway" | "inclusiveGateway" | "complexGateway" | "eventBasedGateway"
    )
}

/// The kind of a node, before its references are followed.
pub(super) enum Kind {
    /// Known already.
    Whole(NodeKind),
    /// An exclusive gateway, whose default is still a name.
    Exclusive,
    /// A boundary event, whose activity is still a name.
    Boundary(Timer),
}

/// The kind, and whether it is a stand-in for something refused.
pub(super) struct Judged {
    pub(super) kind: Kind,
    pub(super) stand_in: bool,
}

fn whole(kind: NodeKind) -> Judged {
    Judged { kind: Kind::Whole(kind), stand_in: false }
}

impl Findings<'_> {
    /// Judges one flow node by its element.
    pub(super) fn judge(&mut self, node: NodeId) -> Judged {
        let local = self.tree.local(node);
        if is_event(local) {
            return self.judge_event(node);
        }
        if is_gateway(local) {
            return self.judge_gateway(node);
        }
        if is_sub_process(local) {
            return self.judge_sub_process(node);
        }
        let reason = match local {
            "userTask" => {
                let outcomes = self.outcomes(node);
                return whole(NodeKind::UserTask { outcomes });
            }
            "manualTask" => return whole(NodeKind::ManualTask),
            "serviceTask" => {
                let handler = self.tree.attribute_of(node, EXTENSION, "handler").unwrap_or_default().trim();
                if handler.is_empty() {
                    self.refuse(Reason::MissingHandler, node);
                }
                return whole(NodeKind::ServiceTask { handler: handler.to_owned() });
            }
            "scriptTask" => Reason::ScriptTask,
            "businessRuleTask" => Reason::BusinessRuleTask,
            "sendTask" => Reason::SendTask,
            "receiveTask" => Reason::ReceiveTask,
            "callActivity" => Reason::CallActivity,
            _ => Reason::AbstractTask,
        };
        self.refuse(reason, node);
        Judged { kind: Kind::Whole(NodeKind::ManualTask), stand_in: true }
    }

    fn outcomes(&mut self, task: NodeId) -> Vec<String> {
        let Some(written) = self.tree.attribute_of(task, EXTENSION, "outcomes") else { return Vec::new() };
        // A list beyond any choice a person could make is refused, and only its beginning is looked at.
        let outcomes: Vec<String> = written.split(';').take(65).map(|word| word.trim().to_owned()).collect();
        let clear = outcomes.iter().enumerate().all(|(index, word)| {
            !word.is_empty() && !word.contains('"') && !outcomes[..index].contains(word)
        });
        if !clear || outcomes.len() > 64 {
            self.refuse_with(Reason::Outcomes, task, written.to_owned());
        }
        outcomes
    }

    fn judge_gateway(&mut self, node: NodeId) -> Judged {
        let reason = match self.tree.local(node) {
            "exclusiveGateway" => return Judged { kind: Kind::Exclusive, stand_in: false },
            "parallelGateway" => return whole(NodeKind::Parallel),
            "inclusiveGateway" => Reason::InclusiveGateway,
            "complexGateway" => Reason::ComplexGateway,
            _ => Reason::EventBasedGateway,
        };
        self.refuse(reason, node);
        Judged { kind: Kind::Exclusive, stand_in: true }
    }

    fn judge_sub_process(&mut self, node: NodeId) -> Judged {
        let reason = match self.tree.local(node) {
            "transaction" => Some(Reason::Transaction),
            "adHocSubProcess" => Some(Reason::AdHoc),
            _ if is_true(self.tree.attribute(node, "triggeredByEvent")) => Some(Reason::EventSubProcess),
            _ => None,
        };
        if let Some(reason) = reason {
            self.refuse(reason, node);
        }
        Judged { kind: Kind::Whole(NodeKind::SubProcess), stand_in: reason.is_some() }
    }

    fn judge_event(&mut self, node: NodeId) -> Judged {
        let tree = self.tree;
        let triggers: Vec<NodeId> = tree
            .elements(node)
            .filter(|child| {
                let local = tree.local(*child);
                tree.namespace(*child) == Some(MODEL)
                    && (local.ends_with("EventDefinition") || local == "eventDefinitionRef")
            })
            .collect();
        let local = tree.local(node);
        if let [trigger] = triggers[..] {
            return self.judge_trigger(node, trigger);
        }
        if triggers.is_empty() {
            match local {
                "startEvent" => return whole(NodeKind::Start),
                "endEvent" => return whole(NodeKind::End),
                _ => self.refuse(Reason::PlainIntermediate, node),
            }
        } else {
            self.refuse(Reason::MultipleEvent, node);
        }
        stand_in(local)
    }

    fn judge_trigger(&mut self, node: NodeId, trigger: NodeId) -> Judged {
        let local = self.tree.local(node);
        let reason = match (self.tree.local(trigger), local) {
            ("timerEventDefinition", "intermediateCatchEvent") => {
                let timer = self.timer((node, trigger));
                return whole(NodeKind::TimerCatch(timer));
            }
            ("timerEventDefinition", "boundaryEvent") => {
                let timer = self.timer((node, trigger));
                return Judged { kind: Kind::Boundary(timer), stand_in: false };
            }
            ("terminateEventDefinition", "endEvent") => return whole(NodeKind::Terminate),
            ("terminateEventDefinition", _) => Reason::TerminatePlace,
            ("timerEventDefinition", "startEvent") => Reason::TimerStart,
            ("messageEventDefinition", _) => Reason::MessageEvent,
            ("signalEventDefinition", _) => Reason::SignalEvent,
            ("errorEventDefinition", _) => Reason::ErrorEvent,
            ("escalationEventDefinition", _) => Reason::EscalationEvent,
            ("compensateEventDefinition", _) => Reason::CompensationEvent,
            ("conditionalEventDefinition", _) => Reason::ConditionalEvent,
            ("linkEventDefinition", _) => Reason::LinkEvent,
            ("cancelEventDefinition", _) => Reason::CancelEvent,
            (other, _) => {
                let detail = other.to_owned();
                self.refuse_with(Reason::Unknown, node, detail);
                return stand_in(local);
            }
        };
        self.refuse(reason, node);
        stand_in(local)
    }

    /// The one way in which a timer says when it fires; an empty duration stands for what was refused. It is
    /// refused at its event, which has the name that the author knows.
    fn timer(&mut self, (event, definition): (NodeId, NodeId)) -> Timer {
        let tree = self.tree;
        let nothing = Timer::Duration(String::new());
        let mut found = Vec::new();
        for child in tree.elements(definition).filter(|child| tree.namespace(*child) == Some(MODEL)) {
            let written = tree.text(child).trim().to_owned();
            if let Some(language) = tree.attribute(child, "language").filter(|language| !is_feel(language)) {
                self.refuse_with(Reason::ExpressionLanguage, event, format!("language={language}"));
                return nothing;
            }
            match tree.local(child) {
                "timeDuration" => found.push((Timer::Duration(written.clone()), written)),
                "timeDate" => found.push((Timer::At(written.clone()), written)),
                "timeCycle" => {
                    self.refuse_with(Reason::TimerCycle, event, written);
                    return nothing;
                }
                _ => {}
            }
        }
        for (name, timer) in
            [("workingDays", Timer::WorkingDays as fn(u32) -> Timer), ("workingHours", Timer::WorkingHours)]
        {
            let Some(written) = tree.attribute_of(definition, EXTENSION, name) else { continue };
            // What is no number at all can be waited for as little as nothing can.
            found.push((timer(written.trim().parse().unwrap_or(0)), format!("{name}={written}")));
        }
        if let Some((_, written)) = found.iter().find(|(timer, _)| Wait::read(timer).is_none()) {
            self.refuse_with(Reason::TimerUnclear, event, written.clone());
            return nothing;
        }
        if found.len() != 1 {
            self.refuse(Reason::TimerUnclear, event);
        }
        found.into_iter().next().map_or(nothing, |(timer, _)| timer)
    }
}

fn stand_in(local: &str) -> Judged {
    let nothing = || Timer::Duration(String::new());
    let kind = match local {
        "startEvent" => Kind::Whole(NodeKind::Start),
        "endEvent" => Kind::Whole(NodeKind::End),
        "boundaryEvent" => Kind::Boundary(nothing()),
        _ => Kind::Whole(NodeKind::TimerCatch(nothing())),
    };
    Judged { kind, stand_in: true }
}
