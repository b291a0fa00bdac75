//! Made-up people: names as they are frequent in the country, numbers and addresses of the usual shape. Whoever has
//! such a number by chance is not meant.

use super::draw::Draw;
use agency::dossiers::applicants::{Kind, Person};
use platform::{Day, Error, Result};

/// What names are made of.
pub struct Names {
    family: Vec<(String, u64)>,
    middle: [Vec<(String, u64)>; 2],
    given: [Vec<(String, u64)>; 2],
    streets: Vec<(String, u64)>,
    strange: Vec<String>,
}

/// Somebody made up.
#[derive(Clone, Debug)]
pub struct Citizen {
    /// What a dossier keeps of whoever applies.
    pub person: Person,
    /// The day of birth, which the identity number follows.
    pub born_on: Day,
    /// A woman.
    pub is_female: bool,
}

/// The provinces in which births were registered that identity numbers begin with: mostly Đà Nẵng and its neighbours.
const PROVINCES: [(&str, u64); 6] =
    [("048", 62), ("049", 20), ("046", 6), ("051", 6), ("001", 3), ("079", 3)];
/// What mobile numbers begin with.
const NETWORKS: [&str; 8] = ["090", "091", "097", "098", "035", "038", "079", "085"];

const MALE: usize = 0;
const FEMALE: usize = 1;

macro_rules! names {
    ($name:literal) => {
        include_str!(concat!("../../../demo/names/", $name, ".csv"))
    };
}

impl Names {
    /// Reads the files that the program brings.
    ///
    /// # Errors
    /// When one of them is not as it should be.
    pub fn read() -> Result<Names> {
        let middle = rows(names!("middle-names"))?;
        let given = rows(names!("given-names"))?;
        Ok(Names {
            family: weighted(&rows(names!("family-names"))?, None),
            middle: [weighted(&middle, Some("nam")), weighted(&middle, Some("nu"))],
            given: [weighted(&given, Some("nam")), weighted(&given, Some("nu"))],
            streets: weighted(&rows(names!("streets"))?, None),
            strange: rows(names!("full-name-edge-cases"))?.into_iter().map(|row| row[0].to_owned()).collect(),
        })
    }

    /// A grown-up citizen, sometimes with a name that breaks what is taken for granted of names.
    pub fn citizen(&self, draw: &mut Draw, today: Day) -> Citizen {
        let is_female = draw.happens(500);
        self.grown_up(draw, (is_female, today))
    }

    /// A grown-up man or woman.
    pub fn grown_up(&self, draw: &mut Draw, (is_female, today): (bool, Day)) -> Citizen {
        let days = 365 * 21 + draw.below(365 * 50);
        let born_on = today.plus_days(-(days as i64));
        self.born(draw, (is_female, born_on))
    }

    /// Somebody born on a day.
    pub fn born(&self, draw: &mut Draw, (is_female, born_on): (bool, Day)) -> Citizen {
        let gender = if is_female { FEMALE } else { MALE };
        let name = if draw.happens(15) {
            draw.one(&self.strange).cloned().unwrap_or_default()
        } else {
            self.full_name(gender, draw)
        };
        // Province, century and gender, year, six digits.
        let province = draw.weighted(&PROVINCES).copied().unwrap_or("048");
        let century = if born_on.year() < 2000 { 0 } else { 2 };
        let gender_digit = century + u64::from(is_female);
        let year = born_on.year() % 100;
        let id_number = format!("{province}{gender_digit}{year:02}{:06}", draw.below(1_000_000));
        let network = draw.one(&NETWORKS).copied().unwrap_or("090");
        let person = Person {
            kind: Kind::Citizen,
            name,
            id_number,
            address: self.address(draw),
            phone: format!("{network}{:07}", draw.below(10_000_000)),
            email: String::new(),
        };
        Citizen { person, born_on, is_female }
    }

    fn full_name(&self, gender: usize, draw: &mut Draw) -> String {
        let mut part = |all: &[(String, u64)]| draw.weighted(all).cloned().unwrap_or_default();
        let parts = [part(&self.family), part(&self.middle[gender]), part(&self.given[gender])];
        let given: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
        given.join(" ")
    }

    /// An officer's name.
    pub fn officer(&self, place: u64) -> String {
        let mut draw = Draw::of(2_026, &[place]);
        let gender = if draw.happens(500) { FEMALE } else { MALE };
        self.full_name(gender, &mut draw)
    }

    /// An address in the ward.
    pub fn address(&self, draw: &mut Draw) -> String {
        let street = draw.weighted(&self.streets).cloned().unwrap_or_default();
        format!("{} {street}, phường Hải Châu, thành phố Đà Nẵng", 1 + draw.below(400))
    }
}

fn rows(text: &str) -> Result<Vec<csv::StringRecord>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.records().collect::<std::result::Result<Vec<_>, _>>().map_err(Error::failed)
}

/// Names with their weights in hundredths; of one gender where one is asked for.
fn weighted(rows: &[csv::StringRecord], gender: Option<&str>) -> Vec<(String, u64)> {
    let fits = |row: &&csv::StringRecord| gender.is_none_or(|gender| row.get(2) == Some(gender));
    let weight = |row: &csv::StringRecord| -> u64 {
        let hundredths: f64 = row.get(1).and_then(|text| text.parse().ok()).unwrap_or(1.0) * 100.0;
        hundredths as u64
    };
    rows.iter().filter(fits).map(|row| (row.get(0).unwrap_or_default().to_owned(), weight(row))).collect()
}
