//! The rows behind figures. The rules of counting are those of the figures' own statements; a test
//! compares every figure with the number of its rows.

use platform::{Day, sql};

sql!(
/// Every agency ever granted a certificate by `as_of`, with the class it had when first granted and
/// the one it had when first granted in the period; 0 when nothing was granted in it.
agencies(from: Day, cut: Day, as_of: Day) -> AgencyLine {
    id: i64, code: String, name: String, class_id: i64, class_in_period: i64, first_on: Day,
    first_in_period: Option<Day>, certificates: i64, has_outside: i64, unexpired: i64, valid: i64,
    district_code: Option<String>,
} =
    "select agency.id as id, agency.code as code, agency.name as name, period.class_id as class_id,
            coalesce(during.class_id, 0) as class_in_period, granted.first_on as first_on,
            granted.first_in_period as first_in_period, granted.certificates as certificates,
            cast(granted.outside_period as bigint) as has_outside,
            cast(granted.unexpired as bigint) as unexpired,
            cast(granted.valid as bigint) as valid, agency.district_code as district_code
     from (
       select certificate.agency_id as agency_id,
              min(certificate.counts_on) as first_on,
              min(case when certificate.earliest_on >= $1 and certificate.counts_on <= $2
                  then certificate.counts_on end) as first_in_period,
              count(*) as certificates,
              min(case when certificate.earliest_on >= $1 and certificate.counts_on <= $2 then 0 else 1 end)
                as outside_period,
              max(case when certificate.expires_on >= $3 then 1 else 0 end) as unexpired,
              max(case when certificate.expires_on >= $3 and certificate.id not in (
                    select hold.certificate_id
                    from certificate_hold hold
                    where hold.from_on <= $3
                      and (hold.to_on is null or hold.to_on > $3)
                  ) then 1 else 0 end) as valid
       from certificate
       where certificate.counts_on <= $3
         and (certificate.annulled_on is null or certificate.annulled_on > $3)
       group by certificate.agency_id
     ) granted
     inner join agency on agency.id = granted.agency_id
     inner join agency_period period on period.agency_id = granted.agency_id
       and period.from_on <= granted.first_on
       and (period.to_on is null or period.to_on > granted.first_on)
     left join agency_period during on during.agency_id = granted.agency_id
       and during.from_on <= granted.first_in_period
       and (during.to_on is null or during.to_on > granted.first_in_period)
     order by agency.code, agency.id"
);

sql!(
/// Every certificate granted by `as_of`, numbered among those of its agency, with the agency's classes.
certificates(from: Day, cut: Day, as_of: Day) -> CertificateLine {
    id: i64, number: String, kind: String, issued: String, expires: String, earliest_on: Option<Day>,
    counts_on: Day, agency_id: i64, agency: String, class_id: i64, class_in_period: i64, place: i64,
} =
    "select certificate.id as id, certificate.number as number, certificate.kind as kind,
            certificate.issued_written as issued, certificate.expires_written as expires,
            certificate.earliest_on as earliest_on, certificate.counts_on as counts_on, agency.id as agency_id,
            agency.name as agency, period.class_id as class_id, coalesce(during.class_id, 0) as class_in_period,
            row_number() over (
              partition by certificate.agency_id
              order by certificate.counts_on, certificate.id
            ) as place
     from certificate
     inner join (
       select certificate.agency_id as agency_id,
              min(certificate.counts_on) as first_on,
              min(case when certificate.earliest_on >= $1 and certificate.counts_on <= $2
                  then certificate.counts_on end) as first_in_period
       from certificate
       where certificate.counts_on <= $3
         and (certificate.annulled_on is null or certificate.annulled_on > $3)
       group by certificate.agency_id
     ) granted on granted.agency_id = certificate.agency_id
     inner join agency on agency.id = granted.agency_id
     inner join agency_period period on period.agency_id = granted.agency_id
       and period.from_on <= granted.first_on
       and (period.to_on is null or period.to_on > granted.first_on)
     left join agency_period during on during.agency_id = granted.agency_id
       and during.from_on <= granted.first_in_period
       and (during.to_on is null or during.to_on > granted.first_in_period)
     where certificate.counts_on <= $3
       and (certificate.annulled_on is null or certificate.annulled_on > $3)
     order by certificate.counts_on, certificate.number"
);

sql!(
/// Bodies of a kind confirmed by `as_of`.
bodies(from: Day, cut: Day, as_of: Day, kind: &str) -> BodyLine {
    id: i64, code: String, name: String, province_code: String, first_on: Day, in_period: i64, valid: i64,
} =
    "select body.id as id, body.code as code, body.name as name, body.province_code as province_code,
            min(paper.counts_on) as first_on,
            cast(max(case when paper.earliest_on >= $1 and paper.counts_on <= $2 then 1 else 0 end) as bigint)
              as in_period,
            cast(max(case when standing.body_id is null then 0 else 1 end) as bigint) as valid
     from body
     inner join body_paper paper on paper.body_id = body.id
     left join body_standing standing on standing.body_id = body.id
       and standing.standing = 'in_force'
       and standing.from_on <= $3
       and (standing.to_on is null or standing.to_on > $3)
     where body.kind = $4
       and paper.counts_on <= $3
     group by body.id, body.code, body.name, body.province_code
     order by body.code"
);

sql!(
/// Cards of a kind granted by `as_of`.
cards(from: Day, cut: Day, as_of: Day, kind: &str) -> CardLine {
    id: i64, number: String, holder: String, province_code: String, counts_on: Day, in_period: i64, valid: i64,
} =
    "select card.id as id, card.number as number, card.holder as holder,
            coalesce(body.province_code, '') as province_code, card.counts_on as counts_on,
            cast(max(case when card.earliest_on >= $1 and card.counts_on <= $2 then 1 else 0 end) as bigint)
              as in_period,
            cast(max(case when standing.card_id is null then 0 else 1 end) as bigint) as valid
     from expert_card card
     left join body on body.id = card.body_id
     left join expert_card_standing standing on standing.card_id = card.id
       and standing.standing = 'in_force'
       and standing.from_on <= $3
       and (standing.to_on is null or standing.to_on > $3)
     where card.kind = $4
       and card.counts_on <= $3
     group by card.id, card.number, card.holder, coalesce(body.province_code, ''), card.counts_on
     order by card.number"
);

sql!(
/// What came after agencies that had ended by a day.
successors(as_of: Day) -> SuccessorLine { agency_id: i64, name: String } =
    "select succession.agency_id as agency_id, agency.name as name
     from agency_succession succession
     inner join agency on agency.id = succession.successor_id
     where succession.counts_on <= $1
       and succession.kind in ('merge', 'split')
     order by succession.agency_id, succession.position"
);
