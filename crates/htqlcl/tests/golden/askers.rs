//! Every route, asked by the public and by every role through the whole router: who is let in, and
//! that nobody ever meets a page of our failure.

use super::office::{DOSSIER, Office, PEOPLE};
use htqlcl::routes;
use platform::testing::site::{Answer, Browser};
use platform::web::{Method, Permission, Route};
use platform::{Action, Role, journal, permissions::Reach};

/// The person who asks for a role: the first of it.
fn login_of(role: Role) -> &'static str {
    PEOPLE.iter().find(|person| person.1 == role).unwrap().0
}

/// What a path's braces stand for, so that it leads to something that is there.
async fn filled(office: &Office, path: &str) -> String {
    let by_begin: [(&str, &str, &str); 27] = [
        ("/accounts/", "account", "health"),
        ("/appointments/", "appointment", "health"),
        ("/activities/", "activity", "Tập huấn tại Đà Nẵng"),
        ("/agencies/", "agency", "N-48-STP"),
        ("/bodies/", "body", "CN-B"),
        ("/calendars/hours/", "office_hours", ""),
        ("/calendars/releases/{id}/", "calendar_release", "draft"),
        ("/calendars/releases/", "calendar_release", "published"),
        ("/certificates/", "certificate", "HT-N-06/2011"),
        ("/experts/", "card", "DG-02"),
        ("/frameworks/", "framework", "MHK-N-1"),
        ("/legal-documents/", "document", "27/2011/TT-BKHCN"),
        ("/dossiers/", "dossier", ""),
        ("/counter/same-day/", "dossier", ""),
        ("/receptions/", "reception", ""),
        ("/procedures/", "procedure", "ho_tich/001"),
        ("/places/", "place", "48"),
        ("/plans/", "plan", "48"),
        ("/reports/yearly/issues/", "issue", ""),
        ("/units/", "unit", ""),
        ("/staff/", "account", "clerk"),
        ("/deputies/", "deputy", ""),
        ("/processes/", "process", ""),
        ("/services/", "service", ""),
        ("/desks/", "desk", ""),
        ("/drafts/", "", ""),
        ("/imports/", "", ""),
    ];
    let mut filled = path.to_owned();
    if path.contains("{id}") {
        let of_page = path.strip_prefix("/api").unwrap_or(path);
        let found = by_begin.iter().find(|(begin, _, _)| of_page.starts_with(begin));
        let (_, table, key) =
            found.unwrap_or_else(|| panic!("a new path with an id: say what it stands for: {path}"));
        let id = if table.is_empty() { 1 } else { office.id(table, key).await };
        filled = filled.replace("{id}", &id.to_string());
    }
    if path.contains("{appointment}") {
        let id = office.id("appointment", "clerk").await;
        filled = filled.replace("{appointment}", &id.to_string());
    }
    if path.contains("{attachment}") {
        filled = filled.replace("{attachment}", &office.id("attachment", "").await.to_string());
    }
    let code = match path {
        _ if path.contains("places") => "48",
        _ if path.contains("track") => DOSSIER,
        _ => "N-48-STP",
    };
    let filled = filled
        .replace("{position}", "0")
        .replace("{token}", "2")
        .replace("{file}", "01.pdf")
        .replace("{code}", code)
        .replace("{*key}", "HT-N-06/2011")
        .replace("{*number}", "HT-N-06/2011");
    assert!(!filled.contains('{'), "say what the braces stand for in {path}");
    filled + query_of(path)
}

/// Pages that answer a question need one.
fn query_of(path: &str) -> &'static str {
    match path {
        "/reports/yearly/rows" | "/reports/yearly/rows.xlsx" => {
            "?from=2011-01-01&to=2011-12-31&as_of=2012-03-31&edition=nation&set=agencies_to_date"
        }
        "/api/calendars/due" => "?rule=D&amount=5&received=2012-03-30T09:00",
        "/places/lookup" => "?code=48&on=2012-03-31",
        _ => "",
    }
}

/// Things that nobody has begun in this office, so that there is nothing at their addresses.
fn may_be_missing(path: &str) -> bool {
    let begun_by_nobody =
        ["/drafts/", "/imports/", "/sign-in/appointment", "/counter/receive", "/counter/same-day"];
    begun_by_nobody.iter().any(|begin| path.starts_with(begin)) || path.contains("/corrections/")
}

/// What is not ready yet at these addresses is told as a refusal.
fn may_be_refused(path: &str) -> bool {
    path.starts_with("/dossiers/{id}/result.") || path == "/receptions/{id}/return"
}

/// The later steps of signing in are open to everybody who has taken the first.
fn is_a_step_of_signing_in(path: &str) -> bool {
    path.starts_with("/sign-in/") || path == "/account/password"
}

/// What a permission promises a role; none stands for somebody who has not signed in.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Promise {
    Let,
    LetToOwn,
    Forbid,
    SendToSignIn,
}

/// How far a role goes, with the role that its asker stands in for: in this office an officer for the clerk.
fn reach(action: &Action, role: Role) -> Option<Reach> {
    let absent = (role == Role::Officer && action.deputies).then_some(Role::Clerk);
    action.reach(role).or_else(|| action.reach(absent?))
}

fn promise(route: &Route, role: Option<Role>) -> Promise {
    match (route.permission, role) {
        (Permission::Public, None) if is_a_step_of_signing_in(route.path) => Promise::SendToSignIn,
        // Whoever only reads begins nothing, and so has nothing to discard.
        (Permission::SignedIn, Some(Role::Reader)) if route.path == "/drafts/{id}/discard" => Promise::Forbid,
        (Permission::Public, _) | (Permission::SignedIn, Some(_)) => Promise::Let,
        (_, None) => Promise::SendToSignIn,
        (Permission::Needs(action), Some(role)) => match reach(action, role) {
            None => Promise::Forbid,
            Some(Reach::Nation) => Promise::Let,
            Some(Reach::Own | Reach::Subtree) => Promise::LetToOwn,
        },
    }
}

fn keeps(promise: Promise, route: &Route, answer: &Answer) -> bool {
    let sent_to_sign_in = answer.status == 303 && answer.location().starts_with("/sign-in?back=")
        // A program is told in the language of programs.
        || answer.status == 401 && route.path.starts_with("/api/");
    let usual = match route.method {
        Method::Get => [200, 303].as_slice(),
        // Forms are sent empty: what is missing is told, or nothing was to be filled in.
        Method::Post => [200, 303, 409, 422].as_slice(),
    };
    let let_in = !sent_to_sign_in
        && (usual.contains(&answer.status)
            || answer.status == 404 && may_be_missing(route.path)
            || answer.status == 422 && may_be_refused(route.path));
    match promise {
        Promise::Let => let_in,
        Promise::LetToOwn => let_in || answer.status == 403,
        Promise::Forbid => answer.status == 403,
        Promise::SendToSignIn => sent_to_sign_in,
    }
}

async fn ask(browser: &Browser<'_>, route: &Route, address: &str) -> Answer {
    match route.method {
        Method::Get => browser.get(address).await,
        Method::Post => browser.post(address, &[]).await,
    }
}

/// Reading first, and signing out last: what is asked for must still be there, and the asker too.
fn in_order() -> Vec<Route> {
    let mut all = routes::all();
    all.sort_by_key(|route| (route.method, route.path == "/sign-out"));
    all
}

#[tokio::test]
async fn every_route_keeps_its_promise_to_everybody() {
    let office = Office::new().await;
    office.issue_a_report().await;
    let mut broken = Vec::new();
    for role in [None].into_iter().chain(Role::ALL.map(Some)) {
        let browser = match role {
            None => office.site.visitor(),
            Some(role) => office.site.browser(login_of(role)).await,
        };
        for route in in_order() {
            let address = filled(&office, route.path).await;
            let answer = ask(&browser, &route, &address).await;
            let promised = promise(&route, role);
            if !keeps(promised, &route, &answer) {
                let who = role.map_or("the public", Role::word);
                let text: String = answer.text.chars().take(300).collect();
                broken.push(format!(
                    "{} {address} for {who}: {promised:?}, but {}\n{text}",
                    route.method.name(),
                    answer.told()
                ));
            }
        }
    }
    assert!(broken.is_empty(), "{} broken promises\n{}", broken.len(), broken.join("\n"));
    let verified = office.test.db.snapshot(journal::verify).await.unwrap();
    assert!(verified.faults.is_empty(), "{:#?}", verified.faults);
}

#[tokio::test]
async fn every_form_needs_the_proof_of_its_session_and_a_page_of_ours() {
    let office = Office::new().await;
    office.issue_a_report().await;
    let own: &[(&str, &str)] = &[("sec-fetch-site", "same-origin")];
    let foreign: &[(&str, &str)] = &[("sec-fetch-site", "cross-site")];
    let mut broken = Vec::new();
    for route in in_order().into_iter().filter(|route| route.method == Method::Post) {
        // What an office does for itself alone is let to nobody else: then whoever does it for their own asks.
        let asker = |wanted| Role::ALL.into_iter().find(|role| promise(&route, Some(*role)) == wanted);
        let role = asker(Promise::Let).or_else(|| asker(Promise::LetToOwn)).unwrap();
        let browser = office.site.browser(login_of(role)).await;
        let address = filled(&office, route.path).await;
        // Signing in is asked of people without a session, whose form has no proof yet.
        if route.path != "/sign-in" {
            for fields in [vec![], vec![("csrf", "00")]] {
                let answer = browser.post_bare(&address, &fields, own).await;
                if answer.status != 403 {
                    broken.push(format!("{address} without proof: {}", answer.told()));
                }
            }
        }
        let answer = browser.post_bare(&address, &[("login", "nation")], foreign).await;
        if answer.status != 403 {
            broken.push(format!("{address} from another site: {}", answer.told()));
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}
