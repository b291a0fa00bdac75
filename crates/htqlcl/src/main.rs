//! htqlcl: the quality management system of public administration, in one binary.

mod cli;
mod commands;
mod demo;
mod home;
mod import_pages;
mod jobs;
mod press_thread;
mod product;
mod routes;
mod search;

use clap::Parser;
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
platform::messages!("htqlcl", "../i18n/vi.ftl", "../i18n/en.ftl");
