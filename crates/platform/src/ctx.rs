//! The context of an operation: who acts, in which language, on which database.

use crate::db::{Db, Once, Tx};
use crate::error::{Error, Result};
use crate::i18n::Language;
use crate::journal;
use crate::permissions::{Action, Role, Scope};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Who acts.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Actor {
    /// The account; 0 is the system itself (command line, imports by the installer).
    pub account_id: i64,
    /// The person's name as pages show it.
    pub name: String,
    /// The appointment that is active in this session; none for the public.
    pub appointment: Option<Appointment>,
    /// Whether this is the system itself, which the operator of the machine speaks for.
    pub system: bool,
    /// The roles of the absent people of the agency for whom the person deputises today.
    pub stands_for: Vec<Role>,
}

/// A dated appointment: in which agency a person acts, in which role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appointment {
    /// Its id.
    pub id: i64,
    /// The agency (or body) acted for.
    pub agency_id: i64,
    /// Its name on the day of sign-in.
    pub agency_name: String,
    /// The unit of the agency, where the person works in one.
    pub unit_id: Option<i64>,
    /// The part appointed to.
    pub role: Role,
}

impl Actor {
    /// The operator of the machine, through the command line.
    pub fn system() -> Actor {
        Actor {
            account_id: 0,
            name: "htqlcl".to_owned(),
            appointment: None,
            system: true,
            stands_for: Vec::new(),
        }
    }

    /// Somebody who has not signed in.
    pub fn public() -> Actor {
        Actor::default()
    }

    /// The agency acted for, if any.
    pub fn agency_id(&self) -> Option<i64> {
        self.appointment.as_ref().map(|appointment| appointment.agency_id)
    }

    /// The role acted in, if any.
    pub fn role(&self) -> Option<Role> {
        self.appointment.as_ref().map(|appointment| appointment.role)
    }

    /// The roles in which the actor may do `action`: the own one, and those stood in for where deputies may.
    fn roles_for<'a>(&'a self, action: &'a Action) -> impl Iterator<Item = Role> + 'a {
        let absent =
            self.stands_for.iter().copied().filter(|_| action.deputies && self.appointment.is_some());
        self.role().into_iter().chain(absent)
    }
}

/// What is known of the sending of a form beside its key.
#[derive(Clone, Debug, Default)]
pub struct Sending {
    /// The signature of what was sent.
    pub(crate) content: Option<String>,
    /// Whether this very request has written something.
    has_written: Arc<AtomicBool>,
}

impl Sending {
    /// A sending of what has this signature.
    pub(crate) fn of(content: String) -> Sending {
        Sending { content: Some(content), ..Sending::default() }
    }
}

/// One operation's surroundings. Every action takes it first.
#[derive(Clone)]
pub struct Ctx {
    /// The database.
    pub db: Db,
    /// Who acts.
    pub actor: Actor,
    /// The language of the answer.
    pub language: Language,
    /// The key of the form being answered; a second sending of it does nothing.
    pub form_key: Option<String>,
    /// What was sent under that key.
    pub sending: Sending,
}

impl Ctx {
    /// A context for `actor`, in Vietnamese, answering no form.
    pub fn new(db: Db, actor: Actor) -> Ctx {
        Ctx { db, actor, language: Language::Vi, form_key: None, sending: Sending::default() }
    }

    /// Whether the actor may do `action` to what `scope` says.
    pub fn can(&self, action: &Action, scope: &Scope) -> bool {
        if self.actor.system {
            return true;
        }
        let Some(appointment) = &self.actor.appointment else { return false };
        let mut reaches = self.actor.roles_for(action).filter_map(|role| action.reach(role));
        reaches.any(|reach| scope.is_within(reach, appointment.agency_id))
    }

    /// Refuses unless the actor may.
    ///
    /// # Errors
    /// [`Error::Forbidden`] with the action's name.
    pub fn may(&self, action: &Action, scope: &Scope) -> Result<()> {
        if self.can(action, scope) { Ok(()) } else { Err(Error::Forbidden(action.name)) }
    }

    /// Whether the actor's role may do `action` to anything at all: for menus and buttons.
    pub fn could(&self, action: &Action) -> bool {
        self.actor.system || self.actor.roles_for(action).any(|role| action.reach(role).is_some())
    }

    /// The agency in whose name something new is made: the actor's, else the nation's (0).
    pub fn own_agency_id(&self) -> i64 {
        self.actor.agency_id().unwrap_or(0)
    }

    /// Runs `job` in a writing transaction in the actor's name.
    ///
    /// # Errors
    /// What `job` returned; [`Error::Repeated`] when this form was answered before.
    pub async fn write<T, F>(&self, job: F) -> Result<T>
    where
        T: Send + 'static,
        F: Fn(&mut Tx<'_>) -> Result<T> + Send + 'static,
    {
        let (account_id, agency_id, once) = (self.actor.account_id, self.own_agency_id(), self.once());
        let written = self
            .db
            .write(move |tx| {
                tx.set_actor(account_id);
                journal::take_chain(tx, agency_id)?;
                if let Some(once) = &once {
                    tx.set_once(once.clone());
                    journal::refuse_repeated(tx)?;
                }
                job(tx)
            })
            .await?;
        self.sending.has_written.store(true, Ordering::Relaxed);
        Ok(written)
    }

    fn once(&self) -> Option<Once> {
        let key = self.form_key.clone()?;
        Some(Once { account_id: self.actor.account_id, key, content: self.sending.content.clone() })
    }

    /// The record that an earlier sending of this form made or changed; none where this is the first.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) async fn done_before(&self) -> Result<Option<(String, i64)>> {
        let Some(once) = self.once().filter(|_| !self.sending.has_written.load(Ordering::Relaxed)) else {
            return Ok(None);
        };
        self.db.read(move |tx| journal::done_before(tx, &once)).await
    }

    /// Runs `job` for reading.
    ///
    /// # Errors
    /// What `job` returned.
    pub async fn read<T, F>(&self, job: F) -> Result<T>
    where
        T: Send + 'static,
        F: Fn(&mut Tx<'_>) -> Result<T> + Send + 'static,
    {
        self.db.read(job).await
    }
}
