//! Attention is counted once, and only while somebody is there. The clock, the focus and whether the page is in view are
//! the test's own.

#![cfg(target_arch = "wasm32")]
#![allow(clippy::expect_used, reason = "a test fails by it")]

use js_sys::{Object, Reflect};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

const STAGE: &str = "
    document.body.style.height = '5000px';
    window.clock = 0, performance.now = () => clock * 1000;
    window.focused = true, document.hasFocus = () => focused;
    window.veiled = false, Object.defineProperty(document, 'hidden', { get: () => veiled });
    window.sign = (name) => window.dispatchEvent(new Event(name));
    window.veil = (is) => (window.veiled = is, document.dispatchEvent(new Event('visibilitychange')));
    window.comeBack = () => window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
";

/// Runs `script`, and answers with the seconds of attention that are known then.
fn after(script: &str) -> f64 {
    js_sys::eval(script).expect("the script runs");
    number("vitrina.attributes().session.seconds")
}

fn number(expression: &str) -> f64 {
    js_sys::eval(expression).ok().and_then(|value| value.as_f64()).expect("it is a number")
}

fn assert_near(is: f64, expected: f64, what: &str) {
    assert!((is - expected).abs() < 0.001, "{what}: {is}, expected {expected}");
}

#[wasm_bindgen_test]
fn attention_counts_once_and_only_while_somebody_is_there() {
    js_sys::eval(STAGE).expect("the stage is set");
    let vitrina = vitrina::api::begin(&Object::new()).expect("it begins");
    Reflect::set(&js_sys::global(), &JsValue::from("vitrina"), &vitrina).expect("it can be kept");

    assert_near(after("clock = 10, sign('pointermove')"), 0.0, "it is told when the page goes out of view");
    assert_near(after("clock = 110, sign('pagehide')"), 40.0, "half a minute counts after the last sign");
    assert_near(after("sign('pagehide')"), 40.0, "once");
    assert_near(after("clock = 4000, comeBack(), sign('pagehide'), comeBack()"), 40.0, "nobody is in the page cache");
    assert_near(after("clock = 4005, sign('pagehide'), veil(true)"), 45.0, "after coming back it goes on");
    assert_near(after("clock = 4025, veil(false), sign('pagehide')"), 45.0, "nobody sees a page out of view");
    assert_near(
        after("comeBack(), focused = false, sign('blur'), clock = 4045, focused = true, sign('focus'), veil(true)"),
        45.0,
        "nor one beside another window",
    );
    assert_near(after("veil(false), clock = 4045.6, veil(true)"), 45.0, "less than a second is no event of its own");
    assert_near(after("veil(false), clock = 4046.2, veil(true)"), 46.2, "and is not lost");
    assert_near(
        after("vitrina.track('user_engagement', { engagement_time_msec: 5000 })"),
        46.2,
        "what another counted is not counted again",
    );

    let deep = "veil(false), scrollTo(0, 1000), sign('scroll'), scrollTo(0, 0)";
    after(&[deep, ", sign('scroll'), clock = 4050, veil(true)"].concat());
    let seen = number("(1000 + innerHeight) / document.documentElement.scrollHeight * 100");
    let told = number("vitrina.attributes().session.scroll");
    assert!((told - seen).abs() < 0.01, "{told} of {seen} percent");
    assert_near(number("vitrina.attributes().engagement.seconds"), 50.0, "of all sessions");

    assert_near(after("veil(false), clock = 4060, vitrina.forget(), veil(true)"), 0.0, "what was before is forgotten");
    assert_near(after("veil(false), clock = 4063, vitrina.stop()"), 3.0, "the end is the last time");
    assert_near(after("clock = 4090, sign('pagehide')"), 3.0, "after the end nothing is heard");
}
