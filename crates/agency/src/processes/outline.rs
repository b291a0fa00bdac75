//! The model process of a procedure, made from its steps as the register has them. Pure.

use bpmn::build::{Draft, DraftError, Step, To, Way};
use bpmn::model::Process;
use bpmn::read::read_tree;
use platform::Role;
use registers::admin_procedures::Procedure;
use workdays::Limit;

/// Minutes of a working day, as procedures count their steps.
pub const DAY_MINUTES: i64 = 480;

/// The word of the outcome by which a leader lets a dossier pass.
pub const APPROVE: &str = "approve";
/// The word of the outcome by which a leader gives a dossier back to who examined it.
pub const RETURN: &str = "return";

/// The name of the first step.
const RECEIVE: &str = "Tiếp nhận hồ sơ";
/// The name of the last step.
const GIVE_BACK: &str = "Trả kết quả";

/// One step of an outline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutlineStep {
    /// What is written in its box.
    pub name: String,
    /// What is done, in full.
    pub description: String,
    /// Who does it.
    pub role: Role,
    /// The working time that it is given.
    pub minutes: Option<i64>,
    /// The form used or the result made.
    pub output: String,
}

/// A process as a list of steps: the first is the reception, the last returns the result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outline {
    /// Its id in the file.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its steps.
    pub steps: Vec<OutlineStep>,
    /// Whether the steps are made up to show how the program works.
    pub is_illustrative: bool,
}

/// The code of the process of a procedure: `ho_tich/001` gives `QT-HO-TICH-001`.
pub fn code_of(procedure_code: &str) -> String {
    format!("QT-{}", procedure_code.replace(['/', '_', ' '], "-").to_uppercase())
}

/// The name of the lane of a role.
pub fn lane_name(role: Role) -> &'static str {
    match role {
        Role::Clerk => "Bộ phận một cửa",
        Role::UnitHead => "Lãnh đạo phòng",
        Role::Head => "Lãnh đạo cơ quan",
        Role::RecordsOfficer => "Văn thư",
        _ => "Công chức chuyên môn",
    }
}

/// Working minutes of a limit, eight hours a working day; of calendar days as procedures reckon them, each as one.
pub fn limit_minutes(limit: &Limit) -> i64 {
    match limit {
        Limit::WorkingHours(time) => time.0 / workdays::WorkingTime::minutes(1).0,
        Limit::SameDay { .. } => DAY_MINUTES,
        Limit::WorkingDays(days) | Limit::WorkingDaysAtClock(days) | Limit::CalendarDays(days) => {
            days.saturating_mul(DAY_MINUTES)
        }
    }
}

impl Outline {
    /// The process of a procedure: from its steps, or four usual ones where the register has none.
    pub fn of(procedure: &Procedure) -> Outline {
        let mut steps: Vec<OutlineStep> = procedure
            .steps
            .iter()
            .map(|step| OutlineStep {
                name: short(&step.name),
                description: step.name.trim().to_owned(),
                role: Role::of_word(&step.role).unwrap_or(Role::Officer),
                minutes: step.minutes.filter(|minutes| *minutes > 0),
                output: step.output.trim().to_owned(),
            })
            .collect();
        if steps.is_empty() {
            steps = usual(procedure.limit.as_ref().map(|limit| limit_minutes(&limit.limit)));
        }
        begin_at_the_counter(&mut steps);
        end_at_the_counter(&mut steps);
        for step in &mut steps {
            if matches!(step.role, Role::Head | Role::UnitHead) && does_not_sign(&step.name) {
                "Xem xét, ký duyệt".clone_into(&mut step.name);
            }
        }
        let letters =
            procedure.code.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '_' });
        Outline {
            id: format!("qt_{}", letters.collect::<String>()),
            name: procedure.name.clone(),
            is_illustrative: procedure.illustrative || procedure.steps.is_empty(),
            steps,
        }
    }

    /// The outline as a BPMN file with its diagram.
    ///
    /// # Errors
    /// When the steps make no process, which those of [`Outline::of`] always do.
    pub fn xml(&self) -> Result<Vec<u8>, DraftError> {
        let draft = self.draft();
        let ids: Vec<String> = draft.steps.iter().map(|step| step.id.clone()).collect();
        let process = draft.build()?;
        Ok(self.annotate(&process, &ids))
    }

    fn draft(&self) -> Draft {
        let last = self.steps.len().saturating_sub(1);
        let id = |at: usize| match at {
            0 => "tiep_nhan".to_owned(),
            at if at == last => "tra_ket_qua".to_owned(),
            at => format!("buoc_{}", at + 1),
        };
        let steps = self.steps.iter().enumerate().map(|(at, step)| {
            let made = Step::person(&id(at), &step.name, lane_name(step.role));
            let leads = matches!(step.role, Role::Head | Role::UnitHead);
            let examined = self.steps[..at].iter().rposition(|before| before.role == Role::Officer);
            match examined.filter(|_| leads) {
                Some(examined) => made.way(Way::new(APPROVE, "Đồng ý", To::Next)).way(Way::new(
                    RETURN,
                    "Trả lại xử lý",
                    To::Step(id(examined)),
                )),
                None => made,
            }
        });
        Draft { id: self.id.clone(), name: self.name.clone(), roles: Vec::new(), steps: steps.collect() }
    }

    /// Writes into the file what BPMN has no place for (roles, times, outputs), and the full words of each step.
    fn annotate(&self, process: &Process, ids: &[String]) -> Vec<u8> {
        let mut written = bpmn::write::write(process);
        for (id, step) in ids.iter().zip(&self.steps) {
            if step.description != step.name {
                written = documented(written, (id, &step.description));
            }
        }
        let read = bpmn::tree::parse(written.as_bytes()).ok().and_then(|tree| read_tree(tree).ok());
        let Some(reading) = read else { return written.into_bytes() };
        let Some(process) = reading.processes.first() else { return written.into_bytes() };
        let mut tree = reading.tree.clone();
        for lane in &process.lanes {
            let role = self.steps.iter().map(|step| step.role).find(|role| lane_name(*role) == lane.name);
            if let Some(role) = role {
                tree.set_attribute(lane.at, "htqlcl:role", role.word());
            }
        }
        for (id, step) in ids.iter().zip(&self.steps) {
            let Some(index) = process.find(id) else { continue };
            let at = process.node(index).at;
            if let Some(minutes) = step.minutes {
                tree.set_attribute(at, "htqlcl:workingMinutes", &minutes.to_string());
            }
            if !step.output.is_empty() {
                tree.set_attribute(at, "htqlcl:output", &step.output);
            }
        }
        tree.bytes()
    }
}

/// The file with the words of a task before its first child, where BPMN wants them.
fn documented(written: String, (id, words): (&str, &str)) -> String {
    let opening = format!("<bpmn:userTask id=\"{id}\"");
    let child = "<bpmn:incoming>";
    let Some(at) = written.find(&opening) else { return written };
    let Some(before) = written[at..].find(child).map(|offset| at + offset) else { return written };
    let indent = &written[written[..before].rfind('\n').map_or(before, |line| line + 1)..before];
    let escaped = words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let (head, rest) = written.split_at(before);
    format!("{head}<bpmn:documentation>{escaped}</bpmn:documentation>\n{indent}{rest}")
}

/// What is written in the box of a step: its words up to the first pause, the first comma of a long one.
fn short(words: &str) -> String {
    const FITS: usize = 40;
    let head = words.split([';', ':', '(']).next().unwrap_or(words).trim();
    if head.chars().count() <= FITS {
        return head.to_owned();
    }
    head.split(',').next().unwrap_or(head).trim().to_owned()
}

/// Whether the words of a leader's step do not say that something is signed or assigned.
fn does_not_sign(name: &str) -> bool {
    let folded = platform::search::fold(name);
    let says = |wanted: &str| folded.split([' ', ',']).any(|word| word == wanted);
    !(says("ky") || says("duyet") || says("trinh") || folded.contains("phan cong"))
}

/// The steps of a procedure of which none are known, within its limit.
fn usual(limit: Option<i64>) -> Vec<OutlineStep> {
    let all = limit.unwrap_or(5 * DAY_MINUTES).max(8);
    // An eighth each for receiving and returning, at most half a day; a quarter for the signature, at most a day.
    let counter = (all / 8).min(DAY_MINUTES / 2);
    let head = (all / 4).min(DAY_MINUTES);
    let step = |(name, role, output): (&str, Role, &str), minutes: i64| OutlineStep {
        name: name.to_owned(),
        description: name.to_owned(),
        role,
        minutes: Some(minutes),
        output: output.to_owned(),
    };
    vec![
        step((RECEIVE, Role::Clerk, "Giấy tiếp nhận hồ sơ và hẹn trả kết quả"), counter),
        step(("Thẩm định hồ sơ", Role::Officer, "Dự thảo kết quả"), all - 2 * counter - head),
        step(("Xem xét, ký duyệt", Role::Head, "Kết quả đã ký"), head),
        step((GIVE_BACK, Role::Clerk, "Kết quả giải quyết thủ tục hành chính"), counter),
    ]
}

/// Makes the first step the reception of the counter.
fn begin_at_the_counter(steps: &mut Vec<OutlineStep>) {
    match steps.first_mut() {
        Some(first) if first.role == Role::Clerk => RECEIVE.clone_into(&mut first.name),
        _ => steps.insert(0, counter_step(RECEIVE)),
    }
    if steps.len() == 1 {
        steps.push(counter_step(GIVE_BACK));
    }
}

/// Makes the last step the return of the result by the counter. A last step of another role, such as to seal and to
/// return, is parted: what is said before the first comma is done by that role, in the first half of the time.
fn end_at_the_counter(steps: &mut Vec<OutlineStep>) {
    let Some(last) = steps.last_mut() else { return };
    if last.role == Role::Clerk {
        return GIVE_BACK.clone_into(&mut last.name);
    }
    let mut back = counter_step(GIVE_BACK);
    if platform::search::fold(&last.description).contains("tra ket qua") {
        if let Some((first, rest)) = last.description.clone().split_once(',') {
            last.name = short(first);
            first.trim().clone_into(&mut last.description);
            back.description = capital(rest.trim());
        }
        let whole = last.minutes;
        last.minutes = whole.map(|minutes| minutes - minutes / 2);
        back.minutes = whole.map(|minutes| minutes / 2).filter(|minutes| *minutes > 0);
        back.output = std::mem::take(&mut last.output);
    }
    steps.push(back);
}

fn counter_step(name: &str) -> OutlineStep {
    OutlineStep {
        name: name.to_owned(),
        description: name.to_owned(),
        role: Role::Clerk,
        minutes: None,
        output: String::new(),
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
