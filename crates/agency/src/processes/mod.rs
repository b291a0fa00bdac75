//! Processes (quy trình): how an agency handles a procedure, as a controlled model that is executed.
//!
//! One BPMN file is the document, the diagram and the program. It is kept whole; a version of it is drafted,
//! published when nothing forbids it, and retired when another takes its place. A dossier goes on by the version
//! that it was received under: see [`published`].

mod actions;
mod api;
pub mod decide;
mod describe;
mod forms;
pub mod handlers;
mod model;
pub mod outline;
#[cfg(test)]
mod page_tests;
mod pages;
mod published;
pub mod sheet;
mod store;
#[cfg(test)]
mod tests;
pub mod views;

pub use actions::{
    Command, DRAFT, PUBLISH, READ, Uploaded, adopt, begin, copy, correct, describe, fields_of, judge,
    judge_reading, publish, publish_xml, retire, upload,
};
pub use describe::{DescribedStep, Description};
pub use model::{LaneRole, Process, ProcessEvent, Status, Version};
pub use pages::routes;
pub use published::{Published, current, published};
pub use store::load;

platform::messages!("processes", "../../i18n/processes.vi.ftl", "../../i18n/processes.en.ftl");
