//! What only Chromium can do, through its DevTools protocol.

use anyhow::Context;
use fantoccini::Client;
use fantoccini::wd::WebDriverCompatibleCommand;
use http::Method;
use serde_json::{Value, json};
use url::{ParseError, Url};

use crate::Result;

#[derive(Debug)]
struct Call(Value);

impl WebDriverCompatibleCommand for Call {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> std::result::Result<Url, ParseError> {
        base.join(&format!("session/{}/goog/cdp/execute", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(self.0.to_string()))
    }
}

/// Moves the mouse to a point that may be outside the window.
pub(crate) async fn move_mouse(client: &Client, x: f64, y: f64) -> Result<()> {
    let params = json!({ "type": "mouseMoved", "x": x, "y": y });
    let call = Call(json!({ "cmd": "Input.dispatchMouseEvent", "params": params }));
    client.issue_cmd(call).await.context("the mouse cannot move")?;
    Ok(())
}
