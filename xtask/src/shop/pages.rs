//! Every page of the shop, in every language.

use std::collections::HashSet;
use std::path::Path;

use anyhow::{Context as _, Result};
use minijinja::{Environment, Value, context, path_loader};
use serde::Serialize;
use serde_json::json;

use super::catalog::{Catalog, Language, Product, Shelf};
use super::money::Money;
use super::view::{self, Card};
use super::words::plural;

/// Pages that need nothing but the shop's own words: template and path below the language's root.
const PLAIN: [(&str, &str); 7] = [
    ("search", "search/"),
    ("wishlist", "wishlist/"),
    ("cart", "cart/"),
    ("checkout", "checkout/"),
    ("thank-you", "thank-you/"),
    ("account", "account/"),
    ("404", "404.html"),
];

/// Upper edges of the price bands filters offer, in euros and dinars; above the last there is one more band.
const BANDS: [(u32, u32); 5] = [(25, 3_000), (50, 6_000), (100, 12_000), (200, 24_000), (500, 60_000)];

/// Cards on a department's page.
const DEPARTMENT_CARDS: usize = 24;

/// Renders the pages of one language into `out`.
pub(crate) fn render(source: &Path, catalog: &Catalog, language: Language, out: &Path) -> Result<()> {
    let mut templates = Environment::new();
    templates.set_loader(path_loader(source.join("templates")));
    templates.set_trim_blocks(true);
    templates.set_lstrip_blocks(true);
    templates.add_filter("count", |forms: String, number: u32, language: String| plural(&forms, number, &language));
    Site { catalog, templates: &templates, out, language }.render()
}

#[derive(Serialize)]
pub(super) struct Link {
    pub(super) name: String,
    pub(super) url: String,
}

/// The shop in one language.
pub(super) struct Site<'a> {
    pub(super) catalog: &'a Catalog,
    templates: &'a Environment<'a>,
    out: &'a Path,
    pub(super) language: Language,
}

impl Site<'_> {
    fn render(&self) -> Result<()> {
        let mut cards = self.cards(self.catalog.products.iter())?;
        cards.sort_by(|a, b| b.sales.cmp(&a.sales).then_with(|| a.handle.cmp(&b.handle)));
        self.home(&cards)?;
        for category in &self.catalog.categories {
            self.category(category, &cards)?;
        }
        for department in &self.catalog.departments {
            self.department(department, &cards)?;
        }
        for collection in &self.catalog.collections {
            self.collection(collection, &cards)?;
        }
        for product in &self.catalog.products {
            self.product(product)?;
        }
        for (template, path) in PLAIN {
            self.page(template, path, context! { robots => "noindex" })?;
        }
        if self.language == Language::En {
            self.page("tour", "tour/", context! {})?;
        }
        for policy in self.catalog.policies.as_array().into_iter().flatten() {
            let slug = policy.get("slug").and_then(serde_json::Value::as_str).context("a policy needs a slug")?;
            let text = policy.get(self.language.key());
            self.page("policy", &format!("{slug}/"), context! { policy => Value::from_serialize(text) })?;
        }
        Ok(())
    }

    fn cards<'p>(&self, products: impl Iterator<Item = &'p Product>) -> Result<Vec<Card>> {
        products.map(|product| view::card(self.catalog, product, self.language)).collect()
    }

    /// Writes one page; `path` is relative to the language's root.
    pub(super) fn page(&self, template: &str, path: &str, extra: Value) -> Result<()> {
        let (language, catalog) = (self.language, self.catalog);
        let strings = catalog.strings.iter().map(|(key, text)| (key.as_str(), text.get(language)));
        let t: Value = strings.collect();
        let scripts =
            catalog.strings.iter().filter_map(|(key, text)| Some((key.strip_prefix("js_")?, text.get(language))));
        let others = Language::ALL.iter().map(|other| {
            context! { key => other.key(), tag => other.tag(), url => format!("{}{}", other.base(), path), current => *other == language }
        });
        let common = context! {
            t, page => template, lang => language.key(), tag => language.tag(), base => language.base(),
            url => format!("{}{}", language.base(), path),
            languages => others.collect::<Vec<_>>(),
            shop => Value::from_serialize(&catalog.shop),
            currency => match language { Language::En => "EUR", Language::Sr => "RSD" },
            departments => self.menu()?,
            collections => catalog.collections.iter().map(|shelf| self.link(shelf)).collect::<Vec<_>>(),
            policies => Value::from_serialize(&catalog.policies),
            script_strings => scripts.collect::<Value>(),
        };
        let html = self.templates.get_template(&format!("{template}.html"))?.render(context! { ..extra, ..common });
        let html = html.with_context(|| format!("rendering {path} in {}", language.key()))?;
        let file = if path.ends_with(".html") { path.to_owned() } else { format!("{path}index.html") };
        super::write(&self.out.join(language.base().trim_matches('/')).join(file), html.as_bytes())
    }

    pub(super) fn link(&self, shelf: &Shelf) -> Link {
        Link {
            name: shelf.name.get(self.language).to_owned(),
            url: format!("{}c/{}/", self.language.base(), shelf.slug),
        }
    }

    fn menu(&self) -> Result<Vec<Value>> {
        let mut menu = Vec::new();
        for department in &self.catalog.departments {
            let below = self.catalog.categories.iter().filter(|category| category.department == department.slug);
            let picture = format!("/pictures/{}.svg", department.tile);
            let children: Vec<Link> = below.map(|category| self.link(category)).collect();
            menu.push(context! { slug => department.slug, intro => department.intro.get(self.language), picture, children, ..Value::from_serialize(self.link(department)) });
        }
        Ok(menu)
    }

    fn home(&self, cards: &[Card]) -> Result<()> {
        let sellable = |card: &&Card| card.availability != "out" && card.price.eur > 0.0 && card.department != "Gifts";
        let mut fresh: Vec<&Card> = cards.iter().filter(|card| sellable(card) && card.fresh).collect();
        fresh.sort_by(|a, b| b.published.cmp(&a.published).then_with(|| a.handle.cmp(&b.handle)));
        fresh.truncate(8);
        // One of each category: a front page shows the breadth of the shop.
        let mut seen = HashSet::new();
        let best: Vec<&Card> =
            cards.iter().filter(|card| sellable(card) && seen.insert(&card.category)).take(12).collect();
        let hero = self.catalog.heroes.get("default").context("heroes.json needs `default`")?;
        let words = Value::from_serialize(hero.get(self.language.key()));
        let href = hero.get("href").and_then(serde_json::Value::as_str).unwrap_or_default();
        self.page("home", "", context! { bestsellers => best, arrivals => fresh, hero => context! { href, ..words } })
    }

    fn category(&self, category: &Shelf, cards: &[Card]) -> Result<()> {
        let name = category.name.get(Language::En);
        let mut rest: Vec<Card> = cards.iter().filter(|card| card.category == name).cloned().collect();
        let mut shown = Vec::new();
        for pin in &category.pinned {
            let at = rest.iter().position(|card| card.handle == pin.handle);
            let mut card =
                rest.remove(at.with_context(|| format!("{}: {} is pinned but elsewhere", category.slug, pin.handle))?);
            card.pin = if pin.sponsored { "sponsored" } else { "pinned" };
            shown.push(card);
        }
        shown.append(&mut rest);
        let department = self.link(self.catalog.department(category)?);
        let siblings = self.catalog.categories.iter().filter(|other| other.department == category.department);
        let siblings = siblings.map(|other| self.link(other)).collect();
        self.shelf(category, shown, vec![department], siblings)
    }

    fn department(&self, department: &Shelf, cards: &[Card]) -> Result<()> {
        let name = department.name.get(Language::En);
        let mut shown: Vec<Card> = cards.iter().filter(|card| card.department == name).cloned().collect();
        shown.truncate(DEPARTMENT_CARDS);
        let below = self.catalog.categories.iter().filter(|category| category.department == department.slug);
        let below = below.map(|category| self.link(category)).collect();
        self.shelf(department, shown, Vec::new(), below)
    }

    fn collection(&self, collection: &Shelf, cards: &[Card]) -> Result<()> {
        let mut shown: Vec<Card> = cards
            .iter()
            .filter(|card| match collection.pick.as_str() {
                "new" => card.fresh,
                "sale" => card.was.is_some(),
                tag => card.tags.iter().any(|has| has == tag || has.strip_suffix("-card") == Some(tag)),
            })
            .cloned()
            .collect();
        if collection.pick == "new" {
            shown.sort_by(|a, b| b.published.cmp(&a.published));
        }
        shown.truncate(collection.limit);
        self.shelf(collection, shown, Vec::new(), Vec::new())
    }

    fn shelf(&self, shelf: &Shelf, cards: Vec<Card>, above: Vec<Link>, siblings: Vec<Link>) -> Result<()> {
        let current = self.link(shelf);
        let crumbs: Vec<&Link> = above.iter().chain([&current]).collect();
        let trail = self.breadcrumb_data(&crumbs);
        let filters = self.filters(&cards);
        let path = format!("c/{}/", shelf.slug);
        let intro = shelf.intro.get(self.language);
        self.page(
            "shelf",
            &path,
            context! { title => current.name, slug => shelf.slug, intro, crumbs, trail, siblings, filters, cards },
        )
    }

    /// What a shelf can be narrowed by: brands, price bands and tags that really occur, with how often.
    fn filters(&self, cards: &[Card]) -> Value {
        let mut brands: Vec<(&str, &str)> =
            cards.iter().map(|card| (card.brand.as_str(), card.brand_key.as_str())).collect();
        brands.sort_unstable();
        brands.dedup();
        let brands = brands.into_iter().map(|(name, key)| {
            context! { name, key, count => cards.iter().filter(|card| card.brand_key == key).count() }
        });
        let mut bands = Vec::new();
        let mut low = (0, 0);
        for high in BANDS.into_iter().map(Some).chain([None]) {
            let within = |card: &&Card| {
                card.price.eur >= f64::from(low.0) && high.is_none_or(|high| card.price.eur < f64::from(high.0))
            };
            if cards.iter().any(|card| within(&card)) {
                bands.push(self.band(low, high));
            }
            low = high.unwrap_or(low);
        }
        let tags = self.catalog.tags.iter().filter_map(|(key, name)| {
            let count = cards.iter().filter(|card| card.tags.contains(key)).count();
            (count > 0 && count < cards.len()).then(|| context! { key, name => name.get(self.language), count })
        });
        context! { brands => brands.collect::<Vec<_>>(), bands, tags => tags.collect::<Vec<_>>() }
    }

    /// One price band: its edges in both currencies, and how they read.
    fn band(&self, low: (u32, u32), high: Option<(u32, u32)>) -> Value {
        let money = |(eur, rsd): (u32, u32)| Money { eur: f64::from(eur), rsd: f64::from(rsd) };
        let read = |text: fn(&Money, Language) -> String| {
            let phrase = |key: &str, amount| {
                let words = self.catalog.strings.get(key).map_or("{amount}", |words| words.get(self.language));
                words.replace("{amount}", &text(&money(amount), self.language))
            };
            match high {
                Some(high) if low.0 == 0 => phrase("under", high),
                Some(high) => {
                    let (low, high) = (text(&money(low), self.language), text(&money(high), self.language));
                    let (before, after) = (low.strip_suffix("\u{a0}RSD"), high.strip_prefix("RSD\u{a0}"));
                    format!("{}–{}", before.unwrap_or(&low), after.unwrap_or(&high))
                }
                None => phrase("over", low),
            }
        };
        context! {
            key => low.0, low_eur => low.0, low_rsd => low.1,
            high_eur => high.map(|high| high.0), high_rsd => high.map(|high| high.1),
            eur_text => read(Money::eur_text), rsd_text => read(Money::rsd_text),
        }
    }

    pub(super) fn breadcrumb_data(&self, crumbs: &[&Link]) -> Value {
        let items = crumbs.iter().enumerate().map(|(index, crumb)| {
            json!({ "@type": "ListItem", "position": index + 1, "name": crumb.name, "item": crumb.url })
        });
        let items: Vec<_> = items.collect();
        Value::from_serialize(
            json!({ "@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": items }),
        )
    }
}
