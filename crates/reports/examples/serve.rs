//! Serves only the pages of this crate over a folder of registers, to be looked at:
//! `serve FOLDER ADDRESS TODAY`. People: `officer`, `province` and `ministry`; their password is that of tests.

use platform::testing::{self, site::Site};
use platform::web::{AppOptions, Icon, Press, Secret, Section, router, to_all};
use platform::{Actor, Ctx, Error, Result, Role};
use programme::imports::{self, Files, Mode};
use std::sync::Arc;

struct RealPress;

impl Press for RealPress {
    fn pdf(&self, paper: &papers::Paper) -> Result<Vec<u8>> {
        press::pdf(paper).map_err(Error::failed)
    }
    fn docx(&self, paper: &papers::Paper) -> Result<Vec<u8>> {
        press::docx(paper).map_err(Error::failed)
    }
    fn xlsx(&self, workbook: &papers::Workbook) -> Result<Vec<u8>> {
        press::xlsx(workbook).map_err(Error::failed)
    }
}

static SECTIONS: &[Section] = &[Section {
    id: "reports",
    icon: Icon::Report,
    label: "yearly-back",
    href: "/reports/yearly",
    shown: to_all,
}];

#[tokio::main]
async fn main() -> std::result::Result<(), Box<dyn std::error::Error>> {
    let given: Vec<String> = std::env::args().skip(1).collect();
    let [folder, address, today] = given.as_slice() else {
        return Err("usage: serve FOLDER ADDRESS TODAY".into());
    };
    let migrations =
        [platform::MIGRATIONS, registers::MIGRATIONS, programme::MIGRATIONS, reports::MIGRATIONS];
    let test = testing::sqlite(today.parse()?, &migrations);
    test.db.write(registers::release).await?;
    let mut files = Files::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.ends_with(".csv") {
            files.insert(name, std::fs::read(&path)?);
        }
    }
    imports::run(&Ctx::new(test.db.clone(), Actor::system()), files, Mode::Write).await?;
    let options = || {
        let options = AppOptions::new(test.db.clone(), Secret::of_words("to be looked at"));
        AppOptions { press: Arc::new(RealPress), sections: SECTIONS, ..options }
    };
    let site = Site::with(options(), reports::routes());
    site.person("officer", Role::NationalOfficer, (1, "Tổng cục Tiêu chuẩn Đo lường Chất lượng")).await;
    for (login, role, code) in
        [("province", Role::ProvinceOfficer, "79-SKHCN"), ("ministry", Role::MinistryOfficer, "BO-TC")]
    {
        let found = test.db.read(move |tx| registers::agencies::by_code(tx, code)).await?;
        if let Some(agency) = found {
            let name = agency.facts.names.last().map_or(code, |name| name.name.as_str());
            site.person(login, role, (agency.id, name)).await;
        }
    }
    let routes = [
        reports::routes(),
        platform::accounts::routes(),
        platform::drafts::routes(),
        platform::web::routes(),
    ];
    let listener = tokio::net::TcpListener::bind(address).await?;
    axum::serve(listener, router(routes.concat(), site.app.clone())).await?;
    Ok(())
}
