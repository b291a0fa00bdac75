//! Clocks and medians.

use std::time::Instant;

/// Processor time that all threads of this process have used, in seconds.
///
/// A child process is not in it.
pub fn cpu_seconds() -> f64 {
    let spent = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    spent.tv_sec as f64 + spent.tv_nsec as f64 / 1e9
}

/// What a piece of work took.
#[derive(Debug, Clone, Copy)]
pub struct Cost {
    /// Processor time of the whole process, in seconds.
    pub cpu_s: f64,
    /// Time on the wall, in seconds.
    pub wall_s: f64,
}

/// Runs `work` once and tells what it took.
pub fn cost<T>(work: impl FnOnce() -> anyhow::Result<T>) -> anyhow::Result<(T, Cost)> {
    let (began, spent) = (Instant::now(), cpu_seconds());
    let made = work()?;
    let cost = Cost { cpu_s: cpu_seconds() - spent, wall_s: began.elapsed().as_secs_f64() };
    Ok((made, cost))
}

/// Processor time of one of `times` runs of `work`, in milliseconds: the median of `rounds` rounds.
///
/// A round before the first one warms caches and is not counted.
pub fn cpu_ms_each(
    (rounds, times): (usize, usize),
    mut work: impl FnMut(usize) -> anyhow::Result<()>,
) -> anyhow::Result<f64> {
    let mut each = Vec::with_capacity(rounds);
    for round in 0..=rounds {
        let ((), cost) = cost(|| (0..times).try_for_each(|time| work(round * times + time)))?;
        if round > 0 {
            each.push(cost.cpu_s * 1e3 / times as f64);
        }
    }
    Ok(median(each))
}

/// The middle value; of an even number of values the mean of the two in the middle.
///
/// # Panics
/// Without values: a measurement that measured nothing is a bug.
pub fn median(mut values: Vec<f64>) -> f64 {
    assert!(!values.is_empty(), "a median needs at least one value");
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    if values.len() % 2 == 1 { values[middle] } else { (values[middle - 1] + values[middle]) / 2.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_the_middle_or_the_mean_of_the_two_in_the_middle() {
        assert_eq!(median(vec![9.0, 1.0, 2.0]), 2.0);
        assert_eq!(median(vec![4.0, 1.0, 2.0, 9.0]), 3.0);
        assert_eq!(median(vec![7.0]), 7.0);
    }

    #[test]
    fn rounds_after_the_first_are_counted() {
        let mut runs = Vec::new();
        cpu_ms_each((2, 3), |run| {
            runs.push(run);
            Ok(())
        })
        .unwrap();
        assert_eq!(runs, [0, 1, 2, 3, 4, 5, 6, 7, 8]);
    }
}
