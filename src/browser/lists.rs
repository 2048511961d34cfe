//! Lists of recommended products on the page.

use alloc::vec::Vec;

use js_sys::Object;
use wasm_bindgen::JsValue;

use super::page::text::has;
use super::session::Session;
use super::telemetry::from_list;
use super::{host, js};
use crate::engine::config::{Recommendation, sentences};
use crate::engine::event::{Action, Event};
use crate::engine::item::Item;
use crate::engine::model::Model;
use crate::engine::plan::{Plan, Recommended};
use crate::engine::record::Record;
use crate::engine::value::Value;

/// Pages on which room is kept for lists, the longest unseen going first.
const MAX_ROOM: usize = 16;

impl Session {
    /// Shows the lists of a plan, and has elements that show lists ask for theirs.
    pub(super) fn show_lists(&self, plan: Plan<'_>, all: bool) {
        for list in plan.recommendations() {
            if let Some(slot) = list.slot() {
                host::show_list(&slot.into(), &js::to_js(&list.give()), &self.looks(), all);
            }
        }
        host::ask_lists();
    }

    /// An element asks for a list.
    pub(super) fn list(&self, element: &JsValue, request: &JsValue) {
        match Recommendation::read(&js::from_js(request)) {
            Ok(request) => {
                let request = Recommendation::of(request.value());
                let list = self.ask(|engine, page| engine.recommend(request, page, js_sys::Date::now()));
                // It answers to what its own page just did.
                host::show_list(element, &js::to_js(&list), &self.looks(), false);
            }
            Err(problems) => {
                let message = sentences(&problems, &js::stringify);
                host::note(&["<vitrina-recommendations>: ", &message].concat());
            }
        }
    }

    /// The rule that keeps room for a list in its slot, should the page be opened again; none for a list without products.
    pub(super) fn keep_room(&self, slot: &JsValue, rule: &JsValue) {
        let slot = [":is(", &slot.as_string().unwrap_or_default(), ")"].concat();
        let path = self.ask(|_, page| page.path.clone());
        let mut room = self.room.borrow_mut();
        let known = room.iter().position(|(other, _)| *other == path).map(|at| room.remove(at).1);
        let mut rules = Vec::new();
        for other in known.as_ref().map_or(&[][..], Value::elements) {
            if !has(other.text(), &slot) {
                rules.push(other.clone());
            }
        }
        rules.extend(rule.as_string().filter(|rule| !rule.is_empty()).map(Value::String));
        room.push((path, Value::Array(rules)));
        if room.len() > MAX_ROOM {
            room.remove(0);
        }
    }

    /// A product of a list was put into the cart from there. What else tells of it, the dataLayer or the shop's own cart, is an
    /// echo.
    pub(super) fn bought(&'static self, list: &JsValue, id: &str) {
        let list = js::from_js(list);
        for product in Recommended::of(&list).items() {
            if let Some(item) = Item::from_value(&product).filter(|item| item.item_id == id) {
                host::glimpses();
                self.observe_item(Action::AddToCart, Item { quantity: Some(1.0), ..item });
            }
        }
    }

    /// A product of a list was clicked.
    pub(super) fn recommended(&'static self, list: &JsValue, id: &str) {
        let list = js::from_js(list);
        let answer = Recommended::of(&list);
        for product in answer.items() {
            if let Some(item) = Item::from_value(&product).filter(|item| item.item_id == id) {
                let detail = [
                    ("item_id", id.into()),
                    ("list", answer.id().into()),
                    ("attribution_id", answer.attribution_id().into()),
                ];
                self.tell("click", detail, false);
                let chosen = Event::new(Action::SelectItem, js_sys::Date::now()).with_items(alloc::vec![item.clone()]);
                self.report(&from_list(chosen, answer));
                // Where something was chosen, nothing was passed over.
                host::glimpses();
                self.observe_item(Action::SelectItem, item);
                self.prepare();
            }
        }
    }

    /// The shop's model has come.
    pub(super) fn model(&'static self, bytes: &JsValue) {
        match Model::open(js_sys::Uint8Array::new(bytes).to_vec()) {
            Ok(model) => {
                self.with_engine(|engine| engine.catalog.set_model(model));
                self.settle();
            }
            Err(refusal) => {
                host::note(&["the model ", refusal.reason(), ", so recommendations go without it."].concat())
            }
        }
    }

    /// What a list should look like: the language, the currency, and a card of the page with the product it shows.
    fn looks(&self) -> JsValue {
        let looks = Object::new();
        let (locale, currency, card) = self.example();
        js::set(&looks, "locale", locale);
        js::set(&looks, "currency", currency);
        js::set(&looks, "platform", self.ask(|engine, _| engine.config().platform().word()));
        if let Some((card, item)) = card {
            js::set(&looks, "card", card);
            js::set(&looks, "item", js::to_js(&item.give()));
        }
        looks.into()
    }
}
