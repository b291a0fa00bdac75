//! `htqlcl serve`.

use crate::cli::{EXIT_DONE, Serve};
use crate::press_thread::Typesetter;
use crate::{demo, listen, product, routes};
use platform::web::{App, AppOptions, Limits, NamedAgency, Secret, is_illustration, router};
use platform::{Clock, Db, Error, Language, Refusal, Result, Tx};
use std::sync::Arc;

/// Serves the pages and the JSON until it is asked to stop.
///
/// # Errors
/// When the address is taken, or not one that made-up data is served on; when the database fails, or is not one that
/// may be filled with made-up data.
pub async fn run(options: &Serve, language: Language) -> Result<u8> {
    if options.demo {
        only_here(options)?;
    }
    let listener = tokio::net::TcpListener::bind(options.listen).await.map_err(|error| {
        Refusal::new("cli-port-taken").with("address", options.listen).with("words", error)
    })?;
    let address = listener.local_addr().map_err(Error::failed)?;
    // The tables come first and quickly; reference and demonstration data fill while pages answer.
    platform::db::migrate(&options.database.database, &product::MIGRATIONS)?;
    let db = Db::open(&options.database.database, Clock::System)?;
    if options.demo {
        demo::claim(&db, settings(options, &db)).await?;
    }
    let app = app(options, &db, address).await?;
    if app.illustration {
        only_here(options)?;
    }
    super::say(format_args!("htqlcl: {}", app.public_url))?;
    if options.demo {
        demo::say_accounts(language)?;
    }
    let filling = tokio::spawn(fill(app.clone(), options.clone()));
    let timers = tokio::spawn(crate::timers::run(db.clone()));
    listen::serve(listener, router(routes::all(), app), listen::HEADERS_WITHIN, stop_asked()).await;
    filling.abort();
    timers.abort();
    Ok(EXIT_DONE)
}

/// Refuses an address that other machines reach: everybody knows the passwords of made-up people.
fn only_here(options: &Serve) -> Result<()> {
    if options.listen.ip().is_loopback() {
        return Ok(());
    }
    Err(Refusal::new("cli-demo-loopback").with("address", options.listen).into())
}

/// The demonstration that `serve --demo` fills in.
fn settings(options: &Serve, db: &Db) -> demo::office::Settings {
    demo::office::Settings { dossiers: options.dossiers, seed: 2_026, today: db.clock().today() }
}

async fn app(options: &Serve, db: &Db, address: std::net::SocketAddr) -> Result<App> {
    let secret = match std::env::var("HTQLCL_SECRET") {
        Ok(words) if !words.is_empty() => Secret::of_words(&words),
        _ => db.write(Secret::of_database).await?,
    };
    let public_url = options.public_url.clone().unwrap_or_else(|| format!("http://{address}"));
    Ok(App::new(AppOptions {
        press: Arc::new(Typesetter::start()?),
        public_url,
        demo: options.demo,
        illustration: db.read(is_illustration).await?,
        demo_accounts: demo::accounts_for_sign_in(),
        sections: routes::SECTIONS,
        find_agency,
        limits: Limits::default(),
        ..AppOptions::new(db.clone(), secret)
    }))
}

/// The agency or body of a code, for whom an account may act.
///
/// # Errors
/// When the database fails.
pub fn find_agency(tx: &mut Tx<'_>, code: &str) -> Result<Option<NamedAgency>> {
    if let Some(agency) = registers::agencies::by_code(tx, code)? {
        return Ok(Some(NamedAgency { id: agency.id, name: agency.name().to_owned() }));
    }
    let body = programme::bodies::by_code(tx, code)?;
    Ok(body.map(|body| NamedAgency { id: body.id, name: body.content.name }))
}

/// Fills what is not there yet; a failure is told in the log and by `/healthz`, and pages go on.
async fn fill(app: App, options: Serve) {
    let filled = async {
        if options.demo {
            let where_to = (&options.database.database, settings(&options, &app.db));
            return demo::fill(&app.db, where_to, &app.readiness).await;
        }
        app.readiness.begin(1);
        app.db.write(registers::release).await?;
        app.readiness.finish();
        Ok(())
    };
    if let Err(error) = filled.await {
        tracing::error!(%error, "filling the database failed");
        app.readiness.step(0, &error.to_string());
    }
}

/// Resolves when the operator asks the server to stop.
async fn stop_asked() {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = match signal(SignalKind::terminate()) {
        Ok(terminate) => terminate,
        Err(_) => return std::future::pending().await,
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
    }
}
