//! What an address asks: its days and its edition, or what stands in for them.

use super::model::{Edition, Question};
use super::names;
use crate::drawing::Map;
use platform::web::Query;
use platform::{Actor, Day, Refusal, Refusals, Result, Role, Tx, action};
use registers::agencies::{self, Agency};

action!(
    /// Read reports that are not issued: everybody who has signed in.
    pub READ = "reports.read":
        NationalOfficer Nation, MinistryOfficer Nation, ProvinceOfficer Nation, CertificationBody Nation,
        Reader Nation, Administrator Nation
);

/// Days as typed, before they are judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// First day of the period.
    pub from: Day,
    /// Last day of the period.
    pub to: Day,
    /// The day on which the answer stands.
    pub as_of: Day,
    /// Whose part; none for the asker's own.
    pub edition: Option<Edition>,
    /// Under which name the address says whose part.
    pub edition_field: &'static str,
}

/// The period and day that are usual for a year: all of it, told at the end of the next March.
pub fn of_year(year: i16, today: Day) -> Option<(Day, Day, Day)> {
    let (from, to) = (Day::new(year, 1, 1)?, Day::new(year, 12, 31)?);
    let as_of = Day::new(year.checked_add(1)?, 3, 31)?;
    Some((from, to, as_of.min(today).max(from)))
}

/// The year told when nobody says which: the present one, and until the end of March the one before.
fn usual_year(today: Day) -> i16 {
    let (year, month, _) = today.parts();
    if month <= 3 { year - 1 } else { year }
}

/// Reads the days and edition of an address.
///
/// # Errors
/// Every reason at once, each with the name of what is wrong.
pub fn read(query: &Query, today: Day) -> Result<Asked> {
    let mut refusals = Refusals::default();
    let year = match query.some("year") {
        None => usual_year(today),
        Some(text) => text.parse().ok().filter(|year| (1900..=9000).contains(year)).unwrap_or_else(|| {
            refusals.push(Refusal::new("yearly-refusal-year-unknown").field("year").with("year", text));
            usual_year(today)
        }),
    };
    let (from, to, as_of) = of_year(year, today).unwrap_or((today, today, today));
    let mut day = |name: &'static str, otherwise: Day| match query.day(name) {
        Ok(day) => day.unwrap_or(otherwise),
        Err(platform::Error::Refused(reasons)) => {
            reasons.0.into_iter().for_each(|reason| refusals.push(reason));
            otherwise
        }
        Err(_) => otherwise,
    };
    let (from, to) = (day("from", from), day("to", to));
    let as_of = day("as_of", as_of);
    let edition = query.some("edition").and_then(|word| {
        let edition = Edition::of_word(word);
        if edition.is_none() {
            refusals
                .push(Refusal::new("yearly-refusal-edition-unknown").field("edition").with("edition", word));
        }
        edition
    });
    Ok(refusals.or(Asked { from, to, as_of, edition, edition_field: "edition" })?)
}

/// Reads the address of a report or of the form that issues it, which may name a part as
/// `province=01` or `ministry=BO-TC` too. On the page of rows these words choose among the rows.
///
/// # Errors
/// Every reason at once, each with the name of what is wrong.
pub fn read_report(query: &Query, today: Day) -> Result<Asked> {
    let asked = read(query, today)?;
    let province = query.some("province").map(|code| ("province", Edition::Province(code.to_owned())));
    let ministry = query.some("ministry").map(|code| ("ministry", Edition::Ministry(code.to_owned())));
    let mut named: Vec<(&'static str, Edition)> = [province, ministry].into_iter().flatten().collect();
    if named.len() + usize::from(asked.edition.is_some()) > 1 {
        return Err(Refusal::new("yearly-refusal-edition-twice").field("edition").into());
    }
    Ok(match named.pop() {
        Some((field, edition)) => Asked { edition: Some(edition), edition_field: field, ..asked },
        None => asked,
    })
}

/// The question that was asked; without an edition, of the asker's own.
///
/// # Errors
/// Every reason why the days are no question.
pub fn question(tx: &mut Tx<'_>, asked: &Asked, actor: &Actor) -> Result<Question> {
    let question = Question::new(asked.from, asked.to, asked.as_of)?;
    let Some(edition) = &asked.edition else {
        let edition = own_edition(tx, actor)?.unwrap_or(Edition::Nation);
        return Ok(Question { edition, ..question });
    };
    let question = Question { edition: edition.clone(), ..question };
    must_exist(tx, (&question, asked.edition_field))?;
    Ok(question)
}

/// Refuses a province that is not on the map of the as-of day, and a ministry that no register names;
/// `field` is where the code stood. A ministry that ended keeps the agencies it had, so that its part
/// may be asked for on later days.
///
/// # Errors
/// When there is no such part, or the database fails.
pub fn must_exist(tx: &mut Tx<'_>, (question, field): (&Question, &'static str)) -> Result<()> {
    let refuse = |key: &'static str, code: &str| {
        let day = question.as_of.vietnamese();
        Err(Refusal::new(key).field(field).with("field", field).with("code", code).with("day", day).into())
    };
    match &question.edition {
        Edition::Province(code) if !Map::on(question.as_of).codes().any(|known| known == code) => {
            refuse("yearly-refusal-province-unknown", code)
        }
        Edition::Ministry(code) if !names::is_ministry(tx, code)? => {
            refuse("yearly-refusal-ministry-unknown", code)
        }
        _ => Ok(()),
    }
}

/// The edition of the actor's own part: a province's or ministry's officer has one.
///
/// # Errors
/// When the database fails.
pub fn own_edition(tx: &mut Tx<'_>, actor: &Actor) -> Result<Option<Edition>> {
    let (Some(role), Some(agency_id)) = (actor.role(), actor.agency_id()) else { return Ok(None) };
    match role {
        Role::NationalOfficer => Ok(Some(Edition::Nation)),
        Role::ProvinceOfficer | Role::MinistryOfficer => {
            let agency = agencies::load(tx, agency_id)?;
            Ok(agency.and_then(|agency| edition_of(&agency, role)))
        }
        _ => Ok(None),
    }
}

fn edition_of(agency: &Agency, role: Role) -> Option<Edition> {
    let period = agency.period();
    if role == Role::ProvinceOfficer {
        return period.province_code.clone().map(Edition::Province);
    }
    // A ministry is its own; a unit of it has the ministry's code.
    let own = || Some(agency.code.clone()).filter(|_| period.kind != "don_vi_thuoc_bo");
    period.ministry_code.clone().filter(|code| !code.is_empty()).or_else(own).map(Edition::Ministry)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_pairs(pairs: &[(&str, &str)]) -> Result<Asked> {
        let pairs = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        read(&Query::of(pairs), "2026-11-23".parse().unwrap())
    }

    #[test]
    fn a_year_is_told_as_of_the_next_march_or_today() {
        let told = |pairs: &[(&str, &str)]| {
            let asked = read_pairs(pairs).unwrap();
            format!("{}..{} as of {}", asked.from, asked.to, asked.as_of)
        };
        assert_eq!(told(&[("year", "2011")]), "2011-01-01..2011-12-31 as of 2012-03-31");
        assert_eq!(told(&[]), "2026-01-01..2026-12-31 as of 2026-11-23");
        assert_eq!(
            told(&[("year", "2011"), ("as_of", "6/4/2012")]),
            "2011-01-01..2011-12-31 as of 2012-04-06"
        );
    }

    #[test]
    fn a_report_may_name_its_part_in_three_ways_but_one_at_a_time() {
        let told = |pairs: &[(&str, &str)]| {
            let pairs = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
            match read_report(&Query::of(pairs), "2026-11-23".parse().unwrap()) {
                Ok(asked) => asked.edition.map_or(String::new(), |edition| edition.word()),
                Err(error) => error.to_string(),
            }
        };
        assert_eq!(told(&[("province", "01")]), "province:01");
        assert_eq!(told(&[("ministry", "BO-TC")]), "ministry:BO-TC");
        assert_eq!(told(&[("edition", "province:01")]), "province:01");
        assert!(told(&[("province", "01"), ("edition", "nation")]).contains("yearly-refusal-edition-twice"));
    }

    #[test]
    fn every_wrong_value_is_told_at_once() {
        let wrong = [("from", "31/02/2011"), ("as_of", "x"), ("edition", "moon"), ("year", "năm ngoái")];
        let Err(platform::Error::Refused(reasons)) = read_pairs(&wrong) else { panic!("must be refused") };
        let fields: Vec<_> = reasons.0.iter().filter_map(|reason| reason.field).collect();
        assert_eq!(fields, ["year", "from", "as_of", "edition"]);
    }
}
