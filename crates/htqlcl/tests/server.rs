//! The whole product at its edges: what verification covers, what runs at once, what a search means.

#[path = "golden/office.rs"]
mod office;
#[path = "server/search.rs"]
mod search;
#[path = "server/sendings.rs"]
mod sendings;
#[path = "common/small.rs"]
mod small;
#[path = "server/tables.rs"]
mod tables;
