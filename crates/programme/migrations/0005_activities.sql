-- Something done for the programme (hoạt động): documents issued, proposals, conferences, urging, working visits.
-- targets: codes of those it was done for, with ';' between. count_stated: how many things the subject
-- says it were.
create table activity (
  id bigint not null,
  happened_on text not null,
  known_by text,
  earliest_on text,
  counts_on text not null,
  kind text not null,
  subject text not null,
  folded text not null,
  targets text not null,
  count_stated bigint,
  owner_agency_id bigint not null,
  revision bigint not null,
  primary key (id)
);
create index activity_day on activity (counts_on, id);
create index activity_kind on activity (kind, counts_on, id);
