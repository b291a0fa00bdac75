//! What a dossier is destined for: mostly nothing out of the way, now and then something; and the dossiers that
//! stand at the end of the year in every state that there is, however few there are in all. Pure.

use super::draw::Draw;
use platform::Role;

/// What befalls a dossier beside its steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Befalls {
    /// Nothing.
    Nothing,
    /// Papers are missing at the counter: guidance by form 02.
    Guided,
    /// It is not for this office: refused at the counter by form 03.
    TurnedAway,
    /// Papers are asked for.
    Papers,
    /// Papers are asked for a second time.
    PapersAgain,
    /// A payment is asked for.
    Payment,
    /// The citizen takes it back.
    Withdrawal,
    /// It is refused in writing.
    Refusal,
    /// Handling is stopped.
    Stop,
    /// The limit is extended, with an apology.
    Extension,
    /// An officer hands it over to another.
    HandOver,
    /// A step takes longer than the whole limit.
    Delay,
}

/// So many of a thousand dossiers with a limit of days.
const SHARES: [(Befalls, u64); 11] = [
    (Befalls::Guided, 34),
    (Befalls::TurnedAway, 10),
    (Befalls::Papers, 70),
    (Befalls::PapersAgain, 8),
    (Befalls::Withdrawal, 14),
    (Befalls::Refusal, 24),
    (Befalls::Stop, 9),
    (Befalls::Extension, 36),
    (Befalls::HandOver, 40),
    (Befalls::Delay, 34),
    (Befalls::Nothing, 721),
];

/// So many of a thousand dossiers that are done on the day they come.
const SHARES_OF_ONE_DAY: [(Befalls, u64); 4] =
    [(Befalls::Guided, 20), (Befalls::TurnedAway, 6), (Befalls::Delay, 12), (Befalls::Nothing, 962)];

/// So many of a thousand dossiers of procedures that come with a financial duty are asked to pay.
const PAYING: u64 = 400;

impl Befalls {
    /// What befalls a dossier of a procedure.
    pub fn drawn((is_of_one_day, has_duty): (bool, bool), draw: &mut Draw) -> Befalls {
        let shares = if is_of_one_day { &SHARES_OF_ONE_DAY[..] } else { &SHARES[..] };
        let drawn = draw.weighted(shares).copied().unwrap_or(Befalls::Nothing);
        if drawn == Befalls::Nothing && has_duty && draw.happens(PAYING) { Befalls::Payment } else { drawn }
    }

    /// How many times it does.
    pub fn times(self) -> u8 {
        match self {
            Befalls::Nothing | Befalls::Guided | Befalls::TurnedAway | Befalls::Delay => 0,
            Befalls::PapersAgain => 2,
            _ => 1,
        }
    }
}

/// Where a dossier stands still until the year is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rests {
    /// As soon as it was received.
    Received,
    /// At the work of a role; an officer has taken it.
    At(Role),
    /// When it waits for the citizen for the so-manieth time.
    Waiting(usize),
    /// With its result.
    Settled,
    /// Nowhere: it is over at once.
    Nowhere,
}

/// When a dossier of the last days came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Came {
    /// On the last morning.
    Now,
    /// So that it is due so many working days after the last day; late when negative.
    DueIn(i64),
}

/// A dossier of the last days.
#[derive(Clone, Copy, Debug)]
pub struct Present {
    /// Which office handles it.
    pub office: usize,
    /// Its procedure.
    pub code: &'static str,
    /// Whether the centre received it.
    pub at_centre: bool,
    /// When it came.
    pub came: Came,
    /// What befell it.
    pub befalls: Befalls,
    /// Where it stands.
    pub rests: Rests,
}

const fn here(code: &'static str, came: Came, befalls: Befalls, rests: Rests) -> Present {
    Present { office: 0, code, at_centre: false, came, befalls, rests }
}

const fn there(code: &'static str, came: Came, befalls: Befalls, rests: Rests) -> Present {
    Present { office: 1, code, at_centre: true, came, befalls, rests }
}

/// The dossiers of the last days. A small year has only the first of them: what tells most stands first. What is
/// settled is of a procedure with a template of its result, so that there is one to be given back.
pub const PRESENT: [Present; 32] = {
    use Befalls::{
        Extension, Guided, HandOver, Nothing, Papers, PapersAgain, Payment, Refusal, Stop, TurnedAway,
        Withdrawal,
    };
    use Came::{DueIn, Now};
    use Rests::{At, Nowhere, Received, Settled, Waiting};
    [
        here("ho_tich/003", DueIn(3), Papers, Waiting(1)),
        there("dat_dai/06", DueIn(5), Payment, Waiting(1)),
        here("ho_tich/033", Now, Nothing, Received),
        here("ho_tich/005", DueIn(0), Nothing, At(Role::Officer)),
        here("hkd/01", DueIn(-2), Nothing, At(Role::Officer)),
        here("ho_tich/033", DueIn(1), Nothing, Settled),
        here("ho_tich/019", DueIn(2), Withdrawal, Nowhere),
        here("xay_dung/03", DueIn(2), Stop, Nowhere),
        here("ho_tich/025", Now, Guided, Nowhere),
        here("hkd/01", DueIn(0), Nothing, At(Role::UnitHead)),
        here("ho_tich/025", DueIn(1), Nothing, At(Role::Head)),
        here("btxh/01", DueIn(4), PapersAgain, Waiting(2)),
        here("dat_dai/01", DueIn(8), Payment, Waiting(1)),
        there("dat_dai/08", DueIn(4), Papers, Waiting(1)),
        there("dat_dai/04", DueIn(2), Nothing, Settled),
        here("chung_thuc/006", Now, Nothing, Nowhere),
        here("chung_thuc/006", Now, Nothing, Nowhere),
        here("ho_tich/005", DueIn(0), Nothing, At(Role::Head)),
        here("btxh/01", DueIn(2), Nothing, At(Role::RecordsOfficer)),
        here("ho_tich/003", DueIn(1), Nothing, At(Role::UnitHead)),
        here("dat_dai/01", DueIn(3), Extension, At(Role::Officer)),
        here("btxh/02", DueIn(1), HandOver, At(Role::Officer)),
        there("dat_dai/06", DueIn(-1), Nothing, At(Role::Officer)),
        there("dat_dai/04", DueIn(0), Nothing, At(Role::UnitHead)),
        Present { at_centre: true, ..here("hkd/01", Now, Nothing, Received) },
        Present { at_centre: true, ..here("ho_tich/033", DueIn(1), Papers, Waiting(1)) },
        here("ho_tich/034", Now, TurnedAway, Nowhere),
        here("btxh/05", DueIn(12), Nothing, At(Role::Officer)),
        here("hkd/01", DueIn(1), Nothing, Settled),
        here("ho_tich/025", DueIn(0), Refusal, Nowhere),
        there("dat_dai/08", DueIn(0), Nothing, At(Role::Head)),
        Present { at_centre: false, ..there("dat_dai/08", Now, Nothing, Received) },
    ]
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_of_a_thousand() {
        assert_eq!(SHARES.iter().map(|(_, share)| share).sum::<u64>(), 1_000);
        assert_eq!(SHARES_OF_ONE_DAY.iter().map(|(_, share)| share).sum::<u64>(), 1_000);
    }
}
