//! What officers do to agencies.

use super::decide::{self, Correct, Create, Reclassify, Refusal, Rename, Succeed};
use super::model::{Agency, AgencyEvent};
use super::{begin, import, scope, store, superiors_of};
use platform::permissions::Action;
use platform::{Ctx, Error, Record, Result, Scope, Tx, action};

action!(
    /// Enter an agency.
    pub CREATE = "agencies.create": NationalOfficer Nation, MinistryOfficer Subtree, ProvinceOfficer Subtree
);
action!(
    /// Correct an agency's record.
    pub CORRECT = "agencies.correct": NationalOfficer Nation, MinistryOfficer Subtree, ProvinceOfficer Subtree
);
action!(
    /// Rename, reclassify, merge, split or abolish an agency.
    pub CARRY_ON = "agencies.carry_on": NationalOfficer Nation, MinistryOfficer Subtree, ProvinceOfficer Subtree
);

/// Enters an agency and returns its id.
///
/// # Errors
/// Every reason why the row cannot be entered.
pub async fn create(ctx: &Ctx, command: Create) -> Result<i64> {
    let asked = command.clone();
    let above = ctx.read(move |tx| above(tx, &asked)).await?;
    ctx.may(&CREATE, &above)?;
    ctx.write(move |tx| {
        let row = &command.row;
        let known = import::known(tx, row)?;
        let mut read = decide::read(row, &known);
        if !store::id_of_code(tx, &row.code)?.is_empty() {
            let taken = platform::Refusal::from(Refusal::CodeTaken(row.code.clone()));
            match &mut read {
                Err(faults) => faults.push(taken),
                Ok(_) => return Err(taken.into()),
            }
        }
        let id = begin(tx, &row.code, decide::first_facts(read?, command.from_on))?.id;
        super::connect(tx)?;
        Ok(id)
    })
    .await
}

/// What creating touches: nothing that exists, under the ministry or province of the row.
fn above(tx: &mut Tx<'_>, command: &Create) -> Result<Scope> {
    let row = &command.row;
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let period = super::AgencyPeriod {
        from_on: command.from_on,
        ministry_code: some(&row.ministry_code),
        province_code: some(&row.province_code),
        ..super::AgencyPeriod::default()
    };
    Ok(Scope { owner_agency_id: None, superior_ids: superiors_of(tx, &period)? })
}

/// Corrects an agency's record.
///
/// # Errors
/// Every reason why the correction is refused.
pub async fn correct(ctx: &Ctx, id: i64, command: Correct) -> Result<()> {
    change(ctx, &CORRECT, id, move |tx, agency| {
        let known = import::known(tx, &command.row)?;
        Ok(decide::correct(agency, &command, &known)?)
    })
    .await
}

/// Gives an agency a new name.
///
/// # Errors
/// Every reason why the renaming is refused.
pub async fn rename(ctx: &Ctx, id: i64, command: Rename) -> Result<()> {
    change(ctx, &CARRY_ON, id, move |_, agency| Ok(decide::rename(agency, &command)?)).await
}

/// Puts an agency into another kind or place.
///
/// # Errors
/// Every reason why the change is refused.
pub async fn reclassify(ctx: &Ctx, id: i64, command: Reclassify) -> Result<()> {
    change(ctx, &CARRY_ON, id, move |tx, agency| {
        let known = import::known(tx, &command.row)?;
        Ok(decide::reclassify(agency, &command, &known)?)
    })
    .await
}

/// Merges, splits, renames into another or abolishes an agency.
///
/// # Errors
/// Every reason why the step is refused.
pub async fn carry_on(ctx: &Ctx, id: i64, command: Succeed) -> Result<()> {
    change(ctx, &CARRY_ON, id, move |tx, agency| {
        let successor = import::successor(tx, id, &command.row.successor_code)?;
        Ok(decide::carry_on(agency, &command, &successor)?)
    })
    .await
}

async fn change<F>(ctx: &Ctx, action: &'static Action, id: i64, decide: F) -> Result<()>
where
    F: Fn(&mut Tx<'_>, &Agency) -> Result<Vec<AgencyEvent>> + Send + 'static,
{
    let scope = ctx.read(move |tx| scope(tx, id)).await?;
    ctx.may(action, &scope)?;
    let ctx_of_job = ctx.clone();
    ctx.write(move |tx| {
        let mut agency = store::load(tx, id)?.ok_or(Error::NotFound)?;
        let events = decide(tx, &agency)?;
        agency.apply_all(&events);
        // Nobody may move an agency to where they could not have touched it.
        let above = Scope { owner_agency_id: Some(id), superior_ids: superiors_of(tx, agency.period())? };
        ctx_of_job.may(action, &above)?;
        store::save(tx, &agency, &events)?;
        super::connect(tx).map(drop)
    })
    .await
}

/// Leads an agency on into one or several others, or ends it, and connects earlier agencies with
/// today's anew.
///
/// # Errors
/// Every reason why that is refused.
pub async fn go_on(ctx: &Ctx, id: i64, command: decide::GoOn) -> Result<()> {
    let scope = ctx.read(move |tx| scope(tx, id)).await?;
    ctx.may(&CARRY_ON, &scope)?;
    ctx.write(move |tx| {
        let mut agency = store::load(tx, id)?.ok_or(Error::NotFound)?;
        let mut known: [decide::Successor; 5] = Default::default();
        for (known, code) in known.iter_mut().zip(&command.successors) {
            *known = import::successor(tx, id, code)?;
        }
        let events = decide::go_on(&agency, &command, &known)?;
        agency.apply_all(&events);
        store::save(tx, &agency, &events)?;
        super::connect(tx)?;
        Ok(())
    })
    .await
}
