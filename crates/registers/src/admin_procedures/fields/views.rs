//! The inputs of a declaration.

use super::check::faults_of;
use super::schema::{Field, FieldKind, Schema};
use maud::{Markup, html};
use platform::web::{Fields, Web};
use platform::{Refusals, i18n};
use std::collections::BTreeMap;

/// What stands before a field's key in the names of inputs, so that no field takes the name of the form's own.
const PREFIX: &str = "field.";

/// What was typed into the inputs of a declaration, by the keys of fields.
pub fn typed(fields: &Fields) -> BTreeMap<String, String> {
    let own = |(name, text): &(String, String)| Some((name.strip_prefix(PREFIX)?.to_owned(), text.clone()));
    fields.texts().iter().filter_map(own).collect()
}

/// A declaration about to be drawn.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    /// What is declared.
    pub schema: &'a Schema,
    /// What was typed, by the keys of fields.
    pub typed: &'a BTreeMap<String, String>,
    /// What is wrong with it.
    pub reasons: &'a Refusals,
    /// The id of the input that has the focus; empty for none.
    pub first: &'a str,
}

/// The id of a field's input, which is its name too.
pub fn id_of(key: &str) -> String {
    format!("{PREFIX}{key}")
}

/// The inputs of a declaration with what was typed, each with its faults; the focus stands at the first fault.
pub fn inputs(web: &Web, schema: &Schema, typed: &BTreeMap<String, String>, reasons: &Refusals) -> Markup {
    let wrong = schema.fields.iter().find(|field| !faults_of(reasons, &field.key).is_empty());
    let first = wrong.map(|field| id_of(&field.key)).unwrap_or_default();
    let asked = Asked { schema, typed, reasons, first: &first };
    html! { @for field in &schema.fields { (one(web, asked, field)) } }
}

/// As [`inputs`], beside the data of an applicant: fields that repeat them are folded away while they are empty.
pub fn inputs_beside_applicant(web: &Web, asked: Asked<'_>) -> Markup {
    let runs = asked.schema.fields.chunk_by(|one, next| one.same_as.is_some() == next.same_as.is_some());
    html! {
        @for run in runs {
            @if run.iter().any(|field| field.same_as.is_none()) {
                @for field in run { (one(web, asked, field)) }
            } @else {
                (like_applicant(web, asked, run))
            }
        }
    }
}

/// Fields that mean the applicant's own data while they are empty.
fn like_applicant(web: &Web, asked: Asked<'_>, run: &[Field]) -> Markup {
    let is_typed = |field: &Field| asked.typed.get(&field.key).is_some_and(|text| !text.is_empty());
    let is_open = run.iter().any(|field| is_typed(field) || !faults_of(asked.reasons, &field.key).is_empty());
    let labels: Vec<&str> = run.iter().map(|field| field.label.as_str()).collect();
    html! {
        details.fold.like open[is_open] {
            summary { (web.t("admin-procedures-like-applicant")) span.quiet { (labels.join("; ")) } }
            div.stack {
                p.hint { (web.t("admin-procedures-like-applicant-hint")) }
                @for field in run { (one(web, asked, field)) }
            }
        }
    }
}

fn one(web: &Web, asked: Asked<'_>, field: &Field) -> Markup {
    let drawn = Drawn {
        web,
        field,
        id: id_of(&field.key),
        value: asked.typed.get(&field.key).map_or("", String::as_str),
        errors: faults_of(asked.reasons, &field.key)
            .into_iter()
            .map(|reason| i18n::refusal(web.language(), reason))
            .collect(),
        is_first: id_of(&field.key) == asked.first,
    };
    match &field.kind {
        FieldKind::Radio(_) => drawn.radio(),
        FieldKind::Checkbox => drawn.tick(),
        _ => drawn.labelled(),
    }
}

/// A field about to be drawn.
struct Drawn<'a> {
    web: &'a Web,
    field: &'a Field,
    id: String,
    value: &'a str,
    errors: Vec<String>,
    /// Whether the focus stands here when the page opens.
    is_first: bool,
}

impl Drawn<'_> {
    fn hint(&self) -> String {
        match (&self.field.kind, self.field.hint.is_empty()) {
            (FieldKind::Date { .. }, true) => self.web.t("form-day-hint"),
            _ => self.field.hint.clone(),
        }
    }

    fn described_by(&self) -> Option<String> {
        let hint = (!self.hint().is_empty()).then(|| format!("{}-hint", self.id));
        let error = (!self.errors.is_empty()).then(|| format!("{}-error", self.id));
        let ids: Vec<String> = hint.into_iter().chain(error).collect();
        Some(ids.join(" ")).filter(|ids| !ids.is_empty())
    }

    fn label(&self) -> Markup {
        html! {
            (self.field.label)
            @if !self.field.is_required { span.quiet { " " (self.web.t("form-optional")) } }
        }
    }

    fn remarks(&self) -> Markup {
        let hint = self.hint();
        html! {
            @if !hint.is_empty() { span.hint id={ (self.id) "-hint" } { (hint) } }
            @if !self.errors.is_empty() { span.error id={ (self.id) "-error" } { (self.errors.join(" ")) } }
        }
    }

    fn labelled(&self) -> Markup {
        html! {
            div.field.bad[!self.errors.is_empty()] {
                label for=(self.id) { (self.label()) }
                (self.remarks())
                (self.input())
            }
        }
    }

    fn input(&self) -> Markup {
        let (id, value) = (&self.id, self.value);
        let invalid = (!self.errors.is_empty()).then_some("true");
        let required = self.field.is_required.then_some("true");
        let (by, first) = (self.described_by(), self.is_first);
        match &self.field.kind {
            FieldKind::Area { .. } => html! {
                textarea.full id=(id) name=(id) rows="4" autofocus[first] aria-required=[required] aria-invalid=[invalid]
                    aria-describedby=[by] { (value) }
            },
            FieldKind::Select(choices) => html! {
                select.full id=(id) name=(id) autofocus[first] aria-required=[required] aria-invalid=[invalid]
                    aria-describedby=[by] {
                    option value="" { (self.web.t("form-choose")) }
                    @for choice in choices {
                        option value=(choice.value) selected[choice.value == value] { (choice.label) }
                    }
                }
            },
            FieldKind::Date { .. } | FieldKind::Number { .. } => html! {
                input.date id=(id) name=(id) inputmode=(self.keyboard()) autocomplete="off" value=(value) autofocus[first]
                    aria-required=[required] aria-invalid=[invalid] aria-describedby=[by];
            },
            FieldKind::Text { .. } | FieldKind::Radio(_) | FieldKind::Checkbox => html! {
                input.full id=(id) name=(id) value=(value) autocomplete="off" autofocus[first]
                    aria-required=[required] aria-invalid=[invalid] aria-describedby=[by];
            },
        }
    }

    fn keyboard(&self) -> &'static str {
        match self.field.kind {
            FieldKind::Number { decimals, .. } if decimals > 0 => "decimal",
            _ => "numeric",
        }
    }

    fn radio(&self) -> Markup {
        html! {
            fieldset.field.bad[!self.errors.is_empty()] aria-describedby=[self.described_by()] {
                legend { (self.label()) }
                (self.remarks())
                div.choices {
                    @for (at, choice) in self.field.choices().iter().enumerate() {
                        label.choice {
                            // The first carries the field's id, which the error summary leads to.
                            input type="radio" name=(self.id) value=(choice.value) checked[choice.value == self.value]
                                autofocus[self.is_first && at == 0]
                                id=(if at == 0 { self.id.clone() } else { format!("{}-{at}", self.id) });
                            span { (choice.label) }
                        }
                    }
                }
            }
        }
    }

    fn tick(&self) -> Markup {
        html! {
            div.field.bad[!self.errors.is_empty()] {
                (self.remarks())
                label.choice {
                    input type="checkbox" id=(self.id) name=(self.id) value="yes" checked[!self.value.is_empty()]
                        autofocus[self.is_first] aria-describedby=[self.described_by()];
                    span { (self.field.label) }
                }
            }
        }
    }
}
