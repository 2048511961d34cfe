//! What tells one card of a grid from the others.

use alloc::string::String;

use web_sys::Element;

use super::dom::{Address, ask, leads_to};
use super::text::{has, last_of};

/// Links that can lead to a product: neither within the page nor an action on the cart, a wish list or a comparison.
/// One compound selector, so that more can be appended.
pub(super) const LINK: &str = "a[href]:not([href=''],[href^='#'],[href^='javascript:'],[href^='mailto:'],[href^='tel:'],\
     [href*='add-to-cart'],[href*='cart.php'],[href*='/cart/'],[href*='/basket/'],[href*='/wishlist'],[href*='/compare'])";

/// Where a card leads: itself if it is a link, else the link around its first linked picture, else its first link.
pub(super) fn product_address(card: &Element) -> Option<Address> {
    Address::read(leads_to(card, LINK))
}

/// What tells a card from the others, now and on the next visit, before anything but the page's HTML is there.
///
/// The loader repeats this rule to put a cached order back, so both must be changed together:
///
/// 1. the value of `data-vitrina-product`, on the card or else on its first descendant where it is not empty;
/// 2. else the value of `data-product-id`, found in the same way;
/// 3. else the pathname of the product link, from its last `/products/` on where it has one. The product link is the card
///    itself where it matches `LINK`, else the closest `a` of the first `LINK img` in it, else the first `LINK` in it. The
///    query is kept where the pathname is `/` or ends in `.php`, and where it contains `product_id=`;
/// 4. else the empty text: such a card stays in place.
pub(super) fn key(card: &Element, address: Option<&Address>) -> String {
    let own = ask(card, "[data-vitrina-product]@data-vitrina-product;[data-product-id]@data-product-id");
    if own.is_empty() { address.map(telling_part).unwrap_or_default() } else { own }
}

/// The part of a product's address that tells it from other products.
pub(super) fn telling_part(address: &Address) -> String {
    let path = address.path();
    let mut part = String::from(last_of(path, "/products/").and_then(|at| path.get(at..)).unwrap_or(path));
    if path == "/" || path.ends_with(".php") || has(address.query(), "product_id=") {
        part.push_str(address.query());
    }
    part
}
