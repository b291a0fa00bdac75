//! Made-up answers to the fields of a procedure: of the right shape, and such as somebody might have typed them.

use super::draw::Draw;
use super::people::{Citizen, Names};
use agency::dossiers::applicants::Person;
use platform::Day;
use platform::search::fold;
use registers::admin_procedures::fields::{Decimal, Field, FieldChoice, FieldKind, SameAs, Schema};
use std::collections::BTreeMap;

/// What somebody might type into the form of a procedure.
pub fn typed(
    schema: &Schema,
    (applicant, names): (&Citizen, &Names),
    (draw, today): (&mut Draw, Day),
) -> BTreeMap<String, String> {
    let cast = Cast::of(schema, (applicant, names), (&mut *draw, today));
    let mut answers = BTreeMap::new();
    for field in &schema.fields {
        if (field.is_required || draw.happens(400))
            && let Some(answer) = answer(field, (&cast, names), (&mut *draw, today))
        {
            answers.insert(field.key.clone(), answer);
        }
    }
    for field in schema.fields.iter().filter(|field| field.key.ends_with("_ho_ten")) {
        settle_person(schema, (field, &mut answers), |field| {
            answer(field, (&cast, names), (&mut *draw, today))
        });
    }
    if !answers.contains_key("cu_tru_tu") {
        answers.remove("cu_tru_den");
    }
    answers
}

/// Whoever types anything of a parent types the name and the rest with it; a mother is always known.
fn settle_person(
    schema: &Schema,
    (name, answers): (&Field, &mut BTreeMap<String, String>),
    mut answer: impl FnMut(&Field) -> Option<String>,
) {
    let whose = name.key.trim_end_matches("ho_ten");
    let of_same = || schema.fields.iter().filter(|field| field.key.starts_with(whose));
    if name.is_required || whose != "me_" && !of_same().any(|field| answers.contains_key(&field.key)) {
        return;
    }
    for field in of_same() {
        if !answers.contains_key(&field.key)
            && let Some(answer) = answer(field)
        {
            answers.insert(field.key.clone(), answer);
        }
    }
}

/// Who stands in a form beside whoever applies: keys of fields begin with whom they are about.
struct Cast {
    applicant: Citizen,
    subject: Citizen,
    woman: Citizen,
    man: Citizen,
    trade: Trade,
}

impl Cast {
    fn of(schema: &Schema, (applicant, names): (&Citizen, &Names), (draw, today): (&mut Draw, Day)) -> Cast {
        let says = |words: &str| schema.fields.iter().any(|field| fold(&field.label).contains(words));
        let is_own = |field: &Field| field.same_as == Some(SameAs::Name) && !field.key.starts_with("nyc_");
        let is_female = draw.happens(500);
        let subject = if schema.fields.iter().any(is_own) {
            applicant.clone()
        } else if says("khai sinh") && says("noi sinh") {
            let days = 2 + draw.below(50);
            names.born(draw, (is_female, today.plus_days(-(days as i64))))
        } else if says("da chet") {
            let days = 365 * (60 + draw.below(30));
            names.born(draw, (is_female, today.plus_days(-(days as i64))))
        } else if draw.happens(700) {
            applicant.clone()
        } else {
            names.citizen(draw, today)
        };
        let mut cast = Cast {
            applicant: applicant.clone(),
            subject,
            woman: names.grown_up(draw, (true, today)),
            man: names.grown_up(draw, (false, today)),
            trade: *draw.one(&TRADES).unwrap_or(&TRADES[0]),
        };
        if says("khai sinh") && says("noi sinh") {
            cast.make_family(today);
        }
        cast
    }

    /// Makes the man and the woman parents of the newborn: not too old for it, at one address, of one family name.
    fn make_family(&mut self, today: Day) {
        for parent in [&mut self.woman, &mut self.man] {
            let age = i64::from(today.year()) - i64::from(parent.born_on.year());
            let years_younger = (age - OLDEST_PARENT).max(0);
            parent.born_on = parent.born_on.plus_days(365 * years_younger);
        }
        self.man.person.address.clone_from(&self.woman.person.address);
        let (father, child) = (&self.man.person.name, &self.subject.person.name);
        if let (Some((family, _)), Some((_, given))) = (father.split_once(' '), child.split_once(' ')) {
            self.subject.person.name = format!("{family} {given}");
        }
    }

    /// Whom a field is about.
    fn whom(&self, field: &Field) -> &Citizen {
        match field.key.split_once('_').map(|(whose, _)| whose) {
            _ if field.same_as.is_some() => &self.applicant,
            Some("nyc") => &self.applicant,
            Some("nu" | "me") => &self.woman,
            // `nam` is a man and a year.
            Some("nam") if field.key != "nam_sinh" => &self.man,
            Some("cha") => &self.man,
            _ => &self.subject,
        }
    }
}

/// The oldest that a made-up parent of a newborn is, in years.
const OLDEST_PARENT: i64 = 38;

/// A trade of a household business: what its name says, and how it is registered.
type Trade = (&'static str, &'static str);

const TRADES: [Trade; 6] = [
    ("Tạp hóa", "4711 Bán lẻ lương thực, thực phẩm, đồ uống trong cửa hàng tổng hợp"),
    ("Quán ăn", "5610 Nhà hàng và các dịch vụ ăn uống phục vụ lưu động"),
    ("Cà phê", "5630 Dịch vụ phục vụ đồ uống"),
    ("Nhà may", "1410 May trang phục"),
    ("Sửa xe", "9542 Sửa chữa, bảo dưỡng xe mô tô, xe máy"),
    ("Hoa tươi", "4773 Bán lẻ hàng hóa khác mới trong cửa hàng chuyên doanh"),
];

/// Papers that people have certified, and sign.
const PAPERS: [&str; 5] =
    ["Bằng tốt nghiệp trung học phổ thông", "Bằng đại học", "Căn cước", "Giấy khai sinh", "Học bạ"];
const SIGNED: [&str; 3] = ["Giấy ủy quyền", "Sơ yếu lý lịch", "Giấy cam kết"];
const RELATIONS: [&str; 4] = ["Con", "Vợ", "Chồng", "Cháu"];

fn answer(field: &Field, (cast, names): (&Cast, &Names), (draw, today): (&mut Draw, Day)) -> Option<String> {
    Some(match &field.kind {
        FieldKind::Text { pattern, max_length, .. } => {
            let told = of_person(field, cast.whom(field));
            let told = told.unwrap_or_else(|| words(field, (cast, names), draw));
            let text: String = told.chars().take(max_length.unwrap_or(200)).collect();
            match pattern.as_deref() {
                Some(pattern) if !fits(pattern, &text) => fitting(pattern, draw)?,
                _ => text,
            }
        }
        FieldKind::Area { .. } if field.key == "nganh_nghe" => cast.trade.1.to_owned(),
        FieldKind::Area { .. } => "Theo giấy tờ kèm theo (minh họa)".to_owned(),
        FieldKind::Number { min, max, .. } => number(field, (*min, *max), draw),
        FieldKind::Select(choices) | FieldKind::Radio(choices) => choice(choices, cast.whom(field), draw)?,
        FieldKind::Checkbox => "on".to_owned(),
        FieldKind::Date { .. } => day(field, cast.whom(field), (draw, today)).vietnamese(),
    })
}

/// What follows from whom a field is about.
fn of_person(field: &Field, whom: &Citizen) -> Option<String> {
    let Person { name, id_number, phone, address, .. } = &whom.person;
    let label = fold(&field.label);
    let says = |words: &str| label.contains(words);
    Some(match field.same_as {
        Some(SameAs::IdPaper) => format!("Số định danh cá nhân {id_number}"),
        Some(SameAs::Email) => "minh-hoa@vidu.vn".to_owned(),
        Some(SameAs::Phone) => phone.clone(),
        Some(SameAs::Name) => name.clone(),
        Some(SameAs::Address) => address.clone(),
        Some(SameAs::IdNumber) => id_number.clone(),
        None if says("so dinh danh") => id_number.clone(),
        None if says("giay to tuy than") => format!("Số định danh cá nhân {id_number}"),
        None if says("dien thoai") => phone.clone(),
        None if says("nam sinh") => whom.born_on.year().to_string(),
        // Those are entered in capitals.
        None if says("nguoi duoc khai sinh") => name.to_uppercase(),
        None if says("ho va ten") || says("ho, chu dem") => name.clone(),
        None if says("cu tru") => address.clone(),
        None => return None,
    })
}

fn words(field: &Field, (cast, names): (&Cast, &Names), draw: &mut Draw) -> String {
    let label = fold(&field.label);
    let says = |words: &str| label.contains(words);
    let mut one = |all: &[&str]| draw.one(all).copied().unwrap_or_default().to_owned();
    if !field.first_value.is_empty() {
        field.first_value.clone()
    } else if says("ten ho kinh doanh") {
        let owner = &cast.applicant.person.name;
        format!("Hộ kinh doanh {} {}", cast.trade.0, owner.split(' ').next_back().unwrap_or(owner))
    } else if says("duoc ky") {
        one(&SIGNED)
    } else if says("ten giay to") {
        one(&PAPERS)
    } else if says("quan he") {
        one(&RELATIONS)
    } else if says("dan toc") {
        "Kinh".to_owned()
    } else if says("quoc tich") {
        "Việt Nam".to_owned()
    } else if says("muc dich su dung dat") {
        "ODT".to_owned()
    } else if says("nguyen nhan") {
        "Tuổi già".to_owned()
    } else if says("lo dat") {
        format!("Thửa {}, tờ bản đồ số {}", 1 + draw.below(400), 1 + draw.below(60))
    } else if says("dang ky") || says("co quan cap") {
        "UBND phường Hải Châu".to_owned()
    } else if says("ngay sinh") {
        in_words(cast.whom(field).born_on)
    } else if says("dia chi") || says("dia diem") || says("tru so") || says("noi") || says("que quan") {
        names.address(draw)
    } else if says("nguoi") || says("lap thiet ke") {
        cast.man.person.name.clone()
    } else if says("so") {
        format!("{:02}/2026", 1 + draw.below(99))
    } else {
        "Minh họa".to_owned()
    }
}

/// A day as a birth certificate repeats it: the digits of the year suffice for a made-up one.
fn in_words(day: Day) -> String {
    let (year, month, day) = day.parts();
    format!("Ngày {day} tháng {month} năm {year}")
}

/// A day of the right time: of birth, of papers long issued, of what has just happened.
fn day(field: &Field, whom: &Citizen, (draw, today): (&mut Draw, Day)) -> Day {
    let label = fold(&field.label);
    let says = |words: &str| label.contains(words);
    let ago = |days: u64| today.plus_days(-(days as i64));
    if says("sinh") {
        whom.born_on
    } else if says("bat dau") || says("huong tu") {
        today.plus_days(1 + draw.below(20) as i64)
    } else if says("cu tru o do tu") {
        ago(400 + draw.below(2_000))
    } else if says("ngay dang ky") || says("giay chung nhan") {
        ago(400 + draw.below(3_000))
    } else {
        ago(1 + draw.below(20))
    }
}

fn choice(choices: &[FieldChoice], whom: &Citizen, draw: &mut Draw) -> Option<String> {
    let gender = if whom.is_female { "nu" } else { "nam" };
    let known = choices.iter().find(|choice| choice.value == gender);
    known.or_else(|| draw.one(choices)).map(|choice| choice.value.clone())
}

/// A whole number: areas and money of the usual size, else a few.
fn number(field: &Field, (min, max): (Option<Decimal>, Option<Decimal>), draw: &mut Draw) -> String {
    let label = fold(&field.label);
    let whole = |bound: Decimal| bound.units / 10_i64.pow(u32::from(bound.decimals));
    let usual = if label.contains("dien tich") {
        60 + draw.below(140) as i64
    } else if label.contains("von") {
        10_000_000 * (2 + draw.below(30)) as i64
    } else if label.contains("lan thu may") || label.contains("he so") {
        1
    } else if label.contains("dong") && label.contains('(') {
        500_000
    } else {
        1 + draw.below(3) as i64
    };
    let usual = min.map_or(usual, |min| usual.max(whole(min)));
    max.map_or(usual, |max| usual.min(whole(max))).to_string()
}

fn fits(pattern: &str, text: &str) -> bool {
    regex::Regex::new(&format!("^(?:{pattern})$")).is_ok_and(|whole| whole.is_match(text))
}

/// A text of letters and digits that fits the pattern; none where the pattern wants something else.
fn fitting(pattern: &str, draw: &mut Draw) -> Option<String> {
    let whole = regex::Regex::new(&format!("^(?:{pattern})$")).ok()?;
    if let Some(known) = ["1990", "08:30", "minh-hoa@vidu.vn"].into_iter().find(|text| whole.is_match(text)) {
        return Some(known.to_owned());
    }
    let lengths = [9, 10, 13, 6, 8, 4, 3, 5, 2, 1, 12];
    let shapes = ["0", "", "AB ", "AB", "BĐ ", "BĐ"]
        .into_iter()
        .flat_map(|first| lengths.map(|length| (first, length)));
    shapes.into_iter().find_map(|(first, length)| {
        let digits: String = (0..length).map(|_| char::from(b'0' + draw.below(10) as u8)).collect();
        let text = format!("{first}{digits}");
        whole.is_match(&text).then_some(text)
    })
}
