//! Keeps the profile across pages and tabs.
//!
//! Every page writes its events at once, synchronously, under a key of its own: no two pages ever write the same key,
//! so tabs lose nothing to each other, and a navigation in the next instant loses nothing either. A page begins with
//! the profile that was last written plus all events since. Now and then one page, holding a lock, folds the events of
//! pages long gone into the profile and removes their keys.

use alloc::{string::String, vec::Vec};

use super::{host, js};
use crate::engine::config::Memory;
use crate::engine::event::Event;
use crate::engine::profile::{Profile, merge};
use crate::engine::record::Record;
use crate::engine::value::Value;

const PROFILE: &str = "profile";
const EVENTS: &str = "events:";
/// What the loader reads.
const PLAN: &str = "plan";
const PAGES: &str = "pages";
/// The segments that the page's analytics were told last.
const TOLD: &str = "told";
/// There for a moment, for the other tabs to hear.
const FORGOTTEN: &str = "forgotten";
/// Milliseconds after which a page's events are taken to be complete.
const SETTLED: f64 = 30_000.0;

/// The events of one page view.
pub(crate) struct Journal {
    key: String,
    pub(crate) events: Vec<Event>,
    /// How many of the events were stored when that last succeeded.
    stored: usize,
}

impl Journal {
    /// A journal under a key of its own. `unique` tells page views apart, across tabs too.
    pub(crate) fn new(unique: &str) -> Self {
        Self { key: [EVENTS, unique].concat(), events: Vec::new(), stored: 0 }
    }

    /// Writes down everything that happened so far, but for what another page, taking this one for long gone, has made part
    /// of the profile: what was stored under its key, if that is there no more.
    pub(crate) fn write(&mut self) {
        if self.stored > 0 && !has(&self.key) {
            self.events.drain(..self.stored);
            self.stored = 0;
        }
        if !self.events.is_empty() {
            let mut list = Vec::new();
            for event in &self.events {
                list.push(event.snapshot());
            }
            if put(&self.key, &Value::Array(list)) {
                self.stored = self.events.len();
            }
        }
    }

    /// What happened and could not be written.
    pub(crate) fn refused(&self) -> &[Event] {
        self.events.get(self.stored..).unwrap_or_default()
    }

    /// Forgets the events of this page view.
    pub(crate) fn clear(&mut self) {
        self.events.clear();
        self.stored = 0;
        host::unstore(&self.key);
    }
}

/// The stored profile with all events since, or a new one under the name `id`, which is then stored.
pub(crate) fn load(now: f64, memory: &Memory, id: Option<String>) -> Profile {
    let mut profile = stored().unwrap_or_else(|| {
        let profile = Profile { id, ..Profile::new(now) };
        put(PROFILE, &profile.give());
        profile
    });
    replay(&mut profile, memory, f64::INFINITY);
    profile
}

/// Folds the events of pages that are long gone into the stored profile. To be called by one page at a time.
pub(crate) fn fold(now: f64, memory: &Memory) {
    let mut profile = stored().unwrap_or_else(|| Profile::new(now));
    let settled = replay(&mut profile, memory, now - SETTLED);
    if !settled.is_empty() && put(PROFILE, &profile.give()) {
        settled.iter().for_each(|key| host::unstore(key));
    }
}

/// Shows `profile` the events of the pages that ended before `until`, in the order of time; the answer are their keys.
fn replay(profile: &mut Profile, memory: &Memory, until: f64) -> Vec<String> {
    let mut keys = Vec::new();
    let mut events: Vec<Event> = Vec::new();
    for key in host::texts(&host::keys(EVENTS)) {
        let mut page = Vec::new();
        for event in get(&key).elements() {
            page.extend(Event::from_snapshot(event));
        }
        if page.last().is_some_and(|last| last.time >= until) {
            continue;
        }
        // Pages are mostly one after the other, so each event finds its place near the end.
        for event in page {
            let mut at = events.len();
            while at > 0 && events.get(at - 1).is_some_and(|earlier| earlier.time > event.time) {
                at -= 1;
            }
            events.insert(at, event);
        }
        keys.push(key);
    }
    for event in &events {
        profile.observe(event, memory);
    }
    keys
}

/// Joins `profile` with the stored one. The events since stay: they are added to whatever is stored. A profile may travel
/// without the name that divides shoppers; then that of here stays, or else it gets `id`.
pub(crate) fn join(mut profile: Profile, id: Option<&String>) {
    let known = stored();
    let own = known.as_ref().map_or(id, |known| known.id.as_ref());
    profile.id = profile.id.or_else(|| own.cloned());
    if let Some(known) = known {
        profile = merge(known, profile);
    }
    put(PROFILE, &profile.give());
}

/// Replaces everything that is stored by `profile`, and lets the other tabs know. That there is a profile at every moment tells
/// them that nobody withdrew.
pub(crate) fn begin_anew(profile: &Profile) {
    put(PROFILE, &profile.give());
    erase(PROFILE);
    put(FORGOTTEN, &true.into());
    host::unstore(FORGOTTEN);
}

/// When the stored profile was begun; 0 where there is none.
pub(crate) fn begun() -> f64 {
    get(PROFILE).member("created").number()
}

/// Removes everything of ours, but for what is stored under `kept`.
pub(crate) fn erase(kept: &str) {
    host::texts(&host::keys("")).iter().filter(|key| *key != kept).for_each(|key| host::unstore(key));
}

/// Whether a report differs from the one that was told last; remembers it.
pub(crate) fn tells(report: &Value) -> bool {
    let told = js::from_js(&host::stored(TOLD)) == *report;
    if !told {
        put(TOLD, report);
    }
    !told
}

/// Writes what the loader reads on the next page, and the pages to prepare there.
pub(crate) fn prepare(plan: &Value, pages: &Value) {
    put(PLAN, plan);
    put(PAGES, pages);
}

/// What was last prepared.
pub(crate) fn prepared() -> Value {
    get(PLAN)
}

/// The pages seen so far.
pub(crate) fn pages() -> Value {
    get(PAGES)
}

/// A profile that cannot be read is one that was damaged or is of a newer version: the shopper starts over.
fn stored() -> Option<Profile> {
    let snapshot = get(PROFILE);
    if snapshot.is_null() { None } else { Profile::from_snapshot(&snapshot).ok() }
}

/// Whether anything is stored under `key`, which no other key begins with.
fn has(key: &str) -> bool {
    host::keys(key).length() > 0
}

fn get(key: &str) -> Value {
    js::from_js(&host::stored(key))
}

fn put(key: &str, value: &Value) -> bool {
    host::store(key, &js::to_js(value))
}
