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

/// The inputs of a declaration with what was typed, each with its faults.
pub fn inputs(web: &Web, schema: &Schema, typed: &BTreeMap<String, String>, reasons: &Refusals) -> Markup {
    html! {
        @for field in &schema.fields {
            @let drawn = Drawn {
                web,
                field,
                id: format!("{PREFIX}{}", field.key),
                value: typed.get(&field.key).map_or("", String::as_str),
                errors: faults_of(reasons, &field.key)
                    .into_iter()
                    .map(|reason| i18n::refusal(web.language(), reason))
                    .collect(),
            };
            @match &field.kind {
                FieldKind::Radio(_) => { (drawn.radio()) }
                FieldKind::Checkbox => { (drawn.tick()) }
                _ => { (drawn.labelled()) }
            }
        }
    }
}

/// A field about to be drawn.
struct Drawn<'a> {
    web: &'a Web,
    field: &'a Field,
    id: String,
    value: &'a str,
    errors: Vec<String>,
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
        let by = self.described_by();
        match &self.field.kind {
            FieldKind::Area { .. } => html! {
                textarea.full id=(id) name=(id) rows="4" aria-required=[required] aria-invalid=[invalid]
                    aria-describedby=[by] { (value) }
            },
            FieldKind::Select(choices) => html! {
                select.full id=(id) name=(id) aria-required=[required] aria-invalid=[invalid] aria-describedby=[by] {
                    option value="" { (self.web.t("form-choose")) }
                    @for choice in choices {
                        option value=(choice.value) selected[choice.value == value] { (choice.label) }
                    }
                }
            },
            FieldKind::Date { .. } | FieldKind::Number { .. } => html! {
                input.date id=(id) name=(id) inputmode=(self.keyboard()) autocomplete="off" value=(value)
                    aria-required=[required] aria-invalid=[invalid] aria-describedby=[by];
            },
            FieldKind::Text { .. } | FieldKind::Radio(_) | FieldKind::Checkbox => html! {
                input.full id=(id) name=(id) value=(value) autocomplete="off"
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
                        aria-describedby=[self.described_by()];
                    span { (self.field.label) }
                }
            }
        }
    }
}
