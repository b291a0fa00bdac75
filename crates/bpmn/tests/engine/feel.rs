//! Conditions: what they say, what is refused, and that nothing makes them panic.

use bpmn::feel::{
    Binary, Day, Expression, Fields, Kind, Number, Pool, Scene, Span, Test, Type, Value, parse,
};
use proptest::prelude::*;

fn fields() -> Fields {
    [
        ("count", Type::Number),
        ("diện_tích", Type::Number),
        ("gấp", Type::Boolean),
        ("kind", Type::Text),
        ("born", Type::Date),
        ("số tầng", Type::Number),
    ]
    .into_iter()
    .collect()
}

fn value(name: &str) -> Value {
    match name {
        "count" => Value::Number(Number::whole(5).unwrap()),
        "diện_tích" => Value::Number(Number::parse("99.5").unwrap()),
        "gấp" => Value::Boolean(true),
        "kind" => Value::Text("nhà ở".into()),
        _ => Value::Null,
    }
}

fn answer(condition: &Expression) -> Result<Option<bool>, String> {
    let mut pool = Pool::default();
    let code = condition.compile(&fields(), &mut pool).map_err(|faults| format!("{faults:?}"))?;
    let facts: Vec<Value> = pool.fields().iter().map(|(name, _)| value(name)).collect();
    let scene = Scene { pool: &pool, outcome: Some("đạt"), facts: &facts };
    let answer = code.evaluate(&scene);
    let possible = code.possible(&pool, Some("đạt"));
    assert!(if answer == Some(true) { possible.may_hold } else { possible.may_fail }, "{condition}");
    Ok(answer)
}

#[test]
fn conditions_answer() {
    let yes = [
        "outcome = \"đạt\"",
        "gấp",
        "count = 5 and diện_tích > 99.4999",
        "count in (1, 2, [4..6])",
        "count in [5..5]",
        "not(count in (1, 2, [6..9]))",
        "count + 2 * 3 = 11 and (count + 2) * 3 = 21 and -count + 5 = 0",
        "kind in (\"nhà ở\", \"nhà xưởng\")",
        "born = null and `số tầng` = null and count != null",
        "date(\"2024-02-29\") < date(\"2024-03-01\")",
        "gấp or born > date(\"2020-01-01\")",
        "false or true and true",
        "\"a\\\"b\\\\\" = \"a\\\"b\\\\\"",
        "10 - 3 - 2 = 5",
    ];
    let no = [
        "not(gấp)",
        "count < 5",
        "outcome = \"trả\"",
        "false and born > date(\"2020-01-01\")",
        "null != null",
    ];
    let neither = [
        "born > date(\"2020-01-01\")",
        "`số tầng` + 1 > 0",
        "not(born < date(\"2020-01-01\"))",
        "`số tầng` in [1..2]",
        "gấp and null",
        "922337203685477 * 922337203685477 > 1",
    ];
    for (texts, expected) in [(&yes[..], Some(true)), (&no, Some(false)), (&neither, None)] {
        for text in texts {
            let condition = parse(text).unwrap_or_else(|fault| panic!("{text}: {fault:?}"));
            assert_eq!(answer(&condition), Ok(expected), "{text}");
            assert_eq!(parse(&condition.to_string()), Ok(condition), "{text}");
        }
    }
}

#[test]
fn what_is_not_of_the_subset_is_refused_by_place() {
    for (text, place) in [
        ("", ""),
        ("count >", ""),
        ("count = 5 )", ")"),
        ("count == 5", "="),
        ("count % 2 = 0", "%"),
        ("if count = 5 then true else false", "count"),
        ("some x in kind satisfies x", "x"),
        ("kind = 'a'", "'"),
        ("kind = \"a", "\"a"),
        ("kind = \"\\q\"", "\"\\q"),
        ("1 < count < 9", "<"),
        ("count = 1.23456", "1.23456"),
        ("born > date(\"2025-02-30\")", "\"2025-02-30\""),
        ("born > date(kind)", "kind"),
        ("count in 5", "5"),
        ("count in [1,2]", ","),
        ("not gấp", "gấp"),
        ("today() > born", "("),
    ] {
        let fault = parse(text).map(|condition| condition.to_string()).unwrap_err();
        assert_eq!(&text[fault.at.from..fault.at.to], place, "{text}: {fault:?}");
    }
    for (text, places) in [
        ("unknown = 1 or other", &["unknown", "other"][..]),
        ("count", &["count"]),
        ("count + 1", &["count + 1"]),
        ("kind < \"b\"", &["kind < \"b\""]),
        ("count = \"5\"", &["count = \"5\""]),
        ("kind and gấp", &["kind"]),
        ("count in (\"a\", [born..7])", &["\"a\"", "born"]),
        ("null < 5", &["null < 5"]),
        ("null", &["null"]),
    ] {
        let faults = parse(text).unwrap().compile(&fields(), &mut Pool::default()).unwrap_err();
        let found: Vec<&str> = faults.iter().map(|fault| &text[fault.at.from..fault.at.to]).collect();
        assert_eq!(found, places, "{text}");
    }
}

#[test]
fn length_and_depth_are_limited() {
    let deep = |depth: usize| format!("{}gấp{}", "(".repeat(depth), ")".repeat(depth));
    assert!(parse(&deep(31)).is_ok());
    assert!(parse(&deep(32)).is_err());
    assert!(parse(&"not(".repeat(400)).is_err());
    assert!(parse(&format!("{}1 = 1", "-".repeat(500))).is_err());
    assert!(parse(&format!("gấp{}", " and gấp".repeat(150))).is_ok());
    assert!(parse(&format!("gấp{}", " and gấp".repeat(500))).is_err());
}

fn leaf(kind: Kind) -> Expression {
    Expression { kind, at: Span::default() }
}

fn expressions() -> impl Strategy<Value = Expression> {
    let leaves = prop_oneof![
        Just(Kind::Null),
        any::<bool>().prop_map(Kind::Boolean),
        (0..i64::MAX).prop_map(|value| Kind::Number(Number::from_ten_thousandths(value))),
        (0..100_i64).prop_map(|value| Kind::Number(Number::whole(value).unwrap())),
        "[a-zđ\"\\\\\n ]{0,4}".prop_map(Kind::Text),
        (0..30_000).prop_map(|day| Kind::Date(Day::from_number(day).unwrap())),
        prop_oneof!["count", "gấp", "kind", "born", "số tầng", "outcome", "and", "x y"].prop_map(Kind::Name),
    ];
    leaves.prop_map(leaf).prop_recursive(5, 40, 3, |inner| {
        let two = prop_oneof![
            Just(Binary::Or),
            Just(Binary::And),
            Just(Binary::Equal),
            Just(Binary::NotEqual),
            Just(Binary::Less),
            Just(Binary::AtLeast),
            Just(Binary::Plus),
            Just(Binary::Minus),
            Just(Binary::Times),
        ];
        let test = prop_oneof![
            inner.clone().prop_map(Test::Is),
            (inner.clone(), inner.clone()).prop_map(|(from, to)| Test::Within(from, to)),
        ];
        prop_oneof![
            (two, inner.clone(), inner.clone()).prop_map(|(binary, left, right)| Kind::Two(
                binary,
                Box::new(left),
                Box::new(right)
            )),
            inner.clone().prop_map(|inner| Kind::Not(Box::new(inner))),
            inner.clone().prop_map(|inner| Kind::Negative(Box::new(inner))),
            (inner, prop::collection::vec(test, 1..3))
                .prop_map(|(value, tests)| Kind::In(Box::new(value), tests)),
        ]
        .prop_map(leaf)
    })
}

proptest! {
    #[test]
    fn a_condition_that_is_printed_and_read_is_the_same_and_answers_the_same(condition in expressions()) {
        let printed = condition.to_string();
        prop_assume!(printed.len() <= bpmn::feel::LONGEST);
        let read = parse(&printed);
        prop_assert_eq!(read.as_ref().map(ToString::to_string), Ok(printed.clone()));
        let read = read.unwrap();
        prop_assert_eq!(&read, &condition, "{}", printed);
        prop_assert_eq!(answer(&read).ok(), answer(&condition).ok());
    }

    #[test]
    fn no_text_makes_it_panic(text in "[a-z0-9đ\"'`()\\[\\].,=<>!+*\\\\ -]{0,60}|\\PC{0,40}") {
        if let Ok(condition) = parse(&text) {
            let _ = answer(&condition);
        }
    }

    #[test]
    fn no_words_make_it_panic(
        words in prop::collection::vec(
            prop_oneof!["count", "gấp", "and", "or", "not", "in", "\\(", "\\)", "\\[", "\\]", "\\.\\.", ",", "=", "<", "-", "1", "\"a\"", "null", "outcome"],
            0..24,
        )
    ) {
        if let Ok(condition) = parse(&words.join(" ")) {
            let _ = answer(&condition);
        }
    }
}
