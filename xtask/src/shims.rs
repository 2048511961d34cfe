//! Functions in the wasm that nobody can call.
//!
//! js-sys has methods that take a closure, such as those of arrays, and wasm-bindgen makes a function for each through which
//! JavaScript would call it. Those that our code never uses stay in the table of functions, and what stands there is kept by
//! every optimizer, since any number may lead to it. But JavaScript calls such functions by their exports, and Rust calls none.

use std::collections::HashSet;

use anyhow::{Context, Result, ensure};

/// What the names of these functions have in common.
const SHIM: &str = "::convert::closures::_::invoke::<";

/// The text of a wasm in which another function stands in the table for each of them, so that they can be left out. Nor is
/// anything exported that is not `wanted`.
///
/// # Errors
/// When JavaScript sees the table, or the text is not of the kind that `wasm-dis` writes.
pub fn unlist(text: &str, wanted: &[&str]) -> Result<String> {
    let exported: HashSet<&str> = text
        .lines()
        .filter_map(|line| line.trim_start().strip_prefix("(export ")?.split_once("(func $\""))
        .filter_map(|(_, function)| function.strip_suffix("\"))"))
        .collect();
    let mut changed = String::with_capacity(text.len());
    for line in text.lines() {
        let export = line.trim_start().strip_prefix("(export \"").and_then(|export| export.split_once('"'));
        if export.is_some_and(|(name, _)| !wanted.contains(&name)) {
            continue;
        }
        let table = line.trim_start().strip_prefix("(elem ").and_then(|segment| segment.split_once("(table "));
        if let Some((_, segment)) = table {
            let (table, _) = segment.split_once(')').context("a segment names no table")?;
            ensure!(!text.contains(&format!("(table {table}))")), "JavaScript can call what is in the table {table}");
            ensure!(!line.contains("\\\""), "a name holds a quotation mark");
            changed.push_str(&without_shims(line, &exported));
        } else {
            changed.push_str(line);
        }
        changed.push('\n');
    }
    Ok(changed)
}

/// A segment with another of its functions instead of each that is unused.
fn without_shims(segment: &str, exported: &HashSet<&str>) -> String {
    let is_unused = |name: &str| name.contains(SHIM) && !exported.contains(name);
    // Between quotation marks are the names.
    let mut parts: Vec<&str> = segment.split('"').collect();
    let other = parts.iter().skip(1).step_by(2).copied().find(|name| !is_unused(name));
    for name in parts.iter_mut().skip(1).step_by(2) {
        if let Some(other) = other.filter(|_| is_unused(name)) {
            *name = other;
        }
    }
    parts.join("\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unused_shims_stand_in_no_table_and_used_ones_do() {
        let module = |table: &str| {
            format!(
                "(module\n (elem $0 (table $0) (i32.const 1) func {table})\n \
                 (export \"call\" (func $\"a::convert::closures::_::invoke::<u8>\"))\n)\n"
            )
        };
        let [used, unused] = ["u8", "u16"].map(|of| format!("$\"a::convert::closures::_::invoke::<{of}>\""));
        let given = module(&format!("{unused} $plain $\"b c\" {used} {unused}"));
        let wanted = ["call", "table"];
        assert_eq!(unlist(&given, &wanted).unwrap(), module(&format!("$\"b c\" $plain $\"b c\" {used} $\"b c\"")));
        let seen = given.replace("(export \"call\"", "(export \"table\" (table $0))\n (export \"call\"");
        assert!(unlist(&seen, &wanted).is_err());
    }

    #[test]
    fn what_nobody_asks_for_is_not_exported() {
        let module = "(module\n (export \"begin\" (func $begin))\n (export \"free\" (func $free))\n)\n";
        assert_eq!(unlist(module, &["begin"]).unwrap(), "(module\n (export \"begin\" (func $begin))\n)\n");
    }
}
