//! The whole way: a list of steps becomes a file, the file a model, the model a program, and the program runs.

use crate::support::{at, checked_step, shown};
use bpmn::build::{Draft, Step, To, Way};
use bpmn::feel::Fields;
use bpmn::kernel::{Act, State};
use bpmn::soundness::check;

#[test]
fn a_list_of_steps_runs_as_it_is_written() {
    let back = Way::new("trả lại", "Trả lại", To::Step("tiep_nhan".into()));
    let draft = Draft {
        id: "giay-phep".into(),
        name: "Cấp giấy phép".into(),
        steps: vec![
            Step::person("tiep_nhan", "Tiếp nhận", "Một cửa"),
            Step::person("tham_dinh", "Thẩm định", "Chuyên viên")
                .way(Way::new("đạt", "Đạt", To::Next))
                .way(back)
                .way(Way::new("không đạt", "Không đạt", To::End("Từ chối".into()))),
            Step::person("phe_duyet", "Phê duyệt", "Lãnh đạo"),
        ],
        ..Draft::default()
    };
    let file = bpmn::write::write(&draft.build().unwrap());
    let reading = bpmn::read::read(file.as_bytes()).unwrap();
    let verdict = check(reading.executable().unwrap(), &Fields::default());
    assert!(verdict.executable && verdict.decided, "{:#?}", verdict.findings);
    assert_eq!(verdict.findings, []);
    let program = verdict.program.unwrap();
    let node = program.find_node("tham_dinh").unwrap();
    assert_eq!(program.role(node).map(|role| role.name.as_str()), Some("Chuyên viên"));

    let mut state = State::default();
    let acts = [
        Act::Start,
        Act::Complete { token: 1, outcome: None },
        Act::Complete { token: 2, outcome: Some("trả lại") },
        Act::Complete { token: 3, outcome: None },
        Act::Complete { token: 4, outcome: Some("đạt") },
        Act::Complete { token: 5, outcome: None },
    ];
    let told: Vec<String> = acts
        .into_iter()
        .map(|act| {
            checked_step(&program, &mut state, &act.at(at(0))).unwrap();
            shown(&program, &state)
        })
        .collect();
    assert_eq!(
        told,
        ["tiep_nhan", "tham_dinh", "tiep_nhan", "tham_dinh", "phe_duyet", "Finished(Completed)"]
    );
}
