//! htqlcl: the quality management system of public administration, in one binary.

use clap::Parser;
use htqlcl::{allocator, cli, commands};
use std::process::ExitCode;

/// Threads that make spreadsheets, wait for papers and hash passwords. Each keeps memory of its own:
/// a burst of exports waits its turn here, and pages go on beside it.
const PRINTERS: usize = 4;

fn main() -> ExitCode {
    let arguments = cli::Arguments::parse();
    cli::start_log(&arguments);
    if matches!(arguments.command, cli::Command::Serve(_)) {
        allocator::begin_again();
    }
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    let runtime = match runtime.max_blocking_threads(PRINTERS).enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("htqlcl: {error}");
            return cli::EXIT_FAILED.into();
        }
    };
    match runtime.block_on(commands::run(&arguments)) {
        Ok(code) => code.into(),
        Err(error) => cli::tell(&error, arguments.language()).into(),
    }
}
