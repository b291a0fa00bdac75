//! What one agency owns, no other of its kind may write; what is not sent yet, no other may see.

use super::office::{Office, REPORT_OF_2011};
use platform::testing::site::{hides, led_to, shows};

const APPROVAL: [(&str, &str); 3] = [("on", "01/03/2012"), ("decision_no", "QĐ-1"), ("revision", "1")];

#[tokio::test]
async fn a_plan_is_written_by_its_owner_and_by_no_other_province_or_ministry() {
    let office = Office::new().await;
    for (owner, code, others) in [
        ("danang", "48", ["hanoi", "finance", "body-a"]),
        ("finance", "BO-TC", ["health", "danang", "reader"]),
    ] {
        let path = format!("/plans/{}", office.id("plan", code).await);
        for other in others {
            let browser = office.site.browser(other).await;
            hides(&browser.get(&path).await, &[&format!("{path}/correct"), &format!("{path}/approve")]);
            for act in ["draft", "approve", "correct"] {
                let act = format!("{path}/{act}");
                assert_eq!(browser.get(&act).await.status, 403, "{other} {act}");
                assert_eq!(browser.post(&act, &APPROVAL).await.status, 403, "{other} {act}");
            }
        }
        let own = office.site.browser(owner).await;
        shows(&own.get(&path).await, &[&format!("{path}/correct")]);
        assert_eq!(own.get(&format!("{path}/correct")).await.status, 200, "{owner}");
    }
}

#[tokio::test]
async fn a_province_carries_on_its_own_agencies_only() {
    let office = Office::new().await;
    let own = office.id("agency", "N-48-STP").await;
    let foreign = office.id("agency", "N-01-SCT").await;
    let central = office.id("agency", "N-TC-VP").await;
    let danang = office.site.browser("danang").await;
    let rename = [("name", "Sở Khác"), ("on", "01/02/2012"), ("basis", "QĐ-1"), ("revision", "1")];
    assert_eq!(danang.get(&format!("/agencies/{own}/rename")).await.status, 200);
    for agency in [foreign, central] {
        for act in ["rename", "correct", "succeed", "reclassify"] {
            let path = format!("/agencies/{agency}/{act}");
            assert_eq!(danang.get(&path).await.status, 403, "{path}");
            assert_eq!(danang.post(&path, &rename).await.status, 403, "{path}");
        }
    }
    let finance = office.site.browser("finance").await;
    assert_eq!(finance.get(&format!("/agencies/{central}/rename")).await.status, 200);
    assert_eq!(finance.post(&format!("/agencies/{own}/rename"), &rename).await.status, 403);
}

#[tokio::test]
async fn a_body_acts_on_the_certificates_it_granted_and_on_no_others() {
    let office = Office::new().await;
    let (a, b) = (office.site.browser("body-a").await, office.site.browser("body-b").await);
    let grant = [
        ("certificate_no", "HT-N-20/2012"),
        ("agency_code", "N-48-UBX"),
        ("kind", "initial"),
        ("standard", "TCVN ISO 9001:2008"),
        ("issued_by", "Tổ chức chứng nhận A"),
        ("issued_on", "01/03/2012"),
        ("expires_on", "01/03/2015"),
    ];
    let path = led_to(&a.post("/certificates/new", &grant).await);
    let suspend = [("on", "15/03/2012"), ("reason", "Không duy trì"), ("revision", "1")];
    let theirs = format!("/certificates/{}", office.id("certificate", "HT-N-07/2011").await);
    for (browser, certificate) in [(&b, &path), (&a, &theirs)] {
        hides(&browser.get(certificate).await, &[&format!("{certificate}/suspend")]);
        for act in ["suspend", "withdraw", "annul", "resume", "correct"] {
            let act = format!("{certificate}/{act}");
            assert_eq!(browser.get(&act).await.status, 403, "{act}");
            assert_eq!(browser.post(&act, &suspend).await.status, 403, "{act}");
        }
    }
    assert_eq!(led_to(&a.post(&format!("{path}/suspend"), &suspend).await), path);
}

#[tokio::test]
async fn a_copy_of_a_report_is_issued_for_the_own_part_only() {
    let office = Office::new().await;
    let danang = office.site.browser("danang").await;
    let form = |edition: &'static str| {
        let mut fields = REPORT_OF_2011.to_vec();
        fields.retain(|field| field.0 != "edition");
        fields.push(("edition", edition));
        fields
    };
    for edition in ["nation", "province:01", "ministry:BO-TC"] {
        let status = danang.post("/reports/yearly/issues/new", &form(edition)).await.status;
        assert!([403, 422].contains(&status), "{edition}: {status}");
    }
    let issued = led_to(&danang.post("/reports/yearly/issues/new", &form("province:48")).await);
    let hanoi = office.site.browser("hanoi").await;
    assert_eq!(hanoi.get(&format!("{issued}/correct")).await.status, 403);
}

#[tokio::test]
async fn what_is_not_sent_yet_is_seen_by_its_own_agency_only() {
    let office = Office::new().await;
    let plan = format!("/plans/{}/approve", office.id("plan", "79").await);
    let nation = office.site.browser("nation").await;
    let typed = [
        ("on", "01/03/2012"),
        ("decision_no", "Bí mật 7"),
        ("revision", "1"),
        ("save_draft", "1"),
        ("draft", ""),
    ];
    let kept = nation
        .post("/certificates/new", &[("certificate_no", "Bí mật 7"), ("save_draft", "1"), ("draft", "")])
        .await;
    assert_eq!(kept.told(), "303 /drafts?done=drafts-done-kept");
    let list = nation.get("/drafts").await;
    let id = list.text.split("/drafts/").nth(1).unwrap().split(['"', '/', '?']).next().unwrap().to_owned();
    for other in ["danang", "body-a", "finance"] {
        let browser = office.site.browser(other).await;
        hides(&browser.get("/drafts").await, &[&id]);
        assert_eq!(browser.get(&format!("/drafts/{id}")).await.status, 404, "{other}");
        assert_eq!(browser.post(&format!("/drafts/{id}/discard"), &[]).await.status, 404, "{other}");
        hides(&browser.get(&format!("/certificates/new?draft={id}")).await, &["Bí mật 7"]);
    }
    assert_eq!(office.site.visitor().get("/drafts").await.status, 303);
    let refused = office.site.browser("danang").await.post(&plan, &typed).await;
    assert_eq!(refused.status, 403, "nobody keeps a draft of what is not theirs to do");
}
