//! Stories of the register of procedures: what is released, versions, refusals, papers.

use super::release::released;
use super::*;
use papers::Block;
use platform::testing::{self, TestDb};
use platform::{Actor, Ctx, Day, Error, Record, journal};
use std::collections::{BTreeMap, BTreeSet};
use workdays::Limit;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

async fn on_both(story: impl AsyncFn(&TestDb)) {
    for test in testing::both(day("2026-11-23"), &[platform::MIGRATIONS, crate::MIGRATIONS]) {
        assert_eq!(test.db.write(release).await.unwrap(), 140);
        story(&test).await;
        let verified = test.db.snapshot(journal::verify).await.unwrap();
        assert_eq!(format!("{:?}", verified.faults), "[]", "{}", test.engine);
    }
}

fn system(test: &TestDb) -> Ctx {
    Ctx::new(test.db.clone(), Actor::system())
}

async fn of(test: &TestDb, code: &'static str) -> Procedure {
    test.db.read(move |tx| of_code(tx, code)).await.unwrap().unwrap()
}

#[test]
fn the_released_files_are_140_procedures_of_which_27_have_steps_and_14_have_fields() {
    let all = released().unwrap();
    let count = |fits: fn(&Facts) -> bool| all.iter().filter(|one| fits(&one.facts)).count();
    assert_eq!(all.len(), 140);
    assert_eq!(all.iter().map(|one| &one.code).collect::<BTreeSet<_>>().len(), 140);
    assert_eq!(count(|facts| !facts.steps.is_empty()), 27);
    assert_eq!(count(|facts| facts.illustrative), 6);
    assert_eq!(count(|facts| facts.limit.is_none()), 8);
    assert_eq!(count(|facts| facts.fields.is_some() && facts.result.is_some()), 14);
    assert_eq!(count(|facts| facts.national_code.is_some()), 100);
    let same_day = |limit: &TimeLimit| rule_word(limit.limit) == "S";
    assert_eq!(all.iter().filter(|one| one.facts.limit.as_ref().is_some_and(same_day)).count(), 21);
    for one in &all {
        let faults = super::decide::faults(&one.facts);
        assert!(faults.is_empty(), "{}: {faults:?}", one.code);
        let facts = &one.facts;
        assert_eq!(facts.steps.is_empty(), facts.certainty.steps.is_none(), "{}", one.code);
        assert_eq!(facts.certainty.steps == Some(Sureness::Illustrative), facts.illustrative, "{}", one.code);
    }
}

#[test]
fn what_no_act_could_say_of_a_procedure_is_refused() {
    use super::decide::{Enter, enter_today, faults};
    let facts = released().unwrap().remove(0).facts;
    let limit = |rule: &str, amount: &str| Facts {
        limit: Some(TimeLimit { limit: Limit::read(rule, amount).unwrap(), text: String::new() }),
        ..facts.clone()
    };
    let component = |name: &str| super::Component {
        name: name.to_owned(),
        kind: super::ComponentKind::Submit,
        is_conditional: false,
    };
    let told = |facts: &Facts| {
        let keys = faults(facts).0.into_iter().map(|reason| (reason.key, reason.field.unwrap_or("-")));
        let told =
            keys.map(|(key, field)| format!("{}@{field}", key.replace("admin-procedures-refusal-", "")));
        told.collect::<Vec<_>>().join(" ")
    };
    for (facts, want) in [
        (limit("D", "1000"), ""),
        (limit("H", "0.25"), ""),
        (limit("D", "36525"), "limit-outside@limit_amount"),
        (limit("H", "0.0001"), "limit-outside@limit_amount"),
        (Facts { components: vec![component("a"); 100], ..facts.clone() }, ""),
        (Facts { components: vec![component("a"); 5_000], ..facts.clone() }, "too-many-lines@components"),
        (
            Facts { components: vec![component(&"ậ".repeat(2_001))], ..facts.clone() },
            "text-too-long@components",
        ),
        (Facts { iso_code: "x".repeat(1_000), ..facts.clone() }, "text-too-long@iso_code"),
    ] {
        assert_eq!(told(&facts), want);
    }
    let today: Day = "2026-03-01".parse().unwrap();
    for (from, is_fine) in
        [("0001-01-01", false), ("1945-09-02", true), ("2036-03-01", true), ("9999-12-31", false)]
    {
        let command = Enter { code: "a/1".to_owned(), from_on: from.parse().unwrap(), facts: facts.clone() };
        assert_eq!(enter_today(&command, (0, false), today).is_ok(), is_fine, "{from}");
    }
}

#[test]
fn the_steps_of_a_procedure_take_its_limit_at_eight_hours_a_day() {
    for one in released().unwrap() {
        let facts = &one.facts;
        let minutes: Option<Vec<i64>> = facts.steps.iter().map(|step| step.minutes).collect();
        let days = match facts.limit.as_ref().map(|limit| limit.limit) {
            Some(Limit::WorkingDays(days) | Limit::CalendarDays(days)) => days,
            _ => continue,
        };
        // Where the source writes one time for several steps there is no sum to compare.
        if let Some(minutes) = minutes.filter(|minutes| !minutes.is_empty()) {
            assert_eq!(minutes.iter().sum::<i64>(), days * 480, "{}", one.code);
        }
    }
}

#[tokio::test]
async fn a_release_is_taken_over_once_and_leaves_corrections_alone() {
    on_both(async |test| {
        assert_eq!(test.db.write(release).await.unwrap(), 0);
        let birth = of(test, "ho_tich/001").await;
        assert_eq!(
            (birth.name.as_str(), birth.level, birth.revision),
            ("Đăng ký khai sinh", Level::Commune, 1)
        );
        assert_eq!(birth.national_code.as_deref(), Some("1.001193"));
        assert_eq!(birth.limit.as_ref().map(|limit| limit.limit), Limit::read("S15", "1").ok());
        let roles: Vec<&str> = birth.steps.iter().map(|step| step.role.as_str()).collect();
        assert_eq!(roles, ["clerk", "officer", "head", "records_officer", "clerk"]);
        let single = of(test, "ho_tich/033").await;
        assert_eq!(single.verification_limit(), Some(Limit::CalendarDays(23)));
        assert_eq!(single.steps[1].verification_minutes, Some(160 * 60));
    })
    .await;
}

#[tokio::test]
async fn a_search_finds_with_or_without_accents_by_words_code_and_first_letters() {
    on_both(async |test| {
        for (text, want) in [
            ("khai sinh", "ho_tich/001"),
            ("Đăng ký khai sinh", "ho_tich/001"),
            ("sinh dang ky khai", "ho_tich/001"),
            ("dkkt", "ho_tich/015"),
            ("1.004873", "ho_tich/033"),
            ("xac nhan tinh trang hon nhan", "ho_tich/033"),
            ("hkd/01", "hkd/01"),
            ("chung thuc ban sao tu ban chinh", "chung_thuc/002"),
        ] {
            let found = test.db.read(move |tx| search(tx, text, 8)).await.unwrap();
            let codes: Vec<&str> = found.iter().map(|line| line.code.as_str()).collect();
            assert!(codes.contains(&want), "{text}: {codes:?}");
            if !text.contains("ban chinh") {
                assert_eq!(codes[0], want, "{text}: {codes:?}");
            }
        }
        for text in ["%", "khong co gi nhu the", "'; drop table"] {
            assert!(test.db.read(move |tx| search(tx, text, 8)).await.unwrap().is_empty(), "{text}");
        }
        assert_eq!(test.db.read(|tx| search(tx, "", 500)).await.unwrap().len(), 140);
    })
    .await;
}

#[tokio::test]
async fn a_dossier_keeps_the_version_it_was_received_under() {
    on_both(async |test| {
        let before = of(test, "ho_tich/033").await;
        let ctx = system(test);
        let mut facts = before.facts.clone();
        facts.limit = Some(TimeLimit { limit: Limit::WorkingDays(2), text: String::new() });
        let act = Amend {
            revision: 1,
            act: "Quyết định 1/QĐ-BTP".to_owned(),
            from_on: day("2026-01-01"),
            facts: facts.clone(),
        };
        amend(&ctx, before.id, act.clone()).await.unwrap();
        let again = amend(&ctx, before.id, act).await;
        let Err(Error::Refused(reasons)) = again else { panic!("the second officer must be told") };
        assert_eq!(reasons.0[0].key, "admin-procedures-refusal-stale");
        facts.fee_vnd = Some(8_000);
        let command = Correct { revision: 2, reason: "ghi thiếu lệ phí".to_owned(), facts };
        correct(&ctx, before.id, command).await.unwrap();
        let id = before.id;
        let kept = test.db.read(move |tx| load_revision(tx, id, 1)).await.unwrap();
        assert_eq!(*kept, before);
        let second = test.db.read(move |tx| load_revision(tx, id, 2)).await.unwrap();
        assert_eq!((second.from_on, second.fee_vnd), (day("2026-01-01"), None));
        let present = of(test, "ho_tich/033").await;
        assert_eq!((present.revision, present.fee_vnd, present.from_on), (3, Some(8_000), day("2026-01-01")));
        let missing = test.db.read(move |tx| load_revision(tx, id, 9)).await;
        assert!(matches!(missing, Err(Error::NotFound)));
    })
    .await;
}

#[tokio::test]
async fn an_altered_version_is_found_by_verification() {
    for test in testing::both(day("2026-11-23"), &[platform::MIGRATIONS, crate::MIGRATIONS]) {
        test.db.write(release).await.unwrap();
        let birth = of(&test, "ho_tich/001").await;
        let mut facts = birth.facts.clone();
        facts.sector = "Hộ tịch xã".to_owned();
        let command = Correct { revision: 1, reason: "thử".to_owned(), facts };
        correct(&system(&test), birth.id, command).await.unwrap();
        let id = birth.id;
        let altered = r#"{"name":"x"}"#;
        test.db.write(move |tx| Ok(store::alter_version(tx, id, 1, altered)?)).await.unwrap();
        let verified = test.db.snapshot(journal::verify).await.unwrap();
        assert!(
            format!("{:?}", verified.faults).contains("version 1 is not as journalled"),
            "{}",
            test.engine
        );
    }
}

#[tokio::test]
async fn an_entry_is_refused_with_every_reason_at_once() {
    on_both(async |test| {
        let mut facts = of(test, "ho_tich/001").await.facts.clone();
        facts.name = " ".to_owned();
        facts.limit = Some(TimeLimit { limit: Limit::WorkingDays(0), text: String::new() });
        facts.fee_vnd = Some(-1);
        facts.steps[0].role = "boss".to_owned();
        facts.fields = None;
        facts.result.as_mut().unwrap().lines.truncate(1);
        let command = Enter { code: "ho_tich/001".to_owned(), from_on: day("2026-01-01"), facts };
        let Err(Error::Refused(reasons)) = enter(&system(test), command).await else { panic!() };
        let told: Vec<&str> =
            reasons.0.iter().map(|reason| reason.key.trim_start_matches("admin-procedures-")).collect();
        assert_eq!(
            told,
            [
                "refusal-name",
                "refusal-limit",
                "refusal-fee",
                "refusal-step-role",
                "template-place",
                "refusal-code-taken"
            ]
        );
    })
    .await;
}

/// Texts of a paper's body, one block a line.
fn body(paper: &papers::Paper) -> String {
    let spans = |spans: &[papers::Span]| spans.iter().map(|span| span.text.as_str()).collect::<String>();
    let line = |block: &Block| match block {
        Block::Heading { text, .. } => text.clone(),
        Block::Paragraph(words) | Block::Note(words) => spans(words),
        Block::Bullets(points) => points.iter().map(|point| spans(point)).collect::<Vec<_>>().join(" / "),
        other => format!("{other:?}"),
    };
    paper.blocks.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn frame() -> result::Frame {
    result::Frame {
        superior: "UBND TỈNH A".to_owned(),
        issuer: "UBND XÃ B".to_owned(),
        place: "Xã B".to_owned(),
        issued_on: day("2026-11-23"),
        number: Some(12),
        signer_authority: String::new(),
        signer_title: String::new(),
        signer_name: "Nguyễn Văn C".to_owned(),
        dossier: BTreeMap::from([("book_number".to_owned(), "12/2026".to_owned())]),
    }
}

#[test]
fn a_result_paper_is_filled_from_the_fields_and_leaves_out_what_is_empty() {
    let all = released().unwrap();
    let facts = &all.iter().find(|one| one.code == "ho_tich/015").unwrap().facts;
    let (schema, template) = (facts.fields.as_ref().unwrap(), facts.result.as_ref().unwrap());
    let typed = [
        ("nyc_ho_ten", "Trần Thị D"),
        ("nyc_cu_tru", "Xã B"),
        ("nyc_giay_to", "CCCD"),
        ("nyc_quan_he", "Con"),
        ("ho_ten", "TRẦN VĂN E"),
        ("ngay_sinh", "1/2/1940"),
        ("gioi_tinh", "nam"),
        ("dan_toc", "Kinh"),
        ("quoc_tich", "Việt Nam"),
        ("noi_cu_tru", "Xã B"),
        ("ngay_chet", "20/11/2026"),
        ("noi_chet", "Tại nhà"),
        ("nguyen_nhan", "Tuổi già"),
        ("giay_bao_tu", "15/GBT"),
    ];
    let typed = typed.map(|(key, text)| (key.to_owned(), text.to_owned())).into();
    let values = schema.check(&typed, day("2026-11-23")).unwrap();
    let paper = result::fill(template, (schema, &values), &frame());
    assert_eq!(paper.number_line(), "Số: 12/TLKT");
    assert_eq!(paper.place_line(), "Xã B, ngày 23 tháng 11 năm 2026");
    assert_eq!(paper.type_name, "Trích lục khai tử");
    assert_eq!(
        body(&paper),
        "Họ, chữ đệm, tên: TRẦN VĂN E\nNgày, tháng, năm sinh: 01/02/1940\nGiới tính: Nam\nDân tộc: Kinh\n\
         Quốc tịch: Việt Nam\nĐã chết vào ngày: 20/11/2026\nNơi chết: Tại nhà\nNguyên nhân chết: Tuổi già\n\
         Nơi cư trú cuối cùng: Xã B\nGiấy báo tử: 15/GBT\nĐăng ký khai tử tại: UBND XÃ B"
    );
    assert_eq!(paper.signature.as_ref().map(|by| by.title.as_str()), Some("Chủ tịch"));
    assert_eq!(result::fill(template, (schema, &values), &frame()), paper);
}

/// The body of the paper that a released procedure ends with.
fn filled(code: &str, typed: &[(&str, &str)]) -> String {
    let all = released().unwrap();
    let facts = &all.iter().find(|one| one.code == code).unwrap().facts;
    let (schema, template) = (facts.fields.as_ref().unwrap(), facts.result.as_ref().unwrap());
    let typed = typed.iter().map(|(key, text)| ((*key).to_owned(), (*text).to_owned())).collect();
    body(&result::fill(template, (schema, &schema.readable(&typed, day("2026-11-23"))), &frame()))
}

#[test]
fn a_birth_tells_of_a_parent_only_with_a_name() {
    let one = [
        ("ho_ten", "LÊ AN"),
        ("me_ho_ten", "Trần D"),
        ("me_quoc_tich", "Việt Nam"),
        ("cha_nam_sinh", "1966"),
    ];
    assert_eq!(
        filled("ho_tich/001", &one),
        "Họ, chữ đệm, tên: LÊ AN\nHọ, chữ đệm, tên người mẹ: Trần D\nQuốc tịch: Việt Nam\n\
         Nơi đăng ký khai sinh: UBND XÃ B"
    );
}

#[test]
fn an_end_that_is_not_known_is_now_and_without_a_beginning_nothing_is_told() {
    let told = |typed: &[(&str, &str)]| {
        let body = filled("ho_tich/033", typed);
        body.lines().find(|line| line.contains("cư trú")).map(str::to_owned)
    };
    let (from, to) = (("cu_tru_tu", "18/02/2023"), ("cu_tru_den", "1/3/2024"));
    let began = "Trong thời gian cư trú tại nơi trên từ 18/02/2023 đến";
    assert_eq!(told(&[from, to]), Some(format!("{began} 01/03/2024.")));
    assert_eq!(told(&[from]), Some(format!("{began} nay.")));
    assert_eq!(told(&[to]), None);
}

#[test]
fn a_clause_without_anything_to_say_is_left_out_and_a_number_is_written_by_hand() {
    let keys = ["a", "b", "c"].map(|key| format!(r#"{{"type":"textfield","key":"{key}","label":"{key}"}}"#));
    let schema = fields::Schema::read(&format!(r#"{{"components":[{}]}}"#, keys.join(","))).unwrap();
    let template = |symbol: &str| {
        let line = "dân tộc: {a}; quốc tịch: {b}; nơi ở: {c}.";
        let text =
            format!(r#"{{"type_name":"Giấy","symbol":"{symbol}","lines":[{{"paragraph":"{line}"}}]}}"#);
        result::ResultTemplate::read(&text, Some(&schema)).unwrap()
    };
    let paper = |symbol: &str, keys: &[&str]| {
        let typed = keys.iter().map(|key| ((*key).to_owned(), key.to_uppercase())).collect();
        let values = schema.check(&typed, day("2026-11-23")).unwrap();
        result::fill(&template(symbol), (&schema, &values), &result::Frame { number: None, ..frame() })
    };
    for (keys, want) in [
        (["a", "b", "c"].as_slice(), "dân tộc: A; quốc tịch: B; nơi ở: C."),
        (&["b", "c"], "Quốc tịch: B; nơi ở: C."),
        (&["a", "b"], "dân tộc: A; quốc tịch: B."),
        (&["a", "c"], "dân tộc: A; nơi ở: C."),
        (&["c"], "Nơi ở: C."),
        (&[], ""),
    ] {
        assert_eq!(body(&paper("", keys)), want, "{keys:?}");
    }
    assert_eq!(paper("", &[]).number_line(), "Số: …………");
    assert_eq!(paper("GXN", &[]).number_line(), "Số: …………/GXN");
    let unknown = r#"{"type_name":"Giấy","lines":[{"when":["x",[{"note":"{y}"},{"note":"{a|b}"}]]}]}"#;
    assert_eq!(result::ResultTemplate::read(unknown, Some(&schema)).unwrap_err().0.len(), 2);
}

#[test]
fn what_people_type_stays_words_in_a_paper() {
    let schema =
        fields::Schema::read(r#"{"components":[{"type":"textfield","key":"a","label":"A"}]}"#).unwrap();
    let template = result::ResultTemplate::read(
        r#"{"type_name":"Giấy","lines":[{"paragraph":"Của {a} và {"}]}"#,
        Some(&schema),
    )
    .unwrap();
    let typed = BTreeMap::from([("a".to_owned(), "{issuer} #let x".to_owned())]);
    let values = schema.check(&typed, day("2026-11-23")).unwrap();
    assert_eq!(body(&result::fill(&template, (&schema, &values), &frame())), "Của {issuer} #let x và {");
    let unknown = r#"{"type_name":"Giấy {b}","lines":[{"paragraph":"{c}"}]}"#;
    let reasons = result::ResultTemplate::read(unknown, Some(&schema)).unwrap_err();
    assert_eq!(reasons.0.len(), 2);
    for (text, key) in [
        ("{", "admin-procedures-template-unread"),
        (r#"{"type_name":"Giấy","lines":[]}"#, "admin-procedures-template-empty"),
        (r#"{"type_name":"Giấy","lines":[{"picture":"x"}]}"#, "admin-procedures-template-unread"),
    ] {
        assert_eq!(result::ResultTemplate::read(text, None).unwrap_err().0[0].key, key);
    }
}

/// Events as they were released: what is journalled is read for ever.
const EVENTS: [&str; 3] = [
    r#"{"event":"entered","code":"thu/01","owner_agency_id":0,"from_on":"2025-07-01","facts":{"iso_code":"","national_code":"1.000001","remembered_code":null,"name":"Thủ tục thử","sector":"Thử","level":"commune","executing_agency":"UBND cấp xã","limit":{"limit":{"same_day":{"cutoff":"15:00"}},"text":"Trong ngày"},"variants":[{"case":"cần xác minh","with_verification":true,"limit":{"calendar_days":20}}],"limit_note":"","fee_vnd":8000,"fee_text":"","components":[{"name":"Tờ khai","kind":"submit","is_conditional":false}],"legal_basis":["Luật"],"certainty":{"name":"verified","code":"memory","limit":"uncertain","fee":"verified","components":"verified","legal":"verified","steps":"illustrative"},"source":"nguồn","steps":[{"name":"Tiếp nhận","who":"Cán bộ một cửa","role":"clerk","minutes":240,"verification_minutes":null,"output":"Giấy hẹn"}],"steps_note":"","illustrative":true,"fields":{"type":"default","components":[{"type":"textfield","key":"ho_ten","label":"Họ tên","validate":{"required":true}}]},"result":{"type_name":"Giấy","subject":"","symbol":"G","lines":[{"heading":"H"},{"fact":["Họ tên","{ho_ten}"]},{"point":"P"},{"note":"N"}],"signer_title":"Chủ tịch","copies_to":["Lưu: VT"]}}}"#,
    r#"{"event":"corrected","reason":"ghi sai","facts":{"iso_code":"","national_code":null,"remembered_code":"1.000001","name":"Thủ tục thử","sector":"Thử","level":"province","executing_agency":"Sở","limit":{"limit":{"working_days":5},"text":""},"variants":[],"limit_note":"","fee_vnd":null,"fee_text":"","components":[],"legal_basis":[],"certainty":{"name":"verified","code":"verified","limit":"verified","fee":"verified","components":"verified","legal":"verified","steps":null},"source":"","steps":[],"steps_note":"","illustrative":false,"fields":null,"result":null}}"#,
    r#"{"event":"amended","act":"1/QĐ","from_on":"2026-01-01","facts":{"iso_code":"","national_code":null,"remembered_code":null,"name":"Thủ tục thử","sector":"Thử","level":"shared","executing_agency":"Sở","limit":null,"variants":[],"limit_note":"theo đợt","fee_vnd":0,"fee_text":"","components":[{"name":"Hộ chiếu","kind":"show","is_conditional":true}],"legal_basis":[],"certainty":{"name":"verified","code":"verified","limit":"verified","fee":"verified","components":"verified","legal":"verified","steps":null},"source":"","steps":[],"steps_note":"","illustrative":false,"fields":null,"result":null}}"#,
];

#[test]
fn released_events_are_read_and_written_as_ever() {
    let events: Vec<ProcedureEvent> = EVENTS.iter().map(|text| serde_json::from_str(text).unwrap()).collect();
    for (event, text) in events.iter().zip(EVENTS) {
        assert_eq!(serde_json::to_string(event).unwrap(), text);
    }
    let procedure = Procedure::fold(7, &events).unwrap();
    assert_eq!(
        (procedure.revision, procedure.from_on, procedure.level),
        (3, day("2026-01-01"), Level::Shared)
    );
}

#[test]
fn facts_survive_being_written_as_json() {
    for one in released().unwrap() {
        let text = serde_json::to_string(&one.facts).unwrap();
        assert_eq!(serde_json::from_str::<Facts>(&text).unwrap(), one.facts, "{}", one.code);
    }
}
