//! The shop's data as it stands in `www/shop/data`, read and checked as a whole.

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::money::Money;

/// A language the shop speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Language {
    /// English, at the root.
    En,
    /// Serbian in Latin script, under `/sr/`.
    Sr,
}

impl Language {
    /// Every language, the default one first.
    pub(crate) const ALL: [Language; 2] = [Language::En, Language::Sr];

    /// The key used in the data files.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Language::En => "en",
            Language::Sr => "sr",
        }
    }

    /// What every path of this language begins with.
    pub(crate) fn base(self) -> &'static str {
        match self {
            Language::En => "/",
            Language::Sr => "/sr/",
        }
    }

    /// The BCP 47 tag.
    pub(crate) fn tag(self) -> &'static str {
        match self {
            Language::En => "en",
            Language::Sr => "sr-Latn",
        }
    }
}

/// A text in every language.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Text {
    en: String,
    sr: String,
}

impl Text {
    /// The text in one language.
    pub(crate) fn get(&self, language: Language) -> &str {
        match language {
            Language::En => &self.en,
            Language::Sr => &self.sr,
        }
    }
}

/// A colour drawings and variants are named after.
#[derive(Debug, Deserialize)]
pub(crate) struct Color {
    /// `#rrggbb`.
    pub(crate) hex: String,
    #[serde(flatten)]
    pub(crate) name: Text,
}

/// A choice other than a size from a common scale: a weight, a volume, a value.
#[derive(Debug, Deserialize)]
pub(crate) struct Choice {
    #[serde(flatten)]
    pub(crate) label: Text,
    pub(crate) price: Option<Money>,
    pub(crate) was: Option<Money>,
}

/// A product's place in a range sold in steps.
#[derive(Debug, Deserialize)]
pub(crate) struct Line {
    pub(crate) name: String,
    /// `good`, `better` or `best`.
    pub(crate) tier: String,
}

/// One product as the shop keeps it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Product {
    pub(crate) handle: String,
    pub(crate) name: Text,
    pub(crate) brand: String,
    pub(crate) art: String,
    #[serde(default)]
    pub(crate) motif: String,
    /// Colourways: main and second colour. The first is the one on the picture.
    pub(crate) ways: Vec<(String, String)>,
    pub(crate) price: Money,
    pub(crate) was: Option<Money>,
    pub(crate) tags: Vec<String>,
    pub(crate) stock: u32,
    /// Sizes sold out.
    #[serde(default)]
    pub(crate) gone: Vec<String>,
    pub(crate) published: String,
    pub(crate) rating: f64,
    pub(crate) reviews: u32,
    /// Pieces sold in the last 90 days.
    pub(crate) sales: u32,
    pub(crate) sizes: Option<String>,
    #[serde(default)]
    pub(crate) options: Vec<Choice>,
    pub(crate) line: Option<Line>,
    #[serde(default)]
    pub(crate) specs: serde_json::Map<String, Value>,
    pub(crate) about: Text,
    /// The category's slug: the name of the file the product stands in.
    #[serde(skip)]
    pub(crate) category: String,
    /// A number for exports that need one.
    #[serde(skip)]
    pub(crate) id: u64,
}

/// A shelf of the shop: a department, a category or a collection.
#[derive(Debug, Deserialize)]
pub(crate) struct Shelf {
    pub(crate) slug: String,
    #[serde(flatten)]
    pub(crate) name: Text,
    pub(crate) intro: Text,
    /// The product on a department's tile.
    #[serde(default)]
    pub(crate) tile: String,
    /// The department a category belongs to.
    #[serde(default)]
    pub(crate) department: String,
    /// The colour behind a category's pictures.
    #[serde(default)]
    pub(crate) hue: String,
    #[serde(default)]
    pub(crate) pinned: Vec<Pin>,
    /// What a collection gathers: `new`, `sale` or a tag.
    #[serde(default)]
    pub(crate) pick: String,
    #[serde(default)]
    pub(crate) limit: usize,
}

/// A card that keeps its place at the top of a category.
#[derive(Debug, Deserialize)]
pub(crate) struct Pin {
    pub(crate) handle: String,
    pub(crate) sponsored: bool,
}

/// Names of specifications and of the values that need translating.
#[derive(Debug, Deserialize)]
pub(crate) struct Specs {
    pub(crate) labels: BTreeMap<String, SpecLabel>,
    pub(crate) values: BTreeMap<String, Text>,
}

/// A specification's name and the unit of its bare numbers.
#[derive(Debug, Deserialize)]
pub(crate) struct SpecLabel {
    #[serde(flatten)]
    pub(crate) name: Text,
    #[serde(default)]
    pub(crate) unit: String,
}

/// Everything the shop knows.
pub(crate) struct Catalog {
    pub(crate) shop: Value,
    pub(crate) heroes: Value,
    pub(crate) policies: Value,
    pub(crate) strings: BTreeMap<String, Text>,
    pub(crate) brands: BTreeMap<String, String>,
    pub(crate) colors: BTreeMap<String, Color>,
    pub(crate) sizes: BTreeMap<String, Vec<String>>,
    pub(crate) tags: BTreeMap<String, Text>,
    pub(crate) specs: Specs,
    pub(crate) departments: Vec<Shelf>,
    pub(crate) categories: Vec<Shelf>,
    pub(crate) collections: Vec<Shelf>,
    pub(crate) products: Vec<Product>,
}

impl Catalog {
    /// Reads every data file; an unknown brand, colour or reference is an error that names the product.
    pub(crate) fn load(folder: &Path) -> Result<Catalog> {
        let mut catalog = Catalog {
            shop: read(folder, "shop")?,
            heroes: read(folder, "heroes")?,
            policies: read(folder, "policies")?,
            strings: read(folder, "strings")?,
            brands: read(folder, "brands")?,
            colors: read(folder, "colors")?,
            sizes: read(folder, "sizes")?,
            tags: read(folder, "tags")?,
            specs: read(folder, "specs")?,
            departments: read(folder, "departments")?,
            categories: read(folder, "categories")?,
            collections: read(folder, "collections")?,
            products: Vec::new(),
        };
        let mut id = 1000;
        for category in &catalog.categories {
            let products: Vec<Product> = read(&folder.join("products"), &category.slug)?;
            for mut product in products {
                id += 1;
                product.id = id;
                product.category.clone_from(&category.slug);
                catalog.products.push(product);
            }
        }
        catalog.check()?;
        Ok(catalog)
    }

    /// The category a product stands in.
    pub(crate) fn category(&self, product: &Product) -> Result<&Shelf> {
        let found = self.categories.iter().find(|category| category.slug == product.category);
        found.with_context(|| format!("{}: no category {}", product.handle, product.category))
    }

    /// The shelf above a category: a department, or a collection of the same name.
    pub(crate) fn department(&self, category: &Shelf) -> Result<&Shelf> {
        let mut shelves = self.departments.iter().chain(&self.collections);
        let found = shelves.find(|shelf| shelf.slug == category.department);
        found.with_context(|| format!("{}: no department {}", category.slug, category.department))
    }

    /// The category path in English, whatever the page's language: `Outdoor > Backpacks`.
    pub(crate) fn path(&self, product: &Product) -> Result<(String, String)> {
        let category = self.category(product)?;
        let department = self.department(category)?;
        Ok((department.name.get(Language::En).to_owned(), category.name.get(Language::En).to_owned()))
    }

    /// The brand's name as printed.
    pub(crate) fn brand(&self, product: &Product) -> Result<&str> {
        let found = self.brands.get(&product.brand);
        found.map(String::as_str).with_context(|| format!("{}: no brand {}", product.handle, product.brand))
    }

    /// A colour by its key.
    pub(crate) fn color(&self, key: &str) -> Result<&Color> {
        self.colors.get(key).with_context(|| format!("colors.json has no {key}"))
    }

    /// The first day that counts as a new arrival.
    pub(crate) fn new_since(&self) -> &str {
        self.shop.get("newSince").and_then(Value::as_str).unwrap_or_default()
    }

    fn check(&self) -> Result<()> {
        let mut handles = HashSet::new();
        for product in &self.products {
            let handle = &product.handle;
            ensure!(handles.insert(handle.as_str()), "{handle}: this handle is used twice");
            ensure!(!product.ways.is_empty(), "{handle}: `ways` needs at least one pair of colours");
            self.brand(product)?;
            self.path(product)?;
            for (main, second) in &product.ways {
                self.color(main).and(self.color(second)).with_context(|| handle.clone())?;
            }
            if let Some(scale) = &product.sizes {
                ensure!(self.sizes.contains_key(scale), "{handle}: sizes.json has no scale {scale}");
            }
            for key in product.specs.keys() {
                ensure!(self.specs.labels.contains_key(key), "{handle}: specs.json has no label {key}");
            }
        }
        let pins = self.categories.iter().flat_map(|category| &category.pinned).map(|pin| &pin.handle);
        for handle in pins.chain(self.departments.iter().map(|department| &department.tile)) {
            ensure!(handles.contains(handle.as_str()), "no product has the handle {handle}");
        }
        Ok(())
    }
}

fn read<T: DeserializeOwned>(folder: &Path, name: &str) -> Result<T> {
    let path = folder.join(name).with_extension("json");
    let text = fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
    serde_json::from_str(&text).with_context(|| path.display().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn catalog() -> Catalog {
        let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../www/shop/data");
        Catalog::load(&data).unwrap()
    }

    #[test]
    fn the_shop_is_large_enough_to_personalize() {
        let catalog = catalog();
        assert!(catalog.products.len() >= 160, "{} products", catalog.products.len());
        let shelves =
            catalog.categories.iter().map(|shelf| catalog.products.iter().filter(|p| p.category == shelf.slug).count());
        assert!(shelves.filter(|count| *count >= 12).count() >= 10);
        let brands: HashSet<&str> = catalog.products.iter().map(|product| product.brand.as_str()).collect();
        assert!(brands.len() >= 25, "{} brands", brands.len());
    }

    #[test]
    fn every_range_is_sold_in_steps_that_cost_more() {
        let catalog = catalog();
        let mut ranges: BTreeMap<&str, Vec<(usize, f64)>> = BTreeMap::new();
        for product in &catalog.products {
            if let Some(line) = &product.line {
                let step = ["good", "better", "best"].iter().position(|tier| *tier == line.tier);
                ranges.entry(&line.name).or_default().push((step.unwrap(), product.price.eur));
            }
        }
        for (range, mut steps) in ranges {
            steps.sort_by_key(|step| step.0);
            assert!(steps.len() > 1, "{range} has one step");
            assert!(steps.windows(2).all(|pair| pair[0].0 < pair[1].0 && pair[0].1 < pair[1].1), "{range}: {steps:?}");
        }
    }

    #[test]
    fn an_unknown_colour_is_named_with_its_product() {
        let mut catalog = catalog();
        catalog.products[0].ways = vec![("mauve".into(), "red".into())];
        let error = format!("{:#}", catalog.check().unwrap_err());
        assert!(error.contains(&catalog.products[0].handle) && error.contains("mauve"), "{error}");
    }
}
