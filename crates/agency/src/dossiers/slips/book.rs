//! Form 07 (06 of 2018): the book of dossiers (sổ theo dõi hồ sơ) over a period.

use super::super::applicants::{self, Person};
use super::super::codes;
use super::super::model::{Dossier, Status};
use super::super::store as dossiers;
use super::folder::{Asker, Letterhead};
use super::forms::{book_number, circular_key};
use super::forwarded::forwarded_at;
use super::store;
use super::words::Words;
use crate::dossiers::regulation;
use papers::{
    Block, PageKind, Paper, Sheet, SheetCell, SheetColumn, Signature, Table, TableColumn, Workbook,
};
use platform::{Day, Refusal, Result, Tx};
use registers::admin_procedures;
use std::collections::BTreeMap;

/// A period: its first and its last day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Days {
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
}

impl Days {
    /// First instant.
    pub fn begins_at(self) -> i64 {
        self.from.starts_at()
    }

    /// First instant after it.
    pub fn ends_at(self) -> i64 {
        self.to.plus_days(1).starts_at()
    }
}

/// One line of the book.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// Its number in the book of its year.
    pub number: i64,
    /// When it left the counter for those who handle it; none while it has not.
    pub forwarded_at: Option<i64>,
    /// Whose dossier it is; without a name once the data were erased.
    pub applicant: Person,
    /// Name of the procedure.
    pub procedure: String,
    /// The agency that handles it.
    pub office: String,
    /// The dossier.
    pub dossier: Dossier,
}

/// The book of a desk over a period.
#[derive(Clone, Debug)]
pub(super) struct Book {
    /// The period.
    pub days: Days,
    /// Whose it is.
    pub office: Letterhead,
    /// Its lines.
    pub entries: Vec<Entry>,
}

/// The book of an agency over a period: what it handles, and what its desk received for others.
///
/// # Errors
/// When it has more than `most` lines, and when the database fails.
pub(super) fn open(tx: &mut Tx<'_>, asker: &Asker, (days, most): (Days, i64)) -> Result<Book> {
    let (own, from_at, to_at) = (asker.agency_id, days.begins_at(), days.ends_at());
    let mut found: Vec<(i64, i64, i64)> = Vec::new();
    for row in store::received_in(tx, own, from_at, to_at, most + 1)? {
        found.push((row.received_at, own, row.id));
    }
    for row in store::received_for_others_in(tx, own, from_at, to_at, most + 1)? {
        found.push((row.received_at, row.handling_agency_id, row.dossier_id));
    }
    if found.len() > usize::try_from(most).unwrap_or(usize::MAX) {
        return Err(Refusal::new("slips-refusal-book-too-long").with("most", most).into());
    }
    found.sort_unstable();
    let mut numbers = Numbers::open(tx, own, days)?;
    let mut offices: BTreeMap<i64, Letterhead> = BTreeMap::new();
    let mut entries = Vec::with_capacity(found.len());
    for (received_at, agency_id, id) in found {
        let number = numbers.next(received_at);
        let Some(dossier) = dossiers::load(tx, agency_id, id)? else { continue };
        if let std::collections::btree_map::Entry::Vacant(free) = offices.entry(agency_id) {
            free.insert(Letterhead::of(tx, agency_id, (days.to, asker))?);
        }
        let intake = &dossier.intake;
        let procedure = admin_procedures::load_revision(tx, intake.procedure_id, intake.procedure_revision)?;
        entries.push(Entry {
            number,
            forwarded_at: forwarded_at(tx, dossier.id)?,
            applicant: applicants::person(tx, agency_id, intake.applicant_id)?.unwrap_or_default(),
            procedure: procedure.name.clone(),
            office: offices.get(&agency_id).map_or_else(String::new, |office| office.name.clone()),
            dossier,
        });
    }
    Ok(Book { days, office: Letterhead::of(tx, own, (days.to, asker))?, entries })
}

/// Numbers the lines of each year from 1, whatever day of the year the period begins on.
struct Numbers {
    last: BTreeMap<i16, i64>,
}

impl Numbers {
    fn open(tx: &mut Tx<'_>, agency_id: i64, days: Days) -> Result<Numbers> {
        let year = days.from.year();
        let first_day = Day::new(year, 1, 1).unwrap_or(days.from);
        let before = store::lines_of(tx, agency_id, first_day.starts_at(), days.begins_at())?.pop();
        let count = before.map_or(0, |before| before.own + before.for_others);
        Ok(Numbers { last: BTreeMap::from([(year, count)]) })
    }

    fn next(&mut self, received_at: i64) -> i64 {
        let last = self.last.entry(Day::of_instant(received_at).year()).or_default();
        *last += 1;
        *last
    }
}

/// Keys of the heads, with the share of each column and its width in a sheet.
const COLUMNS: [(&str, u32, f64); 13] = [
    ("slips-no", 4, 6.0),
    ("slips-book-code", 11, 26.0),
    ("slips-book-procedure", 14, 40.0),
    ("slips-book-sets", 5, 8.0),
    ("slips-book-applicant", 11, 28.0),
    ("slips-book-address", 12, 34.0),
    ("slips-book-office", 11, 28.0),
    ("slips-book-received", 8, 17.0),
    ("slips-book-due", 8, 17.0),
    ("slips-book-forwarded", 8, 17.0),
    ("slips-book-result", 8, 17.0),
    ("slips-book-returned", 10, 28.0),
    ("slips-book-note", 9, 26.0),
];

fn cells(entry: &Entry, words: Words) -> [String; 12] {
    let dossier = &entry.dossier;
    let person = &entry.applicant;
    let moment = |at: Option<i64>| at.map(|at| words.short_moment(at)).unwrap_or_default();
    let name = if person.name.is_empty() { words.t("slips-erased") } else { person.name.clone() };
    let contact: Vec<&str> = [person.address.as_str(), person.phone.as_str()]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect();
    let clock = dossier.clock.as_ref();
    let returned = match dossier.status {
        Status::Returned => {
            let how = dossier.delivery.map(|delivery| words.t(delivery.key())).unwrap_or_default();
            [moment(dossier.ended_at), how].join("\n")
        }
        _ => String::new(),
    };
    [
        dossier.code.clone(),
        entry.procedure.clone(),
        dossier.intake.sets.to_string(),
        name,
        contact.join(", "),
        entry.office.clone(),
        words.short_moment(dossier.received_at),
        moment(clock.map(|clock| clock.due_at.unwrap_or(clock.first_due_at))),
        moment(entry.forwarded_at),
        moment(dossier.settled_at),
        returned,
        note(dossier, words),
    ]
}

fn note(dossier: &Dossier, words: Words) -> String {
    let status = (dossier.status != Status::Returned).then(|| words.t(dossier.status.key()));
    let extended = dossier.extension.as_ref().map(|extension| {
        words.t_with("slips-book-extended", &[("due", &words.short_moment(extension.due_at))])
    });
    let number = dossier
        .intake
        .book_no
        .map(|number| words.t_with("slips-book-numbered", &[("number", &number.to_string())]));
    let parts: Vec<String> = [status, extended, number].into_iter().flatten().collect();
    parts.join("; ")
}

/// The book as a paper: A4 across, closed by who keeps it.
pub(super) fn paper(book: &Book, words: Words, made_on: Day) -> Paper {
    let columns = COLUMNS.iter().enumerate().map(|(at, (_, share, _))| match at {
        0 | 3 => TableColumn::center(*share),
        _ => TableColumn::left(*share),
    });
    let heads = COLUMNS.iter().map(|(key, ..)| words.t(key));
    let mut table = Table::new("", columns.collect()).header(heads);
    for entry in &book.entries {
        let number = entry.number.to_string();
        let mut row = cells(entry, words);
        // A code is broken where its day begins: it is wider than its column.
        if let Some(length) = codes::prefix_in(&row[0]).map(str::len) {
            row[0].insert(length + 1, '\n');
        }
        table = table.row(std::iter::once(number).chain(row));
    }
    let forms = regulation::on(book.days.to).forms;
    let cited = [("number", book_number(forms)), ("circular", &words.t(circular_key(forms)))];
    Paper::new(words.language(), words.t("slips-form-book"), period(book.days, words), made_on.into())
        .issued_by(book.office.name.as_str(), words.t("slips-desk"))
        .at(book.office.place.as_str())
        .on(PageKind::A4Landscape)
        .with(Block::note(words.t_with("slips-cited", &cited)))
        .with(Block::Table(table))
        .signed(Signature::new(words.t("slips-signs-book"), ""))
}

/// The book as a spreadsheet.
pub(super) fn workbook(book: &Book, words: Words) -> Workbook {
    let column = |(at, (key, _, width)): (usize, &(&str, u32, f64))| match at {
        0 | 3 => SheetColumn::whole(words.t(key), *width),
        _ => SheetColumn::text(words.t(key), *width),
    };
    let columns = COLUMNS.iter().enumerate().map(column).collect();
    let title = words.t("slips-form-book");
    let mut sheet = Sheet::new(words.t("slips-book-sheet"), columns)
        .note(title.as_str())
        .note(book.office.name.as_str())
        .note(period(book.days, words));
    for entry in &book.entries {
        let mut row = vec![SheetCell::Whole(entry.number)];
        for (at, text) in cells(entry, words).into_iter().enumerate() {
            row.push(if at == 2 {
                SheetCell::Whole(entry.dossier.intake.sets)
            } else {
                SheetCell::Text(text)
            });
        }
        sheet = sheet.row(row);
    }
    Workbook::new(title).dated(book.days.to.into()).with(sheet)
}

/// The period in words.
pub(super) fn period(days: Days, words: Words) -> String {
    words.t_with("slips-period", &[("from", &days.from.vietnamese()), ("to", &days.to.vietnamese())])
}
