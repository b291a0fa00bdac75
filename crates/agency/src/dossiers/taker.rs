//! Who comes for a result with a paper of the applicant (người được ủy quyền) and was not entered at receipt: what a
//! form asks, and what it brought.

use super::applicants::Person;
use super::model::Delivery;
use platform::Refusal;
use platform::web::{Field, Fields, Form, Reader};

/// Adds what is asked of whoever comes for the result.
pub(super) fn asked(form: Form) -> Form {
    form.field(Field::text("proxy_name", "lists-taker-name").hint("lists-taker-hint"))
        .field(Field::text("proxy_id_number", "lists-taker-number"))
}

/// Who is named; nobody where nothing was typed. A name beside another way of giving the result is a mistake.
pub(super) fn read(read: &mut Reader<'_>, (fields, delivery): (&Fields, Delivery)) -> Option<Person> {
    let text = |name| fields.get(name).to_owned();
    let taker = Person {
        name: text("proxy_name"),
        id_number: text("proxy_id_number").split_whitespace().collect(),
        ..Person::default()
    };
    let is_typed = taker != Person::default();
    if is_typed && delivery != Delivery::Proxy {
        read.refuse(Refusal::new("lists-refusal-taker").field("delivery"));
    }
    is_typed.then_some(taker)
}
