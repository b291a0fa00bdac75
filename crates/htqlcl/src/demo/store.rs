//! What the demonstration asks of a database before it fills it.

use platform::sql;

sql!(
/// Whether people work with the database: it has an account, an office with a code of its own, or a certificate.
in_use() -> InUse { is_used: bool } =
    "select exists (select 1 from account)
       or exists (select 1 from office_code)
       or exists (select 1 from certificate) as is_used");
