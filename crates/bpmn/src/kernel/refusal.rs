//! Why a command is not obeyed.

use super::event::Finish;

/// Why a command is not obeyed; the state stays as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The process has not begun.
    #[error("the process has not begun")]
    NotBegun,
    /// The process has begun already.
    #[error("the process has begun already")]
    BegunAlready,
    /// The process has ended.
    #[error("the process has ended")]
    Finished(Finish),
    /// All tokens are suspended.
    #[error("the process is suspended")]
    Suspended,
    /// There is no suspension to end.
    #[error("the process is not suspended")]
    NotSuspended,
    /// No token ever had this number.
    #[error("there never was a token {0}")]
    NoSuchToken(u32),
    /// The token has gone: its work was completed, or it was taken away.
    #[error("the token {0} has gone")]
    Gone(u32),
    /// The token does not stand at a user or manual task.
    #[error("the token {0} waits for no person")]
    NotATask(u32),
    /// The token does not stand at a service task.
    #[error("the token {0} waits for no handler")]
    NotAService(u32),
    /// The task offers outcomes, and none was chosen.
    #[error("an outcome must be chosen")]
    OutcomeMissing,
    /// The task does not offer this outcome.
    #[error("the task does not offer this outcome")]
    OutcomeNotOffered,
    /// The token has no timer with this number.
    #[error("the token {0} has no timer {1}")]
    NoSuchTimer(u32, u8),
    /// The timer has fired already.
    #[error("the timer {1} of token {0} has fired already")]
    FiredAlready(u32, u8),
    /// The timer was never set, for its due moment could not be reckoned.
    #[error("the timer {1} of token {0} was not set")]
    NotSet(u32, u8),
    /// The token stands in no incident.
    #[error("the token {0} stands in no incident")]
    NoIncident(u32),
    /// The process has more tokens than are led.
    #[error("the process has too many tokens")]
    TooManyTokens,
    /// The state belongs to another program.
    #[error("the state belongs to another program")]
    OtherProgram,
}
