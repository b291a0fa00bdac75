//! Made-up answers to the fields of a procedure: of the right shape, about nobody.

use super::draw::Draw;
use super::people::Names;
use agency::dossiers::applicants::Person;
use platform::Day;
use registers::admin_procedures::fields::{Field, FieldKind, Schema};
use std::collections::BTreeMap;

/// What somebody might type into the form of a procedure.
pub fn typed(
    schema: &Schema,
    (applicant, names): (&Person, &Names),
    (draw, today): (&mut Draw, Day),
) -> BTreeMap<String, String> {
    let mut answers = BTreeMap::new();
    for field in &schema.fields {
        if (field.is_required || draw.happens(400))
            && let Some(answer) = answer(field, (applicant, names), (&mut *draw, today))
        {
            answers.insert(field.key.clone(), answer);
        }
    }
    answers
}

fn answer(
    field: &Field,
    (applicant, names): (&Person, &Names),
    (draw, today): (&mut Draw, Day),
) -> Option<String> {
    Some(match &field.kind {
        FieldKind::Text { pattern, max_length, .. } => {
            let text = match pattern.as_deref() {
                Some(pattern) => fitting(pattern, draw)?,
                None => words(field, (applicant, names), draw),
            };
            text.chars().take(max_length.unwrap_or(200)).collect()
        }
        FieldKind::Area { .. } => "Theo giấy tờ kèm theo (minh họa)".to_owned(),
        FieldKind::Number { min, .. } => min.map_or("1".to_owned(), |min| min.vietnamese()),
        FieldKind::Select(choices) | FieldKind::Radio(choices) => draw.one(choices)?.value.clone(),
        FieldKind::Checkbox => "on".to_owned(),
        FieldKind::Date { .. } => today.plus_days(-1 - draw.below(20) as i64).vietnamese(),
    })
}

/// A text of letters and digits that fits the pattern; none where the pattern wants something else.
fn fitting(pattern: &str, draw: &mut Draw) -> Option<String> {
    let whole = regex::Regex::new(&format!("^(?:{pattern})$")).ok()?;
    if let Some(known) = ["1990", "08:30", "minh-hoa@vidu.vn"].into_iter().find(|text| whole.is_match(text)) {
        return Some(known.to_owned());
    }
    let lengths = [12, 9, 10, 13, 6, 8, 4, 5, 1, 2, 3];
    let shapes = ["0", "", "AB ", "AB", "BĐ ", "BĐ"]
        .into_iter()
        .flat_map(|first| lengths.map(|length| (first, length)));
    shapes.into_iter().find_map(|(first, length)| {
        let digits: String = (0..length).map(|_| char::from(b'0' + draw.below(10) as u8)).collect();
        let text = format!("{first}{digits}");
        whole.is_match(&text).then_some(text)
    })
}

fn words(field: &Field, (applicant, names): (&Person, &Names), draw: &mut Draw) -> String {
    let label = platform::search::fold(&field.label);
    if label.contains("ho va ten") || label.contains("ho, chu dem") || label.contains("ten") {
        if draw.happens(300) { applicant.name.clone() } else { names.citizen(draw).name }
    } else if label.contains("cu tru") || label.contains("dia chi") || label.contains("noi") {
        names.address(draw)
    } else if label.contains("dan toc") {
        "Kinh".to_owned()
    } else if label.contains("quoc tich") {
        "Việt Nam".to_owned()
    } else {
        "Minh họa".to_owned()
    }
}
