//! Chromium and its driver.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;
use thirtyfour::extensions::query::ElementPollerWithTimeout;
use thirtyfour::prelude::*;
use thirtyfour::{BrowserCapabilitiesHelper, ChromeCapabilities, ChromiumLikeCapabilities};

/// How long a page may take to show what is waited for: the build is a slow one, the machine may be busy.
const PATIENCE: Duration = Duration::from_secs(30);
const GLANCE: Duration = Duration::from_millis(50);

/// What the browser looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A wide window.
    Desk,
    /// A phone held upright.
    Phone,
    /// A phone whose owner has switched scripts off.
    PhoneWithoutScript,
}

/// The program that drives browsers, gone when the test ends.
pub struct Driver {
    process: Child,
    address: String,
    _told: BufReader<ChildStdout>,
}

fn path_of(variable: &str, usual: &str) -> String {
    let path = std::env::var(variable).unwrap_or_else(|_| usual.to_owned());
    assert!(
        Path::new(&path).exists(),
        "{path} is not there: set {variable}, or run `eval \"$(tools/find-chromium)\"` as `make test` does"
    );
    path
}

impl Driver {
    /// Starts it on a free port.
    pub fn start() -> Driver {
        let program = path_of("HTQLCL_CHROMEDRIVER", "/usr/bin/chromedriver");
        let mut command = Command::new(program);
        let mut process =
            command.args(["--port=0", "--log-level=SEVERE"]).stdout(Stdio::piped()).spawn().unwrap();
        let mut told = BufReader::new(process.stdout.take().unwrap());
        let mut line = String::new();
        while !line.contains("started successfully on port") {
            line.clear();
            assert!(told.read_line(&mut line).unwrap() > 0, "the driver of the browser does not start");
        }
        let port: String =
            line.rsplit("port ").next().unwrap().chars().filter(char::is_ascii_digit).collect();
        Driver { process, address: format!("http://127.0.0.1:{port}"), _told: told }
    }

    /// A fresh browser: no cookies, no memory.
    pub async fn browser(&self, shape: Shape) -> WebDriver {
        let poller = ElementPollerWithTimeout::new(PATIENCE, GLANCE);
        let builder = WebDriver::builder(self.address.as_str(), capabilities(shape)).poller(Arc::new(poller));
        let browser = builder.connect().await.expect("Chromium starts");
        browser.set_script_timeout(PATIENCE).await.unwrap();
        browser
    }
}

fn capabilities(shape: Shape) -> ChromeCapabilities {
    let mut wanted = DesiredCapabilities::chrome();
    wanted.set_binary(&path_of("HTQLCL_CHROMIUM", "/usr/bin/chromium")).unwrap();
    // The sandbox wants rights that containers and root do not have; it only meets our own pages here.
    for argument in
        ["--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--lang=vi"]
    {
        wanted.add_arg(argument).unwrap();
    }
    match shape {
        Shape::Desk => wanted.add_arg("--window-size=1440,900").unwrap(),
        Shape::Phone | Shape::PhoneWithoutScript => {
            let metrics =
                serde_json::json!({ "width": 390, "height": 844, "pixelRatio": 2.0, "touch": true });
            wanted
                .set_browser_option("mobileEmulation", serde_json::json!({ "deviceMetrics": metrics }))
                .unwrap();
        }
    }
    if shape == Shape::PhoneWithoutScript {
        let blocked = serde_json::json!({ "profile.managed_default_content_settings.javascript": 2 });
        wanted.set_browser_option("prefs", blocked).unwrap();
    }
    wanted
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
