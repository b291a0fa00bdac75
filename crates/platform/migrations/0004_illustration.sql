-- Technical: one row in a database that was filled with made-up data; pages and papers say so as long as it stands.
create table illustration_mark (
  mark bigint not null,
  marked_at bigint not null,
  primary key (mark)
);
