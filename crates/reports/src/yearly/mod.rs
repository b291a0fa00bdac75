//! The yearly report (báo cáo tổng hợp): what the programme came to, for any period as of any day.
//!
//! [`indicators`] declares every figure once. "As of" means what was so on the day, with today's
//! knowledge; an issue freezes a copy with its figures and definitions.
//!
//! [`find`] answers a question, [`names`] looks up the names in the answer, and [`json`], [`paper`]
//! and [`workbook`] write it down: `find` and `names` belong into one snapshot.

mod breakdown;
mod explanations;
mod indicator;
pub mod indicators;
mod json;
mod model;
mod names;
mod pages;
mod paper;
mod phrase;
mod query;
pub mod rows;
mod store;
mod telling;
mod views;
mod workbook;

pub use breakdown::{Group, Year};
pub use json::{definitions, figures, json};
pub use model::{
    ActivityLine, Cell, Class, DocumentLine, Edition, Findings, Flow, FrameworkLine, Measure, PlanLine,
    Question, Report, YearCount, province_key,
};
pub use names::{Act, Issuer, Kind, Names, lower_first, ministries_on, names, of_day, short};
pub use pages::routes;
pub use paper::{Frame, paper, paper_in, paper_language};
pub use phrase::{Phrase, Value, number};
pub use query::{Asked, READ, must_exist, own_edition, question, read_report as read_query};
pub use store::find;
pub use telling::{GrantRow, GroupRow, Telling};
pub use workbook::{workbook, workbook_in};

platform::messages!("yearly", "../../i18n/yearly.vi.ftl", "../../i18n/yearly.en.ftl");
