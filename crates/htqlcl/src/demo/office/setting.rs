//! The offices of the demonstration: a ward, a department, and a centre that receives for both.

use super::people::Names;
use agency::dossiers::codes;
use agency::services;
use platform::accounts;
use platform::web::NamedAgency;
use platform::{Day, Error, Result, Role, Tx};
use registers::admin_procedures::{self, Level};
use registers::agencies::{self, AgencyRow};
use registers::people::{self, NameDeputy, NewStaff, UnitContent, UnitKind};
use workdays::Limit;

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
    /// What it decides on: procedures of another level are not its own.
    level: Level,
    /// The procedures it has switched on, with the unit that handles each and how often of all it is asked for.
    procedures: &'static [(&'static str, &'static str, u64)],
}

/// The ward.
pub const WARD: Office = Office {
    word: "phuong",
    code: "48-X20242-2025",
    prefix: "H17.61",
    units: &[
        ("MOTCUA", "Trung tâm Phục vụ hành chính công phường"),
        ("TUPHAP", "Văn phòng HĐND và UBND (Tư pháp - Hộ tịch)"),
        ("KINHTE", "Phòng Kinh tế, Hạ tầng và Đô thị"),
        ("VHXH", "Phòng Văn hóa - Xã hội"),
    ],
    level: Level::Commune,
    procedures: &[
        ("chung_thuc/006", "TUPHAP", 22),
        ("chung_thuc/007", "TUPHAP", 8),
        ("chung_thuc/004", "TUPHAP", 5),
        ("ho_tich/001", "TUPHAP", 9),
        ("ho_tich/003", "TUPHAP", 3),
        ("ho_tich/005", "TUPHAP", 3),
        ("ho_tich/011", "TUPHAP", 5),
        ("ho_tich/015", "TUPHAP", 4),
        ("ho_tich/019", "TUPHAP", 2),
        ("ho_tich/025", "TUPHAP", 4),
        ("ho_tich/033", "TUPHAP", 8),
        ("ho_tich/034", "TUPHAP", 8),
        ("hkd/01", "KINHTE", 6),
        ("hkd/02", "KINHTE", 2),
        ("hkd/04", "KINHTE", 1),
        ("xay_dung/01", "KINHTE", 3),
        ("xay_dung/03", "KINHTE", 1),
        ("dat_dai/01", "KINHTE", 4),
        ("btxh/01", "VHXH", 4),
        ("btxh/02", "VHXH", 2),
        ("btxh/05", "VHXH", 2),
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
    level: Level::Province,
    procedures: &[
        ("moi_truong/03", "MOITRUONG", 2),
        ("dat_dai/02", "DATDAI", 2),
        ("dat_dai/04", "DATDAI", 4),
        ("dat_dai/06", "DATDAI", 3),
        ("dat_dai/08", "DATDAI", 6),
        ("dat_dai/11", "DATDAI", 5),
    ],
};

/// The centre, which handles nothing itself.
pub const CENTRE: Office = Office {
    word: "tt",
    code: "48-TTPVHCC",
    prefix: "H17.40",
    units: &[("QUAY", "Quầy tiếp nhận và trả kết quả")],
    level: Level::Province,
    procedures: &[],
};

/// The login that is entered when the year is over: whoever finds it finds the whole year.
pub const LAST_LOGIN: &str = "tt-quantri";

/// An office with what was entered for it.
pub struct Open {
    /// Its agency.
    pub agency: NamedAgency,
    /// Its services, with how often of all each is asked for.
    pub services: Vec<(Service, u64)>,
    /// Its people.
    pub staff: Vec<accounts::Staff>,
    /// Who is away when, and who stands in.
    pub absences: Vec<Absence>,
}

/// A service of an office.
#[derive(Clone, Debug)]
pub struct Service {
    /// The code of its procedure.
    pub code: &'static str,
    /// Its procedure.
    pub procedure_id: i64,
    /// The limit of the procedure.
    pub limit: Option<Limit>,
    /// The book whose lines its dossiers are (sổ chứng thực).
    pub book: Option<String>,
}

impl Service {
    /// Whether what is asked for is given on the same day.
    pub fn is_of_one_day(&self) -> bool {
        matches!(self.limit, Some(Limit::SameDay { .. }))
    }

    /// Whether a financial duty may come with it.
    pub fn has_duty(&self) -> bool {
        let sector = self.code.split('/').next();
        matches!(sector, Some("dat_dai" | "xay_dung")) && !self.is_of_one_day()
    }
}

/// Days on which somebody is away.
#[derive(Clone, Copy, Debug)]
pub struct Absence {
    /// Who is away.
    pub account_id: i64,
    /// Who stands in.
    pub deputy_id: i64,
    /// The first day.
    pub from_on: Day,
    /// The last day.
    pub last_on: Day,
}

impl Open {
    /// Who stands in for somebody on a day; none where the person is here.
    pub fn deputy(&self, account_id: i64, day: Day) -> Option<i64> {
        let away = |absence: &&Absence| {
            absence.account_id == account_id && (absence.from_on..=absence.last_on).contains(&day)
        };
        self.absences.iter().find(away).map(|absence| absence.deputy_id)
    }
}

/// Enters an office: its agency where the register lacks it, units, people, code, services, and who stands in for
/// whom in the year that ends on the last day.
///
/// # Errors
/// When the register lacks a procedure or has it for another level, or the database fails.
pub fn open(
    tx: &mut Tx<'_>,
    (office, last_day): (&Office, Day),
    (names, hash): (&Names, &str),
) -> Result<Open> {
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
    let mut offered = Vec::new();
    for (code, unit, often) in office.procedures {
        let unit_id = units.iter().find(|(code, _)| code == unit).map(|(_, id)| *id);
        offered.push((service(tx, (agency.id, unit_id), (code, office.level))?, *often));
    }
    let staff = people::staff_of(tx, agency.id, from_on)?;
    let absences = absences(&staff, (office, &units), (from_on, last_day));
    for absence in &absences {
        let named = NameDeputy {
            absent_account_id: absence.account_id,
            deputy_account_id: absence.deputy_id,
            from_on: absence.from_on,
            last_on: absence.last_on,
            reason: "Nghỉ phép năm".to_owned(),
        };
        people::name_deputy(tx, agency.id, &named)?;
    }
    Ok(Open { agency, services: offered, staff, absences })
}

/// Enters the last person when the year is over: who administers the centre, and has no part in the year.
///
/// # Errors
/// When the database fails.
pub fn close(tx: &mut Tx<'_>, centre: &NamedAgency, (names, hash): (&Names, &str)) -> Result<()> {
    let new = NewStaff {
        login: LAST_LOGIN.to_owned(),
        name: names.officer(centre.id as u64 ^ 2),
        password_hash: hash.to_owned(),
        must_change: false,
        role: Role::OfficeAdministrator,
        unit_id: None,
    };
    people::open_staff(tx, centre, &new).map(drop)
}

fn service(
    tx: &mut Tx<'_>,
    (agency_id, unit_id): (i64, Option<i64>),
    (code, level): (&'static str, Level),
) -> Result<Service> {
    let procedure = admin_procedures::of_code(tx, code)?
        .filter(|procedure| procedure.level == level || procedure.level == Level::Shared)
        .ok_or_else(|| Error::failed(format!("the register has no procedure {code} of this level")))?;
    services::switch_on(tx, agency_id, procedure.id, unit_id)?;
    let limit = procedure.limit.as_ref().map(|limit| limit.limit);
    let is_line = matches!(limit, Some(Limit::SameDay { .. })) && code.starts_with("chung_thuc/");
    let book = is_line.then(|| procedure.sector.clone());
    Ok(Service { code, procedure_id: procedure.id, limit, book })
}

/// The heads of units take two weeks off in summer, one after the other; the first of them is away today, too.
fn absences(
    staff: &[accounts::Staff],
    (office, units): (&Office, &[(&str, i64)]),
    (first_day, last_day): (Day, Day),
) -> Vec<Absence> {
    let of = |unit_id: i64, role: Role| {
        let fits = |one: &&accounts::Staff| one.unit_id == Some(unit_id) && one.role == role;
        staff.iter().find(fits).map(|one| one.account_id)
    };
    let july = [first_day.year(), first_day.year() + 1].into_iter().filter_map(|year| Day::new(year, 7, 1));
    let Some(july) = july.into_iter().find(|july| *july >= first_day) else { return Vec::new() };
    let mut absences = Vec::new();
    for (at, (code, unit_id)) in units.iter().enumerate().filter(|(at, _)| *at > 0) {
        let (head, officer) = (of(*unit_id, Role::UnitHead), of(*unit_id, Role::Officer));
        let (Some(account_id), Some(deputy_id)) = (head, officer) else { continue };
        let summer = july.plus_days(14 * (at as i64 - 1));
        let mut away = vec![(summer, summer.plus_days(13))];
        if office.is_away_today(code) {
            away.retain(|(_, last_on)| *last_on < last_day.plus_days(-1));
            away.push((last_day.plus_days(-1), last_day.plus_days(3)));
        }
        let absence = |(from_on, last_on)| Absence { account_id, deputy_id, from_on, last_on };
        absences.extend(away.into_iter().map(absence));
    }
    absences
}

impl Office {
    /// Whether the head of a unit is away on the last day.
    fn is_away_today(&self, unit: &str) -> bool {
        self.word == WARD.word && unit == "TUPHAP"
    }
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

/// Who works there from the first day: login, role, unit; an empty unit is the whole office.
fn roster(office: &Office) -> Vec<(String, Role, &'static str)> {
    let login = |what: &str| format!("{}-{what}", office.word);
    let counter = office.units.first().map_or("", |(code, _)| *code);
    let mut all = vec![(login("motcua"), Role::Clerk, counter), (login("motcua2"), Role::Clerk, counter)];
    if office.procedures.is_empty() {
        return all;
    }
    all.push((login("quantri"), Role::OfficeAdministrator, ""));
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
