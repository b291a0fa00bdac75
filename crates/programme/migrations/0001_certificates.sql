-- A certificate (giấy chứng nhận) granted to an agency under the decisions of 2006 to 2014
-- (144/2006/QĐ-TTg, 118/2009/QĐ-TTg). A written date may be a month or a year; earliest_on and
-- counts_on are the two days that follow from it. expires_on is the last valid day.
create table certificate (
  id bigint not null,
  owner_agency_id bigint not null,
  number text not null,
  folded_number text not null,
  agency_id bigint not null,
  kind text not null,
  standard text not null,
  scope text not null,
  issued_by text not null,
  certification_body_code text,
  renews_id bigint,
  issued_written text not null,
  issued_known_by text,
  earliest_on text,
  counts_on text not null,
  expires_written text not null,
  expires_on text,
  annulled_on text,
  revision bigint not null,
  primary key (id),
  constraint certificate_number_unique unique (folded_number),
  constraint certificate_kind check (kind in ('initial', 'renewal'))
);
-- Everything the report asks of a certificate stands in this index, in the order it asks.
create index certificate_report on certificate (agency_id, counts_on, annulled_on, expires_on, earliest_on, kind, id);
create index certificate_granted on certificate (counts_on, id);
create index certificate_expiry on certificate (expires_on, id);
create index certificate_owner on certificate (owner_agency_id, id);

-- One act on a certificate: suspended, resumed, withdrawn, annulled (đình chỉ, khôi phục, thu hồi, hủy).
create table certificate_act (
  certificate_id bigint not null,
  position bigint not null,
  kind text not null,
  happened_written text not null,
  happened_known_by text,
  counts_on text not null,
  reason text not null,
  decision_no text,
  primary key (certificate_id, position),
  constraint certificate_act_kind check (kind in ('suspended', 'resumed', 'withdrawn', 'annulled'))
);

-- A period in which the certificate did not count as valid; it follows from the acts.
create table certificate_hold (
  certificate_id bigint not null,
  from_on text not null,
  to_on text,
  kind text not null,
  primary key (certificate_id, from_on)
);
create index certificate_hold_day on certificate_hold (from_on, to_on, certificate_id);
