//! Stories of the register of dossiers, the head's page and the desk's receptions, told on both engines.

use crate::office::{CENTRE, OFFICE, Office, STRANGER, answers, applicant, on_both};
use agency::dossiers::applicants;
use agency::dossiers::*;
use platform::testing::site::{Browser, hides, shows};
use platform::{Day, Role};

/// Tells a story on both engines; the numbers that tabs and figures are made of must be those of the dossiers.
async fn on_both_counted(story: impl AsyncFn(&Office)) {
    on_both(agency::routes, async |office| {
        story(office).await;
        let differ = office.db().read(|tx| lists::miscounted(tx, OFFICE)).await.unwrap();
        assert_eq!(differ, [], "{}", office.test.engine);
    })
    .await;
}

fn rows(page: &str) -> usize {
    page.matches("<th class=\"all\" scope=\"row\">").count()
}

async fn receive_as(office: &Office, name: &str, number: &str) -> Dossier {
    let command = Receive { applicant: applicant(name, number), ..office.command() };
    office.db().write(move |tx| receive_in(tx, OFFICE, &command)).await.unwrap()
}

async fn ask_papers(office: &Office, id: i64) {
    let wanted = Wanted::Papers { missing: vec!["Giấy xác nhận".to_owned()] };
    let command = Command {
        id,
        revision: None,
        what: Ask { wanted, reason: "thiếu".to_owned(), again: None, basis: None },
    };
    office.db().write(move |tx| ask_in(tx, OFFICE, &command)).await.unwrap();
}

async fn codes_of(browser: &Browser<'_>, path: &str) -> Vec<String> {
    let answer = browser.get_with(path, &[("accept", "application/json")]).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.text);
    let json: serde_json::Value = serde_json::from_str(&answer.text).unwrap();
    assert_eq!(json["all"].as_u64(), Some(json["rows"].as_array().unwrap().len() as u64), "{path}");
    json["rows"].as_array().unwrap().iter().map(|row| row["code"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn the_register_finds_by_every_filter_exactly_its_rows() {
    on_both_counted(async |office| {
        let first = receive_as(office, "Nguyễn Văn Đức", "001188000111").await;
        office.at("2026-11-10T09:00");
        let second = receive_as(office, "Trần Thị Bưởi", "001188000222").await;
        let third = receive_as(office, "Phạm Văn Đức Anh", "001188000333").await;
        ask_papers(office, second.id).await;
        office.at("2026-11-11T09:00");
        let posted = Receive { channel: Channel::Post, ..office.command() };
        let fourth = office.db().write(move |tx| receive_in(tx, OFFICE, &posted)).await.unwrap();
        office.work_until(third.id, Status::Returned).await;
        office.at("2026-11-24T09:00");
        let head = office.site.browser("head").await;
        let code = |dossier: &Dossier| dossier.code.clone();
        let (one, two, three, four) = (code(&first), code(&second), code(&third), code(&fourth));
        let unit = format!("unit={}", office.unit_id);
        let whole = format!("q={one}");
        let cases: Vec<(&str, Vec<&String>)> = vec![
            ("", vec![&four, &three, &two, &one]),
            ("status=working", vec![&four, &one]),
            ("status=waiting", vec![&two]),
            ("status=10", vec![&three]),
            ("status=9", vec![]),
            ("procedure=btxh%2F01", vec![&four, &three, &two, &one]),
            ("procedure=btxh%2F02", vec![]),
            (&unit, vec![&four, &three, &two, &one]),
            ("unit=77", vec![]),
            ("channel=post", vec![&four]),
            ("received_from=10/11/2026&received_to=10/11/2026", vec![&three, &two]),
            ("received_to=09/11/2026", vec![&one]),
            ("received_from=12/11/2026", vec![]),
            ("timing=late", vec![&one]),
            ("timing=on_time&closed_from=11/11/2026&closed_to=11/11/2026", vec![&three]),
            ("timing=was_late", vec![]),
            ("timing=on_time", vec![&three]),
            ("closed_to=11/11/2026", vec![&three]),
            ("closed_to=10/11/2026", vec![]),
            ("due_from=23/11/2026&due_to=23/11/2026", vec![&one]),
            ("q=van+duc", vec![&three, &one]),
            ("q=V%C4%83n+%C4%90%E1%BB%A9c", vec![&three, &one]),
            ("q=duc+an", vec![&three]),
            ("q=uc", vec![]),
            ("q=van+duc&status=10", vec![&three]),
            ("q=001188000222", vec![&two]),
            ("q=261109-0001", vec![&one]),
            (&whole, vec![&one]),
        ];
        for (query, want) in cases {
            let found = codes_of(&head, &format!("/api/dossiers?{query}")).await;
            assert_eq!(found.iter().collect::<Vec<_>>(), want, "{query}");
            let page = head.get(&format!("/dossiers?{query}")).await;
            assert_eq!((page.status, rows(&page.text)), (200, want.len()), "{query}");
            let sheet = head.get(&format!("/dossiers.xlsx?{query}")).await;
            let held: Vec<&String> = [&four, &three, &two, &one]
                .into_iter()
                .filter(|code| String::from_utf8_lossy(&sheet.bytes).contains(&format!("{code}\"")))
                .collect();
            assert_eq!((sheet.status, held), (200, want), "{query}");
        }
        let asked =
            format!("/dossiers.xlsx?status=working&channel=post&timing=late&{unit}&due_to=23/11/2026");
        let sheet = String::from_utf8_lossy(&head.get(&asked).await.bytes).into_owned();
        for told in [
            "Trạng thái: Đang làm",
            "Cách nộp: ",
            "Phòng: Phòng Văn hóa",
            "thời hạn: Quá hạn",
            "đến: 23/11/2026",
        ] {
            assert!(sheet.contains(told), "{told} {sheet}");
        }
        assert!(!sheet.contains("working") && !sheet.contains(": post"), "{sheet}");
    })
    .await;
}

fn tabs_of(page: &str) -> &str {
    page.split("<nav class=\"tabs\"").nth(1).unwrap().split("</nav>").next().unwrap()
}

#[tokio::test]
async fn a_filtered_list_says_what_it_is_and_leads_back_to_all() {
    on_both_counted(async |office| {
        office.receive().await;
        let head = office.site.browser("head").await;
        for path in ["/dossiers", "/dossiers?status=working"] {
            let page = head.get(path).await.text;
            assert!(page.contains("Mọi hồ sơ của cơ quan") && !page.contains("Bỏ lọc"), "{path} {page}");
            assert_eq!(tabs_of(&page).matches("aria-current").count(), 1, "{path}");
        }
        let unit = office.unit_id;
        let page = head.get(&format!("/dossiers?timing=on_time&unit={unit}&procedure=btxh%2F01")).await.text;
        for told in ["Về thời hạn: Đã xong đúng hạn", "Phòng: Phòng Văn hóa", "; Phòng", "Thủ tục: "]
        {
            assert!(page.contains(told), "{told} {page}");
        }
        assert!(page.contains("<a href=\"/dossiers\">Bỏ lọc"), "{page}");
        assert!(!page.contains("Mọi hồ sơ của cơ quan"), "{page}");
        let tabs = tabs_of(&page);
        assert!(!tabs.contains("aria-current"), "{tabs}");
        assert!(tabs.contains("href=\"/dossiers\"") && tabs.contains("timing=on_time&amp;"), "{tabs}");
    })
    .await;
}

#[tokio::test]
async fn bad_values_are_told_and_strangers_see_nothing() {
    on_both_counted(async |office| {
        let dossier = office.receive().await;
        let head = office.site.browser("head").await;
        let long = "x".repeat(10_000);
        let bad = [
            "status=12",
            "status=-1",
            "after=%27",
            "after=-5",
            "after=1~2",
            "due_from=40/40/2026",
            "timing=x",
            "procedure=%27%3B--",
            "unit=abc",
            "channel=mail",
            &format!("status={long}"),
            &format!("q={long}"),
        ];
        for query in bad {
            let page = head.get(&format!("/dossiers?{query}")).await;
            assert_eq!(page.status, 422, "{query}");
        }
        let harmless = ["q=%27+or+1%3D1+--", "q=%25", "q=_", "q=%00", "q=%5C"];
        for query in harmless {
            let page = head.get(&format!("/dossiers?{query}")).await;
            assert_eq!((page.status, rows(&page.text)), (200, usize::from(query == "q=%00")), "{query}");
        }
        let stranger = office.site.browser("stranger_head").await;
        for path in ["/dossiers", "/dossiers/overview", "/dossiers.xlsx", "/receptions"] {
            let page = stranger.get(path).await;
            assert_eq!(page.status, 200, "{path}");
            let held = String::from_utf8_lossy(&page.bytes).into_owned();
            for secret in [dossier.code.as_str(), "Bưởi", "btxh", "VHXH"] {
                assert!(!held.contains(secret), "{path} tells {secret}");
            }
        }
        assert_eq!(codes_of(&stranger, "/api/dossiers").await, Vec::<String>::new());
        for path in ["/dossiers", "/dossiers.xlsx", "/dossiers/overview", "/receptions"] {
            assert_eq!(office.site.visitor().get(path).await.status, 303, "{path}");
        }
        let officer = office.site.browser("officer").await;
        assert_eq!(officer.get("/dossiers/overview").await.status, 403);
        assert_eq!(officer.get("/dossiers").await.status, 200);
    })
    .await;
}

#[tokio::test]
async fn pages_follow_each_other_and_stay_light() {
    on_both_counted(async |office| {
        let command = office.command();
        let name = "Nguyễn Thị Hoàng Ngân Phương Thảo";
        office
            .db()
            .write(move |tx| {
                for at in 0..170 {
                    let applicant = applicant(name, &format!("0011880{at:05}"));
                    receive_in(tx, OFFICE, &Receive { applicant, ..command.clone() })?;
                }
                Ok(())
            })
            .await
            .unwrap();
        let head = office.site.browser("head").await;
        for query in ["", "status=working", "q=hoang+ngan", "timing=today", "procedure=btxh%2F01"] {
            let mut path = format!("/dossiers?{query}");
            let mut all = Vec::new();
            for _ in 0..4 {
                let page = head.get(&path).await;
                assert!(page.text.len() <= 60_000, "{} bytes", page.text.len());
                let codes = page.text.split("H15.50.05-261109-").skip(1);
                all.extend(codes.map(|rest| rest[..4].to_owned()));
                let Some(next) =
                    page.text.split("rel=\"next\"").next().filter(|head| head.len() < page.text.len())
                else {
                    break;
                };
                path =
                    next.rsplit("href=\"").next().unwrap().split('"').next().unwrap().replace("&amp;", "&");
            }
            let want: Vec<String> = (1..=170).rev().map(|number| format!("{number:04}")).collect();
            let want = if query == "timing=today" { Vec::new() } else { want };
            assert_eq!(all, want, "{query}");
        }
    })
    .await;
}

#[tokio::test]
async fn kept_numbers_and_dates_are_those_of_the_dossiers() {
    on_both_counted(async |office| {
        for at in 0..4 {
            let dossier = receive_as(office, "Lê Văn Bốn", &format!("00118800100{at}")).await;
            match at {
                0 => ask_papers(office, dossier.id).await,
                1 => drop(office.work_until(dossier.id, Status::Settled).await),
                2 => {
                    let what = EndEarly::Withdraw { reason: String::new() };
                    let command = Command { id: dossier.id, revision: None, what };
                    office.db().write(move |tx| end_early_in(tx, OFFICE, &command)).await.unwrap();
                }
                _ => {}
            }
        }
        let head = office.site.browser("head").await;
        let page = head.get("/dossiers").await;
        for (tab, count) in [("", 4), ("working", 1), ("waiting", 1), ("9", 1), ("10", 0)] {
            let listed = codes_of(&head, &format!("/api/dossiers?status={tab}")).await;
            assert_eq!(listed.len(), count, "{tab}");
        }
        let tabs = page.text.split("<nav class=\"tabs\"").nth(1).unwrap().split("</nav>").next().unwrap();
        let counts: Vec<&str> =
            tabs.split("<span class=\"num\">").skip(1).map(|rest| rest.split('<').next().unwrap()).collect();
        assert_eq!(counts, ["4", "1", "1", "1", "0", "1"], "{tabs}");
    })
    .await;
}

#[tokio::test]
async fn every_figure_of_the_overview_leads_to_as_many_rows() {
    on_both_counted(async |office| {
        let late = office.receive().await;
        office.at("2026-11-10T09:00");
        let on_time = office.receive().await;
        let asked = office.receive().await;
        ask_papers(office, asked.id).await;
        office.work_until(on_time.id, Status::Returned).await;
        let today = office.receive().await;
        let settled = office.receive().await;
        office.work_until(settled.id, Status::Settled).await;
        office.at("2026-11-25T09:00");
        assert!(late.due_at() < today.due_at());
        let head = office.site.browser("head").await;
        let page = head.get("/dossiers/overview").await;
        assert_eq!(page.status, 200, "{}", page.text);
        // A refused dossier counts there and keeps no limit by law: the sentence says whose figure it is.
        assert!(page.text.contains("Quyết định 766, 100% hồ sơ"), "{}", page.text);
        let mut figures = 0;
        for link in page.text.split("href=\"/dossiers?").skip(1) {
            let (query, rest) = link.split_once('"').unwrap();
            let text = rest.split_once('>').unwrap().1.split('<').next().unwrap();
            let Ok(number) = text.parse::<usize>() else { continue };
            let query = query.replace("&amp;", "&");
            assert_eq!(codes_of(&head, &format!("/api/dossiers?{query}")).await.len(), number, "{query}");
            figures += 1;
        }
        assert!(figures >= 12, "{figures}");
    })
    .await;
}

#[test]
fn whoever_sees_the_figures_may_open_their_rows() {
    for role in Role::ALL {
        let (figures, rows) = (lists::OVERVIEW.reach(role), READ.reach(role));
        assert!(figures.is_none() || rows.is_some(), "{role:?} would be shown figures that lead nowhere");
    }
}

#[tokio::test]
async fn an_erased_person_is_found_by_no_name() {
    on_both_counted(async |office| {
        let dossier = receive_as(office, "Đặng Thị Mơ", "001188000999").await;
        let head = office.site.browser("head").await;
        assert_eq!(codes_of(&head, "/api/dossiers?q=thi+mo").await.len(), 1);
        let id = dossier.intake.applicant_id;
        office.db().write(move |tx| applicants::erase(tx, OFFICE, id)).await.unwrap();
        assert_eq!(codes_of(&head, "/api/dossiers?q=thi+mo").await.len(), 0);
        assert_eq!(codes_of(&head, "/api/dossiers?q=001188000999").await.len(), 0);
        let page = head.get("/dossiers").await;
        assert!(page.text.contains(&dossier.code) && !page.text.contains("Đặng Thị Mơ"));
    })
    .await;
}

#[tokio::test]
async fn a_desk_sees_what_it_received_and_returns_the_result() {
    on_both_counted(async |office| {
        let command = office.command();
        let dossier = office.db().write(move |tx| receive_in(tx, CENTRE, &command)).await.unwrap();
        let own = office.receive().await;
        let centre = office.site.browser("centre").await;
        let list = centre.get("/receptions").await;
        assert_eq!((list.status, rows(&list.text)), (200, 1), "{}", list.text);
        assert!(list.text.contains(&dossier.code) && !list.text.contains(&own.code));
        let id = dossier.id;
        let reception =
            office.db().read(move |tx| receptions::of_dossier(tx, CENTRE, id)).await.unwrap().unwrap();
        let path = format!("/receptions/{}", reception.id);
        let page = centre.get(&path).await;
        assert!(page.text.contains(&Day::of_instant(dossier.due_at().unwrap()).vietnamese()));
        for page in [&list, &page] {
            shows(page, &["Trần Thị Bưởi"]);
            hides(page, &["Người officer", "Thôn 3", "001188000123", "0912345678"]);
        }
        shows(&page, &["•••••••••123"]);
        assert_eq!(centre.get(&format!("{path}/return")).await.status, 422, "nothing to return yet");
        let early = centre.post(&format!("{path}/return"), &[("delivery", "applicant")]).await;
        assert_eq!(early.status, 422);
        office.work_until(dossier.id, Status::Settled).await;
        assert!(centre.get(&path).await.text.contains(&format!("{path}/return")));
        assert_eq!(centre.get(&format!("{path}/return")).await.status, 200);
        assert_eq!(centre.post(&format!("{path}/return"), &[("delivery", "x")]).await.status, 422);
        for (login, status) in [("stranger", 404), ("clerk", 404), ("stranger_head", 403)] {
            let other = office.site.browser(login).await;
            let sent = other.post(&format!("{path}/return"), &[("delivery", "applicant")]).await;
            assert_eq!(sent.status, status, "{login}");
            let seen = other.get(&path).await.status;
            assert_eq!(seen, 404, "{login}");
        }
        let revision = office.dossier(dossier.id).await.revision.to_string();
        let typed = [("delivery", "applicant"), ("revision", revision.as_str())];
        let sent = centre.post(&format!("{path}/return"), &typed).await;
        assert_eq!(sent.status, 303, "{}", sent.text);
        let returned = office.dossier(dossier.id).await;
        assert_eq!((returned.status, returned.delivery), (Status::Returned, Some(Delivery::Applicant)));
        assert_eq!(centre.post(&format!("{path}/return"), &[("delivery", "applicant")]).await.status, 422);
        let found = centre.get(&format!("/receptions?q={}&status=10&agency={OFFICE}", dossier.code)).await;
        assert_eq!(rows(&found.text), 1);
        for bad in ["after=x", "agency=x", "status=77"] {
            assert_eq!(centre.get(&format!("/receptions?{bad}")).await.status, 422, "{bad}");
        }
        for id in ["0", "9999", "x", "99999999999999999999"] {
            assert_eq!(centre.get(&format!("/receptions/{id}")).await.status, 404, "{id}");
        }
        let _ = STRANGER;
    })
    .await;
}

#[tokio::test]
async fn a_desk_finds_what_it_received_by_code_name_and_number_as_it_entered_them() {
    on_both_counted(async |office| {
        let received = async |name: &str, number: &str| {
            let command = Receive { applicant: applicant(name, number), ..office.command() };
            office.db().write(move |tx| receive_in(tx, CENTRE, &command)).await.unwrap()
        };
        let first = received("Đặng Thị Mơ", "001188000999").await;
        let second = received("Lê Văn Mận", "001188000888").await;
        let own = receive_as(office, "Đặng Thị Mơ Chín", "001188000777").await;
        let (centre, stranger) = (office.site.browser("centre").await, office.site.browser("stranger").await);
        let finds = async |browser: &Browser<'_>, words: &str, found: &[&Dossier]| {
            let page = browser.get(&format!("/receptions?q={words}")).await;
            assert_eq!((page.status, rows(&page.text)), (200, found.len()), "{words}");
            found.iter().for_each(|dossier| shows(&page, &[&dossier.code]));
        };
        for words in
            ["thi+mo", "%C4%91%E1%BA%B7ng", "001188000999", &first.code, &first.code.replace('-', "+")]
        {
            finds(&centre, words, &[&first]).await;
            finds(&stranger, words, &[]).await;
        }
        let copied = first.code.replace("26", "%E2%80%8B26").to_lowercase();
        finds(&centre, &copied, &[&first]).await;
        finds(&centre, &format!("van&agency={OFFICE}&status=2"), &[&second]).await;
        for words in ["mo+chin", "001188000777", "001188000", "%25", "_", &own.code, &"a".repeat(100)] {
            finds(&centre, words, &[]).await;
        }
        finds(&centre, "", &[&first, &second]).await;
        // What the office enters later is not the desk's to see, nor to find by.
        let corrected = [
            ("kind", "citizen"),
            ("name", "Đặng Thị Đào"),
            ("id_number", "001188000666"),
            ("address", "Thôn 3"),
            ("paper.0", "yes"),
            ("paper.0.count", "1"),
            ("paper.0.form", "original"),
            ("phone", ""),
            ("email", ""),
            ("sets", "1"),
            ("fee_vnd", "0"),
            ("wants", "applicant"),
            ("reason", "gõ nhầm"),
            ("revision", "1"),
        ];
        let clerk = office.site.browser("clerk").await;
        let answers: Vec<_> =
            answers().into_iter().map(|(key, text)| (format!("field.{key}"), text)).collect();
        let answers = answers.iter().map(|(key, text)| (key.as_str(), text.as_str()));
        let typed: Vec<_> = corrected.into_iter().chain(answers).collect();
        let sent = clerk.post(&format!("/dossiers/{}/correct", first.id), &typed).await;
        assert_eq!(sent.status, 303, "{}", sent.text);
        for words in ["dao", "001188000666"] {
            finds(&centre, words, &[]).await;
        }
        finds(&centre, "mo", &[&first]).await;
        let page = centre.get("/receptions").await;
        shows(&page, &["Đặng Thị Mơ", "Lê Văn Mận"]);
        hides(&page, &["Đào"]);
        let id = second.intake.applicant_id;
        office.db().write(move |tx| applicants::erase(tx, OFFICE, id)).await.unwrap();
        finds(&centre, "man", &[]).await;
        finds(&centre, "001188000888", &[]).await;
        let page = centre.get("/receptions").await;
        shows(&page, &[&second.code, "(đã xóa theo yêu cầu)"]);
        hides(&page, &["Lê Văn Mận"]);
    })
    .await;
}
