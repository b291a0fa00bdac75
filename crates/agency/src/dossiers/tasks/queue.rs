//! A person's queues, merged by due moment.

use super::left::Horizon;
use super::store;
use crate::dossiers::{Person, Status};
use platform::permissions::Role;
use platform::{Result, Tx};
use registers::people;

/// What the list shows: all, or one part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Everything.
    All,
    /// What ends today.
    Today,
    /// What ends within the next working days.
    Soon,
    /// What is late.
    Late,
    /// What waits for the citizen.
    Waiting,
}

impl Part {
    /// All parts in the order of the tabs.
    pub const ALL: [Part; 5] = [Part::All, Part::Today, Part::Soon, Part::Late, Part::Waiting];

    /// The word in an address; none for everything.
    pub fn word(self) -> &'static str {
        match self {
            Part::All => "",
            Part::Today => "today",
            Part::Soon => "soon",
            Part::Late => "late",
            Part::Waiting => "waiting",
        }
    }

    /// The part of a word.
    pub fn of_word(word: &str) -> Option<Part> {
        Part::ALL.into_iter().find(|part| part.word() == word)
    }

    /// Key of its name.
    pub fn key(self) -> &'static str {
        match self {
            Part::All => "tasks-part-all",
            Part::Today => "tasks-part-today",
            Part::Soon => "tasks-part-soon",
            Part::Late => "tasks-part-late",
            Part::Waiting => "tasks-part-waiting",
        }
    }

    /// After which due moment, and up to which.
    fn bounds(self, horizon: Horizon) -> (i64, i64) {
        match self {
            Part::All | Part::Waiting => (i64::MIN, i64::MAX),
            Part::Late => (i64::MIN, horizon.now - 1),
            Part::Today => (horizon.now - 1, horizon.today_ends_at),
            Part::Soon => (horizon.today_ends_at, horizon.soon_ends_at),
        }
    }
}

/// The place of a row in the list: due moment, dossier, token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The due moment of its dossier.
    pub due_at: i64,
    /// The dossier.
    pub dossier_id: i64,
    /// The token of the task.
    pub token: i64,
}

/// One queue: one range of an index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Queue {
    /// What a person has taken or was given.
    Held(i64),
    /// What nobody has taken of a role in a unit; 0 for what belongs to no unit.
    Open(Role, i64),
}

/// How many tasks of a queue are counted. A person has tens of them; more than this is told as so many and more,
/// so that a page costs the same however long the queues are.
const MOST_COUNTED: i64 = 1_000;

/// How many tasks each part has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// All.
    pub every: i64,
    /// Due today.
    pub today: i64,
    /// Due soon.
    pub soon: i64,
    /// Late.
    pub late: i64,
    /// Waiting for the citizen.
    pub waiting: i64,
    /// Whether a queue is longer than what was counted of it.
    pub has_more: bool,
}

impl Counts {
    /// Whether a part may have more than its count.
    pub fn has_more(self, part: Part) -> bool {
        self.has_more && self.of(part) >= MOST_COUNTED
    }

    /// The count of a part.
    pub fn of(self, part: Part) -> i64 {
        match part {
            Part::All => self.every,
            Part::Today => self.today,
            Part::Soon => self.soon,
            Part::Late => self.late,
            Part::Waiting => self.waiting,
        }
    }
}

/// The queues of a person. Whoever works in no unit serves all of them, and the agency's head has what closed units
/// have left.
///
/// # Errors
/// When the database fails.
pub fn queues(tx: &mut Tx<'_>, agency_id: i64, person: &Person) -> Result<Vec<Queue>> {
    let mut queues = Vec::new();
    let own = (person.account_id, person.role, person.unit_id);
    let whom = std::iter::once(own).chain(person.stands_for.iter().copied());
    let mut all_units = None;
    for (account_id, role, unit_id) in whom {
        queues.push(Queue::Held(account_id));
        queues.push(Queue::Open(role, 0));
        if let Some(unit_id) = unit_id {
            queues.push(Queue::Open(role, unit_id));
        } else if matches!(role, Role::Officer | Role::UnitHead) {
            if all_units.is_none() {
                all_units = Some(people::units(tx, agency_id)?);
            }
            let units = all_units.iter().flatten();
            queues.extend(units.map(|unit| Queue::Open(role, unit.id)));
        }
    }
    if person.is(Role::Head) {
        queues.extend(orphaned(tx, agency_id)?);
    }
    let mut seen = Vec::with_capacity(queues.len());
    for queue in queues {
        if !seen.contains(&queue) {
            seen.push(queue);
        }
    }
    Ok(seen)
}

/// The queues of units that are closed. Nobody works there any more: whoever leads the agency hands their tasks out.
fn orphaned(tx: &mut Tx<'_>, agency_id: i64) -> Result<Vec<Queue>> {
    let today = tx.today();
    let closed = people::units(tx, agency_id)?.into_iter().filter(|unit| !unit.exists_on(today));
    let both = |unit: people::Unit| [Role::Officer, Role::UnitHead].map(|role| Queue::Open(role, unit.id));
    Ok(closed.flat_map(both).collect())
}

impl Queue {
    fn first(
        self,
        tx: &mut Tx<'_>,
        agency_id: i64,
        (after, until, most): (Place, i64, i64),
    ) -> Result<Vec<Place>> {
        let Place { due_at, dossier_id, token } = after;
        let place = |due_at, dossier_id, token| Place { due_at, dossier_id, token };
        Ok(match self {
            Queue::Held(account_id) => {
                let rows = store::held(tx, agency_id, account_id, due_at, dossier_id, token, until, most)?;
                rows.into_iter().map(|row| place(row.due_at, row.dossier_id, row.token)).collect()
            }
            Queue::Open(role, unit_id) => {
                let rows =
                    store::open(tx, agency_id, role.word(), unit_id, due_at, dossier_id, token, until, most)?;
                rows.into_iter().map(|row| place(row.due_at, row.dossier_id, row.token)).collect()
            }
        })
    }

    fn count(self, tx: &mut Tx<'_>, agency_id: i64, horizon: Horizon) -> Result<Counts> {
        let Horizon { now, today_ends_at, soon_ends_at } = horizon;
        let counted = match self {
            Queue::Held(account_id) => {
                let (today, soon, most) = (today_ends_at, soon_ends_at, MOST_COUNTED);
                let rows = store::count_held(tx, agency_id, account_id, now, today, soon, most)?;
                rows.into_iter().map(|row| (row.late, row.today, row.soon, row.every)).next()
            }
            Queue::Open(role, unit_id) => {
                let (today, soon, most) = (today_ends_at, soon_ends_at, MOST_COUNTED);
                let rows = store::count_open(tx, agency_id, role.word(), unit_id, now, today, soon, most)?;
                rows.into_iter().map(|row| (row.late, row.today, row.soon, row.every)).next()
            }
        };
        let (late, today, soon, every) = counted.unwrap_or_default();
        Ok(Counts { every, today, soon, late, waiting: 0, has_more: every >= MOST_COUNTED })
    }
}

/// What of a person's work is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The agency.
    pub agency_id: i64,
    /// Who asks.
    pub person: &'a Person,
    /// The person's queues.
    pub queues: &'a [Queue],
    /// The moments that divide the parts.
    pub horizon: Horizon,
}

/// What waits for the citizen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Waiting {
    /// All of it, in the order of the list.
    pub all: Vec<Place>,
    /// What of it stands in none of the person's queues: the counter takes it in for others.
    pub beside: Vec<Place>,
}

/// How many tasks each part has, and where the waiting ones are.
///
/// # Errors
/// When the database fails.
pub fn counts(tx: &mut Tx<'_>, asked: Asked<'_>) -> Result<(Counts, Waiting)> {
    let mut all = Counts::default();
    for queue in asked.queues {
        let counted = queue.count(tx, asked.agency_id, asked.horizon)?;
        all.every += counted.every;
        all.today += counted.today;
        all.soon += counted.soon;
        all.late += counted.late;
        all.has_more |= counted.has_more;
    }
    let waiting = waiting(tx, asked)?;
    let many = |places: &[Place]| i64::try_from(places.len()).unwrap_or(i64::MAX);
    all.waiting = many(&waiting.all);
    all.every += many(&waiting.beside);
    Ok((all, waiting))
}

/// What waits for the citizen: the counter sees all of it, everybody else one's own tasks.
fn waiting(tx: &mut Tx<'_>, asked: Asked<'_>) -> Result<Waiting> {
    let is_counter = asked.person.is(Role::Clerk);
    let (mut places, mut own) = (Vec::new(), Vec::new());
    for status in [Status::AwaitingPapers, Status::AwaitingPayment] {
        for row in store::waiting(tx, asked.agency_id, status.number())? {
            let is_own = asked.queues.iter().any(|queue| match (*queue, row.assignee) {
                (Queue::Held(account_id), Some(assignee)) => account_id == assignee,
                (Queue::Open(role, unit_id), None) => role.word() == row.role && unit_id == row.unit_id,
                _ => false,
            });
            if is_own || is_counter {
                places.push(Place { due_at: row.due_at, dossier_id: row.dossier_id, token: row.token });
            }
            if is_own {
                own.push(row.dossier_id);
            }
        }
    }
    places.sort_unstable();
    if is_counter {
        // The counter takes in what the citizen brings, once for the dossier.
        places.dedup_by_key(|place| place.dossier_id);
    }
    let beside = places.iter().filter(|place| !own.contains(&place.dossier_id)).copied().collect();
    Ok(Waiting { all: places, beside })
}

/// The first places of a part after one, at most `most`.
///
/// # Errors
/// When the database fails.
pub fn places(
    tx: &mut Tx<'_>,
    asked: Asked<'_>,
    (part, after, most): (Part, Option<Place>, usize),
) -> Result<Vec<Place>> {
    let (from, until) = part.bounds(asked.horizon);
    let start = Place { due_at: from, dossier_id: i64::MAX, token: i64::MAX };
    let after = after.map_or(start, |after| after.max(start));
    let limit = i64::try_from(most).unwrap_or(i64::MAX);
    let mut merged = Vec::new();
    for queue in asked.queues {
        merged.extend(queue.first(tx, asked.agency_id, (after, until, limit))?);
    }
    merged.sort_unstable();
    merged.truncate(most);
    Ok(merged)
}
