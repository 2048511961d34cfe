//! What speaks for a card, and what speaks against a grid.

use web_sys::Element;

use super::dom::{Page, ask, at, children, none};
use super::key::{LINK, product_address};
use super::price::PRICE;
use super::text::after_last;
use crate::engine::money::{Sign, parse};
use crate::engine::scan::parts;

/// Elements whose inside is never a grid of products to reorder: navigation, dialogs, carts, reviews, tables, rankings, lists to
/// choose from, and carousels, whose scripts count on the order of their slides.
pub(super) const NEVER: &str = ":not(html,body):is(nav,header,footer,table,dialog,form.cart,[role=navigation],[role^=menu],\
     [role=listbox],[role=table],[role=row],[role=marquee],[role$=dialog],[role=banner],[role=contentinfo],[aria-modal=true],\
     [data-vitrina-ignore],[aria-roledescription=carousel],.carousel,.carousel-inner,[class*=swiper],[class*=slick-],\
     .splide,.flickity-enabled,.owl-carousel,.glide,.keen-slider,.embla,.tns-slider,[class*=slider--],slideshow-slides,\
     .marquee,[style*=translate],[data-slick],[data-flickity],[data-ride=carousel],#reviews,.reviews,[class*=review-list],\
     [class*=breadcrumb],[class*=mini-cart],[class*=minicart],[class*=cart-drawer],[class*=cart-item],[class*=cart_item],\
     [class*=-summary],[class*=checkout-],.summary,#cart,[class*=mega-menu],[class*=megamenu],\
     [class*=bundle],[class^=rank],[class*=' rank'],.product_list_widget)";

/// Signs that a card shows something else than a product: a date (a post, an event), a quotation, a place, a slide, a type of
/// schema.org or a class that says what it is.
const FOREIGN: &str = "?time[datetime],blockquote,address,a[download],[itemtype*=Article],\
     [itemtype*=BlogPosting],[itemtype$=Event],[itemtype*=Recipe],[itemtype*=Course],[itemtype*=JobPosting],\
     [itemtype*=RealEstate],[itemtype*=VideoObject]\n\
     =[aria-roledescription=slide],[class*=recipe],[class*=event-],[class*=job-],[class*=property-],[class*=course-],[class*=testimonial]";

/// What is there but not shown, or not part of the page's products.
pub(super) const HIDDEN: &str = "=[hidden],[aria-hidden=true],[style*='display:none'],[style*='display: none'],\
     [data-vitrina-ignore],.hidden,.d-none,script,style,template";

pub(super) const PICTURE: &str = "img,[style*='background-image'],video";

/// Ways to put a product into the cart.
pub(super) const ADD: &str = ":is(form[action*='cart/add'],form[action*='/basket/add'],form[action*='line-item/add'],[class*=add-to-cart i],\
     [class*=add_to_cart],[class*=addtocart i],[class*=add-to-basket],[class*=tocart],[class*=quick-add],\
     [data-button-action=add-to-cart],[data-cart-item-add],[href*='add-to-cart='],[href*='action=add'],\
     [formaction*='cart.add'],[onclick*='cart.add'],#button-cart,button[name=add],button[name=add-to-cart],[aria-label*='to cart' i])";

/// Lines of a cart can be removed, or counted and not added.
const REMOVE: &str = "?a[href*=remove],a[href*='quantity=0'],button[name*=remove],\
     :scope [class*=remove]:not([class*=wish],[class*=compare]),[aria-label^=remove i]";
const COUNTED: &str = "?input:is([name*=qty],[name*=quantity i],[name^=updates]):not([type=hidden])";

/// Addresses of lists: what follows these is a category, an author or a post.
const LISTS: &str = "collections category categories product-category c brand brands blog blogs news author tag tags \
     journal articles stories events jobs careers team people stores recipes courses videos work projects portfolio orders files";

/// Endings of addresses that lead to no page.
const FILES: &str = "pdf zip jpg jpeg png svg webp gif avif mp4 webm";

/// Whether `element` can be one product as a shop's list shows it: a link to its page and a picture, and neither a line
/// of a cart nor a row of products. Whether it has a price shows when it is read.
pub(super) fn can_be_card(element: &Element, page: &Page) -> bool {
    let questions =
        [HIDDEN, "\n", REMOVE, "\n", COUNTED, "\n?", ADD, "\n?", PICTURE, "\n~", LINK, "@href\n", FOREIGN].concat();
    let answers = ask(element, &questions);
    let mut answers = parts(&answers, '\n');
    let mut next = || answers.next().is_some_and(|answer| !answer.is_empty());
    let (hidden, remove, counted, add, picture, several) = (next(), next(), next(), next(), next(), next());
    let foreign = next() | next();
    picture
        && !foreign
        && !hidden
        && !remove
        && (add || !counted)
        && leads_to_product(element, page)
        && !(several && holds_several(element))
}

fn leads_to_product(element: &Element, page: &Page) -> bool {
    let Some(there) = product_address(element) else { return false };
    let front = there.is_front() && there.query().is_empty();
    let is_among = |names: &str, word: &str| parts(names, ' ').any(|name| name == word);
    there.origin() == page.here.origin()
        && !front
        && !is_among(LISTS, there.segment(1))
        && !is_among(FILES, after_last(there.segment(0), "."))
}

/// Whether two or more parts of `element`, which has links to several addresses, are complete products each, as in a row
/// of a grid.
fn holds_several(element: &Element) -> bool {
    let mut inside = Some(element.clone());
    while let Some(whole) = inside {
        inside = None;
        let children = children(&whole);
        for index in 0..children.length() {
            let part = at(&children, index);
            if is_complete(&part) {
                if inside.is_some() {
                    return true;
                }
                inside = Some(part);
            }
        }
    }
    false
}

fn is_complete(part: &Element) -> bool {
    /// More text than a card has: a section of the page, which is sure to have a price if its cards do.
    const LONG: usize = 3000;
    if none(part, &["?", PICTURE].concat()) || product_address(part).is_none() {
        return false;
    }
    let words = part.text_content().unwrap_or_default();
    !none(part, &["?", PRICE].concat())
        || words.len() > LONG
        || parse(&words).is_some_and(|money| money.sign != Sign::None)
}

/// How sure it is that these are cards of products, from what their markup says beyond link, picture and price.
///
/// One card stands for all of them, since they are of one shape.
pub(super) fn confidence(container: &Element, middle: &Element, cards: usize) -> f64 {
    const PRODUCT: &str = "?[itemtype*=Product],[class*=product i]";
    const ID: &str = "?[data-product-id],[data-id-product],[data-product_id],[data-entity-id],[class*=' post-']";
    const AROUND: &str =
        "=[class*=product]\n^aside,[class*=related],[class*=recommend],[class*=recent],[class*=upsell],[class*=cross]";
    let mut answers = ask(middle, &[PRODUCT, "\n", ID, "\n?", ADD, "\n?", PRICE, "\n"].concat());
    answers.push_str(&ask(container, AROUND));
    let mut answers = parts(&answers, '\n');
    let mut percent = 50;
    for weight in [10, 10, 15, 10, 10, -20] {
        if answers.next().is_some_and(|answer| !answer.is_empty()) {
            percent += weight;
        }
    }
    if cards > 5 {
        percent += 5;
    }
    f64::from(percent.min(99)) / 100.0
}

/// Whether the card is to stay where it is: by the merchant's word, or because its place is paid for.
pub(super) fn is_pinned(card: &Element) -> bool {
    !none(card, "?[data-vitrina-pin],[class*=sponsored i],[data-sponsored]")
}
