//! Questions of a preference centre or a quiz, and what their answers mean.

use alloc::vec::Vec;

use super::{Link, Report, Text};
use crate::engine::profile::{Kind, PREFERENCES, fits};
use crate::engine::record::{List, Named, section};
use crate::engine::scan::position;
use crate::engine::value::Value;

section! {
    /// A question that `<vitrina-preferences>` asks. The answer is a trait with the name of the question: the id of the option,
    /// or a list of ids where several may be chosen; conditions see it by that name.
    pub struct Question {
        /// Name of the question and of the trait; at most 24 bytes.
        pub id: &'a str;
        /// The question.
        pub title: Text<'a>;
        /// A sentence under it.
        pub text: Option<Text<'a>> = none;
        /// Whether several options may be chosen.
        pub multiple: bool = false;
        /// What can be answered.
        pub options: List<'a, Answer<'a>>;
    }
}

section! {
    /// A possible answer.
    pub struct Answer {
        /// Its name in conditions: `{ "style": "hiker" }`.
        pub id: &'a str;
        /// What it says.
        pub label: Text<'a>;
        /// Address of a picture. With one for each option the question is answered by pictures.
        pub image: Option<Link<'a>> = none;
        /// Interests that the answer declares, by kind: `{ "category": ["hiking-boots"], "brand": ["gorski"] }`. Each counts
        /// like the trait `preferences`, for as long as the answer stands.
        pub likes: Named<'a, List<'a, &'a str>> = {};
    }
}

/// What no single field of a question can tell.
pub(super) fn cross_check(question: &Value, report: &mut Report) {
    let id = question.member("id");
    let taken = ["orders", PREFERENCES, "paused"];
    if id.as_str().is_some_and(|name| position(&taken, name).is_some() || !fits(name, &Value::Null)) {
        report.reject_member("id", id, "a name of at most 24 bytes, other than orders, preferences and paused");
    }
    let mut all = Vec::new();
    let length = report.enter("options");
    for (index, option) in question.member("options").elements().iter().enumerate() {
        let length = report.enter_element(index);
        let id = option.member("id");
        if all.contains(id) {
            report.reject_member("id", id, "an id that no other option has");
        }
        all.push(id.clone());
        for (kind, _) in option.member("likes").members() {
            if position(Kind::WORDS, kind).is_none() {
                report.reject_member("likes", &Value::from(kind), Kind::EXPECTED);
            }
        }
        report.leave(length);
    }
    report.leave(length);
    let answer = if question.member("multiple").is_true() {
        Value::Array(all)
    } else {
        let longest = all.into_iter().max_by_key(|id| id.text().len());
        longest.unwrap_or_default()
    };
    if !fits("x", &answer) {
        report.reject_member("options", &answer, "shorter ids: an answer takes at most 80 bytes as JSON");
    }
}
