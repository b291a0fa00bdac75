//! What a form brought: texts and files, read with every mistake at once.

use super::request::not_a_day;
use crate::dates::{Day, KnownDate};
use crate::error::{Error, Refusal, Refusals, Result};
use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;

/// A file that came with a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// Its name on the sender's machine, without folders.
    pub file_name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// The fields of a sent form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fields {
    texts: Vec<(String, String)>,
    files: Vec<(String, Upload)>,
}

/// Whether nobody sees this letter where it stands: controls other than tab and line end, marks that turn the
/// direction of writing, blanks of no width, fillers. They come along when people copy from elsewhere, or are meant
/// to make two names look alike.
pub fn is_hidden(letter: char) -> bool {
    match letter {
        '\n' | '\t' => false,
        '\u{AD}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180E}' => true,
        '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' => true,
        '\u{2800}' | '\u{3164}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF9}'..='\u{FFFB}' => true,
        '\u{E0000}'..='\u{E007F}' => true,
        letter => letter.is_control(),
    }
}

/// The whole number that people wrote: `2065`, `2.065` or `2 065`. None for what is no whole number, such as `1.5`: a
/// mark separates thousands only where three digits follow. A comma never does: it stands before a fraction.
pub fn whole_number(text: &str) -> Option<i64> {
    let text = text.trim();
    let (is_negative, digits) = text.strip_prefix(['-', '−']).map_or((false, text), |digits| (true, digits));
    let mut groups = digits.split(|letter: char| !letter.is_ascii_digit());
    let first = groups.next()?;
    let mut marks = digits.chars().filter(|letter| !letter.is_ascii_digit());
    let plain = match marks.next() {
        None => first.to_owned(),
        Some(mark) => {
            let separates = matches!(mark, '.' | ' ' | '\u{A0}' | '\u{202F}');
            let fits = (1..=3).contains(&first.len()) && marks.all(|other| other == mark);
            let rest: Vec<&str> = groups.collect();
            if !separates || !fits || rest.iter().any(|group| group.len() != 3) {
                return None;
            }
            format!("{first}{}", rest.concat())
        }
    };
    let number: i64 = plain.parse().ok()?;
    Some(if is_negative { -number } else { number })
}

/// Names that belong to one drawing of a form and not to what was sent with it.
const OF_ONE_DRAWING: [&str; 3] = ["csrf", "form_key", "revision"];

/// NFC, with plain line ends, without what nobody sees.
fn tidy(text: &str) -> String {
    let lines = text.replace("\r\n", "\n").replace(['\r', '\u{85}', '\u{2028}', '\u{2029}'], "\n");
    lines.chars().filter(|letter| !is_hidden(*letter)).nfc().collect()
}

impl Fields {
    /// Fields of these names and texts; texts become NFC, with plain line ends, and lose what nobody sees.
    pub fn of(texts: impl IntoIterator<Item = (String, String)>) -> Fields {
        Fields {
            texts: texts.into_iter().map(|(name, text)| (name, tidy(&text))).collect(),
            files: Vec::new(),
        }
    }

    /// Adds a file; a file input left empty brings none.
    pub fn add_file(&mut self, name: &str, upload: Upload) {
        if !upload.file_name.is_empty() || !upload.bytes.is_empty() {
            self.files.push((name.to_owned(), upload));
        }
    }

    /// The text of `name`, trimmed; empty when it is not there.
    pub fn get(&self, name: &str) -> &str {
        self.texts.iter().find(|field| field.0 == name).map_or("", |field| field.1.trim())
    }

    /// Whether `name` was sent at all: buttons and boxes.
    pub fn has(&self, name: &str) -> bool {
        self.texts.iter().any(|field| field.0 == name)
    }

    /// Every text of `name`: boxes that may be ticked together.
    pub fn all(&self, name: &str) -> Vec<&str> {
        self.texts.iter().filter(|field| field.0 == name).map(|field| field.1.trim()).collect()
    }

    /// The file of `name`.
    pub fn file(&self, name: &str) -> Option<&Upload> {
        self.files.iter().find(|file| file.0 == name).map(|file| &file.1)
    }

    /// All files sent under a name.
    pub fn files(&self, name: &str) -> Vec<&Upload> {
        self.files.iter().filter(|file| file.0 == name).map(|file| &file.1).collect()
    }

    /// All names and texts, in the order sent.
    pub fn texts(&self) -> &[(String, String)] {
        &self.texts
    }

    /// SHA-256 of what was sent, texts and files in their order; equal for two sendings of the same form.
    pub(super) fn digest(&self) -> [u8; 32] {
        let mut sha = Sha256::new();
        let mut part = |bytes: &[u8]| {
            sha.update((bytes.len() as u64).to_be_bytes());
            sha.update(bytes);
        };
        for (name, text) in self.texts.iter().filter(|field| !OF_ONE_DRAWING.contains(&field.0.as_str())) {
            part(name.as_bytes());
            part(text.as_bytes());
        }
        for (name, file) in &self.files {
            part(name.as_bytes());
            part(file.file_name.as_bytes());
            part(&file.bytes);
        }
        sha.finalize().into()
    }

    /// Reads a command; every mistake of every field comes back at once.
    ///
    /// The closure's getters return stand-ins for what cannot be read; they never leave this
    /// function, because any mistake makes it fail.
    ///
    /// # Errors
    /// The mistakes.
    pub fn read<T>(&self, command: impl FnOnce(&mut Reader<'_>) -> T) -> Result<T> {
        let mut reader = Reader { fields: self, reasons: Refusals::default() };
        let command = command(&mut reader);
        if reader.reasons.is_empty() { Ok(command) } else { Err(Error::Refused(reader.reasons)) }
    }
}

/// Reads fields and notes mistakes.
#[derive(Debug)]
pub struct Reader<'f> {
    fields: &'f Fields,
    reasons: Refusals,
}

/// What a getter returns in place of a day that cannot be read.
const STAND_IN_DAY: fn() -> Day = || Day::of_instant(0);

impl Reader<'_> {
    /// Notes a mistake that the getters cannot see.
    pub fn refuse(&mut self, reason: impl Into<Refusal>) {
        self.reasons.push(reason);
    }

    /// A text that must be there.
    pub fn text(&mut self, name: &'static str) -> String {
        let text = self.fields.get(name).to_owned();
        if text.is_empty() {
            self.refuse(Refusal::new("form-missing").field(name));
        }
        text
    }

    /// A text that may be empty.
    pub fn optional_text(&mut self, name: &'static str) -> Option<String> {
        Some(self.fields.get(name).to_owned()).filter(|text| !text.is_empty())
    }

    /// A day that must be there.
    pub fn day(&mut self, name: &'static str) -> Day {
        if self.text(name).is_empty() {
            STAND_IN_DAY()
        } else {
            self.optional_day(name).unwrap_or_else(STAND_IN_DAY)
        }
    }

    /// A day that may be empty.
    pub fn optional_day(&mut self, name: &'static str) -> Option<Day> {
        let text = self.optional_text(name)?;
        let day = Day::typed(&text).ok();
        if day.is_none() {
            self.refuse(not_a_day(name, &text));
        }
        day
    }

    /// A date of a register as far as it is known: `03/05/2011`, `05/2011`, `2011`, or nothing,
    /// which is then known by `known_by`.
    pub fn known_date(&mut self, name: &'static str, known_by: Day) -> KnownDate {
        let typed = self.fields.get(name);
        // People write a month as 05/2011, registers as 2011-05.
        let iso = match typed.split(['/', '-', '.']).collect::<Vec<_>>().as_slice() {
            [month, year] if year.len() == 4 && !month.is_empty() => format!("{year}-{month:0>2}"),
            _ => typed.to_owned(),
        };
        KnownDate::parse(&iso, known_by).unwrap_or_else(|_| {
            self.refuse(Refusal::new("form-not-a-known-date").field(name).with("text", typed));
            KnownDate::KnownBy(known_by)
        })
    }

    /// A whole number that must be there, with or without separators of thousands.
    pub fn number(&mut self, name: &'static str) -> i64 {
        if self.text(name).is_empty() { 0 } else { self.optional_number(name).unwrap_or(0) }
    }

    /// A whole number that may be empty.
    pub fn optional_number(&mut self, name: &'static str) -> Option<i64> {
        let text = self.optional_text(name)?;
        let number = whole_number(&text);
        if number.is_none() {
            self.refuse(Refusal::new("form-not-a-number").field(name).with("text", text));
        }
        number
    }

    /// One of several; `stand_in` is any of them and is never returned from [`Fields::read`] by mistake.
    pub fn choice<T>(&mut self, name: &'static str, stand_in: T, of_word: impl Fn(&str) -> Option<T>) -> T {
        let text = self.text(name);
        if text.is_empty() {
            return stand_in;
        }
        of_word(&text).unwrap_or_else(|| {
            self.refuse(Refusal::new("form-not-a-choice").field(name).with("text", text));
            stand_in
        })
    }

    /// Whether a box is ticked.
    pub fn is_ticked(&mut self, name: &'static str) -> bool {
        self.fields.has(name)
    }

    /// The values of the boxes that are ticked under one name.
    pub fn all(&mut self, name: &'static str) -> Vec<String> {
        self.fields.all(name).into_iter().map(str::to_owned).collect()
    }

    /// A file that must be there, and alone.
    pub fn file(&mut self, name: &'static str) -> Upload {
        if self.fields.files(name).len() > 1 {
            self.refuse(Refusal::new("form-one-file").field(name));
        }
        let file = self.fields.file(name).cloned();
        file.unwrap_or_else(|| {
            self.refuse(Refusal::new("form-missing").field(name));
            Upload { file_name: String::new(), bytes: Vec::new() }
        })
    }

    /// The revision of the record that the form was drawn from; none where the form carries none.
    pub fn revision(&mut self) -> Option<i64> {
        let text = self.fields.get("revision");
        let revision = text.parse().ok();
        // What shows no form (a button of a list) sends none; a form of ours never sends it empty.
        if revision.is_none() && self.fields.has("revision") {
            self.refuse(Refusal::new("form-revision-unfit"));
        }
        revision
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(pairs: &[(&str, &str)]) -> Fields {
        Fields::of(pairs.iter().map(|pair| (pair.0.to_owned(), pair.1.to_owned())))
    }

    #[test]
    fn every_mistake_comes_back_at_once_with_its_field() {
        let sent = fields(&[("name", " "), ("on", "31/02/2011"), ("count", "1.2x"), ("since", "13/2011")]);
        let read = sent.read(|read| {
            (
                read.text("name"),
                read.day("on"),
                read.number("count"),
                read.known_date("since", STAND_IN_DAY()),
            )
        });
        let Err(Error::Refused(reasons)) = read else { panic!("must be refused") };
        let told: Vec<_> = reasons.0.iter().map(|reason| (reason.field.unwrap_or(""), reason.key)).collect();
        assert_eq!(
            told,
            [
                ("name", "form-missing"),
                ("on", "form-not-a-day"),
                ("count", "form-not-a-number"),
                ("since", "form-not-a-known-date")
            ]
        );
    }

    #[test]
    fn dates_are_read_as_people_write_them() {
        let by = STAND_IN_DAY();
        let check = |text: &str, want: &str| {
            let date = fields(&[("on", text)]).read(|read| read.known_date("on", by)).unwrap();
            assert_eq!(date.text(), want, "{text}");
        };
        check("3/5/2011", "2011-05-03");
        check("5/2011", "2011-05");
        check("05-2011", "2011-05");
        check("2011", "2011");
        check("", "");
        assert_eq!(fields(&[("n", "2.065")]).read(|read| read.number("n")).unwrap(), 2065);
    }

    #[test]
    fn texts_become_composed_and_keep_plain_line_ends() {
        let sent = fields(&[("a", "e\u{302}\u{301}\r\nb")]);
        assert_eq!(sent.get("a"), "ế\nb");
    }

    #[test]
    fn a_mark_separates_thousands_only_before_three_digits() {
        for (text, want) in [
            ("2065", Some(2065)),
            ("2.065", Some(2065)),
            ("1.234.567", Some(1_234_567)),
            ("1,234,567", None),
            ("1,500", None),
            ("1 234", Some(1234)),
            ("1\u{A0}234", Some(1234)),
            ("-5", Some(-5)),
            ("−1.000", Some(-1000)),
            ("007", Some(7)),
            ("1.5", None),
            ("1.50", None),
            ("1234.567", None),
            ("1.234,567", None),
            (".500", None),
            ("1.", None),
            ("1..000", None),
            ("1e9", None),
            ("", None),
            ("-", None),
            ("٣", None),
            ("99999999999999999999", None),
        ] {
            assert_eq!(whole_number(text), want, "{text}");
        }
        let sent = fields(&[("days", "1.5")]);
        assert!(sent.read(|read| read.number("days")).is_err());
    }

    #[test]
    fn what_nobody_sees_is_not_taken_in() {
        let check = |text: &str, want: &str| assert_eq!(fields(&[("a", text)]).get("a"), want, "{text:?}");
        check("\u{200B}\u{200B}", "");
        check("A\u{202E}B\u{7}", "AB");
        check("\u{FEFF}Nguyễn\0 \u{2066}Thị\u{2069}", "Nguyễn Thị");
        check("một\u{2028}hai\rba\tbốn", "một\nhai\nba\tbốn");
        let name = fields(&[("name", "\u{200B}\u{3164}")]);
        assert!(name.read(|read| read.text("name")).is_err(), "a name that nobody sees is none");
    }

    #[test]
    fn a_revision_that_is_no_number_is_refused() {
        assert_eq!(fields(&[("revision", "3")]).read(|read| read.revision()).unwrap(), Some(3));
        assert_eq!(fields(&[]).read(|read| read.revision()).unwrap(), None);
        for unfit in ["x", "", " ", "\u{202E}"] {
            assert!(fields(&[("revision", unfit)]).read(|read| read.revision()).is_err(), "{unfit:?}");
        }
    }

    #[test]
    fn of_two_files_none_is_dropped_silently() {
        let mut sent = fields(&[]);
        for name in ["a.pdf", "b.pdf"] {
            sent.add_file("file", Upload { file_name: name.to_owned(), bytes: vec![1] });
        }
        assert!(sent.read(|read| read.file("file")).is_err());
    }

    #[test]
    fn two_sendings_of_one_form_have_one_digest_and_another_content_has_another() {
        let one = fields(&[("csrf", "1"), ("form_key", "k"), ("revision", "1"), ("name", "An")]);
        let drawn_again = fields(&[("csrf", "2"), ("form_key", "l"), ("revision", "2"), ("name", "An")]);
        assert_eq!(one.digest(), drawn_again.digest());
        assert_ne!(one.digest(), fields(&[("name", "Bình")]).digest());
        let mut with_file = one.clone();
        with_file.add_file("file", Upload { file_name: "a".to_owned(), bytes: vec![1] });
        assert_ne!(one.digest(), with_file.digest());
    }
}
