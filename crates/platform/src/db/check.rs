//! Compares every declared statement with what an engine makes of it.

use super::{STATEMENTS, Statement, statement};

/// Prepares every statement on a migrated SQLite file; returns what does not fit its declaration.
///
/// # Errors
/// When the file cannot be opened.
pub fn check_on_sqlite(file: &std::path::Path) -> Result<Vec<String>, super::DbError> {
    let connection = super::sqlite::open(file)?;
    Ok(STATEMENTS.iter().flat_map(|declared| sqlite_faults(&connection, declared)).collect())
}

fn sqlite_faults(connection: &rusqlite::Connection, declared: &Statement) -> Vec<String> {
    let prepared = match connection.prepare(&statement::for_sqlite(declared.sql)) {
        Err(error) => return vec![format!("{}: {error}", declared.name)],
        Ok(prepared) => prepared,
    };
    let mut faults = Vec::new();
    if prepared.parameter_count() != declared.parameters.len() {
        let (has, declares) = (prepared.parameter_count(), declared.parameters.len());
        faults.push(format!("{}: {has} parameters, {declares} declared", declared.name));
    }
    let columns: Vec<(String, Option<char>)> = prepared
        .columns()
        .map(|column| (column.name().to_owned(), column.decl_type().map(letter_of_sqlite)))
        .collect();
    faults.extend(column_faults(declared, &columns));
    faults
}

fn letter_of_sqlite(declared: &str) -> char {
    match declared.to_ascii_uppercase().as_str() {
        "INTEGER" => 'i',
        "REAL" => 'f',
        "TEXT" => 't',
        _ => 'b',
    }
}

/// Prepares every statement on a migrated server; returns what does not fit its declaration.
///
/// # Errors
/// When the server cannot be reached.
pub fn check_on_postgres(url: &str) -> Result<Vec<String>, super::DbError> {
    super::postgres::aside(|| {
        let mut client = super::postgres::connect(url)?;
        Ok(STATEMENTS.iter().flat_map(|declared| postgres_faults(&mut client, declared)).collect())
    })
}

fn postgres_faults(client: &mut postgres::Client, declared: &Statement) -> Vec<String> {
    let prepared = match client.prepare(declared.sql) {
        Err(error) => return vec![format!("{}: {}", declared.name, super::DbError::from(error))],
        Ok(prepared) => prepared,
    };
    let mut faults = Vec::new();
    let parameters: Vec<char> = prepared.params().iter().map(letter_of_postgres).collect();
    if parameters != declared.parameters {
        faults.push(format!(
            "{}: parameters are {parameters:?}, declared {:?}",
            declared.name, declared.parameters
        ));
    }
    let columns: Vec<(String, Option<char>)> = prepared
        .columns()
        .iter()
        .map(|column| (column.name().to_owned(), Some(letter_of_postgres(column.type_()))))
        .collect();
    faults.extend(column_faults(declared, &columns));
    faults
}

fn letter_of_postgres(ty: &postgres::types::Type) -> char {
    use postgres::types::Type;
    match *ty {
        Type::INT8 | Type::BOOL => 'i',
        Type::FLOAT8 => 'f',
        Type::TEXT | Type::JSONB => 't',
        Type::BYTEA => 'b',
        _ => '?',
    }
}

/// A column whose kind the engine does not know (an expression on SQLite) is compared by name only.
fn column_faults(declared: &Statement, columns: &[(String, Option<char>)]) -> Vec<String> {
    if columns.len() != declared.columns.len() {
        return vec![format!(
            "{}: {} columns, {} declared",
            declared.name,
            columns.len(),
            declared.columns.len()
        )];
    }
    columns
        .iter()
        .zip(declared.columns)
        .filter(|((name, kind), (want, letter))| name != want || kind.is_some_and(|kind| kind != *letter))
        .map(|(has, want)| format!("{}: column {has:?}, declared {want:?}", declared.name))
        .collect()
}
