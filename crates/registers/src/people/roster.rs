//! The list of an agency's units and people as a file, and what it would change. Pure.
//!
//! One row is one person in one unit and role; a row with only a unit opens the unit. Columns may be
//! called in Vietnamese or in English, and roles may be written as officers write them.

use super::decide::{ROLES_HERE, Refusal};
use super::model::{Unit, UnitContent, UnitKind};
use crate::sheets::{Fault, Table};
use platform::accounts::{Staff, decide as accounts};
use platform::search::fold;
use platform::{Language, Refusals, Role, i18n};
use std::collections::{BTreeMap, BTreeSet};

/// Most rows of one list.
pub const MOST_ROWS: usize = 2_000;

/// What the columns are called: the name that is told, and the others that are understood.
pub const COLUMNS: [(&str, &[&str]); 6] = [
    ("don_vi", &["unit", "đơn vị", "don vi", "phòng"]),
    ("ma_don_vi", &["unit_code", "mã đơn vị", "ma don vi"]),
    ("loai_don_vi", &["unit_kind", "loại đơn vị", "loai don vi"]),
    ("ho_ten", &["name", "họ tên", "họ và tên", "ho ten"]),
    ("ten_dang_nhap", &["login", "tên đăng nhập", "ten dang nhap"]),
    ("vai_tro", &["role", "vai trò", "vai tro"]),
];

/// One row as written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RosterRow {
    /// Its line in the file.
    pub line: usize,
    /// Name or code of the unit.
    pub unit: String,
    /// Code of the unit, where the file says one.
    pub unit_code: String,
    /// Kind of the unit, where the file says one.
    pub unit_kind: String,
    /// The person's name.
    pub name: String,
    /// The name to sign in with.
    pub login: String,
    /// The role.
    pub role: String,
}

/// Rows of a file, and what is wrong with the file itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roster {
    /// The rows.
    pub rows: Vec<RosterRow>,
    /// What keeps it out.
    pub faults: Vec<Fault>,
    /// What is told beside.
    pub warnings: Vec<Fault>,
}

/// Reads a CSV or XLSX file as a list of people.
pub fn read(name: &str, bytes: &[u8]) -> Roster {
    let mut roster = Roster::default();
    let table = match Table::read(name, bytes) {
        Ok(table) => table,
        Err(faults) => return Roster { faults, ..roster },
    };
    let called = |at: usize| {
        let (told, others) = COLUMNS[at];
        std::iter::once(told).chain(others.iter().copied()).find(|name| table.has(name)).unwrap_or(told)
    };
    let names: [&str; 6] = std::array::from_fn(called);
    let (missing, unread) = table.column_faults(&[names[0], names[3], names[4], names[5]], &names);
    (roster.faults, roster.warnings) = (missing, unread);
    if !roster.faults.is_empty() {
        return roster;
    }
    roster.faults = table.line_end_faults();
    if table.rows.len() > MOST_ROWS {
        let reason = platform::Refusal::new("people-refusal-too-many").with("limit", MOST_ROWS);
        roster.faults.push(Fault { line: 0, reason });
        return roster;
    }
    if table.rows.is_empty() {
        roster.faults.push(Fault { line: 0, reason: platform::Refusal::new("people-refusal-no-rows") });
    }
    for row in &table.rows {
        let [unit, unit_code, unit_kind, name, login, role] =
            names.map(|column| table.cell(row, column).to_owned());
        roster.rows.push(RosterRow { line: row.line, unit, unit_code, unit_kind, name, login, role });
    }
    roster
}

/// The rows as text that [`of_text`] reads again: for the page that asks before it writes.
pub fn to_text(rows: &[RosterRow]) -> String {
    let breaks = |letter: char| letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}');
    let plain = |text: &str| text.replace(breaks, " ");
    let line = |row: &RosterRow| {
        let cells = [&row.unit, &row.unit_code, &row.unit_kind, &row.name, &row.login, &row.role];
        let cells: Vec<String> = cells.into_iter().map(|cell| plain(cell)).collect();
        // The mark at the end keeps empty cells from being trimmed away on the way.
        format!("{}\t{}\t.", row.line, cells.join("\t"))
    };
    rows.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Rows out of such a text. Whoever agreed to a list agreed to all of it: no line is left out.
///
/// # Errors
/// When there is no line, too many, or one that [`to_text`] did not write.
pub fn of_text(text: &str) -> Result<Vec<RosterRow>, Refusals> {
    let row = |line: &str| {
        let mut cells = line.split('\t').map(|cell| cell.trim().to_owned());
        let line = cells.next()?.parse().ok()?;
        let mut next = || cells.next();
        let row = RosterRow {
            line,
            unit: next()?,
            unit_code: next()?,
            unit_kind: next()?,
            name: next()?,
            login: next()?,
            role: next()?,
        };
        (cells.next().as_deref() == Some(".") && cells.next().is_none()).then_some(row)
    };
    let rows: Option<Vec<RosterRow>> = text.lines().map(row).collect();
    match rows {
        Some(rows) if rows.is_empty() => Err(platform::Refusal::new("people-refusal-no-rows").into()),
        Some(rows) if rows.len() > MOST_ROWS => {
            Err(platform::Refusal::new("people-refusal-too-many").with("limit", MOST_ROWS).into())
        }
        Some(rows) => Ok(rows),
        None => Err(platform::Refusal::new("people-refusal-rows-unreadable").into()),
    }
}

/// What the list is compared with.
#[derive(Clone, Debug, Default)]
pub struct Present {
    /// The agency's units, closed ones too.
    pub units: Vec<Unit>,
    /// Who works for the agency.
    pub staff: Vec<Staff>,
    /// Logins of the list that exist, here or elsewhere.
    pub logins: BTreeSet<String>,
    /// Accounts of people here that are not this agency's alone: their names are not its own to correct.
    pub shared: BTreeSet<i64>,
}

/// A unit that the list names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UnitOfList {
    /// One that the agency has.
    Held(i64),
    /// One to be opened: its place among the new ones.
    New(usize),
}

/// What one row asks for, beside its unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Somebody new.
    Open {
        /// The name to sign in with.
        login: String,
        /// The person's name.
        name: String,
        /// The role.
        role: Role,
        /// The unit.
        unit: Option<UnitOfList>,
    },
    /// Somebody who works here gets one more role, or one in another unit.
    Appoint {
        /// Who; none for somebody whom an earlier row of the list opens.
        account_id: Option<i64>,
        /// The name to sign in with.
        login: String,
        /// The role.
        role: Role,
        /// The unit.
        unit: Option<UnitOfList>,
    },
    /// Somebody who works here is called otherwise.
    Rename {
        /// Who.
        account_id: i64,
        /// The name until now.
        before: String,
        /// The name of the list.
        name: String,
    },
}

/// What a list would change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Units to be opened, with the line that names them first.
    pub units: Vec<(usize, UnitContent)>,
    /// What is done for people, with the line that asks for it.
    pub changes: Vec<(usize, Change)>,
    /// Rows that are so already.
    pub unchanged: usize,
    /// What is wrong, row by row.
    pub faults: Vec<Fault>,
}

impl Plan {
    /// Whether nothing would change.
    pub fn is_empty(&self) -> bool {
        self.units.is_empty() && self.changes.is_empty()
    }

    /// The logins of those who are new, in the order of the list.
    pub fn new_logins(&self) -> Vec<&str> {
        let opened = self.changes.iter().filter_map(|(_, change)| match change {
            Change::Open { login, .. } => Some(login.as_str()),
            _ => None,
        });
        opened.collect()
    }
}

/// Compares a list with what there is.
pub fn plan(rows: &[RosterRow], present: &Present) -> Plan {
    let mut planner =
        Planner { present, plan: Plan::default(), opened: BTreeMap::new(), asked: BTreeMap::new() };
    for row in rows {
        planner.row(row);
    }
    planner.plan
}

struct Planner<'p> {
    present: &'p Present,
    plan: Plan,
    /// Names of those whom the list opens, by login.
    opened: BTreeMap<String, String>,
    /// The line on which a login was first asked into a role and unit.
    asked: BTreeMap<(String, Role, String), usize>,
}

impl Planner<'_> {
    fn row(&mut self, row: &RosterRow) {
        let mut reasons = Refusals::default();
        let unit = self.unit(row, &mut reasons);
        let is_unit_only = row.name.is_empty() && row.login.is_empty() && row.role.is_empty();
        if is_unit_only {
            match unit {
                None if reasons.is_empty() => reasons.push(Refusal::UnitUnknown),
                Some(UnitOfList::Held(_)) => self.plan.unchanged += 1,
                _ => {}
            }
        } else if let Some(role) = faults_of(row, &mut reasons) {
            self.person(row, (role, unit), &mut reasons);
        }
        let faults = reasons.0.into_iter().map(|reason| Fault { line: row.line, reason });
        self.plan.faults.extend(faults);
    }

    /// The unit of a row: by its code, else by its name; one that is not there is to be opened.
    fn unit(&mut self, row: &RosterRow, reasons: &mut Refusals) -> Option<UnitOfList> {
        let (name, code) = (row.unit.trim(), row.unit_code.trim());
        if name.is_empty() && code.is_empty() {
            return None;
        }
        let fits = |held_code: &str, held_name: &str| {
            if code.is_empty() {
                held_code.eq_ignore_ascii_case(name) || fold(held_name) == fold(name)
            } else {
                held_code == code
            }
        };
        let open = self.present.units.iter().filter(|unit| unit.to_on.is_none());
        if let Some(held) = open.into_iter().find(|unit| fits(&unit.code, &unit.name)) {
            return Some(UnitOfList::Held(held.id));
        }
        if let Some(at) = self.plan.units.iter().position(|(_, new)| fits(&new.code, &new.name)) {
            let (line, new) = &self.plan.units[at];
            let is_other = !code.is_empty() && !name.is_empty() && fold(&new.name) != fold(name);
            if is_other {
                let reason = platform::Refusal::new("people-refusal-unit-two-names").field("don_vi");
                reasons.push(reason.with("code", code).with("line", line).with("name", &new.name));
                return None;
            }
            return Some(UnitOfList::New(at));
        }
        let kind = if row.unit_kind.is_empty() { Some(kind_of_name(name)) } else { kind_of(&row.unit_kind) };
        let Some(kind) = kind else {
            let reason = platform::Refusal::new("people-refusal-kind-unknown").field("loai_don_vi");
            reasons.push(reason.with("text", &row.unit_kind));
            return None;
        };
        let code = if code.is_empty() { self.free_code(name) } else { code.to_owned() };
        let content = UnitContent { code, name: name.to_owned(), kind, parent_id: None };
        // The day of the list is today; any day stands in for it here.
        let today = platform::Day::of_instant(0);
        match super::decide::open(&self.present.units, 0, (&content, today), today) {
            Err(found) => {
                reasons.0.extend(found.0.into_iter().map(in_file));
                None
            }
            Ok(_) => {
                self.plan.units.push((row.line, content));
                Some(UnitOfList::New(self.plan.units.len() - 1))
            }
        }
    }

    /// The first letters of the words of a name, with a number where they are taken.
    fn free_code(&self, name: &str) -> String {
        let folded = fold(name);
        let letters: String = folded.split(' ').filter_map(|word| word.chars().next()).take(12).collect();
        let base = if letters.is_empty() { "DV".to_owned() } else { letters.to_uppercase() };
        let taken = |code: &str| {
            self.present.units.iter().any(|unit| unit.code == code)
                || self.plan.units.iter().any(|(_, new)| new.code == code)
        };
        let numbered = (2..).map(|number| format!("{base}{number}"));
        let mut codes = std::iter::once(base.clone()).chain(numbered);
        codes.find(|code| !taken(code)).unwrap_or(base)
    }

    fn person(&mut self, row: &RosterRow, (role, unit): (Role, Option<UnitOfList>), reasons: &mut Refusals) {
        let (login, name) = (accounts::folded_login(&row.login), row.name.trim());
        let asked = (login.clone(), role, format!("{unit:?}"));
        if let Some(line) = self.asked.get(&asked) {
            let reason = platform::Refusal::new("people-refusal-row-twice").field("ten_dang_nhap");
            reasons.push(reason.with("login", &login).with("line", line));
            return;
        }
        self.asked.insert(asked, row.line);
        if let Some(before) = self.opened.get(&login) {
            if before != name {
                let reason = platform::Refusal::new("people-refusal-two-names").field("ho_ten");
                reasons.push(reason.with("login", &login).with("name", before));
                return;
            }
            self.change(row, Change::Appoint { account_id: None, login, role, unit });
            return;
        }
        let present = self.present;
        let Some(held) = present.staff.iter().find(|staff| staff.login == login) else {
            if present.logins.contains(&login) {
                reasons.push(in_file(Refusal::LoginElsewhere(login).into()));
            } else if reasons.is_empty() {
                self.opened.insert(login.clone(), name.to_owned());
                self.change(row, Change::Open { login, name: name.to_owned(), role, unit });
            }
            return;
        };
        if held.name != name && present.shared.contains(&held.account_id) {
            let reason = platform::Refusal::new("people-refusal-name-elsewhere").field("ho_ten");
            reasons.push(reason.with("login", &login).with("name", &held.name));
        } else if held.name != name {
            let (account_id, before) = (held.account_id, held.name.clone());
            let renamed = |change: &(usize, Change)| matches!(&change.1, Change::Rename { account_id: other, .. } if *other == account_id);
            if !self.plan.changes.iter().any(renamed) {
                self.change(row, Change::Rename { account_id, before, name: name.to_owned() });
            }
        }
        let unit_id = match &unit {
            Some(UnitOfList::Held(id)) => Some(Some(*id)),
            Some(UnitOfList::New(_)) => None,
            None => Some(None),
        };
        let works =
            |staff: &&Staff| staff.login == login && staff.role == role && Some(staff.unit_id) == unit_id;
        if present.staff.iter().any(|staff| works(&staff)) {
            self.plan.unchanged += usize::from(held.name == name);
        } else {
            self.change(row, Change::Appoint { account_id: Some(held.account_id), login, role, unit });
        }
    }

    fn change(&mut self, row: &RosterRow, change: Change) {
        self.plan.changes.push((row.line, change));
    }
}

/// A reason of the pages' rules, told with the column of the file.
fn in_file(mut reason: platform::Refusal) -> platform::Refusal {
    reason.field = match reason.field {
        Some("login") => Some("ten_dang_nhap"),
        Some("code") => Some("ma_don_vi"),
        other => other,
    };
    reason
}

/// Notes what is wrong with the person of a row; gives the role when nothing is.
fn faults_of(row: &RosterRow, reasons: &mut Refusals) -> Option<Role> {
    let before = reasons.0.len();
    let command = accounts::Open {
        owner_agency_id: 0,
        login: row.login.clone(),
        name: row.name.clone(),
        password_commitment: String::new(),
        must_change: true,
    };
    if let Err(found) = accounts::open(false, &command) {
        for mut reason in found.0 {
            reason.field = Some(if reason.field == Some("login") { "ten_dang_nhap" } else { "ho_ten" });
            reasons.push(reason);
        }
    }
    let role = role_of(&row.role);
    if role.is_none() {
        let roles: Vec<String> = ROLES_HERE.into_iter().map(role_words).collect();
        let reason = platform::Refusal::new("people-refusal-role-unknown").field("vai_tro");
        reasons.push(reason.with("text", &row.role).with("roles", roles.join(", ")));
    }
    role.filter(|_| reasons.0.len() == before)
}

/// A role's name in Vietnamese, as lists carry it.
pub fn role_words(role: Role) -> String {
    i18n::text(Language::Vi, &format!("role-{}", role.word().replace('_', "-")))
}

/// How officers write roles beside their full names.
const SHORT_ROLES: [(&str, Role); 21] = [
    ("mot cua", Role::Clerk),
    ("bo phan mot cua", Role::Clerk),
    ("tiep nhan", Role::Clerk),
    ("can bo mot cua", Role::Clerk),
    ("chuyen vien", Role::Officer),
    ("chuyen mon", Role::Officer),
    ("can bo chuyen mon", Role::Officer),
    ("cong chuc", Role::Officer),
    ("truong phong", Role::UnitHead),
    ("pho truong phong", Role::UnitHead),
    ("lanh dao phong", Role::UnitHead),
    ("lanh dao", Role::Head),
    ("chu tich", Role::Head),
    ("pho chu tich", Role::Head),
    ("giam doc", Role::Head),
    ("pho giam doc", Role::Head),
    ("van thu", Role::RecordsOfficer),
    ("thu ky", Role::QualitySecretary),
    ("thu ky iso", Role::QualitySecretary),
    ("quan tri", Role::OfficeAdministrator),
    ("quan tri co quan", Role::OfficeAdministrator),
];

/// The role that a text means, if an agency may give it.
pub fn role_of(text: &str) -> Option<Role> {
    let folded = fold(text);
    let full = |role: &Role| role.word() == text.trim() || fold(&role_words(*role)) == folded;
    let short = || SHORT_ROLES.iter().find(|(words, _)| *words == folded).map(|(_, role)| *role);
    ROLES_HERE.into_iter().find(full).or_else(short)
}

fn kind_of(text: &str) -> Option<UnitKind> {
    let folded = fold(text);
    let named = |kind: &UnitKind| {
        let key = format!("people-kind-{}", kind.word().replace('_', "-"));
        kind.word() == text.trim() || fold(&i18n::text(Language::Vi, &key)) == folded
    };
    UnitKind::ALL.into_iter().find(named)
}

/// What the name of a unit says of its kind.
fn kind_of_name(name: &str) -> UnitKind {
    let folded = fold(name);
    let says = |words: &[&str]| words.iter().any(|word| folded.contains(word));
    match () {
        () if says(&["mot cua", "tiep nhan va tra ket qua", "hanh chinh cong"]) => UnitKind::OneStop,
        () if says(&["lanh dao", "ban giam doc"]) => UnitKind::Leadership,
        () if says(&["van phong"]) => UnitKind::Office,
        () if says(&["trung tam", "tram", "chi cuc"]) => UnitKind::Centre,
        () if says(&["phong", "ban"]) => UnitKind::Department,
        () => UnitKind::Other,
    }
}
