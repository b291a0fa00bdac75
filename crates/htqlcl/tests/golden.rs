//! What the product promises about its routes: the table itself, who may do what, and that every
//! route keeps its promise to every role.

#[path = "golden/askers.rs"]
mod askers;
#[path = "golden/office.rs"]
mod office;
#[path = "golden/owners.rs"]
mod owners;
#[path = "common/small.rs"]
mod small;

use htqlcl::routes;
use platform::permissions::ACTIONS;
use platform::web::describe;
use platform::{Action, Role};
use std::path::Path;

#[test]
fn the_route_table_is_the_reviewed_one() {
    compare("routes.txt", &describe(&routes::all()));
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
        text.push_str(if action.deputies { "  and deputies" } else { "" });
    }
    compare("permissions.txt", &format!("{}\n", text.trim_end()));
}

/// Compares with a golden file. `HTQLCL_GOLDEN=write` writes it instead, for the change to be reviewed.
fn compare(name: &str, found: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    if std::env::var("HTQLCL_GOLDEN").is_ok_and(|word| word == "write") {
        std::fs::write(&path, found).unwrap();
        return;
    }
    let reviewed = std::fs::read_to_string(&path).unwrap_or_default();
    let gone = reviewed
        .lines()
        .filter(|line| !found.lines().any(|other| other == *line))
        .map(|line| format!("- {line}"));
    let came = found
        .lines()
        .filter(|line| !reviewed.lines().any(|other| other == *line))
        .map(|line| format!("+ {line}"));
    let changes: Vec<String> = gone.chain(came).collect();
    assert!(
        reviewed == found,
        "crates/htqlcl/tests/golden/{name} is not what the product has now:\n{}\n\
         If this change is meant, renew the file and review its difference:\n    \
         HTQLCL_GOLDEN=write cargo test -p htqlcl --test golden",
        changes.join("\n")
    );
}
