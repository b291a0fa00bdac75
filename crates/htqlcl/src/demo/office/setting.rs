//! The offices of the demonstration: a ward, a department, and a centre that receives for both.

use super::people::Names;
use agency::dossiers::codes;
use agency::services;
use platform::accounts;
use platform::web::NamedAgency;
use platform::{Error, Result, Role, Tx};
use registers::admin_procedures;
use registers::agencies::{self, AgencyRow};
use registers::people::{self, NewStaff, UnitContent, UnitKind};

/// An office of the demonstration.
pub struct Office {
    /// What its logins begin with.
    pub word: &'static str,
    /// Its code in the register of agencies.
    code: &'static str,
    /// The code that its dossiers begin with.
    prefix: &'static str,
    /// Its units, the second word being the one procedures go to by default.
    units: &'static [(&'static str, &'static str)],
    /// The procedures it has switched on, with the unit that handles each.
    procedures: &'static [(&'static str, &'static str)],
}

/// The ward.
pub const WARD: Office = Office {
    word: "phuong",
    code: "48-X20242-2025",
    prefix: "H17.61",
    units: &[
        ("MOTCUA", "Trung tâm Phục vụ hành chính công phường"),
        ("TUPHAP", "Văn phòng HĐND và UBND"),
        ("KINHTE", "Phòng Kinh tế, Hạ tầng và Đô thị"),
        ("VHXH", "Phòng Văn hóa - Xã hội"),
    ],
    procedures: &[
        ("ho_tich/001", "TUPHAP"),
        ("ho_tich/003", "TUPHAP"),
        ("ho_tich/005", "TUPHAP"),
        ("ho_tich/011", "TUPHAP"),
        ("ho_tich/019", "TUPHAP"),
        ("ho_tich/033", "TUPHAP"),
        ("ho_tich/034", "TUPHAP"),
        ("chung_thuc/002", "TUPHAP"),
        ("chung_thuc/004", "TUPHAP"),
        ("hkd/01", "KINHTE"),
        ("xay_dung/01", "KINHTE"),
        ("dat_dai/01", "KINHTE"),
        ("btxh/01", "VHXH"),
    ],
};

/// The department.
pub const DEPARTMENT: Office = Office {
    word: "so",
    code: "48-SNNMT-2025",
    prefix: "H17.12",
    units: &[
        ("VP", "Văn phòng Sở"),
        ("DATDAI", "Phòng Quản lý đất đai"),
        ("MOITRUONG", "Phòng Quản lý môi trường"),
    ],
    procedures: &[
        ("moi_truong/03", "MOITRUONG"),
        ("dat_dai/02", "DATDAI"),
        ("dat_dai/04", "DATDAI"),
        ("dat_dai/06", "DATDAI"),
        ("dat_dai/08", "DATDAI"),
        ("dat_dai/11", "DATDAI"),
    ],
};

/// The centre, which handles nothing itself.
pub const CENTRE: Office = Office {
    word: "tt",
    code: "48-TTPVHCC",
    prefix: "H17.40",
    units: &[("QUAY", "Quầy tiếp nhận và trả kết quả")],
    procedures: &[],
};

/// An office with what was entered for it.
pub struct Open {
    /// Its agency.
    pub agency: NamedAgency,
    /// Its services: procedure ids.
    pub procedures: Vec<i64>,
    /// Its people.
    pub staff: Vec<accounts::Staff>,
}

/// Enters an office: its agency where the register lacks it, units, people, code, services.
///
/// # Errors
/// When the register lacks a procedure, or the database fails.
pub fn open(tx: &mut Tx<'_>, office: &Office, (names, hash): (&Names, &str)) -> Result<Open> {
    let from_on = tx.today();
    let agency = agency_of(tx, office)?;
    codes::give(tx, agency.id, (office.prefix, from_on))?;
    let mut units = Vec::new();
    for (code, name) in office.units {
        let kind =
            if *code == "MOTCUA" || *code == "QUAY" { UnitKind::OneStop } else { UnitKind::Department };
        let content =
            UnitContent { code: (*code).to_owned(), name: (*name).to_owned(), kind, parent_id: None };
        units.push((*code, people::open_unit(tx, agency.id, (&content, from_on))?));
    }
    for (place, (login, role, unit)) in roster(office).into_iter().enumerate() {
        let unit_id = units.iter().find(|(code, _)| *code == unit).map(|(_, id)| *id);
        let new = NewStaff {
            login,
            name: names.officer(agency.id as u64 ^ place as u64),
            password_hash: hash.to_owned(),
            must_change: false,
            role,
            unit_id,
        };
        people::open_staff(tx, &agency, &new)?;
    }
    let mut procedures = Vec::new();
    for (code, unit) in office.procedures {
        let procedure = admin_procedures::of_code(tx, code)?
            .ok_or_else(|| Error::failed(format!("the register has no procedure {code}")))?;
        let unit_id = units.iter().find(|(code, _)| code == unit).map(|(_, id)| *id);
        services::switch_on(tx, agency.id, procedure.id, unit_id)?;
        procedures.push(procedure.id);
    }
    let staff = people::staff_of(tx, agency.id, from_on)?;
    Ok(Open { agency, procedures, staff })
}

fn agency_of(tx: &mut Tx<'_>, office: &Office) -> Result<NamedAgency> {
    if let Some(agency) = agencies::by_code(tx, office.code)? {
        return Ok(NamedAgency { id: agency.id, name: agency.name().to_owned() });
    }
    let row = AgencyRow {
        code: office.code.to_owned(),
        name: "Trung tâm Phục vụ hành chính công thành phố Đà Nẵng (minh họa)".to_owned(),
        level: "local".to_owned(),
        kind: "don_vi_su_nghiep".to_owned(),
        ministry_code: String::new(),
        province_code: "48".to_owned(),
        district_code: String::new(),
        commune_code: String::new(),
        obligation: String::new(),
    };
    agencies::enter(tx, &row)?;
    let agency = agencies::by_code(tx, office.code)?.ok_or(Error::NotFound)?;
    Ok(NamedAgency { id: agency.id, name: agency.name().to_owned() })
}

/// Who works there: login, role, unit; an empty unit is the whole office.
fn roster(office: &Office) -> Vec<(String, Role, &'static str)> {
    let login = |what: &str| format!("{}-{what}", office.word);
    let counter = office.units.first().map_or("", |(code, _)| *code);
    let mut all = vec![
        (login("motcua"), Role::Clerk, counter),
        (login("motcua2"), Role::Clerk, counter),
        (login("quantri"), Role::OfficeAdministrator, ""),
    ];
    if office.procedures.is_empty() {
        return all;
    }
    for (code, _) in &office.units[1..] {
        let unit = code.to_lowercase();
        all.push((login(&format!("{unit}-chuyenvien")), Role::Officer, code));
        all.push((login(&format!("{unit}-chuyenvien2")), Role::Officer, code));
        all.push((login(&format!("{unit}-truongphong")), Role::UnitHead, code));
    }
    all.push((login("lanhdao"), Role::Head, ""));
    all.push((login("vanthu"), Role::RecordsOfficer, ""));
    all.push((login("thukyiso"), Role::QualitySecretary, ""));
    all
}
