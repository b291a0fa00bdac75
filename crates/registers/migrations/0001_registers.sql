-- Kinds of agency, as the regulation in force names them; released with the program.
create table agency_kind (
  code text not null,
  name_vi text not null,
  name_en text not null,
  level text not null,
  from_on text,
  to_on text,
  primary key (code),
  constraint agency_kind_level check (level in ('central', 'local'))
);

-- Who must and who is encouraged to apply the system, by kind and time (QĐ 144/2006, QĐ 19/2014 article 2).
create table obligation_rule (
  kind text not null references agency_kind (code),
  from_on text not null,
  to_on text,
  duty text not null,
  basis text not null,
  certainty text not null,
  primary key (kind, from_on),
  constraint obligation_rule_duty check (duty in ('bat_buoc', 'khuyen_khich'))
);

-- One row is one way in which reports group agencies; agencies alike share it. Derived from agency_phase.
-- Codes are empty where there is none; the province is of this map: legacy (63 provinces, until
-- 30/6/2025) or 2025 (34); the obligation is khong_ro where neither register nor regulation says.
create table agency_class (
  id bigint not null,
  level text not null,
  kind text not null,
  ministry_code text not null,
  province_code text not null,
  map text not null,
  obligation text not null,
  primary key (id),
  constraint agency_class_content unique (level, kind, ministry_code, province_code, map, obligation)
);

-- One row is one agency as a legal identity; its columns tell the present (last) name and period.
create table agency (
  id bigint not null,
  code text not null,
  level text not null,
  kind text not null,
  ministry_code text,
  province_code text,
  district_code text,
  commune_code text,
  name text not null,
  folded text not null,
  obligation text,
  from_on text,
  to_on text,
  class_id bigint not null references agency_class (id),
  owner_agency_id bigint not null,
  revision bigint not null,
  primary key (id),
  constraint agency_code_unique unique (code)
);
create index agency_folded on agency (folded, id);
create index agency_province on agency (province_code, kind, id);
create index agency_ministry on agency (ministry_code, kind, id);

-- The names an agency has borne.
create table agency_name (
  agency_id bigint not null references agency (id),
  position bigint not null,
  from_on text,
  to_on text,
  name text not null,
  primary key (agency_id, position)
);

-- The phases of an agency: its kind, whom it is under, where it is.
create table agency_phase (
  agency_id bigint not null references agency (id),
  position bigint not null,
  from_on text,
  to_on text,
  kind text not null references agency_kind (code),
  parent_code text,
  ministry_code text,
  province_code text,
  district_code text,
  commune_code text,
  obligation text,
  primary key (agency_id, position)
);

-- Derived: as what an agency counts on each day. The periods of an agency hold every day from
-- 0001-01-01 on and do not overlap; that it ended is told by agency.to_on alone.
create table agency_period (
  agency_id bigint not null references agency (id),
  from_on text not null,
  to_on text,
  class_id bigint not null references agency_class (id),
  primary key (agency_id, from_on)
);

-- How an agency ended or went on: one row for each successor, or one without successor when abolished.
create table agency_succession (
  agency_id bigint not null references agency (id),
  position bigint not null,
  successor_id bigint references agency (id),
  successor_code text,
  kind text not null,
  on_text text not null,
  known_by text,
  earliest_on text,
  counts_on text not null,
  basis text not null,
  primary key (agency_id, position),
  constraint agency_succession_kind check (kind in ('merge', 'split', 'rename', 'abolish'))
);
create index agency_succession_successor on agency_succession (successor_id);

-- Derived: what each earlier agency is today, or why that is not known. Recomputed, never edited.
create table agency_connection (
  agency_id bigint not null references agency (id),
  today_agency_id bigint references agency (id),
  certainty text not null,
  reason_key text not null,
  others bigint not null,
  primary key (agency_id)
);
create index agency_connection_today on agency_connection (today_agency_id);

insert into agency_kind (code, name_vi, name_en, level, from_on, to_on) values
  ('chinh_phu', 'Chính phủ', 'Government', 'central', null, null),
  ('bo', 'Bộ', 'Ministry', 'central', null, null),
  ('co_quan_ngang_bo', 'Cơ quan ngang bộ', 'Ministry-level body', 'central', null, null),
  ('co_quan_thuoc_cp', 'Cơ quan thuộc Chính phủ', 'Government-attached body', 'central', null, null),
  ('don_vi_thuoc_bo', 'Đơn vị thuộc bộ, ngành', 'Unit of a ministry', 'central', null, null),
  ('nganh_doc', 'Cơ quan ngành dọc đóng tại địa phương', 'Vertical office in a province', 'central', null, null),
  ('co_quan_dai_dien', 'Cơ quan đại diện ở nước ngoài', 'Diplomatic or consular mission', 'central', null, null),
  ('khac', 'Cơ quan khác', 'Other body', 'central', null, null),
  ('ubnd_tinh', 'Ủy ban nhân dân cấp tỉnh', 'Provincial People''s Committee', 'local', null, null),
  ('so', 'Sở và cơ quan tương đương', 'Provincial department', 'local', null, null),
  ('so_dac_thu', 'Sở, ban đặc thù', 'Department particular to some provinces', 'local', null, null),
  ('chi_cuc', 'Chi cục thuộc sở', 'Sub-department', 'local', null, null),
  ('ubnd_huyen', 'Ủy ban nhân dân cấp huyện', 'District People''s Committee', 'local', null, '2025-07-01'),
  ('phong_cap_huyen', 'Phòng thuộc Ủy ban nhân dân cấp huyện', 'District division', 'local', null, '2025-07-01'),
  ('ubnd_xa', 'Ủy ban nhân dân cấp xã', 'Commune People''s Committee', 'local', null, null),
  ('phong_cap_xa', 'Phòng thuộc Ủy ban nhân dân cấp xã', 'Commune division', 'local', '2025-07-01', null),
  ('don_vi_su_nghiep', 'Đơn vị sự nghiệp công lập', 'Public service unit', 'local', null, null);

-- The articles of 144/2006 and 118/2009 were not at hand: their rows are marked as told from memory.
insert into obligation_rule (kind, from_on, to_on, duty, basis, certainty) values
  ('bo', '2006-06-20', '2014-05-18', 'bat_buoc', '144/2006/QĐ-TTg', 'memory'),
  ('co_quan_ngang_bo', '2006-06-20', '2014-05-18', 'bat_buoc', '144/2006/QĐ-TTg', 'memory'),
  ('don_vi_thuoc_bo', '2006-06-20', '2014-05-18', 'bat_buoc', '144/2006/QĐ-TTg', 'memory'),
  ('nganh_doc', '2006-06-20', '2014-05-18', 'bat_buoc', '144/2006/QĐ-TTg', 'memory'),
  ('ubnd_tinh', '2006-06-20', '2014-05-18', 'bat_buoc', '144/2006/QĐ-TTg', 'memory'),
  ('so', '2006-06-20', '2014-05-18', 'bat_buoc', '144/2006/QĐ-TTg', 'memory'),
  ('so_dac_thu', '2006-06-20', '2014-05-18', 'bat_buoc', '144/2006/QĐ-TTg', 'memory'),
  ('chi_cuc', '2006-06-20', '2014-05-18', 'bat_buoc', '144/2006/QĐ-TTg', 'memory'),
  ('ubnd_huyen', '2006-06-20', '2014-05-18', 'bat_buoc', '144/2006/QĐ-TTg', 'memory'),
  ('ubnd_xa', '2006-06-20', '2014-05-18', 'khuyen_khich', '144/2006/QĐ-TTg', 'memory'),
  ('don_vi_su_nghiep', '2006-06-20', '2014-05-18', 'khuyen_khich', '144/2006/QĐ-TTg', 'memory'),
  ('bo', '2014-05-18', null, 'bat_buoc', '19/2014/QĐ-TTg, Điều 2', 'verified'),
  ('co_quan_ngang_bo', '2014-05-18', null, 'bat_buoc', '19/2014/QĐ-TTg, Điều 2', 'verified'),
  ('don_vi_thuoc_bo', '2014-05-18', null, 'bat_buoc', '19/2014/QĐ-TTg, Điều 2; 26/2014/TT-BKHCN, Điều 5', 'verified'),
  ('nganh_doc', '2014-05-18', null, 'bat_buoc', '19/2014/QĐ-TTg, Điều 2; 26/2014/TT-BKHCN, Điều 5', 'verified'),
  ('ubnd_tinh', '2014-05-18', null, 'bat_buoc', '19/2014/QĐ-TTg, Điều 2', 'verified'),
  ('so', '2014-05-18', null, 'bat_buoc', '19/2014/QĐ-TTg, Điều 2', 'verified'),
  ('so_dac_thu', '2014-05-18', null, 'bat_buoc', '19/2014/QĐ-TTg, Điều 2', 'verified'),
  ('chi_cuc', '2014-05-18', null, 'bat_buoc', '19/2014/QĐ-TTg, Điều 2; 26/2014/TT-BKHCN, Điều 5', 'verified'),
  ('ubnd_huyen', '2014-05-18', '2025-07-01', 'bat_buoc', '19/2014/QĐ-TTg, Điều 2', 'verified'),
  ('phong_cap_huyen', '2014-05-18', '2025-07-01', 'bat_buoc', '19/2014/QĐ-TTg, Điều 2', 'verified'),
  ('ubnd_xa', '2014-05-18', '2025-07-01', 'khuyen_khich', '19/2014/QĐ-TTg, Điều 2', 'verified'),
  -- Whether a text of 2025 moved the districts' duty to the communes is not known.
  ('ubnd_xa', '2025-07-01', null, 'khuyen_khich', '19/2014/QĐ-TTg, Điều 2', 'uncertain'),
  ('co_quan_dai_dien', '2014-05-18', null, 'khuyen_khich', '19/2014/QĐ-TTg, Điều 2', 'verified'),
  ('don_vi_su_nghiep', '2014-05-18', null, 'khuyen_khich', '19/2014/QĐ-TTg, Điều 2', 'verified');
