//! Every statement of the map.

use platform::{Day, sql};

sql!(all_places() -> PlaceLine {
    id: i64, map: String, level: String, code: String, unit_type: String, name: String, folded: String,
    province_code: String, district_code: Option<String>, from_on: Option<Day>, from_known: String,
    to_on: Option<Day>, to_known: String, area_km2: Option<f64>, latitude: Option<f64>, longitude: Option<f64>,
    act: String,
} =
    "select id, map, level, code, unit_type, name, folded, province_code, district_code, from_on, from_known, to_on,
       to_known, area_km2, latitude, longitude, act
     from place
     order by id");

sql!(all_names() -> NameLine {
    place_id: i64, position: i64, name: String, unit_type: String, from_on: Option<Day>, from_known: String,
    to_on: Option<Day>, to_known: String, basis: String,
} =
    "select place_id, position, name, unit_type, from_on, from_known, to_on, to_known, basis
     from place_name
     order by place_id, position");

sql!(all_parents() -> ParentLine {
    place_id: i64, position: i64, parent_id: i64, from_on: Option<Day>, from_known: String, to_on: Option<Day>,
    to_known: String,
} =
    "select place_id, position, parent_id, from_on, from_known, to_on, to_known
     from place_parent
     order by place_id, position");

sql!(all_successions() -> SuccessionLine {
    old_id: i64, new_id: i64, on_day: Day, relation: String, is_default: bool, targets: i64, basis: String,
} =
    "select old_id, new_id, on_day, relation, is_default, targets, basis
     from place_succession
     order by old_id, new_id");

sql!(insert_place(
    id: i64, map: &str, level: &str, code: &str, unit_type: &str, name: &str, folded: &str, province_code: &str,
    district_code: Option<&str>, from_on: Option<Day>, from_known: &str, to_on: Option<Day>, to_known: &str,
    area_km2: Option<f64>, latitude: Option<f64>, longitude: Option<f64>, act: &str,
) =
    "insert into place (id, map, level, code, unit_type, name, folded, province_code, district_code, from_on,
       from_known, to_on, to_known, area_km2, latitude, longitude, act)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)");

sql!(insert_name(
    place_id: i64, position: i64, name: &str, unit_type: &str, from_on: Option<Day>, from_known: &str,
    to_on: Option<Day>, to_known: &str, basis: &str,
) =
    "insert into place_name (place_id, position, name, unit_type, from_on, from_known, to_on, to_known, basis)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)");

sql!(insert_parent(
    place_id: i64, position: i64, parent_id: i64, from_on: Option<Day>, from_known: &str, to_on: Option<Day>,
    to_known: &str,
) =
    "insert into place_parent (place_id, position, parent_id, from_on, from_known, to_on, to_known)
     values ($1, $2, $3, $4, $5, $6, $7)");

sql!(insert_succession(
    old_id: i64, new_id: i64, on_day: Day, relation: &str, is_default: bool, targets: i64, basis: &str,
) =
    "insert into place_succession (old_id, new_id, on_day, relation, is_default, targets, basis)
     values ($1, $2, $3, $4, $5, $6, $7)");

sql!(delete_successions() = "delete from place_succession");
sql!(delete_parents() = "delete from place_parent");
sql!(delete_names() = "delete from place_name");
sql!(delete_places() = "delete from place");

sql!(release_line() -> ReleaseLine {
    id: i64, sha256: String, places: i64, names: i64, parents: i64, successions: i64, revision: i64,
} =
    "select id, sha256, places, names, parents, successions, revision
     from map_release
     order by id");

sql!(put_release(
    id: i64, sha256: &str, places: i64, names: i64, parents: i64, successions: i64, revision: i64,
) =
    "insert into map_release (id, sha256, places, names, parents, successions, revision)
     values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (id) do update set sha256 = excluded.sha256, places = excluded.places, names = excluded.names,
       parents = excluded.parents, successions = excluded.successions, revision = excluded.revision");

sql!(place_line(id: i64) -> OnePlace {
    id: i64, map: String, level: String, code: String, unit_type: String, name: String, province_code: String,
    district_code: Option<String>, from_on: Option<Day>, from_known: String, to_on: Option<Day>, to_known: String,
    area_km2: Option<f64>, latitude: Option<f64>, longitude: Option<f64>, act: String,
} =
    "select id, map, level, code, unit_type, name, province_code, district_code, from_on, from_known, to_on, to_known,
       area_km2, latitude, longitude, act
     from place
     where id = $1");

sql!(names_of(place_id: i64) -> NameOf {
    name: String, unit_type: String, from_on: Option<Day>, from_known: String, to_on: Option<Day>,
    to_known: String, basis: String,
} =
    "select name, unit_type, from_on, from_known, to_on, to_known, basis
     from place_name
     where place_id = $1
     order by position");

sql!(
    /// Places of a code and level that existed on a day, with the name of that day.
    of_code_on(code: &str, level: &str, day: Day) -> OfCode {
        id: i64, map: String, name: String, unit_type: String, province_code: String, district_code: Option<String>,
        from_known: String, basis: String,
    } =
    "select place.id, place.map, place_name.name, place_name.unit_type, place.province_code, place.district_code,
       place_name.from_known, place_name.basis
     from place
     inner join place_name on place_name.place_id = place.id
     where place.code = $1
       and place.level = $2
       and (place.from_on is null or place.from_on <= $3)
       and (place.to_on is null or place.to_on > $3)
       and (place_name.from_on is null or place_name.from_on <= $3)
       and (place_name.to_on is null or place_name.to_on > $3)
     order by place.id");

sql!(parents_of(place_id: i64) -> ParentOf {
    parent_id: i64, name: String, level: String, code: String, from_on: Option<Day>, from_known: String,
    to_on: Option<Day>, to_known: String,
} =
    "select place_parent.parent_id, place.name, place.level, place.code, place_parent.from_on,
       place_parent.from_known, place_parent.to_on, place_parent.to_known
     from place_parent
     inner join place on place.id = place_parent.parent_id
     where place_parent.place_id = $1
     order by place_parent.position");

sql!(children_of(parent_id: i64, after: i64, count: i64) -> ChildOf {
    id: i64, name: String, level: String, code: String, from_on: Option<Day>, to_on: Option<Day>,
} =
    "select place.id, place.name, place.level, place.code, place_parent.from_on, place_parent.to_on
     from place_parent
     inner join place on place.id = place_parent.place_id
     where place_parent.parent_id = $1
       and place_parent.place_id > $2
     order by place_parent.place_id
     limit $3");

sql!(count_children(parent_id: i64) -> ChildCount { children: i64 } =
    "select count(*) as children
     from place_parent
     where parent_id = $1");

sql!(successors_of(old_id: i64) -> SuccessorOf {
    id: i64, name: String, level: String, code: String, on_day: Day, relation: String, is_default: bool,
    targets: i64, basis: String,
} =
    "select place.id, place.name, place.level, place.code, place_succession.on_day, place_succession.relation,
       place_succession.is_default, place_succession.targets, place_succession.basis
     from place_succession
     inner join place on place.id = place_succession.new_id
     where place_succession.old_id = $1
     order by place.id");

sql!(predecessors_of(new_id: i64) -> PredecessorOf {
    id: i64, name: String, level: String, code: String, on_day: Day, relation: String, targets: i64,
} =
    "select place.id, place.name, place.level, place.code, place_succession.on_day, place_succession.relation,
       place_succession.targets
     from place_succession
     inner join place on place.id = place_succession.old_id
     where place_succession.new_id = $1
     order by place.id");

sql!(
    /// What the communes of a district went into: how many of them, whole and in part.
    successors_of_parts(parent_id: i64) -> PartsSuccessor {
        id: i64, name: String, code: String, on_day: Day, parts: i64, wholes: i64,
    } =
    "select place.id, place.name, place.code, max(place_succession.on_day) as on_day, count(*) as parts,
       cast(sum(case when place_succession.relation = 'whole' then 1 else 0 end) as bigint) as wholes
     from place_parent
     inner join place_succession on place_succession.old_id = place_parent.place_id
     inner join place on place.id = place_succession.new_id
     where place_parent.parent_id = $1
       and place_parent.to_known = 'exact'
     group by place.id, place.name, place.code
     order by place.id");

sql!(
    /// One page of places; `like` is a folded pattern, `after` the last id of the page before.
    list_page(
        day: Option<Day>, level: Option<&str>, province_code: Option<&str>, like: Option<&str>, after: i64, count: i64,
    ) -> ListedPlace {
        id: i64, map: String, level: String, code: String, unit_type: String, name: String, province_code: String,
        district_code: Option<String>, from_on: Option<Day>, to_on: Option<Day>, to_known: String,
    } =
    "select place.id, place.map, place.level, place.code, place_name.unit_type, place_name.name, place.province_code,
       place.district_code, place.from_on, place.to_on, place.to_known
     from place
     inner join place_name on place_name.place_id = place.id
     where place.id > $5
       and (cast($2 as text) is null or place.level = $2)
       and (cast($3 as text) is null or place.province_code = $3)
       and (cast($4 as text) is null or place.folded like $4 escape '!')
       and (cast($1 as text) is null or place.from_on is null or place.from_on <= $1)
       and (cast($1 as text) is null or place.to_on is null or place.to_on > $1)
       and (cast($1 as text) is null or place_name.from_on is null or place_name.from_on <= $1)
       and ((cast($1 as text) is null and place_name.to_on is null)
         or (cast($1 as text) is null and place_name.to_on = place.to_on)
         or (cast($1 as text) is not null and (place_name.to_on is null or place_name.to_on > $1)))
     order by place.id
     limit $6");
