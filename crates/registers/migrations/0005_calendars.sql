-- One row is one release of the national holidays: what it changes of the releases before it, by the notice it follows.
-- Published releases never change; the calendar of number n is the sum of the releases 1 to n (bl-45-2019/112).
create table calendar_release (
  id bigint not null,
  owner_agency_id bigint not null,
  number bigint,
  state text not null,
  notice_number text not null,
  notice_on text,
  note text not null,
  first_year bigint not null,
  last_year bigint not null,
  published_on text,
  discard_reason text not null,
  revision bigint not null,
  primary key (id),
  constraint calendar_release_number_unique unique (number),
  constraint calendar_release_state check (state in ('draft', 'published', 'discarded'))
);
create index calendar_release_state_number on calendar_release (state, number);

-- One row is one day that a release enters, corrects or withdraws.
create table calendar_change (
  release_id bigint not null references calendar_release (id),
  on_day text not null,
  kind text not null,
  is_withdrawn boolean not null,
  name_vi text not null,
  name_en text not null,
  status text not null,
  legal_basis text,
  source text not null,
  primary key (release_id, on_day, kind),
  constraint calendar_change_kind check (kind in ('holiday', 'compensatory', 'swap_off', 'swap_work'))
);

-- One row is one version of the office hours of an agency, in force from a day until a later version's day.
-- Rows never change, so that a promise can name the version it was counted by.
create table office_hours (
  agency_id bigint not null,
  id bigint not null,
  number bigint not null,
  from_on text not null,
  monday text not null,
  tuesday text not null,
  wednesday text not null,
  thursday text not null,
  friday text not null,
  saturday text not null,
  sunday text not null,
  full_day text not null,
  swaps boolean not null,
  reason text not null,
  revision bigint not null,
  primary key (agency_id, id),
  constraint office_hours_number_unique unique (agency_id, number)
);
create index office_hours_from on office_hours (agency_id, from_on, number);
create index office_hours_id on office_hours (id);
