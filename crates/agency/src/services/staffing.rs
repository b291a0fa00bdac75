//! Whether there is somebody for the work of a service: its process names roles, its unit has people. Pure.

use crate::dossiers::serves;
use crate::processes::LaneRole;
use platform::Role;
use registers::people::Staff;
use std::collections::BTreeSet;

/// Roles whose work is done in the unit in charge, and nowhere else.
const OF_UNIT: [Role; 2] = [Role::Officer, Role::UnitHead];

/// The roles of a process that nobody holds for the unit in charge; without a unit the work is everybody's of the role.
pub fn lacking(lanes: &[LaneRole], unit_id: Option<i64>, staff: &[Staff]) -> BTreeSet<Role> {
    let is_held = |role: &Role| {
        staff.iter().any(|one| {
            one.role == *role && (!OF_UNIT.contains(role) || serves(one.unit_id, unit_id.unwrap_or(0)))
        })
    };
    lanes.iter().map(|lane| lane.role).filter(|role| !is_held(role)).collect()
}

/// As [`lacking`], but only the roles of the unit in charge: whom the counter and the leaders lack, every service lacks.
pub fn lacking_in_unit(lanes: &[LaneRole], unit_id: i64, staff: &[Staff]) -> BTreeSet<Role> {
    let mut roles = lacking(lanes, Some(unit_id), staff);
    roles.retain(|role| OF_UNIT.contains(role));
    roles
}
