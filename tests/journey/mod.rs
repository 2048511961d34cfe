//! A shopper's journey of a thousand events, made by arithmetic: the same everywhere, and no file of its own.

use serde_json::{Value, json};

/// What the journey is replayed with.
pub(crate) const CONFIG: &str = include_str!("../cases/journey-config.json");
/// Events of a journey.
pub(crate) const EVENTS: usize = 1_000;

/// 2026-11-20 08:00 UTC, a Friday.
const START: u64 = 1_795_161_600_000;
const MINUTE: u64 = 60_000;
const BRANDS: [&str; 5] = ["Gorski", "Ardent", "Brisk", "Šumadija", "Čelik"];
const CATEGORIES: [&str; 6] = ["Hiking boots", "Backpacks", "Tents", "Rainwear", "Čarape", "Kids"];
const PRODUCTS: u64 = 72;

/// A small generator: Knuth's linear congruential one of MMIX.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }

    fn one_in(&mut self, times: u64) -> bool {
        self.below(times) == 0
    }
}

fn category(product: u64) -> usize {
    (product % 6) as usize
}

fn item(product: u64) -> Value {
    json!({
        "item_id": format!("p{product}"),
        "item_name": format!("Product {product}"),
        "item_brand": BRANDS[(product / 3 % 5) as usize],
        "item_category": CATEGORIES[category(product)],
        "price": 9.99 + ((product * 37) % 200) as f64,
        "url": format!("/p/{product}/"),
        "tags": if product.is_multiple_of(4) { json!(["waterproof"]) } else { json!([]) },
    })
}

fn grid(selector: &str, products: impl Iterator<Item = u64>) -> Value {
    let cards: Vec<Value> =
        products.map(|product| json!({ "key": format!("/p/{product}/"), "item": item(product) })).collect();
    json!({ "selector": selector, "cards": cards })
}

fn page(kind: &str, path: &str, more: Value) -> Value {
    let mut page =
        json!({ "key": path, "path": path, "type": kind, "locale": "sr-Latn", "currency": "EUR", "width": 1280 });
    if let (Value::Object(page), Value::Object(more)) = (&mut page, more) {
        page.extend(more);
    }
    page
}

/// The lines of the journey that `seed` makes.
pub(crate) fn lines(seed: u64) -> Vec<Value> {
    let mut dice = Dice(seed);
    let mut now = START;
    let mut lines: Vec<Value> = Vec::new();
    let mut cart: Vec<u64> = Vec::new();
    // Hiking boots.
    let favourite = 0;
    lines.push(json!({
        "time": now, "name": "identify",
        "params": { "traits": { "name": "Živa", "tier": "gold", "health": "allergy" }, "discreet": false },
        "catalog": (0..PRODUCTS).map(item).collect::<Vec<_>>(),
    }));
    while lines.len() < EVENTS {
        now += MINUTE / 4 + dice.below(3 * MINUTE);
        if dice.one_in(25) {
            // Another session, hours or days later.
            now += 40 * MINUTE + dice.below(4 * 24 * 60) * MINUTE;
        }
        let liked = |dice: &mut Dice| {
            let product = dice.below(PRODUCTS);
            if dice.below(3) > 0 { product / 6 * 6 + favourite as u64 } else { product }
        };
        let moment = json!({
            "seconds": dice.below(90), "active": dice.below(60), "idle": dice.below(20), "depth": dice.below(101),
            "leaving": dice.one_in(6), "visible": if dice.one_in(4) { json!(["#reviews"]) } else { json!([]) },
        });
        let mut line = match dice.below(10) {
            0 => json!({ "name": "page_view", "page": page("home", "/", json!({
                "grids": [grid("#bestsellers", (0..12).map(|at| at * 5 % PRODUCTS))],
                "campaign": if dice.one_in(3) { json!({ "source": "newsletter" }) } else { json!({}) },
            })) }),
            1..=3 => {
                let at = if dice.one_in(2) { favourite } else { dice.below(6) as usize };
                let path = format!("/c/{at}/{}", if dice.one_in(30) { "?greeting=1" } else { "" });
                json!({ "name": "page_view", "page": page("category", &path, json!({
                    "categories": [CATEGORIES[at]],
                    "grids": [grid("#products", (0..PRODUCTS).filter(|product| category(*product) == at))],
                    "sorted": dice.one_in(12),
                })) })
            }
            4..=6 => {
                let product = liked(&mut dice);
                let path = format!("/p/{product}/");
                lines.push(
                    json!({ "time": now, "name": "page_view", "moment": {}, "page": page("product", &path, json!({
                    "product": item(product), "categories": [CATEGORIES[category(product)]],
                })) }),
                );
                now += 400;
                json!({ "name": "view_item", "items": [item(product)], "recommend": { "strategy": "for_you", "limit": 6 } })
            }
            7 => {
                let product = liked(&mut dice);
                cart.push(product);
                json!({ "name": "add_to_cart", "items": [item(product)] })
            }
            8 => match dice.below(6) {
                0 if !cart.is_empty() => {
                    let product = cart.remove(0);
                    json!({ "name": "remove_from_cart", "items": [item(product)] })
                }
                1 => json!({ "name": "search", "params": { "search_term": "čizme" } }),
                2 => json!({ "name": "add_to_wishlist", "items": [item(liked(&mut dice))] }),
                3 => json!({ "name": "select_promotion", "params": { "promotion_id": "hero" } }),
                4 => json!({ "name": "dismiss_promotion", "params": { "promotion_id": "stay" } }),
                _ => {
                    json!({ "name": "experiment_viewed", "params": { "experiment_id": "arms", "variation_id": "loud" } })
                }
            },
            _ if cart.len() > 2 => {
                let items: Vec<Value> = cart.drain(..).map(item).collect();
                let id = format!("T{}", lines.len());
                json!({ "name": "purchase", "items": items, "params": { "transaction_id": id, "currency": "EUR" },
                    "page": page("checkout", "/checkout/", json!({})) })
            }
            _ => json!({ "name": "quiz_done", "context": { "weather": if dice.one_in(2) { "rain" } else { "sun" } } }),
        };
        line["time"] = json!(now);
        line["moment"] = moment;
        lines.push(line);
    }
    lines.truncate(EVENTS);
    lines
}
