//! Why figures are what they are: rules of counting, other readings, and the bridges between them.

use super::indicator::{BridgeStep, Explanation, Reading, Term, Words};
use super::model::{Findings, Flow, Measure};

const fn words(vi: &'static str, en: &'static str) -> Words {
    Words { vi, en }
}

const fn reading(words: Words, value: fn(&Findings) -> i64, rows: &'static str) -> Reading {
    Reading { words, value, rows }
}

const fn step(term: Term, words: Words, value: fn(&Findings) -> i64, rows: &'static str) -> BridgeStep {
    BridgeStep { term, words, value, rows }
}

fn all(findings: &Findings, measure: Measure) -> i64 {
    findings.agencies(measure, |_| true)
}

fn certificates(findings: &Findings) -> i64 {
    all(findings, Measure::Certificates)
}

fn further(findings: &Findings) -> i64 {
    all(findings, Measure::Further)
}

fn to_date(findings: &Findings) -> i64 {
    all(findings, Measure::ToDate)
}

fn local(findings: &Findings) -> i64 {
    findings.agencies(Measure::ToDate, |class| class.is_local())
}

fn central(findings: &Findings) -> i64 {
    findings.agencies(Measure::ToDate, |class| !class.is_local())
}

fn expired(findings: &Findings) -> i64 {
    all(findings, Measure::Expired)
}

fn held(findings: &Findings) -> i64 {
    all(findings, Measure::Held)
}

fn valid(findings: &Findings) -> i64 {
    all(findings, Measure::Valid)
}

fn in_period(findings: &Findings) -> i64 {
    all(findings, Measure::InPeriod)
}

fn certificates_in_period(findings: &Findings) -> i64 {
    all(findings, Measure::CertificatesInPeriod)
}

fn outside_period(findings: &Findings) -> i64 {
    all(findings, Measure::OutsidePeriod)
}

/// Agencies that an edition lost or gained between their first grant and that of the period:
/// they changed province, ministry or level. Nothing in the nation as a whole.
fn moved(findings: &Findings) -> i64 {
    to_date(findings) - outside_period(findings) - in_period(findings)
}

const COUNTING: (Words, Words) = (
    words("Đếm", "Counted"),
    words(
        "cơ quan, không phải giấy: mỗi cơ quan một lần, dù có mấy giấy",
        "agencies, not certificates: each once, however many it has had",
    ),
);
const NOT_TAKEN: (Words, Words) = (
    words("Không trừ", "Not taken off"),
    words(
        "giấy bị đình chỉ, bị thu hồi, hết hạn: đã được cấp thì vẫn tính",
        "suspended, withdrawn and expired certificates: what was granted stays granted",
    ),
);
const TAKEN: (Words, Words) = (
    words("Có trừ", "Taken off"),
    words(
        "giấy bị hủy vì cấp sai, từ ngày hủy trở đi",
        "certificates annulled as wrongly granted, from the day of annulment on",
    ),
);
const MERGED: (Words, Words) = (
    words("Cơ quan sáp nhập", "Merged agencies"),
    words(
        "tính theo cơ quan vào ngày cấp; cơ quan kế thừa nêu bên cạnh, không tính thay",
        "counted as the agency it was on the day of the grant; the successor stands beside it and is not counted for it",
    ),
);
const DATES: (Words, Words) = (
    words("Ngày không đủ", "Incomplete dates"),
    words(
        "chỉ biết năm hoặc tháng thì tính khi cả năm, tháng ấy nằm trong kỳ hoặc trước ngày tính",
        "a date that is only a year or month counts when all of it lies in the period, or before the as-of day",
    ),
);
const CUT: (Words, Words) = (
    words("Kỳ", "Period"),
    words(
        "cắt tại ngày tính; việc gì tính từ đúng ngày của việc đó",
        "cut at the as-of day; a fact counts from its own day on",
    ),
);

const GRANT_READINGS: &[Reading] = &[
    reading(
        words(
            "giấy chứng nhận đã cấp: đếm giấy nên giấy cấp lại cũng được tính",
            "certificates granted: counting papers counts renewals too",
        ),
        certificates,
        "set=certificates_to_date",
    ),
    reading(
        words(
            "cơ quan đã từng được cấp, cả địa phương và trung ương",
            "agencies ever granted one, local and central",
        ),
        to_date,
        "set=agencies_to_date",
    ),
    reading(
        words(
            "cơ quan còn giấy có hiệu lực vào ngày tính",
            "agencies holding a valid certificate on the as-of day",
        ),
        valid,
        "set=agencies_valid",
    ),
];

const START_CERTIFICATES: BridgeStep =
    step(Term::Start, words("Giấy đã cấp", "Certificates granted"), certificates, "set=certificates_to_date");
const MINUS_FURTHER: BridgeStep = step(
    Term::Minus,
    words("trừ giấy cấp thêm cho cùng cơ quan", "less further certificates of the same agency"),
    further,
    "set=certificates_further",
);
const SUM_TO_DATE: BridgeStep =
    step(Term::Sum, words("Cơ quan đã được cấp", "Agencies granted one"), to_date, "set=agencies_to_date");
const START_TO_DATE: BridgeStep =
    step(Term::Start, words("Cơ quan đã được cấp", "Agencies granted one"), to_date, "set=agencies_to_date");
const MINUS_EXPIRED: BridgeStep = step(
    Term::Minus,
    words("trừ cơ quan mà mọi giấy đã hết hạn", "less agencies all of whose certificates have expired"),
    expired,
    "set=agencies_expired",
);
const MINUS_HELD: BridgeStep = step(
    Term::Minus,
    words(
        "trừ cơ quan mà giấy còn hạn đang bị đình chỉ hoặc đã bị thu hồi",
        "less agencies whose unexpired certificates are suspended or withdrawn",
    ),
    held,
    "set=agencies_held",
);
const SUM_VALID: BridgeStep = step(
    Term::Sum,
    words("Cơ quan còn giấy có hiệu lực", "Agencies with a valid certificate"),
    valid,
    "set=agencies_valid",
);
const MINUS_CENTRAL: BridgeStep = step(
    Term::Minus,
    words("trừ cơ quan thuộc bộ, ngành", "less central agencies"),
    central,
    "set=agencies_to_date&level=central",
);
const MINUS_LOCAL: BridgeStep = step(
    Term::Minus,
    words("trừ cơ quan tại địa phương", "less local agencies"),
    local,
    "set=agencies_to_date&level=local",
);
const SUM_LOCAL: BridgeStep = step(
    Term::Sum,
    words("Cơ quan tại địa phương", "Local agencies"),
    local,
    "set=agencies_to_date&level=local",
);
const SUM_CENTRAL: BridgeStep = step(
    Term::Sum,
    words("Cơ quan thuộc bộ, ngành", "Central agencies"),
    central,
    "set=agencies_to_date&level=central",
);

/// Agencies ever granted a certificate, all of them; certificates; valid ones.
pub static GRANTS: Explanation = Explanation {
    rules: &[COUNTING, NOT_TAKEN, TAKEN, MERGED, DATES],
    readings: GRANT_READINGS,
    bridge: &[
        START_CERTIFICATES,
        MINUS_FURTHER,
        SUM_TO_DATE,
        START_TO_DATE,
        MINUS_EXPIRED,
        MINUS_HELD,
        SUM_VALID,
    ],
};

/// Local agencies ever granted a certificate.
pub static LOCAL: Explanation = Explanation {
    rules: &[COUNTING, NOT_TAKEN, TAKEN, MERGED, DATES],
    readings: GRANT_READINGS,
    bridge: &[
        START_CERTIFICATES,
        MINUS_FURTHER,
        SUM_TO_DATE,
        MINUS_CENTRAL,
        SUM_LOCAL,
        START_TO_DATE,
        MINUS_EXPIRED,
        MINUS_HELD,
        SUM_VALID,
    ],
};

/// Central agencies ever granted a certificate.
pub static CENTRAL: Explanation = Explanation {
    rules: &[COUNTING, NOT_TAKEN, TAKEN, MERGED, DATES],
    readings: GRANT_READINGS,
    bridge: &[
        START_CERTIFICATES,
        MINUS_FURTHER,
        SUM_TO_DATE,
        MINUS_LOCAL,
        SUM_CENTRAL,
        START_TO_DATE,
        MINUS_EXPIRED,
        MINUS_HELD,
        SUM_VALID,
    ],
};

/// Agencies holding a valid certificate on the day.
pub static VALID: Explanation = Explanation {
    rules: &[
        COUNTING,
        (
            words("Có hiệu lực", "Valid"),
            words(
                "đã cấp, chưa hủy, chưa quá ngày cuối của giấy, và việc cuối cùng đến ngày tính không phải là đình chỉ hay thu hồi",
                "granted, not annulled, not past its last day, and the last act by the as-of day is neither a suspension nor a withdrawal",
            ),
        ),
        MERGED,
        DATES,
    ],
    readings: GRANT_READINGS,
    bridge: &[
        START_CERTIFICATES,
        MINUS_FURTHER,
        SUM_TO_DATE,
        START_TO_DATE,
        MINUS_EXPIRED,
        MINUS_HELD,
        SUM_VALID,
    ],
};

/// Agencies granted a certificate in the period.
pub static IN_PERIOD: Explanation = Explanation {
    rules: &[COUNTING, CUT, NOT_TAKEN, TAKEN, MERGED, DATES],
    readings: &[
        reading(
            words(
                "giấy chứng nhận cấp trong kỳ: đếm giấy, không đếm cơ quan",
                "certificates granted in the period: papers, not agencies",
            ),
            certificates_in_period,
            "set=certificates_in_period",
        ),
        reading(
            words(
                "cơ quan đã từng được cấp đến ngày tính: số trong kỳ là một phần của số này, không cộng thêm",
                "agencies ever granted one to the as-of day: those of the period are a part of them, not added",
            ),
            to_date,
            "set=agencies_to_date",
        ),
        reading(
            words(
                "cơ quan còn giấy có hiệu lực vào ngày tính",
                "agencies holding a valid certificate on the as-of day",
            ),
            valid,
            "set=agencies_valid",
        ),
    ],
    bridge: &[
        step(
            Term::Start,
            words("Giấy cấp trong kỳ", "Certificates granted in the period"),
            certificates_in_period,
            "set=certificates_in_period",
        ),
        step(
            Term::Minus,
            words(
                "trừ giấy cấp thêm cho cùng cơ quan trong kỳ",
                "less further certificates of the same agency in the period",
            ),
            |findings| certificates_in_period(findings) - in_period(findings),
            "",
        ),
        step(
            Term::Sum,
            words("Cơ quan được cấp trong kỳ", "Agencies granted one in the period"),
            in_period,
            "set=agencies_in_period",
        ),
        START_TO_DATE,
        step(
            Term::Minus,
            words(
                "trừ cơ quan không được cấp giấy nào trong kỳ",
                "less agencies granted nothing in the period",
            ),
            outside_period,
            "set=agencies_outside_period",
        ),
        step(
            Term::Minus,
            words(
                "trừ cơ quan đã chuyển tỉnh, bộ hoặc cấp giữa hai lần cấp",
                "less agencies that moved between two grants",
            ),
            moved,
            "",
        ),
        step(
            Term::Sum,
            words("Cơ quan được cấp trong kỳ", "Agencies granted one in the period"),
            in_period,
            "set=agencies_in_period",
        ),
    ],
};

/// Provinces that have a certified agency.
pub static PROVINCES: Explanation = Explanation {
    rules: &[
        (
            words("Đếm", "Counted"),
            words(
                "tỉnh, thành phố có ít nhất một cơ quan địa phương đã từng được cấp, theo địa bàn vào ngày cấp",
                "provinces with at least one local agency ever granted a certificate, as the map was on the day of the grant",
            ),
        ),
        MERGED,
    ],
    readings: &[
        reading(
            words("cơ quan tại địa phương đã từng được cấp", "local agencies ever granted one"),
            local,
            "set=agencies_to_date&level=local",
        ),
        reading(
            words("tỉnh, thành phố trên bản đồ vào ngày tính", "provinces on the map of the as-of day"),
            |findings| findings.provinces_on_map,
            "set=provinces_on_map",
        ),
        reading(
            words(
                "tỉnh, thành phố có cơ quan còn giấy có hiệu lực",
                "provinces with an agency whose certificate is valid",
            ),
            |findings| findings.by_province(Measure::Valid).len() as i64,
            "set=provinces_valid",
        ),
    ],
    bridge: &[],
};

/// Ministries that have a certified agency.
pub static MINISTRIES: Explanation = Explanation {
    rules: &[
        (
            words("Đếm", "Counted"),
            words(
                "bộ, cơ quan ngang bộ và cơ quan tương đương có ít nhất một cơ quan, đơn vị đã từng được cấp",
                "ministries and bodies equal to them with at least one agency ever granted a certificate",
            ),
        ),
        (
            words("Ngành dọc", "Vertical offices"),
            words(
                "cơ quan ngành dọc đóng tại địa phương (thuế, kho bạc, hải quan) thuộc bộ của mình: trung ương",
                "vertical offices in a province (tax, treasury, customs) belong to their ministry: central",
            ),
        ),
    ],
    readings: &[
        reading(
            words("cơ quan thuộc bộ, ngành đã từng được cấp", "central agencies ever granted one"),
            central,
            "set=agencies_to_date&level=central",
        ),
        reading(
            words(
                "bộ, ngành có cơ quan còn giấy có hiệu lực",
                "ministries with an agency whose certificate is valid",
            ),
            |findings| findings.by_ministry(Measure::Valid).len() as i64,
            "set=ministries_valid",
        ),
    ],
    bridge: &[],
};

const PAPER_RULES: &[(Words, Words)] = &[
    (
        words("Hai cột", "Two columns"),
        words(
            "“trong kỳ” và “đến ngày” là hai cột, không bao giờ gộp làm một",
            "“in the period” and “to date” are two columns, never one",
        ),
    ),
    CUT,
    (
        words("Không trừ", "Not taken off"),
        words("giấy, thẻ bị đình chỉ, thu hồi, hết hạn", "papers and cards suspended, revoked or expired"),
    ),
    DATES,
];

/// Flows of papers and cards of one kind.
macro_rules! paper_explanation {
    ($(#[$meta:meta])* $name:ident, $kind:literal, $flow:ident) => {
        fn $flow(findings: &Findings) -> Flow {
            findings.paper($kind)
        }

        $(#[$meta])*
        pub static $name: Explanation = Explanation {
            rules: PAPER_RULES,
            readings: &[
                reading(words("đã từng được cấp đến ngày tính", "ever granted to the as-of day"), |findings| $flow(findings).to_date, concat!("set=papers_to_date&kind=", $kind)),
                reading(words("còn hiệu lực vào ngày tính", "in force on the as-of day"), |findings| $flow(findings).valid, concat!("set=papers_valid&kind=", $kind)),
            ],
            bridge: &[
                step(Term::Start, words("Đã cấp đến ngày tính", "Granted to the as-of day"), |findings| $flow(findings).to_date, concat!("set=papers_to_date&kind=", $kind)),
                step(Term::Minus, words("trừ số cấp ngoài kỳ", "less those granted outside the period"), |findings| $flow(findings).to_date - $flow(findings).in_period, ""),
                step(Term::Sum, words("Cấp trong kỳ", "Granted in the period"), |findings| $flow(findings).in_period, concat!("set=papers_in_period&kind=", $kind)),
                step(Term::Start, words("Đã cấp đến ngày tính", "Granted to the as-of day"), |findings| $flow(findings).to_date, concat!("set=papers_to_date&kind=", $kind)),
                step(Term::Minus, words("trừ số đã hết hạn, bị đình chỉ hoặc thu hồi", "less those expired, suspended or revoked"), |findings| $flow(findings).to_date - $flow(findings).valid, ""),
                step(Term::Sum, words("Còn hiệu lực", "In force"), |findings| $flow(findings).valid, concat!("set=papers_valid&kind=", $kind)),
            ],
        };
    };
}

paper_explanation!(
    /// Consulting organisations.
    CONSULTING, "consulting", consulting
);
paper_explanation!(
    /// Cards of consultants of organisations.
    CONSULTANTS, "consultant_organisation", consultants
);
paper_explanation!(
    /// Cards of independent consultants.
    INDEPENDENTS, "consultant_independent", independents
);
paper_explanation!(
    /// Certification bodies.
    CERTIFICATION, "certification", certification
);
paper_explanation!(
    /// Cards of assessors.
    ASSESSORS, "assessor", assessors
);

/// Model frameworks.
pub static FRAMEWORKS: Explanation = Explanation {
    rules: &[DATES],
    readings: &[reading(
        words("công bố trong kỳ, theo ngày đã biết", "known to be published in the period"),
        |findings| findings.frameworks.iter().filter(|framework| framework.in_period).count() as i64,
        "set=frameworks_in_period",
    )],
    bridge: &[],
};

fn documents(findings: &Findings) -> i64 {
    findings.documents.len() as i64
}

fn circulars(findings: &Findings) -> i64 {
    findings.documents.iter().filter(|document| document.is_circular()).count() as i64
}

/// Circulars of the period.
pub static CIRCULARS: Explanation = Explanation {
    rules: &[CUT, DATES],
    readings: &[reading(
        words("văn bản các loại ban hành trong kỳ", "documents of all kinds issued in the period"),
        documents,
        "set=documents_issued",
    )],
    bridge: &[
        step(
            Term::Start,
            words("Văn bản ban hành trong kỳ", "Documents issued in the period"),
            documents,
            "set=documents_issued",
        ),
        step(
            Term::Minus,
            words("trừ văn bản không phải thông tư", "less those that are not circulars"),
            |findings| documents(findings) - circulars(findings),
            "set=documents_other",
        ),
        step(Term::Sum, words("Thông tư", "Circulars"), circulars, "set=documents_circulars"),
    ],
};

/// Who has no approved plan, at a level.
macro_rules! plan_explanation {
    ($(#[$meta:meta])* $name:ident, $level:literal) => {
        $(#[$meta])*
        pub static $name: Explanation = Explanation {
            rules: &[
                (words("Ai phải có", "Who owes one"), words("bộ, cơ quan ngang bộ, Bảo hiểm xã hội Việt Nam và ủy ban nhân dân cấp tỉnh; cơ quan khác nêu tên nhưng không tính", "ministries, bodies equal to them, Vietnam Social Security and provincial people's committees; others are listed and not counted")),
                (words("Đã phê duyệt", "Approved"), words("tính từ ngày phê duyệt; không rõ ngày thì tính là đã có", "from the day of approval; without a date it counts as approved")),
            ],
            readings: &[
                reading(words("đã dự thảo, chưa phê duyệt", "drafted, not yet approved"), |findings| findings.plans_in($level, "drafted"), concat!("set=plans_drafted&level=", $level)),
                reading(words("chưa xây dựng", "not begun"), |findings| findings.plans_in($level, "none"), concat!("set=plans_none&level=", $level)),
            ],
            bridge: &[
                step(Term::Start, words("Phải có kế hoạch", "Owing a plan"), |findings| findings.owing_plan($level), concat!("set=plans_owing&level=", $level)),
                step(Term::Minus, words("trừ đã phê duyệt", "less approved"), |findings| findings.plans_in($level, "approved"), concat!("set=plans_approved&level=", $level)),
                step(Term::Sum, words("Chưa phê duyệt", "Not approved"), |findings| findings.without_approved_plan($level).len() as i64, concat!("set=plans_without&level=", $level)),
                step(Term::Minus, words("trừ đã dự thảo", "less drafted"), |findings| findings.plans_in($level, "drafted"), concat!("set=plans_drafted&level=", $level)),
                step(Term::Sum, words("Chưa xây dựng", "Not begun"), |findings| findings.plans_in($level, "none"), concat!("set=plans_none&level=", $level)),
            ],
        };
    };
}

plan_explanation!(
    /// Ministries without an approved plan.
    PLANS_CENTRAL, "central"
);
plan_explanation!(
    /// Provinces without an approved plan.
    PLANS_LOCAL, "local"
);
