//! Every figure of the report, declared once: page, JSON, PDF, DOCX, XLSX and tests derive from here.
//!
//! Several figures share one statement: it finds agencies by class, and a figure is a sum over
//! classes. So no figure can disagree with its own breakdown.

use super::explanations as why;
pub use super::indicator::*;
use super::model::{Class, Findings, Measure};
use super::store;

/// Kinds of papers and cards: key in JSON, and kind in the findings.
pub const PAPERS: [(&str, &str); 5] = [
    ("consulting_organisations_confirmed", "consulting"),
    ("consultant_cards_organisation", "consultant_organisation"),
    ("consultant_cards_independent", "consultant_independent"),
    ("certification_bodies", "certification"),
    ("assessor_cards", "assessor"),
];

fn local(class: &Class) -> bool {
    class.is_local()
}

fn central(class: &Class) -> bool {
    !class.is_local()
}

fn provinces(findings: &Findings) -> i64 {
    findings.by_province(Measure::ToDate).len() as i64
}

fn ministries(findings: &Findings) -> i64 {
    findings.by_ministry(Measure::ToDate).len() as i64
}

/// Every figure, in the order of the text.
pub static INDICATORS: &[Indicator] = &[
    Indicator {
        key: "consulting_organisations_confirmed",
        label: Words {
            vi: "Tổ chức tư vấn được cấp giấy xác nhận trong kỳ",
            en: "Consulting organisations confirmed in the period",
        },
        definition: Words {
            vi: "Số tổ chức tư vấn được Tổng cục cấp giấy xác nhận có ngày cấp trong kỳ; mỗi tổ chức tính một lần.",
            en: "Consulting organisations whose paper of confirmation was issued in the period, each once.",
        },
        unit: Unit::Organisation,
        nature: Nature::Flow,
        sql: &store::papers::STATEMENT,
        basis: Basis::Papers,
        rows: "set=papers_in_period&kind=consulting",
        in_article: true,
        applies: not_ministries,
        why: &why::CONSULTING,
        value: |findings| findings.paper("consulting").in_period,
    },
    Indicator {
        key: "consultant_cards",
        label: Words {
            vi: "Thẻ chuyên gia tư vấn của tổ chức được cấp trong kỳ",
            en: "Cards of consultants of organisations granted in the period",
        },
        definition: Words {
            vi: "Số thẻ chuyên gia tư vấn làm việc trong tổ chức tư vấn có ngày cấp trong kỳ.",
            en: "Cards of consultants employed by consulting organisations, issued in the period.",
        },
        unit: Unit::Card,
        nature: Nature::Flow,
        sql: &store::papers::STATEMENT,
        basis: Basis::Papers,
        rows: "set=papers_in_period&kind=consultant_organisation",
        in_article: true,
        applies: not_ministries,
        why: &why::CONSULTANTS,
        value: |findings| findings.paper("consultant_organisation").in_period,
    },
    Indicator {
        key: "independent_consultant_cards",
        label: Words {
            vi: "Thẻ chuyên gia tư vấn độc lập được cấp trong kỳ",
            en: "Cards of independent consultants granted in the period",
        },
        definition: Words {
            vi: "Số thẻ chuyên gia tư vấn độc lập có ngày cấp trong kỳ.",
            en: "Cards of independent consultants issued in the period.",
        },
        unit: Unit::Card,
        nature: Nature::Flow,
        sql: &store::papers::STATEMENT,
        basis: Basis::Papers,
        rows: "set=papers_in_period&kind=consultant_independent",
        in_article: true,
        applies: nation_only,
        why: &why::INDEPENDENTS,
        value: |findings| findings.paper("consultant_independent").in_period,
    },
    Indicator {
        key: "certification_bodies",
        label: Words {
            vi: "Tổ chức chứng nhận được cấp giấy xác nhận trong kỳ",
            en: "Certification bodies confirmed in the period",
        },
        definition: Words {
            vi: "Số tổ chức chứng nhận được cấp giấy xác nhận có ngày cấp trong kỳ; mỗi tổ chức tính một lần.",
            en: "Certification bodies whose paper of confirmation was issued in the period, each once.",
        },
        unit: Unit::Organisation,
        nature: Nature::Flow,
        sql: &store::papers::STATEMENT,
        basis: Basis::Papers,
        rows: "set=papers_in_period&kind=certification",
        in_article: true,
        applies: not_ministries,
        why: &why::CERTIFICATION,
        value: |findings| findings.paper("certification").in_period,
    },
    Indicator {
        key: "assessor_cards",
        label: Words {
            vi: "Thẻ chuyên gia đánh giá được cấp trong kỳ",
            en: "Assessor cards granted in the period",
        },
        definition: Words {
            vi: "Số thẻ chuyên gia đánh giá có ngày cấp trong kỳ.",
            en: "Cards of assessors issued in the period.",
        },
        unit: Unit::Card,
        nature: Nature::Flow,
        sql: &store::papers::STATEMENT,
        basis: Basis::Papers,
        rows: "set=papers_in_period&kind=assessor",
        in_article: true,
        applies: not_ministries,
        why: &why::ASSESSORS,
        value: |findings| findings.paper("assessor").in_period,
    },
    Indicator {
        key: "agencies_certified_in_period",
        label: Words {
            vi: "Cơ quan được cấp giấy chứng nhận trong kỳ",
            en: "Agencies granted a certificate in the period",
        },
        definition: Words {
            vi: "Số cơ quan hành chính nhà nước được cấp giấy chứng nhận, lần đầu hoặc cấp lại, có ngày cấp trong kỳ.",
            en: "Agencies granted a certificate, for the first time or again, on a day in the period.",
        },
        unit: Unit::Agency,
        nature: Nature::Flow,
        sql: &store::agencies_in_period::STATEMENT,
        basis: Basis::Programme,
        rows: "set=agencies_in_period",
        in_article: true,
        applies: everywhere,
        why: &why::IN_PERIOD,
        value: |findings| findings.agencies(Measure::InPeriod, |_| true),
    },
    Indicator {
        key: "local_agencies_certified_to_date",
        label: Words {
            vi: "Cơ quan tại địa phương đã từng được cấp giấy chứng nhận",
            en: "Local agencies ever granted a certificate",
        },
        definition: Words {
            vi: "Số cơ quan hành chính nhà nước tại địa phương đã từng được cấp giấy chứng nhận đến hết ngày tính.",
            en: "Local agencies ever granted a certificate by the end of the as-of day.",
        },
        unit: Unit::Agency,
        nature: Nature::Stock,
        sql: &store::agencies_to_date::STATEMENT,
        basis: Basis::Programme,
        rows: "set=agencies_to_date&level=local",
        in_article: true,
        applies: not_ministries,
        why: &why::LOCAL,
        value: |findings| findings.agencies(Measure::ToDate, local),
    },
    Indicator {
        key: "provinces_with_certified_agencies",
        label: Words {
            vi: "Tỉnh, thành phố có cơ quan đã được cấp giấy chứng nhận",
            en: "Provinces with agencies ever granted a certificate",
        },
        definition: Words {
            vi: "Số tỉnh, thành phố có ít nhất một cơ quan địa phương đã từng được cấp giấy chứng nhận.",
            en: "Provinces with at least one local agency ever granted a certificate.",
        },
        unit: Unit::Province,
        nature: Nature::Stock,
        sql: &store::agencies_to_date::STATEMENT,
        basis: Basis::Programme,
        rows: "set=provinces_to_date",
        in_article: true,
        applies: nation_only,
        why: &why::PROVINCES,
        value: provinces,
    },
    Indicator {
        key: "central_agencies_certified_to_date",
        label: Words {
            vi: "Cơ quan thuộc bộ, ngành đã từng được cấp giấy chứng nhận",
            en: "Central agencies ever granted a certificate",
        },
        definition: Words {
            vi: "Số cơ quan, đơn vị thuộc bộ, ngành ở trung ương, kể cả cơ quan ngành dọc đóng tại địa phương, đã từng được cấp giấy chứng nhận đến hết ngày tính.",
            en: "Agencies of ministries, vertical offices in provinces among them, ever granted a certificate by the end of the as-of day.",
        },
        unit: Unit::Agency,
        nature: Nature::Stock,
        sql: &store::agencies_to_date::STATEMENT,
        basis: Basis::Programme,
        rows: "set=agencies_to_date&level=central",
        in_article: true,
        applies: not_provinces,
        why: &why::CENTRAL,
        value: |findings| findings.agencies(Measure::ToDate, central),
    },
    Indicator {
        key: "ministries_with_certified_agencies",
        label: Words {
            vi: "Bộ, ngành có cơ quan đã được cấp giấy chứng nhận",
            en: "Ministries with agencies ever granted a certificate",
        },
        definition: Words {
            vi: "Số bộ, cơ quan ngang bộ và cơ quan tương đương có ít nhất một cơ quan, đơn vị đã từng được cấp giấy chứng nhận.",
            en: "Ministries and bodies equal to them with at least one agency ever granted a certificate.",
        },
        unit: Unit::Ministry,
        nature: Nature::Stock,
        sql: &store::agencies_to_date::STATEMENT,
        basis: Basis::Programme,
        rows: "set=ministries_to_date",
        in_article: true,
        applies: nation_only,
        why: &why::MINISTRIES,
        value: ministries,
    },
    Indicator {
        key: "model_frameworks",
        label: Words { vi: "Mô hình khung đã được công bố", en: "Model frameworks published" },
        definition: Words {
            vi: "Số mô hình khung đã được công bố đến hết ngày tính.",
            en: "Model frameworks published by the end of the as-of day.",
        },
        unit: Unit::Framework,
        nature: Nature::Stock,
        sql: &store::frameworks::STATEMENT,
        basis: Basis::Programme,
        rows: "set=frameworks_published",
        in_article: true,
        applies: everywhere,
        why: &why::FRAMEWORKS,
        value: |findings| findings.frameworks.len() as i64,
    },
    Indicator {
        key: "circulars_issued_in_period",
        label: Words { vi: "Thông tư được ban hành trong kỳ", en: "Circulars issued in the period" },
        definition: Words {
            vi: "Số thông tư về chương trình được ban hành trong kỳ.",
            en: "Circulars on the programme issued in the period.",
        },
        unit: Unit::Document,
        nature: Nature::Flow,
        sql: &store::documents::STATEMENT,
        basis: Basis::Programme,
        rows: "set=documents_circulars",
        in_article: true,
        applies: everywhere,
        why: &why::CIRCULARS,
        value: |findings| findings.documents.iter().filter(|document| document.is_circular()).count() as i64,
    },
    Indicator {
        key: "agencies_certified_to_date",
        label: Words {
            vi: "Cơ quan đã từng được cấp giấy chứng nhận",
            en: "Agencies ever granted a certificate",
        },
        definition: Words {
            vi: "Số cơ quan hành chính nhà nước, địa phương và trung ương, đã từng được cấp giấy chứng nhận đến hết ngày tính.",
            en: "Agencies, local and central, ever granted a certificate by the end of the as-of day.",
        },
        unit: Unit::Agency,
        nature: Nature::Stock,
        sql: &store::agencies_to_date::STATEMENT,
        basis: Basis::Programme,
        rows: "set=agencies_to_date",
        in_article: false,
        applies: everywhere,
        why: &why::GRANTS,
        value: |findings| findings.agencies(Measure::ToDate, |_| true),
    },
    Indicator {
        key: "certificates_granted_to_date",
        label: Words { vi: "Giấy chứng nhận đã cấp", en: "Certificates granted" },
        definition: Words {
            vi: "Số giấy chứng nhận đã cấp đến hết ngày tính, gồm cả giấy cấp lại.",
            en: "Certificates granted by the end of the as-of day, renewals among them.",
        },
        unit: Unit::Certificate,
        nature: Nature::Stock,
        sql: &store::certificates_by_year::STATEMENT,
        basis: Basis::Programme,
        rows: "set=certificates_to_date",
        in_article: false,
        applies: everywhere,
        why: &why::GRANTS,
        value: |findings| findings.agencies(Measure::Certificates, |_| true),
    },
    Indicator {
        key: "agencies_with_valid_certificate",
        label: Words {
            vi: "Cơ quan còn giấy chứng nhận có hiệu lực",
            en: "Agencies holding a valid certificate",
        },
        definition: Words {
            vi: "Số cơ quan còn ít nhất một giấy chứng nhận có hiệu lực vào ngày tính.",
            en: "Agencies holding at least one certificate valid on the as-of day.",
        },
        unit: Unit::Agency,
        nature: Nature::State,
        sql: &store::agencies_to_date::STATEMENT,
        basis: Basis::Programme,
        rows: "set=agencies_valid",
        in_article: false,
        applies: everywhere,
        why: &why::VALID,
        value: |findings| findings.agencies(Measure::Valid, |_| true),
    },
    Indicator {
        key: "without_approved_plan_central",
        label: Words {
            vi: "Bộ, ngành chưa phê duyệt kế hoạch", en: "Ministries without an approved plan"
        },
        definition: Words {
            vi: "Số bộ, ngành phải có kế hoạch xây dựng và áp dụng hệ thống mà đến ngày tính chưa phê duyệt.",
            en: "Ministries that owe a plan and have approved none by the as-of day.",
        },
        unit: Unit::Ministry,
        nature: Nature::State,
        sql: &store::plans::STATEMENT,
        basis: Basis::Programme,
        rows: "set=plans_without&level=central",
        in_article: false,
        applies: not_provinces,
        why: &why::PLANS_CENTRAL,
        value: |findings| findings.without_approved_plan("central").len() as i64,
    },
    Indicator {
        key: "without_approved_plan_local",
        label: Words {
            vi: "Tỉnh, thành phố chưa phê duyệt kế hoạch",
            en: "Provinces without an approved plan",
        },
        definition: Words {
            vi: "Số tỉnh, thành phố phải có kế hoạch xây dựng và áp dụng hệ thống mà đến ngày tính chưa phê duyệt.",
            en: "Provinces that owe a plan and have approved none by the as-of day.",
        },
        unit: Unit::Province,
        nature: Nature::State,
        sql: &store::plans::STATEMENT,
        basis: Basis::Programme,
        rows: "set=plans_without&level=local",
        in_article: false,
        applies: not_ministries,
        why: &why::PLANS_LOCAL,
        value: |findings| findings.without_approved_plan("local").len() as i64,
    },
];

/// The figure of a key.
pub fn of_key(key: &str) -> Option<&'static Indicator> {
    INDICATORS.iter().find(|indicator| indicator.key == key)
}
