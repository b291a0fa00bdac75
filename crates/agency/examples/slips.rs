//! Writes every form of a dossier, its result paper, the book and the statistics, to be looked at:
//! `slips FOLDER [COUNT]`. Tells how long a receipt takes once the press is warm, as the mean of COUNT.

use agency::dossiers::applicants::{Kind, Person as Applicant};
use agency::dossiers::*;
use agency::{processes, services};
use platform::accounts::password;
use platform::permissions::Role;
use platform::testing::site::{PASSWORD, Site};
use platform::testing::{self, TestDb};
use platform::web::{AppOptions, NamedAgency, Press, Secret};
use platform::{Actor, Ctx, Day, Error, Tx};
use registers::people::{self, UnitContent, UnitKind};
use registers::{admin_procedures, agencies};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;
use workdays::parse_instant;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

struct RealPress;

impl Press for RealPress {
    fn pdf(&self, paper: &papers::Paper) -> platform::Result<Vec<u8>> {
        press::pdf(paper).map_err(Error::failed)
    }
    fn docx(&self, paper: &papers::Paper) -> platform::Result<Vec<u8>> {
        press::docx(paper).map_err(Error::failed)
    }
    fn xlsx(&self, workbook: &papers::Workbook) -> platform::Result<Vec<u8>> {
        press::xlsx(workbook).map_err(Error::failed)
    }
}

/// A ward of the register with its people.
#[derive(Clone)]
struct Ward {
    agency: NamedAgency,
    procedure_id: i64,
    components: usize,
    people: BTreeMap<Role, i64>,
    unit_id: i64,
}

fn open(tx: &mut Tx<'_>, hash: &str) -> platform::Result<Ward> {
    registers::release(tx)?;
    let found = agencies::by_code(tx, "66-X24133-2025")?.ok_or(Error::NotFound)?;
    let agency = NamedAgency { id: found.id, name: found.name().to_owned() };
    let from_on = tx.today();
    codes::give(tx, agency.id, ("H15.50.05.13", from_on))?;
    let content = UnitContent {
        code: "VHXH".to_owned(),
        name: "Phòng Văn hóa - Xã hội".to_owned(),
        kind: UnitKind::Department,
        parent_id: None,
    };
    let unit_id = people::open_unit(tx, agency.id, (&content, from_on))?;
    let procedure = admin_procedures::of_code(tx, "btxh/01")?.ok_or(Error::NotFound)?;
    services::switch_on(tx, agency.id, procedure.id, Some(unit_id))?;
    if processes::current(tx, agency.id, procedure.id)?.is_none() {
        processes::adopt(tx, agency.id, &procedure)?;
    }
    let mut accounts = BTreeMap::new();
    for (login, role, name) in [
        ("clerk", Role::Clerk, "H’Linh Niê"),
        ("officer", Role::Officer, "Nguyễn Hoàng Bảo Ngọc"),
        ("unit_head", Role::UnitHead, "Trần Quốc Toản"),
        ("head", Role::Head, "Lê Thị Mai Phương"),
        ("records", Role::RecordsOfficer, "Phạm Văn Sửu"),
    ] {
        let new = people::NewStaff {
            login: login.to_owned(),
            name: name.to_owned(),
            password_hash: hash.to_owned(),
            must_change: false,
            role,
            unit_id: None,
        };
        accounts.insert(role, people::open_staff(tx, &agency, &new)?);
    }
    let components = procedure.components.len();
    Ok(Ward { agency, procedure_id: procedure.id, components, people: accounts, unit_id })
}

struct Town {
    test: TestDb,
    ward: Ward,
}

impl Town {
    fn at(&self, text: &str) -> Outcome<()> {
        self.test.db.clock().set(parse_instant(&format!("{text}:00+07:00"))?);
        Ok(())
    }

    fn ctx(&self, role: Role) -> Ctx {
        let account_id = self.ward.people.get(&role).copied().unwrap_or_default();
        let appointment = platform::ctx::Appointment {
            id: 0,
            agency_id: self.ward.agency.id,
            agency_name: self.ward.agency.name.clone(),
            unit_id: None,
            role,
        };
        let actor = Actor { account_id, appointment: Some(appointment), ..Actor::default() };
        Ctx::new(self.test.db.clone(), actor)
    }

    fn command(&self, name: &str, number: &str) -> Receive {
        let typed = [
            ("ho_ten", name),
            ("ngay_sinh", "02/03/1940"),
            ("gioi_tinh", "nu"),
            ("dan_toc", "Ê Đê"),
            ("so_dinh_danh", "001140000123"),
            ("cu_tru", "Buôn Alê A, phường Buôn Ma Thuột"),
            ("yeu_cau", "huong"),
            ("nhom", "cao_tuoi"),
        ];
        Receive {
            agency_id: self.ward.agency.id,
            procedure_id: self.ward.procedure_id,
            applicant: Applicant {
                kind: Kind::Citizen,
                name: name.to_owned(),
                id_number: number.to_owned(),
                address: "Số 15 đường Nguyễn Tất Thành, phường Buôn Ma Thuột, tỉnh Đắk Lắk".to_owned(),
                phone: "0912 345 678".to_owned(),
                email: "buoi.tran@example.vn".to_owned(),
            },
            proxy: None,
            channel: Channel::Counter,
            sets: 1,
            papers: (0..self.ward.components)
                .map(|component| PaperIn::of_component(component, PaperForm::Original, 1))
                .collect(),
            answers: typed.into_iter().map(|(key, value)| (key.to_owned(), value.to_owned())).collect(),
            fee_vnd: 15_000,
            fee_paid: true,
            wants: Delivery::Applicant,
        }
    }

    /// Does every step until the dossier has this status.
    async fn work_until(&self, id: i64, status: Status) -> Outcome<()> {
        let own = self.ward.agency.id;
        for _ in 0..20 {
            let dossier = self.test.db.read(move |tx| load(tx, own, id)).await?.ok_or("no dossier")?;
            if dossier.status == status {
                return Ok(());
            }
            let task = dossier.tasks.first().ok_or("no task")?.clone();
            let version_id = dossier.intake.version_id;
            let published = self.test.db.read(move |tx| processes::published(tx, own, version_id)).await?;
            let published = published.ok_or("no process")?;
            let outcome = published.choices(task.node).first().map(|choice| choice.word.clone());
            let delivery = published.is_last(task.node).then_some(Delivery::Applicant);
            let what = Complete { token: task.token, outcome, delivery, ..Complete::default() };
            let mut ctx = self.ctx(task.role);
            if let Some(appointment) = &mut ctx.actor.appointment {
                appointment.unit_id = Some(task.unit_id).filter(|unit_id| *unit_id == self.ward.unit_id);
            }
            complete(&ctx, Command { id, revision: None, what }).await?;
        }
        Err("it never came to its end".into())
    }
}

#[tokio::main]
async fn main() -> Outcome<()> {
    let folder = std::env::args().nth(1).ok_or("usage: slips FOLDER")?;
    let folder = Path::new(&folder);
    let count = std::env::args().nth(2).map_or(Ok(20), |count| count.parse::<u32>())?.max(1);
    std::fs::create_dir_all(folder)?;
    let migrations = [platform::MIGRATIONS, registers::MIGRATIONS, agency::MIGRATIONS];
    let day = Day::new(2026, 11, 9).ok_or("the first day exists")?;
    let test = testing::sqlite(day, &migrations);
    let hash = password::hash_lightly(PASSWORD)?;
    let ward = test.db.write(move |tx| open(tx, &hash)).await?;
    let town = Town { test, ward };
    let options = AppOptions {
        press: Arc::new(RealPress),
        public_url: "https://motcua.buonmathuot.example.vn".to_owned(),
        ..AppOptions::new(town.test.db.clone(), Secret::of_words("to be looked at"))
    };
    let site = Site::with(options, agency::routes());
    let paths = live(&town).await?;
    let browser = site.browser("clerk").await;
    for (path, name) in paths {
        let answer = browser.get(&path).await;
        if answer.status != 200 {
            return Err(format!("{path}: {} {}", answer.status, answer.text).into());
        }
        let ending =
            path.split('?').next().and_then(|path| path.rsplit_once('.')).map_or("html", |parts| parts.1);
        std::fs::write(folder.join(format!("{name}.{ending}")), &answer.bytes)?;
    }
    let mut receipts = Vec::new();
    for number in 0..count {
        let command = town.command(&format!("Người nộp số {number}"), &format!("0660{number:08}"));
        let dossier = receive(&town.ctx(Role::Clerk), command).await?;
        receipts.push(format!("/dossiers/{}/slips/01.pdf", dossier.id));
    }
    let began = Instant::now();
    for path in &receipts {
        browser.get(path).await;
    }
    println!("a receipt, warm: {:?}", began.elapsed() / count);
    Ok(())
}

/// Lets dossiers live that no form was drawn for: a name of 300 signs, nothing but a name, a unit head who extends
/// and refuses, guidance at the counter.
async fn odd(town: &Town) -> Outcome<Vec<(String, String)>> {
    let (clerk, mut leader) = (town.ctx(Role::Clerk), town.ctx(Role::UnitHead));
    if let Some(appointment) = &mut leader.actor.appointment {
        appointment.unit_id = Some(town.ward.unit_id);
    }
    town.at("2026-11-13T09:00")?;
    let long: String = "Công ty trách nhiệm hữu hạn một thành viên Thương mại Dịch vụ Xuất nhập khẩu "
        .chars()
        .cycle()
        .take(300)
        .collect();
    let mut command = town.command(&long, "066088000111");
    command.answers.insert("ho_ten".to_owned(), "Y Blăm Niê Kdăm".to_owned());
    command.applicant.address = "Tầng 15 tòa nhà trung tâm, số 15 đường Nguyễn Tất Thành ".repeat(5);
    let long = receive(&clerk, command).await?.id;
    let mut command = town.command("Y", "066088000222");
    command.applicant = Applicant { name: "Y".to_owned(), ..Applicant::default() };
    let bare = receive(&clerk, command).await?.id;
    let missing = vec![
        "Bản chính hoặc bản sao có chứng thực giấy chứng nhận kết hôn".repeat(3),
        "KhôngCóDấuCách".repeat(12),
        "Ảnh 3x4".to_owned(),
    ];
    let what = TurnAway {
        receive: town.command("Nguyễn Thị Nguyệt Quỳnh", "066088000333"),
        missing,
        reason: "Hồ sơ chưa đủ giấy tờ theo quy định. ".repeat(20),
    };
    let guided = turn_away(&clerk, what).await?.id;
    for id in [long, bare] {
        let what = Extend {
            days: 3,
            reason: "Chờ kết quả xác minh. ".repeat(if id == long { 30 } else { 1 }),
        };
        extend(&leader, Command { id, revision: None, what }).await?;
    }
    let what = EndEarly::Refuse { reason: "Không đủ điều kiện hưởng.".to_owned() };
    end_early(&leader, Command { id: bare, revision: None, what }).await?;
    let told = [
        (long, "01", "long-01"),
        (long, "04", "long-04"),
        (long, "06", "long-06"),
        (bare, "01", "bare-01"),
        (bare, "03", "bare-03"),
        (bare, "04", "bare-04"),
        (guided, "02", "guided-02"),
    ];
    let path =
        |(id, form, name): (i64, &str, &str)| (format!("/dossiers/{id}/slips/{form}.pdf"), name.to_owned());
    let draft = (format!("/dossiers/{long}/result.pdf"), "long-result".to_owned());
    Ok(told.into_iter().map(path).chain([draft]).collect())
}

/// Lets three dossiers live; returns what to look at.
async fn live(town: &Town) -> Outcome<Vec<(String, String)>> {
    let own = town.ward.agency.id;
    let (clerk, head) = (town.ctx(Role::Clerk), town.ctx(Role::Head));
    town.at("2026-11-09T09:12")?;
    let stopped = receive(&clerk, town.command("Trần Thị Bưởi", "001188000123")).await?.id;
    let finished = receive(&clerk, town.command("Y Blăm Niê Kdăm", "066088000456")).await?.id;
    receive(&clerk, town.command("Công Tằng Tôn Nữ Thị Kim Hoàng Ngọc Diễm", "066088000789")).await?;
    let missing = ["Giấy xác nhận khuyết tật", "Bản sao giấy khai sinh của người được hưởng trợ cấp"];
    let missing: Vec<String> = missing.into_iter().map(str::to_owned).collect();
    let what = TurnAway {
        receive: town.command("Nguyễn Văn Tý", "066088000999"),
        missing: Vec::new(),
        reason: "Người nộp đang hưởng trợ cấp này tại phường Tân Lập; không hưởng hai nơi cùng lúc."
            .to_owned(),
    };
    let refused = turn_away(&clerk, what).await?.id;
    town.at("2026-11-10T10:05")?;
    let wanted = Wanted::Papers { missing };
    let reason = "Chưa đủ căn cứ xác định mức trợ cấp.".to_owned();
    ask(
        &town.ctx(Role::Officer),
        Command { id: stopped, revision: None, what: Ask { wanted, reason, again: None, basis: None } },
    )
    .await?;
    town.at("2026-11-12T14:30")?;
    let papers = vec![PaperIn::of_component(0, PaperForm::Copy, 2)];
    answer(&clerk, Command { id: stopped, revision: None, what: papers }).await?;
    town.work_until(finished, Status::Settled).await?;
    let what = Extend {
        days: 3, reason: "Chờ kết quả xác minh của Hội đồng xét duyệt.".to_owned()
    };
    extend(&head, Command { id: stopped, revision: None, what }).await?;
    town.at("2026-11-13T08:00")?;
    town.work_until(finished, Status::Returned).await?;
    let what = EndEarly::Stop {
        reason: "Người được đề nghị hưởng trợ cấp đã chuyển nơi cư trú.".to_owned(),
        basis: "Điểm b khoản 3 Điều 6 Nghị định số 20/2021/NĐ-CP".to_owned(),
    };
    end_early(&head, Command { id: stopped, revision: None, what }).await?;
    town.test.db.read(move |tx| load(tx, own, stopped)).await?;
    let mut paths = odd(town).await?;
    for (id, form) in [
        (stopped, "01"),
        (stopped, "02"),
        (refused, "03"),
        (stopped, "04"),
        (stopped, "05"),
        (finished, "06"),
    ] {
        for ending in ["pdf", "docx"] {
            paths.push((format!("/dossiers/{id}/slips/{form}.{ending}"), form.to_owned()));
        }
    }
    paths.push((format!("/dossiers/{finished}/slips/01.pdf"), "01-done".to_owned()));
    for ending in ["pdf", "docx"] {
        paths.push((format!("/dossiers/{finished}/result.{ending}"), "result".to_owned()));
    }
    for path in ["/dossiers/book.pdf", "/dossiers/book.xlsx"] {
        paths.push((path.to_owned(), "07".to_owned()));
    }
    for path in ["/dossiers/statistics.pdf", "/dossiers/statistics.xlsx", "/dossiers/statistics"] {
        paths.push((path.to_owned(), "ii06a".to_owned()));
    }
    Ok(paths)
}
