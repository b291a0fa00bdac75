//! What the search asks.

use platform::sql;

sql!(certificates(folded: &str, count: i64) -> FoundCertificate { id: i64, number: String, name: String } =
    "select certificate.id as id, certificate.number as number, agency.name as name
     from certificate
     inner join agency on agency.id = certificate.agency_id
     where certificate.folded_number like $1 escape '!'
     order by certificate.folded_number
     limit $2");

sql!(agencies(folded: &str, count: i64) -> FoundAgency { id: i64, code: String, name: String } =
    "select id, code, name
     from agency
     where folded like $1 escape '!'
     order by folded, id
     limit $2");

sql!(bodies(folded: &str, count: i64) -> FoundBody { id: i64, name: String } =
    "select id, name
     from body
     where folded like $1 escape '!'
     order by folded, id
     limit $2");

sql!(experts(folded: &str, count: i64) -> FoundExpert { id: i64, number: String, holder: String } =
    "select id, number, holder
     from expert_card
     where folded like $1 escape '!'
     order by folded, id
     limit $2");
