-- A number that a certificate bore before a correction: who holds a copy of the paper still finds it.
-- Derived from the events of certificates.
create table certificate_former_number (
  folded_number text not null,
  certificate_id bigint not null,
  primary key (folded_number)
);
