//! What signing in and the pages of accounts look like.

use super::model::{Account, Appointment};
use super::sessions::Session;
use super::sign_in::SecondFactor;
use crate::error::Refusals;
use crate::web::{
    Field, Fields, Form, Icon, Page, PublicPage, Tone, Web, block, facts, head, hidden_fields, icon, notice,
    qr, refusal_list, role_name, safe_back, state,
};
use maud::{Markup, html};

/// The frame of the steps of signing in: one question in the middle of an empty page.
fn step(web: &Web, title: &str, content: &Markup) -> Markup {
    let main = html! { div.sign { h1 { (title) } (content) } };
    web.public_page(PublicPage {
        title: title.to_owned(),
        main,
        foot: web.t("accounts-foot"),
        aside: Some(("/".to_owned(), web.t("accounts-to-public"))),
        ..PublicPage::default()
    })
}

fn reasons_on_top(web: &Web, reasons: &Refusals) -> Markup {
    html! {
        @if !reasons.is_empty() {
            section.errors role="alert" tabindex="-1" {
                h2 { (icon(Icon::Warning)) (web.t("accounts-not-yet")) }
                (refusal_list(web, reasons))
            }
        }
    }
}

fn back_field(web: &Web, fields: &Fields) -> Markup {
    let back = if fields.has("back") { fields.get("back") } else { web.query.get("back") };
    html! { input type="hidden" name="back" value=(safe_back(back)); }
}

/// Login and password.
pub(super) fn sign_in(web: &Web, fields: &Fields, reasons: &Refusals) -> Markup {
    let wrong = (!reasons.is_empty()).then_some("true");
    let content = html! {
        @if web.query.get("why") == "idle" { (notice(Tone::Soon, &html! { (web.t("accounts-idle")) })) }
        (reasons_on_top(web, reasons))
        form.form method="post" action="/sign-in" {
            (back_field(web, fields))
            div.field {
                label for="login" { (web.t("accounts-login")) }
                input.full id="login" name="login" value=(fields.get("login")) autocomplete="username"
                    autocapitalize="none" spellcheck="false" required aria-invalid=[wrong];
            }
            div.field {
                label for="password" { (web.t("accounts-password")) }
                input.full id="password" name="password" type="password" autocomplete="current-password" required
                    aria-invalid=[wrong];
            }
            p { button.button.first.wide { (web.t("accounts-sign-in")) } }
        }
        p.hint { (web.t("accounts-sign-in-hint")) }
        (demo_accounts(web))
    };
    step(web, &web.t("accounts-sign-in"), &content)
}

fn demo_accounts(web: &Web) -> Markup {
    html! {
        @if !web.app.demo_accounts.is_empty() {
            section.block {
                h2 { (web.t("accounts-demo")) }
                dl.facts {
                    @for one in &web.app.demo_accounts {
                        dt.code { (one.login) " / " (one.password) }
                        dd { (role_name(web, one.role)) }
                    }
                }
            }
        }
    }
}

/// The code of the second factor, with the secret to be enrolled where there is none yet.
pub(super) fn second_factor(web: &Web, shown: &SecondFactor, reasons: &Refusals) -> Markup {
    let content = html! {
        (reasons_on_top(web, reasons))
        @if let SecondFactor::Enrol { secret, url } = shown {
            p { (web.t("accounts-enrol")) }
            div.own { (qr(url, &web.t("accounts-enrol-qr"))) p { (web.t("accounts-enrol-secret")) br; span.num.secret { (in_groups(secret)) } } }
        }
        form.form method="post" action="/sign-in/second-factor" {
            (hidden_fields(web, None))
            (back_field(web, &Fields::default()))
            div.field {
                label for="code" { (web.t("accounts-code")) }
                span.hint id="code-hint" { (web.t("accounts-code-hint")) }
                input.full id="code" name="code" inputmode="numeric" autocomplete="one-time-code" required
                    aria-describedby="code-hint";
            }
            p { button.button.first.wide { (web.t("accounts-go-on")) } }
        }
        (sign_out_form(web))
    };
    step(web, &web.t("accounts-second-factor"), &content)
}

/// A key in groups of four, which are easier to copy by hand.
fn in_groups(key: &str) -> String {
    let letters: Vec<char> = key.chars().collect();
    letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

/// The appointments to choose from.
pub(super) fn appointment(web: &Web, session: &Session, choices: &[Appointment]) -> Markup {
    let content = html! {
        @if choices.is_empty() { p { (web.t("accounts-no-appointment")) } }
        @else { (appointment_choices(web, session, choices)) }
        (sign_out_form(web))
    };
    step(web, &web.t("accounts-choose-appointment"), &content)
}

fn appointment_choices(web: &Web, session: &Session, choices: &[Appointment]) -> Markup {
    let present = session.appointment.as_ref().map(|appointment| appointment.id);
    let marked = present.or_else(|| choices.first().map(|first| first.id));
    html! {
        form.form method="post" action="/sign-in/appointment" {
            (hidden_fields(web, None))
            (back_field(web, &Fields::default()))
            fieldset.field {
                legend { (web.t("accounts-act-as")) }
                div.choices {
                    @for choice in choices {
                        label.choice {
                            input type="radio" name="appointment" value=(choice.id) checked[marked == Some(choice.id)];
                            span { (choice.agency_name) span.quiet { (role_name(web, choice.role)) } }
                        }
                    }
                }
            }
            p { button.button.first.wide { (web.t("accounts-go-on")) } }
        }
    }
}

fn sign_out_form(web: &Web) -> Markup {
    html! {
        form method="post" action="/sign-out" {
            (hidden_fields(web, None))
            button.button { (web.t("frame-sign-out")) }
        }
    }
}

/// A new password; the present one is asked for.
pub(super) fn password(web: &Web, reasons: &Refusals) -> Markup {
    let form = Form::new(web.t("accounts-new-password"), web.t("accounts-set-password"))
        .action("/account/password")
        .field(Field::secret("present", "accounts-present-password", "current-password").required())
        .field(
            Field::secret("password", "accounts-password-new", "new-password")
                .required()
                .hint(if web.app.demo { "accounts-password-demo-hint" } else { "accounts-password-hint" }),
        )
        .field(Field::secret("again", "accounts-password-again", "new-password").required());
    let must = web.session.as_ref().is_some_and(|session| session.must_change_password);
    let content = html! {
        @if must { (notice(Tone::Soon, &html! { (web.t("accounts-must-change")) })) }
        (form.errors(web, reasons))
        (form.body(web, None, reasons))
    };
    step(web, &web.t("accounts-new-password"), &content)
}

/// One's own account.
pub(super) fn own_account(web: &Web, session: &Session, choices: &[Appointment]) -> Markup {
    let agency = session.appointment.as_ref().map_or("", |appointment| appointment.agency_name.as_str());
    let role = web.actor().role().map(|role| role_name(web, role)).unwrap_or_default();
    let rows = [
        (web.t("accounts-name"), html! { (session.name) }),
        (web.t("accounts-login"), html! { (session.login) }),
        (web.t("accounts-agency"), html! { (agency) }),
        (web.t("accounts-role"), html! { (role) }),
    ];
    let main = html! {
        (head(&web.t("accounts-own"), &html! {}, &[]))
        div.pad.stack {
            (facts(&rows))
            @if choices.len() > 1 {
                (block(&web.t("accounts-choose-appointment"), &appointment_choices(web, session, choices)))
            }
            p.buttons {
                a.button href="/account/password" { (web.t("accounts-new-password")) }
                a.button href="/account?lang=vi" lang="vi" hreflang="vi" { "Tiếng Việt" }
                a.button href="/account?lang=en" lang="en" hreflang="en" { "English" }
            }
            (sign_out_form(web))
        }
    };
    web.page(Page { title: web.t("accounts-own"), main, ..Page::default() })
}

/// Whether an account may sign in.
pub(super) fn account_state(web: &Web, disabled: bool) -> Markup {
    if disabled {
        state(Tone::Off, Icon::Over, &web.t("accounts-disabled"))
    } else {
        state(Tone::Live, Icon::Live, &web.t("accounts-enabled"))
    }
}

/// The appointments of an account as a table.
pub(super) fn appointment_table(web: &Web, appointments: &[Appointment]) -> Markup {
    let today = web.today();
    html! {
        table.register.plain-table {
            thead { tr {
                th scope="col" { (web.t("accounts-agency")) } th scope="col" { (web.t("accounts-role")) }
                th scope="col" { (web.t("accounts-period")) } th scope="col" { (web.t("accounts-state")) }
            } }
            tbody {
                @for one in appointments {
                    tr {
                        th scope="row" { a href={ "/appointments/" (one.id) } { (one.agency_name) } }
                        td { (role_name(web, one.role)) }
                        td.code { (period(web, one)) }
                        td { @if one.holds_on(today) { (state(Tone::Live, Icon::Live, &web.t("accounts-holds"))) }
                             @else { (state(Tone::Off, Icon::Over, &web.t("accounts-holds-not"))) } }
                    }
                }
            }
        }
    }
}

/// First and last day of an appointment.
pub(super) fn period(web: &Web, appointment: &Appointment) -> String {
    let from = appointment.from_on.vietnamese();
    match appointment.to_on {
        None => web.t_with("accounts-period-open", &[("from", &from)]),
        Some(to_on) => {
            let to = to_on.plus_days(-1).vietnamese();
            web.t_with("accounts-period-closed", &[("from", &from), ("to", &to)])
        }
    }
}

/// The one-time password, shown once.
pub(super) fn one_time_password(web: &Web, account: &Account, password: &str) -> Markup {
    let main = html! {
        (head(&web.t("accounts-one-time"), &html! { (account.name) " · " (account.login) }, &[]))
        div.pad.stack {
            (notice(Tone::Soon, &html! { p { (web.t("accounts-one-time-text")) } }))
            p { b.code { (password) } }
            p.buttons { a.button href={ "/accounts/" (account.id) } { (web.t("accounts-to-account")) } }
        }
    };
    web.page(Page { title: web.t("accounts-one-time"), section: "accounts", main, ..Page::default() })
}
