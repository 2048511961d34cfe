//! What the shopper declares in a preference centre or a quiz.

use alloc::string::String;
use alloc::vec::Vec;

use super::Engine;
use super::config::{Question, Text};
use super::event::{Action, Event};
use super::page::Page;
use super::profile::{Kind, PREFERENCES, fits, interest_name};
use super::record::{List, Record, section};
use super::text;
use super::value::{NULL, Value};

section! {
    /// A question in the shopper's language.
    pub struct Asked {
        /// Name of the question.
        pub id: &'a str;
        /// The question.
        pub title: &'a str;
        /// A sentence under it.
        pub text: Option<&'a str> = none;
        /// Whether several options may be chosen.
        pub multiple: bool = false;
        /// What can be answered.
        pub options: List<'a, Choice<'a>> = [];
    }
}

section! {
    /// A possible answer in the shopper's language.
    pub struct Choice {
        /// Its name.
        pub id: &'a str;
        /// What it says.
        pub label: &'a str;
        /// Address of a picture.
        pub image: Option<&'a str> = none;
        /// Whether it is the shopper's answer now.
        pub chosen: bool = false;
    }
}

impl Engine {
    /// The config's questions with the shopper's answers: a list of [`Asked`].
    #[must_use]
    pub fn questions(&self, page: &Page) -> Value {
        let mut questions = Vec::new();
        for question in self.config().preferences() {
            let say = |text: Text<'_>| String::from(text::localized(text.0, &page.locale).unwrap_or_default());
            let answer = self.answer(question.id());
            let mut options = Vec::new();
            for option in question.options() {
                let mut choice = Value::object();
                choice.put_text("id", option.id());
                choice.put_text("label", &*say(option.label()));
                choice.put_text("image", option.image().map(|link| link.0));
                choice.put_flag("chosen", is_chosen(answer, option.id()));
                options.push(choice);
            }
            let mut asked = Value::object();
            asked.put_text("id", question.id());
            asked.put_text("title", &*say(question.title()));
            if let Some(text) = question.text() {
                asked.put_text("text", &*say(text));
            }
            asked.put_flag("multiple", question.multiple());
            asked.put("options", Value::Array(options));
            questions.push(asked);
        }
        Value::Array(questions)
    }

    /// The event that says what the shopper answers to the question `id`: the ids of the options chosen, none to take the
    /// answer back. `None` where the config has no such question or option, or the question takes one answer only.
    #[must_use]
    pub fn answered(&self, id: &str, chosen: &[String], now: f64) -> Option<Event> {
        let question = self.config().preferences().iter().find(|question| question.id() == id)?;
        let is_option = |id: &String| question.options().iter().any(|option| option.id() == id);
        if !chosen.iter().all(is_option) || chosen.len() > 1 && !question.multiple() {
            return None;
        }
        let answer = match chosen.first() {
            None => Value::Null,
            Some(only) if !question.multiple() => only.into(),
            Some(_) => chosen.to_vec().give(),
        };
        let mut traits = Value::object();
        traits.set(PREFERENCES, self.declared(question, &answer));
        traits.set(id, answer);
        Some(Event::new(Action::Identify, now).with("traits", traits))
    }

    fn answer(&self, id: &str) -> &Value {
        self.profile.told(id).map_or(&NULL, |known| &known.value)
    }

    /// The interests declared once the answer to `changed` is `answer`: those of all answers, and those of the trait
    /// `preferences` that no option speaks of, as many as the trait holds.
    fn declared(&self, changed: Question<'_>, answer: &Value) -> Value {
        let mut declared = Value::object();
        for kind in Kind::ALL {
            let mut spoken = Vec::new();
            for question in self.config().preferences() {
                let answer = if question.id() == changed.id() { answer } else { self.answer(question.id()) };
                for option in question.options() {
                    let likes = option.likes();
                    for name in likes.iter().filter(|(word, _)| *word == kind.word()).flat_map(|(_, list)| list) {
                        let name = Value::from(interest_name(name));
                        if is_chosen(answer, option.id()) {
                            declare(&mut declared, *kind, name.clone());
                        }
                        spoken.push(name);
                    }
                }
            }
            for name in self.answer(PREFERENCES).member(kind.word()).elements() {
                let name = Value::from(interest_name(name.text()));
                if !spoken.contains(&name) {
                    declare(&mut declared, *kind, name);
                }
            }
        }
        if declared.members().is_empty() { Value::Null } else { declared }
    }
}

/// Adds a name to those of its kind, once, where there is room for it.
fn declare(declared: &mut Value, kind: Kind, name: Value) {
    let mut names = declared.member(kind.word()).elements().to_vec();
    if names.contains(&name) {
        return;
    }
    names.push(name);
    let mut more = declared.clone();
    more.set(kind.word(), Value::Array(names));
    if fits(PREFERENCES, &more) {
        *declared = more;
    }
}

fn is_chosen(answer: &Value, id: &str) -> bool {
    answer.as_str() == Some(id) || answer.elements().iter().any(|chosen| chosen.as_str() == Some(id))
}
