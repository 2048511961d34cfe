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

/// Has Chromium carry out a command of the protocol.
pub(crate) async fn call(client: &Client, command: &str, params: Value) -> Result<()> {
    let call = Call(json!({ "cmd": command, "params": params }));
    client.issue_cmd(call).await.with_context(|| format!("{command} cannot be carried out"))?;
    Ok(())
}

/// Moves the mouse to a point that may be outside the window.
pub(crate) async fn move_mouse(client: &Client, x: f64, y: f64) -> Result<()> {
    call(client, "Input.dispatchMouseEvent", json!({ "type": "mouseMoved", "x": x, "y": y })).await
}
