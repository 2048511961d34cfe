//! The theme app extension for Shopify: an app embed, blocks for sections, and the scripts as its assets. Shopify's own
//! tools accept no assets in `.mjs`, and only the newer ones `.wasm`.

use std::path::Path;

use anyhow::Result;

use super::scripts::Scripts;
use super::{copy, licences, source};

/// Where the extension lies in an app.
const EXTENSION: &str = "extensions/vitrina";

pub(super) fn build(scripts: &Scripts<'_>, to: &Path) -> Result<()> {
    copy(&source("shopify"), to)?;
    scripts.portable(&to.join(EXTENSION).join("assets"))?;
    licences(to)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;

    use serde_json::Value;

    use super::*;
    use crate::paths;
    use crate::stamp::files_below;

    /// What Shopify calls the kinds of settings that the blocks use.
    const KINDS: [&str; 9] =
        ["header", "paragraph", "range", "checkbox", "text", "textarea", "select", "url", "image_picker"];

    /// The schema of every block, with its name.
    fn schemas() -> Vec<(String, Value)> {
        let files = files_below(&source("shopify").join(EXTENSION).join("blocks")).unwrap();
        let schema = |file: &Path| {
            let text = fs::read_to_string(file).unwrap();
            let (_, after) = text.split_once("{% schema %}").unwrap();
            let (schema, end) = after.split_once("{% endschema %}").unwrap();
            assert_eq!(end.trim(), "");
            (file.file_stem().unwrap().display().to_string(), serde_json::from_str(schema).unwrap())
        };
        files.iter().map(|file| schema(file)).collect()
    }

    fn settings(schema: &Value) -> Vec<&Value> {
        schema["settings"].as_array().unwrap().iter().collect()
    }

    #[test]
    fn the_schemas_are_as_shopify_expects_them() {
        let schemas = schemas();
        assert_eq!(schemas.len(), 4);
        for (block, schema) in &schemas {
            let name = schema["name"].as_str().unwrap();
            assert!((1..=25).contains(&name.chars().count()), "{block}: {name}");
            assert_eq!(schema["target"], if block == "vitrina" { "head" } else { "section" }, "{block}");
            let mut ids = BTreeSet::new();
            for setting in settings(schema) {
                let kind = setting["type"].as_str().unwrap();
                assert!(KINDS.contains(&kind), "{block}: {kind}");
                if ["header", "paragraph"].contains(&kind) {
                    assert!(setting["content"].is_string() && setting.get("id").is_none(), "{block}: {setting}");
                    continue;
                }
                let id = setting["id"].as_str().unwrap();
                assert!(id.chars().all(|c| c.is_ascii_lowercase() || c == '_'), "{block}: {id}");
                assert!(ids.insert(id), "{block}: {id} is there twice");
                assert!(setting["label"].as_str().is_some_and(|label| !label.is_empty()), "{block}: {id}");
                check(kind, setting);
            }
        }
    }

    /// What a setting of one kind must hold.
    fn check(kind: &str, setting: &Value) {
        match kind {
            "range" => {
                let number = |name: &str| setting[name].as_i64().unwrap();
                let (min, max, step, usual) = (number("min"), number("max"), number("step"), number("default"));
                let steps = (max - min) / step;
                assert!((2..=100).contains(&steps) && (max - min) % step == 0, "{setting}");
                assert!((min..=max).contains(&usual) && (usual - min) % step == 0, "{setting}");
                assert!(setting.get("unit").is_none_or(|unit| unit.as_str().unwrap().len() <= 3), "{setting}");
            }
            "select" => {
                let values: Vec<&Value> = setting["options"].as_array().unwrap().iter().map(|o| &o["value"]).collect();
                assert!(values.contains(&&setting["default"]), "{setting}");
                assert_eq!(
                    values.iter().map(|value| value.as_str().unwrap()).collect::<BTreeSet<_>>().len(),
                    values.len()
                );
            }
            // Shopify refuses a schema whose text is empty by default.
            "text" => assert!(setting.get("default").is_none_or(|usual| usual != ""), "{setting}"),
            _ => {}
        }
    }

    #[test]
    fn every_strategy_can_be_chosen() {
        let text = fs::read_to_string(paths::root().join("tests/api/vitrina.d.ts")).unwrap();
        let line = text.lines().find(|line| line.trim_start().starts_with("strategy?: '")).unwrap();
        let strategies: BTreeSet<&str> = line.split('\'').skip(1).step_by(2).collect();
        let (_, schema) = schemas().into_iter().find(|(block, _)| block == "recommendations").unwrap();
        let setting = settings(&schema)[0];
        let options: BTreeSet<&str> =
            setting["options"].as_array().unwrap().iter().map(|option| option["value"].as_str().unwrap()).collect();
        assert_eq!(options, strategies);
    }
}
