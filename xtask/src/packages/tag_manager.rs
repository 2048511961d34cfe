//! The tag for tag managers: its text, and a container for Google Tag Manager to import.

use std::fs;
use std::path::Path;

use anyhow::{Result, ensure};
use serde_json::{Value, json};

use super::scripts::Scripts;
use super::{copy, licences, source};

/// The trigger "All Pages", which every container has.
const ALL_PAGES: &str = "2147479553";

pub(super) fn build(_: &Scripts<'_>, to: &Path) -> Result<()> {
    copy(&source("tag-manager"), to)?;
    let text = fs::read_to_string(to.join("tag.html"))?;
    // There it would be a variable.
    ensure!(!text.contains("{{"), "tag.html holds {{{{");
    fs::write(to.join("container.json"), serde_json::to_string_pretty(&container(&text))? + "\n")?;
    licences(to)
}

/// A container with this one tag, as Google Tag Manager exports one. The numbers are those of no account: where it is
/// imported, it gets others.
fn container(text: &str) -> Value {
    let whose = json!({ "accountId": "0", "containerId": "0" });
    let with = |more: Value| {
        let mut both = whose.clone();
        if let (Some(both), Value::Object(more)) = (both.as_object_mut(), more) {
            both.extend(more);
        }
        both
    };
    json!({
        "exportFormatVersion": 2,
        "exportTime": "2026-01-01 00:00:00",
        "containerVersion": with(json!({
            "path": "accounts/0/containers/0/versions/0",
            "containerVersionId": "0",
            "container": with(json!({
                "path": "accounts/0/containers/0",
                "name": "Vitrina",
                "publicId": "GTM-XXXXXXX",
                "usageContext": ["WEB"],
            })),
            "tag": [with(json!({
                "tagId": "1",
                "name": "Vitrina",
                "type": "html",
                "parameter": [
                    { "type": "TEMPLATE", "key": "html", "value": text },
                    { "type": "BOOLEAN", "key": "supportDocumentWrite", "value": "false" },
                ],
                "fingerprint": "1",
                "firingTriggerId": [ALL_PAGES],
                "tagFiringOption": "ONCE_PER_LOAD",
                "monitoringMetadata": { "type": "MAP" },
                "consentSettings": { "consentStatus": "NOT_NEEDED" },
            }))],
        })),
    })
}
