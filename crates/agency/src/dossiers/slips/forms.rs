//! Which forms there are: by circular and number, since the numbers moved in 2025.

use super::super::event::{DossierEvent, Wanted};
use super::super::model::Dossier;
use super::super::regulation::{self, Forms};
use platform::Day;
use platform::web::Past;

/// A form of one dossier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// Giấy tiếp nhận hồ sơ và hẹn trả kết quả.
    Receipt,
    /// Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ.
    Supplement,
    /// Phiếu từ chối tiếp nhận giải quyết hồ sơ.
    Refusal,
    /// Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết.
    Apology,
    /// Thông báo dừng giải quyết hồ sơ.
    Stop,
    /// Phiếu kiểm soát quá trình giải quyết hồ sơ.
    Control,
}

impl Form {
    /// All forms in the order of their numbers.
    pub const ALL: [Form; 6] =
        [Form::Receipt, Form::Supplement, Form::Refusal, Form::Apology, Form::Stop, Form::Control];

    /// Its number in a circular; none where that circular has no such form.
    pub fn number(self, forms: Forms) -> Option<&'static str> {
        Some(match (self, forms) {
            (Form::Receipt, _) => "01",
            (Form::Supplement, _) => "02",
            (Form::Refusal, _) => "03",
            (Form::Apology, _) => "04",
            (Form::Stop, Forms::Circular2018) => return None,
            (Form::Stop, Forms::Circular2025) | (Form::Control, Forms::Circular2018) => "05",
            (Form::Control, Forms::Circular2025) => "06",
        })
    }

    /// The form of a number in a circular; `02-1` is the first of several requests on form 02.
    pub fn of(forms: Forms, number: &str) -> Option<Form> {
        let (plain, issue) =
            number.split_once('-').map_or((number, None), |(plain, issue)| (plain, Some(issue)));
        let form = Form::ALL.into_iter().find(|form| form.number(forms) == Some(plain))?;
        let has_issues = form == Form::Supplement && issue.is_some_and(|issue| nth(issue).is_some());
        (issue.is_none() || has_issues).then_some(form)
    }

    /// Key of its name.
    pub fn key(self) -> &'static str {
        match self {
            Form::Receipt => "slips-form-receipt",
            Form::Supplement => "slips-form-supplement",
            Form::Refusal => "slips-form-refusal",
            Form::Apology => "slips-form-apology",
            Form::Stop => "slips-form-stop",
            Form::Control => "slips-form-control",
        }
    }

    /// Whether the desk of another agency that received the dossier may print it.
    pub fn is_of_desk(self) -> bool {
        matches!(self, Form::Receipt | Form::Supplement | Form::Refusal)
    }

    /// Whether what happened to a dossier gives this form something to say.
    pub fn is_due(self, past: &[Past<Dossier>]) -> bool {
        match self {
            Form::Control => Form::Receipt.is_due(past),
            _ => past.iter().any(|step| self.is_told_by(&step.event)),
        }
    }

    /// Whether an event is what this form tells.
    pub(super) fn is_told_by(self, event: &DossierEvent) -> bool {
        match (self, event) {
            (Form::Receipt, DossierEvent::Received(_))
            | (Form::Supplement, DossierEvent::Asked { wanted: Wanted::Papers { .. }, .. })
            | (Form::Refusal, DossierEvent::Refused { .. })
            | (Form::Apology, DossierEvent::Extended { .. })
            | (Form::Stop, DossierEvent::Stopped { .. }) => true,
            (Form::Supplement, DossierEvent::TurnedAway(event)) => !event.missing.is_empty(),
            (Form::Refusal, DossierEvent::TurnedAway(event)) => event.missing.is_empty(),
            _ => false,
        }
    }

    /// Whether after an event the form is another paper, whose first print is nobody's second: what it tells
    /// happened, or happened again. A corrected receipt is printed again for the reason of the correction.
    pub(super) fn is_told_anew_by(self, event: &DossierEvent) -> bool {
        match (self, event) {
            (Form::Receipt, DossierEvent::Answered { count: Some(_), .. }) => true,
            (Form::Control, DossierEvent::Reprinted { .. }) => false,
            (Form::Control, _) => true,
            _ => self.is_told_by(event),
        }
    }
}

/// The circular whose forms a dossier received at this moment is printed on.
pub fn forms_on(received_at: i64) -> Forms {
    regulation::on(Day::of_instant(received_at)).forms
}

/// Names of the requests on form 02 that others came after; a dossier with more is unheard of.
const EARLIER: [&str; 6] = ["02-1", "02-2", "02-3", "02-4", "02-5", "02-6"];

/// Which issue of a form, counted from one, the end of a number names; none for what is no such number.
fn nth(issue: &str) -> Option<usize> {
    issue.parse().ok().filter(|number: &usize| *number > 0 && number.to_string() == issue)
}

/// Which issue of its form a number names; none for the newest.
pub(super) fn issue_in(number: &str) -> Option<usize> {
    number.split_once('-').and_then(|(_, issue)| nth(issue))
}

/// The forms that can be printed for a dossier: number and key of the name, for links on its page. Of several
/// requests for papers the newest has the plain number, and each earlier one its own.
pub fn printable(past: &[Past<Dossier>]) -> Vec<(&'static str, &'static str)> {
    let Some(last) = past.last() else { return Vec::new() };
    let forms = forms_on(last.after.received_at);
    let requests = past.iter().filter(|step| Form::Supplement.is_told_by(&step.event)).count();
    let told = |form: Form| {
        let count = if form == Form::Supplement { requests.saturating_sub(1) } else { 0 };
        let earlier = EARLIER.into_iter().take(count).map(move |number| (number, form.key()));
        form.number(forms).into_iter().map(move |number| (number, form.key())).chain(earlier)
    };
    Form::ALL.into_iter().filter(|form| form.is_due(past)).flat_map(told).collect()
}

/// Number of the book (sổ theo dõi hồ sơ) in a circular.
pub(super) fn book_number(forms: Forms) -> &'static str {
    match forms {
        Forms::Circular2018 => "06",
        Forms::Circular2025 => "07",
    }
}

/// Key of a circular's number, as forms cite it.
pub(super) fn circular_key(forms: Forms) -> &'static str {
    match forms {
        Forms::Circular2018 => "slips-circular-2018",
        Forms::Circular2025 => "slips-circular-2025",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_of_the_control_slip_and_the_book_moved_in_2025() {
        let (old, new) = (Forms::Circular2018, Forms::Circular2025);
        assert_eq!(Form::of(old, "05"), Some(Form::Control));
        assert_eq!(Form::of(new, "05"), Some(Form::Stop));
        assert_eq!((Form::of(old, "06"), Form::of(new, "06")), (None, Some(Form::Control)));
        assert_eq!((book_number(old), book_number(new)), ("06", "07"));
        assert_eq!(Form::of(new, "02-2"), Some(Form::Supplement));
        for number in ["", "0", "1", "00", "07", "1e1", "01-1", "02-", "02-0", "02-01", "02-x"] {
            assert_eq!(Form::of(new, number), None, "{number}");
        }
    }

    #[test]
    fn the_day_of_receipt_chooses_the_circular() {
        let at = |text: &str| workdays::parse_instant(text).unwrap();
        assert_eq!(forms_on(at("2025-06-30T23:59:59+07:00")), Forms::Circular2018);
        assert_eq!(forms_on(at("2025-07-01T00:00:00+07:00")), Forms::Circular2025);
    }
}
