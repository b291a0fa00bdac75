//! Made-up people: names as they are frequent in the country, numbers and addresses that belong to nobody.

use super::draw::Draw;
use agency::dossiers::applicants::{Kind, Person};
use platform::{Error, Result};

/// What names are made of.
pub struct Names {
    family: Vec<(String, u64)>,
    middle: [Vec<(String, u64)>; 2],
    given: [Vec<(String, u64)>; 2],
    streets: Vec<(String, u64)>,
    strange: Vec<String>,
}

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

    /// A citizen, sometimes with a name that breaks what is taken for granted of names.
    pub fn citizen(&self, draw: &mut Draw) -> Person {
        let gender = usize::from(draw.happens(500));
        let name = if draw.happens(15) {
            draw.one(&self.strange).cloned().unwrap_or_default()
        } else {
            self.full_name(gender, draw)
        };
        let year = 1945 + draw.below(60);
        // Province, century and gender, year, six digits: the shape of a number, of nobody, as no province has 099.
        let century = if year < 2000 { 0 } else { 2 };
        let gender_digit = century + u64::from(gender == FEMALE);
        let id_number = format!("099{gender_digit}{:02}{:06}", year % 100, draw.below(1_000_000));
        Person {
            kind: Kind::Citizen,
            name,
            id_number,
            address: self.address(draw),
            // No telephone number begins so.
            phone: format!("0500{:06}", draw.below(1_000_000)),
            email: String::new(),
        }
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
