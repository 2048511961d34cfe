//! Short names between the wasm and its glue.
//!
//! wasm-bindgen tells imports apart by hashes of 16 digits, which stand in both files and which nothing compresses.
//! `wasm-opt --minify-imports-and-exports-and-modules` renames them in the wasm and prints what it did; this does the
//! same in the glue.

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

/// What wasm-opt prints.
#[derive(Debug, Deserialize)]
struct Renamed {
    /// Module, name, short name.
    imports: Vec<(String, String, String)>,
    /// Name, short name.
    exports: Vec<(String, String)>,
}

/// The module that wasm-bindgen's own functions are imported from.
const OWN: &str = "./engine_bg.js";

/// The one module that the optimized wasm imports from.
const MODULE: &str = "a";

/// The glue with the names that `printed`, wasm-opt's output, gives.
///
/// # Errors
/// When a name is not where wasm-bindgen writes it.
pub fn shorten(glue: &str, printed: &str) -> Result<String> {
    let map = printed.find('{').map(|start| printed.split_at(start).1).context("wasm-opt printed no names")?;
    let mut maps = serde_json::Deserializer::from_str(map).into_iter::<Renamed>();
    let renamed = maps.next().context("wasm-opt printed no names")?.context("wasm-opt's names")?;
    let mut glue = glue.to_owned();
    let mut others = String::new();
    for (module, name, short) in &renamed.imports {
        if module == OWN {
            replace_one(&mut glue, &format!("\n        {name}: "), &format!("\n        {short}: "))?;
        } else {
            let (_, import) = glue.split_once(&format!("\"{module}\": ")).with_context(|| absent(module))?;
            let import = import.split(',').next().unwrap_or_default();
            others.push_str(&format!("{short}: {import}.{name}, "));
        }
    }
    let (before, imports) = glue.split_once(&format!("        \"{OWN}\": ")).with_context(|| absent(OWN))?;
    let (own, _) = imports.split_once(',').with_context(|| absent("import0"))?;
    let (_, after) = imports.split_once("\n    };").with_context(|| absent("the end of the imports"))?;
    glue = format!("{before}        {MODULE}: Object.assign({own}, {{ {others}}}),\n    }};{after}");
    for (name, short) in &renamed.exports {
        glue = replace_word(&glue, &format!("wasm.{name}"), &format!("wasm.{short}"));
    }
    Ok(glue)
}

fn absent(what: &str) -> String {
    format!("{what} is not where this version of wasm-bindgen should write it")
}

fn replace_one(text: &mut String, from: &str, to: &str) -> Result<()> {
    ensure!(text.matches(from).count() == 1, absent(from.trim()));
    *text = text.replacen(from, to, 1);
    Ok(())
}

/// Replaces `from` where no longer name begins with it.
fn replace_word(text: &str, from: &str, to: &str) -> String {
    let mut parts = text.split(from);
    let mut replaced = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let longer = part.starts_with(|c: char| c.is_alphanumeric() || c == '_' || c == '$');
        replaced.push_str(if longer { from } else { to });
        replaced.push_str(part);
    }
    replaced
}

#[cfg(test)]
mod tests {
    use super::*;

    const GLUE: &str = r#"import * as import1 from "./host.js"
import * as import2 from "./host.js"
function __wbg_get_imports() {
    const import0 = {
        __proto__: null,
        __wbg_get_12: function(arg0) { return wasm.__wbindgen_malloc(wasm.__wbindgen_malloc_more); },
    };
    return {
        __proto__: null,
        "./engine_bg.js": import0,
        "./host.js": import1,
        "./host.js": import2,
    };
}
"#;

    #[test]
    fn the_glue_follows_the_wasm() {
        let printed = r#"{ "imports": [["./engine_bg.js", "__wbg_get_12", "A"], ["./host.js", "record", "B"]],
            "exports": [["__wbindgen_malloc", "b"]] }"#;
        let short = shorten(GLUE, printed).unwrap();
        assert!(
            short.contains("\n        A: function(arg0) { return wasm.b(wasm.__wbindgen_malloc_more); },"),
            "{short}"
        );
        assert!(short.contains("        a: Object.assign(import0, { B: import1.record, }),\n    };\n}"), "{short}");
    }

    #[test]
    fn a_name_that_is_not_there_is_an_error() {
        let printed = r#"{ "imports": [["./engine_bg.js", "__wbg_set_12", "A"]], "exports": [] }"#;
        assert!(shorten(GLUE, printed).is_err());
        assert!(shorten(GLUE, "nothing").is_err());
    }
}
