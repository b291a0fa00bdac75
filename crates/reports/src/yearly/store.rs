//! What the report asks the database. Every statement is one pass over an index.

use super::model::{
    ActivityLine, Cell, Class, DocumentLine, Edition, Findings, Flow, FrameworkLine, PlanLine, Question,
    Report, YearCount, province_key,
};
use platform::{Day, Result, Tx, sql};
use std::collections::{BTreeMap, HashMap};

sql!(
/// Agencies ever granted a certificate by `as_of`, by the class each had when first granted: their
/// certificates, and how many of the agencies were granted nothing in the period, hold one that has
/// not expired, hold a valid one. Few certificates are held back by a suspension or withdrawal, so
/// these are counted apart: an agency with more unexpired ones than held ones has a valid one.
agencies_to_date(from: Day, cut: Day, as_of: Day) -> ToDate {
    class_id: i64, agencies: i64, certificates: i64, further: i64, outside_period: i64, unexpired: i64, valid: i64,
} =
    "select period.class_id as class_id,
            count(*) as agencies,
            cast(sum(granted.certificates) as bigint) as certificates,
            cast(sum(granted.certificates - 1) as bigint) as further,
            count(*) filter (where granted.in_period = 0) as outside_period,
            count(*) filter (where granted.unexpired > 0) as unexpired,
            count(*) filter (where granted.unexpired > coalesce(held.certificates, 0)) as valid
     from (
       select certificate.agency_id as agency_id,
              min(certificate.counts_on) as first_on,
              count(*) as certificates,
              count(*) filter (where certificate.earliest_on >= $1 and certificate.counts_on <= $2) as in_period,
              count(*) filter (where certificate.expires_on >= $3) as unexpired
       from certificate
       where certificate.counts_on <= $3
         and (certificate.annulled_on is null or certificate.annulled_on > $3)
       group by certificate.agency_id
     ) granted
     left join (
       select certificate.agency_id as agency_id,
              count(distinct certificate.id) as certificates
       from certificate_hold hold
       inner join certificate on certificate.id = hold.certificate_id
       where hold.from_on <= $3
         and (hold.to_on is null or hold.to_on > $3)
         and certificate.counts_on <= $3
         and certificate.expires_on >= $3
         and (certificate.annulled_on is null or certificate.annulled_on > $3)
       group by certificate.agency_id
     ) held on held.agency_id = granted.agency_id
     inner join agency_period period on period.agency_id = granted.agency_id
       and period.from_on <= granted.first_on
       and (period.to_on is null or period.to_on > granted.first_on)
     group by period.class_id"
);

sql!(
/// Agencies granted a certificate between two days, each once, by the class of the day, and their certificates.
/// The coalesce keeps SQLite on the index by agency: sorting a long period by agency costs more than reading all.
agencies_in_period(from: Day, cut: Day, as_of: Day) -> InPeriod { class_id: i64, agencies: i64, certificates: i64 } =
    "select period.class_id as class_id,
            count(*) as agencies,
            cast(sum(granted.certificates) as bigint) as certificates
     from (
       select certificate.agency_id as agency_id,
              min(certificate.counts_on) as first_on,
              count(*) as certificates
       from certificate
       where coalesce(certificate.counts_on, '') >= $1
         and coalesce(certificate.counts_on, '') <= $2
         and certificate.earliest_on >= $1
         and (certificate.annulled_on is null or certificate.annulled_on > $3)
       group by certificate.agency_id
     ) granted
     inner join agency_period period on period.agency_id = granted.agency_id
       and period.from_on <= granted.first_on
       and (period.to_on is null or period.to_on > granted.first_on)
     group by period.class_id"
);

sql!(
/// Certificates granted by a day, by year and kind, and how many of them between two days.
certificates_by_year(from: Day, cut: Day, as_of: Day) -> ByYear {
    year: String, kind: String, certificates: i64, in_period: i64,
} =
    "select substr(coalesce(certificate.earliest_on, ''), 1, 4) as year,
            certificate.kind as kind,
            count(*) as certificates,
            count(*) filter (where certificate.earliest_on >= $1 and certificate.counts_on <= $2) as in_period
     from certificate
     where certificate.counts_on <= $3
       and (certificate.annulled_on is null or certificate.annulled_on > $3)
     group by 1, 2
     order by 1, 2"
);

sql!(classes() -> ClassLine {
    id: i64, level: String, kind: String, ministry_code: String, province_code: String, map: String, obligation: String,
} =
    "select id, level, kind, coalesce(ministry_code, '') as ministry_code, coalesce(province_code, '') as province_code,
            coalesce(map, '') as map, coalesce(obligation, '') as obligation
     from agency_class");

sql!(
/// As [`certificates_by_year`], by the class the agency had when first granted: for editions.
certificates_by_class(from: Day, cut: Day, as_of: Day) -> ByClass {
    class_id: i64, year: String, kind: String, certificates: i64, in_period: i64,
} =
    "select period.class_id as class_id,
            case when certificate.earliest_on is null then '' else substr(certificate.earliest_on, 1, 4) end as year,
            certificate.kind as kind,
            count(*) as certificates,
            count(*) filter (where certificate.earliest_on >= $1 and certificate.counts_on <= $2) as in_period
     from certificate
     inner join (
       select certificate.agency_id as agency_id, min(certificate.counts_on) as first_on
       from certificate
       where certificate.counts_on <= $3
         and (certificate.annulled_on is null or certificate.annulled_on > $3)
       group by certificate.agency_id
     ) granted on granted.agency_id = certificate.agency_id
     inner join agency_period period on period.agency_id = granted.agency_id
       and period.from_on <= granted.first_on
       and (period.to_on is null or period.to_on > granted.first_on)
     where certificate.counts_on <= $3
       and (certificate.annulled_on is null or certificate.annulled_on > $3)
     group by 1, 2, 3
     order by 2, 3"
);

sql!(
/// Organisations confirmed and cards granted, by kind and by the province of the organisation.
papers(from: Day, cut: Day, as_of: Day) -> PaperCount {
    kind: String, province_code: String, in_period: i64, to_date: i64, valid: i64,
} =
    "select body.kind as kind,
            body.province_code as province_code,
            count(distinct body.id) filter (where paper.earliest_on >= $1 and paper.counts_on <= $2) as in_period,
            count(distinct body.id) as to_date,
            count(distinct standing.body_id) as valid
     from body
     inner join body_paper paper on paper.body_id = body.id
     left join body_standing standing on standing.body_id = body.id
       and standing.standing = 'in_force'
       and standing.from_on <= $3
       and (standing.to_on is null or standing.to_on > $3)
     where paper.counts_on <= $3
     group by body.kind, body.province_code
     union all
     select card.kind as kind,
            coalesce(body.province_code, '') as province_code,
            count(distinct card.id) filter (where card.earliest_on >= $1 and card.counts_on <= $2) as in_period,
            count(distinct card.id) as to_date,
            count(distinct standing.card_id) as valid
     from expert_card card
     left join body on body.id = card.body_id
     left join expert_card_standing standing on standing.card_id = card.id
       and standing.standing = 'in_force'
       and standing.from_on <= $3
       and (standing.to_on is null or standing.to_on > $3)
     where card.counts_on <= $3
     group by card.kind, coalesce(body.province_code, '')"
);

sql!(plans() -> PlanRow {
    id: i64, owner_code: String, owner: String, level: String, owes_plan: bool, status: String,
    approved_counts_on: Option<Day>, drafted_counts_on: Option<Day>,
} =
    "select id, owner_code, owner, level, owes_plan, status, approved_counts_on, drafted_counts_on
     from plan
     order by id");

sql!(frameworks(as_of: Day) -> FrameworkRow {
    id: i64, publisher_code: String, publisher: String, applies_to: String, published: String,
    earliest_on: Option<Day>, counts_on: Day,
} =
    "select id, publisher_code, publisher, applies_to, published_text as published,
            published_earliest_on as earliest_on, published_counts_on as counts_on
     from model_framework
     where published_counts_on <= $1
     order by published_counts_on, id");

sql!(documents(from: Day, cut: Day) -> DocumentRow {
    id: i64, number: String, kind: String, title: String, issued: String, issuer: String,
} =
    "select id, number, kind, title, issued_text as issued, issuer
     from legal_document
     where issued_earliest_on >= $1
       and issued_counts_on <= $2
     order by issued_counts_on, number");

sql!(activities(from: Day, cut: Day) -> ActivityRow {
    id: i64, happened: String, kind: String, subject: String, targets: String,
} =
    "select id, happened_on as happened, kind, subject, targets
     from activity
     where earliest_on >= $1
       and counts_on <= $2
     order by counts_on, id");

sql!(
/// The provinces that one of the map of 2025 was made of.
merged_into(code: &str) -> MergedProvince { code: String } =
    "select old.code as code
     from place_succession
     inner join place old on old.id = place_succession.old_id
     inner join place new on new.id = place_succession.new_id
     where new.map = '2025'
       and new.level = 'province'
       and new.code = $1
       and old.level = 'province'
     order by old.code"
);

sql!(provinces_on_map(map: &str) -> OnMap { provinces: i64 } =
    "select count(*) as provinces
     from place
     where map = $1
       and level = 'province'");

/// What belongs to an edition, by the keys and by the bare codes of its provinces.
pub struct Part {
    edition: Edition,
    provinces: Vec<String>,
    codes: Vec<String>,
}

impl Part {
    /// Finds what belongs to the edition of a question.
    ///
    /// # Errors
    /// When the database fails.
    pub fn find(tx: &mut Tx<'_>, question: &Question) -> Result<Part> {
        let mut part = Part { edition: question.edition.clone(), provinces: Vec::new(), codes: Vec::new() };
        if let Edition::Province(code) = &question.edition {
            part.provinces.push(province_key(question.map(), code));
            part.codes.push(code.clone());
            if question.map() == "2025" {
                let earlier: Vec<String> = merged_into(tx, code)?.into_iter().map(|row| row.code).collect();
                part.codes.extend(earlier.iter().filter(|old| *old != code).cloned());
                part.provinces.extend(earlier);
            }
        }
        Ok(part)
    }

    /// Whether agencies of a class belong to it.
    pub fn holds(&self, class: &Class) -> bool {
        self.edition.holds(class, &self.provinces)
    }

    /// Whether what is known by the province of an organisation belongs here.
    pub fn holds_body(&self, province_code: &str) -> bool {
        match &self.edition {
            Edition::Nation => true,
            Edition::Province(_) => self.codes.iter().any(|code| code == province_code),
            Edition::Ministry(_) => false,
        }
    }

    fn holds_plan(&self, level: &str, owner_code: &str) -> bool {
        match &self.edition {
            Edition::Nation => true,
            Edition::Province(_) => level == "local" && self.codes.iter().any(|code| code == owner_code),
            Edition::Ministry(code) => level == "central" && code == owner_code,
        }
    }

    /// A ministry tells of its own frameworks; a province of all, since it applies them.
    fn holds_framework(&self, publisher_code: &str) -> bool {
        match &self.edition {
            Edition::Ministry(code) => code == publisher_code,
            _ => true,
        }
    }

    /// What was done with nobody in particular was done for all.
    fn holds_activity(&self, targets: &str) -> bool {
        let own: Vec<&str> = match &self.edition {
            Edition::Nation => return true,
            Edition::Province(_) => self.codes.iter().map(String::as_str).collect(),
            Edition::Ministry(code) => vec![code],
        };
        targets.is_empty() || targets.split(';').any(|target| own.contains(&target.trim()))
    }
}

/// Answers a question from the registers as they are known today.
///
/// # Errors
/// When the database fails.
pub fn find(tx: &mut Tx<'_>, question: &Question) -> Result<Report> {
    let (from, cut, as_of) = (question.from, question.cut(), question.as_of);
    let part = Part::find(tx, question)?;
    let classes = classes_by_id(tx)?;
    let frameworks =
        frameworks(tx, as_of)?.into_iter().filter(|row| part.holds_framework(&row.publisher_code));
    let activities = activities(tx, from, cut)?.into_iter().filter(|row| part.holds_activity(&row.targets));
    let findings = Findings {
        cells: cells(tx, question, (&part, &classes))?,
        years: years(tx, question, (&part, &classes))?,
        papers: flows(papers(tx, from, cut, as_of)?, &part),
        provinces_on_map: provinces_on_map(tx, question.map())?.pop().map_or(0, |row| row.provinces),
        plans: plan_lines(plans(tx)?, (&part, as_of)),
        frameworks: frameworks.map(|row| framework_line(row, question)).collect(),
        documents: documents(tx, from, cut)?.into_iter().map(document_line).collect(),
        activities: activities.map(activity_line).collect(),
    };
    Ok(Report { question: question.clone(), findings })
}

/// Every class by its id.
///
/// # Errors
/// When the database fails.
pub fn classes_by_id(tx: &mut Tx<'_>) -> Result<HashMap<i64, Class>> {
    Ok(classes(tx)?.into_iter().map(|row| (row.id, class(row))).collect())
}

fn cells(
    tx: &mut Tx<'_>,
    question: &Question,
    (part, classes): (&Part, &HashMap<i64, Class>),
) -> Result<Vec<Cell>> {
    let (from, cut, as_of) = (question.from, question.cut(), question.as_of);
    let mut cells: BTreeMap<i64, Cell> = BTreeMap::new();
    for row in agencies_in_period(tx, from, cut, as_of)? {
        if let Some(cell) = cell_of(&mut cells, row.class_id, (part, classes)) {
            cell.in_period = row.agencies;
            cell.certificates_in_period = row.certificates;
        }
    }
    for row in agencies_to_date(tx, from, cut, as_of)? {
        if let Some(cell) = cell_of(&mut cells, row.class_id, (part, classes)) {
            cell.to_date = row.agencies;
            cell.certificates = row.certificates;
            cell.further = row.further;
            cell.outside_period = row.outside_period;
            cell.unexpired = row.unexpired;
            cell.valid = row.valid;
        }
    }
    Ok(cells.into_values().collect())
}

/// The cell of a class, if the class belongs to the edition.
fn cell_of<'c>(
    cells: &'c mut BTreeMap<i64, Cell>,
    class_id: i64,
    (part, classes): (&Part, &HashMap<i64, Class>),
) -> Option<&'c mut Cell> {
    let class = classes.get(&class_id).filter(|class| part.holds(class))?;
    Some(cells.entry(class_id).or_insert_with(|| Cell::empty(class.clone())))
}

fn years(
    tx: &mut Tx<'_>,
    question: &Question,
    (part, classes): (&Part, &HashMap<i64, Class>),
) -> Result<Vec<YearCount>> {
    let (from, cut, as_of) = (question.from, question.cut(), question.as_of);
    if question.edition.is_nation() {
        return Ok(certificates_by_year(tx, from, cut, as_of)?.into_iter().map(year_count).collect());
    }
    let mut years: BTreeMap<(String, String), YearCount> = BTreeMap::new();
    for row in certificates_by_class(tx, from, cut, as_of)? {
        if classes.get(&row.class_id).is_some_and(|class| part.holds(class)) {
            let none =
                YearCount { year: row.year.clone(), kind: row.kind.clone(), certificates: 0, in_period: 0 };
            let count = years.entry((row.year, row.kind)).or_insert(none);
            count.certificates += row.certificates;
            count.in_period += row.in_period;
        }
    }
    Ok(years.into_values().collect())
}

fn flows(rows: Vec<PaperCount>, part: &Part) -> BTreeMap<String, Flow> {
    let mut flows: BTreeMap<String, Flow> = BTreeMap::new();
    for row in rows.into_iter().filter(|row| part.holds_body(&row.province_code)) {
        let flow = flows.entry(row.kind).or_default();
        flow.in_period += row.in_period;
        flow.to_date += row.to_date;
        flow.valid += row.valid;
    }
    flows
}

fn class(row: ClassLine) -> Class {
    Class {
        level: row.level,
        kind: row.kind,
        ministry_code: row.ministry_code,
        province_code: row.province_code,
        map: row.map,
        obligation: row.obligation,
    }
}

fn year_count(row: ByYear) -> YearCount {
    YearCount { year: row.year, kind: row.kind, certificates: row.certificates, in_period: row.in_period }
}

/// One line for each owner, in the register's order: of several plans the furthest one counts.
fn plan_lines(rows: Vec<PlanRow>, (part, as_of): (&Part, Day)) -> Vec<PlanLine> {
    let mut lines: Vec<PlanLine> = Vec::new();
    for row in rows.into_iter().filter(|row| part.holds_plan(&row.level, &row.owner_code)) {
        let line = plan_line(row, as_of);
        let of_owner =
            |other: &&mut PlanLine| other.level == line.level && other.owner_code == line.owner_code;
        match lines.iter_mut().find(of_owner) {
            None => lines.push(line),
            Some(other) if reached(&line.status) > reached(&other.status) => *other = line,
            Some(_) => {}
        }
    }
    lines
}

fn reached(status: &str) -> usize {
    ["none", "drafted", "approved"].iter().position(|word| *word == status).unwrap_or(0)
}

/// An approval or a draft counts from its own day; one without a date counts always.
fn plan_line(row: PlanRow, as_of: Day) -> PlanLine {
    let by_then = |day: Option<Day>| day.is_none_or(|day| day <= as_of);
    let drafted = row.drafted_counts_on.is_some_and(|day| day <= as_of);
    let status = match row.status.as_str() {
        "approved" if by_then(row.approved_counts_on) => "approved",
        "approved" if drafted => "drafted",
        "drafted" if by_then(row.drafted_counts_on) => "drafted",
        _ => "none",
    };
    PlanLine {
        id: row.id,
        owner_code: row.owner_code,
        owner: row.owner,
        level: row.level,
        owes_plan: row.owes_plan,
        status: status.to_owned(),
    }
}

fn framework_line(row: FrameworkRow, question: &Question) -> FrameworkLine {
    let began = row.earliest_on.is_some_and(|day| day >= question.from);
    FrameworkLine {
        id: row.id,
        publisher: row.publisher,
        applies_to: row.applies_to,
        published: row.published,
        in_period: began && row.counts_on <= question.cut(),
    }
}

fn document_line(row: DocumentRow) -> DocumentLine {
    DocumentLine {
        id: row.id,
        number: row.number,
        kind: row.kind,
        title: row.title,
        issued: row.issued,
        issuer: row.issuer,
    }
}

fn activity_line(row: ActivityRow) -> ActivityLine {
    ActivityLine {
        id: row.id,
        happened: row.happened,
        kind: row.kind,
        subject: row.subject,
        targets: row.targets,
    }
}
