//! An activity and what may happen to its record. Pure.

use platform::{KnownDate, Record};
use serde::{Deserialize, Serialize};

/// What kind of thing was done. Words are those of the registers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActivityKind {
    /// Texts were issued (ban hành).
    BanHanh,
    /// Something was proposed (kiến nghị).
    KienNghi,
    /// A conference was held (hội nghị).
    HoiNghi,
    /// Agencies were urged (đôn đốc).
    DonDoc,
    /// Working meetings were held (làm việc).
    LamViec,
    /// People were trained (đào tạo).
    DaoTao,
    /// Agencies were inspected (kiểm tra).
    KiemTra,
    /// The programme was made known (tuyên truyền).
    TuyenTruyen,
}

impl ActivityKind {
    /// All of them, in the order of filters.
    pub const ALL: [ActivityKind; 8] = [
        ActivityKind::BanHanh,
        ActivityKind::KienNghi,
        ActivityKind::HoiNghi,
        ActivityKind::DonDoc,
        ActivityKind::LamViec,
        ActivityKind::DaoTao,
        ActivityKind::KiemTra,
        ActivityKind::TuyenTruyen,
    ];

    /// The word in rows, files and URLs.
    pub fn word(self) -> &'static str {
        match self {
            ActivityKind::BanHanh => "ban_hanh",
            ActivityKind::KienNghi => "kien_nghi",
            ActivityKind::HoiNghi => "hoi_nghi",
            ActivityKind::DonDoc => "don_doc",
            ActivityKind::LamViec => "lam_viec",
            ActivityKind::DaoTao => "dao_tao",
            ActivityKind::KiemTra => "kiem_tra",
            ActivityKind::TuyenTruyen => "tuyen_truyen",
        }
    }

    /// The kind of a word.
    pub fn of_word(word: &str) -> Option<ActivityKind> {
        ActivityKind::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// Key of its name.
    pub fn key(self) -> &'static str {
        match self {
            ActivityKind::BanHanh => "activities-kind-ban-hanh",
            ActivityKind::KienNghi => "activities-kind-kien-nghi",
            ActivityKind::HoiNghi => "activities-kind-hoi-nghi",
            ActivityKind::DonDoc => "activities-kind-don-doc",
            ActivityKind::LamViec => "activities-kind-lam-viec",
            ActivityKind::DaoTao => "activities-kind-dao-tao",
            ActivityKind::KiemTra => "activities-kind-kiem-tra",
            ActivityKind::TuyenTruyen => "activities-kind-tuyen-truyen",
        }
    }
}

/// What the register says of an activity, all of which may be corrected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// When it happened.
    pub happened: KnownDate,
    /// What kind of thing.
    pub kind: ActivityKind,
    /// What it was, in words.
    pub subject: String,
    /// Codes of those it was done for.
    pub targets: Vec<String>,
    /// How many things the subject says it were, such as two circulars.
    pub count_stated: Option<i64>,
}

/// A thing done for the programme (hoạt động của chương trình).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Activity {
    /// Its id.
    pub id: i64,
    /// What the register says.
    pub content: Content,
    /// The agency that keeps this record.
    pub owner_agency_id: i64,
    /// How many events made it what it is.
    pub revision: i64,
}

/// What happened to the record of an activity. Released: meanings never change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum ActivityEvent {
    /// It was recorded.
    Recorded {
        /// What the register says.
        content: Content,
        /// Who keeps the record.
        owner_agency_id: i64,
    },
    /// The register was wrong.
    Corrected {
        /// What is right.
        content: Content,
        /// Why.
        reason: String,
    },
}

impl Record for Activity {
    const KIND: &'static str = "activity";
    type Event = ActivityEvent;

    fn begin(id: i64, event: &ActivityEvent) -> Option<Activity> {
        let ActivityEvent::Recorded { content, owner_agency_id } = event else {
            return None;
        };
        Some(Activity { id, content: content.clone(), owner_agency_id: *owner_agency_id, revision: 1 })
    }

    fn apply(&mut self, event: &ActivityEvent) {
        self.revision += 1;
        if let ActivityEvent::Corrected { content, .. } = event {
            self.content = content.clone();
        }
    }

    fn id(&self) -> i64 {
        self.id
    }

    fn owner_agency_id(&self) -> i64 {
        self.owner_agency_id
    }
}

impl Activity {
    /// The text that searches look in.
    pub fn folded(&self) -> String {
        platform::search::fold(&format!("{} {}", self.content.subject, self.content.targets.join(" ")))
    }
}

/// The number a subject begins with, as in `02 thông tư`; none when it begins with a word or a date.
pub fn count_of_subject(subject: &str) -> Option<i64> {
    let (first, _) = subject.trim().split_once(' ')?;
    let digits = (1..=3).contains(&first.len()) && first.bytes().all(|letter| letter.is_ascii_digit());
    if digits { first.parse().ok() } else { None }
}

#[cfg(test)]
mod model_tests {
    use super::count_of_subject;

    #[test]
    fn a_count_is_read_only_where_the_subject_begins_with_one() {
        assert_eq!(count_of_subject("02 thông tư do Bộ KH&CN ban hành trong năm"), Some(2));
        assert_eq!(count_of_subject("Đôn đốc 4 bộ"), None);
        assert_eq!(count_of_subject("2011 là năm thứ năm"), None);
        assert_eq!(count_of_subject("12/5 họp"), None);
    }
}
