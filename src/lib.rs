//! Vitrina personalizes a shop wholly in the shopper's browser: it reorders product grids, changes banners, recommends
//! and makes exit-intent offers, without a server.
//!
//! # How data flows
//!
//! ```text
//! page, dataLayer, consent     browser::{page, visit}, www/loader/{senses,consent}.js        read and hear
//!   -> Event                   engine::event      GA4's words; engine::ledger counts each action once
//!   -> Profile                 engine::profile    the only memory: bounded, and fading
//!   -> Attributes              engine::attributes the JSON-like tree that conditions and texts see
//!   -> segments, variations    engine::{condition, bucketing}
//!   -> Plan                    engine::{rank, recommend, offer, text}    the only output: plain data
//! page                         browser::{session, lists}, www/loader/{host.js, *.mjs}        carry out, reversibly
//! ```
//!
//! It goes one way. Carrying out a plan never writes to the profile: what the shopper then does comes back as an event.
//!
//! # Where things are
//!
//! | where | what |
//! |---|---|
//! | [`engine`] | state in, plan out: every decision; no page, no clock, no chance, no files |
//! | [`engine::config`] | the schema of the merchant's JSON, with the meaning, bounds and default of every key |
//! | [`engine::record`] | one table for each section of JSON that goes in or out, and the one reader of all tables |
//! | [`engine::model`] | the shop's model file: neighbours, popularity, catalogue; opened without copying its tables |
//! | [`engine::condition`], [`engine::bucketing`] | GrowthBook's conditions and experiments, bit for bit |
//! | `engine::decide` | the engine: from profile, page and config to a plan, and why |
//! | `engine::rank` | the order of a grid: the merchant's, lifted by the trail, and what else pulls a card |
//! | [`engine::Fact`], [`engine::Asked`] | what is known, one thing at a time, and what the shopper declares |
//! | [`engine::recommend`] | sixteen strategies over catalogue, model and profile, and what is never recommended |
//! | [`engine::consent`] | who speaks for consent, and what holds where several do |
//! | [`engine::replay`] | a recorded journey again, to the same decisions |
//! | `browser` (wasm32) | reads the page into the engine's data, keeps the profile, has plans carried out |
//! | `browser::page` (wasm32) | finds the product grids and reads products on markup that nobody prepared |
//! | `api` (wasm32), `src/api.js` | the boundary: methods that convert, call and convert; their types are `src/api.d.ts` |
//! | `offline` (feature `cli`) | what the companion command does: checks, describes and replays configs; imports exports, trains models and measures them |
//! | `src/bin/vitrina.rs` | the companion command itself: reads its arguments and prints |
//! | `www/loader/vitrina.js` | the tag: applies the plan of an earlier page before the first paint, then imports the module |
//! | `www/loader/slot.js` | what a banner does in its slot, before the first paint and later: in the tag and in `banner.mjs` |
//! | `www/loader/vitrina.mjs` | the module: `start()`, the queue, loading of config and wasm |
//! | `www/loader/host.js` | the guard that keeps a failure inside, storage, and the way back to the merchant's page |
//! | `www/loader/senses.js` | what happens on the page, told to the engine |
//! | `www/loader/consent.mjs` | the consent platforms, each asked in its own words |
//! | `www/loader/shop.mjs`, `shops/` | the cart as the shop's own system has it, one file for each system; Segment; pages that turn without loading |
//! | `www/loader/banner.mjs` | what banners show: the shop's own elements, whole templates, plain blocks; brought in only where the config has some |
//! | `www/loader/offer.mjs` | the offer, over the page, in a corner, along the edge, within it or as a tab, and what offers wait for, brought in only where the config has offers |
//! | `www/loader/recommendations.mjs` | lists in the look of the shop's cards, brought in only where there are some; `carousel.mjs` steers those in one row, `basket.mjs` puts into the cart |
//! | `www/loader/telemetry.mjs` | the page's analytics, each told in its own words; what and whom, `engine::decide` says |
//! | `www/loader/privacy.mjs`, `preferences.mjs`, `handover.mjs` | what the shopper sees and decides of what is known; `surface.mjs` is their look |
//! | `www/loader/why.mjs` | why a block is there, in the shopper's language |
//! | `www/shop` | the demo storefront |
//! | `benches` | what a shopper's device does, for browsers and natively; training beside DuckDB and pandas |
//! | `xtask` | `cargo xtask build`, `demo`, `test`, `size`, `bench` |
//! | `tests` | cases as data, native tests, tests in browsers, end-to-end tests, awkward pages |
//! | `fuzz` | `cargo fuzz` targets; `tests/fuzz` holds what they run, `tests/corpus` what they begin with |
//!
//! # What always holds
//!
//! 1. **The engine is pure.** The time and the seed are arguments. Crates of the browser are dependencies of wasm32
//!    only, so that a native build of an engine that names one fails; what Cargo cannot see (`std`, hash maps, inexact
//!    functions), `tests/invariants.rs` looks for.
//! 2. **The same input gives the same plan**, natively and in every browser: logarithms and powers come from `libm` on
//!    both sides, ties break by product id, and no hash map's order reaches an output.
//! 3. **The page belongs to someone else.** Nothing is thrown into it, except an `Error` where its own code calls the
//!    API wrongly. On any failure Vitrina goes off, says why once, and the page is as the merchant made it. Every
//!    callback runs inside the guard of `www/loader/host.js`, which also catches what a panic of the wasm leaves
//!    behind.
//! 4. **Every change is reversible.** What was changed is recorded in JavaScript, where `stop()` and the guard find it
//!    even when the wasm no longer runs.
//! 5. **Nothing leaves the page.** There is no endpoint; all requests go to the page's own origin or the tag's.
//! 6. **No consent, no persistence.** Until somebody speaks for consent the profile is in memory, on the same code
//!    path.
//! 7. **Decisions live in the engine.** JavaScript carries out and listens; it scores nothing and holds no rules.
//! 8. **The profile is bounded**: it does not grow with the number of visits or events.
//!
//! # Why it is built this way
//!
//! Shoppers download this code, so its size decides much.
//!
//! - The config is read by tables ([`engine::record`]), not by serde: deserializing through serde-wasm-bindgen costs
//!   about 15 kB after gzip before the first type. serde is there for JSON natively, where size does not matter.
//! - gloo is not used: its listeners call straight into wasm, and a callback here has to pass the guard first. Its
//!   storage panics where storage is blocked.
//! - The hands and senses are JavaScript, since moving nodes and listening costs several times more through web-sys.
//! - Two LLVM settings were tried and given up: functions that answer with two values (`llvm-abiname = experimental-mv`,
//!   4.5% smaller) made the engine read model files wrongly, and GVN hoisting is off by default for its history of that.
//! - Numbers and money are written by the browser's `Intl`, behind the [`Ports`] of the engine.

extern crate alloc;

/// The standard allocator weighs 1.7 kB more after gzip.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

#[cfg(target_arch = "wasm32")]
pub mod api;
#[cfg(target_arch = "wasm32")]
pub mod browser;
pub mod engine;
#[cfg(feature = "cli")]
pub mod offline;

pub use engine::config::{Config, Problem};
pub use engine::event::Event;
pub use engine::item::Item;
pub use engine::plan::Plan;
pub use engine::profile::Profile;
pub use engine::value::Value;
pub use engine::{Engine, Ports};
