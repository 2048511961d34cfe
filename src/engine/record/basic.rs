//! What records are made of: flags, numbers, texts, lists.

#[cfg(not(target_arch = "wasm32"))]
use alloc::boxed::Box;
use alloc::{string::String, vec::Vec};
use core::marker::PhantomData;
use core::slice;

#[cfg(not(target_arch = "wasm32"))]
use super::Shape;
use super::{Kind, Record};
use crate::engine::value::Value;

macro_rules! basic {
    ($type:ty, $kind:expr, $shape:expr, |$value:ident| $take:expr, |$given:ident| $give:expr $(, $put:ident $as:expr)?) => {
        impl<'a> Record<'a> for $type {
            #[expect(private_interfaces, reason = "as in the trait")]
            const KIND: &'static Kind = &$kind;

            fn take($value: &'a Value) -> Self {
                $take
            }

            fn give(&self) -> Value {
                let $given = self;
                $give
            }

            $(
                fn give_to(&self, object: &mut Value, key: &str) {
                    let $given = self;
                    object.$put(key, $as);
                }
            )?

            #[cfg(not(target_arch = "wasm32"))]
            fn shape() -> Shape {
                $shape
            }
        }
    };
}

basic!(bool, Kind::Bool, Shape::Bool, |value| value.is_true(), |flag| Value::Bool(*flag), put_flag * flag);
basic!(
    f64,
    Kind::Number,
    Shape::Number { whole: false },
    |value| value.number(),
    |number| Value::Number(*number),
    put_number * number
);
basic!(u32, Kind::Whole, Shape::Number { whole: true }, |value| whole(value), |number| Value::Number(f64::from(*number)), put_number f64::from(*number));
basic!(&'a str, Kind::Text, Shape::Text, |value| value.text(), |text| Value::from(*text), put_text * text);
basic!(String, Kind::Text, Shape::Text, |value| value.text().into(), |text| Value::from(text.as_str()), put_text text.as_str());
basic!(Value, Kind::Any, Shape::Json("JSON"), |value| value.clone(), |value| value.clone());

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates at both ends")]
fn whole(value: &Value) -> u32 {
    value.number() as u32
}

impl<'a, T: Record<'a>> Record<'a> for Option<T> {
    #[expect(private_interfaces, reason = "as in the trait")]
    const KIND: &'static Kind = T::KIND;

    fn take(value: &'a Value) -> Self {
        if value.is_null() { None } else { Some(T::take(value)) }
    }

    fn give(&self) -> Value {
        self.as_ref().map_or(Value::Null, T::give)
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn shape() -> Shape {
        T::shape()
    }
}

impl<'a, T: Record<'a>> Record<'a> for Vec<T> {
    #[expect(private_interfaces, reason = "as in the trait")]
    const KIND: &'static Kind = &Kind::List(T::KIND);

    fn take(value: &'a Value) -> Self {
        let mut list = Self::new();
        for item in value.elements() {
            list.push(T::take(item));
        }
        list
    }

    fn give(&self) -> Value {
        let mut list = Vec::new();
        for item in self {
            list.push(item.give());
        }
        Value::Array(list)
    }

    fn give_to(&self, object: &mut Value, key: &str) {
        if !self.is_empty() {
            object.put(key, self.give());
        }
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn shape() -> Shape {
        Shape::List(Box::new(T::shape()))
    }
}

/// A list of a view, whose elements are read one by one.
#[derive(Debug)]
pub struct List<'a, T>(&'a Value, PhantomData<T>);

impl<T> Clone for List<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for List<'_, T> {}

impl<'a, T: Record<'a>> List<'a, T> {
    /// The elements.
    #[must_use]
    pub fn iter(self) -> Each<'a, T> {
        Each(self.0.elements().iter(), PhantomData)
    }

    /// How many there are.
    #[must_use]
    pub fn len(self) -> usize {
        self.0.elements().len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The element at `index`.
    #[must_use]
    pub fn get(self, index: usize) -> Option<T> {
        self.0.elements().get(index).map(T::take)
    }
}

impl<'a, T: Record<'a>> IntoIterator for List<'a, T> {
    type Item = T;
    type IntoIter = Each<'a, T>;

    fn into_iter(self) -> Each<'a, T> {
        self.iter()
    }
}

/// The elements of a [`List`].
#[derive(Debug)]
pub struct Each<'a, T>(slice::Iter<'a, Value>, PhantomData<T>);

impl<'a, T: Record<'a>> Iterator for Each<'a, T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        self.0.next().map(T::take)
    }
}

impl<'a, T: Record<'a>> Record<'a> for List<'a, T> {
    #[expect(private_interfaces, reason = "as in the trait")]
    const KIND: &'static Kind = &Kind::List(T::KIND);

    fn take(value: &'a Value) -> Self {
        Self(value, PhantomData)
    }

    fn give(&self) -> Value {
        self.0.clone()
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn shape() -> Shape {
        Shape::List(Box::new(T::shape()))
    }
}

/// Names the merchant chooses, with a value each, in the merchant's order.
#[derive(Clone, Copy, Debug)]
pub struct Named<'a, T>(&'a Value, PhantomData<T>);

impl<'a, T: Record<'a>> Named<'a, T> {
    /// Names and values.
    pub fn iter(self) -> impl Iterator<Item = (&'a str, T)> {
        self.0.members().iter().map(|(name, value)| (name.as_str(), T::take(value)))
    }
}

impl<'a, T: Record<'a>> Record<'a> for Named<'a, T> {
    #[expect(private_interfaces, reason = "as in the trait")]
    const KIND: &'static Kind = &Kind::Named(T::KIND);

    fn take(value: &'a Value) -> Self {
        Self(value, PhantomData)
    }

    fn give(&self) -> Value {
        self.0.clone()
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn shape() -> Shape {
        Shape::Named(Box::new(T::shape()))
    }
}
