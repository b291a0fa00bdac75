//! What the product promises about its routes: the table itself, who may do what, and that every
//! route keeps its promise to every role.

mod common;

use common::golden;
use htqlcl::routes;
use platform::permissions::ACTIONS;
use platform::web::describe;
use platform::{Action, Role};

#[test]
fn the_route_table_is_the_reviewed_one() {
    golden::compare("routes.txt", &describe(&routes::all()));
}

#[test]
fn the_matrix_of_roles_and_actions_is_the_reviewed_one() {
    let mut actions: Vec<&Action> = ACTIONS.iter().copied().collect();
    actions.sort_by_key(|action| action.name);
    let width = actions.iter().map(|action| action.name.len()).max().unwrap_or_default();
    let mut text = format!("{:<width$}", "");
    for role in Role::ALL {
        text.push_str(&format!("  {:<18}", role.word()));
    }
    for action in actions {
        text = format!("{}\n{:<width$}", text.trim_end(), action.name);
        for role in Role::ALL {
            let reach =
                action.reach(role).map_or("-".to_owned(), |reach| format!("{reach:?}").to_lowercase());
            text.push_str(&format!("  {reach:<18}"));
        }
    }
    golden::compare("permissions.txt", &format!("{}\n", text.trim_end()));
}
