//! A published version as the engine and the pages of dossiers use it: compiled once, kept, never changing.

use super::model::LaneRole;
use super::sheet::{self, Choice, Sheet, Step};
use super::store;
use bpmn::model::{NodeIndex, Process as Model};
use bpmn::program::{Op, Program};
use platform::{Error, Result, Role, Tx};
use std::collections::BTreeSet;
use std::sync::Arc;
use workdays::WorkingTime;

/// A version that was published, in force or not any more: dossiers received under it go on by it.
#[derive(Clone, Debug)]
pub struct Published {
    /// Whose it is.
    pub agency_id: i64,
    /// Id of the version.
    pub version_id: i64,
    /// Id of its process.
    pub process_id: i64,
    /// Number of the version within its process.
    pub number: i64,
    /// The administrative procedure that it handles.
    pub procedure_id: i64,
    /// What is executed.
    pub program: Arc<Program>,
    /// What is drawn; its nodes are numbered as those of the program.
    pub model: Model,
    /// The role of each lane.
    pub lanes: Vec<LaneRole>,
    /// The steps in the order in which they are usually done.
    pub steps: Vec<Step>,
    /// The step in which the counter receives: receiving completes it.
    pub reception: u16,
    /// The steps in which the counter returns the result; after them the process ends.
    pub last: Vec<u16>,
    /// What is reached by reminders only.
    pub beside: BTreeSet<u16>,
}

impl Published {
    /// Whose people do the task at a node.
    pub fn role(&self, node: u16) -> Option<Role> {
        let lane = &self.program.role(node)?.id;
        self.lanes.iter().find(|told| told.lane == *lane).map(|told| told.role)
    }

    /// The working time that the step at a node is given.
    pub fn budget(&self, node: u16) -> Option<WorkingTime> {
        self.step(node)?.budget
    }

    /// The step at a node.
    pub fn step(&self, node: u16) -> Option<&Step> {
        self.steps.iter().find(|step| step.node == node)
    }

    /// The outcomes to choose from at a node; none where there is no choice.
    pub fn choices(&self, node: u16) -> &[Choice] {
        self.step(node).map_or(&[], |step| &step.choices)
    }

    /// Whose steps may come next when the step at a node is done, whatever is chosen there.
    pub fn next_roles(&self, node: u16) -> BTreeSet<Role> {
        let mut roles = BTreeSet::new();
        let mut seen = BTreeSet::from([NodeIndex(u32::from(node))]);
        let mut open: Vec<NodeIndex> = seen.iter().copied().collect();
        while let Some(at) = open.pop() {
            for flow in &self.model.node(at).outgoing {
                let target = self.model.flow(*flow).target;
                let number = u16::try_from(target.0).unwrap_or(u16::MAX);
                match self.program.op(number) {
                    Some(Op::User | Op::Manual) => roles.extend(self.role(number)),
                    // Behind a timer or a scope the step comes later, not with this one.
                    Some(Op::Catch | Op::SubProcess) | None => {}
                    Some(_) if seen.insert(target) => open.push(target),
                    Some(_) => {}
                }
            }
        }
        roles
    }

    /// Whether it has timers, at a catching event or beside a task.
    pub fn has_timers(&self) -> bool {
        (0..self.program.node_count()).any(|node| self.program.timer(node, 0).is_some())
    }

    /// Whether a node is reached by a reminder only, which is no way of the dossier.
    pub fn is_beside(&self, node: u16) -> bool {
        self.beside.contains(&node)
    }

    /// Whether the step at a node returns the result, after which the process ends.
    pub fn is_last(&self, node: u16) -> bool {
        self.last.contains(&node)
    }
}

/// A published version, also one no longer in force; none where the agency has no such version or it is a draft.
///
/// # Errors
/// When the database fails or holds what the program does not know.
pub fn published(tx: &mut Tx<'_>, agency_id: i64, version_id: i64) -> Result<Option<Arc<Published>>> {
    // A version is published once and its content never changes after; its id is never given again.
    let key = format!("process version {agency_id}/{version_id}");
    match tx.kept(&key, |tx| load(tx, agency_id, version_id)) {
        Ok(found) => Ok(Some(found)),
        Err(Error::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

/// The version that an agency receives new dossiers of a procedure under.
///
/// # Errors
/// When the database fails.
pub fn current(tx: &mut Tx<'_>, agency_id: i64, procedure_id: i64) -> Result<Option<i64>> {
    store::in_force(tx, agency_id, procedure_id)
}

fn load(tx: &mut Tx<'_>, agency_id: i64, version_id: i64) -> Result<Published> {
    let process = match store::process_of_version(tx, agency_id, version_id)? {
        Some(process_id) => store::load(tx, agency_id, process_id)?.ok_or(Error::NotFound)?,
        None => return Err(Error::NotFound),
    };
    let version = process.version(version_id).ok_or(Error::NotFound)?;
    if version.program_hash.is_empty() {
        return Err(Error::NotFound);
    }
    let bytes = store::program(tx, agency_id, &version.program_hash)?;
    let program = Program::from_bytes(&bytes)
        .map_err(|_| Error::failed(format!("the program of process version {version_id} cannot be read")))?;
    let file = store::file(tx, agency_id, &version.file_hash)?;
    let (sheet, model) = read_file(&file, version_id)?;
    Ok(Published {
        agency_id,
        version_id,
        process_id: process.id,
        number: version.number,
        procedure_id: process.procedure_id,
        program: Arc::new(program),
        model,
        lanes: version.lanes.clone(),
        steps: sheet.steps,
        reception: sheet.reception.ok_or_else(|| broken(version_id))?,
        last: sheet.last,
        beside: sheet.beside,
    })
}

/// A file that was published was read before.
fn read_file(file: &[u8], version_id: i64) -> Result<(Sheet, Model)> {
    let mut reading = bpmn::read::read_kept(file).map_err(|_| broken(version_id))?;
    let sheet = sheet::read(&reading).ok_or_else(|| broken(version_id))?;
    Ok((sheet, reading.processes.swap_remove(0)))
}

fn broken(version_id: i64) -> Error {
    Error::failed(format!("the file of process version {version_id} is no process any more"))
}
