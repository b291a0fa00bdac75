//! Stories of an office: what its people, its citizens and its neighbours do, told on both engines.

mod asked;
mod calendar_changes;
mod counter;
mod dossiers;
mod due;
mod incidents;
mod lists;
mod office;
mod retyping;
mod slips;
mod track;
mod twice;
mod work_list;
mod work_pages;
