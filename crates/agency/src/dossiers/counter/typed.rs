//! What was typed at the counter, read with every mistake at once.

use super::super::applicants::{Kind, Person};
use super::super::model::{Channel, Delivery, PaperForm, PaperIn};
use super::super::receive::Receive;
use super::fees;
use platform::search::fold;
use platform::web::{Fields, whole_number};
use platform::{Refusal, Refusals};
use registers::admin_procedures::fields::SameAs;
use registers::admin_procedures::{Component, Procedure, fields};
use std::collections::BTreeMap;

/// Names and values that a form holds at first.
pub(super) type AtFirst = Vec<(String, String)>;

/// The name of a paper's box; its count and form stand behind a dot.
pub(super) fn paper_name(at: usize) -> String {
    format!("paper.{at}")
}

/// Whether every dossier needs the paper.
pub(super) fn is_needed(component: &Component) -> bool {
    !component.is_conditional
}

/// Whether the paper is there: by its own box, or by the one that stands for all needed ones.
pub(super) fn is_ticked(fields: &Fields, (at, component): (usize, &Component)) -> bool {
    let all = is_needed(component) && !fields.get("all_papers").is_empty();
    all || !fields.get(&paper_name(at)).is_empty()
}

/// The form in which a paper usually comes, by its name.
pub(super) fn first_form(component: &Component) -> PaperForm {
    let name = fold(&component.name);
    if name.contains("ban sao") && !name.contains("ban chinh") {
        PaperForm::Copy
    } else {
        PaperForm::Original
    }
}

/// Reads fields of a form and notes what cannot be read.
pub(super) struct Read<'a> {
    pub(super) fields: &'a Fields,
    pub(super) reasons: Refusals,
}

impl<'a> Read<'a> {
    pub(super) fn new(fields: &'a Fields) -> Read<'a> {
        Read { fields, reasons: Refusals::default() }
    }

    /// A whole number, with or without separators and the sign of the đồng; `empty` for nothing.
    pub(super) fn number(&mut self, (field, name): (&'static str, &str), empty: i64) -> i64 {
        let text = self.fields.get(name);
        if text.is_empty() {
            return empty;
        }
        whole_number(text.trim_end_matches(['đ', '₫'])).unwrap_or_else(|| {
            self.reasons.push(Refusal::new("form-not-a-number").field(field).with("text", text));
            empty
        })
    }

    /// One of several; `stand_in` for what is none of them.
    pub(super) fn choice<T>(
        &mut self,
        name: &'static str,
        stand_in: T,
        of_word: impl Fn(&str) -> Option<T>,
    ) -> T {
        let text = self.fields.get(name);
        of_word(text).unwrap_or_else(|| {
            let reason = if text.is_empty() { "form-missing" } else { "form-not-a-choice" };
            self.reasons.push(Refusal::new(reason).field(name).with("text", text));
            stand_in
        })
    }

    pub(super) fn applicant(&mut self) -> Person {
        let kind = self.choice("kind", Kind::Citizen, Kind::of_word);
        person(self.fields, ("", kind))
    }

    /// Who hands in for the applicant; nobody when nothing of it was typed.
    pub(super) fn proxy(&self) -> Option<Person> {
        let proxy = person(self.fields, ("proxy_", Kind::Citizen));
        (proxy != Person::default()).then_some(proxy)
    }

    pub(super) fn papers(&mut self, components: &[Component]) -> Vec<PaperIn> {
        let mut papers = Vec::new();
        if self.fields.texts().iter().any(|(name, _)| is_unknown_paper(name, components.len())) {
            self.reasons.push(Refusal::new("counter-refusal-paper-unknown").field("papers"));
        }
        for (at, component) in components.iter().enumerate() {
            if !is_ticked(self.fields, (at, component)) {
                continue;
            }
            let name = paper_name(at);
            let form = PaperForm::of_word(self.fields.get(&format!("{name}.form")));
            let count = self.number(("papers", &format!("{name}.count")), 1);
            papers.push(PaperIn::of_component(at, form.unwrap_or_else(|| first_form(component)), count));
        }
        papers
    }
}

/// Whether a box is of a paper that the procedure does not have: a page drawn before the procedure was changed.
fn is_unknown_paper(name: &str, count: usize) -> bool {
    let Some(rest) = name.strip_prefix("paper.") else { return false };
    let at = rest.split('.').next().unwrap_or_default();
    at.parse().map_or(true, |at: usize| at >= count)
}

fn person(fields: &Fields, (prefix, kind): (&str, Kind)) -> Person {
    // What is copied from elsewhere brings line ends and double blanks; a person's data stand on one line each.
    let text = |name: &str| -> String {
        let words: Vec<&str> = fields.get(&format!("{prefix}{name}")).split_whitespace().collect();
        words.join(" ")
    };
    Person {
        kind,
        name: text("name"),
        id_number: text("id_number").split_whitespace().collect(),
        address: text("address"),
        phone: text("phone"),
        email: text("email"),
    }
}

/// What is to be received, and what could not be read of it.
pub(super) fn receive(fields: &Fields, (agency_id, procedure): (i64, &Procedure)) -> (Receive, Refusals) {
    let mut read = Read::new(fields);
    let applicant = read.applicant();
    let command = Receive {
        agency_id,
        procedure_id: procedure.id,
        answers: answers(fields, (procedure, &applicant)),
        applicant,
        proxy: read.proxy(),
        channel: read.choice("channel", Channel::Counter, Channel::of_word),
        sets: read.number(("sets", "sets"), 1),
        papers: read.papers(&procedure.components),
        fee_vnd: fee(&mut read, procedure),
        fee_paid: !fields.get("fee_paid").is_empty(),
        wants: read.choice("wants", Delivery::Applicant, Delivery::of_word),
    };
    (command, read.reasons)
}

/// The fee as typed, else the one that is certain; where neither is there it is asked for.
fn fee(read: &mut Read<'_>, procedure: &Procedure) -> i64 {
    match (read.fields.get("fee_vnd").is_empty(), fees::certain(procedure)) {
        (true, None) => {
            read.reasons.push(Refusal::new("counter-refusal-fee-missing").field("fee_vnd"));
            0
        }
        (_, certain) => read.number(("fee_vnd", "fee_vnd"), certain.unwrap_or(0)),
    }
}

/// The paper by which one person acts for another (văn bản ủy quyền), where the procedure names it.
pub(super) fn authority(components: &[Component]) -> Option<(usize, &Component)> {
    components.iter().enumerate().find(|(_, component)| fold(&component.name).contains("van ban uy quyen"))
}

/// Name of the box that says that no such paper is needed: some relatives and guardians act without one.
pub(super) const NO_AUTHORITY: &str = "no_authority";

/// That somebody hands in for another without the paper that the procedure names for it.
pub(super) fn authority_missing(fields: &Fields, components: &[Component]) -> Option<Refusal> {
    let paper = authority(components)?;
    let is_missing = !fields.get("proxy_name").is_empty()
        && !is_ticked(fields, paper)
        && fields.get(NO_AUTHORITY).is_empty();
    let told = Refusal::new("counter-refusal-authority").field(NO_AUTHORITY);
    is_missing.then(|| told.with("paper", &paper.1.name))
}

/// What was typed into the procedure's fields; those that repeat the applicant need not be typed again.
fn answers(fields: &Fields, (procedure, applicant): (&Procedure, &Person)) -> BTreeMap<String, String> {
    let mut typed = fields::views::typed(fields);
    if let Some(schema) = &procedure.fields {
        schema.fill_like(&mut typed, |same_as| repeated(applicant, same_as));
    }
    typed
}

fn repeated(applicant: &Person, same_as: SameAs) -> String {
    let number = &applicant.id_number;
    // Nine digits are an old card, ten a tax code: no personal identity number.
    let is_personal = number.len() == 12 && number.bytes().all(|byte| byte.is_ascii_digit());
    match same_as {
        SameAs::Name => applicant.name.clone(),
        SameAs::Address => applicant.address.clone(),
        SameAs::Phone => applicant.phone.clone(),
        SameAs::Email => applicant.email.clone(),
        SameAs::IdNumber | SameAs::IdPaper if !is_personal => String::new(),
        SameAs::IdNumber => number.clone(),
        // What is kept in a dossier is Vietnamese, whoever typed it.
        SameAs::IdPaper => format!("Số định danh cá nhân {number}"),
    }
}

/// A person as inputs hold one.
pub(super) fn person_fields(prefix: &str, person: &Person) -> AtFirst {
    let kind = if prefix.is_empty() { Some(("kind", person.kind.word())) } else { None };
    let texts = [
        ("name", person.name.as_str()),
        ("id_number", &person.id_number),
        ("address", &person.address),
        ("phone", &person.phone),
        ("email", &person.email),
    ];
    let named = |(name, text): (&str, &str)| (format!("{prefix}{name}"), text.to_owned());
    kind.into_iter().chain(texts).map(named).collect()
}

/// The papers that are there as inputs hold them.
pub(super) fn paper_fields(papers: &[PaperIn]) -> AtFirst {
    let mut out = Vec::new();
    for paper in papers {
        let Some(name) = paper.component.map(paper_name) else { continue };
        out.push((format!("{name}.count"), paper.count.to_string()));
        out.push((format!("{name}.form"), paper.form.word().to_owned()));
        out.push((name, "yes".to_owned()));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_read_as_people_write_it() {
        let fields = |text: &str| Fields::of([("fee_vnd".to_owned(), text.to_owned())]);
        for (text, want) in [("8.000 đ", 8_000), ("", 5), ("120.000", 120_000), ("-1", -1)] {
            let fields = fields(text);
            let mut read = Read::new(&fields);
            assert_eq!(
                (read.number(("fee_vnd", "fee_vnd"), 5), read.reasons.is_empty()),
                (want, true),
                "{text}"
            );
        }
        for text in ["99999999999999999999", "tám nghìn", "1e9", "1.5", "8.00 đ", "120,000"] {
            let fields = fields(text);
            let mut read = Read::new(&fields);
            read.number(("fee_vnd", "fee_vnd"), 0);
            assert_eq!(read.reasons.0.len(), 1, "{text}");
        }
    }
}
