//! `htqlcl user add|list|reset`.

use crate::cli::{EXIT_DONE, User, UserAdd, UserReset};
use platform::accounts::actions::{self, NewPerson};
use platform::accounts::{self, password};
use platform::{Language, Refusal, Result, Role, i18n};

/// Makes an account, lists all of them, or gives one a new password.
///
/// # Errors
/// When the rules refuse the account, the database fails, or there is none to list or look for an account in.
pub async fn run(command: &User, language: Language) -> Result<u8> {
    match command {
        User::Add(options) => add(options, language).await,
        User::List(database) => list(&database.database, language).await,
        User::Reset(options) => reset(options, language).await,
    }
}

async fn add(options: &UserAdd, language: Language) -> Result<u8> {
    let role = Role::of_word(&options.role).ok_or_else(|| {
        let words: Vec<&str> = Role::ALL.iter().map(|role| role.word()).collect();
        Refusal::new("cli-role-unknown").with("role", &options.role).with("roles", words.join(", "))
    })?;
    let ctx = super::operator(&options.database.database, language).await?;
    let (first, code) = (password::one_time()?, options.agency.clone());
    let (login, name, password_hash) = (options.login.clone(), options.name.clone(), password::hash(&first)?);
    ctx.write(move |tx| {
        let Some(agency) = super::find_agency(tx, &code)? else {
            return Err(Refusal::new("cli-agency-unknown").with("code", &code).into());
        };
        let person = NewPerson {
            login: login.clone(),
            name: name.clone(),
            password_hash: password_hash.clone(),
            must_change: true,
            agency,
            role,
            from_on: tx.today(),
        };
        actions::enter_person(tx, &person)
    })
    .await?;
    super::say(i18n::text_with(
        language,
        "cli-user-password",
        &[("login", &options.login), ("password", &first)],
    ))?;
    Ok(EXIT_DONE)
}

async fn list(location: &platform::db::Location, language: Language) -> Result<u8> {
    super::must_exist(location)?;
    let ctx = super::operator(location, language).await?;
    for (account, appointments) in ctx.read(accounts::all).await? {
        let told: Vec<String> = appointments
            .iter()
            .map(|held| format!("{} ({} – {})", held.role.word(), held.agency_name, held.from_on))
            .collect();
        super::say(format_args!("{}\t{}\t{}", account.login, account.name, told.join("; ")))?;
    }
    Ok(EXIT_DONE)
}

async fn reset(options: &UserReset, language: Language) -> Result<u8> {
    super::must_exist(&options.database.database)?;
    let ctx = super::operator(&options.database.database, language).await?;
    let next = password::one_time()?;
    let (login, hash) = (options.login.clone(), password::hash(&next)?);
    ctx.write(move |tx| {
        let Some(account) = accounts::of_login(tx, &login)? else {
            return Err(Refusal::new("cli-user-unknown").with("login", &login).into());
        };
        actions::enter_password(tx, account.id, (&hash, true))
    })
    .await?;
    super::say(i18n::text_with(
        language,
        "cli-user-password",
        &[("login", &options.login), ("password", &next)],
    ))?;
    Ok(EXIT_DONE)
}
