//! The procedures that the program brings: 140, with their certainty and source.

use super::actions;
use super::decide::{self, Enter};
use super::fields::Schema;
use super::model::{Facts, Step, Sureness};
use super::result::ResultTemplate;
use super::store;
use crate::NATION_AGENCY_ID;
use platform::{Day, Error, Result, Tx};
use serde::Deserialize;
use serde_json::Value;
use sha2::{Digest, Sha256};

const PROCEDURES: &str = include_str!("../../data/admin_procedures/procedures.json");
const ILLUSTRATIVE_STEPS: &str = include_str!("../../data/admin_procedures/illustrative-steps.json");

/// Fields and result papers, one file a procedure.
const FORMS: &[&str] = &[
    include_str!("../../data/admin_procedures/forms/ban-sao-trich-luc.json"),
    include_str!("../../data/admin_procedures/forms/cap-doi-giay-chung-nhan.json"),
    include_str!("../../data/admin_procedures/forms/chung-thuc-ban-sao.json"),
    include_str!("../../data/admin_procedures/forms/chung-thuc-chu-ky.json"),
    include_str!("../../data/admin_procedures/forms/giay-phep-xay-dung.json"),
    include_str!("../../data/admin_procedures/forms/ho-kinh-doanh.json"),
    include_str!("../../data/admin_procedures/forms/ket-hon.json"),
    include_str!("../../data/admin_procedures/forms/khai-sinh.json"),
    include_str!("../../data/admin_procedures/forms/khai-tu.json"),
    include_str!("../../data/admin_procedures/forms/tro-cap-xa-hoi.json"),
    include_str!("../../data/admin_procedures/forms/xac-nhan-tinh-trang-hon-nhan.json"),
];

/// The day from which what is released is as told: the first of the government of two levels.
fn released_from() -> Result<Day> {
    Day::new(2025, 7, 1).ok_or_else(|| Error::failed("the first of July 2025 is a day"))
}

/// One released procedure.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Released {
    pub(super) code: String,
    #[serde(flatten)]
    pub(super) facts: Facts,
}

/// Made-up steps of one procedure.
#[derive(Deserialize)]
struct MadeUp {
    code: String,
    note: String,
    steps: Vec<Step>,
}

/// Fields and result paper of one or several procedures that share a form.
#[derive(Deserialize)]
struct Form {
    codes: Vec<String>,
    fields: Value,
    result: Value,
}

/// Everything that is released, put together.
///
/// # Errors
/// When a file of the program is not what it must be; a test reads them.
pub(super) fn released() -> Result<Vec<Released>> {
    let unread = |error: serde_json::Error| Error::failed(format!("a released file: {error}"));
    let mut all: Vec<Released> = serde_json::from_str(PROCEDURES).map_err(unread)?;
    for made_up in serde_json::from_str::<Vec<MadeUp>>(ILLUSTRATIVE_STEPS).map_err(unread)? {
        let facts = &mut of_code(&mut all, &made_up.code)?.facts;
        facts.steps = made_up.steps;
        facts.steps_note = made_up.note;
        facts.illustrative = true;
        facts.certainty.steps = Some(Sureness::Illustrative);
    }
    for text in FORMS {
        let form: Form = serde_json::from_str(text).map_err(unread)?;
        let schema = Schema::read(&form.fields.to_string())?;
        let template = ResultTemplate::read(&form.result.to_string(), Some(&schema))?;
        for code in &form.codes {
            let facts = &mut of_code(&mut all, code)?.facts;
            facts.fields = Some(schema.clone());
            facts.result = Some(template.clone());
        }
    }
    Ok(all)
}

fn of_code<'a>(all: &'a mut [Released], code: &str) -> Result<&'a mut Released> {
    let found = all.iter_mut().find(|released| released.code == code);
    found.ok_or_else(|| Error::failed(format!("the released procedure {code} does not exist")))
}

/// The mark that tells which release a database has taken over.
const MARK: &str = "admin_procedures";

/// The hash of the files the program carries.
fn mark() -> String {
    let mut sha = Sha256::new();
    for file in [PROCEDURES, ILLUSTRATIVE_STEPS].into_iter().chain(FORMS.iter().copied()) {
        sha.update((file.len() as u64).to_be_bytes());
        sha.update(file);
    }
    sha.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Enters the released procedures that the register does not have; returns how many.
///
/// A procedure that is there already is left alone: what an officer has corrected since stays.
///
/// # Errors
/// When the database fails.
pub fn release(tx: &mut Tx<'_>) -> Result<usize> {
    let mark = mark();
    if store::release_mark(tx, MARK)?.pop().is_some_and(|held| held.sha256 == mark) {
        return Ok(0);
    }
    let (mut entered, from_on) = (0, released_from()?);
    for Released { code, facts } in released()? {
        if store::of_code(tx, &code)?.is_some() {
            continue;
        }
        let command = Enter { code, from_on, facts };
        actions::begin(tx, decide::enter(&command, NATION_AGENCY_ID, false)?)?;
        entered += 1;
    }
    store::set_release_mark(tx, MARK, &mark)?;
    Ok(entered)
}
