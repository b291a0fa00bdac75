//! The forms of procedures, and how what was typed becomes facts.

use super::decide::{Amend, Correct, Enter};
use super::fields::{Decimal, Schema};
use super::limits::{amount_word, rule_code, typed_limit};
use super::lines::{
    components_text, read_components, read_lines, read_steps, read_variants, steps_text, variants_text,
};
use super::model::{Certainty, Facts, Level, Procedure, Sureness, TimeLimit};
use super::result::ResultTemplate;
use super::views::SECTION;
use platform::web::{Choice, Field, Form, Reader, Web};
use platform::{Day, Refusal, Refusals};

/// Codes of the rules that a form offers; the hour of the same day stands in the code.
const RULES: [(&str, &str); 6] = [
    ("D", "admin-procedures-rule-d"),
    ("C", "admin-procedures-rule-c"),
    ("S15", "admin-procedures-rule-s15"),
    ("S17", "admin-procedures-rule-s17"),
    ("DC", "admin-procedures-rule-dc"),
    ("H", "admin-procedures-rule-h"),
];

const SURE: [(&str, Sureness); 3] =
    [("verified", Sureness::Verified), ("memory", Sureness::Memory), ("uncertain", Sureness::Uncertain)];

/// The form of a new procedure.
pub(super) fn enter(web: &Web, sectors: Vec<Choice>) -> Form {
    let form = Form::new(web.t("admin-procedures-enter-title"), web.t("admin-procedures-enter"))
        .section(SECTION)
        .crumb("/procedures", web.t("admin-procedures-title"))
        .field(Field::text("code", "admin-procedures-code").required().hint("admin-procedures-code-hint"))
        .field(Field::day("from_on", "admin-procedures-from").required())
        .value("from_on", web.today().vietnamese());
    with_facts(web, form, sectors).draft("admin-procedures.enter")
}

/// The form of a correction, filled with what is recorded.
pub(super) fn correct(web: &Web, procedure: &Procedure, sectors: Vec<Choice>) -> Form {
    let form = Form::new(web.t("admin-procedures-correct-title"), web.t("admin-procedures-correct"));
    let form = of_record(web, form, procedure).group("admin-procedures-group-why").field(
        Field::area("reason", "admin-procedures-reason").required().hint("admin-procedures-reason-hint"),
    );
    with_values(with_facts(web, form, sectors), procedure).draft("admin-procedures.correct")
}

/// The form of an amendment by an act, filled with what is recorded.
pub(super) fn amend(web: &Web, procedure: &Procedure, sectors: Vec<Choice>) -> Form {
    let form = Form::new(web.t("admin-procedures-amend-title"), web.t("admin-procedures-amend"));
    let form = of_record(web, form, procedure)
        .group("admin-procedures-group-why")
        .field(Field::text("act", "admin-procedures-act").required().hint("admin-procedures-act-hint"))
        .field(Field::day("from_on", "admin-procedures-from").required())
        .value("from_on", web.today().vietnamese());
    with_values(with_facts(web, form, sectors), procedure).draft("admin-procedures.amend")
}

fn of_record(web: &Web, form: Form, procedure: &Procedure) -> Form {
    form.section(SECTION)
        .crumb("/procedures", web.t("admin-procedures-title"))
        .crumb(format!("/procedures/{}", procedure.id), &procedure.facts.name)
        .revision(procedure.revision)
}

fn with_facts(web: &Web, form: Form, sectors: Vec<Choice>) -> Form {
    let levels = Level::ALL.map(|level| Choice::new(level.word(), web.t(level.key())));
    let rules = RULES.map(|(code, key)| Choice::new(code, web.t(key)));
    let sure = SURE.map(|(word, sureness)| Choice::new(word, web.t(sureness.key())));
    form.group("admin-procedures-group-what")
        .field(Field::text("name", "admin-procedures-name").required())
        .field(Field::lookup("sector", "admin-procedures-sector", sectors).required())
        .field(Field::radio("level", "admin-procedures-level", levels.to_vec()).required())
        .field(Field::text("executing_agency", "admin-procedures-agency").required())
        .field(Field::text("national_code", "admin-procedures-national-code"))
        .field(Field::text("iso_code", "admin-procedures-iso-code"))
        .group("admin-procedures-group-time")
        .field(Field::select("limit_rule", "admin-procedures-rule", rules.to_vec()))
        .field(Field::text("limit_amount", "admin-procedures-amount").hint("admin-procedures-amount-hint"))
        .field(Field::area("limit_text", "admin-procedures-limit-text"))
        .field(Field::area("variants", "admin-procedures-variants").hint("admin-procedures-variants-hint"))
        .field(Field::number("fee_vnd", "admin-procedures-fee-vnd").hint("admin-procedures-fee-hint"))
        .field(Field::area("fee_text", "admin-procedures-fee-text"))
        .group("admin-procedures-group-papers")
        .field(
            Field::area("components", "admin-procedures-components").hint("admin-procedures-components-hint"),
        )
        .field(Field::area("legal_basis", "admin-procedures-legal-basis").hint("admin-procedures-lines-hint"))
        .group("admin-procedures-group-steps")
        .field(Field::area("steps", "admin-procedures-steps").hint("admin-procedures-steps-hint"))
        .field(Field::tick("illustrative", "admin-procedures-illustrative-tick"))
        .group("admin-procedures-group-form")
        .field(Field::area("fields", "admin-procedures-fields").hint("admin-procedures-fields-hint"))
        .field(Field::area("result", "admin-procedures-result").hint("admin-procedures-result-hint"))
        .group("admin-procedures-group-source")
        .field(Field::text("source", "admin-procedures-source"))
        .field(Field::select("sureness", "admin-procedures-sureness", sure.to_vec()).required())
        .value("sureness", "verified")
}

fn with_values(form: Form, procedure: &Procedure) -> Form {
    let facts = &procedure.facts;
    let limit = facts.limit.as_ref();
    let text = limit.map_or(&facts.limit_note, |limit| &limit.text);
    let pretty = |schema: &Schema| serde_json::to_string_pretty(schema).unwrap_or_default();
    let paper = |template: &ResultTemplate| serde_json::to_string_pretty(template).unwrap_or_default();
    form.value("name", &facts.name)
        .value("sector", &facts.sector)
        .value("level", facts.level.word())
        .value("executing_agency", &facts.executing_agency)
        .value("national_code", facts.national_code.as_deref().unwrap_or_default())
        .value("iso_code", &facts.iso_code)
        .value("limit_rule", limit.map(|limit| rule_code(limit.limit)).unwrap_or_default())
        .value("limit_amount", limit.map(|limit| amount_word(limit.limit)).unwrap_or_default())
        .value("limit_text", text)
        .value("variants", variants_text(&facts.variants))
        .value("fee_vnd", facts.fee_vnd.map(|fee| Decimal::whole(fee).vietnamese()).unwrap_or_default())
        .value("fee_text", &facts.fee_text)
        .value("components", components_text(&facts.components))
        .value("legal_basis", facts.legal_basis.join("\n"))
        .value("steps", steps_text(&facts.steps))
        .value("illustrative", if facts.illustrative { "yes" } else { "" })
        .value("fields", facts.fields.as_ref().map(pretty).unwrap_or_default())
        .value("result", facts.result.as_ref().map(paper).unwrap_or_default())
        .value("source", &facts.source)
}

/// Reads a new procedure.
pub(super) fn read_enter(read: &mut Reader<'_>) -> Enter {
    Enter { code: read.text("code"), from_on: read.day("from_on"), facts: read_facts(read, None) }
}

/// Reads a correction of a procedure.
pub(super) fn read_correct(read: &mut Reader<'_>, before: &Procedure) -> Correct {
    Correct {
        revision: read.revision().unwrap_or_default(),
        reason: read.text("reason"),
        facts: read_facts(read, Some(&before.facts)),
    }
}

/// Reads an amendment of a procedure.
pub(super) fn read_amend(read: &mut Reader<'_>, before: &Procedure) -> Amend {
    let from_on: Day = read.day("from_on");
    Amend {
        revision: read.revision().unwrap_or_default(),
        act: read.text("act"),
        from_on,
        facts: read_facts(read, Some(&before.facts)),
    }
}

fn refuse_all(read: &mut Reader<'_>, refusals: Refusals) {
    for reason in refusals.0 {
        read.refuse(reason);
    }
}

fn read_limit(read: &mut Reader<'_>, text: &str) -> Option<TimeLimit> {
    let rule = read.optional_text("limit_rule")?;
    let amount = read.optional_text("limit_amount").unwrap_or_default();
    match typed_limit(&rule, &amount) {
        Some(limit) => Some(TimeLimit { limit, text: text.to_owned() }),
        None => {
            let reason = Refusal::new("admin-procedures-refusal-limit").field("limit_amount");
            read.refuse(reason.with("text", amount));
            None
        }
    }
}

/// Fields and result paper, each checked where it is typed.
fn read_form(read: &mut Reader<'_>) -> (Option<Schema>, Option<ResultTemplate>) {
    let schema = read.optional_text("fields").map(|text| Schema::read(&text));
    let template = read.optional_text("result");
    let (schema, is_read) = match schema {
        Some(Ok(schema)) => (Some(schema), true),
        None => (None, true),
        Some(Err(refusals)) => {
            refuse_all(read, refusals);
            (None, false)
        }
    };
    // A place can only be missed in fields that could be read.
    let template = template.filter(|_| is_read).map(|text| ResultTemplate::read(&text, schema.as_ref()));
    match template {
        Some(Ok(template)) => (schema, Some(template)),
        None => (schema, None),
        Some(Err(refusals)) => {
            refuse_all(read, refusals);
            (schema, None)
        }
    }
}

fn read_facts(read: &mut Reader<'_>, before: Option<&Facts>) -> Facts {
    let optional = |read: &mut Reader<'_>, name| read.optional_text(name).unwrap_or_default();
    let sureness = read.choice("sureness", Sureness::Memory, |word| {
        SURE.iter().find(|(known, _)| *known == word).map(|(_, sureness)| *sureness)
    });
    let text = optional(read, "limit_text");
    let limit = read_limit(read, &text);
    let (fields, result) = read_form(read);
    let national_code = read.optional_text("national_code");
    let steps = read_steps(read, "steps");
    let unsure = |before: Option<Sureness>| before.unwrap_or(sureness);
    let held = before.map(|facts| &facts.certainty);
    let mut facts = Facts {
        iso_code: optional(read, "iso_code"),
        remembered_code: before
            .and_then(|facts| facts.remembered_code.clone())
            .filter(|_| national_code.is_none()),
        national_code,
        name: read.text("name"),
        sector: read.text("sector"),
        level: read.choice("level", Level::Commune, Level::of_word),
        executing_agency: read.text("executing_agency"),
        limit_note: if limit.is_none() { text } else { String::new() },
        limit,
        variants: read_variants(read, "variants"),
        fee_vnd: read.optional_number("fee_vnd"),
        fee_text: optional(read, "fee_text"),
        components: read_components(read, "components"),
        legal_basis: read_lines(read, "legal_basis"),
        certainty: Certainty {
            name: unsure(held.map(|held| held.name)),
            code: unsure(held.map(|held| held.code)),
            limit: unsure(held.map(|held| held.limit)),
            fee: unsure(held.map(|held| held.fee)),
            components: unsure(held.map(|held| held.components)),
            legal: unsure(held.map(|held| held.legal)),
            steps: held.and_then(|held| held.steps),
        },
        source: optional(read, "source"),
        illustrative: read.is_ticked("illustrative") && !steps.is_empty(),
        steps_note: before.map(|facts| facts.steps_note.clone()).unwrap_or_default(),
        steps,
        fields,
        result,
    };
    facts.be_sure_of_changes(before, sureness);
    facts
}
