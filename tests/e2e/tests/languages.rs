//! What Vitrina says and where it stands on pages in other languages, and on those from right to left.

use std::fs;

use anyhow::ensure;
use serde::Deserialize;
use serde_json::{Value, json};
use vitrina_e2e::{Key, Result, Screen, Shopper, Site};
use xtask::browsers::Browser;
use xtask::paths;

use crate::dialogs::assert_fits;
use crate::shop::{accept, configure, enter, view};

const OFFER: &str = "vitrina-offer[data-display]";
/// The list on the home page that goes with the product looked at last, a carousel.
const BECAUSE: &str = "[data-vitrina-list=because]";

/// Serves the shop's page at `path` as one in the language `lang`, which runs in the direction `dir`.
fn turn(site: &Site, path: &str, lang: &str, dir: &str) -> Result<()> {
    let page = fs::read_to_string(paths::dist().join("shop").join(path.trim_matches('/')).join("index.html"))?;
    let turned = page.replacen("<html lang=\"en\"", &format!("<html lang=\"{lang}\" dir=\"{dir}\""), 1);
    ensure!(turned != page, "{path} does not say that it is in English");
    site.replace(path, "text/html; charset=utf-8", &turned);
    Ok(())
}

/// Serves the shop with one offer that comes at once and has everything an offer can have. Another `id` is another offer, which
/// the shopper has not seen.
fn offer_all(site: &Site, id: &str, display: &str) -> Result<()> {
    configure(site, |config| {
        let mut offer = json!({
            "id": id, "trigger": { "delay": 0 }, "display": display, "countdown": true, "items": "cart",
            "schedule": { "until": "2999-12-31" },
            "content": {
                "title": { "en": "Before you go!", "ar": "قبل أن تغادر، هل نسيت شيئًا؟" },
                "text": { "en": "Your cart is waiting.", "ar": "سلتك في انتظارك. خصم 10% إذا أكملت الطلب اليوم." },
                "coupon": "STAY-10", "cta": { "en": "Go to the cart", "ar": "إلى السلة" }, "href": "/cart/",
            },
        });
        if display == "inline" {
            offer["slot"] = "#home-recs".into();
        } else {
            offer["teaser"] = json!({ "en": "Your cart", "ar": "سلتك" });
        }
        config["offers"] = Value::Array(vec![offer]);
    })
}

/// Puts two things into the cart.
async fn fill_cart(shopper: &Shopper) -> Result<()> {
    let cart = "[['mug', 'Enamel Mug (350 ml)', 14], ['boots', 'Ridgeline Boots', 1299.99]].forEach(([id, name, price]) => \
        vitrina.track('add_to_cart', { currency: 'EUR', value: price, items: [{ item_id: id, item_name: name, price, quantity: 1 }] }))";
    shopper.eval(cart).await
}

/// Where something is, in CSS pixels.
#[derive(Debug, Deserialize)]
struct Place {
    left: f64,
    right: f64,
}

impl Place {
    fn middle(&self) -> f64 {
        f64::midpoint(self.left, self.right)
    }
}

/// Where the words of `part` are in the offer that is open, or the whole of it where it has none.
async fn place(shopper: &Shopper, part: &str) -> Result<Place> {
    let script = format!(
        "(() => {{ const part = document.querySelector('{OFFER}').shadowRoot.querySelector('{part}'); const range = document.createRange(); \
            range.selectNodeContents(part); const {{ left, right }} = (part.childElementCount ? part : range).getBoundingClientRect(); return {{ left, right }}; }})()"
    );
    shopper.eval(&script).await
}

#[tokio::test]
async fn on_a_page_from_right_to_left_offers_stand_on_their_own_side() -> Result<()> {
    let site = Site::start().await?;
    turn(&site, "/", "ar", "rtl")?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    configure(&site, |config| config["offers"] = json!([]))?;
    accept(&shopper).await?;
    fill_cart(&shopper).await?;
    for display in ["modal", "slide_in", "bar", "inline"] {
        offer_all(&site, display, display)?;
        enter(&shopper, "/").await?;
        shopper.wait_for(&format!("{OFFER} >>> .{display}")).await?;
        shopper.wait_for(&format!("{OFFER} >>> .name")).await?;
        if display == "inline" {
            shopper
                .eval::<()>(&format!("void document.querySelector('{OFFER}').scrollIntoView({{ block: 'center' }})"))
                .await?;
        }
        shopper.screenshot(&format!("rtl-{display}")).await?;
        let whole = place(&shopper, ".dialog").await?;
        let title = place(&shopper, "h2").await?;
        assert!(whole.right - title.right < title.left - whole.left, "{display}: {title:?} in {whole:?}");
        let (code, copy) = (place(&shopper, "code").await?, place(&shopper, ".copy").await?);
        assert!(code.left > copy.right, "{display}: {code:?} {copy:?}");
        let (name, price) = (place(&shopper, ".name").await?, place(&shopper, ".price").await?);
        assert!(name.left > price.right, "{display}: {name:?} {price:?}");
        let width: f64 = shopper.eval("document.documentElement.clientWidth").await?;
        if display != "inline" {
            let close = place(&shopper, ".close").await?;
            assert!(close.middle() - whole.left < 40.0 && close.right <= title.left, "{display}: {close:?} {title:?}");
        }
        if display == "slide_in" {
            assert!(whole.left < 40.0, "{whole:?}");
            shopper.click(&format!("{OFFER} >>> .close")).await?;
            shopper.wait_for(&format!("{OFFER} >>> .teaser")).await?;
            shopper.screenshot("rtl-tab").await?;
            let tab = place(&shopper, ".tab").await?;
            assert!(width - tab.right < 40.0, "{tab:?} in {width}");
            shopper.click(&format!("{OFFER} >>> .teaser")).await?;
            shopper.wait_for(&format!("{OFFER} >>> .slide_in")).await?;
        }
        let wide: f64 = shopper.eval("document.documentElement.scrollWidth").await?;
        assert!(wide <= width, "{display}: {wide} in {width}");
    }
    if shopper.browser() != Browser::Chromium {
        // Only it can make the page so small.
        return Ok(());
    }
    shopper.make_small_and_calm(320, 640).await?;
    for display in ["modal", "slide_in", "bar", "inline"] {
        offer_all(&site, &format!("narrow-{display}"), display)?;
        enter(&shopper, "/").await?;
        shopper.wait_for(&format!("{OFFER} >>> .{display}")).await?;
        shopper.wait_for(&format!("{OFFER} >>> .name")).await?;
        shopper.screenshot(&format!("rtl-narrow-{display}")).await?;
        assert_fits(&shopper, OFFER).await?;
    }
    Ok(())
}

#[tokio::test]
async fn on_a_page_from_right_to_left_a_carousel_goes_on_to_the_left() -> Result<()> {
    let site = Site::start().await?;
    turn(&site, "/", "ar", "rtl")?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    accept(&shopper).await?;
    view(&shopper, "/c/cameras/", "lumetra-x5-mirrorless-camera").await?;
    enter(&shopper, "/").await?;
    let (back, on) = (format!("{BECAUSE} > div >>> .back"), format!("{BECAUSE} > div >>> .on"));
    shopper.wait_for(&on).await?;
    let places: Vec<f64> = shopper
        .eval(&format!(
            "(() => {{ const list = document.querySelector('{BECAUSE} ul'); const root = document.querySelector('{BECAUSE} > div').shadowRoot; \
                return [list.getBoundingClientRect().right - list.firstElementChild.getBoundingClientRect().right, \
                    ...['.why', '.back', '.on'].map((part) => root.querySelector(part).getBoundingClientRect().left)]; }})()"
        ))
        .await?;
    assert!(places[0].abs() < 10.0, "the first card is at the right: {places:?}");
    assert!(places[1] > places[2] && places[2] > places[3], "why, back and on stand from right to left: {places:?}");
    assert_eq!((shopper.texts(&back).await?, shopper.texts(&on).await?), (vec!["›".into()], vec!["‹".into()]));
    shopper
        .eval::<()>(&format!("void document.querySelector('{BECAUSE}').scrollIntoView({{ block: 'center' }})"))
        .await?;
    shopper.screenshot("rtl-carousel").await?;

    let first = format!("document.querySelector('{BECAUSE} li').getBoundingClientRect().left");
    let before: f64 = shopper.eval(&first).await?;
    shopper.click(&on).await?;
    shopper.wait_until("the row to move to the right", &format!("{first} > {before} + 40")).await?;
    shopper.click(&back).await?;
    shopper.wait_until("the row to come back", &format!("Math.abs({first} - {before}) < 2")).await?;

    let focused = format!(
        "[...document.querySelectorAll('{BECAUSE} li')].findIndex((card) => card.contains(document.activeElement))"
    );
    shopper.eval::<()>(&format!("document.querySelector('{BECAUSE} li a').focus()")).await?;
    shopper.press(Key::Left).await?;
    shopper.press(Key::Left).await?;
    shopper.wait_until("the third card", &format!("{focused} === 2")).await?;
    shopper.press(Key::Right).await?;
    shopper.wait_until("the second card", &format!("{focused} === 1")).await?;
    let (page, window): (f64, f64) =
        shopper.eval("[document.documentElement.scrollWidth, document.documentElement.clientWidth]").await?;
    assert!(page <= window, "{page} in {window}");
    Ok(())
}

/// Words of ours by which each language is known: of the panel, the hand-over, the offer and why it is there.
const WORDS: [(&str, [&str; 5]); 3] = [
    ("sr-Latn-RS", ["Šta ova prodavnica zna o vama", "Kopiraj link", "Ne, hvala", "Kopiraj kod", "Zašto ovo vidim?"]),
    ("sr-Cyrl-RS", ["Шта ова продавница зна о вама", "Копирај линк", "Не, хвала", "Копирај код", "Зашто ово видим?"]),
    ("sq", ["Çfarë di ky dyqan për ju", "Kopjo lidhjen", "Jo, faleminderit", "Kopjo kodin", "Pse po e shoh këtë?"]),
];

#[tokio::test]
async fn every_surface_speaks_serbian_in_both_scripts_and_albanian() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Phone).await?;
    accept(&shopper).await?;
    view(&shopper, "/c/cameras/", "lumetra-x5-mirrorless-camera").await?;
    for (lang, [panel, link, decline, copy, why]) in WORDS {
        for path in ["/", "/account/"] {
            turn(&site, path, lang, "ltr")?;
        }
        // No offer comes over the panel.
        configure(&site, |config| config["offers"] = json!([]))?;
        enter(&shopper, "/account/").await?;
        shopper.wait_for("vitrina-privacy >>> .carry").await?;
        let mut said = shopper.texts("vitrina-privacy >>> :is(h2, h3, .text, .pause span, .actions button)").await?;
        assert_eq!(said[0], panel, "{lang}");
        shopper.screenshot(&format!("{lang}-privacy")).await?;
        shopper.click("vitrina-privacy >>> .carry").await?;
        shopper.wait_for("vitrina-handover >>> .strong").await?;
        shopper.screenshot(&format!("{lang}-handover")).await?;
        assert_eq!(shopper.texts("vitrina-handover >>> .strong").await?, [link], "{lang}");
        said.extend(shopper.texts("vitrina-handover >>> :is(h2, .text, .decline, .strong)").await?);

        offer_all(&site, lang, "modal")?;
        enter(&shopper, "/").await?;
        fill_cart(&shopper).await?;
        shopper.wait_for(&format!("{OFFER} >>> .modal")).await?;
        shopper.screenshot(&format!("{lang}-offer")).await?;
        let ours = shopper.texts(&format!("{OFFER} >>> :is(.decline, .copy, .why, small)")).await?;
        for words in [decline, copy, why] {
            assert!(ours.iter().any(|other| other == words), "{lang}: {words} in {ours:?}");
        }
        said.extend(ours);
        shopper.click(&format!("{OFFER} >>> .why")).await?;
        shopper.wait_for("vitrina-reason >>> .text").await?;
        said.extend(shopper.texts("vitrina-reason >>> :is(h2, .text, .close-button)").await?);
        shopper.click("vitrina-reason >>> .close-button").await?;
        shopper.wait_until("the reason to be gone", "!document.querySelector('vitrina-reason')").await?;
        shopper.press(Key::Escape).await?;
        shopper.wait_for("[data-vitrina-list] > div >>> .why").await?;
        said.extend(shopper.texts("[data-vitrina-list] > div >>> .why").await?);
        assert!(said.iter().any(|words| words == why), "{lang}: {said:?}");
        if lang.contains("Cyrl") {
            let latin = |words: &&String| words.replace("QR", "").chars().any(|c| c.is_ascii_alphabetic());
            assert_eq!(said.iter().filter(latin).collect::<Vec<_>>(), [""; 0]);
        }
    }
    Ok(())
}
