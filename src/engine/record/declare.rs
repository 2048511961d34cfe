//! The declarations: [`section`], [`record`], [`row`] and [`choice`].
//!
//! Each field of the first two needs a doc comment, may have bounds in brackets, and has a default (`none`, a number,
//! `true`, `false`, `("a text")`, `[]` or `{}`) unless it must be given.

/// Declares a section: a view of a completed tree, with a method for each key.
macro_rules! section {
    (
        $(#[doc = $doc:literal])+
        pub struct $name:ident {
            $(
                $(#[doc = $field_doc:literal])+
                pub $field:ident $(as $key:literal)? : $type:ty $([$low:literal, $high:literal])? $(= $preset:tt)?;
            )*
        }
    ) => {
        $(#[doc = $doc])+
        #[derive(Clone, Copy, Debug)]
        pub struct $name<'a>(&'a $crate::engine::value::Value);

        impl<'a> $name<'a> {
            /// A view of `value`, which the reader has completed or the engine has made.
            #[must_use]
            pub const fn of(value: &'a $crate::engine::value::Value) -> Self {
                Self(value)
            }

            $(
                $(#[doc = $field_doc])+
                #[must_use]
                pub fn $field(self) -> $type {
                    $crate::engine::record::Record::take_from(self.0, $crate::engine::record::field!(@key $field $($key)?))
                }
            )*
        }

        impl<'a> $crate::engine::record::Record<'a> for $name<'a> {
            $crate::engine::record::field!(@table $($field $(as $key)? : $type, $([$low, $high])? $(= $preset)?;)*);

            fn take(value: &'a $crate::engine::value::Value) -> Self {
                Self(value)
            }

            fn give(&self) -> $crate::engine::value::Value {
                self.0.clone()
            }

            $crate::engine::record::field!(@shape $name [$($doc)+] $($field $(as $key)? : $type, [$($field_doc)+] $([$low, $high])? $(= $preset)?;)*);
        }
    };
}

/// Declares a record: a struct with a field for each key.
macro_rules! record {
    (
        $(#[doc = $doc:literal])+
        pub struct $name:ident {
            $(
                $(#[doc = $field_doc:literal])+
                pub $field:ident $(as $key:literal)? : $type:ty $([$low:literal, $high:literal])? $(= $preset:tt)?;
            )*
        }
    ) => {
        $(#[doc = $doc])+
        #[derive(Clone, Debug, PartialEq)]
        pub struct $name {
            $( $(#[doc = $field_doc])+ pub $field: $type, )*
        }

        impl<'a> $crate::engine::record::Record<'a> for $name {
            $crate::engine::record::field!(@table $($field $(as $key)? : $type, $([$low, $high])? $(= $preset)?;)*);

            fn take(value: &'a $crate::engine::value::Value) -> Self {
                Self {
                    $(
                        $field: $crate::engine::record::Record::take_from(
                            value,
                            $crate::engine::record::field!(@key $field $($key)?),
                        ),
                    )*
                }
            }

            fn give(&self) -> $crate::engine::value::Value {
                let mut object = $crate::engine::value::Value::object();
                $(
                    let key = $crate::engine::record::field!(@key $field $($key)?);
                    $crate::engine::record::Record::give_to(&self.$field, &mut object, key);
                )*
                object
            }

            $crate::engine::record::field!(@shape $name [$($doc)+] $($field $(as $key)? : $type, [$($field_doc)+] $([$low, $high])? $(= $preset)?;)*);
        }
    };
}

/// Declares a row: a struct that is written as an array of its fields in their order, without their names. For lists
/// that have to stay small.
macro_rules! row {
    (
        $(#[doc = $doc:literal])+
        pub struct $name:ident {
            $(
                $(#[doc = $field_doc:literal])+
                pub $field:ident : $type:ty;
            )*
        }
    ) => {
        $(#[doc = $doc])+
        #[derive(Clone, Debug, PartialEq)]
        pub struct $name {
            $( $(#[doc = $field_doc])+ pub $field: $type, )*
        }

        impl<'a> $crate::engine::record::Record<'a> for $name {
            #[expect(private_interfaces, reason = "as in the trait")]
            const KIND: &'static $crate::engine::record::Kind = &$crate::engine::record::Kind::Row(&[$(
                <$type as $crate::engine::record::Record>::KIND,
            )*]);

            fn take(value: &'a $crate::engine::value::Value) -> Self {
                let mut cells = value.elements().iter();
                Self {
                    $( $field: $crate::engine::record::Record::take(
                        cells.next().unwrap_or(&$crate::engine::value::NULL)
                    ), )*
                }
            }

            fn give(&self) -> $crate::engine::value::Value {
                $crate::engine::value::Value::Array(alloc::vec![
                    $( $crate::engine::record::Record::give(&self.$field), )*
                ])
            }

            #[cfg(not(target_arch = "wasm32"))]
            fn shape() -> $crate::engine::record::Shape {
                $crate::engine::record::Shape::Json(stringify!($name))
            }
        }
    };
}

/// What the two have in common.
macro_rules! field {
    (@table $($field:ident $(as $key:literal)? : $type:ty, $([$low:literal, $high:literal])? $(= $preset:tt)?;)*) => {
        #[expect(private_interfaces, reason = "as in the trait")]
        const KIND: &'static $crate::engine::record::Kind = &$crate::engine::record::Kind::Section(&[$(
            $crate::engine::record::Field {
                name: $crate::engine::record::field!(@key $field $($key)?),
                kind: <$type as $crate::engine::record::Record>::KIND,
                preset: &$crate::engine::record::field!(@preset $($preset)?),
                range: $crate::engine::record::field!(@range $($low, $high)?),
            },
        )*]);
    };
    (@shape $name:ident [$($doc:literal)+]
        $($field:ident $(as $key:literal)? : $type:ty, [$($field_doc:literal)+] $([$low:literal, $high:literal])? $(= $preset:tt)?;)*
    ) => {
        #[cfg(not(target_arch = "wasm32"))]
        fn shape() -> $crate::engine::record::Shape {
            use $crate::engine::record::{Entry, Section, Shape};
            Shape::Object(Section {
                name: stringify!($name),
                doc: concat!($($doc, "\n"),+),
                entries: alloc::vec![$(
                    Entry {
                        name: $crate::engine::record::field!(@key $field $($key)?),
                        doc: concat!($($field_doc, "\n"),+),
                        shape: <$type as $crate::engine::record::Record>::shape(),
                        range: $crate::engine::record::field!(@bounds $($low, $high)?),
                        default: $crate::engine::record::field!(@text $($preset)?),
                    },
                )*],
            })
        }
    };
    (@key $field:ident) => { stringify!($field) };
    (@key $field:ident $key:literal) => { $key };
    (@range) => { None };
    (@range $low:literal, $high:literal) => { Some(&($low, $high)) };
    (@bounds) => { None };
    (@bounds $low:literal, $high:literal) => { Some(($low as f64, $high as f64)) };
    (@preset) => { $crate::engine::record::Preset::Required };
    (@preset none) => { $crate::engine::record::Preset::Absent };
    (@preset []) => { $crate::engine::record::Preset::List };
    (@preset {}) => { $crate::engine::record::Preset::Object };
    (@preset true) => { $crate::engine::record::Preset::Bool(true) };
    (@preset false) => { $crate::engine::record::Preset::Bool(false) };
    (@preset ($text:literal)) => { $crate::engine::record::Preset::Text($text) };
    (@preset $number:literal) => { $crate::engine::record::Preset::Number($number as f64) };
    (@text) => { None };
    (@text none) => { Some("null") };
    (@text ($text:literal)) => { Some(concat!("\"", $text, "\"")) };
    (@text $preset:tt) => { Some(stringify!($preset)) };
}

/// Declares a choice of words. The first stands for what cannot be read.
macro_rules! choice {
    (
        $(#[doc = $doc:literal])+
        pub enum $name:ident {
            $( $(#[doc = $variant_doc:literal])+ $variant:ident = $word:literal, )+
        }
    ) => {
        $(#[doc = $doc])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name {
            $( $(#[doc = $variant_doc])+ $variant, )+
        }

        impl $name {
            /// Every choice.
            pub const ALL: &'static [Self] = &[$( Self::$variant ),+];
            /// The words for them, in the same order.
            pub const WORDS: &'static [&'static str] = &[$( $word ),+];
            /// The words, as an error says them.
            pub const EXPECTED: &'static str = concat!("one of", $(" \"", $word, "\""),+);

            /// The choice written as `word`.
            #[must_use]
            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.get($crate::engine::scan::position(Self::WORDS, word)?).copied()
            }

            /// The word it is written as.
            #[must_use]
            pub fn word(self) -> &'static str {
                Self::WORDS.get(self as usize).copied().unwrap_or_default()
            }
        }

        impl<'a> $crate::engine::record::Record<'a> for $name {
            #[expect(private_interfaces, reason = "as in the trait")]
            const KIND: &'static $crate::engine::record::Kind = &$crate::engine::record::Kind::Choice(Self::WORDS);

            fn take(value: &'a $crate::engine::value::Value) -> Self {
                let first = [$( Self::$variant ),+][0];
                Self::from_word(value.text()).unwrap_or(first)
            }

            fn give(&self) -> $crate::engine::value::Value {
                self.word().into()
            }

            #[cfg(not(target_arch = "wasm32"))]
            fn shape() -> $crate::engine::record::Shape {
                $crate::engine::record::Shape::Choice(
                    alloc::vec![$( ($word, concat!($($variant_doc),+)) ),+],
                )
            }
        }
    };
}

pub(crate) use {choice, field, record, row, section};
