//! Writes the yearly report of a folder of registers in every form, to be looked at:
//! `yearly FOLDER OUT_STEM [FROM TO AS_OF [EDITION [LANGUAGE]]]`.

use platform::db::Location;
use platform::{Actor, Clock, Ctx, Db, Language};
use programme::imports::{self, Files, Mode};
use reports::yearly::{self, Edition, Question};
use std::error::Error;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let given: Vec<String> = std::env::args().skip(1).collect();
    let argument =
        |at: usize, otherwise: &str| given.get(at).cloned().unwrap_or_else(|| otherwise.to_owned());
    let (folder, stem) = (argument(0, "."), argument(1, "yearly"));
    let db = database(&folder, &format!("{stem}.sqlite")).await?;
    let mut question = Question::new(
        argument(2, "2011-01-01").parse()?,
        argument(3, "2011-12-31").parse()?,
        argument(4, "2012-03-31").parse()?,
    )
    .map_err(|_| "the days are refused")?;
    question.edition = Edition::of_word(&argument(5, "nation")).ok_or("no such edition")?;
    let language = Language::of_code(&argument(6, "vi")).ok_or("no such language")?;
    let (report, names) = db
        .read(move |tx| {
            let report = yearly::find(tx, &question)?;
            let names = yearly::names(tx, &report)?;
            Ok((report, names))
        })
        .await?;
    let paper = yearly::paper(&report, &names, language);
    std::fs::write(format!("{stem}.pdf"), press::pdf(&paper)?)?;
    std::fs::write(format!("{stem}.docx"), press::docx(&paper)?)?;
    std::fs::write(format!("{stem}.xlsx"), press::xlsx(&yearly::workbook(&report, &names))?)?;
    std::fs::write(format!("{stem}.json"), serde_json::to_vec_pretty(&yearly::json(&report))?)?;
    Ok(())
}

/// The database at `path`, filled from `folder` when it is new.
async fn database(folder: &str, path: &str) -> Result<Db, Box<dyn Error>> {
    let migrations =
        [platform::MIGRATIONS, registers::MIGRATIONS, programme::MIGRATIONS, reports::MIGRATIONS];
    let is_new = !std::path::Path::new(path).exists();
    let location = Location::Sqlite(path.into());
    platform::db::migrate(&location, &migrations)?;
    let db = Db::open(&location, Clock::default())?;
    if is_new {
        db.write(registers::release).await?;
        let mut files = Files::new();
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if name.ends_with(".csv") {
                files.insert(name, std::fs::read(&path)?);
            }
        }
        let ctx = Ctx::new(db.clone(), Actor::system());
        imports::run(&ctx, files, Mode::Write).await?;
    }
    Ok(db)
}
