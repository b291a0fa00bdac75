//! Plans (kế hoạch) of ministries, equal bodies and provinces for applying the system.
//!
//! One record is the plan of one owner for one period: not begun, drafted, approved. A line of a
//! file belongs to the plan of its owner and period; a line without period belongs to the owner's
//! latest plan, and a plan without period takes the first period that is told of it. So the same
//! owner never stands twice in a count because a period became known later.

mod actions;
mod api;
pub mod decide;
mod entry;
mod forms;
mod model;
#[cfg(test)]
mod page_tests;
mod pages;
mod store;
#[cfg(test)]
mod tests;
mod views;

pub use actions::{CORRECT, READ, RECORD, approve, correct, draft, enter, record};
pub use decide::{Approve, Draft, RecordPlan, Refusal};
pub use entry::Row;
pub use model::{Content, Plan, PlanEvent, PlanLevel, PlanStatus};
pub use pages::routes;
pub use store::{Filter, PlanLine, count, latest_of_agency, list, load, of_owner};

platform::messages!("plans", "../../i18n/plans.vi.ftl", "../../i18n/plans.en.ftl");
