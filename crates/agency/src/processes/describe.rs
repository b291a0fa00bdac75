//! Roles, times and outputs, written into a file that another tool has drawn. Pure.

use super::sheet::MOST_MINUTES;
use bpmn::read::{EXTENSION, read_tree};
use bpmn::tree::{Limits, NodeId, Tree};
use platform::Role;

/// What is said of one step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DescribedStep {
    /// Its id.
    pub id: String,
    /// Its name, for messages.
    pub name: String,
    /// Working hours as typed, such as `4` or `1,5`; empty for none.
    pub hours: String,
    /// The form used or the result made.
    pub output: String,
}

impl DescribedStep {
    /// The minutes of the hours typed.
    pub fn minutes(&self) -> Option<i64> {
        let text = self.hours.trim().replace(',', ".");
        let minutes = workdays::WorkingTime::parse_hours(&text).ok()?.0 / workdays::WorkingTime::minutes(1).0;
        (1..=MOST_MINUTES).contains(&minutes).then_some(minutes)
    }
}

/// What is said of a process beside what is drawn.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Description {
    /// Ids of lanes with whose people do their tasks.
    pub lanes: Vec<(String, Role)>,
    /// The steps.
    pub steps: Vec<DescribedStep>,
}

/// The file with what is said of it; none where it is no BPMN. Everything else of the file stays byte for byte.
pub fn describe(file: &[u8], told: &Description) -> Option<Vec<u8>> {
    let reading =
        bpmn::tree::parse_within(file, Limits::of_kept()).ok().and_then(|tree| read_tree(tree).ok())?;
    let process = reading.processes.first()?;
    let mut writer = Writer::on(reading.tree.clone())?;
    for (lane, role) in &told.lanes {
        if let Some(lane) = process.lanes.iter().find(|found| found.id == *lane) {
            writer.say(lane.at, "role", role.word());
        }
    }
    for step in &told.steps {
        let Some(index) = process.find(&step.id) else { continue };
        let at = process.node(index).at;
        let minutes = step.minutes().map(|minutes| minutes.to_string());
        writer.say(at, "workingMinutes", &minutes.unwrap_or_default());
        writer.say(at, "output", step.output.trim());
    }
    Some(writer.tree.bytes())
}

/// A tree whose root declares a prefix for our attributes.
struct Writer {
    tree: Tree,
    prefix: String,
}

impl Writer {
    fn on(mut tree: Tree) -> Option<Writer> {
        let root = tree.root()?;
        let declared: Vec<(String, String)> = tree
            .element(root)?
            .attributes
            .iter()
            .filter_map(|found| Some((found.name.strip_prefix("xmlns:")?.to_owned(), found.value.clone())))
            .collect();
        let ours = declared.iter().find(|(_, namespace)| namespace == EXTENSION);
        let prefix = match ours {
            Some((prefix, _)) => prefix.clone(),
            None => {
                let names =
                    ["htqlcl".to_owned()].into_iter().chain((2..).map(|number| format!("htqlcl{number}")));
                let free = names.into_iter().find(|name| declared.iter().all(|(taken, _)| taken != name))?;
                tree.set_attribute(root, &format!("xmlns:{free}"), EXTENSION);
                free
            }
        };
        Some(Writer { tree, prefix })
    }

    /// Sets an attribute; nothing is said of nothing.
    fn say(&mut self, at: NodeId, name: &str, value: &str) {
        let said = self.tree.attribute_of(at, EXTENSION, name).unwrap_or_default();
        if said != value {
            self.tree.set_attribute(at, &format!("{}:{name}", self.prefix), value);
        }
    }
}
