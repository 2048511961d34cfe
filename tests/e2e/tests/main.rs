//! Journeys through the built site, in the browser named by `VITRINA_BROWSER`.

#![allow(clippy::indexing_slicing, clippy::panic, reason = "a journey fails by panicking")]

mod api;
mod banner;
mod consent;
mod experiment;
mod failure;
mod grid;
mod offer;
mod origin;
mod platform;
mod recommendation;
mod replay;
mod shop;
mod smoke;
mod tabs;
