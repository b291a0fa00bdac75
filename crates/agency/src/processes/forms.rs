//! The forms of processes, and how what was typed becomes a command.

use super::describe::{DescribedStep, Description};
use super::model::Process;
use super::pages::Shown;
use super::views::{MOST_SHOWN, SECTION};
use maud::html;
use platform::Role;
use platform::web::{Field, Fields, Form, Reader, Web};

/// What a file input takes.
const FILES: &str = ".bpmn,.xml";

/// The form of a new process.
pub(super) fn begin(web: &Web) -> Form {
    Form::new(web.t("processes-new-title"), web.t("processes-new"))
        .section(SECTION)
        .crumb("/processes", web.t("processes-title"))
        .intro(html! { p { (web.t("processes-new-hint")) } })
        .field(
            Field::lookup("procedure", "processes-procedure", Vec::new())
                .search("/processes/suggest")
                .hint("processes-procedure-hint")
                .required(),
        )
        .field(Field::text("code", "processes-code").hint("processes-code-hint"))
        .field(Field::text("name", "processes-name").hint("processes-name-hint"))
        .field(Field::file("file", "processes-file", FILES).hint("processes-file-hint"))
}

/// What was typed of a new process.
pub(super) struct Wanted {
    pub procedure: String,
    pub code: Option<String>,
    pub name: Option<String>,
}

/// Reads a new process.
pub(super) fn read_begin(read: &mut Reader<'_>) -> Wanted {
    Wanted {
        procedure: read.text("procedure"),
        code: read.optional_text("code"),
        name: read.optional_text("name"),
    }
}

fn form_of(web: &Web, process: &Process, (title, button): (&str, &str)) -> Form {
    Form::new(web.t_with(title, &[("code", &process.code)]), web.t(button))
        .section(SECTION)
        .crumb("/processes", web.t("processes-title"))
        .crumb(format!("/processes/{}", process.id), &process.code)
        .revision(process.revision)
}

/// The form that puts a file into the draft.
pub(super) fn upload(web: &Web, process: &Process) -> Form {
    form_of(web, process, ("processes-upload-title", "processes-upload"))
        .field(Field::file("file", "processes-file", FILES).hint("processes-file-hint").required())
}

/// The form that takes a process out of force.
pub(super) fn retire(web: &Web, process: &Process) -> Form {
    form_of(web, process, ("processes-retire-title", "processes-retire"))
        .intro(html! { p { (web.t("processes-retire-why")) } })
        .field(Field::area("reason", "processes-reason").required())
}

/// The form of a correction.
pub(super) fn correct(web: &Web, process: &Process) -> Form {
    form_of(web, process, ("processes-correct-title", "processes-correct"))
        .field(Field::text("code", "processes-code").required())
        .field(Field::text("name", "processes-name").required())
        .field(Field::area("reason", "processes-reason").required())
        .value("code", &process.code)
        .value("name", &process.name)
}

/// The name of the input of a lane or step; their ids are the file's own.
pub(super) fn input(what: &str, id: &str) -> String {
    format!("{what}-{id}")
}

/// Reads roles, times and outputs of the lanes and steps on screen, as many as it shows; a lane without a role is left as it is.
pub(super) fn read_description(fields: &Fields, shown: Option<&Shown>) -> Description {
    let Some(sheet) = shown.and_then(|shown| shown.judged.sheet.as_ref()) else {
        return Description::default();
    };
    let lane = |id: &String| {
        let role = Role::of_word(fields.get(&input("lane", id)))?;
        Role::AT_WORK.contains(&role).then(|| (id.clone(), role))
    };
    let step = |step: &super::sheet::Step| DescribedStep {
        id: step.id.clone(),
        name: step.name.clone(),
        hours: fields.get(&input("hours", &step.id)).to_owned(),
        output: fields.get(&input("output", &step.id)).to_owned(),
    };
    Description {
        lanes: sheet.lanes.iter().take(MOST_SHOWN).filter_map(|found| lane(&found.id)).collect(),
        steps: sheet.steps.iter().take(MOST_SHOWN).map(step).collect(),
    }
}
