-- One row is one card (thẻ) of a consultant or assessor. 26/2014/TT-BKHCN, articles 9, 10 and 12.
-- extra: granted after the organisation's paper and ending with it (article 19).
create table expert_card (
  id bigint not null,
  number text not null,
  folded_number text not null,
  holder text not null,
  folded text not null,
  kind text not null,
  body_id bigint references body (id),
  role text,
  extra boolean not null,
  issued_on text not null,
  known_by text,
  earliest_on text,
  counts_on text not null,
  valid_to text,
  last_day_on text,
  owner_agency_id bigint not null,
  revision bigint not null,
  primary key (id),
  constraint expert_card_number_unique unique (folded_number),
  constraint expert_card_kind check (kind in ('consultant_organisation', 'consultant_independent', 'assessor')),
  constraint expert_card_role check (role in ('lead', 'member'))
);
create index expert_card_folded on expert_card (folded, id);
create index expert_card_body on expert_card (body_id, folded, id);
create index expert_card_counts on expert_card (counts_on, kind, id);

-- One row is one act on a card: suspended, resumed, revoked, expired, reissued.
create table expert_card_act (
  card_id bigint not null references expert_card (id),
  position bigint not null,
  kind text not null,
  happened_on text not null,
  known_by text,
  counts_on text not null,
  reason text not null,
  decision_no text not null,
  primary key (card_id, position),
  constraint expert_card_act_kind check (kind in ('suspended', 'resumed', 'revoked', 'expired', 'reissued'))
);

-- A time of one standing, half-open; it follows from the card and its acts.
create table expert_card_standing (
  card_id bigint not null references expert_card (id),
  position bigint not null,
  standing text not null,
  from_on text not null,
  to_on text,
  primary key (card_id, position),
  constraint expert_card_standing_standing check (standing in ('in_force', 'suspended', 'revoked', 'expired'))
);
create index expert_card_standing_day on expert_card_standing (from_on, to_on, card_id);
