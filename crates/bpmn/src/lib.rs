//! BPMN 2.0 processes: what a file says, whether it can be executed faithfully, and the token game.

pub mod build;
mod bytes;
mod civil;
mod cut;
pub mod feel;
pub mod finding;
pub mod kernel;
pub mod layout;
pub mod model;
pub mod program;
pub mod read;
pub mod refused;
pub mod soundness;
pub mod svg;
pub mod text;
pub mod timer;
pub mod tree;
pub mod write;
