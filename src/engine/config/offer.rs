//! Offers: what brings them up, and what holds them back.

use super::{Condition, Content, Report, Text};
#[cfg(not(target_arch = "wasm32"))]
use crate::engine::record::Shape;
use crate::engine::record::{Kind, List, Record, choice, section};
use crate::engine::schedule::local_time;
use crate::engine::value::Value;

section! {
    /// An offer in a dialog.
    pub struct Offer {
        /// Name in reports and in the caps' memory.
        pub id: &'a str;
        /// What brings it up.
        pub trigger: Trigger<'a>;
        /// Shown only where this holds.
        pub when: Condition<'a> = {};
        /// What it says.
        pub content: Content<'a>;
        /// Products it shows, with name, picture, price and link; at most four. Without any it is not shown.
        pub items: Option<Items> = none;
        /// How it is shown.
        pub display: Display = ("modal");
        /// CSS selector of the element that an inline offer is put into; only the first that answers to it gets it. Without
        /// it: the page's `<vitrina-offer offer="…">` with the id of the offer.
        pub slot: Option<&'a str> = none;
        /// The words of a small tab in the corner. With it, closing the offer without declining it leaves the tab, which
        /// opens it again and stays for the rest of the visit.
        pub teaser: Option<Text<'a>> = none;
        /// Whether it shows the time that is left until `schedule.until`, which is the same for every shopper. Then it goes.
        pub countdown: bool = false;
        /// How often it may be shown.
        pub cap: Cap<'a> = {};
        /// Of several offers that are due, the one with the highest priority is shown; of equals, the first in the list.
        pub priority: f64 [0, 1000] = 0;
        /// Of the offers with the same group, at most one is shown in a session.
        pub group: Option<&'a str> = none;
        /// When it may be shown, by the clock of the config's `time_zone`.
        pub schedule: Schedule<'a> = {};
    }
}

choice! {
    /// How an offer is shown. On phones the first two are sheets at the bottom edge, and wait where a search engine has just
    /// brought the shopper: there they would stand in the way of what was searched for.
    pub enum Display {
        /// Over the page, which waits until it is answered.
        Modal = "modal",
        /// In a corner; the page stays as usable as it was.
        SlideIn = "slide_in",
        /// Along the bottom edge, without its picture; the page stays as usable as it was.
        Bar = "bar",
        /// Within the page, in its slot, beside any other. It waits where it would move what is in view, so give the slot a
        /// `min-height`, or a place that is not in view at once. It counts as shown once half of it was in view for a second.
        Inline = "inline",
    }
}

choice! {
    /// Products that an offer shows.
    pub enum Items {
        /// What is in the cart, what was put into it last first.
        Cart = "cart",
        /// What the shopper looked at, and is cheaper now.
        PriceDrop = "price_drop",
        /// What the shopper looked at while it could not be bought, and is back.
        BackInStock = "back_in_stock",
    }
}

section! {
    /// What brings an offer up. Where several signals are given, whichever happens first. `all` asks for several at once,
    /// and both nest: `{ "exit_intent": {}, "all": [{ "active_time": 20 }, { "any": [{ "scroll_depth": 60 }, { "idle": 10 }] }] }`.
    pub struct Trigger {
        /// The shopper is about to leave: the pointer leaves the window at the top, or, on touch screens, a fast scroll
        /// back up, or the return to a page that was out of view for three seconds.
        pub exit_intent: Option<ExitIntent<'a>> = none;
        /// Seconds after the page was shown.
        pub delay: Option<f64> [0, 3600] = none;
        /// Seconds in which the shopper did something on this page: after any movement, touch or key five seconds count.
        pub active_time: Option<f64> [0, 3600] = none;
        /// Seconds without any movement, touch or key.
        pub idle: Option<f64> [1, 3600] = none;
        /// How far down the page was seen, in percent of its height.
        pub scroll_depth: Option<f64> [1, 100] = none;
        /// CSS selector of an element of which half has been in view for a second.
        pub element_visible: Option<&'a str> = none;
        /// Pages opened in this session, this one included.
        pub page_count: Option<u32> [1, 1000] = none;
        /// The cart changed on this page.
        pub cart_change: Option<CartChange> = none;
        /// Name of an event that happened on this page: one of GA4's, or of your own told by `track` or the dataLayer.
        pub event: Option<&'a str> = none;
        /// Triggers of which one is enough.
        pub any: List<'a, Nested<'a>> = [];
        /// Triggers that must all have happened.
        pub all: List<'a, Nested<'a>> = [];
    }
}

/// A trigger within a trigger.
#[derive(Clone, Copy, Debug)]
pub struct Nested<'a>(pub Trigger<'a>);

impl<'a> Record<'a> for Nested<'a> {
    #[expect(private_interfaces, reason = "as in the trait")]
    const KIND: &'static Kind = &Kind::Again(|| Trigger::KIND);

    fn take(value: &'a Value) -> Self {
        Self(Trigger::of(value))
    }

    fn give(&self) -> Value {
        self.0.give()
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn shape() -> Shape {
        Shape::Again("Trigger")
    }
}

section! {
    /// Guards of the exit-intent signal.
    pub struct ExitIntent {
        /// Seconds after the page was shown before the signal counts.
        pub after: f64 [0, 3600] = 1;
    }
}

choice! {
    /// How the cart changed.
    pub enum CartChange {
        /// Something was added or removed.
        Any = "any",
        /// Something was added.
        Add = "add",
        /// Something was removed.
        Remove = "remove",
    }
}

section! {
    /// How often an offer may be shown.
    pub struct Cap {
        /// Times in one session. A session ends after 30 minutes without an event.
        pub per_session: u32 [1, 100] = 1;
        /// Days after it was shown before it may be shown in another session.
        pub days: f64 [0, 400] = 7;
        /// Days without it after the shopper dismissed it.
        pub after_dismissal: f64 [0, 400] = 30;
        /// Days without it after an order.
        pub after_purchase: f64 [0, 400] = 14;
    }
}

section! {
    /// When something may be shown, by the clock of the config's `time_zone`.
    pub struct Schedule {
        /// The first day, or minute: `2026-11-27` or `2026-11-27T08:00`.
        pub from: Option<LocalTime<'a>> = none;
        /// The last day, itself included, or the minute at which it ends: `2026-11-30` or `2026-11-30T12:00`.
        pub until: Option<LocalTime<'a>> = none;
        /// Days of the week. Without it: all.
        pub days: List<'a, Weekday> = [];
        /// The hour of the day from which it may be shown; half past nine is 9.5.
        pub from_hour: f64 [0, 24] = 0;
        /// The hour of the day at which that ends. Below `from_hour` it is that hour of the next day.
        pub to_hour: f64 [0, 24] = 24;
    }
}

choice! {
    /// A day of the week.
    pub enum Weekday {
        /// On Mondays.
        Monday = "mon",
        /// On Tuesdays.
        Tuesday = "tue",
        /// On Wednesdays.
        Wednesday = "wed",
        /// On Thursdays.
        Thursday = "thu",
        /// On Fridays.
        Friday = "fri",
        /// On Saturdays.
        Saturday = "sat",
        /// On Sundays.
        Sunday = "sun",
    }
}

/// A day, or a minute of one, on the shop's clock: `2026-11-27` or `2026-11-27T08:00`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LocalTime<'a>(pub &'a str);

super::content::checked!(LocalTime, check_time, Shape::Text, |value| value.text());

fn check_time(value: &Value, report: &mut Report) {
    if local_time(value.text()).is_none() {
        report.reject(value, "a day such as \"2026-11-27\", or a minute such as \"2026-11-27T08:00\"");
    }
}

/// What no single field of an offer can tell.
pub(super) fn cross_check(offer: &Value, report: &mut Report) {
    let length = report.enter("trigger");
    check_trigger(offer.member("trigger"), report);
    report.leave(length);
    check_schedule(offer.member("schedule"), report);
    let is_inline = offer.member("display").text() == Display::Inline.word();
    for (name, fits, expected) in [
        (
            "countdown",
            !offer.path("schedule.until").is_null(),
            "false, or a schedule.until to count down to: the real end, the same for everybody",
        ),
        ("slot", is_inline, "\"display\": \"inline\" beside it: other offers have no place in the page"),
        ("teaser", !is_inline, "another display than inline: what stands in the page needs no tab to come back by"),
    ] {
        let value = offer.member(name);
        if !fits && !matches!(value, Value::Null | Value::Bool(false)) {
            report.reject_member(name, value, expected);
        }
    }
}

/// What no single field of a schedule can tell.
pub(super) fn check_schedule(schedule: &Value, report: &mut Report) {
    let (from, until) = (schedule.member("from"), schedule.member("until"));
    if let (Some((from, _)), Some((_, end))) = (local_time(from.text()), local_time(until.text()))
        && from >= end
    {
        report.reject_member("schedule.until", until, "a time after schedule.from");
    }
}

/// A trigger must name a signal, and so must each within it.
fn check_trigger(trigger: &Value, report: &mut Report) {
    let Value::Object(signals) = trigger else { return };
    let mut empty = true;
    for (name, signal) in signals {
        empty &= signal.is_null() || matches!(signal, Value::Array(list) if list.is_empty());
        if name == "any" || name == "all" {
            let length = report.enter(name);
            for (index, nested) in signal.elements().iter().enumerate() {
                let length = report.enter_element(index);
                check_trigger(nested, report);
                report.leave(length);
            }
            report.leave(length);
        }
    }
    if empty {
        report.reject(trigger, "what brings the offer up, such as { \"exit_intent\": {} }");
    }
}
