//! Reading JSON that people wrote, with errors that they can act on.

use crate::engine::value::Value;

/// Reads JSON as `JSON.parse` does after a fetch.
///
/// # Errors
/// Where it ends to be JSON, and what was expected there: `line 3, column 5: expected …`.
pub(super) fn parse(text: &str) -> Result<Value, String> {
    // Windows editors put a byte order mark in front; browsers take it off.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    serde_json::from_str(text).map_err(|error| {
        let full = error.to_string();
        let message = full.rsplit_once(" at line ").map_or(full.as_str(), |(message, _)| message);
        // A line break inside a text is the end of its line, not the start of the next.
        let (number, end) = match (error.line(), error.column()) {
            (number @ 2.., 0) if !error.is_eof() => (number - 1, usize::MAX),
            place => place,
        };
        let line = text.lines().nth(number.saturating_sub(1)).unwrap_or_default();
        // Columns are bytes so far; people count characters.
        let before = line.as_bytes().get(..end.saturating_sub(1)).unwrap_or(line.as_bytes());
        let column = String::from_utf8_lossy(before).chars().count();
        let expected = expected(message, line.chars().nth(column));
        format!("line {}, column {}: {expected}", number.max(1), column + 1)
    })
}

/// What was expected, where the parser says `message` and `found` stands.
fn expected(message: &str, found: Option<char>) -> &str {
    match (message, found) {
        (_, Some('\'' | '‘' | '’' | '“' | '”')) => "expected \", which texts and keys begin and end with",
        ("expected value" | "key must be a string" | "expected `,` or `}`" | "expected `,` or `]`", Some('/')) => {
            "expected no comment: JSON has none"
        }
        ("expected value", _) => "expected a value: a text in \"…\", a number, true, false, null, […] or {…}",
        ("key must be a string", _) => "expected a key in \"…\"",
        ("expected `:`", _) => "expected : after the key",
        ("expected `,` or `}`", _) => "expected , before the next key, or }",
        ("expected `,` or `]`", _) => "expected , before the next entry, or ]",
        ("trailing comma", _) => "expected no comma before this",
        ("trailing characters", _) => "expected nothing after the end of the config",
        ("expected ident", _) => "expected true, false or null",
        ("invalid number", _) => "expected a number such as 12 or 0.5",
        ("number out of range", _) => "expected a number below 1.8e308",
        ("invalid escape", _) => {
            "expected \\\", \\\\, \\/, \\b, \\f, \\n, \\r, \\t or \\u and four digits after the \\"
        }
        ("EOF while parsing a string", _) => "the file ends inside a text; expected \"",
        ("EOF while parsing a list", _) => "the file ends inside a list; expected ]",
        ("EOF while parsing an object", _) => "the file ends inside an object; expected }",
        ("EOF while parsing a value", _) => "the file ends; expected a value",
        ("recursion limit exceeded", _) => "expected at most 127 levels of nesting",
        (other, _) if other.starts_with("control character") => {
            "expected the \" that ends the text; a line break in it is written \\n"
        }
        (other, _) => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_syntax_error_says_where_and_what_was_expected() {
        let rows = [
            ("", "line 1, column 1: the file ends; expected a value"),
            ("{\n  \"a\" 1\n}", "line 2, column 7: expected : after the key"),
            ("{\n  \"a\": 1\n  \"b\": 2\n}", "line 3, column 3: expected , before the next key, or }"),
            ("[1 2]", "line 1, column 4: expected , before the next entry, or ]"),
            ("{\"a\": [1, 2,]}", "line 1, column 13: expected no comma before this"),
            ("{\"a\": 1,\n}", "line 2, column 1: expected no comma before this"),
            ("{\"č\": 'x'}", "line 1, column 7: expected \", which texts and keys begin and end with"),
            ("{a: 1}", "line 1, column 2: expected a key in \"…\""),
            ("{ // no\n}", "line 1, column 3: expected no comment: JSON has none"),
            ("{\"a\": 1 /* no */}", "line 1, column 9: expected no comment: JSON has none"),
            ("{\"a\": tru}", "line 1, column 10: expected true, false or null"),
            ("{\"a\": 01}", "line 1, column 8: expected a number such as 12 or 0.5"),
            (
                "{\"a\": ?}",
                "line 1, column 7: expected a value: a text in \"…\", a number, true, false, null, […] or {…}",
            ),
            ("{} {}", "line 1, column 4: expected nothing after the end of the config"),
            ("{\"a\": \"x", "line 1, column 8: the file ends inside a text; expected \""),
            ("{\"a\": [1", "line 1, column 8: the file ends inside a list; expected ]"),
            ("{\"a\": 1\n", "line 2, column 1: the file ends inside an object; expected }"),
            ("\"a\nb\"", "line 1, column 3: expected the \" that ends the text; a line break in it is written \\n"),
        ];
        for (text, expected) in rows {
            assert_eq!(parse(text).unwrap_err(), expected, "{text}");
        }
    }

    #[test]
    fn a_byte_order_mark_does_no_harm() {
        assert_eq!(parse("\u{feff}1"), Ok(Value::Number(1.0)));
    }
}
