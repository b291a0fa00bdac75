//! Declarations are read or refused by the name of the field; what is typed becomes values or faults.

use super::*;
use platform::{Day, Refusals, i18n};
use proptest::prelude::*;
use std::collections::BTreeMap;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// Keys of the reasons, each with its field and its member.
fn told(reasons: &Refusals) -> Vec<String> {
    let value = |values: &[(&str, String)], name: &str| {
        values.iter().find(|(of, _)| *of == name).map(|(_, value)| value.clone()).unwrap_or_default()
    };
    let line = |reason: &platform::Refusal| {
        let key = reason.key.trim_start_matches("admin-procedures-");
        let at = value(&reason.values, "field") + &value(&reason.values, "member");
        format!("{key} {at}").trim_end().to_owned()
    };
    reasons.0.iter().map(line).collect()
}

fn declared(component: &str) -> Result<Schema, Refusals> {
    Schema::read(&format!("{{\"components\":[{component}]}}"))
}

#[test]
fn what_is_no_declaration_is_refused_by_the_name_of_its_field() {
    let text =
        |validate: &str| format!(r#"{{"type":"textfield","key":"a","label":"A","validate":{validate}}}"#);
    let number =
        |validate: &str| format!(r#"{{"type":"number","key":"n","label":"N","validate":{validate}}}"#);
    for (component, want) in [
        (text("{}"), vec![]),
        (text(r#"{"pattern":"("}"#), vec!["schema-pattern a"]),
        (text(r#"{"pattern":"a)|(b"}"#), vec!["schema-pattern a"]),
        (r#"{"type":"number","key":"n","label":"N","decimalDigits":4}"#.into(), vec![]),
        (r#"{"type":"number","key":"n","label":"N","decimalDigits":5}"#.into(), vec!["schema-bound ndecimalDigits"]),
        (r#"{"type":"number","key":"n","label":"N","decimalDigits":7}"#.into(), vec!["schema-bound ndecimalDigits"]),
        (text(r#"{"pattern":"(((a{1,999}){1,999}){1,999}){1,999}"}"#), vec!["schema-pattern a"]),
        (text(r#"{"pattern":7}"#), vec!["schema-bound apattern"]),
        (text(r#"{"minLength":9,"maxLength":3}"#), vec!["schema-bound amaxLength"]),
        (text(r#"{"minLength":-1}"#), vec!["schema-bound aminLength"]),
        (text(r#"{"validationType":"email"}"#), vec!["schema-unknown avalidationType"]),
        (number(r#"{"min":"1.5","max":2}"#), vec![]),
        (number(r#"{"min":3,"max":2}"#), vec!["schema-bound nmax"]),
        (number(r#"{"min":"nhiều"}"#), vec!["schema-bound nmin"]),
        (r#"{"type":"textfield","key":"họ tên","label":"A"}"#.into(), vec!["schema-key họ tên"]),
        (r#"{"type":"textfield","label":"A"}"#.into(), vec!["schema-key #1"]),
        (r#"{"type":"textfield","key":"a"}"#.into(), vec!["schema-label a"]),
        (r#"{"type":"filepicker","key":"a","label":"A"}"#.into(), vec!["schema-kind a"]),
        (r#"{"type":"datetime","subtype":"time","key":"a","label":"A"}"#.into(), vec!["schema-kind a"]),
        (r#"{"type":"datetime","subtype":"date","key":"a","label":"A"}"#.into(), vec![]),
        (r#"{"type":"date","key":"a","label":"A","validate":{"max":"mai"}}"#.into(), vec!["schema-bound amax"]),
        (r#"{"type":"select","key":"a","label":"A"}"#.into(), vec!["schema-values a"]),
        (
            r#"{"type":"radio","key":"a","label":"A","values":[{"value":"x","label":"X"},{"value":"x","label":"Y"}]}"#.into(),
            vec!["schema-values a"],
        ),
        (
            r#"{"type":"textfield","key":"a","label":"A","conditional":{"hide":"=true"}}"#.into(),
            vec!["schema-unknown aconditional"],
        ),
        (r#"{"type":"textfield","key":"a","label":"A","defaultValue":"Kinh","properties":{}}"#.into(), vec![]),
        (r#"{"type":"textfield","key":"a","label":"A","defaultValue":["Kinh"]}"#.into(), vec!["schema-bound adefaultValue"]),
        (r#"{"type":"number","key":"a","label":"A","defaultValue":"hai"}"#.into(), vec!["schema-bound adefaultValue"]),
        (r#"{"type":"date","key":"a","label":"A","defaultValue":"mai"}"#.into(), vec!["schema-bound adefaultValue"]),
        (r#"{"type":"textfield","key":"a","label":"A","properties":{"same_as":"applicant.name"}}"#.into(), vec![]),
        (r#"{"type":"textfield","key":"a","label":"A","properties":{"same_as":"mother.name"}}"#.into(), vec!["schema-bound aproperties"]),
        (r#"{"type":"textfield","key":"a","label":"A","properties":{"icon":"x"}}"#.into(), vec!["schema-bound aproperties"]),
        (r#"{"type":"number","key":"a","label":"A","properties":{"same_as":"applicant.phone"}}"#.into(), vec!["schema-bound aproperties"]),
        ("7".into(), vec!["schema-not-a-field #1"]),
        (format!("{},{}", text("{}"), text("{}")), vec!["schema-key-twice a"]),
    ] {
        let read = declared(&component);
        let faults = read.as_ref().err().map(told).unwrap_or_default();
        assert_eq!(faults, want, "{component}");
    }
}

#[test]
fn what_is_no_json_or_too_much_of_it_is_refused() {
    let deep = "[".repeat(200_000);
    let many = vec![r#"{"type":"checkbox","key":"a","label":"A"}"#; 201].join(",");
    for (text, want) in [
        ("không phải JSON", "schema-not-json"),
        (deep.as_str(), "schema-not-json"),
        ("{}", "schema-no-components"),
        ("[]", "schema-no-components"),
        (&format!("\"{}\"", "a".repeat(300_000)), "schema-too-large"),
    ] {
        assert_eq!(told(&Schema::read(text).unwrap_err())[0], want);
    }
    let faults = told(&declared(&many).unwrap_err());
    assert_eq!(faults[0], "schema-too-many");
    for language in [platform::Language::Vi, platform::Language::En] {
        let sentence = i18n::refusal(language, &Schema::read("{").unwrap_err().0[0]);
        assert!(sentence.contains("JSON") && !sentence.contains('$'), "{sentence}");
    }
}

const FORM: &str = r#"{"components":[
  {"type":"textfield","key":"ten","label":"Họ tên","validate":{"required":true,"minLength":2,"maxLength":5}},
  {"type":"textfield","key":"so","label":"Số định danh","validate":{"pattern":"[0-9]{3}"}},
  {"type":"textarea","key":"ly_do","label":"Lý do"},
  {"type":"number","key":"dien_tich","label":"Diện tích","decimalDigits":1,"validate":{"min":"0.5","max":2000}},
  {"type":"number","key":"so_ban","label":"Số bản","validate":{"min":1}},
  {"type":"select","key":"loai","label":"Loại","values":[{"value":"moi","label":"Xây mới"}]},
  {"type":"checkbox","key":"cam_doan","label":"Cam đoan","validate":{"required":true}},
  {"type":"checkbox","key":"mien","label":"Miễn phí"},
  {"type":"date","key":"ngay","label":"Ngày sinh","validate":{"min":"1900-01-01","max":"today"}}
]}"#;

/// What becomes of `ten=An; so=12`: the values as shown, or the faults.
fn check(typed: &str) -> String {
    let schema = Schema::read(FORM).unwrap();
    let pairs = typed.split("; ").filter_map(|pair| pair.split_once('='));
    let typed: BTreeMap<String, String> =
        pairs.map(|(key, text)| (key.to_owned(), text.to_owned())).collect();
    match schema.check(&typed, day("2026-11-23")) {
        Ok(values) => {
            let shown = schema.shown(&values);
            shown.iter().map(|(key, text)| format!("{key}={text}")).collect::<Vec<_>>().join("; ")
        }
        Err(reasons) => told(&reasons).join("; ").replace("field-", ""),
    }
}

#[test]
fn what_is_typed_becomes_values_or_every_fault_at_once() {
    let fit = "cam_doan=yes; ten=An";
    for (typed, want) in [
        ("cam_doan=yes; ten=  An  ", "cam_doan=Cam đoan; mien=; ten=An"),
        ("", "missing Họ tên; untick Cam đoan"),
        ("cam_doan=yes; ten=A", "short Họ tên"),
        ("cam_doan=yes; ten=Nguyễn An", "long Họ tên"),
        (&format!("{fit}; so=12a"), "pattern Số định danh"),
        (&format!("{fit}; so=1234"), "pattern Số định danh"),
        (&format!("{fit}; dien_tich=1.500"), "cam_doan=Cam đoan; dien_tich=1.500; mien=; ten=An"),
        (&format!("{fit}; dien_tich=72.5"), "cam_doan=Cam đoan; dien_tich=72,5; mien=; ten=An"),
        (&format!("{fit}; dien_tich=72,55"), "decimals Diện tích"),
        (&format!("{fit}; dien_tich=0,4"), "small Diện tích"),
        (&format!("{fit}; dien_tich=2.000,1"), "large Diện tích"),
        (&format!("{fit}; dien_tich=nhiều"), "number Diện tích"),
        (&format!("{fit}; so_ban=1,5"), "whole Số bản"),
        (&format!("{fit}; so_ban=hai"), "whole Số bản"),
        (&format!("{fit}; so_ban=0"), "small Số bản"),
        (&format!("{fit}; loai=moi"), "cam_doan=Cam đoan; loai=Xây mới; mien=; ten=An"),
        (&format!("{fit}; loai=cu"), "choice Loại"),
        (&format!("{fit}; ngay=3/5/2011"), "cam_doan=Cam đoan; mien=; ngay=03/05/2011; ten=An"),
        (&format!("{fit}; ngay=03052011"), "cam_doan=Cam đoan; mien=; ngay=03/05/2011; ten=An"),
        (&format!("{fit}; ngay=31/02/2011"), "day Ngày sinh"),
        (&format!("{fit}; ngay=24/11/2026"), "late Ngày sinh"),
        (&format!("{fit}; ngay=31/12/1899"), "early Ngày sinh"),
        (&format!("{fit}; la=1"), "unknown la"),
        (&format!("{fit}; ly_do=a\u{0}b"), "control Lý do"),
        ("ten=A; so=x; so_ban=0", "short Họ tên; pattern Số định danh; small Số bản; untick Cam đoan"),
    ] {
        assert_eq!(check(typed), want, "{typed}");
    }
}

#[test]
fn composed_and_decomposed_letters_count_the_same() {
    assert_eq!(check("cam_doan=yes; ten=Nguye\u{302}\u{303}"), "cam_doan=Cam đoan; mien=; ten=Nguyễ");
}

#[test]
fn numbers_are_read_as_people_write_them_and_stay_exact() {
    for (typed, want) in [
        ("1.500", Some("1.500")),
        ("1500", Some("1.500")),
        ("1.500.000,25", Some("1.500.000,25")),
        ("72.5", Some("72,5")),
        ("-0,50", Some("-0,5")),
        ("0,1", Some("0,1")),
        ("1.50.000", None),
        ("1,2,3", None),
        ("1,", None),
        (",5", None),
        ("1e9", None),
        ("--1", None),
        ("", None),
        ("99999999999999999999", None),
    ] {
        assert_eq!(Decimal::parse_typed(typed).map(Decimal::vietnamese).as_deref(), want, "{typed}");
    }
}

#[test]
fn conditions_of_a_process_know_every_number_that_a_field_takes() {
    let known = |text: &str| bpmn::feel::Number::parse(text).is_some();
    let finest = |decimals: u8| Decimal { units: 1, decimals }.to_string();
    assert!(known(&finest(MOST_DECIMALS)) && !known(&finest(MOST_DECIMALS + 1)));
    let beyond = Decimal::whole(Decimal::MOST.units + 1).to_string();
    assert!(known(&Decimal::MOST.to_string()) && !known(&beyond));
    // A declaration kept before that bound is still read, and takes no finer number all the same.
    let kept = r#"{"components":[{"type":"number","key":"n","label":"N","decimalDigits":6}]}"#;
    let kept: Schema = serde_json::from_str(kept).unwrap();
    for (typed, want) in [
        ("72,5001", None),
        ("72,50001", Some("field-decimals N")),
        ("922.337.203.685.477", None),
        ("922.337.203.685.478", Some("field-large N")),
        ("-922.337.203.685.478", Some("field-small N")),
    ] {
        let checked = kept.check(&BTreeMap::from([("n".to_owned(), typed.to_owned())]), day("2026-11-23"));
        assert_eq!(checked.err().map(|reasons| told(&reasons).join(" ")).as_deref(), want, "{typed}");
    }
}

proptest! {
    #[test]
    fn a_number_is_written_and_read_back_the_same(units in any::<i64>(), decimals in 0_u8..=6) {
        let text = Decimal { units, decimals }.to_string();
        if let Ok(number) = text.parse::<Decimal>() {
            let again = Decimal::parse_typed(&number.vietnamese());
            // A fraction of three digits without a comma would be thousands; with a comma it never is.
            prop_assert_eq!(again, Some(number));
            prop_assert_eq!(serde_json::from_str::<Decimal>(&serde_json::to_string(&number).unwrap()).unwrap(), number);
        }
    }

    #[test]
    fn nothing_typed_makes_a_panic_and_what_is_kept_can_be_typed_again(
        texts in prop::collection::vec(prop_oneof![".*", "[0-9.,/-]{0,12}", "yes|moi|An"], 9)
    ) {
        let schema = Schema::read(FORM).unwrap();
        let keys = schema.fields.iter().map(|field| field.key.clone());
        let typed: BTreeMap<String, String> = keys.zip(texts).collect();
        let today = day("2026-11-23");
        if let Ok(values) = schema.check(&typed, today) {
            prop_assert_eq!(schema.check(&schema.typed(&values), today), Ok(values.clone()));
            let text = serde_json::to_string(&values).unwrap();
            prop_assert_eq!(serde_json::from_str::<Values>(&text).unwrap(), values);
        }
    }

    #[test]
    fn no_text_makes_reading_a_declaration_panic(text in ".*") {
        let _ = Schema::read(&text);
        let _ = declared(&text);
    }
}

#[test]
fn a_declaration_is_written_and_read_back_the_same() {
    let schema = Schema::read(FORM).unwrap();
    let text = serde_json::to_string(&schema).unwrap();
    assert_eq!(Schema::read(&text).unwrap(), schema);
    assert_eq!(serde_json::from_str::<Schema>(&text).unwrap(), schema);
}

#[test]
fn a_field_holds_its_first_value_and_repeats_the_applicant_only_while_it_is_empty() {
    let schema = declared(
        r#"{"type":"textfield","key":"dan_toc","label":"Dân tộc","defaultValue":"Kinh"},
           {"type":"number","key":"so","label":"Số","defaultValue":1500},
           {"type":"textfield","key":"ten","label":"Tên","properties":{"same_as":"applicant.name"}},
           {"type":"textfield","key":"noi","label":"Nơi","properties":{"same_as":"applicant.address"}}"#,
    )
    .unwrap();
    let first: Vec<(String, String)> = schema.first_values().into_iter().collect();
    assert_eq!(first, [("dan_toc".into(), "Kinh".into()), ("so".into(), "1.500".into())]);
    let mut typed = BTreeMap::from([("noi".to_owned(), "Thôn 3".to_owned())]);
    schema.fill_like(&mut typed, |same_as| same_as.word().to_owned());
    assert_eq!((typed["ten"].as_str(), typed["noi"].as_str()), ("applicant.name", "Thôn 3"));
    let text = serde_json::to_string(&schema).unwrap();
    assert_eq!(Schema::read(&text).unwrap(), schema);
}

#[test]
fn a_text_of_the_wrong_form_is_told_with_the_hint_where_there_is_one() {
    for (hint, want) in [
        ("", "Số: “7a” không đúng dạng; hãy xem lại từng chữ, từng số."),
        ("Gồm 12 chữ số", "Số: “7a” không đúng dạng. Cách nhập: Gồm 12 chữ số."),
    ] {
        let text = format!(
            r#"{{"type":"textfield","key":"a","label":"Số","description":"{hint}","validate":{{"pattern":"[0-9]+"}}}}"#
        );
        let typed = BTreeMap::from([("a".to_owned(), "7a".to_owned())]);
        let reasons = declared(&text).unwrap().check(&typed, day("2026-11-23")).unwrap_err();
        assert_eq!(i18n::refusal(platform::Language::Vi, &reasons.0[0]), want);
    }
}
