//! What the stories of pages share: a site with people of every role, on both engines.

use crate::stories::{TODAY, day};
use platform::testing::site::Site;
use platform::testing::{self, TestDb};
use platform::web::Route;
use platform::{Result, Role, Tx, journal};
use registers::agencies;

/// Runs a story on both engines; their journals must verify in the end.
///
/// People: `nation`, `foreign` and `home` (officers of BO-NG and BO-NV), `body` and `reader`.
pub async fn on_both(routes: fn() -> Vec<Route>, story: impl AsyncFn(&TestDb, &Site)) {
    let migrations = [platform::MIGRATIONS, registers::MIGRATIONS, crate::MIGRATIONS];
    for test in testing::both(day(TODAY), &migrations) {
        let site = Site::new(test.db.clone(), routes());
        test.db.write(enter_agencies).await.unwrap();
        for (login, role, code) in [
            ("nation", Role::NationalOfficer, "BO-KHCN"),
            ("foreign", Role::MinistryOfficer, "BO-NG"),
            ("home", Role::MinistryOfficer, "BO-NV"),
            ("body", Role::CertificationBody, "BO-KHCN"),
            ("reader", Role::Reader, "BO-KHCN"),
        ] {
            let agency = agency_id(&test, code).await;
            site.person(login, role, (agency, code)).await;
        }
        story(&test, &site).await;
        let verified = test.db.snapshot(journal::verify).await.unwrap();
        assert_eq!(format!("{:?}", verified.faults), "[]", "{}", test.engine);
    }
}

fn enter_agencies(tx: &mut Tx<'_>) -> Result<()> {
    for (code, name) in
        [("BO-KHCN", "Bộ Khoa học và Công nghệ"), ("BO-NG", "Bộ Ngoại giao"), ("BO-NV", "Bộ Nội vụ")]
    {
        let row = agencies::AgencyRow {
            code: code.to_owned(),
            name: name.to_owned(),
            level: "central".to_owned(),
            kind: "bo".to_owned(),
            ministry_code: String::new(),
            province_code: String::new(),
            district_code: String::new(),
            commune_code: String::new(),
            obligation: String::new(),
        };
        agencies::enter(tx, &row)?;
    }
    Ok(())
}

/// The id of one of these agencies.
pub async fn agency_id(test: &TestDb, code: &'static str) -> i64 {
    let agency = test.db.read(move |tx| agencies::by_code(tx, code)).await.unwrap();
    agency.unwrap().id
}
