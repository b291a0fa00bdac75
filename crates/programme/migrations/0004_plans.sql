-- A plan (kế hoạch) of a ministry or province to build and apply the system, or that it has none:
-- each owner that may owe one has a row (144/2006/QĐ-TTg, 118/2009/QĐ-TTg). A written date may be a
-- month or a year; earliest_on and counts_on follow from it. Without text and counts_on the day is not
-- known at all: the status then counts always. owes_plan: who is counted among the laggards.
create table plan (
  id bigint not null,
  owner_code text not null,
  owner text not null,
  folded text not null,
  level text not null,
  owes_plan boolean not null,
  status text not null,
  decision_no text not null,
  approved_on text not null,
  approved_known_by text,
  approved_earliest_on text,
  approved_counts_on text,
  drafted_on text not null,
  drafted_known_by text,
  drafted_earliest_on text,
  drafted_counts_on text,
  period text not null,
  owner_agency_id bigint not null,
  revision bigint not null,
  primary key (id),
  constraint plan_owner_period_unique unique (owner_code, period),
  constraint plan_level check (level in ('central', 'local')),
  constraint plan_status check (status in ('none', 'drafted', 'approved'))
);
create index plan_folded on plan (folded, id);
create index plan_level on plan (level, id);
