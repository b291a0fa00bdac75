-- One row is one administrative procedure (thủ tục hành chính) in its present version (Nghị định 63/2010/NĐ-CP,
-- Điều 8: what a procedure must tell). Names, codes and rule are what lists filter by; the rest stands in the version.
create table admin_procedure (
  id bigint not null,
  owner_agency_id bigint not null,
  code text not null,
  national_code text,
  name text not null,
  name_folded text not null,
  folded text not null,
  sector text not null,
  level text not null,
  executing_agency text not null,
  limit_rule text not null,
  limit_amount text not null,
  fee_vnd bigint,
  step_count bigint not null,
  is_illustrative boolean not null,
  field_count bigint not null,
  has_result boolean not null,
  from_on text not null,
  revision bigint not null,
  primary key (id),
  constraint admin_procedure_code_unique unique (code),
  constraint admin_procedure_level check (level in ('commune', 'province', 'shared')),
  constraint admin_procedure_limit_rule check (limit_rule in ('', 'H', 'D', 'DC', 'S', 'C'))
);
create index admin_procedure_name on admin_procedure (name_folded, id);

-- One row is one version of a procedure; never changed: dossiers keep the version they were received under.
create table admin_procedure_version (
  procedure_id bigint not null references admin_procedure (id),
  revision bigint not null,
  from_on text not null,
  facts text not null,
  primary key (procedure_id, revision)
);
