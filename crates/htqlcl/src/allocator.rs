//! Keeps the memory of a server small that runs for months.
//!
//! The allocator of the system (glibc) gives each thread an arena of its own and keeps in it what
//! was freed: a burst of exports is remembered for ever, once for each thread. It can be told
//! otherwise by its environment only, and only before a program begins; so the server begins once
//! more, as the same process, with the words that it takes.

use std::os::unix::process::CommandExt;
use std::process::Command;

/// One arena for all threads, each of which keeps a little for itself; large pieces, and what is free at the end, go back to the system.
const WORDS: [(&str, &str); 3] =
    [("MALLOC_ARENA_MAX", "1"), ("MALLOC_MMAP_THRESHOLD_", "65536"), ("MALLOC_TRIM_THRESHOLD_", "262144")];

/// Begins the program once more, unless it has, or the operator has told the allocator what to do.
///
/// It returns where nothing is to be done, and also where beginning again fails: a server with
/// more memory is better than none.
pub fn begin_again() {
    let told = WORDS.iter().any(|(name, _)| std::env::var_os(name).is_some());
    let Ok(program) = std::env::current_exe() else { return };
    let mut arguments = std::env::args_os();
    let Some(name) = arguments.next() else { return };
    if !told && cfg!(all(target_os = "linux", target_env = "gnu")) {
        let failure = Command::new(program).arg0(name).args(arguments).envs(WORDS).exec();
        tracing::debug!(%failure, "beginning again failed");
    }
}
