-- The counter: numbers of books, and what a counter received for others today.

-- Technical: the last number given in a book (sổ chứng thực) of an agency in a year.
create table book_counter (
  agency_id bigint not null,
  book text not null,
  year bigint not null,
  last bigint not null,
  primary key (agency_id, book, year)
);

-- What was received for other agencies today, the newest first.
create index reception_received on reception (agency_id, received_at);
