//! What a test asks its site to do wrong.

use std::time::Duration;

use serde::Serialize;
use serde_json::json;

/// One thing that is not as it should be.
#[derive(Clone, Debug)]
pub(crate) enum Fault {
    /// The path, or everything below it when it ends in `/`, answers 404.
    Missing(String),
    /// The path answers with this body, of this MIME type.
    Replaced { path: String, kind: String, body: String },
    /// The path, or everything below it when it ends in `/`, answers late.
    Late { path: String, by: Duration },
    /// The page is sent up to the marker, and the rest after a pause.
    Halved { path: String, marker: String, pause: Duration },
    /// The path, or everything below it when it ends in `/`, carries this header.
    Header { path: String, name: String, value: String },
}

impl Fault {
    /// Whether it concerns a request for `path`.
    pub(crate) fn concerns(&self, path: &str) -> bool {
        match self {
            Self::Missing(prefix) | Self::Late { path: prefix, .. } | Self::Header { path: prefix, .. } => {
                path == prefix || (prefix.ends_with('/') && path.starts_with(prefix))
            }
            Self::Replaced { path: exact, .. } | Self::Halved { path: exact, .. } => path == exact,
        }
    }
}

/// What the recorder is told.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Settings {
    /// Whose place is noted frame by frame.
    pub(crate) watch: Option<String>,
    /// Milliseconds that the pages' clock is ahead.
    pub(crate) later: u64,
}

/// `html` with the recorder as the first thing in its head.
pub(crate) fn with_recorder(html: &str, settings: &Settings) -> String {
    let recorder = include_str!("recorder.js").replace("SETTINGS", &json!(settings).to_string());
    let script = format!("<script nonce=\"{NONCE}\">{recorder}</script>");
    let head = html.find("<head").and_then(|at| Some(at + html.get(at..)?.find('>')? + 1));
    let (before, after) = html.split_at(head.unwrap_or(0));
    format!("{before}{script}{after}")
}

const NONCE: &str = "recorder";

/// `policy` with the recorder let through, and nothing else changed.
pub(crate) fn allowing_recorder(policy: &str) -> String {
    let directives: Vec<&str> = policy.split(';').map(str::trim).collect();
    let governs = |name: &str| directives.iter().any(|directive| directive.split(' ').next() == Some(name));
    let scripts = ["script-src-elem", "script-src", "default-src"].into_iter().find(|name| governs(name));
    let allow = |directive: &&str| {
        // A nonce beside 'unsafe-inline' would switch that off.
        if directive.split(' ').next() == scripts && !directive.contains("'unsafe-inline'") {
            format!("{} 'nonce-{NONCE}'", directive.replace(" 'none'", ""))
        } else {
            (*directive).to_owned()
        }
    };
    directives.iter().map(allow).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_recorder_comes_first_in_the_head() {
        let page = with_recorder("<!doctype html><html><head lang=en><title>x</title>", &Settings::default());
        let after = page.strip_prefix("<!doctype html><html><head lang=en>").unwrap();
        assert!(after.starts_with("<script nonce=\"recorder\">"));
        assert!(after.ends_with("</script><title>x</title>"));
    }

    #[test]
    fn a_policy_lets_only_the_recorder_through() {
        for (policy, expected) in [
            ("script-src 'self'; img-src *", "script-src 'self' 'nonce-recorder'; img-src *"),
            ("default-src 'none'", "default-src 'nonce-recorder'"),
            ("default-src 'self'; script-src 'self'", "default-src 'self'; script-src 'self' 'nonce-recorder'"),
            ("script-src 'unsafe-inline'", "script-src 'unsafe-inline'"),
            ("sandbox allow-scripts", "sandbox allow-scripts"),
        ] {
            assert_eq!(allowing_recorder(policy), expected);
        }
    }

    #[test]
    fn a_fault_concerns_its_path_or_what_is_below_it() {
        let missing = |path: &str| Fault::Missing(path.into());
        assert!(missing("/a/b.js").concerns("/a/b.js"));
        assert!(missing("/a/").concerns("/a/b.js"));
        assert!(!missing("/a").concerns("/a/b.js"));
    }
}
