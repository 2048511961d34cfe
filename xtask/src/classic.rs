//! The tag where there is no esbuild to bundle it: one classic script out of a module and what it imports.

use anyhow::{Context, Result, ensure};

/// The module `entry` in one function that leaves no name behind on the page, with the modules before it that it takes names
/// from by `import { … } from './….js';` on a line. `read` gives the text of a file beside it.
///
/// # Errors
/// When one of them imports or exports in another way.
pub(crate) fn classic(entry: &str, read: impl Fn(&str) -> Result<String>) -> Result<String> {
    let (imports, own): (Vec<&str>, Vec<&str>) = entry.lines().partition(|line| line.starts_with("import "));
    let mut script = String::from("(() => {\n'use strict';\n");
    for import in imports {
        let file = import.strip_prefix("import { ").and_then(|rest| rest.split_once(" } from './"));
        let (names, file) = file.with_context(|| format!("{import} is no import of names from a file beside it"))?;
        ensure!(!names.contains(" as "), "{import} gives a name another name");
        let file = file.trim_end_matches("';");
        for line in read(file)?.lines() {
            ensure!(!line.starts_with("import "), "{file} imports something itself");
            let declared = line.strip_prefix("export ").unwrap_or(line);
            ensure!(
                line == declared || ["const ", "let ", "function "].iter().any(|word| declared.starts_with(word)),
                "{file} exports in another way than where something is declared: {line}"
            );
            script.push_str(declared);
            script.push('\n');
        }
    }
    for line in own {
        ensure!(!line.starts_with("export "), "the tag exports something: {line}");
        script.push_str(line);
        script.push('\n');
    }
    Ok(script + "})();\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_module_and_what_it_imports_become_one_function() {
        let shared = |name: &str| {
            assert_eq!(name, "one.js");
            Ok("/** One. */\nexport const one = 1;\nexport let two;\nconst own = 3;\n".to_owned())
        };
        let script = classic("// The tag.\nimport { one, two } from './one.js';\n\nif (one) two();\n", shared).unwrap();
        let expected = "(() => {\n'use strict';\n/** One. */\nconst one = 1;\nlet two;\nconst own = 3;\n// The tag.\n\nif (one) two();\n})();\n";
        assert_eq!(script, expected);
    }

    #[test]
    fn the_tag_is_one() {
        let loader = crate::paths::root().join("www/loader");
        let read = |file: &str| Ok(std::fs::read_to_string(loader.join(file))?);
        let script = classic(&read("vitrina.js").unwrap(), read).unwrap();
        assert!(script.contains("const show_in = ") && !script.contains("\nexport ") && !script.contains("\nimport "));
    }

    #[test]
    fn what_it_cannot_follow_is_an_error() {
        for (entry, shared) in [
            ("import one from './one.js';", ""),
            ("import { one as two } from './one.js';", ""),
            ("export const own = 1;", ""),
            ("import { one } from './one.js';", "import { two } from './two.js';"),
            ("import { one } from './one.js';", "export default 1;"),
            ("import { one } from './one.js';", "export { one };"),
        ] {
            assert!(classic(entry, |_| Ok(shared.to_owned())).is_err(), "{entry} {shared}");
        }
    }
}
