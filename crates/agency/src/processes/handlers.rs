//! Handlers: the work that service tasks of a process leave to the machine.
//!
//! A service task names one by its word, in the attribute `htqlcl:handler`. What each does to a dossier stands in
//! `dossiers::machine`, which knows them all: a handler cannot be named here and forgotten there.

/// The work of a service task (bước do máy làm).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Handler {
    /// Tells the citizen something on the page where dossiers are looked up (báo cho người nộp).
    Notify,
    /// Lets nothing pass whose fee is not paid (kiểm tra đã nộp phí, lệ phí).
    CheckFee,
}

impl Handler {
    /// All handlers, in the order in which they are told.
    pub const ALL: [Handler; 2] = [Handler::Notify, Handler::CheckFee];

    /// The word by which a service task names it.
    pub fn word(self) -> &'static str {
        match self {
            Handler::Notify => "notify",
            Handler::CheckFee => "check_fee",
        }
    }

    /// The handler of a word.
    pub fn of_word(word: &str) -> Option<Handler> {
        Handler::ALL.into_iter().find(|handler| handler.word() == word)
    }

    /// Key of what it does, in one sentence.
    pub fn key(self) -> &'static str {
        match self {
            Handler::Notify => "processes-handler-notify",
            Handler::CheckFee => "processes-handler-check-fee",
        }
    }
}
