//! JavaScript's own functions for the tests: the real ones in a browser, the companion's equals natively.

#[cfg(target_arch = "wasm32")]
mod browser;
#[cfg(not(target_arch = "wasm32"))]
#[path = "../../src/offline/ecmascript.rs"]
mod native;

use vitrina::engine::condition::EcmaScript;

#[cfg(target_arch = "wasm32")]
pub(crate) use browser::Script;
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use native::Script;
