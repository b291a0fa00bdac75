//! The figures of a report by kind, province, ministry and year: what page, paper and spreadsheet all show.

use super::model::{Cell, Class, Findings, Measure};
use std::collections::{BTreeMap, BTreeSet};

/// The agencies of one group.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Group {
    /// Granted in the period.
    pub in_period: i64,
    /// Granted to date.
    pub to_date: i64,
    /// Of those to date, obliged (bắt buộc).
    pub obliged: i64,
    /// Of those to date, encouraged (khuyến khích).
    pub encouraged: i64,
    /// Holding a valid certificate.
    pub valid: i64,
    /// Of those to date, by kind.
    pub kinds: BTreeMap<String, i64>,
}

impl Group {
    fn add(&mut self, cell: &Cell) {
        self.in_period += cell.in_period;
        self.to_date += cell.to_date;
        self.valid += cell.valid;
        match cell.class.obligation.as_str() {
            "bat_buoc" => self.obliged += cell.to_date,
            "khuyen_khich" => self.encouraged += cell.to_date,
            _ => {}
        }
        if cell.to_date > 0 {
            *self.kinds.entry(cell.class.kind.clone()).or_insert(0) += cell.to_date;
        }
    }

    /// Of a kind, to date.
    pub fn of_kind(&self, kind: &str) -> i64 {
        self.kinds.get(kind).copied().unwrap_or(0)
    }

    fn is_empty(&self) -> bool {
        self.in_period == 0 && self.to_date == 0
    }
}

/// One year of certificates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Year {
    /// The year; empty where the date is unknown.
    pub year: String,
    /// First certificates.
    pub initial: i64,
    /// Renewals.
    pub renewal: i64,
    /// How many of both in the period.
    pub in_period: i64,
}

impl Findings {
    /// Agencies in groups; groups in which nothing was granted are left out.
    pub fn groups(&self, key: impl Fn(&Class) -> Option<String>) -> BTreeMap<String, Group> {
        let mut groups: BTreeMap<String, Group> = BTreeMap::new();
        for cell in &self.cells {
            if let Some(key) = key(&cell.class) {
                groups.entry(key).or_default().add(cell);
            }
        }
        groups.retain(|_, group| !group.is_empty());
        groups
    }

    /// Kinds of agencies, the largest first.
    pub fn kind_groups(&self) -> Vec<(String, Group)> {
        largest_first(self.groups(|class| Some(class.kind.clone())))
    }

    /// Provinces with local agencies, by key.
    pub fn province_groups(&self) -> BTreeMap<String, Group> {
        self.groups(|class| class.is_local().then(|| class.province_key()))
    }

    /// Ministries with central agencies, the largest first.
    pub fn ministry_groups(&self) -> Vec<(String, Group)> {
        largest_first(self.groups(|class| (!class.is_local()).then(|| class.ministry_code.clone())))
    }

    /// Agencies of one level as one group.
    pub fn level_group(&self, is_local: bool) -> Group {
        let mut group = Group::default();
        self.cells.iter().filter(|cell| cell.class.is_local() == is_local).for_each(|cell| group.add(cell));
        group
    }

    /// Years from the first with a certificate to the last, none left out; unknown years come first.
    pub fn year_groups(&self) -> Vec<Year> {
        let known: BTreeSet<i16> = self.years.iter().filter_map(|count| count.year.parse().ok()).collect();
        let mut years: Vec<Year> = Vec::new();
        if self.years.iter().any(|count| count.year.is_empty()) {
            years.push(self.year(""));
        }
        if let (Some(first), Some(last)) = (known.first(), known.last()) {
            years.extend((*first..=*last).map(|year| self.year(&format!("{year:04}"))));
        }
        years
    }

    fn year(&self, year: &str) -> Year {
        let of_kind = |kind: &str| {
            let wanted = self.years.iter().filter(|count| count.year == year && count.kind == kind);
            wanted.map(|count| count.certificates).sum()
        };
        let in_period =
            self.years.iter().filter(|count| count.year == year).map(|count| count.in_period).sum();
        Year { year: year.to_owned(), initial: of_kind("initial"), renewal: of_kind("renewal"), in_period }
    }

    /// Kinds of local agencies that were ever certified, the largest first: columns of the table by province.
    pub fn local_kinds(&self) -> Vec<String> {
        let kinds = self.by(Measure::ToDate, |class| class.is_local().then_some(class.kind.as_str()));
        let mut kinds: Vec<(String, i64)> = kinds.into_iter().collect();
        kinds.sort_by(|left, right| right.1.cmp(&left.1).then(left.0.cmp(&right.0)));
        kinds.into_iter().map(|(kind, _)| kind).collect()
    }
}

fn largest_first(groups: BTreeMap<String, Group>) -> Vec<(String, Group)> {
    let mut groups: Vec<(String, Group)> = groups.into_iter().collect();
    groups.sort_by(|left, right| right.1.to_date.cmp(&left.1.to_date).then(left.0.cmp(&right.0)));
    groups
}

/// The sum of groups.
pub fn sum<'g>(groups: impl IntoIterator<Item = &'g Group>) -> Group {
    let mut total = Group::default();
    for group in groups {
        total.in_period += group.in_period;
        total.to_date += group.to_date;
        total.obliged += group.obliged;
        total.encouraged += group.encouraged;
        total.valid += group.valid;
        for (kind, count) in &group.kinds {
            *total.kinds.entry(kind.clone()).or_insert(0) += count;
        }
    }
    total
}
