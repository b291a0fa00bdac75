//! htqlcl: the quality management system of public administration, in one binary.

use clap::Parser;
use htqlcl::{cli, commands};
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = cli::Arguments::parse();
    cli::start_log(&arguments);
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
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
