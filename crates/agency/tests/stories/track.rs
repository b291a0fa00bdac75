//! Stories of what the public sees of a dossier, told on both engines.

use crate::office::{OFFICE, on_both};
use agency::dossiers::slips::rating_token;
use agency::dossiers::*;
use platform::testing::site::{hides, shows};
use registers::admin_procedures;

#[tokio::test]
async fn whoever_holds_a_code_sees_how_far_it_is_and_no_name() {
    on_both(agency::routes, async |office| {
        let dossier = office.receive().await;
        let path = format!("/track/{}", dossier.code);
        let visitor = office.site.visitor();
        let told = |words: &'static [&'static str], status: u16| (words, status);
        let see = async |(words, status): (&[&str], u16)| {
            for path in [path.clone(), path.to_lowercase().replace("/track/h", "/track/%20h")] {
                let page = visitor.get(&path).await;
                assert_eq!(page.status, status);
                for word in words {
                    assert!(page.text.contains(word), "{word} in {}", page.text);
                }
                for secret in ["Bưởi", "001188000123", "0912345678", "Thôn 3", "Người officer", "thiếu giấy"]
                {
                    assert!(!page.text.contains(secret), "{secret}");
                }
            }
            let json = visitor.get(&format!("/api{path}")).await;
            assert_eq!(json.status, 200);
            assert!(!json.text.contains("Bưởi") && json.text.contains(&dossier.code), "{}", json.text);
        };
        see(told(&["Đã tiếp nhận", "23/11/2026", "09/11/2026"], 200)).await;
        office.at("2026-11-10T09:00");
        let wanted = Wanted::Papers { missing: vec!["Giấy xác nhận".to_owned()] };
        let what = Ask { wanted, reason: "thiếu giấy".to_owned(), again: None, basis: None };
        let command = Command { id: dossier.id, revision: None, what };
        office.db().write(move |tx| ask_in(tx, OFFICE, &command)).await.unwrap();
        see(told(&["Chờ bổ sung giấy tờ", "tạm dừng"], 200)).await;
        let papers = vec![PaperIn::of_component(0, PaperForm::Copy, 1)];
        let command = Command { id: dossier.id, revision: None, what: papers };
        office.db().write(move |tx| answer_in(tx, OFFICE, &command)).await.unwrap();
        see(told(&["Đang xử lý"], 200)).await;
        office.at("2026-12-20T09:00");
        see(told(&["đã quá hạn", "xin lỗi"], 200)).await;
        office.work_until(dossier.id, Status::Settled).await;
        see(told(&["Đã có kết quả", "trễ hạn"], 200)).await;
        office.work_until(dossier.id, Status::Returned).await;
        see(told(&["Đã trả kết quả", "20/12/2026"], 200)).await;
    })
    .await;
}

#[tokio::test]
async fn what_a_dossier_is_about_is_told_only_to_whoever_holds_its_receipt() {
    on_both(agency::routes, async |office| {
        let (dossier, other) = (office.receive().await, office.receive().await);
        let procedure_id = office.procedure_id;
        let procedure =
            office.db().read(move |tx| admin_procedures::current(tx, procedure_id)).await.unwrap();
        let name = escaped(&procedure.name);
        let visitor = office.site.visitor();
        let token = |id: i64| rating_token(&office.site.app.secret, OFFICE, id);
        let path = format!("/track/{}", dossier.code);
        for asked in ["", "?t=", "?t=x", &format!("?t={}", token(other.id))] {
            let page = visitor.get(&format!("{path}{asked}")).await;
            assert_eq!(page.status, 200, "{asked}");
            hides(&page, &[&name, &procedure.sector]);
            shows(&page, &["23/11/2026", "Mã trên giấy tiếp nhận"]);
        }
        hides(&visitor.get(&format!("/api{path}")).await, &[&procedure.name, &procedure.sector]);
        let held = format!("{path}?t={}", token(dossier.id));
        shows(&visitor.get(&held).await, &[&name]);
        office.work_until(dossier.id, Status::Returned).await;
        shows(&visitor.get(&held).await, &[&name, "name=\"score\""]);
        let printed =
            office.site.browser("clerk").await.get(&format!("/dossiers/{}/slips/01.pdf", dossier.id)).await;
        shows(&printed, &[&held]);
    })
    .await;
}

/// A text as pages write it.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;")
}

#[tokio::test]
async fn an_extension_is_told_with_its_apology_and_an_end_without_result_has_no_timeliness() {
    on_both(agency::routes, async |office| {
        let dossier = office.receive().await;
        let id = dossier.id;
        let (visitor, path) = (office.site.visitor(), format!("/track/{}", dossier.code));
        hides(&visitor.get(&path).await, &["xin lỗi"]);
        let what = Extend { days: 5, reason: "chờ xác minh".to_owned() };
        let command = Command { id, revision: None, what };
        office.db().write(move |tx| extend_in(tx, OFFICE, &command)).await.unwrap();
        let page = visitor.get(&path).await;
        shows(
            &page,
            &[
                "Ngày hẹn trả: 01/12/2026",
                "đã xin lỗi và hẹn lại: từ ngày 23/11/2026 sang ngày 01/12/2026",
                "Cơ quan xin lỗi và hẹn lại",
            ],
        );
        hides(&page, &["chờ xác minh"]);
        let token = rating_token(&office.site.app.secret, OFFICE, id);
        shows(&visitor.get(&format!("{path}?t={token}")).await, &["Lý do: chờ xác minh"]);
        let what = EndEarly::Refuse { reason: "không đủ điều kiện".to_owned() };
        let command = Command { id, revision: None, what };
        office.db().write(move |tx| end_early_in(tx, OFFICE, &command)).await.unwrap();
        let page = visitor.get(&path).await;
        shows(&page, &["Không được tiếp nhận hoặc đã bị từ chối"]);
        hides(&page, &["đúng hạn", "trễ hạn"]);
    })
    .await;
}

#[tokio::test]
async fn what_is_no_code_is_answered_like_an_unknown_one() {
    on_both(agency::routes, async |office| {
        let dossier = office.receive().await;
        let visitor = office.site.visitor();
        assert_eq!(visitor.get("/track").await.status, 200);
        let unknown = visitor.get("/track/H15.50.05-261109-9999").await;
        assert_eq!(unknown.status, 404);
        let long = "9".repeat(10_000);
        let bad =
            ["x", "%27%20or%201=1--", "%25", "H15.50.05-261109-00010", "H99-261109-0001", "..", &long, "%00"];
        for code in bad {
            let page = visitor.get(&format!("/track/{code}")).await;
            assert_eq!(page.status, 404, "{code}");
            let plain = |text: &str| {
                let main = text.split("<main").nth(1).and_then(|main| main.split("</main>").next());
                main.and_then(|main| main.split_once("name=\"code\" value=\"")).map(|(before, rest)| {
                    (before.to_owned(), rest.split_once('"').map(|(_, after)| after.to_owned()))
                })
            };
            assert!(plain(&page.text).is_some(), "{code}");
            assert_eq!(plain(&page.text), plain(&unknown.text), "{code}");
            assert_eq!(visitor.get(&format!("/api/track/{code}")).await.status, 404, "{code}");
            let sent = visitor.post_bare(&format!("/track/{code}"), &[("score", "5")], &[]).await;
            assert_eq!(sent.status, 404, "{code}");
        }
        let led = visitor.get(&format!("/track?code=%20{}", dossier.code.to_lowercase())).await;
        assert_eq!(led.told(), format!("303 /track/{}", dossier.code));
    })
    .await;
}

#[tokio::test]
async fn only_the_token_of_the_receipt_rates_and_once() {
    on_both(agency::routes, async |office| {
        let dossier = office.receive().await;
        let other = office.receive().await;
        let path = format!("/track/{}", dossier.code);
        let visitor = office.site.visitor();
        let secret = &office.site.app.secret;
        let token = rating_token(secret, OFFICE, dossier.id);
        let others = rating_token(secret, OFFICE, other.id);
        let rate = async |token: &str, score: &str| {
            visitor.post_bare(&path, &[("t", token), ("score", score)], &[]).await
        };
        assert!(visitor.get(&format!("{path}?t={token}")).await.text.contains("khi hồ sơ kết thúc"));
        assert_eq!(rate(&token, "5").await.status, 422, "it is not over");
        office.work_until(dossier.id, Status::Returned).await;
        for wrong in ["", "x", &others, "' or 1=1", &"9".repeat(10_000)] {
            let page = rate(wrong, "5").await;
            assert_eq!(page.status, 422, "{wrong}");
            assert!(!page.text.contains(&token));
            let page = visitor.get(&path).await;
            assert!(!page.text.contains("name=\"score\"") && !page.text.contains(&token));
        }
        assert_eq!(office.dossier(dossier.id).await.rating, None);
        let page = visitor.get(&format!("{path}?t={token}")).await;
        assert!(page.text.contains("name=\"score\""), "{}", page.text);
        for wrong in ["0", "6", "x", ""] {
            let page = rate(&token, wrong).await;
            assert_eq!(page.status, 422, "{wrong}");
            assert!(
                page.text.contains("name=\"score\"") && page.text.contains(&token),
                "the form stays usable"
            );
        }
        let sent = rate(&token, "4").await;
        assert_eq!(sent.told(), format!("303 {path}?t={token}&done=track-done-rated"));
        let page = visitor.get(sent.location()).await;
        shows(&page, &["Cảm ơn", "đã được đánh giá"]);
        hides(&page, &["name=\"t\"", "name=\"score\""]);
        shows(&visitor.get(&path).await, &["đã được đánh giá", "name=\"t\""]);
        assert_eq!(rate(&token, "1").await.status, 422);
        assert_eq!(office.dossier(dossier.id).await.rating, Some(4));
    })
    .await;
}

#[tokio::test]
async fn a_code_is_found_however_it_was_copied_and_what_was_mistyped_can_be_mended() {
    on_both(agency::routes, async |office| {
        let dossier = office.receive().await;
        let visitor = office.site.visitor();
        let path = format!("/track/{}", dossier.code);
        let (hidden, dashed) = (path.replace("50", "50%E2%80%8B"), path.replace('-', "%E2%80%91"));
        for copied in [hidden, dashed, path.replace('-', "%20"), path.replace('-', "%20-%20")] {
            let page = visitor.get(&copied).await;
            assert_eq!(page.status, 200, "{copied}");
            shows(&page, &[&dossier.code]);
        }
        let unknown = visitor.get("/track/h15.50.05%20261109%209999").await;
        assert_eq!(unknown.status, 404);
        shows(&unknown, &["name=\"code\" value=\"H15.50.05-261109-9999\""]);
        let empty = visitor.get(&format!("{path}?t=")).await;
        shows(&empty, &["Chưa nhập mã", "<details class=\"fold block\" open"]);
        hides(&visitor.get(&path).await, &["Chưa nhập mã"]);
    })
    .await;
}

#[tokio::test]
async fn guessing_codes_is_slowed_by_address() {
    on_both(agency::routes, async |office| {
        let dossier = office.receive().await;
        let visitor = office.site.visitor();
        let ask = async |address: &str, path: &str| {
            visitor.get_with(path, &[("x-forwarded-for", address)]).await.status
        };
        for _ in 0..30 {
            assert_eq!(ask("203.0.113.9", "/track/H15.50.05-261109-7777").await, 404);
        }
        let path = format!("/track/{}", dossier.code);
        assert_eq!(ask("203.0.113.9", &path).await, 429);
        assert_eq!(ask("203.0.113.9", &format!("/api{path}")).await, 429);
        assert_eq!(ask("203.0.113.10", &path).await, 200);
        assert_eq!(ask("203.0.113.9", "/track").await, 200);
    })
    .await;
}
