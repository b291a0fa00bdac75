//! The closed words of a dossier, each with its national number: statuses, channels, forms of papers, ways of
//! giving the result.

use serde::{Deserialize, Serialize};

/// The ten national statuses of a dossier (trạng thái hồ sơ), by their number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// 1: mới đăng ký.
    Registered,
    /// 2: được tiếp nhận.
    Accepted,
    /// 3: không được tiếp nhận.
    NotAccepted,
    /// 4: đang xử lý.
    InProgress,
    /// 5: yêu cầu bổ sung giấy tờ.
    AwaitingPapers,
    /// 6: yêu cầu thực hiện nghĩa vụ tài chính.
    AwaitingPayment,
    /// 7: công dân yêu cầu rút hồ sơ.
    Withdrawn,
    /// 8: dừng xử lý.
    Stopped,
    /// 9: đã xử lý xong.
    Settled,
    /// 10: đã trả kết quả.
    Returned,
}

impl Status {
    /// All statuses in the order of their numbers.
    pub const ALL: [Status; 10] = [
        Status::Registered,
        Status::Accepted,
        Status::NotAccepted,
        Status::InProgress,
        Status::AwaitingPapers,
        Status::AwaitingPayment,
        Status::Withdrawn,
        Status::Stopped,
        Status::Settled,
        Status::Returned,
    ];

    /// The national number, 1 to 10.
    pub fn number(self) -> i64 {
        self as i64 + 1
    }

    /// The status of a number.
    pub fn of_number(number: i64) -> Option<Status> {
        Status::ALL.get(usize::try_from(number.checked_sub(1)?).ok()?).copied()
    }

    /// Key of its name.
    pub fn key(self) -> &'static str {
        match self {
            Status::Registered => "dossiers-status-registered",
            Status::Accepted => "dossiers-status-accepted",
            Status::NotAccepted => "dossiers-status-not-accepted",
            Status::InProgress => "dossiers-status-in-progress",
            Status::AwaitingPapers => "dossiers-status-awaiting-papers",
            Status::AwaitingPayment => "dossiers-status-awaiting-payment",
            Status::Withdrawn => "dossiers-status-withdrawn",
            Status::Stopped => "dossiers-status-stopped",
            Status::Settled => "dossiers-status-settled",
            Status::Returned => "dossiers-status-returned",
        }
    }

    /// Whether nothing more is done with the dossier.
    pub fn is_over(self) -> bool {
        matches!(self, Status::NotAccepted | Status::Withdrawn | Status::Stopped | Status::Returned)
    }

    /// Whether it ended without a result: nothing was promised that could be early or late.
    pub fn ended_without_result(self) -> bool {
        matches!(self, Status::NotAccepted | Status::Withdrawn | Status::Stopped)
    }

    /// Whether it waits for the citizen.
    pub fn is_waiting(self) -> bool {
        matches!(self, Status::AwaitingPapers | Status::AwaitingPayment)
    }
}

/// How the dossier came in (cách thức nộp), with the national number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// 1: trực tiếp.
    Counter,
    /// 2: trực tuyến.
    Online,
    /// 3: bưu chính công ích.
    Post,
}

impl Channel {
    /// All channels in the order of their numbers.
    pub const ALL: [Channel; 3] = [Channel::Counter, Channel::Online, Channel::Post];

    /// The word in rows and forms.
    pub fn word(self) -> &'static str {
        match self {
            Channel::Counter => "counter",
            Channel::Online => "online",
            Channel::Post => "post",
        }
    }

    /// The channel of a word.
    pub fn of_word(word: &str) -> Option<Channel> {
        Channel::ALL.into_iter().find(|channel| channel.word() == word)
    }

    /// Key of its name.
    pub fn key(self) -> &'static str {
        match self {
            Channel::Counter => "dossiers-channel-counter",
            Channel::Online => "dossiers-channel-online",
            Channel::Post => "dossiers-channel-post",
        }
    }
}

/// In which form a paper was handed in, with the national number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaperForm {
    /// 0: bản chính.
    Original,
    /// 1: bản sao.
    Copy,
    /// 2: bản điện tử.
    Electronic,
}

impl PaperForm {
    /// All forms in the order of their numbers.
    pub const ALL: [PaperForm; 3] = [PaperForm::Original, PaperForm::Copy, PaperForm::Electronic];

    /// The word in forms.
    pub fn word(self) -> &'static str {
        match self {
            PaperForm::Original => "original",
            PaperForm::Copy => "copy",
            PaperForm::Electronic => "electronic",
        }
    }

    /// The form of a word.
    pub fn of_word(word: &str) -> Option<PaperForm> {
        PaperForm::ALL.into_iter().find(|form| form.word() == word)
    }

    /// Key of its name.
    pub fn key(self) -> &'static str {
        match self {
            PaperForm::Original => "dossiers-paper-original",
            PaperForm::Copy => "dossiers-paper-copy",
            PaperForm::Electronic => "dossiers-paper-electronic",
        }
    }
}

/// To whom the result was given (trả kết quả).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Delivery {
    /// The applicant.
    Applicant,
    /// The proxy (người được ủy quyền).
    Proxy,
    /// The public post.
    Post,
    /// Sent electronically.
    Electronic,
}

impl Delivery {
    /// All, in the order of forms.
    pub const ALL: [Delivery; 4] =
        [Delivery::Applicant, Delivery::Proxy, Delivery::Post, Delivery::Electronic];

    /// The word in forms.
    pub fn word(self) -> &'static str {
        match self {
            Delivery::Applicant => "applicant",
            Delivery::Proxy => "proxy",
            Delivery::Post => "post",
            Delivery::Electronic => "electronic",
        }
    }

    /// The delivery of a word.
    pub fn of_word(word: &str) -> Option<Delivery> {
        Delivery::ALL.into_iter().find(|delivery| delivery.word() == word)
    }

    /// Key of its name.
    pub fn key(self) -> &'static str {
        match self {
            Delivery::Applicant => "dossiers-delivery-applicant",
            Delivery::Proxy => "dossiers-delivery-proxy",
            Delivery::Post => "dossiers-delivery-post",
            Delivery::Electronic => "dossiers-delivery-electronic",
        }
    }
}
