//! Stories of a colleague of another unit: such a one sees of a dossier what its page shows, at whatever address.

use crate::office::{OFFICE, answers, on_both};
use agency::dossiers::receive_in;
use platform::testing::site::{Answer, hides, shows};

/// What of the citizen's data is for those who have a part in the dossier.
const SECRETS: [&str; 5] = ["001188000123", "0912345678", "001140000123", "0987 654 321", "cam@example.vn"];

/// Whether the answer is the dossier's own page, or leads to it.
fn leads_to(answer: &Answer, path: &str) -> bool {
    answer.told() == format!("303 {path}")
}

#[tokio::test]
async fn a_colleague_of_another_unit_sees_of_a_dossier_what_its_page_shows() {
    on_both(agency::routes, async |office| {
        office.other_unit().await;
        let mut command = office.command();
        let guardian = "Lê Văn Cam, 0987 654 321, cam@example.vn".to_owned();
        command.answers.insert("nguoi_giam_ho".to_owned(), guardian);
        let received = office.db().write(move |tx| receive_in(tx, OFFICE, &command)).await.unwrap();
        let (path, id, token) = (format!("/dossiers/{}", received.id), received.id, received.tasks[0].token);
        shows(&office.site.browser("officer").await.get(&path).await, &SECRETS[3..]);
        let owner = office.site.browser("officer").await;
        shows(&owner.get(&format!("{path}/complete/{token}")).await, &["001140000123"]);
        let file = ("file", "căn cước.pdf", b"%PDF-1.7 001188000123 %%EOF".as_slice());
        assert_eq!(owner.upload(&format!("{path}/attach"), &[("revision", "1")], file).await.status, 303);
        let file = office.dossier(id).await.attachments[0].id;
        assert_eq!(owner.get(&format!("{path}/files/{file}")).await.status, 200);
        shows(&owner.get(&format!("{path}/slips/01.pdf")).await, &SECRETS[..2]);
        shows(&owner.get(&path).await, &[&format!("{path}/files/{file}")]);
        for login in ["kt_officer", "kt_head", "quality"] {
            let colleague = office.site.browser(login).await;
            let page = colleague.get(&path).await;
            shows(&page, &["Trần Thị Bưởi", "•••••••••123", "Lê Văn Cam, •••, •••", "căn cước.pdf"]);
            hides(&page, &SECRETS);
            hides(&page, &[&format!("/files/{file}")]);
            let file = colleague.get(&format!("{path}/files/{file}")).await;
            assert_eq!(file.status, 403, "{login}: {}", file.told());
            for end in [
                "due",
                "slips/01.pdf",
                "slips/01.docx",
                "slips/06.pdf",
                "slips/06.docx",
                "result.pdf",
                "result.docx",
            ] {
                let read = colleague.get(&format!("{path}/{end}")).await;
                assert_eq!(read.status, 200, "{login} {end}: {}", read.told());
                hides(&read, &SECRETS);
            }
            hides(&colleague.get(&format!("/api{path}")).await, &SECRETS);
            for act in [
                format!("complete/{token}"),
                format!("take/{token}"),
                format!("hand-over/{token}"),
                "ask".to_owned(),
                "ask-payment".to_owned(),
                "extend".to_owned(),
                "refuse".to_owned(),
                "withdraw".to_owned(),
                "stop".to_owned(),
                "attach".to_owned(),
                "note".to_owned(),
                "correct".to_owned(),
                "reprint".to_owned(),
                "answer".to_owned(),
                format!("retry/{token}"),
            ] {
                let form = colleague.get(&format!("{path}/{act}")).await;
                hides(&form, &SECRETS);
                let is_shut = form.status == 403 || form.status == 404 || leads_to(&form, &path);
                assert!(is_shut, "{login} {act}: {}", form.told());
                let sent = colleague.post(&format!("{path}/{act}"), &[("revision", "2")]).await;
                assert_ne!(sent.status, 200, "{login} {act}");
                hides(&sent, &SECRETS);
            }
        }
        assert_eq!(office.dossier(id).await.revision, 2);
    })
    .await;
}

#[tokio::test]
async fn whose_step_was_given_to_another_keeps_what_was_typed_and_sees_nothing_more() {
    on_both(agency::routes, async |office| {
        let (path, id, token) = office.received().await;
        let (officer, leader) =
            (office.site.browser("officer").await, office.site.browser("unit_head").await);
        let step = format!("{path}/complete/{token}");
        assert_eq!(officer.get(&step).await.status, 200);
        let second = office.people["second"].to_string();
        let fields = [("revision", "1"), ("to", second.as_str()), ("reason", "Đi họp")];
        assert_eq!(leader.post(&format!("{path}/hand-over/{token}"), &fields).await.status, 303);
        assert!(leads_to(&officer.get(&step).await, &path));
        let mut fields = vec![("revision".to_owned(), "1".to_owned())];
        fields.push(("note".to_owned(), "Đã đủ căn cứ".to_owned()));
        let typed = fields.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect::<Vec<_>>();
        let refused = officer.post(&step, &typed).await;
        assert_eq!(refused.status, 422);
        shows(&refused, &["Đã đủ căn cứ"]);
        hides(&refused, &["001140000123", "name=\"field."]);
        fields.push(("answers_asked".to_owned(), "1".to_owned()));
        let own = answers().into_iter().filter(|(key, _)| key != "so_dinh_danh");
        fields.extend(own.map(|(key, text)| (format!("field.{key}"), text)));
        let typed = fields.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect::<Vec<_>>();
        let refused = officer.post(&step, &typed).await;
        assert_eq!(refused.status, 422);
        shows(&refused, &["Đã đủ căn cứ", "name=\"field.dan_toc\" value=\"Kinh\""]);
        hides(&refused, &["001140000123"]);
        assert_eq!(office.dossier(id).await.revision, 2);
    })
    .await;
}
