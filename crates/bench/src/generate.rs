//! Registers of any size, the same in every run: those of 2012 as patterns, multiplied.

use platform::Day;
use programme::imports::Files;
use std::fmt::Write;

/// A file of the registers of 2012, which stand beside the demo.
macro_rules! seed {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../htqlcl/demo/seed-2012/", $name)))),*]
    };
}

/// The registers behind the summary of 6/4/2012.
pub static SEED_2012: &[(&str, &str)] = seed![
    "provinces-2012.csv",
    "agencies.csv",
    "agency-successions.csv",
    "legal-documents.csv",
    "consulting-organisations.csv",
    "certification-bodies.csv",
    "consultant-cards.csv",
    "assessor-cards.csv",
    "certificates.csv",
    "certificate-events.csv",
    "plans.csv",
    "model-frameworks.csv",
    "programme-activities.csv",
];

/// The registers of 2012 as they are.
pub fn seed_2012() -> Files {
    SEED_2012.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect()
}

/// Numbers that look drawn at random and are the same in every run (an xorshift generator).
pub struct Draw(pub u64);

impl Draw {
    /// A number below `end`.
    pub fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }

    /// Whether something happens that happens to so many of a thousand.
    pub fn hits(&mut self, of_a_thousand: u64) -> bool {
        self.below(1000) < of_a_thousand
    }
}

/// Registers with so many agencies and certificates.
///
/// Agencies are those of 2012 several times over under other codes. Each holds a first certificate
/// of 2007 to 2012 and, in turn, renewals until the law ended in 2014; some certificates were
/// suspended, resumed, withdrawn or annulled, and some days are known only as a month or a year.
pub fn registers(agencies: usize, certificates: usize) -> Files {
    let mut files = seed_2012();
    let (agency_file, codes) = agency_file(agencies);
    let (certificate_file, event_file) = certificate_files(&codes, certificates);
    files.insert("agencies.csv".to_owned(), agency_file.into_bytes());
    files.insert("certificates.csv".to_owned(), certificate_file.into_bytes());
    files.insert("certificate-events.csv".to_owned(), event_file.into_bytes());
    files
}

fn agency_file(count: usize) -> (String, Vec<String>) {
    let seed = SEED_2012.iter().find(|(name, _)| *name == "agencies.csv").map_or("", |(_, text)| text);
    let mut lines = seed.lines();
    let mut file = format!("{}\n", lines.next().unwrap_or_default());
    let patterns: Vec<(&str, &str)> = lines.filter_map(|line| line.split_once(',')).collect();
    let mut codes = Vec::with_capacity(count);
    for number in 0..count {
        let (code, rest) = patterns[number % patterns.len()];
        let copy = number / patterns.len();
        let code = if copy == 0 { code.to_owned() } else { format!("{code}.{}", copy + 1) };
        // Writing to a String does not fail.
        let _ = writeln!(file, "{code},{rest}");
        codes.push(code);
    }
    (file, codes)
}

/// The first day of the programme and the last on which it granted certificates.
const PROGRAMME: [(i16, i8, i8); 2] = [(2007, 1, 1), (2014, 5, 17)];
/// By the end of this day every agency holds its first certificate.
const LAST_FIRST: (i16, i8, i8) = (2012, 12, 31);

fn day((year, month, day): (i16, i8, i8)) -> Day {
    Day::new(year, month, day).unwrap_or_else(|| unreachable!("{year}-{month}-{day} is a day"))
}

fn certificate_files(agency_codes: &[String], count: usize) -> (String, String) {
    let mut draw = Draw(20_120_406);
    let mut certificates =
        "certificate_no,agency_code,kind,standard,issued_by,certification_body_code,issued_on,expires_on\n"
            .to_owned();
    let mut events = "certificate_no,kind,on,reason\n".to_owned();
    let begin = day(PROGRAMME[0]);
    let (first_days, all_days) =
        (day(LAST_FIRST).days_since(begin) as u64, day(PROGRAMME[1]).days_since(begin) as u64);
    let mut firsts = vec![0; agency_codes.len()];
    for number in 0..count {
        let at = number % agency_codes.len();
        let is_first = number < agency_codes.len();
        let after =
            if is_first { draw.below(first_days) } else { firsts[at] + draw.below(all_days - firsts[at]) };
        if is_first {
            firsts[at] = after;
        }
        let issued = begin.plus_days(after as i64);
        let name = format!("HT-MP-{number:05}/{}", issued.year());
        let kind = if is_first { "initial" } else { "renewal" };
        let (written, expires) = (written(&mut draw, issued), issued.plus_years(3));
        let code = &agency_codes[at];
        let _ = writeln!(
            certificates,
            "{name},{code},{kind},TCVN ISO 9001:2008,TCTDLCL,CN01,{written},{expires}"
        );
        act(&mut draw, &mut events, (&name, issued));
    }
    (certificates, events)
}

/// A day, or for a few only its month or year.
fn written(draw: &mut Draw, issued: Day) -> String {
    let text = issued.to_string();
    match draw.below(100) {
        0 => text[..4].to_owned(),
        1 => text[..7].to_owned(),
        _ => text,
    }
}

/// What was done to one certificate after its grant, if anything.
fn act(draw: &mut Draw, events: &mut String, (name, issued): (&str, Day)) {
    // Later than the end of the year of the grant, so that a date known only as that year comes first.
    let on = issued.plus_days(366 + draw.below(300) as i64);
    if draw.hits(20) {
        let _ = writeln!(events, "{name},suspended,{on},Chưa khắc phục điểm không phù hợp");
        if draw.hits(500) {
            let _ = writeln!(events, "{name},resumed,{},Đã khắc phục", on.plus_days(90));
        }
    } else if draw.hits(10) {
        let _ = writeln!(events, "{name},withdrawn,{on},Không còn duy trì hệ thống");
    } else if draw.hits(2) {
        let _ = writeln!(events, "{name},annulled,{on},Cấp sai đối tượng");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(files: &Files, name: &str) -> usize {
        files[name].iter().filter(|byte| **byte == b'\n').count() - 1
    }

    #[test]
    fn registers_have_the_size_asked_for_and_are_the_same_again() {
        let files = registers(3_000, 9_000);
        assert_eq!((lines(&files, "agencies.csv"), lines(&files, "certificates.csv")), (3_000, 9_000));
        assert!(lines(&files, "certificate-events.csv") > 100);
        assert_eq!(files, registers(3_000, 9_000));
    }

    #[test]
    fn codes_and_numbers_are_given_once() {
        let files = registers(5_000, 6_000);
        for name in ["agencies.csv", "certificates.csv"] {
            let text = std::str::from_utf8(&files[name]).unwrap();
            let keys: std::collections::HashSet<&str> =
                text.lines().filter_map(|line| line.split(',').next()).collect();
            assert_eq!(keys.len(), text.lines().count(), "{name}");
        }
    }
}
