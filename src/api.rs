//! The wasm boundary: one object; convert, call, convert.
//!
//! Wrong use throws an `Error` that names the argument and what was expected. Nothing else ever throws.

use alloc::{string::String, vec::Vec};

use js_sys::{Array, Date, Error};
use wasm_bindgen::prelude::*;

use crate::browser::session::Session;
use crate::browser::{host, js};
use crate::engine::config::{Grid, Recommendation, sentences};
use crate::engine::consent::{Consent, MERCHANT, Purposes, Said};
use crate::engine::event::{Action, Event};
use crate::engine::item::Item;
use crate::engine::ledger::Source;
use crate::engine::page::PageCard;
use crate::engine::profile;
use crate::engine::record::Record;
use crate::engine::value::Value;

#[wasm_bindgen(module = "/src/api.js")]
extern "C" {
    /// An object with a method of each name, which calls `call` with the name and what it was given.
    fn methods(names: &str, call: &JsValue) -> JsValue;
}

/// What [`call`] knows. Each method as a class member of its own would be a wasm export and its glue more.
const METHODS: &str = "track identify setContext rank recommend variant attributes segments matches explain setConsent \
     profile export known forget questions answer import apply revert stop on";

/// The event names that `on` accepts.
const EVENTS: [&str; 7] = ["ready", "plan", "impression", "click", "experiment", "offer", "error"];

fn wrong(message: &str) -> JsValue {
    Error::new(message).into()
}

/// Begins on the present page; the module's `start` calls it once the page is there.
#[wasm_bindgen(skip_typescript)]
pub fn begin(options: &JsValue) -> Result<JsValue, JsValue> {
    let config = js::from_js(&js::get(options, "config"));
    if !matches!(config, Value::Null | Value::Object(_)) {
        return Err(wrong("config: expected an object or an address"));
    }
    let mut consent = None;
    if let Some(word) = js::get(options, "consent").as_string() {
        consent = Consent::from_word(&word);
        if consent.is_none() {
            return Err(wrong("consent: expected \"granted\" or \"denied\""));
        }
    }
    host::hold(&js::get(options, "hands"));
    let session =
        Session::start(&config, consent, &js::get(options, "ask_for_consent")).map_err(|message| wrong(&message))?;
    Ok(methods(METHODS, &js::function(move |name, first, second| call(session, name, first, second))))
}

fn call(session: &'static Session, name: &str, first: &JsValue, second: &JsValue) -> Result<JsValue, JsValue> {
    match name {
        "track" => track(session, first, second)?,
        "identify" => identify(session, first, second)?,
        "setContext" => {
            session.set_context(object(first, "context: expected an object such as { weather: \"rain\" }")?);
        }
        "rank" => return rank(session, first, second),
        "recommend" => return recommend(session, first),
        "variant" => return variant(session, first),
        "attributes" => return Ok(js::to_js(&tree(session))),
        "segments" => return Ok(js::to_js(tree(session).member("segments"))),
        "matches" => return matches(session, first, second),
        "explain" => return explain(session, first),
        "setConsent" => {
            let consent = Consent::from_word(&first.as_string().unwrap_or_default());
            let consent = consent.ok_or_else(|| wrong("state: expected \"granted\" or \"denied\""))?;
            session.set_consent(MERCHANT, Said { consent, purposes: purposes(second)? });
        }
        "profile" | "export" => return Ok(js::to_js(&session.ask(|engine, _| engine.profile.give()))),
        "known" => return Ok(known(session)),
        "forget" => forget(session, first)?,
        "questions" => return Ok(js::to_js(&session.ask(|engine, page| engine.questions(page)))),
        "answer" => answer(session, first, second)?,
        "import" => import(session, first)?,
        "apply" => session.apply(),
        "revert" => session.revert(),
        "stop" => session.stop(),
        _ => return on(first, second),
    }
    Ok(JsValue::UNDEFINED)
}

/// Who else may be told, as the merchant says it: what is left out is allowed.
fn purposes(given: &JsValue) -> Result<Purposes, JsValue> {
    const EXPECTED: &str =
        "purposes: expected an object such as { analytics: true, marketing: false }, or nothing where both are allowed";
    let given = options(given, EXPECTED)?;
    let mut purposes = Purposes::default();
    for (name, value) in given.members() {
        let slot = match &**name {
            "analytics" => &mut purposes.analytics,
            "marketing" => &mut purposes.marketing,
            _ => return Err(wrong(EXPECTED)),
        };
        let Value::Bool(allowed) = value else { return Err(wrong(EXPECTED)) };
        *slot = *allowed;
    }
    Ok(purposes)
}

/// Reports what the shopper did, in GA4's words.
fn track(session: &'static Session, name: &JsValue, params: &JsValue) -> Result<(), JsValue> {
    let name = text(name, "name: expected the name of an event, such as \"add_to_cart\"")?;
    let params = options(params, "params: expected an object such as { items: [ … ] }, or nothing")?;
    let event = Event::from_ga4(&name, &params, Date::now());
    if event.is_void() {
        return Err(wrong("params.items: expected at least one item with an item_id"));
    }
    session.observe(event, Source::Api);
    Ok(())
}

/// Says who the shopper is to the shop. `null` takes a trait back.
fn identify(session: &'static Session, traits: &JsValue, how: &JsValue) -> Result<(), JsValue> {
    let known = object(traits, "traits: expected an object such as { name: \"Ana\" }")?;
    let how = options(how, "options: expected an object such as { discreet: true }, or nothing")?;
    for (name, value) in known.members() {
        if name != "orders" && !profile::fits(name, value) {
            return Err(wrong(
                &["traits.", name, ": expected a name of at most 24 bytes and a value of at most 80 as JSON"].concat(),
            ));
        }
    }
    let discreet = how.member("discreet").is_true();
    let event = Event::new(Action::Identify, Date::now()).with("traits", known).with("discreet", discreet);
    session.observe(event, Source::Api);
    Ok(())
}

/// The items in the order that suits the shopper.
fn rank(session: &Session, items: &JsValue, how: &JsValue) -> Result<JsValue, JsValue> {
    let list = js::from_js(items);
    if !matches!(list, Value::Array(_)) {
        return Err(wrong("items: expected an array of items with an item_id each"));
    }
    let mut cards = Vec::new();
    for item in list.elements() {
        let item = Item::from_value(item).ok_or_else(|| wrong("items: expected an item_id in each item"))?;
        cards.push(PageCard { key: String::new(), item, pinned: false });
    }
    let how = options(how, "options: expected an object such as { strength: 0.5 }, or nothing")?;
    let settings = Grid::read(&how).map_err(|problems| wrong(&sentences(&problems, &js::stringify)))?;
    let given: &Array = items.unchecked_ref();
    let ranked = Array::new();
    for index in session.ask(|engine, page| engine.rank(&cards, Grid::of(settings.value()), page, Date::now())) {
        #[expect(clippy::cast_possible_truncation, reason = "an index of a JavaScript array")]
        ranked.push(&given.get(index as u32));
    }
    Ok(ranked.into())
}

/// Products for the shopper.
fn recommend(session: &Session, request: &JsValue) -> Result<JsValue, JsValue> {
    let request =
        options(request, "request: expected an object such as { strategy: \"for_you\", limit: 8 }, or nothing")?;
    let request = Recommendation::read(&request).map_err(|problems| wrong(&sentences(&problems, &js::stringify)))?;
    let request = Recommendation::of(request.value());
    Ok(js::to_js(&session.ask(|engine, page| engine.recommend(request, page, Date::now()))))
}

/// The variation of an experiment, or `null` for a shopper who takes no part.
fn variant(session: &Session, experiment: &JsValue) -> Result<JsValue, JsValue> {
    const EXPECTED: &str = "experimentId: expected the id of an experiment in the config";
    let id = text(experiment, EXPECTED)?;
    session.ask(|engine, page| {
        for known in engine.config().experiments() {
            if known.id() == id {
                return Ok(engine.variant(&id, page, Date::now()).map_or(JsValue::NULL, JsValue::from));
            }
        }
        Err(wrong(EXPECTED))
    })
}

/// Whether a condition holds.
fn matches(session: &Session, condition: &JsValue, attributes: &JsValue) -> Result<JsValue, JsValue> {
    let condition = object(condition, "condition: expected an object such as { \"cart.value\": { \"$gt\": 30 } }")?;
    let mut seen = options(attributes, "attributes: expected an object, or nothing for the shopper's own")?;
    if seen.is_null() {
        seen = tree(session);
    }
    Ok(session.ask(|engine, _| engine.matches(&condition, &seen)).into())
}

/// Why the page looks as it does.
fn explain(session: &Session, target: &JsValue) -> Result<JsValue, JsValue> {
    let mut selector = None;
    if !is_nothing(target) {
        selector = Some(text(
            target,
            "target: expected the selector of a grid, a name from the config, or nothing for everything",
        )?);
    }
    Ok(js::to_js(&session.ask(|engine, page| engine.explain(page, selector.as_deref(), Date::now()))))
}

/// What is known of the shopper, and whether it may be kept.
fn known(session: &Session) -> JsValue {
    let mut known = Value::object();
    known.set("consent", session.consent().word());
    known.set("paused", session.ask(|engine, _| engine.profile.is_paused()));
    known.set("facts", session.ask(|engine, page| engine.known(page, Date::now())));
    js::to_js(&known)
}

/// Erases everything, or what stands at one path of the attributes.
fn forget(session: &'static Session, path: &JsValue) -> Result<(), JsValue> {
    if is_nothing(path) {
        session.forget();
    } else {
        let path = text(path, "path: expected a path that known() tells, or nothing for everything")?;
        let now = Date::now();
        for path in session.ask(|engine, page| engine.meant_by(&path, page, now)) {
            session.observe(Event::new(Action::Forget, now).with("path", path), Source::Api);
        }
    }
    Ok(())
}

/// The shopper's answer to a question of the config.
fn answer(session: &'static Session, question: &JsValue, options: &JsValue) -> Result<(), JsValue> {
    let id = text(question, "question: expected the id of a question in the config")?;
    let mut chosen = Vec::new();
    for option in js::from_js(options).elements() {
        chosen.push(option.text().into());
    }
    let event = session.ask(|engine, _| engine.answered(&id, &chosen, Date::now()));
    let event = event.filter(|_| Array::is_array(options)).ok_or_else(|| {
        wrong("question, options: expected a question in the config and an array of its options' ids, of one where it is not multiple")
    })?;
    session.observe(event, Source::Api);
    Ok(())
}

/// Joins a profile that `export` gave with what is known.
fn import(session: &'static Session, profile: &JsValue) -> Result<(), JsValue> {
    let snapshot = js::from_js(profile);
    if snapshot.get("version").is_none() || !session.import(&snapshot) {
        return Err(wrong("profile: expected what export() gave, of this version"));
    }
    Ok(())
}

/// Calls `handler` with the detail of each `vitrina:<name>` event; the answer is a function that ends it.
fn on(name: &JsValue, handler: &JsValue) -> Result<JsValue, JsValue> {
    let name = name.as_string().unwrap_or_default();
    if !EVENTS.contains(&&*name) {
        return Err(wrong(
            "name: expected one of \"ready\", \"plan\", \"impression\", \"click\", \"experiment\", \"offer\", \"error\"",
        ));
    }
    if !handler.is_function() {
        return Err(wrong("handler: expected a function"));
    }
    Ok(host::on(&name, handler))
}

/// Everything that conditions and texts see.
fn tree(session: &Session) -> Value {
    session.ask(|engine, page| engine.attributes(page, Date::now()))
}

fn is_nothing(value: &JsValue) -> bool {
    value.is_undefined() || value.is_null()
}

fn text(value: &JsValue, expected: &str) -> Result<String, JsValue> {
    match value.as_string() {
        Some(text) if !text.is_empty() => Ok(text),
        _ => Err(wrong(expected)),
    }
}

fn object(value: &JsValue, expected: &str) -> Result<Value, JsValue> {
    let object = js::from_js(value);
    if matches!(object, Value::Object(_)) { Ok(object) } else { Err(wrong(expected)) }
}

/// An object, or null for nothing.
fn options(value: &JsValue, expected: &str) -> Result<Value, JsValue> {
    if is_nothing(value) { Ok(Value::Null) } else { object(value, expected) }
}
