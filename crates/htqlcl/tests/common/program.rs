//! The real binary, run as an operator runs it.

use std::process::{Command, Stdio};

/// The binary, speaking English and quiet but for what it has to say.
pub fn htqlcl() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_htqlcl"));
    prepare(&mut command);
    command
}

/// What every run is given, and kept from.
pub fn prepare(command: &mut Command) {
    command.stdin(Stdio::null()).env("HTQLCL_LANG", "en").env("RUST_LOG", "warn").env("RUST_BACKTRACE", "1");
    for name in ["HTQLCL_DATABASE", "HTQLCL_LISTEN", "HTQLCL_PUBLIC_URL", "HTQLCL_SECRET"] {
        command.env_remove(name);
    }
}

/// What came of a run.
#[derive(Debug)]
pub struct Ran {
    /// The exit code.
    pub code: i32,
    /// What it wrote to standard output.
    pub out: String,
    /// What it wrote to standard error.
    pub err: String,
}

/// Runs it to its end. Whatever happens, it must not panic.
pub fn run(command: &mut Command) -> Ran {
    let output = command.output().unwrap();
    let ran = Ran {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    };
    for words in ["panicked", "stack backtrace", "RUST_BACKTRACE"] {
        assert!(!ran.err.contains(words), "{ran:?}");
    }
    ran
}

/// Runs these arguments to their end.
pub fn told(arguments: &[&str]) -> Ran {
    run(htqlcl().args(arguments))
}

impl Ran {
    /// It must have ended well; gives what it wrote.
    pub fn done(self) -> String {
        assert!(self.code == 0, "{self:?}");
        self.out
    }
}
