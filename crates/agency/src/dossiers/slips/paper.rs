//! Forms 01 to 05 as papers.

use super::super::codes;
use super::super::event::{DossierEvent, Wanted};
use super::super::model::{Dossier, PaperIn, with_repeats};
use super::control;
use super::folder::{Folder, is_turned_away};
use super::forms::{Form, circular_key, forms_on};
use super::token::grouped;
use super::words::Words;
use papers::{Block, PageKind, Paper, Signature, Span, Table, TableCell, TableColumn};
use platform::permissions::Role;
use platform::search::fold;
use platform::web::Past;
use platform::{Day, Refusal};

/// What a slip tells beside its folder.
#[derive(Clone, Debug)]
pub(super) struct Printing {
    /// The language of its words.
    pub words: Words,
    /// The limit of the procedure in words; empty without one.
    pub limit: String,
    /// The public address at which the citizen sees how it goes.
    pub track_url: String,
    /// The token with which the citizen may rate.
    pub token: String,
    /// Now.
    pub now: i64,
}

/// A form of a dossier.
///
/// # Errors
/// When nothing has happened that the form could tell.
pub(super) fn paper(folder: &Folder, form: Form, printing: &Printing) -> Result<Paper, Refusal> {
    let writer = Writer { folder, printing, words: printing.words };
    let paper = match form {
        Form::Receipt => writer.receipt(),
        Form::Supplement => writer.supplement(),
        Form::Refusal => writer.refusal(),
        Form::Apology => writer.apology(),
        Form::Stop => writer.stop(),
        Form::Control => control::paper(&writer),
    };
    let code = &folder.dossier().code;
    paper.ok_or_else(|| {
        Refusal::new("slips-refusal-nothing-to-tell").with("code", code).with("form", form.key())
    })
}

/// Day and number of a dossier's code, which tell it from all others of its agency: `261109-0001`.
fn number_in(code: &str) -> &str {
    let prefix = codes::prefix_in(code).map_or(0, |prefix| prefix.len() + 1);
    code.get(prefix..).unwrap_or(code)
}

/// Who issues a slip: its head names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Issuer {
    /// The desk that received the dossier.
    Desk,
    /// The office that handles it.
    Office,
}

/// The columns of form 02 that a missing paper's own words tick: original, certified copy, plain copy.
fn wanted_forms(name: &str) -> [bool; 3] {
    let name = fold(name);
    let holds = |word: &str| name.contains(word);
    let certified = holds("chung thuc");
    let copied = holds("ban sao") || holds("ban chup") || holds("photo");
    // A declaration or request is written for this dossier: there is nothing to copy it from.
    let is_written = name.starts_with("to khai") || name.starts_with("don ");
    [holds("ban chinh") || is_written && !copied && !certified, certified, copied && !certified]
}

/// Key of what the head of an agency is called, by the agency's name.
fn head_title(agency: &str) -> &'static str {
    let name = fold(agency);
    let is_of = |kinds: &[&str]| kinds.iter().any(|kind| name.starts_with(kind));
    if is_of(&["uy ban nhan dan ", "ubnd "]) {
        "slips-signs-chair"
    } else if is_of(&["so ", "trung tam "]) {
        "slips-signs-director"
    } else {
        "slips-signs-head"
    }
}

/// Writes the forms of one folder.
pub(super) struct Writer<'a> {
    pub folder: &'a Folder,
    pub printing: &'a Printing,
    pub words: Words,
}

impl Writer<'_> {
    fn t(&self, key: &str) -> String {
        self.words.t(key)
    }

    /// A slip of a form, issued at `at`.
    pub fn slip(&self, form: Form, (issuer, at): (Issuer, i64)) -> Paper {
        let dossier = self.folder.dossier();
        let (desk, office) = (&self.folder.desk, &self.folder.office);
        let (superior, issuer, place) = match issuer {
            Issuer::Desk => (desk.name.clone(), self.t("slips-desk"), &desk.place),
            Issuer::Office => (office.superior.clone(), office.name.clone(), &office.place),
        };
        let suffix = match form {
            Form::Supplement | Form::Refusal => "/HDHS",
            Form::Apology => "/PXL",
            Form::Stop => "/TB",
            Form::Receipt | Form::Control => "",
        };
        // Each further request for papers is a paper of its own, with a number of its own.
        let issues = self.folder.past.iter().filter(|step| form.is_told_by(&step.event)).count();
        let again = if form == Form::Supplement && issues > 1 { format!(".{issues}") } else { String::new() };
        let line = match suffix {
            "" => format!("{} {}", self.t("slips-code"), dossier.code),
            suffix => format!("{} {}{again}{suffix}", self.t("slips-number"), number_in(&dossier.code)),
        };
        let day = Day::of_instant(at).into();
        let paper = Paper::new(self.words.language(), self.t(form.key()), "", day)
            .issued_by(superior, issuer)
            .coded(line)
            .at(place.as_str())
            .on(PageKind::A5)
            .with(self.cited(form));
        if suffix.is_empty() { paper } else { paper.with(self.fact("slips-code", &dossier.code)) }
    }

    /// Which form of which circular it is.
    fn cited(&self, form: Form) -> Block {
        let forms = forms_on(self.folder.dossier().received_at);
        let circular = self.t(circular_key(forms));
        let number = form.number(forms).unwrap_or_default();
        Block::note(self.words.t_with("slips-cited", &[("number", number), ("circular", &circular)]))
    }

    /// A label and what is said there, in bold; a dotted line where nothing is known.
    pub fn fact(&self, key: &str, value: &str) -> Block {
        Block::Paragraph(self.spans(key, value))
    }

    fn spans(&self, key: &str, value: &str) -> Vec<Span> {
        let label = Span::plain(format!("{} ", self.t(key)));
        let value =
            if value.is_empty() { Span::plain("……………………") } else { Span::bold(value) };
        vec![label, value]
    }

    /// Two short facts on one line.
    fn two_facts(&self, first: (&str, &str), second: (&str, &str)) -> Block {
        let gap = vec![Span::plain("\u{2003}")];
        Block::Paragraph([self.spans(first.0, first.1), gap, self.spans(second.0, second.1)].concat())
    }

    /// The applicant's name; a word for one whose data were erased.
    pub fn applicant_name(&self) -> String {
        let name = &self.folder.applicant.name;
        if name.is_empty() { self.t("slips-erased") } else { name.clone() }
    }

    /// Whose dossier it is, where they live and how they are reached.
    fn applicant(&self, key: &str) -> Vec<Block> {
        let person = &self.folder.applicant;
        let mut blocks = vec![self.fact(key, &self.applicant_name())];
        blocks.push(self.fact("slips-identity", &person.id_number));
        blocks.push(self.fact("slips-address", &person.address));
        blocks.push(match person.email.as_str() {
            "" => self.fact("slips-phone", &person.phone),
            email => self.two_facts(("slips-phone", &person.phone), ("slips-email", email)),
        });
        if let Some(proxy) = &self.folder.proxy {
            blocks.push(self.fact("slips-proxy", &proxy.name));
            blocks.push(self.fact("slips-proxy-identity", &proxy.id_number));
        }
        blocks.push(self.fact("slips-content", &self.folder.procedure.name));
        blocks
    }

    fn signature(&self, key: &str, name: &str) -> Signature {
        Signature::new(self.t(key), name)
    }

    /// The signature of whoever acted for the agency: its head, or somebody by order (TL.) or by authority (TUQ.).
    fn for_the_head(&self, act: &Past<Dossier>) -> Signature {
        let head = self.t(head_title(&self.folder.office.name));
        let by =
            |word: &str, title: String| Signature::new(title, &act.by).by_authority(format!("{word} {head}"));
        let Some(capacity) = self.folder.capacities.get(&act.entry) else {
            return Signature::new(head, &act.by);
        };
        match capacity.role {
            Role::Head => Signature::new(head, &act.by),
            Role::UnitHead => by("TL.", self.unit_head(capacity.unit_id)),
            _ => by("TUQ.", self.t("slips-signs-authorised")),
        }
    }

    /// `Trưởng phòng Tư pháp`; of a unit that is led by somebody of another title, whoever leads it.
    fn unit_head(&self, unit_id: i64) -> String {
        let Some(unit) = self.folder.units.get(&unit_id) else { return self.t("slips-signs-unit-head") };
        let name = fold(unit);
        let is_led_by_chief = ["phong ", "ban ", "bo phan ", "to "].iter().any(|kind| name.starts_with(kind));
        let key = if is_led_by_chief { "slips-signs-chief-of" } else { "slips-signs-leader-of" };
        self.words.t_with(key, &[("unit", unit)])
    }

    /// Who refuses: the person at the counter, or for the agency whoever leads.
    fn refuser(&self, (issuer, act): (Issuer, &Past<Dossier>)) -> Signature {
        match issuer {
            Issuer::Desk => self.signature("slips-signs-refuser", &act.by),
            Issuer::Office => self.for_the_head(act),
        }
    }

    /// The code image that leads to the public page, with the token to rate by.
    fn with_code(&self, paper: Paper) -> Paper {
        let printing = self.printing;
        let values = [("url", printing.track_url.as_str()), ("token", &grouped(&printing.token))];
        // Whoever scans the image holds the paper: the token goes along.
        let scanned = format!("{}?t={}", printing.track_url, printing.token);
        paper.qr(scanned, self.words.t_with("slips-track", &values))
    }

    /// 01: receipt and appointment.
    fn receipt(&self) -> Option<Paper> {
        let folder = self.folder;
        let dossier = folder.dossier();
        if is_turned_away(dossier) {
            return None;
        }
        let (base_at, due_at) = self.appointment();
        let intake = &dossier.intake;
        let mut paper =
            self.slip(Form::Receipt, (Issuer::Desk, base_at)).with_all(self.applicant("slips-received-from"));
        if dossier.agency_id != intake.desk_agency_id {
            paper = paper.with(self.fact("slips-handled-by", &folder.office.name));
        }
        paper =
            paper.with(Block::paragraph(self.t("slips-components"))).with(self.components(&intake.papers));
        let sets = self.words.t_with("slips-sets-count", &[("count", &intake.sets.to_string())]);
        paper = paper
            .with(self.fact("slips-sets", &sets))
            .with(self.fact("slips-limit", &self.printing.limit))
            .with(self.fact("slips-received-at", &self.words.moment(base_at)));
        let due = due_at.map_or_else(|| self.t("slips-no-limit"), |due_at| self.words.moment(due_at));
        paper = paper
            .with(self.fact("slips-due-at", &due))
            .with(self.fact("slips-wants", &self.t(intake.wants.key())))
            .with(self.fact("slips-fee", &self.fee()));
        if let Some(number) = intake.book_no {
            paper = paper.with(self.fact("slips-book-no", &number.to_string()));
        }
        // An extension counts for the appointment it was given for, not for one that began anew after it.
        if let Some(extension) = dossier.extension.as_ref().filter(|extension| extension.at >= base_at) {
            let due = self.words.moment(extension.due_at);
            paper = paper.with(Block::note(self.words.t_with("slips-extended-since", &[("due", &due)])));
        }
        let handed_in_by =
            folder.proxy.as_ref().map_or_else(|| self.applicant_name(), |proxy| proxy.name.clone());
        let paper = paper
            .countersigned(self.signature("slips-signs-applicant", &handed_in_by))
            .signed(self.signature("slips-signs-receiver", folder.receiver()));
        Some(self.with_code(paper))
    }

    /// The receipt that the present count of the limit begins at, and what was promised then.
    fn appointment(&self) -> (i64, Option<i64>) {
        let counted = self.folder.last(|event| match event {
            DossierEvent::Answered { count, .. } => *count,
            _ => None,
        });
        let dossier = self.folder.dossier();
        match counted {
            Some((count, ..)) => (count.base_at, Some(count.due_at)),
            None => (dossier.received_at, dossier.clock.as_ref().map(|clock| clock.first_due_at)),
        }
    }

    fn fee(&self) -> String {
        let intake = &self.folder.dossier().intake;
        match (intake.fee_vnd, intake.fee_paid) {
            (0, _) => self.t("slips-fee-none"),
            (sum, true) => format!("{} ({})", self.words.money(sum), self.t("slips-fee-paid")),
            (sum, false) => format!("{} ({})", self.words.money(sum), self.t("slips-fee-unpaid")),
        }
    }

    fn components(&self, papers: &[PaperIn]) -> Block {
        let columns = vec![
            TableColumn::center(3),
            TableColumn::left(14),
            TableColumn::center(6),
            TableColumn::center(5),
        ];
        let heads = ["slips-no", "slips-paper", "slips-kind", "slips-count"].map(|key| self.t(key));
        let mut table = Table::new("", columns).header(heads);
        for (at, paper) in (1..).zip(with_repeats(papers)) {
            let (form, count) = (self.t(paper.0.form.key()), paper.0.count.to_string());
            table = table.row([at.to_string(), self.named(paper), form, count]);
        }
        Block::Table(table)
    }

    /// 02: what is missing, all of it at once.
    fn supplement(&self) -> Option<Paper> {
        let asked = self.folder.last(|event| match event {
            DossierEvent::TurnedAway(event) if !event.missing.is_empty() => {
                Some((Issuer::Desk, &event.missing, &event.reason))
            }
            DossierEvent::Asked { wanted: Wanted::Papers { missing }, reason, .. } => {
                Some((Issuer::Office, missing, reason))
            }
            _ => None,
        });
        let ((issuer, missing, reason), act) = asked?;
        let ends =
            |event: &DossierEvent| matches!(event, DossierEvent::Asked { ends: true, .. }).then_some(());
        let basis = match &act.event {
            DossierEvent::Asked { basis: Some(basis), .. } => Some(self.fact("slips-basis", basis)),
            _ => None,
        };
        let ended = self.folder.last(ends).map(|_| Block::paragraph(self.t("slips-asked-ends")));
        let columns = vec![
            TableColumn::center(3),
            TableColumn::left(13),
            TableColumn::center(5),
            TableColumn::center(5),
            TableColumn::center(5),
        ];
        let heads = ["slips-no", "slips-missing", "slips-original", "slips-certified", "slips-photocopy"];
        let mut table = Table::new("", columns).header(heads.map(|key| self.t(key)));
        let named = missing.iter().filter(|name| !name.trim().is_empty());
        for (at, name) in named.enumerate() {
            let ticks = wanted_forms(name).map(|wanted| TableCell::new(if wanted { "x" } else { "" }));
            let begin = [TableCell::new((at + 1).to_string()), TableCell::new(name.as_str())];
            table = table.row(begin.into_iter().chain(ticks));
        }
        let paper = self
            .slip(Form::Supplement, (issuer, act.at))
            .with_all(self.applicant("slips-dossier-of"))
            .with(Block::paragraph(self.t("slips-please-add")))
            .with(Block::Table(table))
            .with(self.fact("slips-reason", reason))
            .with_all(basis)
            .with_all(ended)
            .with(self.contact("slips-contact"))
            .signed(self.signature("slips-signs-guide", &act.by));
        Some(self.with_code(paper))
    }

    /// Whom to ask when something is not clear.
    fn contact(&self, key: &str) -> Block {
        let desk = &self.folder.desk.name;
        let desk =
            if desk.is_empty() { self.t("slips-desk") } else { format!("{}, {desk}", self.t("slips-desk")) };
        Block::paragraph(self.words.t_with(key, &[("desk", &desk)]))
    }

    /// 03: refused at the counter, or in writing after receipt.
    fn refusal(&self) -> Option<Paper> {
        let refused = self.folder.last(|event| match event {
            DossierEvent::TurnedAway(event) if event.missing.is_empty() => {
                Some((Issuer::Desk, &event.reason))
            }
            DossierEvent::Refused { reason, .. } => Some((Issuer::Office, reason)),
            _ => None,
        });
        let ((issuer, reason), act) = refused?;
        let told = if issuer == Issuer::Desk { "slips-refused" } else { "slips-refused-later" };
        let paper = self
            .slip(Form::Refusal, (issuer, act.at))
            .with_all(self.applicant("slips-dossier-of"))
            .with(Block::paragraph(self.t(told)))
            .with(self.fact("slips-refused-because", reason))
            .with(self.contact("slips-contact-refused"))
            .countersigned(self.signature("slips-signs-applicant", &self.applicant_name()))
            .signed(self.refuser((issuer, act)));
        Some(self.with_code(paper))
    }

    /// 04: apology and new appointment.
    fn apology(&self) -> Option<Paper> {
        let extended = |event: &DossierEvent| matches!(event, DossierEvent::Extended { .. }).then_some(());
        let (_, act) = self.folder.last(extended)?;
        let dossier = self.folder.dossier();
        let extension = dossier.extension.as_ref()?;
        let words = self.words;
        let told = words.t_with(
            "slips-apology-received",
            &[("received", &words.moment(dossier.received_at)), ("procedure", &self.folder.procedure.name)],
        );
        let sorry = words.t_with("slips-apology-late", &[("due", &words.moment(extension.from_due_at))]);
        let paper = self
            .slip(Form::Apology, (Issuer::Office, act.at))
            .addressed_to([self.applicant_name()])
            .with(Block::paragraph(told))
            .with(Block::paragraph(sorry))
            .with(self.fact("slips-reason", &extension.reason))
            .with(self.fact("slips-apology-new", &words.moment(extension.due_at)))
            .with(self.fact("slips-apology-at", &self.t(dossier.intake.wants.key())))
            .with(Block::paragraph(self.t("slips-apology-sorry")))
            .signed(self.for_the_head(act))
            .copies_to([self.t("slips-copies-addressed"), self.t("slips-copies-desk")]);
        Some(self.with_code(paper))
    }

    /// 05: notice that handling stops.
    fn stop(&self) -> Option<Paper> {
        let stopped = self.folder.last(|event| match event {
            DossierEvent::Stopped { reason, basis, .. } => Some((reason, basis)),
            _ => None,
        });
        let ((reason, basis), act) = stopped?;
        let dossier = self.folder.dossier();
        let received = self.words.moment(dossier.received_at);
        let told = self.words.t_with("slips-stop-told", &[("received", &received)]);
        let returned =
            if dossier.intake.papers.is_empty() { "slips-stop-no-papers" } else { "slips-stop-papers" };
        let paper = self
            .slip(Form::Stop, (Issuer::Office, act.at))
            .addressed_to([self.applicant_name()])
            .with(Block::paragraph(told))
            .with(self.fact("slips-content", &self.folder.procedure.name))
            .with(self.fact("slips-basis", basis))
            .with(self.fact("slips-stop-reason", reason))
            .with(Block::paragraph(self.t(returned)))
            .with(self.components_given_back())
            .with(self.fact("slips-stop-fee", &self.fee()))
            .signed(self.for_the_head(act))
            .copies_to([self.t("slips-copies-addressed"), self.t("slips-copies-desk")]);
        Some(self.with_code(paper))
    }

    fn components_given_back(&self) -> Block {
        let line = |paper: (&PaperIn, bool)| {
            let (form, count) = (self.t(paper.0.form.key()).to_lowercase(), paper.0.count);
            format!("{} ({form}, {count})", self.named(paper))
        };
        Block::bullets(with_repeats(&self.folder.dossier().intake.papers).map(line))
    }

    /// The name of a paper, with a word where the same one had come before.
    fn named(&self, (paper, came_before): (&PaperIn, bool)) -> String {
        let name = paper.called(&self.folder.procedure.components);
        if came_before { self.words.t_with("slips-paper-again", &[("paper", name)]) } else { name.to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_head_of_an_agency_is_called_by_its_kind() {
        for (agency, key) in [
            ("Ủy ban nhân dân phường Thanh Khê", "slips-signs-chair"),
            ("UBND xã Hòa Vang", "slips-signs-chair"),
            ("Sở Nội vụ", "slips-signs-director"),
            ("Trung tâm Phục vụ hành chính công", "slips-signs-director"),
            ("Cục Quản lý giá", "slips-signs-head"),
            ("", "slips-signs-head"),
        ] {
            assert_eq!(head_title(agency), key, "{agency}");
        }
    }

    #[test]
    fn a_missing_paper_ticks_the_column_that_its_words_name() {
        for (name, ticked) in [
            ("Bản chính giấy chứng nhận kết hôn", [true, false, false]),
            ("Bản sao có chứng thực của thẻ căn cước", [false, true, false]),
            ("Bản chính hoặc bản sao có chứng thực văn bằng", [true, true, false]),
            ("Bản sao giấy khai sinh", [false, false, true]),
            ("Sổ hộ khẩu (photo)", [false, false, true]),
            ("Tờ khai đăng ký khai sinh", [true, false, false]),
            ("Đơn đề nghị hưởng trợ cấp", [true, false, false]),
            ("Ảnh 3x4", [false, false, false]),
            ("", [false, false, false]),
        ] {
            assert_eq!(wanted_forms(name), ticked, "{name}");
        }
    }
}
