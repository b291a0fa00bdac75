//! The context of an operation: who acts, in which language, on which database.

use crate::db::{Db, Tx};
use crate::error::{Error, Result};
use crate::i18n::Language;
use crate::journal;
use crate::permissions::{Action, Role, Scope};

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
        Actor { account_id: 0, name: "htqlcl".to_owned(), appointment: None, system: true }
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
}

impl Ctx {
    /// A context for `actor`, in Vietnamese, answering no form.
    pub fn new(db: Db, actor: Actor) -> Ctx {
        Ctx { db, actor, language: Language::Vi, form_key: None }
    }

    /// Whether the actor may do `action` to what `scope` says.
    pub fn can(&self, action: &Action, scope: &Scope) -> bool {
        if self.actor.system {
            return true;
        }
        let Some(appointment) = &self.actor.appointment else { return false };
        action.reach(appointment.role).is_some_and(|reach| scope.is_within(reach, appointment.agency_id))
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
        self.actor.system || self.actor.role().is_some_and(|role| action.reach(role).is_some())
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
        let (account_id, agency_id) = (self.actor.account_id, self.own_agency_id());
        let form_key = self.form_key.clone();
        self.db
            .write(move |tx| {
                tx.set_actor(account_id);
                journal::take_chain(tx, agency_id)?;
                if let Some(key) = &form_key {
                    tx.set_once(account_id, key.clone());
                    journal::refuse_repeated(tx)?;
                }
                job(tx)
            })
            .await
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
