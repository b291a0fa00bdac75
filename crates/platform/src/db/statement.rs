//! `sql!`: one declaration makes a typed function, a row type and an entry for the statement check.

/// One SQL statement of the product, as every engine and the check see it.
#[derive(Debug)]
pub struct Statement {
    /// Where it is declared, for messages: `programme::certificates::store::by_number`.
    pub name: &'static str,
    /// The text, with `$1`..`$n`.
    pub sql: &'static str,
    /// Kinds of the parameters, in order.
    pub parameters: &'static [char],
    /// Names and kinds of the columns, in order; empty for a statement that returns no rows.
    pub columns: &'static [(&'static str, char)],
}

impl Statement {
    /// Tells statements apart in caches: each is a static of its own, so its place is its identity.
    pub(super) fn key(&'static self) -> usize {
        std::ptr::from_ref(self).addr()
    }
}

/// Every statement linked into the program, for the check that prepares each on both engines.
#[linkme::distributed_slice]
pub static STATEMENTS: [Statement];

/// Declares a statement.
///
/// With columns it makes a row type and a function that returns all rows; without, a function
/// that returns the number of rows changed.
///
/// ```text
/// sql!(name_of(id: i64) -> Named { name: String, since_on: Option<Day> } =
///     "select name, since_on
///      from agency
///      where id = $1");
/// let rows: Vec<Named> = name_of(tx, 7)?;
/// ```
#[macro_export]
macro_rules! sql {
    ($(#[$meta:meta])* $name:ident ( $($p:ident : $pt:ty),* $(,)? ) -> $row:ident { $($c:ident : $ct:ty),* $(,)? } = $sql:expr) => {
        #[doc = concat!("A row of [`", stringify!($name), "`].")]
        #[derive(Debug, Clone, PartialEq)]
        pub struct $row { $(#[doc = concat!("Column `", stringify!($c), "`.")] pub $c: $ct),* }
        $crate::sql!(@register $name ($($pt),*) ($($c: $ct),*) $sql);
        $(#[$meta])*
        #[doc = concat!("Runs the statement `", stringify!($name), "` and returns its rows.")]
        pub fn $name(tx: &mut $crate::Tx<'_> $(, $p: $pt)*) -> Result<Vec<$row>, $crate::db::DbError> {
            let mut rows = Vec::new();
            tx.run(&$name::STATEMENT, &[$($crate::db::ToParameter::parameter(&$p)),*], &mut |row| {
                let mut column = 0usize;
                $(
                    let $c = <$ct as $crate::db::Kind>::from_value(row.get(column)?)?;
                    column += 1;
                )*
                let _ = column;
                rows.push($row { $($c),* });
                Ok(())
            })?;
            Ok(rows)
        }
    };
    ($(#[$meta:meta])* $name:ident ( $($p:ident : $pt:ty),* $(,)? ) = $sql:expr) => {
        $crate::sql!(@register $name ($($pt),*) () $sql);
        $(#[$meta])*
        #[doc = concat!("Runs the statement `", stringify!($name), "` and returns how many rows it changed.")]
        pub fn $name(tx: &mut $crate::Tx<'_> $(, $p: $pt)*) -> Result<u64, $crate::db::DbError> {
            tx.run(&$name::STATEMENT, &[$($crate::db::ToParameter::parameter(&$p)),*], &mut |_| Ok(()))
        }
    };
    (@register $name:ident ($($pt:ty),*) ($($c:ident : $ct:ty),*) $sql:expr) => {
        #[doc(hidden)]
        pub mod $name {
            #[allow(unused_imports)]
            use super::*;
            #[$crate::linkme::distributed_slice($crate::db::STATEMENTS)]
            #[linkme(crate = $crate::linkme)]
            pub static STATEMENT: $crate::db::Statement = $crate::db::Statement {
                name: concat!(module_path!()),
                sql: $sql,
                parameters: &[$(<$pt as $crate::db::ToParameter>::KIND),*],
                columns: &[$((stringify!($c), <$ct as $crate::db::Kind>::KIND)),*],
            };
        }
    };
}

/// `$12` becomes `?12` outside quotes: SQLite numbers `$n` by first use, PostgreSQL by n.
pub(super) fn for_sqlite(sql: &str) -> String {
    let mut quote = None;
    let bytes = sql.as_bytes();
    let mut out = String::with_capacity(sql.len());
    for (at, letter) in sql.char_indices() {
        match quote {
            Some(open) if open == letter => quote = None,
            None if letter == '\'' || letter == '"' => quote = Some(letter),
            None if letter == '$' && bytes.get(at + 1).is_some_and(u8::is_ascii_digit) => {
                out.push('?');
                continue;
            }
            _ => {}
        }
        out.push(letter);
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn parameters_keep_their_numbers_and_quoted_dollars_stay() {
        assert_eq!(super::for_sqlite("select $2, '$1', \"$3\", $10"), "select ?2, '$1', \"$3\", ?10");
    }
}
