-- The map as released with the program: provinces, districts and communes. Codes were given anew on
-- 1/7/2025, so that a place is known by its map, level and code, and its id follows from them.
-- *_known tells how well a day is known: exact, known_by (not known, but a fact by then), open.
create table place (
  id bigint not null,
  map text not null,
  level text not null,
  code text not null,
  unit_type text not null,
  name text not null,
  folded text not null,
  province_code text not null,
  district_code text,
  from_on text,
  from_known text not null,
  to_on text,
  to_known text not null,
  area_km2 double precision,
  latitude double precision,
  longitude double precision,
  act text not null,
  primary key (id),
  constraint place_identity unique (map, level, code)
);
create index place_code on place (code, level);
create index place_province on place (province_code, level, id);

-- The names and types a place has borne.
create table place_name (
  place_id bigint not null references place (id),
  position bigint not null,
  name text not null,
  unit_type text not null,
  from_on text,
  from_known text not null,
  to_on text,
  to_known text not null,
  basis text not null,
  primary key (place_id, position)
);

-- Which place a place was part of.
create table place_parent (
  place_id bigint not null references place (id),
  position bigint not null,
  parent_id bigint not null references place (id),
  from_on text,
  from_known text not null,
  to_on text,
  to_known text not null,
  primary key (place_id, position)
);
create index place_parent_children on place_parent (parent_id, place_id);

-- What became of a place: one row for each place that took it over, whole or in part.
create table place_succession (
  old_id bigint not null references place (id),
  new_id bigint not null references place (id),
  on_day text not null,
  relation text not null,
  is_default boolean not null,
  targets bigint not null,
  basis text not null,
  primary key (old_id, new_id),
  constraint place_succession_relation check (relation in ('whole', 'part'))
);
create index place_succession_new on place_succession (new_id, old_id);

-- The release of the map that this database holds.
create table map_release (
  id bigint not null,
  sha256 text not null,
  places bigint not null,
  names bigint not null,
  parents bigint not null,
  successions bigint not null,
  revision bigint not null,
  primary key (id)
);
