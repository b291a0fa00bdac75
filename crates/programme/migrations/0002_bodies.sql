-- One row is one organisation confirmed by the national standards body: a consulting organisation
-- (tổ chức tư vấn) or a certification body (tổ chức chứng nhận). 26/2014/TT-BKHCN, articles 8 and 11.
create table body (
  id bigint not null,
  code text not null,
  kind text not null,
  name text not null,
  folded text not null,
  province_code text not null,
  owner_agency_id bigint not null,
  revision bigint not null,
  primary key (id),
  constraint body_code_unique unique (code),
  constraint body_kind check (kind in ('consulting', 'certification'))
);
create index body_folded on body (folded, id);

-- One row is one paper of confirmation (giấy xác nhận); a renewal is another row. valid_to is the
-- last valid day it states, last_day_on the last day in force under the law.
create table body_paper (
  body_id bigint not null references body (id),
  position bigint not null,
  number text not null,
  folded_number text not null,
  issued_on text not null,
  known_by text,
  earliest_on text,
  counts_on text not null,
  valid_to text,
  last_day_on text,
  primary key (body_id, position),
  constraint body_paper_number_unique unique (folded_number)
);
create index body_paper_counts on body_paper (counts_on, body_id);

-- One row is one act on a body's paper: suspended, resumed, revoked (article 23), expired, reissued.
create table body_act (
  body_id bigint not null references body (id),
  position bigint not null,
  kind text not null,
  happened_on text not null,
  known_by text,
  counts_on text not null,
  reason text not null,
  decision_no text not null,
  primary key (body_id, position),
  constraint body_act_kind check (kind in ('suspended', 'resumed', 'revoked', 'expired', 'reissued'))
);

-- A time of one standing, half-open; it follows from papers and acts.
create table body_standing (
  body_id bigint not null references body (id),
  position bigint not null,
  standing text not null,
  from_on text not null,
  to_on text,
  primary key (body_id, position),
  constraint body_standing_standing check (standing in ('in_force', 'suspended', 'revoked', 'expired'))
);
create index body_standing_day on body_standing (from_on, to_on, body_id);
