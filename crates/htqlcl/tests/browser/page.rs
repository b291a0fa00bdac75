//! What people do with a page, in their words. Whatever is looked for is waited for.

use super::chromium::{Driver, Shape};
use super::server::Server;
use thirtyfour::prelude::*;

/// The password of every account of the demonstration.
pub const PASSWORD: &str = htqlcl::demo::PASSWORD;

/// A browser showing a page.
pub struct Page {
    /// The browser.
    pub browser: WebDriver,
    address: String,
    shape: Shape,
}

impl Page {
    /// A fresh browser.
    pub async fn open_browser(driver: &Driver, server: &Server, shape: Shape) -> Page {
        Page { browser: driver.browser(shape).await, address: server.address.clone(), shape }
    }

    /// Closes the browser.
    pub async fn close(self) {
        self.browser.quit().await.unwrap();
    }

    /// Whether this is a phone.
    pub fn is_phone(&self) -> bool {
        self.shape != Shape::Desk
    }

    /// Goes to an address of the product.
    pub async fn go(&self, path: &str) {
        self.browser.goto(format!("{}{path}", self.address)).await.unwrap();
    }

    /// Where the browser is, without the server.
    pub async fn path(&self) -> String {
        let url = self.browser.current_url().await.unwrap();
        url.as_str().strip_prefix(&self.address).unwrap_or(url.as_str()).to_owned()
    }

    /// Waits for something on the page.
    pub async fn find(&self, css: &str) -> WebElement {
        match self.browser.query(By::Css(css)).first().await {
            Ok(element) => element,
            Err(error) => panic!("no {css} at {}: {error}\n{}", self.path().await, self.text().await),
        }
    }

    /// Waits for this text.
    pub async fn sees(&self, text: &str) {
        let holds = By::XPath(format!("//body[contains(normalize-space(.), \"{text}\")]"));
        if self.browser.query(holds).first().await.is_err() {
            panic!("“{text}” is not at {}:\n{}", self.path().await, self.text().await);
        }
    }

    /// There must not be such a thing on the page that is shown now.
    pub async fn has_no(&self, css: &str) {
        let found = self.browser.query(By::Css(css)).nowait().any().await.unwrap();
        assert!(found.is_empty(), "{css} at {}:\n{}", self.path().await, self.text().await);
    }

    /// All text of the page that is shown now.
    pub async fn text(&self) -> String {
        match self.browser.find(By::Css("body")).await {
            Ok(body) => body.text().await.unwrap_or_default(),
            Err(error) => error.to_string(),
        }
    }

    /// Presses or follows it.
    pub async fn press(&self, css: &str) {
        let element = self.find(css).await;
        // The bar of keys stays at the foot of the window and would take the click of what lies under it.
        element.scroll_into_view().await.unwrap();
        element.click().await.unwrap();
    }

    /// Types over what a field holds.
    pub async fn fill(&self, name: &str, text: &str) {
        let field = self.find(&format!("main [name='{name}']")).await;
        field.clear().await.unwrap();
        field.send_keys(text).await.unwrap();
    }

    /// Types and ends with Enter, which sends a form as well as its button does.
    pub async fn ask_for(&self, name: &str, text: &str) {
        self.fill(name, text).await;
        self.find(&format!("main [name='{name}']")).await.send_keys(Key::Enter + "").await.unwrap();
    }

    /// Chooses one of a list, or one of several round buttons.
    pub async fn choose(&self, name: &str, value: &str) {
        let listed = format!("main select[name='{name}'] option[value='{value}']");
        self.press(&format!("{listed}, main input[name='{name}'][value='{value}']")).await;
    }

    /// Presses keys wherever the focus is.
    pub async fn keys(&self, keys: impl Into<TypingData>) {
        self.browser.action_chain().send_keys(keys).perform().await.unwrap();
    }

    /// Sends the form of the page.
    pub async fn send(&self) {
        self.press("main form .button.first").await;
    }

    /// What a script in the page answers.
    pub async fn ask(&self, script: &str) -> serde_json::Value {
        self.browser.execute(script, Vec::new()).await.unwrap().json().clone()
    }

    /// Signs in with an account of the demonstration.
    pub async fn sign_in(&self, login: &str) {
        self.sign_in_with(login, PASSWORD).await;
        self.find("a.who").await;
    }

    /// Signs in; whoever was signed in before is signed out first.
    pub async fn sign_in_with(&self, login: &str, password: &str) {
        self.browser.delete_all_cookies().await.unwrap();
        self.go("/sign-in").await;
        self.fill("login", login).await;
        self.fill("password", password).await;
        self.send().await;
    }

    /// Nothing hangs out of the window at its side.
    pub async fn fits(&self) {
        let wide = self.ask("return document.documentElement.scrollWidth - window.innerWidth").await;
        assert!(
            wide.as_i64().is_some_and(|pixels| pixels <= 0),
            "{} is {wide} pixels too wide",
            self.path().await
        );
    }
}
