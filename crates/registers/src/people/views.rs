//! The markup of an agency's units, people and deputies.

use super::actions::{DEPUTISE, MANAGE, Opened, own_agency};
use super::model::{Deputy, DeputyEvent, Unit, UnitEvent, UnitKind};
use super::pages::{OFFICE, Office};
use super::roster::{Change, Plan, Roster, UnitOfList, to_text};
use crate::sheets::Fault;
use maud::{Markup, html};
use platform::accounts::{Account, Appointment};
use platform::web::{
    Button, Cell, Choice, Column, Filter, Icon, Page, Past, RecordPage, Register, Tab, Told, Tone, Web,
    block, changes, crumbs, empty, facts, filters, head, hidden_fields, moments, notice, others, record_page,
    register, role_name, state, tabs, timeline,
};
use platform::{Scope, i18n};

/// The views of an agency's own set-up, in the order of the tabs; services and desks are kept by another crate.
const VIEWS: [(&str, &str); 5] = [
    ("/units", "people-units"),
    ("/staff", "people-staff"),
    ("/deputies", "people-deputies"),
    ("/services", "people-tab-services"),
    ("/desks", "people-tab-desks"),
];

/// The ways from one view of an agency's set-up, at `current`, to the others.
pub fn office_tabs(web: &Web, current: &str) -> Markup {
    let all = VIEWS.map(|(href, label)| Tab {
        href: href.to_owned(),
        label: web.t(label),
        count: None,
        current: href == current,
    });
    tabs(&web.t("people-tabs"), &all)
}

/// The name of a kind of unit.
pub(super) fn kind_name(web: &Web, kind: UnitKind) -> String {
    web.t(&format!("people-kind-{}", kind.word().replace('_', "-")))
}

fn may(web: &Web, action: &platform::Action) -> bool {
    own_agency(&web.ctx).is_ok_and(|agency| web.can(action, &Scope::owned_by(agency.id)))
}

fn own_name(web: &Web) -> String {
    own_agency(&web.ctx).map(|agency| agency.name).unwrap_or_default()
}

fn unit_state(web: &Web, unit: &Unit) -> Markup {
    if unit.exists_on(web.today()) {
        state(Tone::Live, Icon::Live, &web.t("people-unit-open"))
    } else {
        state(Tone::Off, Icon::Over, &web.t("people-unit-closed"))
    }
}

const UNIT_COLUMNS: &[Column] = &[
    Column::new("people-unit-code"),
    Column::new("people-unit-name"),
    Column::new("people-unit-kind"),
    Column::new("people-unit-parent").wide_only(),
    Column::new("people-count").number().labelled(),
    Column::new("people-state"),
];

/// The units of the own agency.
pub(super) fn units(web: &Web, office: &Office) -> Markup {
    let mut buttons = Vec::new();
    if may(web, &MANAGE) {
        buttons.push(Button::new("/staff/import", web.t("people-import")));
        buttons.push(Button::new("/units/new", web.t("people-open-unit")).first());
    }
    let row = |unit: &Unit| {
        vec![
            Cell::Code(unit.code.clone()),
            Cell::name(format!("/units/{}", unit.id), &unit.name),
            Cell::Text(kind_name(web, unit.kind)),
            Cell::Text(office.unit_name(unit.parent_id).to_owned()),
            Cell::Text(web.number(office.people_in(unit.id) as i64)),
            Cell::Rich(unit_state(web, unit)),
        ]
    };
    let table = Register {
        caption: web.t("people-units"),
        columns: UNIT_COLUMNS,
        sort: String::new(),
        rows: office.units.iter().map(row).collect(),
    };
    let first = may(web, &MANAGE).then(|| Button::new("/staff/import", web.t("people-import")));
    let main = html! {
        (office_tabs(web, "/units"))
        (head(&web.t("people-units"), &html! { (own_name(web)) }, &buttons))
        @if office.units.is_empty() { (empty(&web.t("people-no-units"), &web.t("people-no-units-what-to-do"), first.as_ref())) }
        @else { (register(web, &table)) }
    };
    page(web, "people-units", main)
}

fn page(web: &Web, title: &str, main: Markup) -> Markup {
    web.page(Page { title: web.t(title), section: OFFICE, main, ..Page::default() })
}

/// One unit: what it is, who works there, what happened to it.
pub(super) fn unit(web: &Web, (unit, office): (&Unit, &Office), past: &[Past<Unit>]) -> Markup {
    let told = moments(web, past, |past| told(web, past, office));
    let parent =
        unit.parent_id.map(|id| html! { a href={ "/units/" (id) } { (office.unit_name(Some(id))) } });
    let rows = [
        (web.t("people-unit-code"), html! { span.code { (unit.code) } }),
        (web.t("people-unit-kind"), html! { (kind_name(web, unit.kind)) }),
        (web.t("people-unit-parent"), parent.unwrap_or_default()),
        (web.t("people-from-on"), html! { (unit.from_on.vietnamese()) }),
        (
            web.t("people-last-on"),
            html! { @if let Some(to_on) = unit.to_on { (to_on.plus_days(-1).vietnamese()) } },
        ),
    ];
    let people: Vec<(String, String, String)> = office
        .staff
        .iter()
        .filter(|staff| staff.unit_id == Some(unit.id))
        .map(|staff| (format!("/staff/{}", staff.account_id), staff.name.clone(), role_name(web, staff.role)))
        .collect();
    let mut acts = Vec::new();
    if may(web, &MANAGE) && unit.to_on.is_none() {
        for (path, key) in [("correct", "people-correct-unit"), ("close", "people-close-unit")] {
            acts.push((format!("/units/{}/{path}", unit.id), web.t(key), String::new()));
        }
    }
    let record = RecordPage {
        crumbs: crumbs(web, &[("/units".into(), web.t("people-units"))]),
        title: unit.name.clone(),
        line: html! { span.code { (unit.code) } (unit_state(web, unit)) },
        left: html! {
            (block(&web.t("people-facts"), &facts(&rows)))
            (block(&web.t("people-staff"), &html! {
                @if people.is_empty() { p { (web.t("people-nobody")) } } @else { (others(&people)) }
            }))
            (block(&web.t("people-timeline"), &timeline(&told)))
        },
        beside: html! { @if !acts.is_empty() { (block(&web.t("people-acts"), &others(&acts))) } },
        ..RecordPage::default()
    };
    web.page(Page {
        title: unit.name.clone(),
        section: OFFICE,
        main: record_page(&record),
        ..Page::default()
    })
}

/// Labels and texts of everything that may be corrected.
fn rows(web: &Web, unit: &Unit, office: &Office) -> Vec<(String, String)> {
    vec![
        (web.t("people-unit-code"), unit.code.clone()),
        (web.t("people-unit-name"), unit.name.clone()),
        (web.t("people-unit-kind"), kind_name(web, unit.kind)),
        (web.t("people-unit-parent"), office.unit_name(unit.parent_id).to_owned()),
    ]
}

fn told(web: &Web, past: &Past<Unit>, office: &Office) -> Told {
    let (key, remark, changed) = match &past.event {
        UnitEvent::Opened { .. } => ("people-told-opened", String::new(), Vec::new()),
        UnitEvent::Corrected { reason, .. } => {
            let before = past.before.as_ref().map(|unit| rows(web, unit, office)).unwrap_or_default();
            ("people-told-corrected", reason.clone(), changes(&before, &rows(web, &past.after, office)))
        }
        UnitEvent::Closed { reason, .. } => ("people-told-closed", reason.clone(), Vec::new()),
    };
    Told { day: String::new(), iso: String::new(), what: web.t(key), remark, changes: changed }
}

const STAFF_COLUMNS: &[Column] = &[
    Column::new("people-name"),
    Column::new("people-login").wide_only(),
    Column::new("people-role"),
    Column::new("people-unit"),
    Column::new("people-from-on").labelled(),
];

/// The people of the own agency.
pub(super) fn staff(web: &Web, office: &Office) -> Markup {
    let mut buttons = vec![Button::new(web.export_link("/staff.xlsx"), web.t("people-export"))];
    if may(web, &MANAGE) {
        buttons.push(Button::new("/staff/import", web.t("people-import")));
        buttons.push(Button::new("/staff/new", web.t("people-open-staff")).first());
    }
    let row = |staff: &super::Staff| {
        vec![
            Cell::name(format!("/staff/{}", staff.account_id), &staff.name),
            Cell::Code(staff.login.clone()),
            Cell::Text(role_name(web, staff.role)),
            Cell::Text(office.unit_name(staff.unit_id).to_owned()),
            Cell::Code(staff.from_on.vietnamese()),
        ]
    };
    let table = Register {
        caption: web.t("people-staff"),
        columns: STAFF_COLUMNS,
        sort: String::new(),
        rows: office.staff.iter().map(row).collect(),
    };
    let roles = super::ROLES_HERE.into_iter().map(|role| Choice::new(role.word(), role_name(web, role)));
    let main = html! {
        (office_tabs(web, "/staff"))
        (head(&web.t("people-staff"), &html! { (own_name(web)) }, &buttons))
        (filters(web, &[
            Filter::search("q", "people-search"),
            Filter::select("unit", "people-unit", office.unit_choices(web)),
            Filter::select("role", "people-role", roles.collect()),
        ]))
        @if office.staff.is_empty() { (empty(&web.t("people-no-staff"), &web.t("people-no-staff-what-to-do"), None)) }
        @else { (register(web, &table)) }
    };
    page(web, "people-staff", main)
}

/// One person who works here, with the roles held here.
pub(super) fn person(
    web: &Web,
    (account, appointments): (&Account, &[Appointment]),
    office: &Office,
) -> Markup {
    let manages = may(web, &MANAGE);
    let works = office.staff.iter().any(|staff| staff.account_id == account.id);
    let mut acts = Vec::new();
    if manages && works {
        for (path, key) in [("appoint", "people-appoint"), ("reset-password", "people-reset")] {
            acts.push((format!("/staff/{}/{path}", account.id), web.t(key), String::new()));
        }
    }
    let away = office.deputies.iter().filter(|deputy| deputy.absent_account_id == account.id);
    let stands_in = office.deputies.iter().filter(|deputy| deputy.deputy_account_id == account.id);
    let line = |deputy: &Deputy, other: i64| {
        (format!("/deputies/{}", deputy.id), office.person_name(other).to_owned(), period(web, deputy))
    };
    let away: Vec<_> = away.map(|deputy| line(deputy, deputy.deputy_account_id)).collect();
    let stands_in: Vec<_> = stands_in.map(|deputy| line(deputy, deputy.absent_account_id)).collect();
    let record = RecordPage {
        crumbs: crumbs(web, &[("/staff".into(), web.t("people-staff"))]),
        title: account.name.clone(),
        line: html! {
            span.code { (account.login) }
            @if works { (state(Tone::Live, Icon::Live, &web.t("people-works"))) }
            @else { (state(Tone::Off, Icon::Over, &web.t("people-left"))) }
        },
        left: block(&web.t("people-roles"), &appointments_table(web, (appointments, manages), office)),
        beside: html! {
            @if !acts.is_empty() { (block(&web.t("people-acts"), &others(&acts))) }
            @if !away.is_empty() { (block(&web.t("people-deputy-is"), &others(&away))) }
            @if !stands_in.is_empty() { (block(&web.t("people-stands-in"), &others(&stands_in))) }
        },
        ..RecordPage::default()
    };
    web.page(Page {
        title: account.name.clone(),
        section: OFFICE,
        main: record_page(&record),
        ..Page::default()
    })
}

fn appointments_table(web: &Web, (appointments, manages): (&[Appointment], bool), office: &Office) -> Markup {
    let today = web.today();
    html! {
        table.register.plain-table.cards {
            thead { tr {
                @for key in ["people-role", "people-unit", "people-from-on", "people-last-on"] { th scope="col" { (web.t(key)) } }
            } }
            tbody {
                @for one in appointments {
                    tr {
                        th.all scope="row" { (role_name(web, one.role)) }
                        td { (office.unit_name(one.unit_id)) }
                        td.code { (one.from_on.vietnamese()) }
                        td.code {
                            @if let Some(to_on) = one.to_on { (to_on.plus_days(-1).vietnamese()) }
                            @else if manages && one.holds_on(today) {
                                a href={ "/staff/" (one.account_id) "/end/" (one.id) } { (web.t("people-end-appointment")) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn period(web: &Web, deputy: &Deputy) -> String {
    let (from, last) = (deputy.from_on.vietnamese(), deputy.to_on.plus_days(-1).vietnamese());
    web.t_with("people-period", &[("from", &from), ("last", &last)])
}

const DEPUTY_COLUMNS: &[Column] = &[
    Column::new("people-absent"),
    Column::new("people-deputy").labelled(),
    Column::new("people-when"),
    Column::new("people-reason").wide_only(),
    Column::new("people-state"),
];

fn deputy_state(web: &Web, deputy: &Deputy) -> Markup {
    let today = web.today();
    match () {
        () if deputy.to_on <= today || deputy.to_on <= deputy.from_on => {
            state(Tone::Off, Icon::Over, &web.t("people-deputy-over"))
        }
        () if deputy.from_on > today => state(Tone::Soon, Icon::Clock, &web.t("people-deputy-soon")),
        () => state(Tone::Live, Icon::Live, &web.t("people-deputy-now")),
    }
}

/// Who stands in for whom.
pub(super) fn deputies(web: &Web, office: &Office) -> Markup {
    let mut buttons = Vec::new();
    if may(web, &DEPUTISE) {
        buttons.push(Button::new("/deputies/new", web.t("people-name-deputy")).first());
    }
    let row = |deputy: &Deputy| {
        vec![
            Cell::name(format!("/deputies/{}", deputy.id), office.person_name(deputy.absent_account_id)),
            Cell::Text(office.person_name(deputy.deputy_account_id).to_owned()),
            Cell::Code(period(web, deputy)),
            Cell::Text(deputy.reason.clone()),
            Cell::Rich(deputy_state(web, deputy)),
        ]
    };
    let table = Register {
        caption: web.t("people-deputies"),
        columns: DEPUTY_COLUMNS,
        sort: String::new(),
        rows: office.deputies.iter().map(row).collect(),
    };
    let main = html! {
        (office_tabs(web, "/deputies"))
        (head(&web.t("people-deputies"), &html! { (web.t("people-deputies-sentence")) }, &buttons))
        @if office.deputies.is_empty() { (empty(&web.t("people-no-deputies"), &web.t("people-no-deputies-what-to-do"), None)) }
        @else { (register(web, &table)) }
    };
    page(web, "people-deputies", main)
}

/// One deputy: `names` are those of the absent one and of the deputy.
pub(super) fn deputy(
    web: &Web,
    (deputy, [absent, stands_in]): (&Deputy, &[String; 2]),
    past: &[Past<Deputy>],
) -> Markup {
    let told = moments(web, past, |past| {
        let key = match past.event {
            DeputyEvent::Named { .. } => "people-told-named",
            DeputyEvent::Ended { .. } => "people-told-ended",
        };
        let (day, iso) = (String::new(), String::new());
        Told { day, iso, what: web.t(key), remark: String::new(), changes: Vec::new() }
    });
    let rows = [
        (web.t("people-absent"), html! { a href={ "/staff/" (deputy.absent_account_id) } { (absent) } }),
        (web.t("people-deputy"), html! { a href={ "/staff/" (deputy.deputy_account_id) } { (stands_in) } }),
        (web.t("people-when"), html! { (period(web, deputy)) }),
        (web.t("people-reason"), html! { (deputy.reason) }),
    ];
    let may_end = may(web, &DEPUTISE) && deputy.to_on > web.today();
    let acts = [(format!("/deputies/{}/end", deputy.id), web.t("people-end-deputy"), String::new())];
    let record = RecordPage {
        crumbs: crumbs(web, &[("/deputies".into(), web.t("people-deputies"))]),
        title: web.t_with("people-deputy-of", &[("absent", absent), ("deputy", stands_in)]),
        line: deputy_state(web, deputy),
        left: html! {
            (block(&web.t("people-facts"), &facts(&rows)))
            (block(&web.t("people-timeline"), &timeline(&told)))
        },
        beside: html! { @if may_end { (block(&web.t("people-acts"), &others(&acts))) } },
        ..RecordPage::default()
    };
    page(web, "people-deputies", record_page(&record))
}

/// Passwords that are shown now and never again, as a list to be printed and cut.
pub(super) fn passwords(web: &Web, opened: &[Opened], told: &Markup) -> Markup {
    let main = html! {
        (head(&web.t("people-passwords"), &html! { (own_name(web)) }, &[Button::new("/staff", web.t("people-to-staff"))]))
        div.pad.stack {
            (told)
            @if !opened.is_empty() {
                (notice(Tone::Soon, &html! { p { (web.t("people-passwords-once")) } }))
                table.register.plain-table {
                    thead { tr {
                        @for key in ["people-name", "people-login", "people-one-time"] { th scope="col" { (web.t(key)) } }
                    } }
                    tbody {
                        @for one in opened {
                            tr { th scope="row" { (one.name) } td.code { (one.login) } td.code { b { (one.one_time) } } }
                        }
                    }
                }
            }
        }
    };
    page(web, "people-passwords", main)
}

/// What a list would change, or what keeps it out.
pub(super) fn preview(web: &Web, (read, plan): (&Roster, &Plan), office: &Office) -> Markup {
    let again = Button::new("/staff/import", web.t("people-import-again"));
    let sound = plan.faults.is_empty();
    let sentence = match () {
        () if !sound => {
            web.t_with("people-import-unsound", &[("faults", &web.number(plan.faults.len() as i64))])
        }
        () if plan.is_empty() => web.t("people-import-nothing"),
        () => {
            let count = web.number((plan.units.len() + plan.changes.len()) as i64);
            web.t_with("people-import-would", &[("count", &count)])
        }
    };
    let main = html! {
        (head(&web.t("people-import-title"), &html! { (sentence) }, &[again]))
        div.pad.stack {
            @if sound && !plan.is_empty() {
                form method="post" action="/staff/import" {
                    (hidden_fields(web, None))
                    input type="hidden" name="rows" value=(to_text(&read.rows));
                    button.button.first accesskey="l" { (web.t("people-import-write")) }
                }
            }
            (fault_table(web, ("people-import-faults", Tone::Late), &plan.faults))
            (fault_table(web, ("people-import-warnings", Tone::Soon), &read.warnings))
            @if sound { (plan_table(web, plan, office)) }
        }
    };
    page(web, "people-import-title", main)
}

fn fault_table(web: &Web, (key, tone): (&str, Tone), faults: &[Fault]) -> Markup {
    html! {
        @if !faults.is_empty() {
            section.block {
                h2 { (state(tone, Icon::Warning, &web.t(key))) span.quiet { " · " (web.number(faults.len() as i64)) } }
                table.register.plain-table.cards {
                    thead { tr {
                        @for key in ["people-import-line", "people-import-column", "people-import-reason"] { th scope="col" { (web.t(key)) } }
                    } }
                    tbody {
                        @for fault in faults {
                            tr {
                                th.num scope="row" { @if fault.line > 0 { (fault.line) } }
                                td.code { (fault.reason.field.unwrap_or_default()) }
                                td.wrapped { (i18n::refusal(web.language(), &fault.reason)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn plan_table(web: &Web, plan: &Plan, office: &Office) -> Markup {
    let unit_of = |unit: &Option<UnitOfList>| match unit {
        None => String::new(),
        Some(UnitOfList::Held(id)) => office.unit_name(Some(*id)).to_owned(),
        Some(UnitOfList::New(at)) => plan.units.get(*at).map(|new| new.1.name.clone()).unwrap_or_default(),
    };
    let words = |change: &Change| match change {
        Change::Open { login, name, role, unit } => {
            (web.t("people-plan-open"), format!("{name} ({login})"), role_name(web, *role), unit_of(unit))
        }
        Change::Appoint { login, role, unit, .. } => {
            (web.t("people-plan-appoint"), login.clone(), role_name(web, *role), unit_of(unit))
        }
        Change::Rename { before, name, .. } => {
            (web.t("people-plan-rename"), format!("{before} → {name}"), String::new(), String::new())
        }
    };
    html! {
        @if !plan.is_empty() {
            section.block {
                h2 { (web.t("people-import-changes")) }
                table.register.plain-table.cards {
                    thead { tr {
                        @for key in ["people-import-line", "people-import-change", "people-import-subject", "people-role", "people-unit"] {
                            th scope="col" { (web.t(key)) }
                        }
                    } }
                    tbody {
                        @for (line, unit) in &plan.units {
                            tr {
                                th.num scope="row" { (line) }
                                td { (web.t("people-plan-unit")) }
                                td { (unit.name) " (" (unit.code) ")" }
                                td { (kind_name(web, unit.kind)) }
                                td {}
                            }
                        }
                        @for (line, change) in &plan.changes {
                            @let (what, who, role, unit) = words(change);
                            tr { th.num scope="row" { (line) } td { (what) } td { (who) } td { (role) } td { (unit) } }
                        }
                    }
                }
            }
        }
        @if plan.unchanged > 0 {
            p.hint { (web.t_with("people-import-unchanged", &[("count", &web.number(plan.unchanged as i64))])) }
        }
    }
}
