//! Forms as declarations: fields with labels, hints and values; drawn, sent, and drawn again with what was typed.

use super::answers::{json, see_done};
use super::fields::Fields;
use super::frame::Page;
use super::parts::{Icon, crumbs, icon, with_codes};
use super::record::hidden_fields;
use super::register::Choice;
use super::request::Web;
use crate::drafts;
use crate::error::{Error, Refusal, Refusals, Result};
use crate::i18n;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// The most reasons that stand above a form, and at one field: nobody reads more before mending those.
const MOST_ERRORS: usize = 20;

/// One field of a form.
#[derive(Debug, Clone)]
pub struct Field {
    name: &'static str,
    label: &'static str,
    hint: Option<&'static str>,
    required: bool,
    kind: FieldKind,
}

#[derive(Debug, Clone)]
enum FieldKind {
    Text,
    Secret(&'static str),
    Name,
    Area,
    Day,
    KnownDate,
    Number,
    Select(Vec<Choice>),
    Radio(Vec<Choice>),
    Lookup { choices: Vec<Choice>, search: Option<&'static str> },
    File { accept: &'static str, several: bool },
    Tick,
    Ticks(Vec<Choice>),
}

impl Field {
    fn new(name: &'static str, label: &'static str, kind: FieldKind) -> Field {
        Field { name, label, hint: None, required: false, kind }
    }

    /// One line of text.
    pub fn text(name: &'static str, label: &'static str) -> Field {
        Field::new(name, label, FieldKind::Text)
    }

    /// A password; `autocomplete` is `current-password`, `new-password` or `one-time-code`.
    pub fn secret(name: &'static str, label: &'static str, autocomplete: &'static str) -> Field {
        Field::new(name, label, FieldKind::Secret(autocomplete))
    }

    /// The name typed to sign in.
    pub fn login(name: &'static str, label: &'static str) -> Field {
        Field::new(name, label, FieldKind::Name)
    }

    /// Several lines of text.
    pub fn area(name: &'static str, label: &'static str) -> Field {
        Field::new(name, label, FieldKind::Area)
    }

    /// A day, typed `15/03/2026`.
    pub fn day(name: &'static str, label: &'static str) -> Field {
        Field::new(name, label, FieldKind::Day)
    }

    /// A date as far as it is known: day, month, year or nothing.
    pub fn known_date(name: &'static str, label: &'static str) -> Field {
        Field::new(name, label, FieldKind::KnownDate)
    }

    /// A whole number.
    pub fn number(name: &'static str, label: &'static str) -> Field {
        Field::new(name, label, FieldKind::Number)
    }

    /// One of several, in a list that opens.
    pub fn select(name: &'static str, label: &'static str, choices: Vec<Choice>) -> Field {
        Field::new(name, label, FieldKind::Select(choices))
    }

    /// One of a few, all in sight.
    pub fn radio(name: &'static str, label: &'static str, choices: Vec<Choice>) -> Field {
        Field::new(name, label, FieldKind::Radio(choices))
    }

    /// A code, with suggestions; any code may be typed.
    pub fn lookup(name: &'static str, label: &'static str, choices: Vec<Choice>) -> Field {
        Field::new(name, label, FieldKind::Lookup { choices, search: None })
    }

    /// A file; `accept` as in HTML, such as `.csv,.xlsx`.
    pub fn file(name: &'static str, label: &'static str, accept: &'static str) -> Field {
        Field::new(name, label, FieldKind::File { accept, several: false })
    }

    /// Several files at once; `accept` as in HTML.
    pub fn files(name: &'static str, label: &'static str, accept: &'static str) -> Field {
        Field::new(name, label, FieldKind::File { accept, several: true })
    }

    /// A box to be ticked.
    pub fn tick(name: &'static str, label: &'static str) -> Field {
        Field::new(name, label, FieldKind::Tick)
    }

    /// Any of a few, all in sight: [`Reader::all`](super::Reader::all) reads which.
    pub fn ticks(name: &'static str, label: &'static str, choices: Vec<Choice>) -> Field {
        Field::new(name, label, FieldKind::Ticks(choices))
    }

    /// Adds the key of a hint below the label.
    #[must_use]
    pub fn hint(mut self, key: &'static str) -> Field {
        self.hint = Some(key);
        self
    }

    /// Says that it must be filled. Others are marked as optional.
    #[must_use]
    pub fn required(mut self) -> Field {
        self.required = true;
        self
    }

    /// Fetches a lookup's suggestions from `path?q=typed` while typing; answer with [`suggestions`].
    #[must_use]
    pub fn search(mut self, path: &'static str) -> Field {
        if let FieldKind::Lookup { search, .. } = &mut self.kind {
            *search = Some(path);
        }
        self
    }
}

/// Suggestions for a lookup, as its search answers: JSON of values and labels.
///
/// # Errors
/// When they cannot be written as JSON.
pub fn suggestions(choices: &[Choice]) -> Result<Response> {
    json(&choices)
}

type Drawing = dyn Fn(&Web, Option<&Fields>, &Refusals) -> Markup + Send + Sync;

/// Inputs that a slice draws itself.
#[derive(Clone)]
struct Inside(Arc<Drawing>);

impl fmt::Debug for Inside {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Inside")
    }
}

/// A form: what is asked, and what is known already.
#[derive(Debug, Clone, Default)]
pub struct Form {
    title: String,
    button: String,
    section: &'static str,
    crumbs: Vec<(String, String)>,
    intro: Markup,
    action: Option<String>,
    groups: Vec<(Option<&'static str>, Vec<Field>)>,
    values: Vec<(&'static str, String)>,
    revision: Option<i64>,
    draft: Option<&'static str>,
    cancel: Option<String>,
    is_final: bool,
    inside: Option<Inside>,
}

impl Form {
    /// A form with a title and a verb on its button, both ready to read.
    pub fn new(title: impl Into<String>, button: impl Into<String>) -> Form {
        Form {
            title: title.into(),
            button: button.into(),
            groups: vec![(None, Vec::new())],
            ..Form::default()
        }
    }

    /// The section of the rail it belongs to.
    #[must_use]
    pub fn section(mut self, section: &'static str) -> Form {
        self.section = section;
        self
    }

    /// Adds a step of the way back: address and name.
    #[must_use]
    pub fn crumb(mut self, href: impl Into<String>, name: impl Into<String>) -> Form {
        self.crumbs.push((href.into(), name.into()));
        self
    }

    /// What stands between title and fields: facts of the record, a notice.
    #[must_use]
    pub fn intro(mut self, intro: Markup) -> Form {
        self.intro = intro;
        self
    }

    /// Where it is sent; its own page unless told.
    #[must_use]
    pub fn action(mut self, action: impl Into<String>) -> Form {
        self.action = Some(action.into());
        self
    }

    /// Begins a group of fields under a title, given by its key.
    #[must_use]
    pub fn group(mut self, title: &'static str) -> Form {
        self.groups.push((Some(title), Vec::new()));
        self
    }

    /// Adds a field to the present group.
    #[must_use]
    pub fn field(mut self, field: Field) -> Form {
        if let Some((_, fields)) = self.groups.last_mut() {
            fields.push(field);
        }
        self
    }

    /// Adds inputs below the fields that the slice draws itself: from what was typed, which is nothing before the
    /// first sending, and every reason.
    #[must_use]
    pub fn inside(
        mut self,
        draw: impl Fn(&Web, Option<&Fields>, &Refusals) -> Markup + Send + Sync + 'static,
    ) -> Form {
        self.inside = Some(Inside(Arc::new(draw)));
        self
    }

    /// Says what a field holds at first, as people would type it.
    #[must_use]
    pub fn value(mut self, name: &'static str, value: impl Into<String>) -> Form {
        self.values.push((name, value.into()));
        self
    }

    /// The revision of the record that is shown: the action refuses when it moved on.
    #[must_use]
    pub fn revision(mut self, revision: i64) -> Form {
        self.revision = Some(revision);
        self
    }

    /// Lets it be kept unsent; `name` tells kinds of forms apart and has a sentence `draft-NAME` (dots as hyphens).
    #[must_use]
    pub fn draft(mut self, name: &'static str) -> Form {
        self.draft = Some(name);
        self
    }

    /// Where a link beside the button leads that leaves everything as it is.
    #[must_use]
    pub fn cancel(mut self, href: impl Into<String>) -> Form {
        self.cancel = Some(href.into());
        self
    }

    /// Says that its act ends something for good: the button does not look like those of everyday work.
    #[must_use]
    pub fn ends_for_good(mut self) -> Form {
        self.is_final = true;
        self
    }

    /// The page of a form not sent yet; `?draft=ID` fills it from a draft, `?held=KEY` with what was
    /// typed when the session had rested too long.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the draft is none of this form here; [`Error::Forbidden`] when it is not the actor's
    /// to open.
    pub async fn page(&self, web: &Web) -> Result<Response> {
        let held = web.held_fields();
        let typed = match (web.query.number("draft"), self.draft) {
            (Some(id), Some(form)) if held.is_none() => Some(drafts::fields_of(web, form, id).await?),
            _ => held,
        };
        Ok(self.whole_page(web, typed.as_ref(), &Refusals::default()).into_response())
    }

    /// Answers a sending: keeps a draft when asked to, else runs `act`; when it refuses, the form
    /// comes back with everything typed and every reason (422).
    ///
    /// # Errors
    /// What `act` failed with, refusals aside.
    pub async fn answer(
        &self,
        web: &Web,
        fields: &Fields,
        act: impl Future<Output = Result<Response>>,
    ) -> Result<Response> {
        let seen = drafts::Seen::of(fields);
        if let Some(form) = self.draft.filter(|_| fields.has("save_draft")) {
            return match drafts::keep(web, (form, seen), fields).await {
                Ok(_) | Err(Error::Repeated { .. }) => Ok(see_done("/drafts", "drafts-done-kept")),
                Err(Error::Refused(reasons)) => Ok(self.refused(web, fields, &reasons)),
                Err(other) => Err(other),
            };
        }
        let broken = self.broken_lines(fields);
        if !broken.is_empty() {
            return Ok(self.refused(web, fields, &broken));
        }
        match act.await {
            Ok(response) => {
                if let (Some(form), Some(seen)) = (self.draft, seen) {
                    drafts::use_up(web, form, seen).await?;
                }
                Ok(response)
            }
            Err(Error::Refused(reasons)) => Ok(self.refused(web, fields, &reasons)),
            Err(other) => Err(other),
        }
    }

    /// Fields of one line that came with several, as no browser sends them.
    fn broken_lines(&self, fields: &Fields) -> Refusals {
        let all = self.groups.iter().flat_map(|group| &group.1);
        let of_one_line = all.filter(|field| !matches!(field.kind, FieldKind::Area));
        let broken = of_one_line.filter(|field| fields.get(field.name).contains('\n'));
        Refusals(broken.map(|field| Refusal::new("form-one-line").field(field.name)).collect())
    }

    /// The form again, with everything typed and every reason (422).
    pub fn refused(&self, web: &Web, fields: &Fields, reasons: &Refusals) -> Response {
        (StatusCode::UNPROCESSABLE_ENTITY, self.whole_page(web, Some(fields), reasons)).into_response()
    }

    fn whole_page(&self, web: &Web, typed: Option<&Fields>, reasons: &Refusals) -> Markup {
        let main = html! {
            div.pad.stack {
                div {
                    @if !self.crumbs.is_empty() { (crumbs(web, &self.crumbs)) }
                    h1 { (with_codes(&self.title)) }
                }
                (self.errors(web, reasons))
                (self.intro)
                (self.drawn(web, typed, (reasons, self.begins_at(reasons))))
            }
        };
        let title = if reasons.is_empty() {
            self.title.clone()
        } else {
            web.t_with("form-error-title", &[("title", &self.title)])
        };
        web.page(Page { title, section: self.section, main, ..Page::default() })
    }

    /// All reasons on top, each a link to its field.
    pub fn errors(&self, web: &Web, reasons: &Refusals) -> Markup {
        if reasons.is_empty() {
            return html! {};
        }
        let ordered = self.in_order(reasons);
        let more = ordered.len().saturating_sub(MOST_ERRORS).to_string();
        let count = ordered.len().to_string();
        html! {
            section.errors aria-labelledby="errors" tabindex="-1" role="alert" {
                h2 id="errors" { (icon(Icon::Warning)) (web.t_with("form-errors", &[("count", &count)])) }
                ul {
                    @for reason in ordered.iter().take(MOST_ERRORS).copied() {
                        li {
                            @match self.field_of(reason) {
                                Some(field) => { a href={ "#" (field.name) } { (self.sentence(web, field, reason)) } }
                                None => { (i18n::refusal(web.language(), reason)) }
                            }
                        }
                    }
                    @if ordered.len() > MOST_ERRORS { li { (web.t_with("form-errors-more", &[("count", &more)])) } }
                }
            }
        }
    }

    /// The reasons, each once and in the order of the fields, so that one reads and mends from the top; those of
    /// no field come first.
    fn in_order<'r>(&self, reasons: &'r Refusals) -> Vec<&'r Refusal> {
        let names: Vec<&str> =
            self.groups.iter().flat_map(|group| &group.1).map(|field| field.name).collect();
        let place = |reason: &&Refusal| reason.field.and_then(|name| names.iter().position(|at| *at == name));
        let mut ordered = reasons.distinct();
        ordered.sort_by_key(place);
        ordered
    }

    /// Where typing begins on a page of its own: at what is wrong first, else at the first field.
    fn begins_at(&self, reasons: &Refusals) -> &'static str {
        let wrong = self.in_order(reasons).into_iter().find_map(|reason| self.field_of(reason));
        let first = || self.groups.iter().flat_map(|group| &group.1).next();
        wrong.or_else(first).map_or("", |field| field.name)
    }

    fn field_of(&self, reason: &Refusal) -> Option<&Field> {
        let name = reason.field?;
        self.groups.iter().flat_map(|group| &group.1).find(|field| field.name == name)
    }

    /// The general sentences of forms name their field; those of slices stand alone.
    fn sentence(&self, web: &Web, field: &Field, reason: &Refusal) -> String {
        let sentence = i18n::refusal(web.language(), reason);
        if reason.key.starts_with("form-") { format!("{}: {sentence}", web.t(field.label)) } else { sentence }
    }

    /// The form element alone, to be put into a page of another kind.
    pub fn body(&self, web: &Web, typed: Option<&Fields>, reasons: &Refusals) -> Markup {
        self.drawn(web, typed, (reasons, ""))
    }

    fn drawn(&self, web: &Web, typed: Option<&Fields>, (reasons, begins_at): (&Refusals, &str)) -> Markup {
        let reasons = &few_of_each(reasons);
        let has_file = self
            .groups
            .iter()
            .flat_map(|group| &group.1)
            .any(|field| matches!(field.kind, FieldKind::File { .. }));
        let action = self.action.as_deref().unwrap_or(&web.path);
        let draft = typed.map_or("", |typed| typed.get("draft"));
        html! {
            form.form method="post" action=(action) novalidate enctype=[has_file.then_some("multipart/form-data")] {
                (hidden_fields(web, self.revision))
                @if self.draft.is_some() { input type="hidden" name="draft" value=(draft); }
                @for (title, fields) in &self.groups {
                    @if !fields.is_empty() {
                        section {
                            @if let Some(title) = title { h2 { (web.t(title)) } }
                            @for field in fields { (self.draw((web, field), (typed, reasons), begins_at)) }
                        }
                    }
                }
                @if let Some(Inside(draw)) = &self.inside { (draw(web, typed, reasons)) }
                div.act {
                    button.button.first.danger[self.is_final] accesskey="l" { (self.button) }
                    @if self.draft.is_some() {
                        button.button name="save_draft" value="1" { (web.t("form-save-draft")) }
                    }
                    @if let Some(href) = &self.cancel { a href=(href) { (web.t("form-cancel")) } }
                }
            }
        }
    }

    fn draw(
        &self,
        (web, field): (&Web, &Field),
        (typed, reasons): (Option<&Fields>, &Refusals),
        begins_at: &str,
    ) -> Markup {
        let at_first =
            || self.values.iter().find(|value| value.0 == field.name).map_or("", |value| value.1.as_str());
        let value = typed.map_or_else(at_first, |typed| typed.get(field.name));
        let errors: Vec<String> = reasons
            .0
            .iter()
            .filter(|reason| reason.field == Some(field.name))
            .map(|reason| i18n::refusal(web.language(), reason))
            .collect();
        let drawn = Drawn { web, field, value, errors, begins: field.name == begins_at };
        match &field.kind {
            FieldKind::Radio(choices) => drawn.radio(choices),
            FieldKind::Tick => drawn.tick(),
            FieldKind::Ticks(choices) => {
                drawn.ticks(choices, &typed.map(|typed| typed.all(field.name)).unwrap_or_default())
            }
            _ => drawn.labelled(),
        }
    }
}

/// The reasons, each once, and of no field more than anybody reads.
pub(super) fn few_of_each(reasons: &Refusals) -> Refusals {
    let mut told: BTreeMap<Option<&str>, usize> = BTreeMap::new();
    let is_read = |reason: &&Refusal| {
        let count = told.entry(reason.field).or_default();
        *count += 1;
        *count <= MOST_ERRORS
    };
    Refusals(reasons.distinct().into_iter().filter(is_read).cloned().collect())
}

/// A field about to be drawn.
struct Drawn<'a> {
    web: &'a Web,
    field: &'a Field,
    value: &'a str,
    errors: Vec<String>,
    /// Whether the focus stands here when the page opens.
    begins: bool,
}

impl Drawn<'_> {
    fn hint(&self) -> Option<String> {
        let own = match self.field.kind {
            FieldKind::Day => Some("form-day-hint"),
            FieldKind::KnownDate => Some("form-known-date-hint"),
            _ => None,
        };
        self.field.hint.or(own).map(|key| self.web.t(key))
    }

    fn described_by(&self) -> Option<String> {
        let name = self.field.name;
        let mut ids = Vec::new();
        if self.hint().is_some() {
            ids.push(format!("{name}-hint"));
        }
        if !self.errors.is_empty() {
            ids.push(format!("{name}-error"));
        }
        Some(ids.join(" ")).filter(|ids| !ids.is_empty())
    }

    /// Hint and errors, between label and input.
    fn remarks(&self) -> Markup {
        let name = self.field.name;
        html! {
            @if let Some(hint) = self.hint() { span.hint id={ (name) "-hint" } { (hint) } }
            @if !self.errors.is_empty() { span.error id={ (name) "-error" } { (self.errors.join(" ")) } }
        }
    }

    fn optional(&self) -> Markup {
        html! { @if !self.field.required { span.quiet { " " (self.web.t("form-optional")) } } }
    }

    fn labelled(&self) -> Markup {
        html! {
            div.field.bad[!self.errors.is_empty()] {
                label for=(self.field.name) { (self.web.t(self.field.label)) (self.optional()) }
                (self.remarks())
                (self.input())
            }
        }
    }

    fn input(&self) -> Markup {
        let (name, value) = (self.field.name, self.value);
        let invalid = (!self.errors.is_empty()).then_some("true");
        let by = self.described_by();
        let required = self.field.required.then_some("true");
        match &self.field.kind {
            FieldKind::Area => html! {
                textarea.full id=(name) name=(name) rows="4" aria-required=[required] aria-invalid=[invalid] aria-describedby=[by] autofocus[self.begins] { (value) }
            },
            FieldKind::Select(choices) => html! {
                select.full id=(name) name=(name) aria-required=[required] aria-invalid=[invalid] aria-describedby=[by] autofocus[self.begins] {
                    option value="" { (self.web.t("form-choose")) }
                    @for choice in choices { option value=(choice.value) selected[choice.value == value] { (choice.label) } }
                }
            },
            FieldKind::File { accept, several } => html! {
                input id=(name) name=(name) type="file" accept=(accept) multiple[*several] aria-required=[required] aria-invalid=[invalid] aria-describedby=[by] autofocus[self.begins];
            },
            FieldKind::Lookup { choices, search } => html! {
                // The script turns it into a list that finds without accents too.
                input.full id=(name) name=(name) value=(value) list={ (name) "-list" } autocomplete="off"
                    aria-required=[required] aria-invalid=[invalid] aria-describedby=[by] autofocus[self.begins]
                    data-search=[search.as_ref()] data-nothing=(self.web.t("form-lookup-nothing"));
                datalist id={ (name) "-list" } {
                    @for choice in choices { option value=(choice.value) { (choice.label) } }
                }
            },
            FieldKind::Day | FieldKind::KnownDate => html! {
                input.date id=(name) name=(name) inputmode="numeric" autocomplete="off" value=(value)
                    aria-required=[required] aria-invalid=[invalid] aria-describedby=[by] autofocus[self.begins];
            },
            FieldKind::Number => html! {
                input.date id=(name) name=(name) inputmode="numeric" value=(value)
                    aria-required=[required] aria-invalid=[invalid] aria-describedby=[by] autofocus[self.begins];
            },
            FieldKind::Secret(autocomplete) => html! {
                // What was typed never goes back into a page.
                input.full id=(name) name=(name) type=(if *autocomplete == "one-time-code" { "text" } else { "password" })
                    inputmode=[(*autocomplete == "one-time-code").then_some("numeric")] autocomplete=(autocomplete)
                    aria-required=[required] aria-invalid=[invalid] aria-describedby=[by] autofocus[self.begins];
            },
            FieldKind::Name => html! {
                input.full id=(name) name=(name) value=(value) autocomplete="username" autocapitalize="none" spellcheck="false"
                    aria-required=[required] aria-invalid=[invalid] aria-describedby=[by] autofocus[self.begins];
            },
            FieldKind::Text | FieldKind::Radio(_) | FieldKind::Tick | FieldKind::Ticks(_) => html! {
                input.full id=(name) name=(name) value=(value) autocomplete="off"
                    aria-required=[required] aria-invalid=[invalid] aria-describedby=[by] autofocus[self.begins];
            },
        }
    }

    fn radio(&self, choices: &[Choice]) -> Markup {
        self.boxes(choices, "radio", |choice| choice.value == self.value)
    }

    fn ticks(&self, choices: &[Choice], ticked: &[&str]) -> Markup {
        self.boxes(choices, "checkbox", |choice| ticked.contains(&choice.value.as_str()))
    }

    fn boxes(&self, choices: &[Choice], kind: &str, is_checked: impl Fn(&Choice) -> bool) -> Markup {
        let name = self.field.name;
        let begins = choices.iter().position(&is_checked).unwrap_or(0);
        html! {
            fieldset.field.bad[!self.errors.is_empty()] aria-describedby=[self.described_by()] {
                legend { (self.web.t(self.field.label)) (self.optional()) }
                (self.remarks())
                div.choices {
                    @for (at, choice) in choices.iter().enumerate() {
                        label.choice {
                            // The first carries the field's id, which the error summary leads to.
                            input type=(kind) name=(name) value=(choice.value) checked[is_checked(choice)]
                                id=(if at == 0 { name.to_owned() } else { format!("{name}-{at}") })
                                autofocus[self.begins && at == begins];
                            span { (choice.label) }
                        }
                    }
                }
            }
        }
    }

    fn tick(&self) -> Markup {
        let name = self.field.name;
        html! {
            div.field.bad[!self.errors.is_empty()] {
                (self.remarks())
                label.choice {
                    input type="checkbox" id=(name) name=(name) value="yes" checked[!self.value.is_empty()]
                        aria-describedby=[self.described_by()] autofocus[self.begins];
                    span { (self.web.t(self.field.label)) }
                }
            }
        }
    }
}
