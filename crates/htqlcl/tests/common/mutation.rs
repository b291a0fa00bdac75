//! Random changes of small registers: all lawful to import, none the same as the last.

use super::counting::Asked;
use super::small::Registers;

/// The days among which random ones are chosen: the programme up to the summary and a little beyond.
const YEARS: (u64, u64) = (2008, 2013);

/// Random numbers that are the same for the same seed.
pub struct Dice(u64);

impl Dice {
    /// Dice for one case.
    pub fn of_seed(seed: u64) -> Dice {
        Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number below `limit`.
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % limit
    }

    fn one_of<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len())]
    }

    fn day(&mut self) -> String {
        let year = YEARS.0 + self.below((YEARS.1 - YEARS.0) as usize) as u64;
        format!("{year}-{:02}-{:02}", 1 + self.below(12), 1 + self.below(28))
    }

    fn day_from(&mut self, earliest: &str) -> String {
        let day = self.day();
        if day.as_str() < earliest { earliest.to_owned() } else { day }
    }

    /// A day as a register may know it, and by when it was known: never before `earliest`.
    fn known(&mut self, earliest: &str) -> (String, String) {
        let day = self.day_from(earliest);
        match self.below(6) {
            0 => (day[..4].to_owned(), String::new()),
            1 => (day[..7].to_owned(), String::new()),
            2 => (String::new(), day),
            3 if earliest < "2012-04-06" => (String::new(), String::new()),
            _ => (day, String::new()),
        }
    }
}

/// Changes the registers a few times.
pub fn change(registers: &mut Registers, dice: &mut Dice) {
    for _ in 0..1 + dice.below(12) {
        // What became of agencies is told seldom: an import looks for the heirs of all of them then.
        match dice.below(28) {
            0..=3 => redate_certificate(registers, dice),
            4..=12 => act(registers, dice),
            13..=14 => grant(registers, dice),
            15 => forget_certificate(registers, dice),
            16..=17 => expire(registers, dice),
            18 => succeed(registers, dice),
            19..=20 => plan(registers, dice),
            21..=22 => publish(registers, dice),
            23..=24 => redate(registers, dice, "legal-documents"),
            _ => {
                let files = [
                    "consulting-organisations",
                    "certification-bodies",
                    "consultant-cards",
                    "assessor-cards",
                ];
                let file = dice.one_of(&files);
                redate(registers, dice, file);
            }
        }
    }
}

/// A question whose days lie on and beside the days of the registers, where counting goes wrong first.
pub fn question(registers: &Registers, dice: &mut Dice) -> Asked {
    let mut days: Vec<String> = Vec::new();
    for table in registers.values() {
        for cell in table.rows.iter().flatten().filter(|cell| cell.starts_with("20") && !cell.contains('/')) {
            match cell.len() {
                4 => days.extend([format!("{cell}-01-01"), format!("{cell}-12-31"), format!("{cell}-12-30")]),
                7 => days.extend([format!("{cell}-01"), format!("{cell}-28")]),
                10 => days.extend([cell.clone(), beside(cell)]),
                _ => {}
            }
        }
    }
    days.retain(|day| day.as_str() < "2014-01-01");
    let year = 2009 + dice.below(4);
    let (mut from, mut to) = match dice.below(2) {
        0 => (format!("{year}-01-01"), format!("{year}-12-31")),
        _ => (days[dice.below(days.len())].clone(), days[dice.below(days.len())].clone()),
    };
    if to < from {
        std::mem::swap(&mut from, &mut to);
    }
    let as_of = days[dice.below(days.len())].clone();
    let as_of = if as_of < from { from.clone() } else { as_of };
    Asked { from, to, as_of }
}

/// The day before, or the day itself where that would be another month.
fn beside(day: &str) -> String {
    match day[8..].parse::<u32>().unwrap() {
        1 => day.to_owned(),
        number => format!("{}-{:02}", &day[..7], number - 1),
    }
}

fn column(registers: &Registers, file: &str, name: &str) -> usize {
    registers[file].columns.iter().position(|column| *column == name).unwrap()
}

fn set(registers: &mut Registers, file: &'static str, (row, name, text): (usize, &str, String)) {
    let column = column(registers, file, name);
    registers.get_mut(file).unwrap().rows[row][column] = text;
}

fn cell<'r>(registers: &'r Registers, file: &str, (row, name): (usize, &str)) -> &'r str {
    &registers[file].rows[row][column(registers, file, name)]
}

/// The first day that a written day may be.
fn earliest(text: &str) -> String {
    match text.len() {
        0 => "2008-01-01".to_owned(),
        4 => format!("{text}-01-01"),
        7 => format!("{text}-01"),
        _ => text.to_owned(),
    }
}

fn some_certificate(registers: &Registers, dice: &mut Dice) -> usize {
    dice.below(registers["certificates"].rows.len())
}

/// Less is known of the day than before.
fn redate_certificate(registers: &mut Registers, dice: &mut Dice) {
    let row = some_certificate(registers, dice);
    let day = cell(registers, "certificates", (row, "issued_on")).to_owned();
    if day.len() != 10 {
        return;
    }
    let (text, known_by) = match dice.below(4) {
        0 => (day[..4].to_owned(), String::new()),
        1 => (day[..7].to_owned(), String::new()),
        2 => (String::new(), dice.day()),
        _ => (String::new(), String::new()),
    };
    set(registers, "certificates", (row, "issued_on", text));
    set(registers, "certificates", (row, "known_by", known_by));
}

fn act(registers: &mut Registers, dice: &mut Dice) {
    let row = some_certificate(registers, dice);
    let number = cell(registers, "certificates", (row, "certificate_no")).to_owned();
    let granted = earliest(cell(registers, "certificates", (row, "issued_on")));
    let (on, known_by) = dice.known(&granted);
    let kind = dice.one_of(&["suspended", "suspended", "resumed", "resumed", "withdrawn", "annulled"]);
    let reason = dice.one_of(&["", "Không duy trì", "Nhầm, cấp sai", "Theo \"Quyết định\" số 5"]);
    let event = vec![number, kind.to_owned(), on, reason.to_owned(), known_by];
    registers.get_mut("certificate-events").unwrap().rows.push(event);
}

fn grant(registers: &mut Registers, dice: &mut Dice) {
    let agency = dice.below(registers["agencies"].rows.len());
    let agency = cell(registers, "agencies", (agency, "code")).to_owned();
    let (on, known_by) = dice.known("2008-01-01");
    let from = earliest(&on);
    let expires = match dice.below(4) {
        0 => String::new(),
        1 => from[..4].parse::<u32>().map(|year| (year + 3).to_string()).unwrap(),
        _ => format!("{}{}", from[..4].parse::<u32>().unwrap() + 2, &from[4..7]),
    };
    let number = format!(
        "HT-M-{:04}/{}",
        1000 + registers["certificates"].rows.len() * 10 + dice.below(10),
        &from[..4]
    );
    let kind = dice.one_of(&["initial", "renewal"]);
    let row = [&number, &agency, kind, "TCVN ISO 9001:2008", "TCTDLCL", "", &on, &expires, &known_by];
    let table = registers.get_mut("certificates").unwrap();
    let taken = table.rows.iter().any(|row| row[0] == number);
    if !taken {
        table.rows.push(row.map(str::to_owned).to_vec());
    }
}

fn forget_certificate(registers: &mut Registers, dice: &mut Dice) {
    let row = some_certificate(registers, dice);
    let number = cell(registers, "certificates", (row, "certificate_no")).to_owned();
    registers.get_mut("certificates").unwrap().rows.remove(row);
    registers.get_mut("certificate-events").unwrap().rows.retain(|event| event[0] != number);
}

fn expire(registers: &mut Registers, dice: &mut Dice) {
    let row = some_certificate(registers, dice);
    let granted = earliest(cell(registers, "certificates", (row, "issued_on")));
    let day = dice.day_from(&granted);
    let text = match dice.below(4) {
        0 => String::new(),
        1 => day[..4].to_owned(),
        2 => day[..7].to_owned(),
        _ => day,
    };
    set(registers, "certificates", (row, "expires_on", text));
}

/// What becomes of an agency changes no figure: it counts as what it was on the day of the grant.
fn succeed(registers: &mut Registers, dice: &mut Dice) {
    let last = registers["agencies"].rows.len() - 1;
    let from = dice.below(last);
    let into = from + 1 + dice.below(last - from);
    let (code, successor) = (
        cell(registers, "agencies", (from, "code")).to_owned(),
        cell(registers, "agencies", (into, "code")).to_owned(),
    );
    let kind = dice.one_of(&["merge", "split", "rename", "abolish"]);
    let successor = if kind == "abolish" { String::new() } else { successor };
    let table = registers.get_mut("agency-successions").unwrap();
    if !table.rows.iter().any(|row| row[0] == code) {
        let (on, known_by) = dice.known("2008-01-01");
        table.rows.push(vec![code, successor, on, kind.to_owned(), known_by]);
    }
}

fn plan(registers: &mut Registers, dice: &mut Dice) {
    let row = dice.below(registers["plans"].rows.len());
    let status = dice.one_of(&["none", "drafted", "approved"]);
    let (on, known_by) = match status {
        "approved" => match dice.known("2008-01-01") {
            // An approval that neither has a day nor was known by one is told beside these cases.
            (on, known_by) if on.is_empty() && known_by.is_empty() => (String::new(), dice.day()),
            known => known,
        },
        _ => (String::new(), String::new()),
    };
    let decision = if status == "approved" { format!("QĐ-M-{row:02}") } else { String::new() };
    let owes = dice.one_of(&["yes", "yes", "yes", "no"]).to_owned();
    for (name, text) in [
        ("status", status.to_owned()),
        ("approved_on", on),
        ("known_by", known_by),
        ("decision_no", decision),
        ("owes_plan", owes),
    ] {
        set(registers, "plans", (row, name, text));
    }
}

fn publish(registers: &mut Registers, dice: &mut Dice) {
    let row = dice.below(registers["model-frameworks"].rows.len());
    let day = dice.day();
    let (year, on, known_by) = match dice.below(4) {
        0 => (day[..4].to_owned(), String::new(), String::new()),
        1 => (String::new(), day, String::new()),
        2 => (String::new(), String::new(), day),
        _ => (String::new(), String::new(), String::new()),
    };
    for (name, text) in [("published_year", year), ("published_on", on), ("known_by", known_by)] {
        set(registers, "model-frameworks", (row, name, text));
    }
}

/// Another day of issue, known as far as it happens to be.
fn redate(registers: &mut Registers, dice: &mut Dice, file: &'static str) {
    let row = dice.below(registers[file].rows.len());
    let key = cell(registers, file, (row, registers[file].columns[0])).to_owned();
    // Two papers of one organisation tell themselves apart by their days, so these keep theirs.
    let several = registers[file].rows.iter().filter(|other| other[0] == key).count() > 1;
    if several {
        return;
    }
    let (on, known_by) = dice.known("2008-01-01");
    set(registers, file, (row, "issued_on", on));
    set(registers, file, (row, "known_by", known_by));
    if registers[file].columns.contains(&"valid_to") {
        set(registers, file, (row, "valid_to", dice.one_of(&["2014-06-30", "2015", ""]).to_owned()));
    }
    if registers[file].columns.contains(&"status") {
        set(
            registers,
            file,
            (row, "status", dice.one_of(&["valid", "valid", "suspended", "revoked"]).to_owned()),
        );
    }
}
