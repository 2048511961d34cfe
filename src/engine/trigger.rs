//! Whether what brings an offer up has happened.

use alloc::string::String;
use alloc::vec::Vec;

use super::config::{CartChange, Trigger};
use super::record::{List, section};

section! {
    /// What the page tells of the moment: plain facts, which the config's triggers are held against.
    pub struct Moment {
        /// Seconds since the page was shown.
        pub seconds: f64 = 0;
        /// Of these, seconds in which the shopper did something.
        pub active: f64 = 0;
        /// Seconds since the shopper last did something.
        pub idle: f64 = 0;
        /// How far down the page was seen, in percent of its height.
        pub depth: f64 = 0;
        /// The shopper is about to leave, at this very moment.
        pub leaving: bool = false;
        /// Selectors of the config whose elements have been in view.
        pub visible: List<'a, &'a str> = [];
    }
}

/// What triggers look at.
pub(crate) struct Signals<'a> {
    pub(crate) moment: Moment<'a>,
    /// Names of the events on this page.
    pub(crate) events: &'a [String],
    /// Pages opened in this session.
    pub(crate) pages: u32,
}

impl Signals<'_> {
    /// Whether `trigger` has happened. `waits` gets the names of the signals that have not.
    pub(crate) fn bring(&self, trigger: Trigger<'_>, waits: &mut Vec<&'static str>) -> bool {
        let moment = self.moment;
        let left = trigger.exit_intent().map(|signal| moment.leaving() && moment.seconds() >= signal.after());
        let reached = |wanted: Option<f64>, is: f64| wanted.map(|wanted| is >= wanted);
        let mut due = false;
        for (name, happened) in [
            ("exit_intent", left),
            ("delay", reached(trigger.delay(), moment.seconds())),
            ("active_time", reached(trigger.active_time(), moment.active())),
            ("idle", reached(trigger.idle(), moment.idle())),
            ("scroll_depth", reached(trigger.scroll_depth(), moment.depth())),
            (
                "element_visible",
                trigger.element_visible().map(|wanted| moment.visible().iter().any(|seen| seen == wanted)),
            ),
            ("page_count", trigger.page_count().map(|wanted| self.pages >= wanted)),
            ("cart_change", trigger.cart_change().map(|change| self.has_cart_changed(change))),
            ("event", trigger.event().map(|name| self.has_heard(name))),
        ] {
            match happened {
                Some(true) => due = true,
                Some(false) => waits.push(name),
                None => {}
            }
        }
        for nested in trigger.any() {
            due |= self.bring(nested.0, waits);
        }
        let mut every = !trigger.all().is_empty();
        for nested in trigger.all() {
            every &= self.bring(nested.0, waits);
        }
        due || every
    }

    fn has_heard(&self, name: &str) -> bool {
        self.events.iter().any(|event| event == name)
    }

    fn has_cart_changed(&self, change: CartChange) -> bool {
        change != CartChange::Remove && self.has_heard("add_to_cart")
            || change != CartChange::Add && self.has_heard("remove_from_cart")
    }
}

/// Calls `visit` with a trigger and all within it.
pub(crate) fn each<'a>(trigger: Trigger<'a>, visit: &mut dyn FnMut(Trigger<'a>)) {
    visit(trigger);
    for list in [trigger.any(), trigger.all()] {
        for nested in list {
            each(nested.0, visit);
        }
    }
}
