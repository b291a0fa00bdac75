//! The sentences of findings, in Vietnamese and English.

use super::{Finding, Place, What};
use crate::cut::{around, beginning};
use crate::feel::{Fault, FaultKind, Type};

/// A sentence in both languages.
struct Said {
    vi: String,
    en: String,
}

impl Finding {
    /// The finding as one English sentence: where, what, and what to do.
    #[must_use]
    pub fn en(&self) -> String {
        format!("{}{}", subject(&self.places), said(&self.what).en)
    }

    /// The finding as one Vietnamese sentence: where, what, and what to do.
    #[must_use]
    pub fn vi(&self) -> String {
        format!("{}{}", subject(&self.places), said(&self.what).vi)
    }
}

/// The first places by name, or by id where a name is missing.
fn subject(places: &[Place]) -> String {
    const SHOWN: usize = 5;
    if places.is_empty() {
        return String::new();
    }
    let named = places.iter().take(SHOWN).map(|place| {
        let name: Vec<&str> = place.name.split_whitespace().collect();
        if name.is_empty() {
            beginning(&place.id)
        } else {
            format!("\u{201c}{}\u{201d}", beginning(&name.join(" ")))
        }
    });
    let named: Vec<String> = named.collect();
    let rest = if places.len() > SHOWN { ", \u{2026}" } else { "" };
    format!("{}{rest}: ", named.join(", "))
}

fn say(vi: impl Into<String>, en: impl Into<String>) -> Said {
    Said { vi: vi.into(), en: en.into() }
}

fn said(what: &What) -> Said {
    match what {
        What::OutcomeNotCovered(Some(outcome)) if outcome.len() > 200 => {
            said(&What::OutcomeNotCovered(Some(beginning(outcome))))
        }
        What::OutcomeNotCovered(Some(outcome)) => say(
            format!(
                "không có hướng đi nào cho kết quả \u{201c}{outcome}\u{201d}; hãy thêm điều kiện hoặc hướng mặc định."
            ),
            format!(
                "no way is open for the outcome \u{201c}{outcome}\u{201d}; add a condition or a default flow."
            ),
        ),
        What::OutcomeNotCovered(None) => say(
            "không có hướng đi nào khi chưa có kết quả; hãy thêm hướng mặc định.",
            "no way is open without an outcome; add a default flow.",
        ),
        What::BadCondition { text, fault } => {
            let place = beginning(text.get(fault.at.from..fault.at.to).unwrap_or_default());
            let text = around(text, fault.at.from);
            let Said { vi, en } = fault_said(fault);
            say(
                format!("điều kiện \u{201c}{text}\u{201d} sai ở \u{201c}{place}\u{201d}: {vi}."),
                format!("the condition \u{201c}{text}\u{201d} is wrong at \u{201c}{place}\u{201d}: {en}."),
            )
        }
        What::BadTimer(text) => {
            let text = beginning(text);
            say(
                format!(
                    "hẹn giờ \u{201c}{text}\u{201d} không hiểu được, hoặc quá dài; hãy viết như P2D, PT4H hoặc 2026-01-31T08:00:00+07:00."
                ),
                format!(
                    "the timer \u{201c}{text}\u{201d} is not understood, or too long; write it like P2D, PT4H or 2026-01-31T08:00:00+07:00."
                ),
            )
        }
        What::NotDecided { markings } => say(
            format!(
                "chưa kết luận được: đã xét {markings} trạng thái mà chưa hết; những điều đã nêu vẫn đúng."
            ),
            format!(
                "not decided: {markings} states were looked at and more are left; what was found is true."
            ),
        ),
        other => drawn(other),
    }
}

/// What is wrong in the drawing itself.
fn drawn(what: &What) -> Said {
    let (vi, en) = match what {
        What::NoStart => ("thiếu sự kiện bắt đầu.", "there is no start event."),
        What::SeveralStarts => {
            ("có hơn một sự kiện bắt đầu; chỉ giữ lại một.", "there is more than one start event; keep one.")
        }
        What::EntersStart => {
            ("không được có luồng đi vào sự kiện bắt đầu.", "no flow may lead into a start event.")
        }
        What::EntersBoundary => {
            ("không được có luồng đi vào sự kiện biên.", "no flow may lead into a boundary event.")
        }
        What::LeavesEnd => {
            ("không được có luồng đi ra từ sự kiện kết thúc.", "no flow may leave an end event.")
        }
        What::CrossesScopes => {
            ("luồng đi qua ranh giới của quy trình con.", "the flow crosses the border of a sub-process.")
        }
        What::ConditionElsewhere => (
            "điều kiện chỉ được đặt trên luồng đi ra từ cổng rẽ nhánh loại trừ.",
            "a condition may only stand on a flow that leaves an exclusive gateway.",
        ),
        What::ConditionMissing => (
            "hướng này chưa có điều kiện và không phải hướng mặc định.",
            "this way has no condition and is not the default.",
        ),
        What::ConditionOnDefault => {
            ("hướng mặc định không được có điều kiện.", "the default flow must not have a condition.")
        }
        What::DefaultElsewhere => {
            ("hướng mặc định không đi ra từ cổng này.", "the default flow does not leave this gateway.")
        }
        What::BoundaryOnNothing => (
            "sự kiện biên phải gắn với một việc trong cùng quy trình.",
            "a boundary event must be attached to a task or sub-process of its own scope.",
        ),
        What::TooManyBoundaries => {
            ("một việc có tối đa 8 sự kiện biên.", "an activity may have at most 8 boundary events.")
        }
        What::TooManyArrivals => {
            ("một cổng song song chờ tối đa 64 luồng.", "a parallel gateway may wait for at most 64 flows.")
        }
        What::TooLarge => ("quy trình quá lớn để thực thi.", "the process is too large to be executed."),
        What::Dangling => ("trỏ tới phần tử không có thật.", "it points at an element that is not there."),
        other => return played(other),
    };
    say(vi, en)
}

/// What shows when the process is played through.
fn played(what: &What) -> Said {
    let (vi, en) = match what {
        What::Unreachable => ("không có đường nào từ bắt đầu tới đây.", "no way leads here from the start."),
        What::NoWayToEnd => ("từ đây không có đường tới kết thúc.", "no way leads from here to an end."),
        What::ImplicitEnd => (
            "không có hướng đi ra nên sẽ kết thúc tại đây; nên vẽ sự kiện kết thúc.",
            "it has no way out, so the token ends here; draw an end event.",
        ),
        What::Deadlock => (
            "chờ mãi mãi: có nhánh không bao giờ tới được cổng này.",
            "it waits for ever: a branch can never come to this gateway.",
        ),
        What::Doubled => (
            "việc này có thể bị làm hai lần cùng lúc: nhánh tách song song chưa được gộp lại.",
            "this can happen twice at once: what was split in parallel was not joined.",
        ),
        What::DoubledByTimer => (
            "hẹn giờ có thể làm phát sinh thêm một lần trong khi lần trước chưa xong.",
            "a timer can begin this again while the time before is not done.",
        ),
        What::NeverReached => ("không bao giờ được thực hiện.", "it never happens."),
        What::NeverTaken => (
            "không bao giờ đi theo hướng này, dù chọn kết quả nào.",
            "this way is never taken, whatever is chosen.",
        ),
        What::MayAllFail => (
            "có thể không điều kiện nào đúng (ví dụ khi trường để trống); hãy thêm hướng mặc định.",
            "all conditions may fail (when a field is empty, for example); add a default flow.",
        ),
        What::TimerAtOnce => (
            "hẹn giờ bằng 0: việc bị ngắt ngay khi đến, không ai kịp làm.",
            "the timer is of no time: the work is broken off as soon as it begins, before anybody can do it.",
        ),
        What::DuplicateCondition => ("hai hướng có cùng điều kiện.", "two ways have the same condition."),
        What::EndlessLoop => (
            "lặp vô tận mà không có việc hay chờ đợi nào ở giữa.",
            "it goes round for ever without work or a wait between.",
        ),
        _ => (
            "từ đây công việc cứ lặp lại mà không bao giờ tới kết thúc.",
            "from here work goes on for ever and never comes to the end.",
        ),
    };
    say(vi, en)
}

fn fault_said(fault: &Fault) -> Said {
    match &fault.kind {
        FaultKind::BadCharacter(c) => say(
            format!("ký tự \u{201c}{c}\u{201d} không dùng được"),
            format!("the character \u{201c}{c}\u{201d} has no meaning"),
        ),
        FaultKind::Unexpected(text) => {
            let text = beginning(text);
            say(
                format!("\u{201c}{text}\u{201d} không được đứng ở đây"),
                format!("\u{201c}{text}\u{201d} may not stand here"),
            )
        }
        FaultKind::UnknownName(name) => {
            let name = beginning(name);
            say(
                format!("chưa khai báo trường \u{201c}{name}\u{201d}"),
                format!("no field \u{201c}{name}\u{201d} is declared"),
            )
        }
        FaultKind::NotBoolean(kind) => say(
            format!("cần đúng hoặc sai, không phải {}", vi(*kind)),
            format!("yes or no is needed, not {}", en(*kind)),
        ),
        FaultKind::Different(left, right) => say(
            format!("không so sánh được {} với {}", vi(*left), vi(*right)),
            format!("{} cannot be compared with {}", en(*left), en(*right)),
        ),
        FaultKind::NoOrder(kind) => {
            say(format!("{} không có lớn hơn hay nhỏ hơn", vi(*kind)), format!("{} has no order", en(*kind)))
        }
        plain => {
            let (vi, en) = plain_fault(plain);
            say(vi, en)
        }
    }
}

fn plain_fault(kind: &FaultKind) -> (&'static str, &'static str) {
    match kind {
        FaultKind::TooLong => ("điều kiện quá dài", "the condition is too long"),
        FaultKind::TooDeep => ("quá nhiều ngoặc lồng nhau", "too many parentheses stand in each other"),
        FaultKind::Unclosed => ("thiếu dấu đóng", "the closing quote is missing"),
        FaultKind::BadEscape => ("dấu \\ đặt sai chỗ", "the backslash stands before nothing that needs it"),
        FaultKind::BadNumber => (
            "số quá lớn hoặc có hơn bốn chữ số thập phân",
            "the number is too large or has more than four places",
        ),
        FaultKind::BadDate => ("ngày phải viết như 2026-01-31", "a day is written like 2026-01-31"),
        FaultKind::Ends => ("điều kiện chưa viết xong", "the condition ends too early"),
        FaultKind::NotACondition => {
            ("đây không phải câu trả lời đúng hoặc sai", "this does not say yes or no")
        }
        FaultKind::NotANumber => ("cần một số", "a number is needed"),
        _ => ("null chỉ dùng được với = và !=", "null goes with = and != only"),
    }
}

fn vi(kind: Type) -> &'static str {
    match kind {
        Type::Text => "chữ",
        Type::Number => "số",
        Type::Boolean => "đúng/sai",
        Type::Date => "ngày",
    }
}

fn en(kind: Type) -> &'static str {
    match kind {
        Type::Text => "a text",
        Type::Number => "a number",
        Type::Boolean => "yes or no",
        Type::Date => "a day",
    }
}
