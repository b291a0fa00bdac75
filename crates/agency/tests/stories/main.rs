//! Stories of an office: what its people, its citizens and its neighbours do, told on both engines.

mod asked;
mod calendar_changes;
mod closed_period;
mod counter;
mod dossiers;
mod due;
mod incidents;
mod lists;
mod near;
mod no_part;
mod office;
mod prints;
mod receptions;
mod refused;
mod reminders;
mod retyping;
mod same_day;
mod several;
mod signed;
mod slips;
mod staff_changes;
mod track;
mod twice;
mod work_list;
mod work_pages;
