//! Product and hero pictures: drawings shared by a product type, coloured and framed for each product.

use std::path::Path;

use anyhow::{Context as _, Result};
use minijinja::{Environment, Value, context, path_loader};

use super::catalog::{Catalog, Product};

/// The hero scenes, each a drawing of its own.
const HEROES: [&str; 6] = ["default", "women", "men", "kids", "outdoor", "rainy"];

/// The pictures of a product, by the ends of their names: each colourway, and a close-up after the first.
pub(crate) fn suffixes(product: &Product) -> impl Iterator<Item = &'static str> {
    let ways = (0..product.ways.len()).map(way_suffix);
    ways.clone().take(1).chain(["-detail"]).chain(ways.skip(1))
}

/// How the name of a colourway's picture ends. Three colourways are drawn; further ones show the first.
pub(crate) fn way_suffix(index: usize) -> &'static str {
    match index {
        1 => "-alt",
        2 => "-alt2",
        _ => "",
    }
}

/// A picture's address in the shop.
pub(crate) fn address(product: &Product, suffix: &str) -> String {
    format!("/pictures/{}", file(product, suffix))
}

fn file(product: &Product, suffix: &str) -> String {
    format!("{}{suffix}.svg", product.handle)
}

/// Draws every picture into `out`.
pub(crate) fn draw(templates: &Path, catalog: &Catalog, out: &Path) -> Result<()> {
    let mut drawings = Environment::new();
    drawings.set_loader(path_loader(templates));
    drawings.add_filter("mix", |color: String, other: String, share: f64| mix(&color, &other, share));
    drawings.add_function("tones", tones);
    let frame = drawings.get_template("frame.svg")?;
    for product in &catalog.products {
        let hue = &catalog.color(&catalog.category(product)?.hue)?.hex;
        for (index, way) in product.ways.iter().enumerate() {
            let picture = frame.render(colors(catalog, product, way, &mix(hue, "#ffffff", 0.62), "0 0 400 400")?)?;
            super::write(&out.join(file(product, way_suffix(index))), picture.as_bytes())?;
        }
        let first = product.ways.first().with_context(|| format!("{} has no colours", product.handle))?;
        let close = frame.render(colors(catalog, product, first, &mix(hue, "#ffffff", 0.45), "90 100 220 220")?)?;
        super::write(&out.join(file(product, "-detail")), close.as_bytes())?;
    }
    for hero in HEROES {
        let scene = drawings.get_template(&format!("hero-{hero}.svg"))?.render(context! {})?;
        super::write(&out.join(format!("hero-{hero}.svg")), scene.as_bytes())?;
    }
    Ok(())
}

fn colors(catalog: &Catalog, product: &Product, way: &(String, String), ground: &str, view: &str) -> Result<Value> {
    let (main, second) = (&catalog.color(&way.0)?.hex, &catalog.color(&way.1)?.hex);
    let (shown, tags) = (tones(main.clone(), second.clone()), &product.tags);
    let (art, motif) = (format!("{}.svg", product.art), &product.motif);
    Ok(context! { art, motif, tags, view, ground, floor => mix(ground, "#3a2f24", 0.22), ..shown })
}

/// The shades a drawing is made of: `c` the colour, `l` lit, `d`, `dd` and `dd2` in shade, for both colours.
fn tones(main: String, second: String) -> Value {
    let (light, dark) = ("#ffffff", "#1d1a22");
    context! {
        l1 => mix(&main, light, 0.3), d1 => mix(&main, dark, 0.2), dd1 => mix(&main, dark, 0.42),
        l2 => mix(&second, light, 0.3), d2 => mix(&second, dark, 0.2), dd2 => mix(&second, dark, 0.45),
        c1 => main, c2 => second,
    }
}

/// `share` of `other` mixed into `color`, both `#rrggbb`.
fn mix(color: &str, other: &str, share: f64) -> String {
    let channel =
        |hex: &str, at: usize| hex.get(at..at + 2).and_then(|two| u8::from_str_radix(two, 16).ok()).unwrap_or(0);
    let blend = |at| {
        let (a, b) = (f64::from(channel(color, at)), f64::from(channel(other, at)));
        (a + (b - a) * share).round() as u8
    };
    format!("#{:02x}{:02x}{:02x}", blend(1), blend(3), blend(5))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_mix_by_share() {
        assert_eq!(mix("#000000", "#ffffff", 0.5), "#808080");
        assert_eq!(mix("#c5413f", "#ffffff", 0.0), "#c5413f");
    }
}
