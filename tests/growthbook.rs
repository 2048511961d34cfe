//! Conditions and bucketing against GrowthBook's own cases and ours, natively and in browsers.
//!
//! GrowthBook's file is not part of this project. Natively it is the one that the environment variable
//! `GROWTHBOOK_CASES` names, else `../shared/data/growthbook/cases.json` where that exists. A browser cannot read files,
//! but the test server serves this directory: there it is `target/growthbook-cases.json`. Our own cases in
//! `cases/conditions.json` have the same form and always run.

#![allow(clippy::expect_used, clippy::panic, clippy::print_stdout, reason = "a test fails and reports by these")]

mod ports;

use ports::Script;
use vitrina::engine::bucketing::{
    Context, Experiment, Filter, Namespace, Parent, Range, Reason, Status, bucket_ranges, choose_variation,
    equal_weights, hash, in_namespace, query_string_override, run,
};
use vitrina::engine::condition::{MAX_DEPTH, MAX_PATTERN, check, check_with, matches};
use vitrina::engine::value::Value;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

#[cfg(target_arch = "wasm32")]
wasm_bindgen_test_configure!(run_in_browser);

const OURS: &str = include_str!("cases/conditions.json");

static NULL: Value = Value::Null;

/// One test for each section of the files.
macro_rules! sections {
    ($($section:literal $test:ident $row:ident)*) => {$(
        #[cfg_attr(not(target_arch = "wasm32"), test)]
        #[cfg_attr(target_arch = "wasm32", wasm_bindgen_test)]
        fn $test() {
            every_row_holds($section, $row);
        }
    )*};
}

sections! {
    "evalCondition" conditions eval_condition
    "malformed" malformed_conditions eval_condition
    "segments" segments_are_a_set eval_condition
    "hash" hashes hash_row
    "getBucketRange" bucket_ranges_of_weights bucket_range_row
    "chooseVariation" variations_of_hashes choose_variation_row
    "inNamespace" namespaces in_namespace_row
    "getEqualWeights" equal_shares equal_weights_row
    "getQueryStringOverride" addresses query_string_row
    "run" experiments run_row
    "stickyBucket" sticky_assignments sticky_row
}

/// Runs a section of every file there is, and fails with the names of all rows that fail.
fn every_row_holds(section: &str, holds: fn(&Row<'_>) -> Result<(), String>) {
    let ours: Value = serde_json::from_str(OURS).expect("our cases are JSON");
    let theirs = theirs();
    assert!(!ours.path(section).elements().is_empty(), "our cases lack {section}");
    for (source, file) in [("ours", Some(ours)), ("GrowthBook's", theirs)] {
        let Some(file) = file else { continue };
        let rows = file.path(section).elements();
        let failures: Vec<String> = rows
            .iter()
            .filter_map(|row| {
                let row = Row(row.elements());
                holds(&row).err().map(|difference| format!("{}: {difference}", row.name(section)))
            })
            .collect();
        let failed = failures.len();
        if rows.is_empty() {
            continue;
        }
        report(&format!("{section}, {source}: {} passed, {failed} failed", rows.len() - failed));
        assert!(failed == 0, "{section}, {source}: {failed} of {} failed\n{}", rows.len(), failures.join("\n"));
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn report(line: &str) {
    println!("{line}");
}

#[cfg(target_arch = "wasm32")]
fn report(line: &str) {
    wasm_bindgen_test::console_log!("{line}");
}

#[cfg(not(target_arch = "wasm32"))]
fn theirs() -> Option<Value> {
    use std::{env, fs, path::PathBuf};
    let named = env::var_os("GROWTHBOOK_CASES").map(PathBuf::from);
    let usual = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data/growthbook/cases.json");
    let path = named.or_else(|| Some(usual()).filter(|path| path.exists()))?;
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    Some(serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display())))
}

#[cfg(target_arch = "wasm32")]
fn theirs() -> Option<Value> {
    let read = js_sys::Function::new_no_args(
        "const request = new XMLHttpRequest();
         request.open('GET', '/target/growthbook-cases.json', false);
         request.send();
         return request.status === 200 ? request.responseText : undefined;",
    );
    let text = read.call0(&wasm_bindgen::JsValue::NULL).ok()?.as_string()?;
    Some(serde_json::from_str(&text).expect("GrowthBook's cases are JSON"))
}

/// A row of a section.
struct Row<'a>(&'a [Value]);

impl<'a> Row<'a> {
    fn at(&self, index: usize) -> &'a Value {
        self.0.get(index).unwrap_or(&NULL)
    }

    fn text(&self, index: usize) -> &'a str {
        self.at(index).as_str().unwrap_or_default()
    }

    fn name(&self, section: &str) -> String {
        let has_none = matches!(section, "hash" | "getEqualWeights");
        if has_none { json(&Value::Array(self.0.to_vec())) } else { self.text(0).into() }
    }

    /// Compares with the expectation at `index`.
    fn expect(&self, index: usize, actual: impl Into<Value>) -> Result<(), String> {
        let actual = actual.into();
        let expected = self.at(index);
        if &actual == expected { Ok(()) } else { Err(format!("got {}, expected {}", json(&actual), json(expected))) }
    }
}

fn json(value: &Value) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

fn eval_condition(row: &Row<'_>) -> Result<(), String> {
    row.expect(3, matches(row.at(1), row.at(2), row.at(4), &Script))
}

fn hash_row(row: &Row<'_>) -> Result<(), String> {
    row.expect(3, hash(row.text(0), row.text(1), whole(row.at(2)).unwrap_or_default()))
}

fn bucket_range_row(row: &Row<'_>) -> Result<(), String> {
    let [count, coverage, weights] = row.at(1).elements() else { return Err("not three arguments".into()) };
    let ranges = bucket_ranges(count_of(count), coverage.as_f64().unwrap_or(1.0), &numbers(weights));
    let floor = |(start, end)| Value::from(vec![floor(start), floor(end)]);
    let expected = ranges_of(row.at(2)).into_iter().map(floor).collect::<Vec<_>>();
    let actual = ranges.into_iter().map(floor).collect::<Vec<_>>();
    if actual == expected { Ok(()) } else { Err(format!("got {}", json(&actual.into()))) }
}

fn choose_variation_row(row: &Row<'_>) -> Result<(), String> {
    let chosen = choose_variation(row.at(1).as_f64().unwrap_or(f64::NAN), &ranges_of(row.at(2)));
    row.expect(3, chosen.map_or(-1.0, |index| index as f64))
}

fn in_namespace_row(row: &Row<'_>) -> Result<(), String> {
    let [Value::String(name), Value::Number(start), Value::Number(end)] = row.at(2).elements() else {
        return Err("not a namespace".into());
    };
    row.expect(3, in_namespace(row.text(1), name, (*start, *end)))
}

fn equal_weights_row(row: &Row<'_>) -> Result<(), String> {
    let floored = |weights: Vec<f64>| weights.into_iter().map(floor).collect::<Vec<_>>();
    let actual = floored(equal_weights(count_of(row.at(0))));
    if actual == floored(numbers(row.at(1))) { Ok(()) } else { Err(format!("got {actual:?}")) }
}

fn query_string_row(row: &Row<'_>) -> Result<(), String> {
    let asked = query_string_override(row.text(1), row.text(2), count_of(row.at(3)));
    row.expect(4, asked.map(|index| index as f64))
}

fn run_row(row: &Row<'_>) -> Result<(), String> {
    let (context, mut experiment) = (row.at(1), row.at(2).clone());
    for (field, value) in context.path("overrides").path(row.at(2).path("key").as_str().unwrap_or_default()).members() {
        experiment.set(field, value.clone());
    }
    let flags: Value = context
        .path("features")
        .members()
        .iter()
        .map(|(id, flag)| (id.as_str(), flag.path("defaultValue").clone()))
        .collect();
    let assignment = run(&read_experiment(&experiment), &read_context(context, &flags, None));
    row.expect(3, experiment.path("variations").elements().get(assignment.variation).cloned())?;
    row.expect(4, assignment.in_experiment)?;
    row.expect(5, assignment.hash_used)
}

/// Sticky cases are features whose first rule is the experiment.
fn sticky_row(row: &Row<'_>) -> Result<(), String> {
    let (context, expected) = (row.at(1), row.at(4));
    let mut rule = context.path("features").path(row.text(3)).path("rules.0").clone();
    if rule.path("key").is_null() {
        rule.set("key", row.text(3));
    }
    let experiment = read_experiment(&rule);
    let flags = Value::Null;
    // The shopper's assignments: those of the id come before those of its fallback.
    let mut kept = Value::Object(vec![]);
    for attribute in [&experiment.fallback_attribute, &experiment.hash_attribute] {
        for document in row.at(2).elements().iter().filter(|document| {
            document.path("attributeName").as_str() == Some(attribute)
                && document.path("attributeValue") == context.path("attributes").path(attribute)
        }) {
            for (key, variation) in document.path("assignments").members() {
                kept.set(key, variation.clone());
            }
        }
    }
    let assignment = run(&experiment, &read_context(context, &flags, Some(&kept)));
    let is = |name: &str, actual: Value| {
        let expected = expected.path(name);
        if &actual == expected {
            Ok(())
        } else {
            Err(format!("{name}: got {}, expected {}", json(&actual), json(expected)))
        }
    };
    if expected.is_null() {
        return if assignment.in_experiment { Err(format!("got {assignment:?}")) } else { Ok(()) };
    }
    is("variationId", (assignment.variation as f64).into())?;
    is("inExperiment", assignment.in_experiment.into())?;
    is("bucket", assignment.bucket.into())?;
    is("stickyBucketUsed", (assignment.reason == Reason::Sticky).into())
}

fn read_context<'a>(context: &'a Value, flags: &'a Value, sticky: Option<&'a Value>) -> Context<'a> {
    Context {
        attributes: context.path("attributes"),
        groups: context.path("savedGroups"),
        flags,
        forced: context.path("forcedVariations"),
        sticky,
        url: context.path("url").as_str().unwrap_or_default(),
        enabled: context.path("enabled") != &Value::Bool(false),
        rehearsal: context.path("qaMode") == &Value::Bool(true),
        script: &Script,
    }
}

/// GrowthBook's experiment in our terms.
fn read_experiment(json: &Value) -> Experiment {
    let get = |name: &str| json.path(name);
    let name = |index: usize| match get("meta").elements().get(index).map(|meta| meta.path("key")) {
        Some(Value::String(key)) => key.clone(),
        _ => index.to_string(),
    };
    let variations = (0..get("variations").elements().len()).map(name).collect();
    let filter = |filter: &Value| Filter {
        seed: text(filter.path("seed")),
        attribute: filter.path("attribute").as_str().unwrap_or("id").into(),
        hash_version: whole(filter.path("hashVersion")).unwrap_or(2),
        ranges: ranges_of(filter.path("ranges")),
    };
    let parent = |parent: &Value| Parent { id: text(parent.path("id")), condition: parent.path("condition").clone() };
    Experiment {
        seed: text(get("seed")),
        hash_version: whole(get("hashVersion")).unwrap_or(1),
        hash_attribute: get("hashAttribute").as_str().unwrap_or("id").into(),
        fallback_attribute: text(get("fallbackAttribute")),
        weights: numbers(get("weights")),
        coverage: get("coverage").as_f64().unwrap_or(1.0),
        ranges: json.get("ranges").map(ranges_of),
        filters: json.get("filters").map(|filters| filters.elements().iter().map(filter).collect()),
        namespace: match get("namespace").elements() {
            [Value::String(name), Value::Number(start), Value::Number(end)] => {
                Some(Namespace { name: name.clone(), range: (*start, *end) })
            }
            _ => None,
        },
        condition: get("condition").clone(),
        parents: get("parentConditions").elements().iter().map(parent).collect(),
        force: json.get("force").map(|index| whole(index).map_or(usize::MAX, |index| index as usize)),
        status: match (get("status").as_str(), get("active")) {
            (Some("draft"), _) | (_, Value::Bool(false)) => Status::Inactive,
            (Some("stopped"), _) => Status::Stopped,
            _ => Status::Running,
        },
        is_sticky: get("disableStickyBucketing") != &Value::Bool(true),
        bucket_version: whole(get("bucketVersion")).unwrap_or_default(),
        min_bucket_version: whole(get("minBucketVersion")).unwrap_or_default(),
        ..Experiment::new(text(get("key")), variations)
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().into()
}

fn whole(value: &Value) -> Option<u32> {
    value.as_f64().filter(|number| *number >= 0.0).map(|number| number as u32)
}

fn count_of(value: &Value) -> usize {
    value.as_f64().unwrap_or_default() as usize
}

fn numbers(list: &Value) -> Vec<f64> {
    list.elements().iter().filter_map(Value::as_f64).collect()
}

fn ranges_of(list: &Value) -> Vec<Range> {
    let range = |pair: &Value| match numbers(pair).as_slice() {
        [start, end] => (*start, *end),
        _ => (0.0, 0.0),
    };
    list.elements().iter().map(range).collect()
}

/// To 8 decimals, as the specification compares.
fn floor(number: f64) -> f64 {
    (number * 1e8).floor() / 1e8
}

/// A condition of `depth` levels around `{ "a": 1 }`.
fn nested(depth: usize, around: impl Fn(Value) -> Value) -> Value {
    (0..depth).fold([("a", Value::from(1.0))].into_iter().collect(), |inner, _| around(inner))
}

fn object(key: &str, value: Value) -> Value {
    [(key, value)].into_iter().collect()
}

#[cfg_attr(not(target_arch = "wasm32"), test)]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test)]
fn hostile_nesting_is_false_and_reported() {
    let attributes: Value = object("a", 1.0.into());
    let holds = |condition: &Value| matches(condition, &attributes, &NULL, &Script);
    let shapes: [fn(Value) -> Value; 4] = [
        |inner| object("$and", vec![inner].into()),
        |inner| object("$or", vec![inner].into()),
        |inner| object("$not", object("$not", inner)),
        |inner| object("$nor", vec![object("$not", inner)].into()),
    ];
    for shape in shapes {
        assert!(holds(&nested(MAX_DEPTH / 2 - 1, shape)));
        let hostile = nested(10_000, shape);
        assert!(!holds(&hostile), "too deep is false, however many $not are around it");
        assert!(!check(&hostile).is_empty());
        // Freeing it would descend as deep as it is; whoever reads it from a page has to refuse it before.
        core::mem::forget(hostile);
    }
    let shapes: [fn(Value) -> Value; 3] =
        [|inner| object("$not", inner), |inner| object("$elemMatch", object("a", inner)), |inner| vec![inner].into()];
    for shape in shapes {
        let hostile = object("a", nested(10_000, shape));
        let subject = object("a", nested(10_000, |inner| vec![inner].into()));
        assert!(!matches(&hostile, &subject, &NULL, &Script));
        let _ = check(&hostile);
        let _ = matches(&object("a", "1".into()), &subject, &NULL, &Script);
        core::mem::forget((hostile, subject));
    }
}

#[cfg_attr(not(target_arch = "wasm32"), test)]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test)]
fn a_long_pattern_matches_nothing_and_is_reported() {
    let attributes = object("a", "š".repeat(MAX_PATTERN + 1).into());
    let pattern = |length: usize| object("a", object("$regex", "š".repeat(length).into()));
    assert!(matches(&pattern(MAX_PATTERN), &attributes, &NULL, &Script));
    assert!(!matches(&pattern(MAX_PATTERN + 1), &attributes, &NULL, &Script));
    assert!(check(&pattern(MAX_PATTERN)).is_empty());
    assert_eq!(check(&pattern(MAX_PATTERN + 1)).len(), 1);
}

/// `check` rows are a name, a condition, and for each problem its path and a part of what was expected.
#[cfg_attr(not(target_arch = "wasm32"), test)]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test)]
fn problems_are_named_with_their_places() {
    let ours: Value = serde_json::from_str(OURS).expect("our cases are JSON");
    let rows = ours.path("check").elements();
    assert!(!rows.is_empty());
    for row in rows {
        let row = Row(row.elements());
        let problems = check_with(row.at(1), Some(&Script));
        let found: Vec<&str> = problems.iter().map(|problem| problem.path.as_str()).collect();
        let expected: Vec<&str> = row.at(2).elements().iter().filter_map(|pair| pair.path("0").as_str()).collect();
        assert_eq!(found, expected, "{}", row.text(0));
        for (problem, pair) in problems.iter().zip(row.at(2).elements()) {
            let part = pair.path("1").as_str().unwrap_or_default();
            assert!(problem.expected.contains(part), "{}: {} lacks {part}", row.text(0), problem.expected);
        }
    }
}
