//! The forms of a dossier (mẫu 01 đến 07) as official papers, drawn from its journal; the paper it ends with; and
//! the statistics that are counted from them (biểu II.06a/VPCP/KSTT).

mod book;
mod control;
mod folder;
mod forms;
mod forwarded;
mod ii06a;
mod pages;
mod paper;
mod printed;
mod result;
mod statistics;
mod store;
mod table;
mod token;
mod words;

pub use forms::{Form, forms_on, printable};
pub use pages::routes;
pub use result::{is_signed, tells_apart};
pub(super) use store::appointed;
pub use token::{is_rating_token, rating_token};

platform::messages!("slips", "../../../i18n/slips.vi.ftl", "../../../i18n/slips.en.ftl");
