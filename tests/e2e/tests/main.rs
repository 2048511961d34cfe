//! Journeys through the built site, in the browser named by `VITRINA_BROWSER`.

#![allow(clippy::indexing_slicing, clippy::panic, reason = "a journey fails by panicking")]

mod accessibility;
mod api;
mod banner;
mod carts;
mod catalog;
mod consent;
mod dialogs;
mod engagement;
mod experiment;
mod facets;
mod failure;
mod grid;
mod hand_over;
mod languages;
mod libraries;
mod lists;
mod offer;
mod offer_stories;
mod origin;
mod packages;
mod pictures;
mod platform;
mod privacy;
mod recommendation;
mod replay;
mod segments;
mod shop;
mod smoke;
mod still;
mod suggestions;
mod tabs;
mod telemetry;
mod templates;
mod tour;
