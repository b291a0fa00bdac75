//! The rows behind a figure, found by the same rules as the figure itself.

mod named;
pub mod store;

use super::model::{Class, Question};
use super::store::{Part, classes_by_id};
use platform::{Day, Refusal, Result, Tx};
use std::collections::{BTreeMap, HashMap};

/// What a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Set {
    /// Agencies ever granted a certificate.
    AgenciesToDate,
    /// Agencies granted one in the period.
    AgenciesInPeriod,
    /// Agencies to date that were granted nothing in the period.
    AgenciesOutsidePeriod,
    /// Agencies with a valid certificate.
    AgenciesValid,
    /// Agencies to date without a valid certificate.
    AgenciesLapsed,
    /// Agencies all of whose certificates have expired.
    AgenciesExpired,
    /// Agencies whose unexpired certificates are suspended or withdrawn.
    AgenciesHeld,
    /// Certificates granted to date.
    CertificatesToDate,
    /// Certificates granted in the period.
    CertificatesInPeriod,
    /// Certificates beyond the first of their agency.
    CertificatesFurther,
    /// Papers or cards granted in the period.
    PapersInPeriod,
    /// Papers or cards granted to date.
    PapersToDate,
    /// Papers or cards in force.
    PapersValid,
    /// Provinces with an agency ever granted a certificate.
    ProvincesToDate,
    /// Provinces with an agency whose certificate is valid.
    ProvincesValid,
    /// Provinces on the map of the as-of day.
    ProvincesOnMap,
    /// Ministries with an agency ever granted a certificate.
    MinistriesToDate,
    /// Ministries with an agency whose certificate is valid.
    MinistriesValid,
    /// Model frameworks published to date.
    FrameworksPublished,
    /// Model frameworks known to be published in the period.
    FrameworksInPeriod,
    /// Legal documents issued in the period.
    DocumentsIssued,
    /// Circulars among them.
    DocumentsCirculars,
    /// Those that are not circulars.
    DocumentsOther,
    /// Those that owe a plan.
    PlansOwing,
    /// Those of them whose plan is approved.
    PlansApproved,
    /// Those of them whose plan is not approved.
    PlansWithout,
    /// Those of them whose plan is drafted.
    PlansDrafted,
    /// Those of them that have begun no plan.
    PlansNone,
}

impl Set {
    /// All of them with their words in addresses and keys.
    pub const ALL: [(Set, &'static str); 28] = [
        (Set::AgenciesToDate, "agencies_to_date"),
        (Set::AgenciesInPeriod, "agencies_in_period"),
        (Set::AgenciesOutsidePeriod, "agencies_outside_period"),
        (Set::AgenciesValid, "agencies_valid"),
        (Set::AgenciesLapsed, "agencies_lapsed"),
        (Set::AgenciesExpired, "agencies_expired"),
        (Set::AgenciesHeld, "agencies_held"),
        (Set::CertificatesToDate, "certificates_to_date"),
        (Set::CertificatesInPeriod, "certificates_in_period"),
        (Set::CertificatesFurther, "certificates_further"),
        (Set::PapersInPeriod, "papers_in_period"),
        (Set::PapersToDate, "papers_to_date"),
        (Set::PapersValid, "papers_valid"),
        (Set::ProvincesToDate, "provinces_to_date"),
        (Set::ProvincesValid, "provinces_valid"),
        (Set::ProvincesOnMap, "provinces_on_map"),
        (Set::MinistriesToDate, "ministries_to_date"),
        (Set::MinistriesValid, "ministries_valid"),
        (Set::FrameworksPublished, "frameworks_published"),
        (Set::FrameworksInPeriod, "frameworks_in_period"),
        (Set::DocumentsIssued, "documents_issued"),
        (Set::DocumentsCirculars, "documents_circulars"),
        (Set::DocumentsOther, "documents_other"),
        (Set::PlansOwing, "plans_owing"),
        (Set::PlansApproved, "plans_approved"),
        (Set::PlansWithout, "plans_without"),
        (Set::PlansDrafted, "plans_drafted"),
        (Set::PlansNone, "plans_none"),
    ];

    /// The word in addresses.
    pub fn word(self) -> &'static str {
        Set::ALL.iter().find(|(set, _)| *set == self).map_or("", |(_, word)| word)
    }

    /// The set of a word.
    pub fn of_word(word: &str) -> Option<Set> {
        Set::ALL.iter().find(|(_, known)| *known == word).map(|(set, _)| *set)
    }
}

/// Which rows are asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowsQuery {
    /// Under which question.
    pub question: Question,
    /// What a row is.
    pub set: Set,
    /// Only this level; empty for both.
    pub level: String,
    /// Only this kind of agency, paper or card; papers must have one.
    pub kind: String,
    /// Only this province, by key.
    pub province: String,
    /// Only this district, by its code in the register of agencies.
    pub district: String,
    /// Only this ministry.
    pub ministry: String,
    /// Only this obligation.
    pub obligation: String,
    /// Only certificates of this year; `none` for those of unknown year.
    pub year: String,
}

impl RowsQuery {
    /// All rows of a set.
    pub fn of(question: Question, set: Set) -> RowsQuery {
        let none = String::new;
        RowsQuery {
            question,
            set,
            level: none(),
            kind: none(),
            province: none(),
            district: none(),
            ministry: none(),
            obligation: none(),
            year: none(),
        }
    }

    /// Reads what an address asks: pairs of name and value.
    ///
    /// # Errors
    /// When there is no such set.
    pub fn read<'v>(question: Question, value: impl Fn(&str) -> &'v str) -> Result<RowsQuery> {
        let word = value("set");
        let unknown = || Refusal::new("yearly-refusal-set-unknown").field("set").with("set", word);
        let set = Set::of_word(word).ok_or_else(unknown)?;
        let text = |name: &str| value(name).to_owned();
        Ok(RowsQuery {
            question,
            set,
            level: text("level"),
            kind: text("kind"),
            province: text("province"),
            district: text("district"),
            ministry: text("ministry"),
            obligation: text("obligation"),
            year: text("year"),
        })
    }

    fn holds(&self, class: &Class) -> bool {
        let is = |wanted: &str, found: &str| wanted.is_empty() || wanted == found;
        is(&self.level, &class.level)
            && is(&self.kind, &class.kind)
            && is(&self.province, &class.province_key())
            && (self.province.is_empty() || class.is_local())
            && is(&self.ministry, &class.ministry_code)
            && (self.ministry.is_empty() || !class.is_local())
            && is(&self.obligation, &class.obligation)
    }

    fn holds_district(&self, code: Option<&str>) -> bool {
        self.district.is_empty() || code == Some(&self.district)
    }

    fn holds_year(&self, earliest_on: Option<Day>) -> bool {
        match self.year.as_str() {
            "" => true,
            "none" => earliest_on.is_none(),
            year => earliest_on.is_some_and(|day| format!("{:04}", day.year()) == year),
        }
    }
}

/// A row behind a figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Row {
    /// An agency.
    Agency {
        /// Its record.
        id: i64,
        /// Its code.
        code: String,
        /// Its name.
        name: String,
        /// What it went on in, if it ended.
        successors: Vec<String>,
        /// The day that made it count.
        first_on: Day,
        /// How many certificates it was granted to date.
        certificates: i64,
    },
    /// A certificate.
    Certificate {
        /// Its record.
        id: i64,
        /// Its number.
        number: String,
        /// `initial` or `renewal`.
        kind: String,
        /// When it was granted, as written.
        issued: String,
        /// Its last valid day, as written.
        expires: String,
        /// Its agency's record.
        agency_id: i64,
        /// Its agency.
        agency: String,
    },
    /// A province or a ministry.
    Group {
        /// Its agencies.
        href: String,
        /// Its name.
        name: String,
        /// Its code, for a province of today with its map.
        code: String,
        /// How many agencies were counted in it.
        agencies: i64,
    },
    /// A model framework.
    Framework {
        /// Its record's page.
        href: String,
        /// Who published it.
        publisher: String,
        /// For which agencies.
        applies_to: String,
        /// When, as written.
        published: String,
    },
    /// A legal document.
    Document {
        /// Its record's page.
        href: String,
        /// Its number.
        number: String,
        /// Its kind, such as `Thông tư`.
        kind: String,
        /// Its title.
        title: String,
        /// When it was issued, as written.
        issued: String,
    },
    /// A plan that is owed.
    Plan {
        /// Its record's page.
        href: String,
        /// Who owes it.
        owner: String,
        /// Code of who owes it.
        code: String,
        /// `none`, `drafted` or `approved`.
        status: String,
    },
    /// A body or a card.
    Paper {
        /// Its record's page.
        href: String,
        /// Code of the body, number of the card.
        code: String,
        /// Name of the body, holder of the card.
        name: String,
        /// The day from which it counts.
        first_on: Day,
    },
}

/// Finds the rows of a query.
///
/// # Errors
/// When the database fails.
pub fn rows(tx: &mut Tx<'_>, query: &RowsQuery) -> Result<Vec<Row>> {
    match query.set {
        Set::CertificatesToDate | Set::CertificatesInPeriod | Set::CertificatesFurther => {
            certificates(tx, query)
        }
        Set::PapersInPeriod | Set::PapersToDate | Set::PapersValid => papers(tx, query),
        Set::AgenciesToDate
        | Set::AgenciesInPeriod
        | Set::AgenciesOutsidePeriod
        | Set::AgenciesValid
        | Set::AgenciesLapsed
        | Set::AgenciesExpired
        | Set::AgenciesHeld => agencies(tx, query),
        _ => named::rows(tx, query),
    }
}

fn agencies(tx: &mut Tx<'_>, query: &RowsQuery) -> Result<Vec<Row>> {
    let question = &query.question;
    let (part, classes) = (Part::find(tx, question)?, classes_by_id(tx)?);
    let mut successors: HashMap<i64, Vec<String>> = HashMap::new();
    for line in store::successors(tx, question.as_of)? {
        successors.entry(line.agency_id).or_default().push(line.name);
    }
    let mut rows = Vec::new();
    for line in store::agencies(tx, question.from, question.cut(), question.as_of)? {
        let in_period = query.set == Set::AgenciesInPeriod;
        let class_id = if in_period { line.class_in_period } else { line.class_id };
        let wanted = match query.set {
            Set::AgenciesInPeriod => line.first_in_period.is_some(),
            Set::AgenciesOutsidePeriod => line.has_outside == 1,
            Set::AgenciesValid => line.valid == 1,
            Set::AgenciesLapsed => line.valid == 0,
            Set::AgenciesExpired => line.unexpired == 0,
            Set::AgenciesHeld => line.unexpired == 1 && line.valid == 0,
            _ => true,
        };
        let wanted = wanted && query.holds_district(line.district_code.as_deref());
        if wanted && belongs(&classes, class_id, (&part, query)) {
            rows.push(Row::Agency {
                successors: successors.remove(&line.id).unwrap_or_default(),
                first_on: line.first_in_period.filter(|_| in_period).unwrap_or(line.first_on),
                id: line.id,
                code: line.code,
                name: line.name,
                certificates: line.certificates,
            });
        }
    }
    Ok(rows)
}

fn belongs(classes: &HashMap<i64, Class>, class_id: i64, (part, query): (&Part, &RowsQuery)) -> bool {
    classes.get(&class_id).is_some_and(|class| part.holds(class) && query.holds(class))
}

fn certificates(tx: &mut Tx<'_>, query: &RowsQuery) -> Result<Vec<Row>> {
    let question = &query.question;
    let (part, classes) = (Part::find(tx, question)?, classes_by_id(tx)?);
    let mut rows = Vec::new();
    for line in store::certificates(tx, question.from, question.cut(), question.as_of)? {
        let began = line.earliest_on.is_some_and(|day| day >= question.from);
        let (wanted, class_id) = match query.set {
            Set::CertificatesInPeriod => (began && line.counts_on <= question.cut(), line.class_in_period),
            Set::CertificatesFurther => (line.place > 1, line.class_id),
            _ => (true, line.class_id),
        };
        if wanted && query.holds_year(line.earliest_on) && belongs(&classes, class_id, (&part, query)) {
            rows.push(Row::Certificate {
                id: line.id,
                number: line.number,
                kind: line.kind,
                issued: line.issued,
                expires: line.expires,
                agency_id: line.agency_id,
                agency: line.agency,
            });
        }
    }
    Ok(rows)
}

fn papers(tx: &mut Tx<'_>, query: &RowsQuery) -> Result<Vec<Row>> {
    let question = &query.question;
    let part = Part::find(tx, question)?;
    let (from, cut, as_of) = (question.from, question.cut(), question.as_of);
    let wanted = |(in_period, valid): (i64, i64), province_code: &str| {
        let in_set = match query.set {
            Set::PapersInPeriod => in_period == 1,
            Set::PapersValid => valid == 1,
            _ => true,
        };
        in_set && part.holds_body(province_code)
    };
    if ["consulting", "certification"].contains(&query.kind.as_str()) {
        let lines = store::bodies(tx, from, cut, as_of, &query.kind)?.into_iter();
        let lines = lines.filter(|line| wanted((line.in_period, line.valid), &line.province_code));
        let row = |line: store::BodyLine| Row::Paper {
            href: format!("/bodies/{}", line.id),
            code: line.code,
            name: line.name,
            first_on: line.first_on,
        };
        return Ok(lines.map(row).collect());
    }
    let lines = store::cards(tx, from, cut, as_of, &query.kind)?.into_iter();
    let lines = lines.filter(|line| wanted((line.in_period, line.valid), &line.province_code));
    let row = |line: store::CardLine| Row::Paper {
        href: format!("/experts/{}", line.id),
        code: line.number,
        name: line.holder,
        first_on: line.counts_on,
    };
    Ok(lines.map(row).collect())
}

/// The rows of a template of an indicator, such as `set=agencies_to_date&level=local`; none where the
/// template is empty.
///
/// # Errors
/// When the database fails or the template names no set.
pub fn of_template(tx: &mut Tx<'_>, (template, question): (&str, &Question)) -> Result<Option<Vec<Row>>> {
    if template.is_empty() {
        return Ok(None);
    }
    let pairs: BTreeMap<&str, &str> = template.split('&').filter_map(|pair| pair.split_once('=')).collect();
    let query = RowsQuery::read(question.clone(), |name| pairs.get(name).copied().unwrap_or(""))?;
    rows(tx, &query).map(Some)
}
