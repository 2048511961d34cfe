//! The glue without what no page needs: wasm-bindgen writes how to find and fetch the wasm, which `www/loader/wasm.js` does,
//! how closures come and go, and for every age of browsers. `glue.js` holds what stays of that, for the imports to call.

use anyhow::{Context, Result, ensure};

/// Where the imports begin, and where what they call does.
const IMPORTS: &str = "\nfunction __wbg_get_imports() {\n";
const CALLED: &str = "\nfunction addToExternrefTable0(";

/// What takes the place of the latter.
const OURS: &str = include_str!("glue.js");

/// What stands in the imports, and how that is said with `glue.js`.
const SHORTER: [(&str, &str); 7] = [
    ("function() { return handleError(function (", "caught(function ("),
    ("        }, arguments); },\n", "        }),\n"),
    (
        "            const ptr1 = passStringToWasm0(ret, wasm.__wbindgen_malloc, wasm.__wbindgen_realloc);
            const len1 = WASM_VECTOR_LEN;
            getDataViewMemory0().setInt32((arg0 >>> 0) + 4 * 1, len1, true);
            getDataViewMemory0().setInt32((arg0 >>> 0) + 4 * 0, ptr1, true);
",
        "            giveText(arg0, ret);\n",
    ),
    (
        "            var ptr1 = isLikeNone(ret) ? 0 : passStringToWasm0(ret, wasm.__wbindgen_malloc, wasm.__wbindgen_realloc);
            var len1 = WASM_VECTOR_LEN;
            getDataViewMemory0().setInt32((arg0 >>> 0) + 4 * 1, len1, true);
            getDataViewMemory0().setInt32((arg0 >>> 0) + 4 * 0, ptr1, true);
",
        "            giveText(arg0, ret);\n",
    ),
    (
        "            getDataViewMemory0().setFloat64((arg0 >>> 0) + 8 * 1, isLikeNone(ret) ? 0 : ret, true);
            getDataViewMemory0().setInt32((arg0 >>> 0) + 4 * 0, !isLikeNone(ret), true);
",
        "            giveNumber(arg0, ret);\n",
    ),
    (
        "            let result;
            try {
                result = arg0 instanceof Element;
            } catch (_) {
                result = false;
            }
            const ret = result;
",
        "            const ret = arg0 instanceof Element;\n",
    ),
    (
        "            const ret = typeof(v) === 'boolean' ? v : undefined;
            return isLikeNone(ret) ? 0xFFFFFF : ret ? 1 : 0;
",
        "            return v === true ? 1 : v === false ? 0 : 0xFFFFFF;\n",
    ),
];

/// The glue with a short way to begin and to hand values over.
///
/// # Errors
/// When this version of wasm-bindgen writes it in another way.
pub fn shorten(glue: &str) -> Result<String> {
    let (before, imports) = glue.split_once(IMPORTS).context("wasm-bindgen writes no __wbg_get_imports")?;
    let (imports, called) = imports.split_once(CALLED).context("wasm-bindgen writes no addToExternrefTable0")?;
    let as_expected = called.contains("function __wbg_finalize_init(")
        && called.trim_end().ends_with("export { initSync, __wbg_init as default };");
    ensure!(as_expected, "wasm-bindgen writes its init in another way");
    let mut imports = imports.to_owned();
    for (long, short) in SHORTER {
        imports = imports.replace(long, short);
    }
    // None of them asks for what it was called on.
    let imports: Vec<String> = imports.lines().map(as_arrow).collect();
    let short = format!("{before}{IMPORTS}{}\n{OURS}", imports.join("\n"));
    for name in wanted(OURS).into_iter().filter(|name| *name != "memory") {
        ensure!(glue.contains(&format!("wasm.{name}")), "wasm-bindgen exports no {name}");
    }
    let functions = called.lines().filter_map(|line| line.strip_prefix("function ")?.split_once('('));
    for name in functions.map(|(name, _)| name).chain(["WASM_VECTOR_LEN"]) {
        let is_ours = OURS.contains(&format!("function {name}(")) || OURS.contains(&format!("const {name} "));
        ensure!(is_ours || !short.contains(name), "wasm-bindgen asks for {name} in a way that glue.js does not know");
    }
    Ok(short)
}

/// A line in which a function begins, as an arrow.
fn as_arrow(line: &str) -> String {
    match line.rsplit_once("function").zip(line.strip_suffix(") {")) {
        Some(((before, _), whole)) if before.starts_with("        ") && !before.starts_with("         ") => {
            let parameters = whole.rsplit('(').next().unwrap_or_default();
            format!("{before}({parameters}) => {{")
        }
        _ => line.to_owned(),
    }
}

/// The names of the engine's exports that `glue` asks for.
#[must_use]
pub fn wanted(glue: &str) -> Vec<&str> {
    let is_end = |letter: char| !(letter.is_alphanumeric() || letter == '_' || letter == '$');
    glue.split("wasm.").skip(1).filter_map(|after| after.split(is_end).next()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As wasm-bindgen writes it, with an import of each kind.
    fn glue() -> String {
        let [.., text, some_text, number, _, _] = SHORTER.map(|(long, _)| long);
        let ours = ["memory", "__externref_table_alloc", "__wbindgen_externrefs", "__externref_table_dealloc"];
        let exports = [&ours[..], &["__wbindgen_malloc", "__wbindgen_exn_store", "__wbindgen_start"]].concat();
        format!(
            "import {{ ask }} from './page.js';{IMPORTS}    const import0 = {{
        __wbg_ask_1: function(arg0, arg1) {{
            const ret = ask(arg1);
{text}        }},
        __wbg_name_2: function() {{ return handleError(function (arg0) {{
            const ret = arg0.name;
{some_text}        }}, arguments); }},
        __wbg_is_function_3: function(arg0) {{
            const ret = arg0.size;
{number}        }},
    }};
}}
{CALLED}obj) {{}}\nfunction getDataViewMemory0() {{}}\nfunction __wbg_finalize_init(instance, module) {{ {} }}
export {{ initSync, __wbg_init as default }};\n",
            exports.iter().map(|name| format!("wasm.{name};")).collect::<Vec<_>>().join(" ")
        )
    }

    #[test]
    fn the_imports_are_those_of_wasm_bindgen_with_shorter_words() {
        let imports = "import { ask } from './page.js';
function __wbg_get_imports() {
    const import0 = {
        __wbg_ask_1: (arg0, arg1) => {
            const ret = ask(arg1);
            giveText(arg0, ret);
        },
        __wbg_name_2: caught((arg0) => {
            const ret = arg0.name;
            giveText(arg0, ret);
        }),
        __wbg_is_function_3: (arg0) => {
            const ret = arg0.size;
            giveNumber(arg0, ret);
        },
    };
}
";
        assert_eq!(shorten(&glue()).unwrap(), format!("{imports}{OURS}"));
    }

    #[test]
    fn a_glue_of_another_form_is_an_error() {
        let parts = ["function __wbg_get_imports", "function addToExternrefTable0", "initSync, __wbg_init as"];
        for part in parts.into_iter().chain(["const len1", "wasm.__wbindgen_start"]) {
            assert!(shorten(&glue().replace(part, "something")).is_err(), "{part}");
        }
    }

    #[test]
    fn what_is_asked_of_the_engine_is_known() {
        assert_eq!(wanted("wasm.begin(options); x(wasm.memory.buffer, wasm.$a)"), ["begin", "memory", "$a"]);
    }
}
