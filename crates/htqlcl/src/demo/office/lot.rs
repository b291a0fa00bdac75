//! Which service each dossier of the year is for, where it is received, what befalls it and when it comes. Pure: the
//! same number gives the same lot at every turn.

use super::World;
use super::draw::Draw;
use super::fate::{Befalls, Came, PRESENT, Present, Rests};
use super::season::Season;
use super::setting::{Open, Service};
use agency::dossiers::Channel;
use workdays::Limit;

/// What one dossier of the year is.
pub struct Lot<'a> {
    /// The office that handles it.
    pub office: &'a Open,
    /// The office whose counter receives it.
    pub desk: &'a Open,
    /// The service.
    pub service: &'a Service,
    /// How it comes in.
    pub channel: Channel,
    /// What befalls it.
    pub befalls: Befalls,
    /// Where it stands still until the year is over.
    pub rests: Option<Rests>,
}

/// The numbers of a year's dossiers: the last of them stand for the last days.
#[derive(Clone, Copy, Debug)]
pub struct Numbers {
    /// What everything is drawn from.
    pub seed: u64,
    /// How many there are.
    pub all: u64,
}

impl Numbers {
    /// How many come in the course of the year; those after them are of the last days.
    pub fn usual(self) -> u64 {
        self.all - (PRESENT.len() as u64).min(self.all / 4)
    }

    fn present(self, number: u64) -> Option<&'static Present> {
        PRESENT.get(usize::try_from(number.checked_sub(self.usual())?).ok()?)
    }

    /// The lot of a number; none where its office offers nothing.
    pub fn lot(self, world: &World, number: u64) -> Option<Lot<'_>> {
        let [ward, department, centre] = &world.offices;
        let mut draw = Draw::of(self.seed, &[number, 3]);
        if let Some(present) = self.present(number) {
            let office = &world.offices[present.office];
            let (service, _) = office.services.iter().find(|(service, _)| service.code == present.code)?;
            let desk = if present.at_centre { centre } else { office };
            let channel =
                if draw.happens(400) && !present.at_centre { Channel::Online } else { Channel::Counter };
            let (befalls, rests) = (present.befalls, Some(present.rests));
            let channel = channel_of((service, befalls), channel);
            return Some(Lot { office, desk, service, channel, befalls, rests });
        }
        let office = if draw.happens(820) { ward } else { department };
        let service = draw.weighted(&office.services)?;
        let befalls = Befalls::drawn((service.is_of_one_day(), service.has_duty()), &mut draw);
        let channel = match draw.below(100) {
            0..=52 => Channel::Counter,
            53..=93 => Channel::Online,
            _ => Channel::Post,
        };
        let channel = channel_of((service, befalls), channel);
        let at_centre = channel == Channel::Counter
            && service.book.is_none()
            && draw.happens(if std::ptr::eq(office, department) { 800 } else { 110 });
        let desk = if at_centre { centre } else { office };
        Some(Lot { office, desk, service, channel, befalls, rests: None })
    }

    /// When it comes.
    pub fn comes_at(self, world: &World, (season, number): (&Season, u64)) -> i64 {
        let mut draw = Draw::of(self.seed, &[number, 1]);
        let Some(present) = self.present(number) else {
            return season.moment((number, self.usual()), &mut draw);
        };
        let due_in = match present.came {
            Came::Now => return season.morning(0, &mut draw),
            Came::DueIn(days) => days,
        };
        let limit = match self.lot(world, number).and_then(|lot| lot.service.limit) {
            Some(Limit::WorkingDays(days) | Limit::WorkingDaysAtClock(days)) => days,
            _ => 3,
        };
        // On a day of rest the last working day is one day further off from what is due next.
        let ago = limit - due_in - i64::from(season.rests());
        season.morning(usize::try_from(ago).unwrap_or(0), &mut draw)
    }
}

/// What is certified is shown, and who is turned away stands there: at the counter.
fn channel_of((service, befalls): (&Service, Befalls), drawn: Channel) -> Channel {
    let in_person = service.book.is_some() || matches!(befalls, Befalls::Guided | Befalls::TurnedAway);
    if in_person { Channel::Counter } else { drawn }
}
