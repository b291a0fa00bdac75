//! One rendering thread behind a short queue, so that papers never take the server's own threads.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::thread::{Builder, JoinHandle};

use papers::Paper;

use crate::{PressError, pdf};

/// Papers that may wait; at some tens of milliseconds each, the last waits a second or two.
const WAITING_PAPERS: usize = 32;
/// Deeply nested layout needs more than the default stack of a thread.
const STACK_BYTES: usize = 16 << 20;

type Answer = Result<Vec<u8>, PressError>;

struct Job {
    paper: Box<Paper>,
    answer: SyncSender<Answer>,
}

/// The rendering thread. It ends when the value is dropped, after the papers already accepted.
pub struct Press {
    jobs: Option<SyncSender<Job>>,
    thread: Option<JoinHandle<()>>,
}

impl Press {
    /// Starts the thread.
    ///
    /// # Errors
    /// [`PressError::Thread`] when the system gives no thread.
    pub fn start() -> Result<Press, PressError> {
        let (jobs, waiting) = sync_channel(WAITING_PAPERS);
        let thread = Builder::new()
            .name("press".to_owned())
            .stack_size(STACK_BYTES)
            .spawn(move || render_all(&waiting))
            .map_err(|error| PressError::Thread(error.to_string()))?;
        Ok(Press { jobs: Some(jobs), thread: Some(thread) })
    }

    /// Renders a paper as [`pdf`] does and blocks until it is done; call it where blocking is allowed.
    ///
    /// # Errors
    /// [`PressError::Busy`] at once when the queue is full, else what [`pdf`] says.
    pub fn pdf(&self, paper: Paper) -> Result<Vec<u8>, PressError> {
        let ended = || PressError::Thread("it has ended".to_owned());
        let (answer, answered) = sync_channel(1);
        let jobs = self.jobs.as_ref().ok_or_else(ended)?;
        jobs.try_send(Job { paper: Box::new(paper), answer }).map_err(|fault| match fault {
            TrySendError::Full(_) => PressError::Busy,
            TrySendError::Disconnected(_) => ended(),
        })?;
        answered.recv().map_err(|_| ended())?
    }
}

impl Drop for Press {
    fn drop(&mut self) {
        // Closing the queue is what tells the thread to end.
        self.jobs = None;
        if let Some(thread) = self.thread.take() {
            // The thread catches panics of its papers, and at this point nobody is left to be told.
            let _ = thread.join();
        }
    }
}

fn render_all(waiting: &Receiver<Job>) {
    while let Ok(job) = waiting.recv() {
        let panicked = |_| Err(PressError::Thread("it panicked on this paper".to_owned()));
        let answer = catch_unwind(AssertUnwindSafe(|| pdf(&job.paper))).unwrap_or_else(panicked);
        // Whoever asked may have gone; the paper is then of no use to anyone.
        let _ = job.answer.send(answer);
    }
}
