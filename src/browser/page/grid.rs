//! Finding the grids of a page.

use alloc::{string::String, vec::Vec};

use js_sys::Array;
use web_sys::Element;

use super::card::read;
use super::dom::{Page, alike, all, at, children, containers, none, selector_of_js};
use super::evidence::{HIDDEN, NEVER, PICTURE, can_be_card, confidence, is_pinned};
use super::key::{key, product_address, telling_part};
use super::{Card, Grid, Selectors};

/// Fewer cards are not worth reordering; one less will do where the evidence is strong.
const FEWEST: usize = 4;
const STRONG: f64 = 0.75;

pub(super) fn find(page: &Page, selectors: &Selectors) -> Vec<Grid> {
    let mut found = Vec::new();
    let told = marked_grids(page, selectors, &mut found);
    marked_cards(page, selectors, &mut found);
    if !told {
        guessed(&page.root, page, selectors, &mut found);
    }
    // Best first. Selection instead of a sort: there are a handful.
    let mut grids = Vec::new();
    while let Some(best) = best(&found) {
        let mut grid = found.remove(best);
        if grid.cards.len() > 1 {
            identify(&mut grid);
            grids.push(grid);
        }
    }
    grids
}

/// The first of those with the most confidence and the most cards.
fn best(grids: &[Grid]) -> Option<usize> {
    let mut best = None;
    let mut most = -1.0;
    for (index, grid) in grids.iter().enumerate() {
        let weight = grid.confidence + f64::from(grid.cards.len().min(48) as u32) / 100.0;
        if weight > most {
            best = Some(index);
            most = weight;
        }
    }
    best
}

/// Fills in what only a grid that is kept needs.
fn identify(grid: &mut Grid) {
    for card in &mut grid.cards {
        card.key = key(&card.element, product_address(&card.element).as_ref());
        card.pinned = card.key.is_empty() || is_pinned(&card.element);
    }
    grid.selector = selector_of_js(&grid.container);
}

fn push_card(grid: &mut Grid, element: Element, page: &Page, selectors: &Selectors) {
    if let Some(item) = read(&element, page, selectors) {
        grid.cards.push(Card { element, item, key: String::new(), pinned: false });
    }
}

fn grid_of(container: Element) -> Grid {
    Grid { container, selector: String::new(), cards: Vec::new(), confidence: 1.0 }
}

/// Containers that the merchant names. Whether there are any.
fn marked_grids(page: &Page, selectors: &Selectors, found: &mut Vec<Grid>) -> bool {
    let mut told = false;
    for selector in [Some("[data-vitrina-grid]"), selectors.grid.as_deref()] {
        let Some(selector) = selector else { continue };
        let containers = all(&page.root, selector);
        told |= containers.length() > 0;
        for index in 0..containers.length() {
            let container = at(&containers, index);
            if !is_ignored(&container) && !overlaps(found, &container) {
                marked_grid(container, page, selectors, found);
            }
        }
    }
    told
}

fn marked_grid(container: Element, page: &Page, selectors: &Selectors, found: &mut Vec<Grid>) {
    let marks = marks_in(&container, selectors);
    let before = found.len();
    if marks.is_empty() {
        guessed(&container, page, selectors, found);
    }
    let mut outside = false;
    for grid in found.iter_mut().skip(before) {
        grid.confidence = 1.0;
        outside |= grid.container != container;
    }
    // The merchant may have named something around the grids. If not, every child counts that can be told apart.
    if !outside {
        found.truncate(before);
        let mut grid = grid_of(container);
        let children = children(&grid.container);
        for index in 0..children.length() {
            let child = at(&children, index);
            let marked = marks.iter().any(|mark| child.contains(Some(mark)));
            if marked || (marks.is_empty() && none(&child, HIDDEN) && product_address(&child).is_some()) {
                push_card(&mut grid, child, page, selectors);
            }
        }
        found.push(grid);
    }
}

/// Cards that the merchant names outside of such containers, by the parent in which they stand side by side.
fn marked_cards(page: &Page, selectors: &Selectors, found: &mut Vec<Grid>) {
    let told = found.len();
    'cards: for mut card in marks_in(&page.root, selectors) {
        for grid in found.iter().take(told) {
            if grid.container.contains(Some(&card)) {
                continue 'cards;
            }
        }
        while let Some(parent) = card.parent_element() {
            if children(&parent).length() == 1 {
                card = parent;
                continue;
            }
            let at = found.iter().position(|grid| grid.container == parent).unwrap_or(found.len());
            if at == found.len() {
                found.push(grid_of(parent));
            }
            if let Some(grid) = found.get_mut(at) {
                push_card(grid, card, page, selectors);
            }
            break;
        }
    }
}

fn marks_in(root: &Element, selectors: &Selectors) -> Vec<Element> {
    let mut found = all(root, "[data-vitrina-product]");
    if let (0, Some(card)) = (found.length(), &selectors.card) {
        found = all(root, card);
    }
    let mut marks = Vec::new();
    for index in 0..found.length() {
        let mark = at(&found, index);
        if !is_ignored(&mark) {
            marks.push(mark);
        }
    }
    marks
}

fn is_ignored(element: &Element) -> bool {
    !none(element, "^[data-vitrina-ignore]")
}

fn overlaps(grids: &[Grid], container: &Element) -> bool {
    grids.iter().any(|grid| grid.container.contains(Some(container)) || container.contains(Some(&grid.container)))
}

/// Containers whose children look like cards. Of two that lie in one another the inner one is the grid: the outer one's
/// children are rows or sections.
fn guessed(root: &Element, page: &Page, selectors: &Selectors, found: &mut Vec<Grid>) {
    let told = found.len();
    // A page has hundreds of elements with three children: those without pictures and links are not even looked at.
    let containers = containers(root, &[PICTURE, ";a[href]"].concat(), NEVER);
    'containers: for index in 0..containers.length() {
        let container = at(&containers, index);
        for (index, other) in found.iter().enumerate() {
            let known = index < told && other.container.contains(Some(&container));
            if known || container.contains(Some(&other.container)) {
                continue 'containers;
            }
        }
        if let Some(grid) = guess(container, page, selectors) {
            // The outer one may have come first.
            let mut index = told;
            while let Some(outer) = found.get(index) {
                if outer.container.contains(Some(&grid.container)) {
                    found.remove(index);
                } else {
                    index += 1;
                }
            }
            found.push(grid);
        }
    }
}

fn guess(container: Element, page: &Page, selectors: &Selectors) -> Option<Grid> {
    let mut grid = grid_of(container);
    let children = children(&grid.container);
    for index in 0..children.length() {
        let child = at(&children, index);
        if can_be_card(&child, page) {
            push_card(&mut grid, child, page, selectors);
            if grid.cards.last().is_some_and(|card| card.item.price.is_none()) {
                grid.cards.pop();
            }
        }
    }
    if grid.cards.len() + 1 < FEWEST {
        return None;
    }
    let elements = Array::new();
    for card in &grid.cards {
        elements.push(&card.element);
    }
    // What differs in kind from the one in the middle is something else.
    let elements = alike(&elements);
    grid.cards.retain(|card| elements.index_of(&card.element, 0) >= 0);
    let cards = grid.cards.len();
    let middle = grid.cards.get(cards / 2)?;
    grid.confidence = confidence(&grid.container, &middle.element, cards);
    let enough = cards >= FEWEST || (cards + 1 == FEWEST && grid.confidence >= STRONG);
    if enough && mostly_distinct(&grid.cards) { Some(grid) } else { None }
}

/// Whether the cards lead to different products; some may show the same in another colour.
fn mostly_distinct(cards: &[Card]) -> bool {
    let mut parts = Vec::new();
    for card in cards {
        let part = product_address(&card.element).as_ref().map(telling_part);
        if !parts.contains(&part) {
            parts.push(part);
        }
    }
    parts.len() * 4 >= cards.len() * 3
}
