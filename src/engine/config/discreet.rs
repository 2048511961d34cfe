//! Traits that shape what is shown and are never spoken.

use super::Report;
use crate::engine::text::Template;
use crate::engine::value::Value;

/// Rejects every text of the config that would speak a trait of its list `discreet`.
pub(super) fn check(config: &Value, report: &mut Report) {
    let names = config.member("discreet").elements();
    if !names.is_empty() {
        look(config, names, false, report);
    }
}

/// Texts are all that stands under a key `content`.
fn look(value: &Value, names: &[Value], content: bool, report: &mut Report) {
    match value {
        Value::Object(members) => {
            for (key, member) in members {
                let length = report.enter(key);
                look(member, names, content || key == "content", report);
                report.leave(length);
            }
        }
        Value::Array(list) => {
            for (index, element) in list.iter().enumerate() {
                let length = report.enter_element(index);
                look(element, names, content, report);
                report.leave(length);
            }
        }
        Value::String(text) if content => {
            for path in Template::new(text).paths() {
                if names.iter().any(|name| speaks_of(path, name.text())) {
                    report.reject(value, &["a text without {{ ", path, " }}, which is discreet"].concat());
                }
            }
        }
        _ => {}
    }
}

/// Whether a path leads to the trait `name` or into it.
fn speaks_of(path: &str, name: &str) -> bool {
    let path = path.strip_prefix("traits.").unwrap_or(path);
    !name.is_empty() && path.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}
