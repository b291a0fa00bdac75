//! Stories of reminders: what a timer sends off beside a step, while the dossier goes its way.

use crate::incidents::serve;
use crate::office::{OFFICE, Office, on_both};
use agency::dossiers::*;
use platform::permissions::Role;
use platform::{Actor, Ctx};
use std::collections::BTreeMap;

const WITH_MACHINE: &str = include_str!("files/with-machine.bpmn");

/// The model with a timer beside the examination that goes on all the same, and a way from it to an end of its own.
fn reminding(work: &str) -> String {
    let more = format!(
        "<boundaryEvent id=\"nhac\" name=\"Sắp hạn\" attachedToRef=\"tham_dinh\" cancelActivity=\"false\">
           <timerEventDefinition id=\"t2\" htqlcl:workingDays=\"2\"/>
         </boundaryEvent>
         {work}<endEvent id=\"da_nhac\"/>
         <sequenceFlow id=\"f9\" sourceRef=\"nhac\" targetRef=\"nhac_viec\"/>
         <sequenceFlow id=\"f10\" sourceRef=\"nhac_viec\" targetRef=\"da_nhac\"/>"
    );
    WITH_MACHINE
        .replace(
            "<flowNodeRef>bao</flowNodeRef>",
            "<flowNodeRef>bao</flowNodeRef><flowNodeRef>nhac_viec</flowNodeRef>",
        )
        .replace("<userTask id=\"tra\"", &format!("{more}<userTask id=\"tra\""))
}

async fn receive(office: &Office, procedure_id: i64) -> Dossier {
    let command =
        Receive { procedure_id, fee_vnd: 0, fee_paid: false, answers: BTreeMap::new(), ..office.command() };
    office.db().write(move |tx| receive_in(tx, OFFICE, &command)).await.unwrap()
}

async fn fire(office: &Office) -> usize {
    fire_due(&Ctx::new(office.db().clone(), Actor::system()), 10).await.unwrap()
}

#[tokio::test]
async fn a_reminder_that_is_still_open_holds_up_no_result_and_ends_with_the_dossier() {
    on_both(agency::routes, async |office| {
        let model = reminding("<userTask id=\"nhac_viec\" name=\"Nhắc việc\"/>");
        let model = model
            .replace("<endEvent id=\"end\"/>", "<endEvent id=\"end\"><terminateEventDefinition/></endEvent>");
        let procedure_id = serve(office, &model).await;
        let id = receive(office, procedure_id).await.id;
        office.at("2026-11-12T09:00");
        assert_eq!(fire(office).await, 1);
        let reminded = office.dossier(id).await;
        assert_eq!((reminded.status, reminded.tasks.len()), (Status::InProgress, 2));
        // The first task is the examination itself; the second is the reminder, which nobody does.
        let settled = office.step(id).await;
        let roles: Vec<Role> = settled.tasks.iter().map(|task| task.role).collect();
        assert_eq!(settled.status, Status::Settled, "{roles:?}");
        assert!(roles.contains(&Role::Officer) && roles.contains(&Role::Clerk), "{roles:?}");
        let returned = office.do_last(id).await;
        assert_eq!((returned.status, returned.tasks.len()), (Status::Returned, 0));
        assert_eq!(office.dossier(id).await, returned);
    })
    .await;
}

#[tokio::test]
async fn a_notice_that_reminds_the_citizen_of_a_result_leaves_it_settled() {
    on_both(agency::routes, async |office| {
        let notice =
            "<serviceTask id=\"nhac_viec\" name=\"Mời đến nhận kết quả\" htqlcl:handler=\"notify\"/>";
        let model =
            reminding(notice).replace("attachedToRef=\"tham_dinh\" cancel", "attachedToRef=\"tra\" cancel");
        let procedure_id = serve(office, &model).await;
        let id = receive(office, procedure_id).await.id;
        office.at("2026-11-10T09:00");
        let settled = office.step(id).await;
        assert_eq!(settled.status, Status::Settled);
        office.at("2026-11-16T09:00");
        assert_eq!(fire(office).await, 1);
        let reminded = office.dossier(id).await;
        assert_eq!((reminded.status, reminded.settled_at), (Status::Settled, settled.settled_at));
        let words: Vec<&str> = reminded.notices.iter().map(|notice| notice.text.as_str()).collect();
        assert_eq!(words.last(), Some(&"Mời đến nhận kết quả"), "{words:?}");
        assert_eq!(office.step(id).await.status, Status::Returned);
    })
    .await;
}
