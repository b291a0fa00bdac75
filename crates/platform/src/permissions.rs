//! Who may do what: roles, and the actions that slices declare for them.

use crate::dates::Day;
use crate::db::Tx;
use crate::error::Result;
use serde::{Deserialize, Serialize};

/// The part a person has been appointed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Officer of the national standards body.
    NationalOfficer,
    /// Officer of a ministry's lead unit (đơn vị chủ trì của bộ, ngành).
    MinistryOfficer,
    /// Officer of a province's lead unit (đơn vị chủ trì của tỉnh).
    ProvinceOfficer,
    /// Officer of a certification body (tổ chức chứng nhận).
    CertificationBody,
    /// Reads what officers read, changes nothing.
    Reader,
    /// Looks after accounts and appointments.
    Administrator,
    /// At the one-stop counter (công chức bộ phận một cửa): receives dossiers, returns results.
    Clerk,
    /// Examines dossiers (công chức chuyên môn).
    Officer,
    /// Leads a unit of an agency (lãnh đạo phòng).
    UnitHead,
    /// Leads an agency or signs for it (lãnh đạo cơ quan).
    Head,
    /// Numbers, seals and sends out what was signed (văn thư).
    RecordsOfficer,
    /// Keeps an agency's quality management system (thư ký hệ thống quản lý chất lượng).
    QualitySecretary,
    /// Sets up an agency: its units, people, office hours and procedures (quản trị của cơ quan).
    OfficeAdministrator,
}

impl Role {
    /// Every role, in the order of lists and matrices.
    pub const ALL: [Role; 13] = [
        Role::NationalOfficer,
        Role::MinistryOfficer,
        Role::ProvinceOfficer,
        Role::CertificationBody,
        Role::Reader,
        Role::Administrator,
        Role::Clerk,
        Role::Officer,
        Role::UnitHead,
        Role::Head,
        Role::RecordsOfficer,
        Role::QualitySecretary,
        Role::OfficeAdministrator,
    ];

    /// The roles whose people do the tasks of a process, as its lanes name them.
    pub const AT_WORK: [Role; 5] =
        [Role::Clerk, Role::Officer, Role::UnitHead, Role::Head, Role::RecordsOfficer];

    /// The word stored in rows and golden files.
    pub fn word(self) -> &'static str {
        match self {
            Role::NationalOfficer => "national_officer",
            Role::MinistryOfficer => "ministry_officer",
            Role::ProvinceOfficer => "province_officer",
            Role::CertificationBody => "certification_body",
            Role::Reader => "reader",
            Role::Administrator => "administrator",
            Role::Clerk => "clerk",
            Role::Officer => "officer",
            Role::UnitHead => "unit_head",
            Role::Head => "head",
            Role::RecordsOfficer => "records_officer",
            Role::QualitySecretary => "quality_secretary",
            Role::OfficeAdministrator => "office_administrator",
        }
    }

    /// The role of a stored word.
    pub fn of_word(word: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.word() == word)
    }
}

/// How far a role's permission reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Only what the actor's own agency owns.
    Own,
    /// What the own agency or an agency under it owns, on the day of the act.
    Subtree,
    /// Everything.
    Nation,
}

/// Something that may be permitted. Declared with [`crate::action!`].
#[derive(Debug)]
pub struct Action {
    /// `slice.verb`, such as `certificates.suspend`.
    pub name: &'static str,
    /// Who may, and how far. A role that is not named may not.
    pub grants: &'static [(Role, Reach)],
    /// Whether somebody's deputy may do it in that person's role.
    pub deputies: bool,
}

impl Action {
    /// How far `role` may go, if at all.
    pub fn reach(&self, role: Role) -> Option<Reach> {
        self.grants.iter().find(|grant| grant.0 == role).map(|grant| grant.1)
    }
}

/// Every action linked into the program, for the golden matrix.
#[linkme::distributed_slice]
pub static ACTIONS: [&'static Action];

/// Finds the roles in which an account stands in for absent people of an agency on a day.
pub type StandsFor = fn(&mut Tx<'_>, (i64, i64), Day) -> Result<Vec<Role>>;

/// Who knows of deputies: agency and account are asked of each that is linked into the program.
#[linkme::distributed_slice]
pub static DEPUTIES: [StandsFor];

/// Declares an action: `action!(pub SUSPEND = "certificates.suspend": NationalOfficer Nation, CertificationBody Own);`
/// What deputies may do for whoever is absent says so: `action!(pub SIGN = "letters.sign", deputies: Head Own);`
#[macro_export]
macro_rules! action {
    ($(#[$meta:meta])* $vis:vis $name:ident = $text:literal : $($grants:tt)*) => {
        $crate::action!(@ $(#[$meta])* $vis $name = $text, false : $($grants)*);
    };
    ($(#[$meta:meta])* $vis:vis $name:ident = $text:literal, deputies : $($grants:tt)*) => {
        $crate::action!(@ $(#[$meta])* $vis $name = $text, true : $($grants)*);
    };
    (@ $(#[$meta:meta])* $vis:vis $name:ident = $text:literal, $deputies:literal : $($role:ident $reach:ident),* $(,)?) => {
        $(#[$meta])*
        #[doc = concat!("Permission `", $text, "`.")]
        $vis static $name: $crate::permissions::Action = $crate::permissions::Action {
            name: $text,
            grants: &[$(($crate::permissions::Role::$role, $crate::permissions::Reach::$reach)),*],
            deputies: $deputies,
        };
        const _: () = {
            #[$crate::linkme::distributed_slice($crate::permissions::ACTIONS)]
            #[linkme(crate = $crate::linkme)]
            static REGISTERED: &$crate::permissions::Action = &$name;
        };
    };
}

/// What an action would touch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// The agency that owns it; none for what the nation owns.
    pub owner_agency_id: Option<i64>,
    /// The agencies above the owner on the day of the act, nearest first.
    pub superior_ids: Vec<i64>,
}

impl Scope {
    /// What the nation owns, or an action that touches no record.
    pub fn nation() -> Scope {
        Scope::default()
    }

    /// What `agency_id` owns.
    pub fn owned_by(agency_id: i64) -> Scope {
        Scope { owner_agency_id: Some(agency_id), superior_ids: Vec::new() }
    }

    /// Whether an actor of `agency_id` with this reach gets as far as this scope.
    pub fn is_within(&self, reach: Reach, agency_id: i64) -> bool {
        match reach {
            Reach::Nation => true,
            Reach::Own => self.owner_agency_id == Some(agency_id),
            Reach::Subtree => {
                self.owner_agency_id == Some(agency_id) || self.superior_ids.contains(&agency_id)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subtree_holds_the_own_agency_and_those_under_it_only() {
        let scope = Scope { owner_agency_id: Some(5), superior_ids: vec![3, 1] };
        assert!(scope.is_within(Reach::Subtree, 5) && scope.is_within(Reach::Subtree, 1));
        assert!(!scope.is_within(Reach::Subtree, 4) && !scope.is_within(Reach::Own, 3));
        assert!(scope.is_within(Reach::Nation, 99) && !Scope::nation().is_within(Reach::Own, 5));
    }
}
