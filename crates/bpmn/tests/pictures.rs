//! Pictures: two of them compared whole with reviewed ones, and what must hold of all.

use bpmn::build::{Alarm, Draft, Step, To, Way};
use bpmn::layout::{generate, picture};
use bpmn::model::{NodeKind, Process, Timer};
use bpmn::svg::{Look, svg};
use bpmn::tree::NodeId;
use std::path::{Path, PathBuf};

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(name)
}

fn file(name: &str) -> Process {
    let bytes = std::fs::read(folder("files").join(name)).unwrap();
    bpmn::read::read(&bytes).unwrap().processes.remove(0)
}

/// The procedure in every figure of the engine: received, appraised, perhaps back to the applicant, approved, returned.
fn licence() -> Process {
    Draft {
        id: "cap_giay_phep".into(),
        name: "Cấp giấy phép môi trường".into(),
        roles: vec![
            "Bộ phận tiếp nhận và trả kết quả".into(),
            "Phòng chuyên môn".into(),
            "Lãnh đạo Sở".into(),
        ],
        steps: vec![
            Step::person("tiep_nhan", "Tiếp nhận hồ sơ", "Bộ phận tiếp nhận và trả kết quả"),
            Step {
                timer: Some(Alarm {
                    name: "Quá 5 ngày làm việc".into(),
                    timer: Timer::WorkingDays(5),
                    interrupting: false,
                    to: To::Step("nhac_viec".into()),
                }),
                ..Step::person("tham_dinh", "Thẩm định hồ sơ, kiểm tra thực tế tại cơ sở", "Phòng chuyên môn")
            }
            .way(Way::new("dat", "Đạt", To::Next))
            .way(Way::new("bo_sung", "Cần bổ sung", To::Step("tiep_nhan".into())))
            .way(Way::new("khong_dat", "Không đạt", To::End("Từ chối".into()))),
            Step::person("phe_duyet", "Phê duyệt kết quả", "Lãnh đạo Sở")
                .way(Way::new("ky", "Ký", To::Next))
                .way(Way::new("lam_lai", "Làm lại", To::Step("tham_dinh".into()))),
            Step {
                ..Step::person("tra", "Trả kết quả cho tổ chức, cá nhân", "Bộ phận tiếp nhận và trả kết quả")
            }
            .way(Way::new("da_tra", "Đã trả", To::End(String::new()))),
            Step::person("nhac_viec", "Nhắc việc, báo cáo lãnh đạo phòng", "Phòng chuyên môn").way(Way::new(
                "xong",
                "Xong",
                To::End("Đã nhắc".into()),
            )),
        ],
    }
    .build()
    .unwrap()
}

/// Compares with a reviewed picture. `HTQLCL_GOLDEN=write` writes it instead, for the change to be looked at.
fn compare(name: &str, found: &str) {
    let path = folder("golden").join(name);
    if std::env::var("HTQLCL_GOLDEN").is_ok_and(|word| word == "write") {
        std::fs::write(&path, found).unwrap();
        return;
    }
    let reviewed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(reviewed == found, "{name} is drawn otherwise; renew it with HTQLCL_GOLDEN=write and look at it");
}

fn live(process: &Process) -> Look {
    let mut look = Look { title: "Cấp giấy phép <môi trường>".into(), ..Look::default() };
    look.tokens.insert(process.find("tham_dinh").unwrap(), 1);
    look.tokens.insert(process.find("nhac_viec").unwrap(), 12);
    look.done.insert(process.find("start").unwrap());
    look.done.insert(process.find("tiep_nhan").unwrap());
    look.passed.extend([bpmn::model::FlowIndex(0), bpmn::model::FlowIndex(1)]);
    look
}

#[test]
fn a_procedure_made_of_steps_is_drawn_as_reviewed() {
    let process = licence();
    compare("licence.svg", &svg(&process, &live(&process)));
}

#[test]
fn a_file_without_a_diagram_is_laid_out_as_reviewed() {
    compare("sub-process.svg", &svg(&file("sub-process.bpmn"), &Look::default()));
}

/// Writes every picture into a folder to look at, where `BPMN_PICTURES` names one.
#[test]
fn every_file_is_drawn() {
    let shown = std::env::var("BPMN_PICTURES").ok();
    for entry in std::fs::read_dir(folder("files")).unwrap() {
        let path = entry.unwrap().path();
        let Ok(reading) = bpmn::read::read(&std::fs::read(&path).unwrap()) else { continue };
        for process in &reading.processes {
            let drawn = svg(process, &Look::default());
            bpmn::tree::parse(drawn.as_bytes()).unwrap();
            if let Some(shown) = &shown {
                let name = path.file_stem().unwrap().to_string_lossy().into_owned();
                std::fs::write(Path::new(shown).join(format!("{name}.svg")), drawn).unwrap();
            }
        }
    }
}

#[test]
fn the_same_model_is_drawn_the_same() {
    assert_eq!(generate(&licence()), generate(&licence()));
}

#[test]
fn no_flow_crosses_a_shape_and_no_shapes_overlap() {
    let names =
        ["simple.bpmn", "lanes.bpmn", "gateways.bpmn", "timers.bpmn", "sub-process.bpmn", "vendor.bpmn"];
    let files = names.iter().map(|name| (*name, file(name)));
    for (name, process) in files.chain([("licence", licence())]) {
        let picture = generate(&process);
        for (one, bounds) in process.nodes.iter().zip(&picture.shapes) {
            for (other, others) in process.nodes.iter().zip(&picture.shapes) {
                let attached = |kind: &NodeKind| matches!(kind, NodeKind::TimerBoundary { .. });
                if one.id < other.id
                    && one.parent == other.parent
                    && !attached(&one.kind)
                    && !attached(&other.kind)
                {
                    let apart = bounds.x + bounds.width <= others.x
                        || others.x + others.width <= bounds.x
                        || bounds.y + bounds.height <= others.y
                        || others.y + others.height <= bounds.y;
                    assert!(apart, "{name}: {} covers {}", one.id, other.id);
                }
            }
            for (flow, points) in process.flows.iter().zip(&picture.edges) {
                if process.node(flow.source).parent != one.parent {
                    continue;
                }
                for pair in points.windows(2) {
                    let (left, right) = (pair[0].x.min(pair[1].x), pair[0].x.max(pair[1].x));
                    let (top, bottom) = (pair[0].y.min(pair[1].y), pair[0].y.max(pair[1].y));
                    let inside = left < bounds.x + bounds.width - 0.5
                        && right > bounds.x + 0.5
                        && top < bounds.y + bounds.height - 0.5
                        && bottom > bounds.y + 0.5;
                    let own = matches!(process.node(flow.source).kind, NodeKind::TimerBoundary { attached_to, .. } if process.node(attached_to).id == one.id);
                    assert!(!inside || own, "{name}: {} crosses {}", flow.id, one.id);
                }
            }
        }
    }
}

/// The lines of names along flows, as rectangles by their first base line.
fn labels(drawn: &str) -> Vec<(f64, f64, f64, String)> {
    let flows = drawn.lines().filter(|line| line.starts_with("<g class=\"bpmn-flow"));
    let texts = flows.flat_map(|line| line.split("<text ").skip(1).map(str::to_owned).collect::<Vec<_>>());
    let value = |text: &str, name: &str| {
        let rest = text.split_once(&format!("{name}=\"")).unwrap().1;
        rest.split('"').next().unwrap().to_owned()
    };
    let label = |text: String| {
        let words = text.split_once('>').unwrap().1.split('<').next().unwrap().to_owned();
        let (x, y): (f64, f64) = (value(&text, "x").parse().unwrap(), value(&text, "y").parse().unwrap());
        let width = bpmn::text::width(&words, 12.0);
        let left = if value(&text, "text-anchor") == "end" { x - width } else { x };
        (left, left + width, y, words)
    };
    texts.map(label).collect()
}

#[test]
fn names_of_flows_out_of_one_gateway_do_not_stand_on_each_other() {
    let mut process = file("gateways.bpmn");
    let first = process.indices().find(|index| process.node(*index).outgoing.len() > 1).unwrap();
    let ways = process.node(first).outgoing.clone();
    // Another flow to the same step leaves the gateway on the same side.
    let mut twin = process.flow(ways[0]).clone();
    twin.id = "twin".into();
    let index = bpmn::model::FlowIndex(u32::try_from(process.flows.len()).unwrap());
    process.nodes[first.0 as usize].outgoing.push(index);
    process.nodes[twin.target.0 as usize].incoming.push(index);
    process.flows.push(twin);
    for flow in ways.iter().copied().chain([index]) {
        process.flows[flow.0 as usize].name = format!("Trình lãnh đạo cho ý kiến {}", flow.0);
    }
    let drawn = svg(&process, &Look::default());
    let labels = labels(&drawn);
    assert!(labels.len() > ways.len(), "{labels:?}");
    for (at, one) in labels.iter().enumerate() {
        for other in &labels[at + 1..] {
            let apart = one.1 <= other.0 || other.1 <= one.0 || (one.2 - other.2).abs() >= 12.0;
            assert!(apart, "{one:?} and {other:?} of {labels:#?}");
        }
    }
}

#[test]
fn what_is_refused_is_drawn_without_the_sign_of_another_kind() {
    let reading = bpmn::read::read(&std::fs::read(folder("files").join("refused.bpmn")).unwrap()).unwrap();
    let process = &reading.processes[0];
    let look = Look::pointing_out(process, &reading.refused);
    let drawn = svg(process, &look);
    let of = |id: &str| {
        let rest = drawn.split_once(&format!("data-id=\"{id}\">")).unwrap().1;
        rest.split_once("</g>\n").unwrap().0.to_owned()
    };
    let mut kinds = std::collections::BTreeSet::new();
    for refused in &reading.refused {
        let Some(index) = process.find(&refused.id) else { continue };
        let shape = of(&refused.id);
        assert!(shape.contains("bpmn-fault") && look.marked.contains(&index), "{}", refused.id);
        match refused.element.as_str() {
            "callActivity" | "sendTask" | "scriptTask" => {
                assert!(!shape.contains("bpmn-sign"), "{shape}");
            }
            "boundaryEvent" if refused.reason.is_of_event() => {
                assert_eq!(shape.matches("<circle").count(), 3, "two rings and the mark: {shape}");
            }
            "inclusiveGateway" => assert!(!shape.contains("stroke-width=\"3\""), "{shape}"),
            _ => continue,
        }
        kinds.insert(refused.element.clone());
    }
    assert!(kinds.len() >= 4, "{kinds:?}");
}

#[test]
fn a_picture_escapes_what_people_write_and_carries_no_script_or_style() {
    let mut process = licence();
    process.name = "</title><script>alert(1)</script>".into();
    for node in &mut process.nodes {
        node.name = "<b onload=\"x\">&".into();
    }
    let drawn = svg(&process, &Look { prefix: "\"><i>".into(), ..Look::default() });
    assert!(!drawn.contains("<script") && !drawn.contains("<b ") && !drawn.contains("<i>"));
    assert!(!drawn.contains("style="));
    bpmn::tree::parse(drawn.as_bytes()).unwrap();
}

#[test]
fn a_process_too_large_for_a_picture_has_its_name_under_an_id_of_its_own() {
    let mut process = licence();
    let node = process.nodes[0].clone();
    process.nodes.resize(bpmn::layout::MOST + 1, node);
    let drawn = svg(&process, &Look::default());
    assert!(bpmn::layout::is_too_large(&process) && drawn.len() < 1_000, "{drawn}");
    assert!(drawn.contains(&format!("<title id=\"bpmn-{}-title\">", process.id)), "{drawn}");
}

#[test]
fn the_diagram_of_a_file_is_used_where_it_is_complete() {
    let vendor = file("vendor.bpmn");
    assert!(bpmn::layout::drawn(&vendor).is_some());
    let task = vendor.find("Activity_check").unwrap();
    let shown = picture(&vendor).shapes[task.0 as usize];
    assert_eq!((shown.width, shown.height), (100.0, 80.0));
    let mut without = vendor.clone();
    without.edges.pop_first();
    assert!(bpmn::layout::drawn(&without).is_none());
}

#[test]
fn a_procedure_made_of_steps_is_sound_and_compiles() {
    let verdict = bpmn::soundness::check(&licence(), &bpmn::feel::Fields::default());
    assert!(verdict.executable && verdict.program.is_some(), "{:#?}", verdict.findings);
}

/// The same model without its places in a file, to compare two files that say the same.
fn without_places(mut process: Process) -> Process {
    process.lanes.iter_mut().for_each(|lane| lane.at = NodeId::default());
    process.nodes.iter_mut().for_each(|node| node.at = NodeId::default());
    process.flows.iter_mut().for_each(|flow| flow.at = NodeId::default());
    process
}

#[test]
fn a_written_model_is_read_as_the_same_model() {
    for process in [licence(), file("sub-process.bpmn"), file("timers.bpmn"), file("vendor.bpmn")] {
        let written = bpmn::write::write(&process);
        let again = bpmn::read::read(written.as_bytes()).unwrap();
        let told: Vec<String> = again.refused.iter().map(|refused| refused.en()).collect();
        assert!(told.is_empty(), "{told:#?}");
        let mut read = without_places(again.processes[0].clone());
        assert!(bpmn::layout::drawn(&read).is_some());
        read.shapes = process.shapes.clone();
        read.edges = process.edges.clone();
        assert_eq!(read, without_places(process));
        let second = bpmn::write::write(&again.processes[0]);
        assert_eq!(second, written, "writing twice changes nothing");
    }
}
