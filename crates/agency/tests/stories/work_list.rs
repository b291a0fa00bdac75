//! The list of work: what one sees first, whose it is, and a step of several dossiers at once.

use crate::office::{OFFICE, first_outcome, on_both};
use platform::Day;
use platform::testing::site::{hides, led_to, shows};
use registers::people::{self, NameDeputy};

#[tokio::test]
async fn work_is_listed_by_the_time_left_and_taken_by_one() {
    on_both(agency::routes, async |office| {
        let (path, id, token) = office.received().await;
        let officer = office.site.browser("officer").await;
        let second = office.site.browser("second").await;
        let page = officer.get("/tasks").await;
        assert_eq!(page.status, 200, "{}", page.text);
        shows(
            &page,
            &[
                "Việc của tôi (1)",
                "H15.50.05-261109-0001",
                "Trần Thị Bưởi",
                "Còn 10 ngày làm việc",
                "17:00 Thứ Hai, 23/11</a>",
                "Nhận việc",
                "hx-trigger=\"every 30s, focus from:window\"",
                "hx-select=\"#work-list\"",
            ],
        );
        shows(&second.get("/tasks").await, &["H15.50.05-261109-0001"]);
        hides(&office.site.browser("head").await.get("/tasks").await, &["H15.50.05-261109-0001"]);
        // A list sends no revision; each row has a key of its own.
        let taken = officer.post(&format!("{path}/take/{token}"), &[("form_key", "one")]).await;
        assert_eq!(led_to(&taken), path);
        shows(&officer.get("/tasks").await, &["Xử lý", "#next-act"]);
        hides(&second.get("/tasks").await, &["H15.50.05-261109-0001"]);
        let late = second.post(&format!("{path}/take/{token}"), &[("form_key", "two")]).await;
        assert_eq!(late.status, 422);
        shows(&late, &["Việc này đang do người khác giữ"]);
        let dossier = office.dossier(id).await;
        assert_eq!(dossier.tasks[0].assignee, Some(office.people["officer"]));
    })
    .await;
}

#[tokio::test]
async fn the_parts_of_the_list_are_counted_and_late_work_is_said_in_words() {
    on_both(agency::routes, async |office| {
        office.received().await;
        for (at, part, words) in [
            ("2026-11-19T09:00", "soon", "Còn 2 ngày làm việc"),
            ("2026-11-23T09:00", "today", "Còn 6 giờ"),
            ("2026-11-23T16:20", "today", "Còn 40 phút"),
            // The 24th is a holiday: no working time has passed.
            ("2026-11-24T09:00", "late", "Vừa quá hạn"),
            ("2026-11-25T10:30", "late", "Quá "),
            ("2026-11-26T09:00", "late", "Quá 1 ngày làm việc"),
        ] {
            office.at(at);
            // A session rests too long over these hours.
            let officer = office.site.browser("officer").await;
            let page = officer.get(&format!("/tasks?tab={part}")).await;
            shows(&page, &["H15.50.05-261109-0001", words, "aria-current=\"page\""]);
        }
        let officer = office.site.browser("officer").await;
        let empty = officer.get("/tasks?tab=today").await;
        shows(&empty, &["Không có việc nào ở mục “Hôm nay”", "Xem tất cả"]);
        let told = officer.get_with("/api/tasks", &[("accept", "application/json")]).await;
        assert_eq!(told.status, 200, "{}", told.text);
        shows(
            &told,
            &["\"counts\":{\"all\":1,\"today\":0,\"soon\":0,\"late\":1,\"waiting\":0,\"has_more\":false}"],
        );
        for wrong in ["/tasks?tab=nonsense", "/tasks?after=x", "/tasks?after=1~2", "/tasks?after=1~a.b"] {
            let page = officer.get(wrong).await;
            assert!(page.status == 200 || page.status == 422, "{wrong}: {}", page.status);
        }
        assert_eq!(office.site.browser("quality").await.get("/tasks").await.status, 403);
        assert_eq!(office.site.visitor().get("/tasks").await.status, 303);
    })
    .await;
}

#[tokio::test]
async fn a_long_list_goes_on_from_page_to_page_without_losing_a_row() {
    on_both(agency::routes, async |office| {
        for _ in 0..85 {
            office.receive().await;
        }
        let officer = office.site.browser("officer").await;
        let first = officer.get("/tasks").await;
        shows(&first, &["80 trong 85", "0001", "0080"]);
        hides(&first, &["261109-0081"]);
        // Eighty times one of the longest names of a procedure: lists of usual names stay below 60 KB.
        assert!(first.bytes.len() < 64 << 10, "{} bytes", first.bytes.len());
        let next = first.text.split("rel=\"next\"").next().unwrap();
        let next = next.rsplit("href=\"").next().unwrap().split('"').next().unwrap().replace("&amp;", "&");
        let second = officer.get(&next).await;
        shows(&second, &["5 trong 85", "261109-0081", "261109-0085"]);
        hides(&second, &["261109-0080"]);
    })
    .await;
}

#[tokio::test]
async fn whoever_deputises_sees_the_work_and_the_journal_says_for_whom() {
    on_both(agency::routes, async |office| {
        let (path, id, token) = office.received().await;
        let officer = office.site.browser("officer").await;
        officer.post(&format!("{path}/take/{token}"), &[]).await;
        let (absent, deputy) = (office.people["officer"], office.people["second"]);
        let command = NameDeputy {
            absent_account_id: absent,
            deputy_account_id: deputy,
            from_on: Day::new(2026, 11, 9).unwrap(),
            last_on: Day::new(2026, 11, 20).unwrap(),
            reason: "Nghỉ phép".to_owned(),
        };
        office.db().write(move |tx| people::name_deputy(tx, OFFICE, &command)).await.unwrap();
        let second = office.site.browser("second").await;
        shows(&second.get("/tasks").await, &["H15.50.05-261109-0001", "làm thay Người officer"]);
        shows(&second.get(&path).await, &["Làm thay Người officer"]);
        let revision = office.dossier(id).await.revision.to_string();
        let form = second.get(&format!("{path}/complete/{token}")).await;
        let outcome = first_outcome(&form.text);
        let mut fields = vec![("revision", revision.as_str()), ("note", "Đã đủ điều kiện")];
        fields.extend(outcome.as_deref().map(|word| ("outcome", word)));
        let sent = second.post(&format!("{path}/complete/{token}"), &fields).await;
        assert_eq!(led_to(&sent), path);
        shows(&second.get(&path).await, &["Đã đủ điều kiện", "làm thay Người officer", "Người second"]);
    })
    .await;
}

#[tokio::test]
async fn a_step_of_several_dossiers_is_done_at_once_or_not_at_all() {
    on_both(agency::routes, async |office| {
        let mut dossiers = Vec::new();
        for _ in 0..3 {
            dossiers.push(office.receive().await);
        }
        let task = |at: usize| format!("{}.{}", dossiers[at].id, dossiers[at].tasks[0].token);
        let (officer, head) = (office.site.browser("officer").await, office.site.browser("head").await);
        shows(&officer.get("/tasks").await, &["Xử lý nhiều việc"]);
        let steps = officer.get("/tasks/several").await;
        let of = steps.text.split("/tasks/several?of=").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let path = format!("/tasks/several?of={of}");
        let form = officer.get(&path).await;
        shows(&form, &[&task(0), &task(1), &task(2), "Chọn cả 3 hồ sơ"]);
        hides(&form, &[" checked"]);
        let offered = form.text.split("name=\"outcome\" value=\"").nth(1).map(|rest| rest.split('"').next());
        let outcome = offered.flatten().unwrap_or_default().to_owned();
        let none = officer.post(&path, &[("outcome", outcome.as_str())]).await;
        assert_eq!(none.status, 422);
        shows(&none, &["Chưa chọn hồ sơ nào"]);
        // Somebody else is quicker with one of them: nothing is done, and the one is named.
        let second = office.site.browser("second").await;
        let page = format!("/dossiers/{}/complete/{}", dossiers[1].id, dossiers[1].tasks[0].token);
        led_to(&second.post(&page, &[("outcome", outcome.as_str()), ("revision", "1")]).await);
        let (one, two, three) = (task(0), task(1), task(2));
        let all = [
            ("outcome", outcome.as_str()),
            ("note", "Đã soát"),
            ("task", one.as_str()),
            ("task", two.as_str()),
            ("task", three.as_str()),
        ];
        let refused = officer.post(&path, &all).await;
        assert_eq!(refused.status, 422);
        shows(&refused, &[&dossiers[1].code, "Đã soát"]);
        assert_eq!(office.dossier(dossiers[0].id).await.revision, 1, "nothing is half done");
        led_to(&officer.post(&path, &[all[0], all[1], all[2], all[4]]).await);
        for at in [0, 2] {
            assert_eq!(office.dossier(dossiers[at].id).await.revision, 2);
        }
        assert_eq!(head.post(&path, &all).await.status, 303, "whoever has no such task is led to the list");
    })
    .await;
}

#[tokio::test]
async fn whoever_deputises_for_a_clerk_sees_what_waits_for_citizens() {
    on_both(agency::routes, async |office| {
        let (path, ..) = office.received().await;
        let asked = [("missing", "Giấy xác nhận khuyết tật"), ("reason", "hồ sơ chưa đủ"), ("revision", "1")];
        led_to(&office.site.browser("officer").await.post(&format!("{path}/ask"), &asked).await);
        let records = office.site.browser("records").await;
        hides(&records.get("/tasks?tab=waiting").await, &["H15.50.05-261109-0001"]);
        let command = NameDeputy {
            absent_account_id: office.people["clerk"],
            deputy_account_id: office.people["records"],
            from_on: Day::new(2026, 11, 9).unwrap(),
            last_on: Day::new(2026, 11, 20).unwrap(),
            reason: "Nghỉ phép".to_owned(),
        };
        office.db().write(move |tx| people::name_deputy(tx, OFFICE, &command)).await.unwrap();
        let waiting = records.get("/tasks?tab=waiting").await;
        shows(&waiting, &["H15.50.05-261109-0001", "Nhận bổ sung", &format!("{path}/answer")]);
    })
    .await;
}
