-- One row is one legal document (văn bản quy phạm pháp luật) that the programme rests on.
create table legal_document (
  id bigint not null,
  number text not null,
  kind text not null,
  title text not null,
  folded text not null,
  issued_text text not null,
  issued_known_by text,
  issued_earliest_on text,
  issued_counts_on text not null,
  effective_on text,
  issuer text not null,
  status_note text not null,
  certainty text not null,
  owner_agency_id bigint not null,
  revision bigint not null,
  primary key (id),
  constraint legal_document_number_unique unique (number)
);
create index legal_document_issued on legal_document (issued_counts_on, id);

-- What a document does to others: amends, replaces or guides them. The other may not be in the register yet.
create table legal_relation (
  document_id bigint not null references legal_document (id),
  position bigint not null,
  kind text not null,
  target_number text not null,
  on_day text,
  certainty text not null,
  primary key (document_id, position),
  constraint legal_relation_kind check (kind in ('amends', 'replaces', 'guides'))
);
create index legal_relation_target on legal_relation (target_number, document_id);

-- One row is one model framework (mô hình khung) that a ministry has published.
create table model_framework (
  id bigint not null,
  owner_agency_id bigint not null,
  code text not null,
  publisher_code text not null,
  publisher text not null,
  applies_to text not null,
  folded text not null,
  decision_no text not null,
  certainty text not null,
  published_text text not null,
  published_known_by text,
  published_earliest_on text,
  published_counts_on text not null,
  revision bigint not null,
  primary key (id),
  constraint model_framework_code_unique unique (code)
);
create index model_framework_published on model_framework (published_counts_on, id);

-- Technical: which releases of reference data this database has taken over already.
create table release_mark (
  name text not null,
  sha256 text not null,
  primary key (name)
);
