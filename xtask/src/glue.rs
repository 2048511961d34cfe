//! The glue without what no page needs: wasm-bindgen writes how to find and fetch the wasm, which `www/loader/wasm.js`
//! does, and for every age of browsers.

use anyhow::{Context, Result};

/// Where wasm-bindgen begins with loading; all after it is about that.
const BEGIN: &str = "\nasync function __wbg_load(";

/// What takes its place: a response that says it is wasm is compiled while it comes, anything else from its bytes.
const INIT: &str = "
export default async function init({ module_or_path: wasm }) {
    const start = wasm instanceof Response ? WebAssembly.instantiateStreaming : WebAssembly.instantiate;
    const { instance, module } = await start(wasm, __wbg_get_imports());
    return __wbg_finalize_init(instance, module);
}
";

/// The glue with a short way to begin.
///
/// # Errors
/// When this version of wasm-bindgen writes it in another way.
pub fn shorten(glue: &str) -> Result<String> {
    let (before, loading) = glue.split_once(BEGIN).context("wasm-bindgen writes no __wbg_load")?;
    let (loading, ends) = loading.split_once("\nexport { ").context("wasm-bindgen exports no init at the end")?;
    let expected = before.contains("function __wbg_get_imports()") && before.contains("function __wbg_finalize_init(");
    let alone = !before.contains("__wbg_load") && !before.contains("__wbg_init") && loading.contains("initSync");
    (expected && alone && ends.trim_end() == "initSync, __wbg_init as default };")
        .then(|| format!("{before}{INIT}"))
        .context("wasm-bindgen writes its init in another way")
}

#[cfg(test)]
mod tests {
    use super::*;

    const GLUE: &str = "import * as a from './a.js'\nexport function begin() {}\nfunction __wbg_get_imports() {}
function __wbg_finalize_init(instance, module) {}\n\nasync function __wbg_load(module, imports) {}
function initSync(module) {}\nasync function __wbg_init(module) {}\n\nexport { initSync, __wbg_init as default };\n";

    #[test]
    fn only_the_loading_is_another() {
        let short = shorten(GLUE).unwrap();
        let (before, after) = short.split_once("\nexport default async function init(").unwrap();
        assert!(GLUE.starts_with(before) && before.ends_with("__wbg_finalize_init(instance, module) {}\n"), "{before}");
        assert!(!after.contains("initSync"), "{after}");
    }

    #[test]
    fn a_glue_of_another_form_is_an_error() {
        for part in ["async function __wbg_load", "function __wbg_get_imports", "initSync, __wbg_init as"] {
            assert!(shorten(&GLUE.replace(part, "something")).is_err(), "{part}");
        }
        assert!(shorten(&format!("__wbg_init();\n{GLUE}")).is_err());
    }
}
