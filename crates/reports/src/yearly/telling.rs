//! A report in words: titles, sentences and rows that page, paper and spreadsheet share.

use super::breakdown::Group;
use super::indicators::{self, Basis, rows_link};
use super::model::{DocumentLine, Edition, Findings, Measure, PlanLine, Question, Report};
use super::names::{Names, lower_first};
use super::phrase::{Phrase, Value, number};
use crate::drawing::{Map, ShareBar, Style, TileMap, Trend, TrendYear, share_bars, tilemap, trend};
use platform::i18n::{text, text_with};
use platform::{Day, KnownDate, Language};
use std::collections::BTreeMap;

/// A report with its names in a language.
#[derive(Clone, Copy)]
pub struct Telling<'r> {
    /// What was found.
    pub report: &'r Report,
    /// The names in it.
    pub names: &'r Names,
    /// The language.
    pub language: Language,
}

/// A row of the table of what was granted.
pub struct GrantRow {
    /// What is counted.
    pub label: String,
    /// Whether it is a part of the row above.
    pub is_part: bool,
    /// Whether it is the sum.
    pub is_total: bool,
    /// In the period, and its rows.
    pub in_period: (i64, String),
    /// To date, and its rows.
    pub to_date: (i64, String),
    /// The indicator that explains it.
    pub key: &'static str,
}

/// A row by kind, province or ministry.
pub struct GroupRow {
    /// What the group is.
    pub label: String,
    /// A quiet remark.
    pub remark: String,
    /// Its figures.
    pub group: Group,
    /// What the page of rows is asked for, to be put after a set.
    pub filter: String,
}

impl<'r> Telling<'r> {
    /// What was found.
    pub fn findings(&self) -> &'r Findings {
        &self.report.findings
    }

    /// What was asked.
    pub fn question(&self) -> &'r Question {
        &self.report.question
    }

    /// The sentence of a key.
    pub fn t(&self, key: &str) -> String {
        text(self.language, key)
    }

    /// The sentence of a key with values.
    pub fn t_with(&self, key: &str, values: &[(&str, &str)]) -> String {
        text_with(self.language, key, values)
    }

    /// A number as people read it.
    pub fn number(&self, value: i64) -> String {
        number(self.language, value)
    }

    /// A figure that leads to rows.
    pub fn figure(&self, value: i64, rows: &str) -> Value {
        Value::Figure(self.number(value), rows_link(rows, self.question()))
    }

    fn phrase(&self, key: &str, values: &[(&str, Value)]) -> Phrase {
        Phrase::of(self.language, key, values)
    }

    /// A date of a register as people read it.
    pub fn date(&self, written: &str) -> String {
        KnownDate::parse(written, self.question().as_of)
            .map_or_else(|_| written.to_owned(), |date| date.vietnamese())
    }

    /// A date of a register as a paper cites it, in words: `20 tháng 6 năm 2006`.
    pub fn date_cited(&self, written: &str) -> String {
        let day = KnownDate::parse(written, self.question().as_of).ok().and_then(KnownDate::day);
        day.map_or_else(
            || self.date(written),
            |day| papers::PaperDate::from(day).written(super::paper::paper_language(self.language)),
        )
    }

    /// `năm 2011`, or the days of another period.
    pub fn period(&self) -> String {
        let question = self.question();
        match question.whole_year() {
            Some(year) => self.t_with("yearly-period-year", &[("year", &year.to_string())]),
            None => {
                let (from, to) = (question.from.vietnamese(), question.to.vietnamese());
                self.t_with("yearly-period-days", &[("from", &from), ("to", &to)])
            }
        }
    }

    /// What the report is about.
    pub fn subject(&self) -> String {
        let period = self.period();
        match &self.question().edition {
            Edition::Nation => self.t_with("yearly-subject", &[("period", &period)]),
            edition => {
                let name = self.names.edition(edition);
                self.t_with("yearly-subject-of", &[("period", &period), ("edition", &name)])
            }
        }
    }

    /// Edition, period and day in one line.
    pub fn line(&self) -> String {
        let question = self.question();
        let edition = match &question.edition {
            Edition::Nation => self.t("yearly-nation"),
            edition => self.names.edition(edition),
        };
        let (from, to, as_of) =
            (question.from.vietnamese(), question.to.vietnamese(), question.as_of.vietnamese());
        let values: [(&str, &str); 4] =
            [("edition", &edition), ("from", &from), ("to", &to), ("as_of", &as_of)];
        self.t_with("yearly-line", &values)
    }

    fn as_of(&self) -> (&'static str, Value) {
        ("as_of", self.question().as_of.vietnamese().into())
    }

    /// The sentence that the report comes to.
    pub fn sentence(&self) -> Phrase {
        let findings = self.findings();
        let to_date = findings.agencies(Measure::ToDate, |_| true);
        let first = match &self.question().edition {
            Edition::Nation => {
                let of = |key| indicators::of_key(key).map_or(0, |indicator| (indicator.value)(findings));
                let local = of("local_agencies_certified_to_date");
                let central = of("central_agencies_certified_to_date");
                let values = [
                    self.as_of(),
                    ("local", self.figure(local, "set=agencies_to_date&level=local")),
                    (
                        "provinces",
                        self.figure(of("provinces_with_certified_agencies"), "set=provinces_to_date"),
                    ),
                    ("central", self.figure(central, "set=agencies_to_date&level=central")),
                    (
                        "ministries",
                        self.figure(of("ministries_with_certified_agencies"), "set=ministries_to_date"),
                    ),
                ];
                self.phrase("yearly-sentence-nation", &values)
            }
            edition => {
                let name = Value::from(lower_first_if_province(&self.names.edition(edition), edition));
                let count = self.figure(to_date, "set=agencies_to_date");
                self.phrase("yearly-sentence-edition", &[self.as_of(), ("count", count), ("edition", name)])
            }
        };
        let in_period = findings.agencies(Measure::InPeriod, |_| true);
        let count = self.figure(in_period, "set=agencies_in_period");
        first.then(
            self.phrase("yearly-sentence-period", &[("period", self.period().into()), ("count", count)]),
        )
    }

    /// How many hold a valid certificate.
    pub fn validity(&self) -> Phrase {
        let findings = self.findings();
        let valid = findings.agencies(Measure::Valid, |_| true);
        let all = findings.agencies(Measure::ToDate, |_| true);
        let values = [
            self.as_of(),
            ("valid", self.figure(valid, "set=agencies_valid")),
            ("lost", self.figure(all - valid, "set=agencies_lapsed")),
        ];
        self.phrase("yearly-validity", &values)
    }

    /// The rows of what was granted: in the period, and to date.
    pub fn grants(&self) -> Vec<GrantRow> {
        let findings = self.findings();
        let mut rows: Vec<GrantRow> = Vec::new();
        for (key, kind) in [
            ("consulting_organisations_confirmed", "consulting"),
            ("consultant_cards", "consultant_organisation"),
            ("independent_consultant_cards", "consultant_independent"),
            ("certification_bodies", "certification"),
            ("assessor_cards", "assessor"),
        ] {
            let applies =
                indicators::of_key(key).is_some_and(|found| (found.applies)(&self.question().edition));
            if applies {
                let flow = findings.paper(kind);
                rows.push(GrantRow {
                    label: self.t(&format!("yearly-row-{}", kind.replace('_', "-"))),
                    is_part: false,
                    is_total: false,
                    in_period: (flow.in_period, format!("set=papers_in_period&kind={kind}")),
                    to_date: (flow.to_date, format!("set=papers_to_date&kind={kind}")),
                    key,
                });
            }
        }
        rows.extend(self.grants_of_agencies());
        rows
    }

    fn grants_of_agencies(&self) -> Vec<GrantRow> {
        let findings = self.findings();
        let row = |label: String, level: Option<bool>, key: &'static str| {
            let count = |measure| {
                findings.agencies(measure, |class| level.is_none_or(|is_local| class.is_local() == is_local))
            };
            let filter = match level {
                None => "",
                Some(true) => "&level=local",
                Some(false) => "&level=central",
            };
            GrantRow {
                label,
                is_part: level.is_some(),
                is_total: level.is_none(),
                in_period: (count(Measure::InPeriod), format!("set=agencies_in_period{filter}")),
                to_date: (count(Measure::ToDate), format!("set=agencies_to_date{filter}")),
                key,
            }
        };
        let in_period = "agencies_certified_in_period";
        let mut rows = vec![row(self.t("yearly-row-agencies"), None, in_period)];
        if self.question().edition.is_nation() {
            let provinces = self.number(findings.by_province(Measure::ToDate).len() as i64);
            let ministries = self.number(findings.by_ministry(Measure::ToDate).len() as i64);
            let local = self.t_with("yearly-row-local", &[("count", &provinces)]);
            let central = self.t_with("yearly-row-central", &[("count", &ministries)]);
            rows.push(row(local, Some(true), "local_agencies_certified_to_date"));
            rows.push(row(central, Some(false), "central_agencies_certified_to_date"));
        }
        rows
    }

    /// By kind of agency, the largest first.
    pub fn kinds(&self) -> Vec<GroupRow> {
        let row = |(kind, group): (String, Group)| GroupRow {
            label: self.names.kind(&kind, self.language).to_owned(),
            remark: self.remark_of_kind(&kind, &group),
            filter: format!("&kind={kind}"),
            group,
        };
        self.findings().kind_groups().into_iter().map(row).collect()
    }

    fn remark_of_kind(&self, kind: &str, group: &Group) -> String {
        if self.names.kinds.get(kind).is_some_and(|kind| kind.level == "central") {
            self.t("yearly-central")
        } else if group.to_date > 0 && group.obliged == group.to_date {
            self.t("yearly-obliged")
        } else if group.to_date > 0 && group.encouraged == group.to_date {
            self.t("yearly-encouraged")
        } else {
            String::new()
        }
    }

    /// By province, in the order of codes; on the map of the day those without any stand too.
    pub fn provinces(&self) -> Vec<GroupRow> {
        let mut groups = self.findings().province_groups();
        if self.question().edition.is_nation() && self.names.map != "2025" {
            for (code, _) in self.names.provinces_of_map() {
                groups.entry(code.to_owned()).or_default();
            }
        }
        let row = |(key, group): (String, Group)| GroupRow {
            label: self.names.province(&key).to_owned(),
            remark: self.now_in(&key),
            filter: format!("&province={key}"),
            group,
        };
        groups.into_iter().map(row).collect()
    }

    /// Where a province of the earlier map is today, when that is another name.
    fn now_in(&self, key: &str) -> String {
        let today = self.names.merged_into.get(key).filter(|_| self.names.map == "2025");
        let today = today.map(|code| self.names.province(&format!("2025:{code}")).to_owned());
        match today.filter(|name| name != self.names.province(key)) {
            Some(name) => self.t_with("yearly-now-in", &[("name", &name)]),
            None => String::new(),
        }
    }

    /// By ministry, the largest first.
    pub fn ministries(&self) -> Vec<GroupRow> {
        let row = |(code, group): (String, Group)| GroupRow {
            label: self.names.ministry(&code).to_owned(),
            remark: String::new(),
            filter: format!("&ministry={code}"),
            group,
        };
        self.findings().ministry_groups().into_iter().map(row).collect()
    }

    /// Those that owe a plan and have approved none.
    pub fn without_plan(&self, level: &str) -> Vec<&'r PlanLine> {
        let owed = self.findings().plans.iter().filter(|plan| plan.owes_plan && plan.level == level);
        owed.filter(|plan| plan.status != "approved").collect()
    }

    /// A legal document in one line of a page, without its title.
    pub fn document(&self, document: &DocumentLine) -> String {
        self.document_of(document, &self.date(&document.issued))
    }

    /// A legal document as a paper cites it, without its title.
    pub fn document_cited(&self, document: &DocumentLine) -> String {
        self.document_of(document, &self.date_cited(&document.issued))
    }

    fn document_of(&self, document: &DocumentLine, issued: &str) -> String {
        let values: [(&str, &str); 4] = [
            ("kind", &document.kind),
            ("number", &document.number),
            ("day", issued),
            ("issuer", &document.issuer),
        ];
        self.t_with("yearly-document", &values)
    }

    /// The acts that the programme rests on that day, as a paper cites them.
    pub fn grounds(&self) -> Vec<String> {
        let numbers = Basis::Programme.on(self.question().as_of);
        let known = numbers.iter().filter_map(|number| Some((number, self.names.acts.get(*number)?)));
        let told = known.map(|(number, act)| {
            let title = lower_first(&act.title);
            let title = title.strip_prefix("về việc ").unwrap_or(&title).to_owned();
            let issued = self.date_cited(&act.issued);
            let values: [(&str, &str); 5] = [
                ("kind", &act.kind),
                ("number", number),
                ("day", &issued),
                ("issuer", &act.issuer),
                ("title", &title),
            ];
            self.t_with("yearly-ground", &values)
        });
        told.collect()
    }
}

/// `Tỉnh Hà Giang` stands small inside a sentence; the name of a ministry does not.
fn lower_first_if_province(name: &str, edition: &Edition) -> String {
    match edition {
        Edition::Province(_) => lower_first(name),
        _ => name.to_owned(),
    }
}

/// Drawings.
impl Telling<'_> {
    /// The map of the provinces; none for an edition, which would be one tile.
    pub fn map(
        &self,
        style: Style,
        link: &dyn Fn(&str) -> String,
    ) -> Option<(String, Vec<crate::drawing::KeyItem>)> {
        if !self.question().edition.is_nation() {
            return None;
        }
        let map = Map::on(self.question().as_of);
        let mut values: BTreeMap<String, i64> = map.codes().map(|code| (code.to_owned(), 0)).collect();
        for (key, agencies) in self.findings().by_province(Measure::ToDate) {
            *values.entry(self.tile(&key)).or_insert(0) += agencies;
        }
        values.extend(self.names.islands.iter().map(|(code, agencies)| (code.clone(), *agencies)));
        let names: BTreeMap<String, String> =
            self.names.provinces_of_map().map(|(code, name)| (code.to_owned(), name.to_owned())).collect();
        let drawn = TileMap {
            map,
            values: &values,
            names: &names,
            link,
            title: &self.t("yearly-map-title"),
            unit: &self.t("yearly-unit-agency"),
            language: self.language,
        };
        Some((tilemap(&drawn, style), drawn.key()))
    }

    /// The tile on which the agencies of a province stand: its own, or that of the province it went into.
    fn tile(&self, key: &str) -> String {
        match key.strip_prefix("2025:") {
            Some(code) => code.to_owned(),
            None if self.names.map == "2025" => {
                self.names.merged_into.get(key).map_or(key, String::as_str).to_owned()
            }
            None => key.to_owned(),
        }
    }

    /// How many agencies the map of 34 provinces shows that were granted on that of 63.
    pub fn granted_on_earlier_map(&self) -> i64 {
        let is_today = self.names.map == "2025";
        let earlier = |class: &super::model::Class| class.is_local() && class.map != "2025";
        if is_today { self.findings().agencies(Measure::ToDate, earlier) } else { 0 }
    }

    /// The columns of the years.
    pub fn trend(&self, style: Style, link: &dyn Fn(&str) -> String) -> String {
        let question = self.question();
        let in_period = |year: &str| {
            year.parse().is_ok_and(|year| question.from.year() <= year && year <= question.cut().year())
        };
        let years: Vec<TrendYear> = self
            .findings()
            .year_groups()
            .into_iter()
            .map(|year| TrendYear {
                label: self.year_label(&year.year),
                initial: year.initial,
                renewal: year.renewal,
                in_period: in_period(&year.year),
            })
            .collect();
        let drawn = Trend {
            years: &years,
            link,
            title: &self.t("yearly-trend-title"),
            unit: &self.t("yearly-unit-certificate"),
            language: self.language,
        };
        trend(&drawn, style)
    }

    /// A year; that of the as-of day by its months when they are whole, else with a star.
    pub fn year_label(&self, year: &str) -> String {
        let as_of = self.question().as_of;
        if year.is_empty() {
            return self.t("yearly-year-unknown");
        }
        if year.parse() != Ok(as_of.year()) || Day::new(as_of.year(), 12, 31) == Some(as_of) {
            return year.to_owned();
        }
        let (_, month, _) = as_of.parts();
        let is_whole_month = as_of.plus_days(1).parts().1 != month;
        match is_whole_month {
            true => self.t_with("yearly-year-months", &[("months", &month.to_string()), ("year", year)]),
            false => format!("{year}*"),
        }
    }

    /// Bars by kind, for paper.
    pub fn kind_bars(&self) -> String {
        let bars: Vec<ShareBar> = self
            .kinds()
            .into_iter()
            .map(|row| ShareBar { label: row.label, part: row.group.in_period, whole: row.group.to_date })
            .collect();
        share_bars(&crate::drawing::ShareBars {
            bars: &bars,
            title: &self.t("yearly-by-kind"),
            unit: &self.t("yearly-unit-agency"),
            language: self.language,
        })
    }
}
