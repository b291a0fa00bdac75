//! Stories of the pages of procedures.

use super::routes;
use crate::page_stories::on_both;
use platform::testing::TestDb;
use platform::testing::site::{hides, led_to, shows};

async fn path(test: &TestDb, code: &'static str) -> String {
    let procedure = test.db.read(move |tx| super::of_code(tx, code)).await.unwrap();
    format!("/procedures/{}", procedure.unwrap().id)
}

#[tokio::test]
async fn anybody_finds_a_procedure_and_reads_its_record() {
    on_both(routes, async |test, site| {
        let visitor = site.visitor();
        shows(&visitor.get("/procedures").await, &["Không có thủ tục nào"]);
        test.db.write(super::release).await.unwrap();
        let list = visitor.get("/procedures").await;
        shows(&list, &["80 trong 140", "rel=\"next\""]);
        hides(&list, &["/procedures/new"]);
        let next = list.text.split("href=\"").find(|part| part.contains("after=")).unwrap();
        let next = next.split('"').next().unwrap().replace("&amp;", "&");
        shows(&visitor.get(&next).await, &["60 trong 140"]);
        for (query, want) in [
            ("q=khai+sinh", "Đăng ký khai sinh"),
            ("q=gplx", "Không có thủ tục nào"),
            ("level=province", "Tất cả 26"),
            ("rule=S", "Tất cả 21"),
            ("rule=none", "Tất cả 8"),
            ("steps=with", "Tất cả 27"),
            ("steps=with&level=province", "Tất cả 6"),
            ("sector=H%E1%BB%99+t%E1%BB%8Bch", "Tất cả 35"),
        ] {
            shows(&visitor.get(&format!("/procedures?{query}")).await, &[want]);
        }
        for query in ["level=ward", "rule=X", "steps=some", "after=x"] {
            let page = visitor.get(&format!("/procedures?{query}")).await;
            assert!((400..500).contains(&page.status), "{query}: {}", page.told());
        }
        let record = visitor.get(&path(test, "ho_tich/033").await).await;
        shows(
            &record,
            &[
                "Cấp Giấy xác nhận tình trạng hôn nhân",
                "1.004873",
                "3 ngày làm việc",
                "Trường hợp cần xác minh: 23 ngày",
                "đã đối chiếu nguồn",
                "Công chức Tư pháp - Hộ tịch",
                "4 giờ (cần xác minh: 8 giờ)",
                "Tình trạng hôn nhân",
                "Đang có vợ hoặc có chồng",
                "sample.pdf",
            ],
        );
        hides(&record, &["/correct", "/amend"]);
        let form = visitor.get(&format!("{}/form", path(test, "ho_tich/033").await)).await;
        shows(
            &form,
            &[
                "<label for=\"field.ho_ten\">Họ, chữ đệm, tên người được cấp</label>",
                "name=\"field.tinh_trang\" value=\"ly_hon\"",
                "<select",
                "inputmode=\"numeric\"",
                "id=\"field.so_dinh_danh-hint\"",
            ],
        );
        assert_eq!(visitor.get(&format!("{}/form", path(test, "cu_tru/01").await)).await.status, 404);
        shows(&visitor.get(&path(test, "moi_truong/03").await).await, &["minh họa", "chưa chắc chắn"]);
        for missing in ["/procedures/7", "/procedures/x", "/api/procedures/7"] {
            assert_eq!(visitor.get(missing).await.status, 404, "{missing}");
        }
        let none = format!("{}?version=9", path(test, "hkd/01").await);
        assert_eq!(visitor.get(&none).await.status, 404);
        let sheet = visitor.get("/procedures.xlsx?sector=X%C3%A2y+d%E1%BB%B1ng").await;
        shows(&sheet, &["xay_dung/01", "Dữ liệu mẫu"]);
        hides(&sheet, &["ho_tich/001"]);
        let json = visitor.get("/api/procedures?q=khai+tu&level=commune").await;
        shows(&json, &["\"code\":\"ho_tich/015\"", "\"limit_rule\":\"S\""]);
        let json = visitor.get(&format!("/api{}", path(test, "ho_tich/033").await)).await;
        shows(&json, &["\"rule\":\"C\",\"amount\":\"23\"", "\"role\":\"clerk\"", "\"key\":\"tinh_trang\""]);
    })
    .await;
}

/// What stands in a form, as a browser would send it back.
fn sent(page: &str) -> Vec<(String, String)> {
    let plain = |text: &str| {
        text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
    };
    let attribute = |tag: &str, name: &str| {
        let rest = tag.split_once(&format!(" {name}=\""))?.1;
        Some(plain(rest.split('"').next()?))
    };
    let mut fields = Vec::new();
    let form = page.split("<form").find(|form| form.contains("name=\"revision\"")).unwrap();
    for tag in form.split('<') {
        let Some(name) = attribute(tag, "name") else { continue };
        let value = attribute(tag, "value").unwrap_or_default();
        if tag.starts_with("textarea") {
            fields.push((name, plain(tag.split_once('>').unwrap().1)));
        } else if tag.starts_with("select") {
            let options = form.split(&format!("name=\"{name}\"")).nth(1).unwrap();
            let options = options.split("</select>").next().unwrap();
            let chosen = options.split("<option").find(|option| option.contains(" selected"));
            fields.push((name, chosen.and_then(|tag| attribute(tag, "value")).unwrap_or_default()));
        } else if tag.starts_with("input") {
            let is_box = tag.contains("type=\"radio\"") || tag.contains("type=\"checkbox\"");
            if name != "csrf" && (!is_box || tag.contains(" checked")) {
                fields.push((name, value));
            }
        }
    }
    fields
}

fn with<'a>(fields: &'a [(String, String)], changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = fields.iter().filter(|(name, _)| !changes.iter().any(|(of, _)| of == name));
    kept.map(|(name, value)| (name.as_str(), value.as_str())).chain(changes.iter().copied()).collect()
}

#[tokio::test]
async fn the_national_officer_corrects_and_amends_and_the_page_tells_it() {
    on_both(routes, async |test, site| {
        test.db.write(super::release).await.unwrap();
        let path = path(test, "ho_tich/033").await;
        let reader = site.browser("reader").await;
        assert_eq!(reader.get(&format!("{path}/correct")).await.status, 403);
        let nation = site.browser("nation").await;
        let form = nation.get(&format!("{path}/correct")).await;
        shows(&form, &["clerk | 4 / 8 | Cán bộ tiếp nhận", "C 23 | cần xác minh"]);
        let fields = sent(&form.text);
        let same = nation
            .post(&format!("{path}/correct"), &with(&fields, &[("reason", "thử"), ("sureness", "verified")]))
            .await;
        shows(&same, &["Không có gì khác so với bản ghi"]);
        let wrong = [
            ("reason", ""),
            ("limit_amount", "0"),
            ("steps", "boss | 1 | A | B"),
            ("fields", "{\"components\":[{\"type\":\"slider\",\"key\":\"a\",\"label\":\"A\"}]}"),
            ("form_key", "k1"),
        ];
        let refused = nation.post(&format!("{path}/correct"), &with(&fields, &wrong)).await;
        assert_eq!(refused.status, 422);
        shows(&refused, &["Dòng 1 (“boss | 1 | A | B”) không đọc được", "Trường a có kiểu “slider”"]);
        let right = [("reason", "nguồn mới"), ("fee_vnd", "15.000"), ("form_key", "k2")];
        led_to(&nation.post(&format!("{path}/correct"), &with(&fields, &right)).await);
        let stale = [("reason", "nguồn mới"), ("fee_vnd", "16.000"), ("form_key", "k3")];
        shows(
            &nation.post(&format!("{path}/correct"), &with(&fields, &stale)).await,
            &["Vừa có người khác thay đổi bản ghi này"],
        );
        let form = nation.get(&format!("{path}/amend")).await;
        let fields = sent(&form.text);
        let act = [
            ("act", "Quyết định 9/QĐ-BTP"),
            ("from_on", "01/02/2030"),
            ("limit_amount", "2"),
            ("form_key", "k4"),
        ];
        let early = nation.post(&format!("{path}/amend"), &with(&fields, &act)).await;
        shows(&early, &["Ngày áp dụng phải từ 01/07/2025 đến 15/01/2030"]);
        let act = [
            ("act", "Quyết định 9/QĐ-BTP"),
            ("from_on", "01/01/2030"),
            ("limit_amount", "2"),
            ("form_key", "k5"),
        ];
        led_to(&nation.post(&format!("{path}/amend"), &with(&fields, &act)).await);
        let record = nation.get(&path).await;
        shows(
            &record,
            &["15.000 đồng", "Quyết định 9/QĐ-BTP", "nguồn mới", "2 ngày làm việc", "Phiên bản 3"],
        );
        let first = site.visitor().get(&format!("{path}?version=1")).await;
        shows(&first, &["Đây là phiên bản cũ", "3 ngày làm việc"]);
    })
    .await;
}

#[tokio::test]
async fn the_national_officer_enters_a_procedure() {
    on_both(routes, async |_, site| {
        let nation = site.browser("nation").await;
        shows(&nation.get("/procedures/new").await, &["Thêm thủ tục hành chính"]);
        let fields = [
            ("code", "thu/01"),
            ("from_on", "01/01/2030"),
            ("name", "Thủ tục <b>thử</b>"),
            ("sector", "Thử nghiệm"),
            ("level", "province"),
            ("executing_agency", "Sở A"),
            ("limit_rule", "H"),
            ("limit_amount", "22,5"),
            ("components", "Đơn\n[xuất trình] [tùy trường hợp] Hộ chiếu"),
            ("steps", "clerk | 1,5 | Một cửa | Tiếp nhận"),
            ("sureness", "memory"),
        ];
        let path = led_to(&nation.post("/procedures/new", &fields).await);
        let path = path.split('?').next().unwrap().to_owned();
        shows(
            &nation.get(&path).await,
            &["Thủ tục &lt;b&gt;thử", "22,5 giờ làm việc", "Hộ chiếu", "1,5 giờ", "theo trí nhớ"],
        );
        let again = nation.post("/procedures/new", &fields).await;
        shows(&again, &["Mã thu/01 đã có trong sổ"]);
        let bare = nation.post("/procedures/new", &[("code", "Thủ tục")]).await;
        assert_eq!(bare.status, 422);
    })
    .await;
}
