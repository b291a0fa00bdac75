//! The verdict on a file: whether it can be executed, whether it is sound, whether an office could publish it, and
//! everything that says otherwise. It is the judgement by which publishing itself goes.

use agency::processes::decide::{self, Judged, forbids};
use agency::processes::judge_reading;
use bpmn::feel::Fields;
use bpmn::finding::Finding;
use bpmn::model::NodeKind;
use bpmn::read::{ReadError, Reading};
use bpmn::refused::Refused;
use platform::web::is_hidden;
use platform::{Error, Language, Result, i18n};
use serde_json::{Value, json};

/// What was found of one file.
pub struct Verdict {
    judged: Judged,
}

impl Verdict {
    /// Judges the first process of a file, as publishing it would.
    pub fn of(reading: Reading, fields: &Fields) -> Verdict {
        Verdict { judged: judge_reading(reading, fields) }
    }

    /// Whether the engine executes all of it.
    pub fn is_executable(&self) -> bool {
        self.judged.model.is_some() && self.judged.refused.is_empty()
    }

    /// Whether it can always end, and neither loses nor doubles a token; a warning does not forbid that.
    pub fn is_sound(&self) -> bool {
        self.is_executable() && self.judged.decided && !self.judged.findings.iter().any(forbids)
    }

    /// Whether an office could publish it.
    pub fn is_publishable(&self) -> bool {
        self.judged.program.is_some() && decide::faults(&self.judged).is_empty()
    }

    /// What the office forbids beyond the engine, in words.
    fn office_faults(&self, language: Language) -> Vec<String> {
        decide::office_faults(&self.judged).0.iter().map(|reason| i18n::refusal(language, reason)).collect()
    }

    /// The verdict for people.
    pub fn text(&self, language: Language) -> String {
        let t = |key: &str| i18n::text(language, key);
        let mut lines = Vec::new();
        if let Some(process) = &self.judged.model {
            let steps = process.nodes.iter().filter(|node| is_step(&node.kind)).count().to_string();
            let name = if process.name.trim().is_empty() { &process.id } else { &process.name };
            let name: Vec<&str> = name.split_whitespace().collect();
            let lanes = process.lanes.len().to_string();
            let values = [("name", name.join(" ")), ("steps", steps), ("lanes", lanes)];
            let values: Vec<(&str, &str)> =
                values.iter().map(|(name, value)| (*name, value.as_str())).collect();
            lines.push(visible(&i18n::text_with(language, "cli-bpmn-process", &values)));
        }
        lines.push(t(match (self.is_executable(), self.is_sound(), self.is_publishable()) {
            (true, true, true) => "cli-bpmn-sound",
            (true, true, false) => "cli-bpmn-not-publishable",
            (true, false, _) => "cli-bpmn-unsound",
            (false, ..) => "cli-bpmn-not-executable",
        }));
        let said = |refused: &Refused| match language {
            Language::Vi => refused.vi(),
            Language::En => refused.en(),
        };
        list(&mut lines, (&t("cli-bpmn-refused"), self.judged.refused.iter().map(said).collect()));
        let of = |forbidding: bool| {
            let of = self.judged.findings.iter().filter(move |finding| forbids(finding) == forbidding);
            of.map(|finding| words(finding, language)).collect::<Vec<String>>()
        };
        list(&mut lines, (&t("cli-bpmn-errors"), of(true)));
        list(&mut lines, (&t("cli-bpmn-office"), self.office_faults(language)));
        list(&mut lines, (&t("cli-bpmn-warnings"), of(false)));
        list(&mut lines, (&t("cli-bpmn-notes"), self.judged.notes.iter().map(said).collect()));
        lines.push(String::new());
        lines.join("\n")
    }

    /// The verdict for other programs.
    ///
    /// # Errors
    /// Never in practice: the values are plain.
    pub fn json(&self, language: Language) -> Result<String> {
        let finding = |finding: &Finding| {
            let places: Vec<Value> =
                finding.places.iter().map(|place| json!({"id": place.id, "name": place.name})).collect();
            let severity = if forbids(finding) { "error" } else { "warning" };
            json!({
                "code": finding.what.code(),
                "severity": severity,
                "places": places,
                "message": words(finding, language),
            })
        };
        let judged = &self.judged;
        let process = judged.model.as_ref().map(|process| json!({"id": process.id, "name": process.name}));
        let constructs = |all: &[Refused]| -> Vec<Value> {
            all.iter().map(|refused| construct(refused, language)).collect()
        };
        pretty(&json!({
            "executable": self.is_executable(),
            "sound": self.is_sound(),
            "publishable": self.is_publishable(),
            "decided": judged.decided,
            "states": judged.states,
            "process": process,
            "refused": constructs(&judged.refused),
            "findings": judged.findings.iter().map(finding).collect::<Vec<Value>>(),
            "office": self.office_faults(language),
            "notes": constructs(&judged.notes),
        }))
    }
}

fn is_step(kind: &NodeKind) -> bool {
    matches!(kind, NodeKind::UserTask { .. } | NodeKind::ManualTask | NodeKind::ServiceTask { .. })
}

/// A title with its lines, where there are any.
fn list(lines: &mut Vec<String>, (title, told): (&str, Vec<String>)) {
    if !told.is_empty() {
        lines.push(format!("{title} ({}):", told.len()));
        lines.extend(told.iter().map(|line| format!("  {}", visible(line))));
    }
}

/// A line with what nobody would see in it written out: a name or an id of the file may hold line ends, or letters
/// that turn the direction of writing.
pub fn visible(line: &str) -> String {
    let is_plain = |letter: char| letter != '\n' && letter != '\t' && !is_hidden(letter);
    let shown = |letter: char| match is_plain(letter) {
        true => letter.to_string(),
        false => letter.escape_default().to_string(),
    };
    line.chars().map(shown).collect()
}

fn words(finding: &Finding, language: Language) -> String {
    match language {
        Language::Vi => finding.vi(),
        Language::En => finding.en(),
    }
}

/// Why a file is no BPMN, in words.
pub fn words_of(error: &ReadError, language: Language) -> String {
    match language {
        Language::Vi => error.vi(),
        Language::En => error.to_string(),
    }
}

fn construct(refused: &Refused, language: Language) -> Value {
    json!({
        "code": refused.reason.code(),
        "element": refused.element,
        "id": refused.id,
        "name": refused.name,
        "detail": refused.detail,
        "line": refused.place.line,
        "column": refused.place.column,
        "message": match language {
            Language::Vi => refused.vi(),
            Language::En => refused.en(),
        },
    })
}

/// The verdict on a file that is no BPMN, for other programs.
///
/// # Errors
/// Never in practice: the values are plain.
pub fn unreadable_json(error: &ReadError, language: Language) -> Result<String> {
    let place = match error {
        ReadError::Xml(error) => Some(error.place),
        ReadError::NotBpmn(place) => Some(*place),
        ReadError::NoProcess => None,
    };
    pretty(&json!({
        "executable": false,
        "sound": false,
        "publishable": false,
        "error": {
            "message": words_of(error, language),
            "line": place.map(|place| place.line),
            "column": place.map(|place| place.column),
        },
    }))
}

fn pretty(value: &Value) -> Result<String> {
    let text = serde_json::to_string_pretty(value).map_err(Error::failed)?;
    Ok(format!("{text}\n"))
}
