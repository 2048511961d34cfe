//! What conditions, hashes and texts borrow from the JavaScript language.

use alloc::string::String;

/// A handful of JavaScript's own functions. In the browser they are the real ones, which costs no bytes and cannot
/// differ; natively the companion brings equals.
pub trait EcmaScript {
    /// `new RegExp(pattern, ignore_case ? "i" : "").test(text)`; `None` where `pattern` is not a regular expression.
    fn test(&self, pattern: &str, text: &str, ignore_case: bool) -> Option<bool>;

    /// `String(number)`: `"1"`, `"0.1"`, `"1e+21"`, `"1e-7"`; both zeros are `"0"`.
    fn text_of(&self, number: f64) -> String;

    /// `Number(text)`: blank is 0, and what is not a number is `NaN`.
    fn number_of(&self, text: &str) -> f64;

    /// `text.toLowerCase()`, which does not depend on a language.
    fn lowercase(&self, text: &str) -> String;
}
