//! A person with a browser: what they see and do.

use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Context, bail, ensure};
use fantoccini::Client;
use fantoccini::actions::{InputSource, KeyAction, KeyActions, MouseActions, PointerAction};
use fantoccini::elements::Element;
use fantoccini::key::Key;
use fantoccini::wd::WindowHandle;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use xtask::browsers::Browser;
use xtask::paths;

use crate::driver::Driver;
use crate::{Records, Result, Screen, Site, devtools};

/// How long something that should happen may take, also on a machine that is slow and busy: where all is well, waiting costs
/// nothing.
pub const PATIENCE: Duration = Duration::from_secs(40);
/// What a selector finds, through the shadow roots that ` >>> ` leads into.
const FIND: &str = "((selector) => selector.split(' >>> ').reduce(
    (roots, part) => roots.flatMap((root) => [...(root.shadowRoot ?? root).querySelectorAll(part)]), [document]))";

/// A shopper who has never been here before: a browser with a fresh profile.
///
/// Selectors are CSS, and mean the first match that can be seen unless a method says otherwise; `a >>> b` is what `b` finds in
/// the shadow root of `a`.
#[derive(Debug)]
pub struct Shopper {
    client: Client,
    driver: Driver,
    /// Where paths lead.
    origin: String,
    patience: Duration,
}

impl Shopper {
    /// Opens the browser chosen by `VITRINA_BROWSER`, with an empty page.
    ///
    /// # Errors
    /// When it cannot be started.
    pub async fn arrive(site: &Site, screen: Screen) -> Result<Self> {
        let (driver, client) = Driver::start(screen).await?;
        let shopper = Self { client, driver, origin: site.url(""), patience: PATIENCE };
        // Emulation has given Chromium's phone its size.
        if !(screen == Screen::Phone && shopper.browser() == Browser::Chromium) {
            shopper.resize(screen).await?;
        }
        Ok(shopper)
    }

    /// The same shopper, who waits no longer than `patience` for what should happen.
    #[must_use]
    pub fn with_patience(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// Which browser this is, for what only some can do.
    #[must_use]
    pub const fn browser(&self) -> Browser {
        self.driver.browser
    }

    /// Opens `path`, which begins with `/`, and waits until it is loaded.
    ///
    /// # Errors
    /// When it does not load.
    pub async fn visit(&self, path: &str) -> Result<()> {
        self.open(&format!("{}{path}", self.origin)).await
    }

    /// Opens an address anywhere, and waits until it is loaded.
    ///
    /// # Errors
    /// When it does not load.
    pub async fn open(&self, url: &str) -> Result<()> {
        self.client.goto(url).await.with_context(|| format!("{url} cannot be opened"))?;
        self.wait_until_loaded().await
    }

    /// Loads the page again.
    ///
    /// # Errors
    /// When it does not load.
    pub async fn reload(&self) -> Result<()> {
        self.client.refresh().await.context("the page cannot be loaded again")
    }

    /// Goes on to another site; what this one stored stays with it. Paths lead there from now on.
    pub fn move_on(&mut self, site: &Site) {
        self.origin = site.url("");
    }

    /// Opens `path` in a tab of its own, looks at it from now on, and answers with the tab looked at before.
    ///
    /// # Errors
    /// When it does not load.
    pub async fn open_tab(&self, path: &str) -> Result<WindowHandle> {
        let before = self.client.window().await?;
        // WebKit's tab would stay behind the other one, and hear of no mouse there.
        let beside = self.browser() != Browser::Webkit;
        let tab = self.client.new_window(beside).await.context("no tab can be opened")?;
        self.client.switch_to_window(tab.handle).await?;
        self.visit(path).await?;
        Ok(before)
    }

    /// Looks at `tab`, and answers with the tab looked at before.
    ///
    /// # Errors
    /// When it is closed.
    pub async fn look_at(&self, tab: WindowHandle) -> Result<WindowHandle> {
        let before = self.client.window().await?;
        self.client.switch_to_window(tab).await.context("the tab is closed")?;
        Ok(before)
    }

    /// Goes back to the page before.
    ///
    /// # Errors
    /// When it does not load.
    pub async fn back(&self) -> Result<()> {
        self.client.back().await.context("the page before cannot be opened")
    }

    /// The path of the page that is open.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn path(&self) -> Result<String> {
        self.eval("location.pathname").await
    }

    /// Clicks what `selector` finds, once it is there. A click that leads to another page returns when that is loaded.
    ///
    /// # Errors
    /// When it is not there in time, or covered by something else.
    pub async fn click(&self, selector: &str) -> Result<()> {
        let started = Instant::now();
        loop {
            let element = self.find(selector).await?;
            // WebDriver scrolls no further than the edge of the window, where a bar of the page's may lie over it.
            let scroll = "arguments[0].scrollIntoView({ block: 'center', behavior: 'instant' })";
            let clicked = match self.client.execute(scroll, vec![json!(element)]).await {
                Ok(_) => element.click().await,
                Err(error) => Err(error),
            };
            match clicked {
                // The page has drawn it anew since it was found.
                Err(error) if error.is_stale_element_reference() && started.elapsed() < self.patience => {}
                clicked => return clicked.with_context(|| format!("{selector} cannot be clicked")),
            }
        }
    }

    /// Types into what `selector` finds, once it is there.
    ///
    /// # Errors
    /// When it is not there in time, or nothing can be typed into it.
    pub async fn type_into(&self, selector: &str, text: &str) -> Result<()> {
        let element = self.find(selector).await?;
        element.send_keys(text).await.with_context(|| format!("nothing can be typed into {selector}"))
    }

    /// Chooses the option with this value in the list of choices `selector` finds, once it is there.
    ///
    /// # Errors
    /// When it is not there in time, or has no such option.
    pub async fn choose(&self, selector: &str, value: &str) -> Result<()> {
        let element = self.find(selector).await?;
        element.select_by_value(value).await.with_context(|| format!("{value} cannot be chosen in {selector}"))
    }

    /// Presses and releases a key.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn press(&self, key: Key) -> Result<()> {
        let value = key.into();
        let actions = KeyActions::new("keyboard".into()).then(KeyAction::Down { value }).then(KeyAction::Up { value });
        self.client.perform_actions(actions).await.context("the key cannot be pressed")
    }

    /// Waits until `selector` finds something that can be seen.
    ///
    /// # Errors
    /// When that takes longer than the shopper has patience.
    pub async fn wait_for(&self, selector: &str) -> Result<()> {
        let seen = format!("{FIND}(arguments[0]).some((e) => e.getClientRects().length > 0)");
        self.wait_until_with(&format!("{selector} to be seen"), &seen, vec![json!(selector)]).await
    }

    /// Waits until `selector` finds nothing that can be seen.
    ///
    /// # Errors
    /// When that takes longer than the shopper has patience.
    pub async fn wait_until_gone(&self, selector: &str) -> Result<()> {
        let gone = format!("{FIND}(arguments[0]).every((e) => e.getClientRects().length === 0)");
        self.wait_until_with(&format!("{selector} to be gone"), &gone, vec![json!(selector)]).await
    }

    /// Waits until the page is loaded, for what leads to another page without waiting for it.
    ///
    /// # Errors
    /// When that takes longer than the shopper has patience.
    pub async fn wait_until_loaded(&self) -> Result<()> {
        self.wait_until("the page to be loaded", "document.readyState === 'complete'").await
    }

    /// Waits until the JavaScript expression `condition` holds. `what` completes "waited for …" when it does not.
    ///
    /// # Errors
    /// When that takes longer than the shopper has patience.
    pub async fn wait_until(&self, what: &str, condition: &str) -> Result<()> {
        self.wait_until_with(what, condition, Vec::new()).await
    }

    /// The visible text of everything `selector` finds, in the order of the document.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn texts(&self, selector: &str) -> Result<Vec<String>> {
        self.eval_with(&format!("{FIND}(arguments[0]).map((e) => e.innerText)"), vec![json!(selector)]).await
    }

    /// The attribute `name` of everything `selector` finds, in the order of the document; `None` where it is missing.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn attributes(&self, selector: &str, name: &str) -> Result<Vec<Option<String>>> {
        let read = format!("{FIND}(arguments[0]).map((e) => e.getAttribute(arguments[1]))");
        self.eval_with(&read, vec![json!(selector), json!(name)]).await
    }

    /// The value of a JavaScript expression, a promise's once it is settled.
    ///
    /// # Errors
    /// When it throws, or is not a `T`.
    pub async fn eval<T: DeserializeOwned>(&self, expression: &str) -> Result<T> {
        self.eval_with(expression, Vec::new()).await
    }

    /// Moves the mouse to the middle of what `selector` finds.
    ///
    /// # Errors
    /// When it is not there in time.
    pub async fn point_at(&self, selector: &str) -> Result<()> {
        let element = self.find(selector).await?;
        let duration = Some(Duration::from_millis(50));
        let to = PointerAction::MoveToElement { element, duration, x: 0.0, y: 0.0 };
        self.client.perform_actions(MouseActions::new("mouse".into()).then(to)).await.context("the mouse cannot move")
    }

    /// Moves the mouse to a point of the window.
    ///
    /// # Errors
    /// When it is outside the window.
    pub async fn move_mouse(&self, x: f64, y: f64) -> Result<()> {
        let to = PointerAction::MoveTo { duration: Some(Duration::from_millis(50)), x, y };
        self.client.perform_actions(MouseActions::new("mouse".into()).then(to)).await.context("the mouse cannot move")
    }

    /// Moves the mouse from the middle of the page out of the window at the top, as one does to leave.
    ///
    /// Chromium's mouse really leaves. WebDriver cannot move outside the window, so elsewhere the last step is the
    /// events a browser sends then.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn leave_at_the_top(&self) -> Result<()> {
        self.move_mouse(300.0, 300.0).await?;
        self.move_mouse(300.0, 2.0).await?;
        if self.browser() == Browser::Chromium {
            return devtools::move_mouse(&self.client, 300.0, -10.0).await;
        }
        let leave = "(() => {
            const from = document.elementFromPoint(300, 2) ?? document.documentElement;
            const at = { clientX: 300, clientY: -1, relatedTarget: null, pointerType: 'mouse', isPrimary: true };
            const out = { ...at, bubbles: true, cancelable: true, composed: true };
            from.dispatchEvent(new PointerEvent('pointerout', out));
            document.documentElement.dispatchEvent(new PointerEvent('pointerleave', at));
            from.dispatchEvent(new MouseEvent('mouseout', out));
            document.documentElement.dispatchEvent(new MouseEvent('mouseleave', at));
            document.dispatchEvent(new MouseEvent('mouseleave', at));
        })()";
        self.eval::<Value>(leave).await?;
        Ok(())
    }

    /// Follows a link to `path` from a page at the address `from`. Only Chromium can.
    ///
    /// # Errors
    /// When it does not load.
    pub async fn follow_from(&self, from: &str, path: &str) -> Result<()> {
        let url = format!("{}{path}", self.origin);
        let params = json!({ "url": url, "referrer": from, "referrerPolicy": "unsafeUrl" });
        devtools::call(&self.client, "Page.navigate", params).await?;
        self.wait_until("the page to be another", &format!("location.href === {}", json!(url))).await?;
        self.wait_until_loaded().await
    }

    /// Makes the page so small, and lets the shopper want no motion. Only Chromium can.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn make_small_and_calm(&self, width: u32, height: u32) -> Result<()> {
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        devtools::call(&self.client, "Emulation.setDeviceMetricsOverride", size).await?;
        let calm = json!({ "features": [{ "name": "prefers-reduced-motion", "value": "reduce" }] });
        devtools::call(&self.client, "Emulation.setEmulatedMedia", calm).await
    }

    /// What the page said and did since it was opened.
    ///
    /// # Errors
    /// When the page is not one of the site's.
    pub async fn records(&self) -> Result<Records> {
        self.eval("window.__records()").await
    }

    /// Takes a picture of the window, as `target/screenshots/<browser>/<name>.png`.
    ///
    /// # Errors
    /// When it cannot be taken or written.
    pub async fn screenshot(&self, name: &str) -> Result<PathBuf> {
        let folder = paths::target().join("screenshots").join(self.browser().name());
        fs::create_dir_all(&folder)?;
        let file = folder.join(format!("{name}.png"));
        // WebKit answers before it has painted.
        let painted = "new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(true), 150)))";
        self.eval::<bool>(painted).await?;
        fs::write(&file, self.client.screenshot().await.context("no picture can be taken")?)?;
        Ok(file)
    }

    /// The WebDriver session, for what only one journey needs.
    #[must_use]
    pub const fn client(&self) -> &Client {
        &self.client
    }

    /// What `selector` finds, once it can be seen.
    async fn find(&self, selector: &str) -> Result<Element> {
        let script = format!("return {FIND}(arguments[0]).find((e) => e.getClientRects().length > 0)");
        let started = Instant::now();
        loop {
            self.wait_for(selector).await?;
            let found = self.client.execute(&script, vec![json!(selector)]).await?;
            if let Some(id) = found.as_object().and_then(|reference| reference.values().next()?.as_str()) {
                return Ok(Element::from_element_id(self.client.clone(), id.to_owned().into()));
            }
            ensure!(started.elapsed() < self.patience, "{selector} is gone again");
        }
    }

    async fn wait_until_with(&self, what: &str, condition: &str, arguments: Vec<Value>) -> Result<()> {
        let started = Instant::now();
        let mut last = String::new();
        while started.elapsed() < self.patience {
            // While one page makes way for another, a script may fail.
            match self.eval_with::<Value>(&format!("Boolean(await ({condition}))"), arguments.clone()).await {
                Ok(Value::Bool(true)) => return Ok(()),
                Ok(_) => last.clear(),
                Err(error) => last = format!(" ({error:#})"),
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        let said =
            self.records().await.map_or_else(|_| "the page cannot be asked".into(), |records| records.to_string());
        let path = self.path().await.unwrap_or_default();
        bail!("waited {} s for {what} on {path}{last}; {said}", self.patience.as_secs())
    }

    async fn eval_with<T: DeserializeOwned>(&self, expression: &str, arguments: Vec<Value>) -> Result<T> {
        // As a callback: WebKit does not wait for promises otherwise.
        let script = format!(
            "const done = arguments[arguments.length - 1];
            (async () => ({expression}))().then((value) => done({{ value }}), (error) => done({{ error: String(error) }}));"
        );
        let outcome = self.client.execute_async(&script, arguments).await;
        let outcome = outcome.with_context(|| format!("`{expression}` cannot be run in the page"))?;
        if let Some(error) = outcome.get("error") {
            bail!("`{expression}` fails in the page: {error}");
        }
        let value = outcome.get("value").cloned().unwrap_or_default();
        serde_json::from_value(value).with_context(|| format!("`{expression}` is of another type"))
    }

    /// Gives the page inside the window its size; the window's frame differs between browsers.
    async fn resize(&self, screen: Screen) -> Result<()> {
        let (width, height) = screen.size();
        let mut window = (width, height);
        let mut inner = (0, 0);
        for _ in 0..20 {
            self.client.set_window_rect(0, 0, window.0, window.1).await.context("the window cannot be resized")?;
            // Browsers answer before the page knows.
            tokio::time::sleep(Duration::from_millis(100)).await;
            inner = self.eval("[innerWidth, innerHeight]").await?;
            if inner == (width, height) {
                return Ok(());
            }
            let corrected = |window: u32, wanted: u32, got: u32| (window + wanted).saturating_sub(got).max(wanted);
            window = (corrected(window.0, width, inner.0), corrected(window.1, height, inner.1));
        }
        bail!("the page inside the window is {inner:?}, not {width} by {height}")
    }
}
