//! The report as an official paper (báo cáo) in the layout of Nghị định 30/2020/NĐ-CP.

use super::breakdown::{Group, sum};
use super::model::{Edition, Measure, PlanLine, Report};
use super::names::{Names, short};
use super::phrase::{Phrase, Value};
use super::telling::{GroupRow, Telling};
use crate::drawing::Style;
use papers::{Block, Figure, Paper, PaperNumber, Signature, Span, Table, TableCell, TableColumn};
use platform::{Day, Language};

/// What stands around the text: who issues, when, under which number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frame {
    /// A line above everything; empty for none.
    pub banner: String,
    /// The body above the issuing one; empty for none.
    pub superior: String,
    /// The issuing body.
    pub issuer: String,
    /// The running number; none on a draft.
    pub number: Option<u32>,
    /// What stands after the number.
    pub symbol: String,
    /// Where it is issued.
    pub place: String,
    /// When; none for the as-of day.
    pub issued_on: Option<Day>,
    /// By what authority the signer signs; empty for the head.
    pub signer_authority: String,
    /// Office of who signs.
    pub signer_title: String,
    /// Name of who signs.
    pub signer_name: String,
    /// Coming tasks (nhiệm vụ), one a line.
    pub tasks: Vec<String>,
    /// Who receives copies.
    pub copies_to: Vec<String>,
}

/// The paper of a report that is not issued: a draft, its number and signature left open.
pub fn paper(report: &Report, names: &Names, language: Language) -> Paper {
    let telling = Telling { report, names, language };
    let frame = Frame {
        banner: telling.t("yearly-draft-banner"),
        superior: names.issuer.superior.clone(),
        issuer: names.issuer.name.clone(),
        symbol: names.issuer.symbol.clone(),
        place: names.issuer.place.clone(),
        signer_title: telling.t("yearly-head-of-body"),
        copies_to: vec![telling.t("yearly-copies-archive")],
        ..Frame::default()
    };
    paper_in(telling, &frame)
}

/// The paper of a report in a frame.
pub fn paper_in(telling: Telling<'_>, frame: &Frame) -> Paper {
    let writer = Writer { telling, frame };
    let day = frame.issued_on.unwrap_or(telling.question().as_of);
    let mut paper =
        Paper::new(paper_language(telling.language), telling.t("yearly-type"), telling.subject(), day.into())
            .issued_by(frame.superior.as_str(), frame.issuer.as_str())
            .numbered(PaperNumber { number: frame.number, symbol: frame.symbol.clone() })
            .at(frame.place.as_str())
            .with_all(writer.body())
            .copies_to(frame.copies_to.iter().map(String::as_str));
    if !frame.banner.is_empty() {
        paper = paper.banner(frame.banner.as_str());
    }
    let signature = Signature::new(frame.signer_title.as_str(), frame.signer_name.as_str());
    match frame.signer_authority.as_str() {
        "" => paper.signed(signature),
        authority => paper.signed(signature.by_authority(authority)),
    }
}

/// A language as papers know it.
pub fn paper_language(language: Language) -> papers::Language {
    match language {
        Language::Vi => papers::Language::Vietnamese,
        Language::En => papers::Language::English,
    }
}

struct Writer<'r> {
    telling: Telling<'r>,
    frame: &'r Frame,
}

const ROMAN: [&str; 8] = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII"];

fn blocks_of(phrase: &Phrase) -> Block {
    Block::Paragraph(phrase.spans())
}

impl Writer<'_> {
    fn t(&self, key: &str) -> String {
        self.telling.t(key)
    }

    fn number(&self, value: i64) -> String {
        self.telling.number(value)
    }

    fn phrase(&self, key: &str, values: &[(&str, Value)]) -> Phrase {
        Phrase::of(self.telling.language, key, values)
    }

    fn figure(&self, value: i64) -> Value {
        Value::Figure(self.number(value), String::new())
    }

    fn as_of(&self) -> Value {
        self.telling.question().as_of.vietnamese().into()
    }

    fn body(&self) -> Vec<Block> {
        let mut blocks = self.opening();
        let sections = [
            ("yearly-section-legal", self.legal_work()),
            ("yearly-section-grants", self.grants()),
            ("yearly-section-results", self.results()),
            ("yearly-section-frameworks", self.frameworks()),
            ("yearly-section-plans", self.plans()),
            ("yearly-section-tasks", self.tasks()),
        ];
        let told = sections.into_iter().filter(|(_, content)| !content.is_empty());
        for (at, (key, content)) in told.enumerate() {
            blocks.push(Block::heading(1, format!("{}. {}", ROMAN[at], self.t(key).to_uppercase())));
            blocks.extend(content);
        }
        blocks
    }

    /// The grounds, each a slanted line, and who reports.
    fn opening(&self) -> Vec<Block> {
        let grounds = self.telling.grounds();
        let last = grounds.len().saturating_sub(1);
        let line = |(at, ground): (usize, String)| {
            let end = if at == last { "." } else { ";" };
            Block::Paragraph(vec![Span::italic(format!("{ground}{end}"))])
        };
        let mut blocks: Vec<Block> = grounds.into_iter().enumerate().map(line).collect();
        let values =
            [("issuer", Value::from(self.frame.issuer.as_str())), ("period", self.telling.period().into())];
        blocks.push(blocks_of(&self.phrase("yearly-opening", &values)));
        blocks
    }

    fn legal_work(&self) -> Vec<Block> {
        let findings = self.telling.findings();
        let mut blocks = Vec::new();
        let circulars = findings.documents.iter().filter(|document| document.is_circular()).count() as i64;
        let values =
            [("count", self.figure(findings.documents.len() as i64)), ("circulars", self.figure(circulars))];
        if findings.documents.is_empty() {
            blocks.push(Block::paragraph(self.t("yearly-no-documents")));
        } else {
            blocks.push(blocks_of(&self.phrase("yearly-documents", &values)));
            let line = |document| {
                let told = self.telling.document_cited(document);
                format!("{told}: {};", document.title)
            };
            blocks.push(bullets(findings.documents.iter().map(line).collect()));
        }
        if !findings.activities.is_empty() {
            blocks.push(Block::paragraph(self.t("yearly-activities-told")));
            let line =
                |activity: &super::model::ActivityLine| match self.telling.names.targets(&activity.targets) {
                    targets if targets.is_empty() => format!("{};", activity.subject),
                    targets => format!("{}: {targets};", activity.subject),
                };
            blocks.push(bullets(findings.activities.iter().map(line).collect()));
        }
        blocks
    }

    fn grants(&self) -> Vec<Block> {
        let question = self.telling.question();
        let caption = self.t("yearly-grants-caption");
        let columns = vec![TableColumn::left(6), TableColumn::right(2), TableColumn::right(2)];
        let as_of = self.telling.t_with("yearly-head-to-date", &[("as_of", &question.as_of.vietnamese())]);
        let mut table = Table::new(caption, columns).header([
            self.t("yearly-head-what"),
            self.t("yearly-head-in-period"),
            as_of,
        ]);
        for row in self.telling.grants() {
            let label = if row.is_part { format!("– {}", row.label) } else { row.label.clone() };
            let span = |text: String| if row.is_total { Span::bold(text) } else { Span::plain(text) };
            table = table.row([label, self.number(row.in_period.0), self.number(row.to_date.0)].map(span));
        }
        vec![
            blocks_of(&self.telling.sentence()),
            Block::Table(table),
            Block::note(self.t("yearly-grants-note")),
        ]
    }

    fn results(&self) -> Vec<Block> {
        let edition = &self.telling.question().edition;
        let mut blocks = Vec::new();
        let mut heading = 0;
        let mut titled = |blocks: &mut Vec<Block>, key: &str, content: Vec<Block>| {
            heading += 1;
            blocks.push(Block::heading(2, format!("{heading}. {}", self.t(key))));
            blocks.extend(content);
        };
        if super::indicators::not_ministries(edition) {
            titled(&mut blocks, "yearly-results-local", self.results_local());
        }
        if super::indicators::not_provinces(edition) {
            titled(&mut blocks, "yearly-results-central", self.results_central());
        }
        titled(&mut blocks, "yearly-results-valid", self.results_valid());
        blocks
    }

    fn results_local(&self) -> Vec<Block> {
        let findings = self.telling.findings();
        let group = findings.level_group(true);
        let values = [
            ("as_of", self.as_of()),
            ("count", self.figure(group.to_date)),
            ("in_period", self.figure(group.in_period)),
            ("obliged", self.figure(group.obliged)),
            ("encouraged", self.figure(group.encouraged)),
        ];
        if group.to_date == 0 {
            return vec![blocks_of(&self.phrase("yearly-local-none", &values[..1]))];
        }
        let mut blocks = vec![blocks_of(&self.phrase("yearly-local", &values))];
        blocks.push(bullets(self.kind_lines("local")));
        let provinces = self.telling.provinces();
        // One province alone would repeat the lines above it.
        if provinces.len() > 1 {
            blocks.push(Block::Table(self.table_of_provinces(&provinces)));
        }
        if let Some((svg, _)) = self.telling.map(Style::Paper, &|_| String::new()) {
            let provinces = findings.by_province(Measure::ToDate).len() as i64;
            let alt = self.telling.t_with("yearly-map-alt", &[("count", &self.number(provinces))]);
            blocks.push(Block::Figure(
                Figure::new(svg, alt, self.t("yearly-map-title")).width_percent(52).floating(),
            ));
            blocks.extend(self.earlier_map_note());
        }
        blocks
    }

    /// Agencies of both maps on one drawing are said to be so.
    fn earlier_map_note(&self) -> Option<Block> {
        let earlier = self.telling.granted_on_earlier_map();
        let told = || self.telling.t_with("yearly-map-earlier", &[("count", &self.number(earlier))]);
        (earlier > 0).then(|| Block::note(told()))
    }

    fn kind_lines(&self, level: &str) -> Vec<String> {
        let is_of_level = |row: &GroupRow| {
            let kind = row.filter.trim_start_matches("&kind=");
            self.telling.names.kinds.get(kind).is_none_or(|kind| kind.level == level)
        };
        let line = |row: GroupRow| {
            let (count, in_period) = (self.number(row.group.to_date), self.number(row.group.in_period));
            let values: [(&str, &str); 3] =
                [("kind", &row.label), ("count", &count), ("in_period", &in_period)];
            self.telling.t_with("yearly-kind-line", &values)
        };
        self.telling.kinds().into_iter().filter(is_of_level).map(line).collect()
    }

    fn results_central(&self) -> Vec<Block> {
        let group = self.telling.findings().level_group(false);
        let rows = self.telling.ministries();
        let values = [
            ("as_of", self.as_of()),
            ("count", self.figure(group.to_date)),
            ("in_period", self.figure(group.in_period)),
            ("ministries", self.figure(rows.len() as i64)),
            ("edition", self.telling.names.edition(&self.telling.question().edition).into()),
        ];
        let key = match self.telling.question().edition {
            _ if group.to_date == 0 => "yearly-central-none",
            Edition::Ministry(_) => "yearly-central-own",
            _ => "yearly-central-told",
        };
        let mut blocks = vec![blocks_of(&self.phrase(key, &values))];
        if group.to_date == 0 {
            return blocks;
        }
        blocks.push(bullets(self.kind_lines("central")));
        if rows.len() > 1 {
            blocks.push(Block::Table(
                self.table_of_groups(("yearly-ministries-caption", "yearly-head-ministry"), &rows),
            ));
        }
        blocks
    }

    fn results_valid(&self) -> Vec<Block> {
        let mut blocks = vec![blocks_of(&self.telling.validity())];
        if !self.telling.findings().years.is_empty() {
            let svg = self.telling.trend(Style::Paper, &|_| String::new());
            let alt = self.years_in_words();
            blocks.push(Block::Figure(Figure::new(svg, alt, self.t("yearly-trend-title")).width_percent(78)));
            blocks.push(Block::Table(self.table_of_years()));
        }
        blocks
    }

    fn years_in_words(&self) -> String {
        let years = self.telling.findings().year_groups().into_iter();
        let told = years.map(|year| {
            let total = self.number(year.initial + year.renewal);
            format!("{}: {total}", self.telling.year_label(&year.year))
        });
        told.collect::<Vec<_>>().join("; ")
    }

    fn frameworks(&self) -> Vec<Block> {
        let frameworks = &self.telling.findings().frameworks;
        if frameworks.is_empty() {
            return vec![Block::paragraph(self.t("yearly-no-frameworks"))];
        }
        let values = [("as_of", self.as_of()), ("count", self.figure(frameworks.len() as i64))];
        let line = |framework: &super::model::FrameworkLine| {
            let published = self.telling.date(&framework.published);
            let day = match published.as_str() {
                "" => String::new(),
                day => format!(" ({day})"),
            };
            format!("{}: {}{day};", framework.publisher, framework.applies_to)
        };
        vec![
            blocks_of(&self.phrase("yearly-frameworks-told", &values)),
            bullets(frameworks.iter().map(line).collect()),
        ]
    }

    fn plans(&self) -> Vec<Block> {
        let findings = self.telling.findings();
        let mut owing = findings.plans.iter().filter(|plan| plan.owes_plan);
        if let (false, Some(plan), None) =
            (self.telling.question().edition.is_nation(), owing.next(), owing.next())
        {
            let key = format!("yearly-plan-own-{}", plan.status);
            let values = [("as_of", self.as_of()), ("owner", plan.owner.as_str().into())];
            return vec![blocks_of(&self.phrase(&key, &values))];
        }
        let mut blocks = Vec::new();
        for (level, key) in [("central", "yearly-plans-central"), ("local", "yearly-plans-local")] {
            let owing = findings.owing_plan(level);
            if owing == 0 {
                continue;
            }
            let without = self.telling.without_plan(level);
            let values = [
                ("as_of", self.as_of()),
                ("owing", self.figure(owing)),
                ("approved", self.figure(findings.plans_in(level, "approved"))),
                ("without", self.figure(without.len() as i64)),
            ];
            let phrase = self.phrase(if without.is_empty() { "yearly-plans-all" } else { key }, &values);
            blocks.push(blocks_of(&phrase));
            let told = ["drafted", "none"].map(|status| self.owners_in(status, &without));
            blocks.push(bullets(told.into_iter().flatten().collect()));
        }
        blocks
    }

    /// Those of a status in one line; none when there are none.
    fn owners_in(&self, status: &str, plans: &[&PlanLine]) -> Option<String> {
        let owners = plans.iter().filter(|plan| plan.status == status).map(|plan| plan.owner.as_str());
        let owners: Vec<&str> = owners.collect();
        let words = self.t(&format!("yearly-plan-{status}"));
        (!owners.is_empty()).then(|| format!("{words} ({}): {};", owners.len(), owners.join(", ")))
    }

    fn tasks(&self) -> Vec<Block> {
        if self.frame.tasks.is_empty() {
            return Vec::new();
        }
        vec![Block::numbered(self.frame.tasks.iter().map(String::as_str))]
    }

    fn table_of_provinces(&self, rows: &[GroupRow]) -> Table {
        let kinds = self.telling.findings().local_kinds();
        let mut columns = vec![TableColumn::center(2), TableColumn::left(8)];
        columns.extend(kinds.iter().map(|_| TableColumn::right(5)));
        columns.extend([TableColumn::right(4), TableColumn::right(4), TableColumn::right(4)]);
        let mut head = vec![self.t("yearly-head-order"), self.t("yearly-head-province")];
        head.extend(
            kinds.iter().map(|kind| abbreviated(self.telling.names.kind(kind, self.telling.language))),
        );
        head.extend(["yearly-head-sum", "yearly-head-of-period", "yearly-head-valid"].map(|key| self.t(key)));
        let cells = |order: String, label: String, group: &Group| {
            let mut cells = vec![order, label];
            cells.extend(kinds.iter().map(|kind| self.number(group.of_kind(kind))));
            cells.extend([group.to_date, group.in_period, group.valid].map(|count| self.number(count)));
            cells
        };
        let mut table = Table::new(self.t("yearly-provinces-caption"), columns).header(head);
        for (at, row) in rows.iter().enumerate() {
            table = table.row(cells((at + 1).to_string(), short(&row.label).to_owned(), &row.group));
        }
        let total = sum(rows.iter().map(|row| &row.group));
        table.total(cells(String::new(), self.t("yearly-total"), &total))
    }

    fn table_of_groups(&self, (caption, head): (&str, &str), rows: &[GroupRow]) -> Table {
        let columns = vec![
            TableColumn::center(1),
            TableColumn::left(7),
            TableColumn::right(2),
            TableColumn::right(2),
            TableColumn::right(2),
        ];
        let heads =
            ["yearly-head-order", head, "yearly-head-of-period", "yearly-head-sum", "yearly-head-valid"];
        let mut table = Table::new(self.t(caption), columns).header(heads.map(|key| self.t(key)));
        let counts =
            |group: &Group| [group.in_period, group.to_date, group.valid].map(|count| self.number(count));
        for (at, row) in rows.iter().enumerate() {
            let [in_period, to_date, valid] = counts(&row.group);
            table = table.row([(at + 1).to_string(), row.label.clone(), in_period, to_date, valid]);
        }
        let [in_period, to_date, valid] = counts(&sum(rows.iter().map(|row| &row.group)));
        table.total([String::new(), self.t("yearly-total"), in_period, to_date, valid])
    }

    fn table_of_years(&self) -> Table {
        let columns =
            vec![TableColumn::left(4), TableColumn::right(3), TableColumn::right(3), TableColumn::right(3)];
        let heads = ["yearly-head-year", "yearly-head-initial", "yearly-head-renewal", "yearly-head-sum"];
        let mut table =
            Table::new(self.t("yearly-years-caption"), columns).header(heads.map(|key| self.t(key)));
        let (mut initial, mut renewal) = (0, 0);
        for year in self.telling.findings().year_groups() {
            (initial, renewal) = (initial + year.initial, renewal + year.renewal);
            let counts =
                [year.initial, year.renewal, year.initial + year.renewal].map(|count| self.number(count));
            let cells = [vec![self.telling.year_label(&year.year)], counts.to_vec()].concat();
            table = table.row(cells.into_iter().map(TableCell::from));
        }
        let counts = [initial, renewal, initial + renewal].map(|count| self.number(count));
        table.total([vec![self.t("yearly-total")], counts.to_vec()].concat())
    }
}

/// Dashed lines; the last one ends with a full stop in place of its semicolon.
fn bullets(mut lines: Vec<String>) -> Block {
    if let Some(last) = lines.last_mut() {
        let kept = last.trim_end_matches([';', '.', ' ']).len();
        last.truncate(kept);
        last.push('.');
    }
    Block::bullets(lines)
}

/// The usual short form, where a column is narrow.
pub(super) fn abbreviated(kind: &str) -> String {
    let short = [
        ("Ủy ban nhân dân", "UBND"),
        ("People's Committee", "PC"),
        ("Provincial department", "Prov. dept."),
        ("Sub-department", "Sub-dept."),
    ];
    short.iter().fold(kind.to_owned(), |kind, (long, short)| kind.replace(long, short))
}
