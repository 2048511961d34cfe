//! Values across the boundary: JavaScript's to the engine's tree and back.

use alloc::{string::String, vec::Vec};

use js_sys::{Array, JSON, Object};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};

use crate::engine::value::Value;

/// Depth to which a value of the page's is followed; what lies deeper, or in a circle, is cut off.
const MAX_DEPTH: u32 = 24;

/// Walks a JavaScript value. What JSON does not know (functions, symbols, `NaN`) becomes `null`.
pub(crate) fn from_js(value: &JsValue) -> Value {
    walk(value, MAX_DEPTH)
}

fn walk(value: &JsValue, depth: u32) -> Value {
    if let Some(text) = value.as_string() {
        return Value::String(text);
    }
    if let Some(number) = value.as_f64() {
        return if number.is_finite() { Value::Number(number) } else { Value::Null };
    }
    if let Some(flag) = value.as_bool() {
        return Value::Bool(flag);
    }
    if depth == 0 || !value.is_object() {
        return Value::Null;
    }
    if let Some(list) = value.dyn_ref::<Array>() {
        let mut elements = Vec::new();
        for index in 0..list.length() {
            elements.push(walk(&list.get(index), depth - 1));
        }
        return Value::Array(elements);
    }
    let entries = Object::entries(value.unchecked_ref());
    let mut members = Vec::new();
    for index in 0..entries.length() {
        let entry: Array = entries.get(index).unchecked_into();
        members.push((entry.get(0).as_string().unwrap_or_default(), walk(&entry.get(1), depth - 1)));
    }
    Value::Object(members)
}

/// Plain objects and arrays, as `JSON.parse` would give.
pub(crate) fn to_js(value: &Value) -> JsValue {
    match value {
        Value::Null => JsValue::NULL,
        Value::Bool(flag) => (*flag).into(),
        Value::Number(number) => (*number).into(),
        Value::String(text) => text.as_str().into(),
        Value::Array(list) => {
            let array = Array::new();
            for item in list {
                array.push(&to_js(item));
            }
            array.into()
        }
        Value::Object(members) => {
            let object = Object::new();
            for (key, value) in members {
                set(&object, key, to_js(value));
            }
            object.into()
        }
    }
}

/// JSON text.
pub(crate) fn stringify(value: &Value) -> String {
    JSON::stringify(&to_js(value)).map_or_else(|_| String::new(), Into::into)
}

/// What JavaScript calls us by, for good: a function of a name and two more. There is one kind, since each is glue of its own.
pub(crate) fn function(called: impl Fn(&str, &JsValue, &JsValue) -> Result<JsValue, JsValue> + 'static) -> JsValue {
    Closure::<dyn Fn(JsValue, JsValue, JsValue) -> Result<JsValue, JsValue>>::new(
        move |name: JsValue, first: JsValue, second: JsValue| {
            called(&name.as_string().unwrap_or_default(), &first, &second)
        },
    )
    .into_js_value()
}

/// Members of an object by name.
pub(crate) fn get(object: &JsValue, name: &str) -> JsValue {
    js_sys::Reflect::get(object, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

/// Sets a member; an object that refuses stays as it is.
pub(crate) fn set(object: &JsValue, name: &str, value: impl Into<JsValue>) {
    let _ = js_sys::Reflect::set(object, &name.into(), &value.into());
}
