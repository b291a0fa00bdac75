//! The inputs of the counter's forms: drawn with what was typed and what is wrong with it.

use super::super::applicants::Kind;
use super::super::model::{Delivery, PaperForm};
use super::typed::{NO_AUTHORITY, authority, first_form, is_needed, is_ticked, paper_name};
use maud::{Markup, html};
use platform::web::{Choice, Fields, Icon, Web, icon};
use platform::{Refusal, Refusals, i18n};
use registers::admin_procedures::fields::{SameAs, Schema};
use registers::admin_procedures::{Component, ComponentKind};

/// Inputs and the keys of their labels, in the order of the pages.
const LABELS: &[(&str, &str)] = &[
    ("service", "counter-procedure"),
    ("kind", "counter-kind"),
    ("id_number", "counter-id-number"),
    ("name", "counter-name"),
    ("address", "counter-address"),
    ("phone", "counter-phone"),
    ("email", "counter-email"),
    ("proxy_name", "counter-proxy-name"),
    ("proxy_id_number", "counter-proxy-id-number"),
    ("proxy_address", "counter-address"),
    ("proxy_phone", "counter-phone"),
    ("proxy_email", "counter-email"),
    (NO_AUTHORITY, "counter-no-authority"),
    ("papers", "counter-papers"),
    ("pages", "counter-pages"),
    ("fee_vnd", "counter-fee"),
    ("channel", "counter-channel"),
    ("sets", "counter-sets"),
    ("wants", "counter-wants"),
    ("form", "counter-form"),
    ("missing", "counter-missing"),
    ("reason", "counter-reason"),
];

/// A form about to be drawn.
pub(super) struct Inputs<'a> {
    pub(super) web: &'a Web,
    pub(super) typed: &'a Fields,
    pub(super) reasons: &'a Refusals,
}

/// What an input is, beside its name.
#[derive(Clone, Copy, Default)]
pub(super) struct Input {
    /// Key of its label.
    pub(super) label: &'static str,
    /// Key of its hint.
    pub(super) hint: Option<&'static str>,
    /// Whether it must be filled.
    pub(super) needed: bool,
    /// Whether digits are typed.
    pub(super) digits: bool,
    /// Whether the focus stands here when the page opens.
    pub(super) first: bool,
}

impl Input {
    pub(super) fn new(label: &'static str) -> Input {
        Input { label, ..Input::default() }
    }
}

impl Inputs<'_> {
    fn errors(&self, name: &str) -> Vec<String> {
        let own = self.reasons.0.iter().filter(|reason| reason.field == Some(name));
        own.map(|reason| self.of_whom(reason, i18n::refusal(self.web.language(), reason))).collect()
    }

    /// Label, hint and faults above an input.
    fn field(&self, name: &str, input: Input, control: &Markup) -> Markup {
        let errors = self.errors(name);
        html! {
            div.field.bad[!errors.is_empty()] {
                label for=(name) {
                    (self.web.t(input.label))
                    @if !input.needed { span.quiet { " " (self.web.t("form-optional")) } }
                }
                @if let Some(hint) = input.hint { span.hint id={ (name) "-hint" } { (self.web.t(hint)) } }
                @if !errors.is_empty() { span.error id={ (name) "-error" } { (errors.join(" ")) } }
                (control)
            }
        }
    }

    fn described(&self, name: &str, input: Input) -> Option<String> {
        let hint = input.hint.map(|_| format!("{name}-hint"));
        let error = (!self.errors(name).is_empty()).then(|| format!("{name}-error"));
        let ids: Vec<String> = hint.into_iter().chain(error).collect();
        Some(ids.join(" ")).filter(|ids| !ids.is_empty())
    }

    /// The reasons in the order of the page.
    fn ordered(&self) -> Vec<&Refusal> {
        let at = |name: &str| LABELS.iter().position(|label| label.0 == name);
        // What the procedure's own fields lack stands where they are: before the papers.
        let place = |reason: &&Refusal| match (reason.field, target(reason)) {
            (None, Some(_)) => (at("papers"), 0),
            (field, _) => (field.and_then(at), 1),
        };
        let mut ordered: Vec<&Refusal> = self.reasons.0.iter().collect();
        ordered.sort_by_key(place);
        ordered
    }

    /// The id of the first input that is wrong.
    pub(super) fn first_wrong(&self) -> Option<String> {
        self.ordered().into_iter().find_map(target)
    }

    /// Whether the focus stands here when the page opens: where something is wrong, there.
    fn has_focus(&self, name: &str, input: Input) -> bool {
        match self.first_wrong() {
            Some(wrong) => wrong == name,
            None => input.first,
        }
    }

    /// A line of text or digits.
    pub(super) fn line(&self, name: &str, input: Input) -> Markup {
        let invalid = (!self.errors(name).is_empty()).then_some("true");
        let class = if input.digits { "date" } else { "full" };
        let control = html! {
            input class=(class) id=(name) name=(name) value=(self.typed.get(name)) autocomplete="off"
                inputmode=[input.digits.then_some("numeric")] autofocus[self.has_focus(name, input)]
                aria-required=[input.needed.then_some("true")] aria-invalid=[invalid]
                aria-describedby=[self.described(name, input)];
        };
        self.field(name, input, &control)
    }

    /// Several lines of text.
    pub(super) fn area(&self, name: &str, input: Input) -> Markup {
        let invalid = (!self.errors(name).is_empty()).then_some("true");
        let control = html! {
            textarea.full id=(name) name=(name) rows="4" autofocus[self.has_focus(name, input)]
                aria-required=[input.needed.then_some("true")] aria-invalid=[invalid]
                aria-describedby=[self.described(name, input)] { (self.typed.get(name)) }
        };
        self.field(name, input, &control)
    }

    /// One of several.
    pub(super) fn select(&self, name: &str, input: Input, choices: &[Choice]) -> Markup {
        let invalid = (!self.errors(name).is_empty()).then_some("true");
        let value = self.typed.get(name);
        let control = html! {
            select.full id=(name) name=(name) autofocus[self.has_focus(name, input)] aria-invalid=[invalid]
                aria-describedby=[self.described(name, input)] {
                @for choice in choices { option value=(choice.value) selected[choice.value == value] { (choice.label) } }
            }
        };
        self.field(name, Input { needed: true, ..input }, &control)
    }

    /// A box to be ticked.
    pub(super) fn tick(&self, name: &str, label: &str) -> Markup {
        self.tick_at((name, label), Input::default())
    }

    /// As [`Inputs::tick`], where the box may have the focus.
    pub(super) fn tick_at(&self, (name, label): (&str, &str), input: Input) -> Markup {
        html! {
            label.choice {
                input type="checkbox" id=(name) name=(name) value="yes" checked[!self.typed.get(name).is_empty()]
                    autofocus[input.first];
                span { (label) }
            }
        }
    }

    /// All reasons on top, each a link to its input.
    pub(super) fn summary(&self) -> Markup {
        if self.reasons.is_empty() {
            return html! {};
        }
        let ordered = self.ordered();
        let count = ordered.len().to_string();
        html! {
            section.errors aria-labelledby="errors" tabindex="-1" role="alert" {
                h2 id="errors" { (icon(Icon::Warning)) (self.web.t_with("form-errors", &[("count", &count)])) }
                ul {
                    @for reason in ordered {
                        li {
                            @match target(reason) {
                                Some(target) => { a href={ "#" (target) } { (self.sentence(reason)) } }
                                None => { (self.sentence(reason)) }
                            }
                        }
                    }
                }
            }
        }
    }

    /// What is wrong; the same is said of two people, so that the second is named.
    fn of_whom(&self, reason: &Refusal, sentence: String) -> String {
        let is_of_proxy = reason.field.is_some_and(|name| name.starts_with("proxy_"));
        if is_of_proxy { format!("{}: {sentence}", self.web.t("counter-of-proxy")) } else { sentence }
    }

    /// The general sentences of forms name their input; others stand alone.
    fn sentence(&self, reason: &Refusal) -> String {
        let sentence = i18n::refusal(self.web.language(), reason);
        let label = LABELS.iter().find(|label| Some(label.0) == reason.field);
        match label.filter(|_| reason.key.starts_with("form-")) {
            Some((_, key)) => self.of_whom(reason, format!("{}: {sentence}", self.web.t(key))),
            None => self.of_whom(reason, sentence),
        }
    }

    /// Whose the dossier is; `like` are the fields of the procedure that say the same, and may need it.
    pub(super) fn applicant(&self, (first, lookup): (&str, bool), like: Option<&Schema>) -> Markup {
        let web = self.web;
        let is_needed = |same: &[SameAs]| {
            let fields = like.iter().flat_map(|schema| &schema.fields);
            let mut needed = fields.filter(|field| field.is_required);
            needed.any(|field| {
                let is_typed = !self.typed.get(&format!("field.{}", field.key)).is_empty();
                field.same_as.is_some_and(|one| same.contains(&one)) && !is_typed
            })
        };
        let by_number = is_needed(&[SameAs::IdNumber, SameAs::IdPaper]);
        let kinds: Vec<Choice> =
            Kind::ALL.iter().map(|kind| Choice::new(kind.word(), web.t(kind.key()))).collect();
        let at = |name: &str, input: Input| Input { first: name == first, ..input };
        html! {
            section {
                h2 { (web.t("counter-applicant")) }
                div.pair.ends {
                    div.with-button {
                        (self.line("id_number", at("id_number", Input {
                            hint: lookup.then_some("counter-id-number-hint"), needed: by_number,
                            ..Input::new("counter-id-number")
                        })))
                        @if lookup {
                            button.button name="lookup" value="1" { (web.t("counter-lookup")) }
                        }
                    }
                    (self.select("kind", Input::new("counter-kind"), &kinds))
                }
                (self.line("name", at("name", Input { needed: true, ..Input::new("counter-name") })))
                (self.line("address", Input { needed: is_needed(&[SameAs::Address]), ..Input::new("counter-address") }))
                div.pair {
                    (self.line("phone", Input {
                        digits: true, needed: is_needed(&[SameAs::Phone]), ..Input::new("counter-phone")
                    }))
                    (self.line("email", Input { needed: is_needed(&[SameAs::Email]), ..Input::new("counter-email") }))
                }
            }
        }
    }

    /// Who hands in for the applicant, folded away while it is nobody.
    /// The paper that the procedure names for it is asked for by name.
    pub(super) fn proxy(&self, components: &[Component]) -> Markup {
        let web = self.web;
        let is_of_proxy = |name: &str| name.starts_with("proxy_") || name == NO_AUTHORITY;
        let is_open = self.typed.texts().iter().any(|(name, text)| is_of_proxy(name) && !text.is_empty())
            || self.reasons.0.iter().any(|reason| reason.field.is_some_and(is_of_proxy));
        html! {
            details.fold open[is_open] {
                summary { (web.t("counter-proxy")) }
                div.stack {
                    (self.line("proxy_name", Input::new("counter-proxy-name")))
                    div.pair {
                        (self.line("proxy_id_number", Input { digits: true, ..Input::new("counter-proxy-id-number") }))
                        (self.line("proxy_phone", Input { digits: true, ..Input::new("counter-phone") }))
                    }
                    (self.line("proxy_address", Input::new("counter-address")))
                    @if let Some((at, paper)) = authority(components) { (self.authority((at, &paper.name))) }
                }
            }
        }
    }

    /// The paper by which one person acts for another: shown among the papers, or not needed.
    fn authority(&self, (at, name): (usize, &str)) -> Markup {
        let web = self.web;
        let errors = self.errors(NO_AUTHORITY);
        html! {
            div.field.bad[!errors.is_empty()] {
                p.hint {
                    (web.t("counter-authority")) " " a href={ "#" (paper_name(at)) } { (name) } "."
                }
                @if !errors.is_empty() { p.error { (errors.join(" ")) } }
                (self.tick(NO_AUTHORITY, &web.t("counter-no-authority")))
            }
        }
    }

    /// The papers: each with whether it is there, how often and in which form; missing ones are marked.
    pub(super) fn papers(&self, components: &[Component]) -> Markup {
        self.papers_from(components, "")
    }

    /// As [`Inputs::papers`], where the input of the id `first` has the focus.
    pub(super) fn papers_from(&self, components: &[Component], first: &str) -> Markup {
        let web = self.web;
        let told = self.reasons.0.iter().any(|reason| reason.field == Some("papers"));
        let errors = self.errors("papers");
        html! {
            section {
                h2 id="papers" tabindex="-1" { (web.t("counter-papers")) }
                @if components.is_empty() { p.quiet { (web.t("counter-papers-none")) } }
                @else {
                    @if !errors.is_empty() { p.error { (errors.join(" ")) } }
                    (self.tick_at(("all_papers", &web.t("counter-papers-all")), Input {
                        first: first == "all_papers" || self.first_wrong().as_deref() == Some("papers"), ..Input::default()
                    }))
                    div.papers-in {
                        @for (at, component) in components.iter().enumerate() { (self.paper((at, component), told)) }
                    }
                }
            }
        }
    }

    fn paper(&self, (at, component): (usize, &Component), told: bool) -> Markup {
        let web = self.web;
        let (name, number) = (paper_name(at), (at + 1).to_string());
        let is_missing = told && is_needed(component) && !is_ticked(self.typed, (at, component));
        let count = self.typed.get(&format!("{name}.count"));
        let form = PaperForm::of_word(self.typed.get(&format!("{name}.form")));
        let form = form.unwrap_or_else(|| first_form(component));
        html! {
            div.paper-in.bad[is_missing] {
                label.choice {
                    input type="checkbox" id=(name) name=(name) value="yes" checked[is_ticked(self.typed, (at, component))];
                    span {
                        (component.name)
                        @if is_missing { " " span.error { (web.t("counter-paper-missing")) } }
                        @if component.kind == ComponentKind::Show { span.quiet { (web.t("counter-paper-show")) } }
                        @if component.is_conditional { span.quiet { (web.t("counter-paper-conditional")) } }
                    }
                }
                span.how {
                    input.count name={ (name) ".count" } value=(if count.is_empty() { "1" } else { count })
                        inputmode="numeric" autocomplete="off"
                        aria-label=(web.t_with("counter-paper-count", &[("number", &number)]));
                    select name={ (name) ".form" } aria-label=(web.t_with("counter-paper-form", &[("number", &number)])) {
                        @for one in PaperForm::ALL {
                            option value=(one.word()) selected[one == form] { (web.t(one.key())) }
                        }
                    }
                }
            }
        }
    }

    /// The fee, and whether it was paid.
    pub(super) fn fee(&self) -> Markup {
        html! {
            (self.line("fee_vnd", Input { digits: true, needed: true, ..Input::new("counter-fee") }))
            (self.tick("fee_paid", &self.web.t("counter-fee-paid")))
        }
    }

    /// Where the result is wanted.
    pub(super) fn wants(&self) -> Markup {
        let choices: Vec<Choice> =
            Delivery::ALL.iter().map(|one| Choice::new(one.word(), self.web.t(one.key()))).collect();
        self.select("wants", Input::new("counter-wants"), &choices)
    }
}

/// The id of the input that a reason is about.
fn target(reason: &Refusal) -> Option<String> {
    let of_procedure = reason.values.iter().find(|value| value.0 == "key");
    match (reason.field, of_procedure) {
        (Some(field), _) => Some(field.to_owned()).filter(|name| LABELS.iter().any(|label| label.0 == name)),
        (None, Some((_, key))) => Some(format!("field.{key}")),
        (None, None) => None,
    }
}
