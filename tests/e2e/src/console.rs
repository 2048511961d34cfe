//! What a page said and did while it was open.

use std::fmt;

use serde::Deserialize;

/// Everything recorded in the page that is open, since it was opened.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Records {
    /// Calls of `console.warn` and `console.error` by the page's scripts; what the browser itself reports is not here.
    pub console: Vec<Message>,
    /// Calls of `console.info`.
    #[serde(default)]
    pub notes: Vec<Message>,
    /// Uncaught errors and unhandled rejections.
    pub errors: Vec<String>,
    /// Scripts, pictures and style sheets that did not load, by address.
    pub broken: Vec<String>,
    /// What a Content-Security-Policy refused: directive and address.
    pub violations: Vec<String>,
    /// Layout shifts; only Chromium tells.
    pub shifts: Vec<Shift>,
    /// Every address the page asked for.
    pub requests: Vec<String>,
    /// What was in view of what [`Site::watch`](crate::Site::watch) named, frame by frame, as `name at x,y` in CSS pixels
    /// from the start of the page; only frames that differ from the one before.
    pub frames: Vec<Vec<String>>,
    /// How many of them were on the page in the first frame that had any. Browsers paint what they have, so on a busy machine
    /// even a page sent in one piece may be painted in two.
    pub first: usize,
    /// Bytes of memory that WebAssembly holds.
    pub memory: u64,
}

/// A line in the console.
#[derive(Clone, Debug, Deserialize)]
pub struct Message {
    /// `warn` or `error`.
    pub level: String,
    /// The arguments, with a space between them.
    pub text: String,
}

/// Something moved that had been painted.
#[derive(Clone, Debug, Deserialize)]
pub struct Shift {
    /// Its share of the layout shift score.
    pub value: f64,
    /// In milliseconds since the navigation.
    pub at: f64,
    /// Whether the shopper had just done something, so that it does not count.
    pub after_input: bool,
    /// What moved, from where to where.
    pub of: Vec<String>,
}

impl Records {
    /// The sum of the layout shifts that count, at most what Cumulative Layout Shift would be.
    #[must_use]
    pub fn layout_shift(&self) -> f64 {
        self.shifts.iter().filter(|shift| !shift.after_input).map(|shift| shift.value).sum()
    }

    /// What was in view in one frame and not there in the next: what a shopper who had begun to read would miss.
    #[must_use]
    pub fn jumps(&self) -> Vec<&String> {
        let next = self.frames.iter().skip(1);
        self.frames.iter().zip(next).flat_map(|(a, b)| a.iter().filter(move |seen| !b.contains(seen))).collect()
    }

    /// The requests that left the origin `own`.
    pub fn foreign_requests<'a>(&'a self, own: &'a str) -> impl Iterator<Item = &'a String> {
        self.requests.iter().filter(move |url| !url.starts_with(own) && url.starts_with("http"))
    }
}

impl fmt::Display for Records {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let console = self.console.iter().map(|message| format!("console.{}: {}", message.level, message.text));
        let errors = self.errors.iter().map(|error| format!("uncaught: {error}"));
        let broken = self.broken.iter().map(|address| format!("did not load: {address}"));
        let violations = self.violations.iter().map(|violation| format!("refused by policy: {violation}"));
        let lines: Vec<String> = console.chain(errors).chain(broken).chain(violations).collect();
        to.write_str(if lines.is_empty() { "the page said nothing" } else { "the page said:" })?;
        lines.iter().try_for_each(|line| write!(to, "\n    {line}"))
    }
}
