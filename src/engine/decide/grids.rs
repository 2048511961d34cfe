//! The order of product grids.

use alloc::{string::String, vec::Vec};

use super::Engine;
use crate::engine::config::Grid;
use crate::engine::page::{Page, PageCard, PageGrid};
use crate::engine::profile::Kind;
use crate::engine::rank::{Pull, Standing, boosts, declared, standings};
use crate::engine::search::promised;
use crate::engine::value::Value;

impl Engine {
    /// The order of `cards` for this shopper, as indices.
    #[must_use]
    pub fn rank(&self, cards: &[PageCard], settings: Grid<'_>, page: &Page, now: f64) -> Vec<usize> {
        let tree = if settings.boosts().is_empty() { Value::object() } else { self.attributes(page, now) };
        standings(cards, &self.profile, settings, &self.pulls(cards, settings, page, &tree)).1
    }

    /// Where the cards of a grid stand, and their order.
    pub(super) fn standings(&self, grid: &PageGrid, page: &Page, tree: &Value) -> (Vec<Standing>, Vec<usize>) {
        let settings = self.settings(grid);
        standings(&grid.cards, &self.profile, settings, &self.pulls(&grid.cards, settings, page, tree))
    }

    fn pulls(&self, cards: &[PageCard], settings: Grid<'_>, page: &Page, tree: &Value) -> Vec<Pull> {
        let wishes = self.wishes(page);
        // Cards rarely show labels, and lists often no brand; the catalogue knows them.
        let mut completed = Vec::new();
        if !wishes.is_empty() || !settings.boosts().is_empty() {
            for card in cards {
                let mut item = card.item.clone();
                if let Some(known) = self.catalog.listed_as(&item) {
                    item.complete_from(known);
                }
                completed.push(item);
            }
        }
        let mut items = Vec::new();
        for (index, card) in cards.iter().enumerate() {
            items.push(completed.get(index).unwrap_or(&card.item));
        }
        let mut viewed = Vec::new();
        for step in &self.profile.trail {
            viewed.extend(self.profile.product(&step.id));
        }
        let holds = |condition: &Value, seen: &Value| self.matches(condition, seen);
        let declared = declared(&items, &wishes);
        let neighbours = self.catalog.nearness(&viewed, &items);
        let boosts = boosts(&items, settings.boosts(), tree, &holds);
        let mut pulls = Vec::new();
        for ((declared, near), boost) in declared.into_iter().zip(neighbours).zip(boosts) {
            pulls.push(Pull { declared, neighbours: libm::log(1.0 + near), boost });
        }
        pulls
    }

    /// What the shopper declared, and what the campaign promised that led to this page.
    fn wishes(&self, page: &Page) -> Vec<(Kind, String)> {
        let mut wishes = promised(page.campaign.member("interest").text());
        for wish in self.profile.declared() {
            if !wishes.contains(&wish) {
                wishes.push(wish);
            }
        }
        wishes
    }
}
