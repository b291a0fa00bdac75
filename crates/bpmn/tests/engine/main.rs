//! Tests of the engine: conditions, programs, the token game, and the check of soundness.

mod feel;
mod kernel;
mod programs;
mod soundness;
mod support;
mod walks;
mod whole;
