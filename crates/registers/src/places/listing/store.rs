//! Every statement of the lists of places.

use platform::{Day, sql};

sql!(
    /// The provinces of a map, with the names they have now or had last.
    provinces_of(map: &str) -> ProvinceOf { id: i64, code: String, name: String } =
    "select id, code, name
     from place
     where map = $1
       and level = 'province'
     order by code");

sql!(
    /// How many places of each level there were on a day.
    counts_on(day: Day) -> CountOn { level: String, places: i64 } =
    "select level, count(*) as places
     from place
     where (from_on is null or from_on <= $1)
       and (to_on is null or to_on > $1)
     group by level");

sql!(
    /// The provinces of a day with the names of that day, and what they consisted of.
    provinces_on(day: Day) -> ProvinceOn {
        id: i64, code: String, name: String, unit_type: String, districts: i64, communes: i64,
    } =
    "select place.id, place.code, place_name.name, place_name.unit_type,
       (select count(*)
        from place as district
        where district.province_code = place.code
          and district.level = 'district'
          and (district.from_on is null or district.from_on <= $1)
          and (district.to_on is null or district.to_on > $1)) as districts,
       (select count(*)
        from place as commune
        where commune.province_code = place.code
          and commune.level = 'commune'
          and (commune.from_on is null or commune.from_on <= $1)
          and (commune.to_on is null or commune.to_on > $1)) as communes
     from place
     inner join place_name on place_name.place_id = place.id
     where place.map in ('legacy', '2025')
       and place.level = 'province'
       and (place.from_on is null or place.from_on <= $1)
       and (place.to_on is null or place.to_on > $1)
       and (place_name.from_on is null or place_name.from_on <= $1)
       and (place_name.to_on is null or place_name.to_on > $1)
     order by place.code");

sql!(
    /// One page of what was part of a place on a day; `after` is the last id of the page before.
    parts_on(parent_id: i64, day: Day, after: i64, count: i64) -> PartOn {
        id: i64, code: String, level: String, name: String, unit_type: String, parts: i64,
    } =
    "select place.id, place.code, place.level, place_name.name, place_name.unit_type,
       (select count(*)
        from place_parent as part
        where part.parent_id = place.id
          and (part.from_on is null or part.from_on <= $2)
          and (part.to_on is null or part.to_on > $2)) as parts
     from place_parent
     inner join place on place.id = place_parent.place_id
     inner join place_name on place_name.place_id = place.id
     where place_parent.parent_id = $1
       and place_parent.place_id > $3
       and (place_parent.from_on is null or place_parent.from_on <= $2)
       and (place_parent.to_on is null or place_parent.to_on > $2)
       and (place_name.from_on is null or place_name.from_on <= $2)
       and (place_name.to_on is null or place_name.to_on > $2)
     order by place_parent.place_id
     limit $4");

sql!(
    /// How much was part of a place on a day.
    count_parts_on(parent_id: i64, day: Day) -> PartCount { parts: i64 } =
    "select count(*) as parts
     from place_parent
     where parent_id = $1
       and (from_on is null or from_on <= $2)
       and (to_on is null or to_on > $2)");

sql!(
    /// The place that a place was part of on a day, with its name of that day.
    parent_on(place_id: i64, day: Day) -> ParentOn { id: i64, code: String, name: String } =
    "select place.id, place.code, place_name.name
     from place_parent
     inner join place on place.id = place_parent.parent_id
     inner join place_name on place_name.place_id = place.id
     where place_parent.place_id = $1
       and (place_parent.from_on is null or place_parent.from_on <= $2)
       and (place_parent.to_on is null or place_parent.to_on > $2)
       and (place_name.from_on is null or place_name.from_on <= $2)
       and (place_name.to_on is null or place_name.to_on > $2)");

sql!(
    /// Other places that bear or bore the same code.
    same_code(code: &str, level: &str, place_id: i64) -> SameCode {
        id: i64, map: String, name: String, from_on: Option<Day>, to_on: Option<Day>,
    } =
    "select id, map, name, from_on, to_on
     from place
     where code = $1
       and level = $2
       and id <> $3
     order by id");

sql!(
    /// One page of what a search finds, today's places first; `after` is the last rank of the page before.
    found(like: &str, day: Option<Day>, level: Option<&str>, after: i64, count: i64) -> Found {
        rank: i64, id: i64, map: String, code: String, level: String, name: String, unit_type: String,
        province_code: String, from_on: Option<Day>, from_known: String, to_on: Option<Day>, to_known: String,
    } =
    "select ranked.rank, ranked.id, ranked.map, ranked.code, ranked.level, ranked.name, ranked.unit_type,
       ranked.province_code, ranked.from_on, ranked.from_known, ranked.to_on, ranked.to_known
     from (
       select case when place.map = 'legacy' then place.id + 100000000 else place.id end as rank,
         place.id, place.map, place.code, place.level, place.name, place.unit_type, place.province_code,
         place.from_on, place.from_known, place.to_on, place.to_known
       from place
       where place.folded like $1 escape '!'
         and (cast($2 as text) is null or place.from_on is null or place.from_on <= $2)
         and (cast($2 as text) is null or place.to_on is null or place.to_on > $2)
         and (cast($3 as text) is null or place.level = $3)
     ) as ranked
     where ranked.rank > $4
     order by ranked.rank
     limit $5");

sql!(
    /// One page of the places of a level on a day, with the names of that day.
    level_on(level: &str, day: Day, after: i64, count: i64) -> LevelOn {
        id: i64, map: String, code: String, level: String, name: String, unit_type: String, province_code: String,
        from_on: Option<Day>, from_known: String, to_on: Option<Day>, to_known: String,
    } =
    "select place.id, place.map, place.code, place.level, place_name.name, place_name.unit_type,
       place.province_code, place.from_on, place.from_known, place.to_on, place.to_known
     from place
     inner join place_name on place_name.place_id = place.id
     where place.id > $3
       and place.level = $1
       and (place.from_on is null or place.from_on <= $2)
       and (place.to_on is null or place.to_on > $2)
       and (place_name.from_on is null or place_name.from_on <= $2)
       and (place_name.to_on is null or place_name.to_on > $2)
     order by place.id
     limit $4");
