//! The price an element shows, and the price before a discount.

use alloc::string::String;

use web_sys::Element;

use super::dom::{ask, prices};
use super::text::has;
use crate::engine::money::{Money, Sign, parse, parse_plain};
use crate::engine::scan::parts;

/// What an element says about the price of its product.
#[derive(Default)]
pub(super) struct Price {
    /// What is paid now.
    pub(super) now: Option<f64>,
    /// What was paid before a discount; only where it is more than `now`.
    pub(super) before: Option<f64>,
    /// ISO 4217 code; empty where the element does not say.
    pub(super) currency: String,
    /// Whether `currency` is known for sure, and not from a sign that several currencies share.
    pub(super) sure: bool,
}

/// Where prices stand that are no longer asked.
const OLD: &str = "del,s,strike,compare-at-price,.was,[class*=old-price i],[class*=price-old],[class*=price--old],[class*=price_old],\
     [class*=oldprice i],[class*=was-price],[class*=price-was],[class*=compare],[class*=regular],[class*=rrp],[class*=msrp],\
     [class*=non-sale],[class^=list-price],[class*=' list-price'],[class*=original],[class*=line-through],[style*=line-through],\
     [class*=crossed],[class*=strike],[data-hook*=before-discount]";

/// Amounts beside the price that are not it, and what is not shown.
const OTHER: &str = "[hidden],[style*='display:none'],[style*='display: none'],[class*=unit-price],[class*=unit_price],\
     [class*=price-unit],[class*=price-tax],[class*=ex-tax],[class*=excluding-tax],[class*=omnibus],[class*=lowest],\
     [class*=instal],[class*=save],[class*=saving],[class*=discount-per],[class*=discount-amount],[class*=badge]:not([class*=show-badge]),.screen-reader-text,script,style,template";

/// Elements that by their markup hold a price.
pub(super) const PRICE: &str = "[class*=price i],[class*=amount i],[itemprop=price],.money,[data-price]";

/// Values written for machines: in major units by their documentation, those that may be in cents, and the currency.
const STATED: &str = "[data-price-type=finalPrice]@data-price-amount;[data-price-amount]@data-price-amount;\
     [itemprop=price]@content\n\
     [data-product-price]@data-product-price;[data-price]@data-price\n\
     [itemprop=priceCurrency]@content;[data-currency]@data-currency";

/// Reads the price that `element` shows. Without markup that says where it is, any short text with a currency is one.
pub(super) fn price(element: &Element) -> Price {
    let mut price = Price::default();
    let mut best: Option<Money> = None;
    let shown = prices(element, PRICE, OLD, OTHER);
    let mut old = 0.0_f64;
    for line in parts(&shown, '\n') {
        let Some((kind, text)) = line.split_at_checked(1) else { continue };
        let Some(money) = parse(text) else { continue };
        if kind == "o" {
            old = old.max(money.amount);
            price.learn(money);
            continue;
        }
        // A currency is better than none.
        let better = best.is_none_or(|best| best.sign == Sign::None && money.sign != Sign::None);
        if better && (kind != "l" || money.sign != Sign::None) {
            best = Some(money);
        }
    }
    if let Some(money) = best {
        price.now = Some(money.amount);
        price.learn(money);
    }
    let stated = ask(element, STATED);
    let mut stated = parts(&stated, '\n');
    let mut next = || stated.next().unwrap_or_default();
    let (documented, other, code) = (next(), next(), next());
    // With a decimal point it cannot be in cents.
    let machine = if documented.is_empty() && has(other, ".") { other } else { documented };
    price.now = parse_plain(machine).or(price.now);
    if old > price.now.unwrap_or_default() {
        let field = if price.now.is_some() { &mut price.before } else { &mut price.now };
        *field = Some(old);
    }
    if !price.sure && code.len() == 3 {
        price.currency = code.into();
        price.sure = true;
    }
    price
}

impl Price {
    /// Takes the currency of `money` unless a surer one is known.
    fn learn(&mut self, money: Money) {
        if money.sign == Sign::Own || (money.sign == Sign::Shared && self.currency.is_empty()) {
            self.currency = money.currency.into();
            self.sure = money.sign == Sign::Own;
        }
    }
}
