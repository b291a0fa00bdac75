//! What an import asks once for all its rows.

use platform::{Day, sql};

sql!(agency_codes() -> AgencyCode { code: String, id: i64, to_on: Option<Day> } =
    "select code, id, to_on
     from agency");

sql!(body_codes() -> BodyCode { code: String } =
    "select code
     from body
     where kind = 'certification'");
