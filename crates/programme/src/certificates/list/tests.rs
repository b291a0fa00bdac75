//! Lists against plain reckoning over the records themselves, on both engines.

use super::*;
use crate::certificates::{self, Certificate, CertificateRow, EventRow, Known};
use crate::stories::{day, on_both};
use platform::testing::TestDb;
use registers::agencies::{self, AgencyRow};
use std::collections::BTreeMap;

/// Code, kind and name of the agencies; two differ by accents alone, one name wants to be HTML.
const AGENCIES: [(&str, &str, &str); 5] = [
    ("BO-TC", "bo", "Bộ Tài chính"),
    ("01-SXD", "so", "Sở Xây dựng thành phố Hà Nội"),
    ("02-SXD", "so", "Sở Xây dựng tỉnh Hà Giang"),
    ("02-CCX", "chi_cuc", "Chi cục <b>Thuỷ lợi</b> tỉnh Hà Giang"),
    ("02-CCY", "chi_cuc", "Chi cục Thủy lợi & Đê điều"),
];
/// Days of grants, many times the same: pages must not lose rows between equal ones.
const ISSUED: [&str; 6] = ["2009-04-03", "2011", "2011-05-03", "2011-05-03", "", "2012-02"];
const EXPIRES: [&str; 4] = ["2012-04-03", "2014-05-03", "", "2012-12"];
const ROWS: usize = 197;

fn fill(tx: &mut Tx<'_>) -> Result<()> {
    let mut known = Known::default();
    for (code, kind, name) in AGENCIES {
        let text = |text: &str| text.to_owned();
        let province = code.split('-').next().filter(|code| *code != "BO").unwrap_or("");
        agencies::enter(
            tx,
            &AgencyRow {
                code: text(code),
                name: text(name),
                level: text(if province.is_empty() { "central" } else { "local" }),
                kind: text(kind),
                ministry_code: String::new(),
                province_code: text(province),
                district_code: String::new(),
                commune_code: String::new(),
                obligation: String::new(),
            },
        )?;
        let agency = agencies::by_code(tx, code)?.unwrap();
        known.agencies.insert(text(code), (agency.id, None));
    }
    for at in 0..ROWS {
        enter_one(tx, at, &mut known)?;
    }
    Ok(())
}

fn enter_one(tx: &mut Tx<'_>, at: usize, known: &mut Known) -> Result<()> {
    let number = format!("HT-{at:03}/2011");
    let row = CertificateRow {
        certificate_no: number.clone(),
        agency_code: AGENCIES[at * 7 % AGENCIES.len()].0.to_owned(),
        kind: if at.is_multiple_of(3) { "renewal" } else { "initial" }.to_owned(),
        standard: "=TCVN ISO 9001:2008".to_owned(),
        issued_by: "TCTDLCL".to_owned(),
        certification_body_code: String::new(),
        issued_on: ISSUED[at % ISSUED.len()].to_owned(),
        expires_on: EXPIRES[at % EXPIRES.len()].to_owned(),
        known_by: day("2012-04-06"),
    };
    certificates::enter(tx, &row, known)?;
    let acts: &[(&str, &str)] = match at % 11 {
        1 => &[("suspended", "2012-03-01")],
        2 => &[("suspended", "2012-03-01"), ("resumed", "2012-03-20")],
        3 => &[("withdrawn", "2012-03-15")],
        4 => &[("annulled", "2012-03-10")],
        _ => &[],
    };
    for (kind, on) in acts {
        let row = EventRow {
            certificate_no: number.clone(),
            kind: (*kind).to_owned(),
            on: (*on).to_owned(),
            reason: "vì thế".to_owned(),
            known_by: day("2012-04-06"),
        };
        // A grant known by a later day only cannot be acted upon before it: then it has no act.
        let _ = certificates::enter_event(tx, &row, known);
    }
    Ok(())
}

/// Everything that is in the register, to reckon with.
struct World {
    certificates: Vec<Certificate>,
    agencies: BTreeMap<i64, agencies::Agency>,
}

fn world(tx: &mut Tx<'_>) -> Result<World> {
    let ids = crate::certificates::store::ids(tx)?;
    let certificates: Vec<Certificate> =
        ids.into_iter().map(|id| Ok(certificates::load(tx, id)?.unwrap())).collect::<Result<_>>()?;
    let mut agencies = BTreeMap::new();
    for (code, _, _) in AGENCIES {
        let agency = agencies::by_code(tx, code)?.unwrap();
        agencies.insert(agency.id, agency);
    }
    Ok(World { certificates, agencies })
}

impl World {
    fn passes(&self, filter: &Filter, one: &Certificate) -> bool {
        let (today, content) = (day(crate::stories::TODAY), &one.content);
        let at = filter.as_of.unwrap_or(today);
        let (issued, earliest) = (content.issued.counts_from(), content.issued.earliest());
        let counts = filter.as_of.is_some() || filter.issued_to.is_some() || filter.agencies;
        let to = filter.issued_to.into_iter().chain(counts.then_some(at)).min();
        let annulled = one.annulled_on().is_some_and(|on| on <= at);
        filter.issued_from.is_none_or(|from| earliest.is_some_and(|day| day >= from))
            && to.is_none_or(|to| issued <= to)
            && !(counts && annulled && filter.standing != Some(Standing::Annulled))
            && filter.expires_from.is_none_or(|from| one.expires_on().is_some_and(|on| on >= from))
            && filter.expires_to.is_none_or(|to| one.expires_on().is_some_and(|on| on <= to))
            && filter.kind.is_none_or(|kind| content.kind == kind)
            && filter.standing.is_none_or(|standing| one.standing_on(at) == standing)
    }

    fn passes_as_agency(&self, filter: &Filter, one: &Certificate) -> bool {
        let agency = &self.agencies[&one.content.agency_id];
        let (text, number) = (fold(&filter.search), fold_number(&filter.search));
        let words_found = text.split(' ').all(|word| agency.folded().contains(word));
        let place = match &filter.place {
            None => true,
            Some(Place::Province(map, code)) => {
                map == "legacy" && agency.period().province_code.as_deref() == Some(code)
            }
            Some(Place::Ministry(code)) => agency.period().ministry_code.as_deref() == Some(code),
        };
        (text.is_empty() || words_found || fold_number(&one.content.number).contains(&number))
            && place
            && filter.agency_code.as_ref().is_none_or(|code| agency.code == *code)
            && filter.level.is_none_or(|level| agency.facts.level == level)
            && filter.agency_kind.as_ref().is_none_or(|kind| agency.period().kind == *kind)
    }

    fn numbers(&self, filter: &Filter, sort: Sort) -> Vec<String> {
        let mut passing: Vec<&Certificate> =
            self.certificates.iter().filter(|one| self.passes(filter, one)).collect();
        if filter.agencies {
            passing.sort_by_key(|one| (one.content.agency_id, one.content.issued.counts_from(), one.id));
            passing.dedup_by_key(|one| one.content.agency_id);
        }
        passing.retain(|one| self.passes_as_agency(filter, one));
        passing.sort_by_key(|one| self.key(sort.key, one));
        if sort.down {
            passing.reverse();
        }
        passing.into_iter().map(|one| one.content.number.clone()).collect()
    }

    fn key(&self, key: Key, one: &Certificate) -> (String, i64, i64) {
        let agency = &self.agencies[&one.content.agency_id];
        match key {
            Key::Number => (one.content.number.clone(), 0, one.id),
            Key::Issued => (one.content.issued.counts_from().to_string(), 0, one.id),
            Key::Expires => {
                (one.expires_on().map_or("9999-12-31".to_owned(), |on| on.to_string()), 0, one.id)
            }
            Key::Agency => (fold(agency.name()), 0, one.id),
        }
    }
}

/// All pages forwards, which must be the same pages backwards.
fn walk(tx: &mut Tx<'_>, filter: &Filter, sort: Sort) -> Result<Vec<String>> {
    let mut pages: Vec<Vec<Line>> = Vec::new();
    let mut cursor = Cursor::First;
    loop {
        let found = page(tx, filter, (sort, cursor))?;
        assert_eq!(found.has_previous, cursor != Cursor::First);
        if found.lines.is_empty() {
            break;
        }
        cursor = Cursor::After(found.lines[found.lines.len() - 1].id);
        pages.push(found.lines);
        if !found.has_next {
            break;
        }
    }
    for at in (1..pages.len()).rev() {
        let back = page(tx, filter, (sort, Cursor::Before(pages[at][0].id)))?;
        assert_eq!(back.lines, pages[at - 1], "{filter:?} {sort:?} backwards from page {at}");
        assert_eq!((back.has_previous, back.has_next), (at > 1, true));
    }
    let counted = count(tx, filter)?;
    let numbers: Vec<String> = pages.concat().into_iter().map(|line| line.number).collect();
    assert_eq!(counted, Count { rows: numbers.len() as i64, more: false }, "{filter:?}");
    Ok(numbers)
}

fn filters_of(queries: &[&str]) -> Vec<Filter> {
    let pairs = |query: &str| {
        let pairs = query.split('&').filter(|pair| !pair.is_empty());
        let split =
            |pair: &str| pair.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned()));
        pairs.filter_map(split).collect::<Vec<_>>()
    };
    queries.iter().map(|query| Filter::of(&Query::of(pairs(query))).unwrap()).collect()
}

const QUERIES: &[&str] = &[
    "",
    "q=so xay dung",
    "q=THUY LOI",
    "q=ht-01",
    "q=100%",
    "q=<b>",
    "agency=02-CCX",
    "agency=NONE",
    "place=legacy-02",
    "place=BO-TC",
    "level=local",
    "agency_kind=chi_cuc",
    "kind=renewal",
    "issued_from=2011-01-01&issued_to=2011-12-31",
    "issued_from=01/01/2011&issued_to=31/12/2011&as_of=2012-03-31&count=agency",
    "issued_to=2012-03-31&as_of=2012-03-31",
    "issued_to=2012-03-31&as_of=2012-03-31&count=agency",
    "level=central&issued_to=2012-03-31&as_of=2012-03-31&count=agency",
    "standing=in_force&as_of=2012-03-31",
    "standing=in_force&as_of=2012-03-31&count=agency",
    "standing=in_force&as_of=2012-03-31&count=agency&agency_kind=so&place=legacy-01",
    "standing=suspended&as_of=2012-03-10",
    "standing=withdrawn&as_of=2012-03-31",
    "standing=annulled&as_of=2012-03-31",
    "standing=expired",
    "expires_from=2012-03-25&expires_to=2012-06-30",
    "as_of=2010-01-01",
    "count=agency",
];

#[tokio::test]
async fn every_order_and_filter_shows_the_rows_that_the_records_say() {
    on_both(async |test: &TestDb| {
        test.db.write(fill).await.unwrap();
        test.db
            .read(|tx| {
                let world = world(tx)?;
                for filter in filters_of(QUERIES) {
                    for word in
                        ["number", "-number", "agency", "-agency", "issued", "-issued", "expires", "-expires"]
                    {
                        let sort = Sort::of_word(word);
                        assert_eq!(sort.word(), word);
                        assert_eq!(
                            walk(tx, &filter, sort)?,
                            world.numbers(&filter, sort),
                            "{filter:?} {word}"
                        );
                    }
                }
                Ok(())
            })
            .await
            .unwrap();
        Vec::new()
    })
    .await;
}

#[tokio::test]
async fn the_standing_of_a_row_is_that_of_its_record() {
    on_both(async |test: &TestDb| {
        test.db.write(fill).await.unwrap();
        test.db
            .read(|tx| {
                let world = world(tx)?;
                for on in [
                    "2009-04-02",
                    "2012-03-09",
                    "2012-03-10",
                    "2012-03-20",
                    "2012-04-03",
                    "2012-04-04",
                    "2013-01-01",
                ] {
                    let filter = Filter { as_of: Some(day(on)), standing: None, ..Filter::default() };
                    for line in rows(tx, &filter, (Sort::USUAL, Cursor::First), 1_000)? {
                        let record = world.certificates.iter().find(|one| one.id == line.id).unwrap();
                        assert_eq!(
                            line.standing,
                            record.standing_on(day(on)).word(),
                            "{} on {on}",
                            line.number
                        );
                    }
                }
                Ok(())
            })
            .await
            .unwrap();
        Vec::new()
    })
    .await;
}

#[test]
fn what_cannot_be_filtered_by_is_told_all_at_once() {
    let pairs = [("issued_from", "31/02/2011"), ("standing", "good"), ("level", "x"), ("count", "all")];
    let query = Query::of(pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec());
    let Err(Error::Refused(reasons)) = Filter::of(&query) else { panic!("must be refused") };
    let fields: Vec<&str> = reasons.0.iter().filter_map(|reason| reason.field).collect();
    assert_eq!(fields, ["issued_from", "level", "standing", "count"]);
}
