//! Versions as texts that sort: GrowthBook's reading of semantic versions.

use alloc::string::String;

use crate::engine::scan;

/// Width that numeric parts are padded to.
const WIDTH: usize = 5;

/// `version` in a form whose texts sort as versions do: `"v1.10.0-rc.2+build7"` is `"    1-   10-    0-rc-    2"`.
/// An empty version is 0.
pub(crate) fn sortable(version: &str) -> String {
    let version = if version.is_empty() { "0" } else { version };
    let version = version.strip_prefix('v').unwrap_or(version);
    // What was built from the same sources is the same version.
    let version = scan::cut_at(version, "+").0;
    let mut sortable = String::new();
    let mut parts = 0;
    let mut rest = Some(version);
    while let Some(text) = rest {
        let (part, tail) = scan::cut_at(text, "-.");
        rest = tail;
        if parts > 0 {
            sortable.push('-');
        }
        parts += 1;
        if scan::is_digits(part) {
            // " 9" sorts before "10".
            for _ in part.len()..WIDTH {
                sortable.push(' ');
            }
        }
        sortable.push_str(part);
    }
    // A release sorts after its own pre-releases, as "~" does after every other ASCII character.
    if parts == 3 {
        sortable.push_str("-~");
    }
    sortable
}
