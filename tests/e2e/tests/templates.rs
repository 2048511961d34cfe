//! Banners beyond the shop's own words: whole templates of the merchant's, blocks in places of their own, pictures behind.

use serde_json::{Value, json};
use vitrina_e2e::{Result, Screen, Shopper, Site};

use crate::shop::{STILL, enter, shows, time_to_go_wrong};

const PAGE: &str = "/pages/banners.html";
const POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; require-trusted-types-for 'script'";
/// What can be seen of the hero.
const SEEN: &str = "document.querySelector('#hero').innerText.trim()";

/// The page under a strict policy, with the config's banners.
async fn page(banners: Value, screen: Screen) -> Result<(Site, Shopper)> {
    let site = Site::start().await?;
    site.policy(POLICY);
    site.replace("/banners.json", "application/json", &json!({ "banners": banners }).to_string());
    let shopper = Shopper::arrive(&site, screen).await?;
    Ok((site, shopper))
}

/// Five variants of the hero, chosen by what the page sets.
fn hero() -> Value {
    let variant = |id: &str, content: Value| json!({ "id": id, "when": { "context.season": id }, "content": content });
    json!([{ "id": "hero", "slot": "#hero", "variants": [
        variant("spring", json!({})),
        variant("summer", json!({ "title": "Summer of {{ name | default: \"yours\" }}" })),
        variant("autumn", json!({})),
        variant("winter", json!({ "title": "Snow, {{ name }}", "background": "/pictures/hero-rainy.svg" })),
        variant("none", json!({})),
    ] }])
}

/// What the page's markup is but for the state of Vitrina's own tag.
async fn markup(shopper: &Shopper) -> Result<String> {
    shopper.eval("document.documentElement.outerHTML").await
}

async fn season(shopper: &Shopper, season: &str) -> Result<()> {
    shopper.eval::<()>(&format!("(vitrina.setContext({{ season: '{season}' }}), vitrina.apply())")).await
}

async fn assert_fine(shopper: &Shopper) -> Result<()> {
    let records = shopper.records().await?;
    assert_eq!((&records.violations, &records.errors, records.console.len()), (&vec![], &vec![], 0), "{records}");
    Ok(())
}

#[tokio::test]
async fn templates_are_shown_whole_and_the_page_comes_back_exactly() -> Result<()> {
    let (_site, shopper) = page(hero(), Screen::Desktop).await?;
    enter(&shopper, PAGE).await?;
    let own: String = shopper.eval(SEEN).await?;
    let before = markup(&shopper).await?;
    // A name that would be markup if anybody let it.
    shopper.eval::<()>("vitrina.identify({ name: 'Ana <b onclick=x>&amp;' })").await?;
    for (name, expected) in [
        ("spring", vec!["Spring is here, Ana <b onclick=x>&amp;!", "Up to", "saved. Look"]),
        ("summer", vec!["Summer of Ana <b onclick=x>&amp;", "Sun and sea."]),
        ("autumn", vec!["Leaves fall"]),
        ("winter", vec!["Snow, Ana <b onclick=x>&amp;", "For everybody.", "All products"]),
        ("none", vec![own.as_str()]),
        ("spring", vec!["Spring is here"]),
        ("winter", vec!["Snow"]),
        ("nothing of the kind", vec![own.as_str()]),
    ] {
        season(&shopper, name).await?;
        let seen: String = shopper.eval(SEEN).await?;
        for words in expected {
            assert!(seen.contains(words), "{name}: {seen:?} has no {words:?}");
        }
        assert_eq!(seen.contains("Its own hero"), ["none", "nothing of the kind"].contains(&name), "{name}: {seen:?}");
        assert!(!seen.contains("{{"), "{name}: {seen:?}");
    }
    // What nobody sees is read out.
    season(&shopper, "spring").await?;
    assert_eq!(
        shopper.attributes("#hero .spring img", "alt").await?,
        [Some("Flowers for Ana <b onclick=x>&amp;".into())]
    );
    assert_eq!(shopper.attributes("#hero .spring p", "title").await?, [Some("For Ana <b onclick=x>&amp;".into())]);
    assert_eq!(shopper.eval::<u32>("document.querySelectorAll('#hero .spring b').length").await?, 1);
    shopper.click("#hero .spring button").await?;
    shopper.wait_for("vitrina-reason >>> .text").await?;
    assert_eq!(shopper.texts("vitrina-reason >>> .text").await?, ["A banner: because of the page and the moment."]);
    shopper.click("vitrina-reason >>> .close-button").await?;
    shopper.wait_until("the reason to be gone", "!document.querySelector('vitrina-reason')").await?;

    for end in ["revert", "stop"] {
        shopper.eval::<()>(&format!("vitrina.{end}()")).await?;
        assert_eq!(markup(&shopper).await?, before, "{end}");
        shopper.eval::<()>("vitrina.apply()").await?;
    }
    assert_eq!(markup(&shopper).await?, before, "what has ended stays so");
    assert_fine(&shopper).await
}

#[tokio::test]
async fn scripts_in_a_template_are_not_run() -> Result<()> {
    let (_site, shopper) = page(hero(), Screen::Desktop).await?;
    enter(&shopper, PAGE).await?;
    shopper
        .eval::<()>("vitrina.identify({ said: '<img src=x onerror=\"runs = 9\"><script>runs = 9</script>' })")
        .await?;
    for name in ["autumn", "none", "autumn"] {
        season(&shopper, name).await?;
    }
    shopper.wait_for("#hero .autumn").await?;
    assert!(shopper.texts("#hero .autumn p").await?[0].starts_with("<img src=x"));
    time_to_go_wrong(300).await;
    assert_eq!(shopper.eval::<Value>("window.runs ?? null").await?, Value::Null);
    assert_eq!(shopper.eval::<u32>("document.querySelectorAll('#hero script, #hero img').length").await?, 0);
    assert_fine(&shopper).await
}

#[tokio::test]
async fn every_kind_is_there_in_the_first_frame_of_the_next_page() -> Result<()> {
    let banners = json!([
        { "id": "hero", "slot": "#hero", "variants": [{ "id": "spring", "when": { "name": "Ana" } }] },
        { "id": "note", "slot": "#note", "placement": "after", "variants": [
            { "id": "n", "when": { "name": "Ana" }, "content": { "title": "For you, {{ name }}", "text": "A block of its own.", "cta": "Look", "href": { "en": "/look/", "sr": "/sr/" }, "image": "/pictures/hero-men.svg" } }] },
        { "id": "club", "variants": [{ "id": "c", "when": { "name": "Ana" }, "content": { "text": "The club, {{ name }}", "background": "/pictures/hero-rainy.svg" } }] },
        { "id": "low", "variants": [{ "id": "x" }] },
    ]);
    for screen in [Screen::Desktop, Screen::Phone] {
        let (site, shopper) = page(banners.clone(), screen).await?;
        site.watch("#hero, #note, section, vitrina-banner, #under");
        enter(&shopper, PAGE).await?;
        // What was never shown before makes no room for itself where that would be seen; below, it does.
        shopper.wait_until("what is far below", "document.querySelector('#low .low')").await?;
        shopper.eval::<()>("vitrina.identify({ name: 'Ana' })").await?;
        shopper.wait_until("the hero, which keeps its height", &format!("{SEEN}.startsWith('Spring')")).await?;
        time_to_go_wrong(300).await;
        assert_eq!(shopper.eval::<u32>("document.querySelectorAll('section[data-vitrina-banner]').length").await?, 0);
        assert_eq!(
            shopper.eval::<String>("getComputedStyle(document.querySelector('vitrina-banner')).display").await?,
            "none"
        );
        assert!(shopper.records().await?.layout_shift() < STILL);

        enter(&shopper, PAGE).await?;
        time_to_go_wrong(500).await;
        let blocks = shopper.texts("section[data-vitrina-banner]").await?;
        assert_eq!(blocks.len(), 2, "{blocks:?}");
        assert!(blocks[0].contains("For you, Ana") && blocks[0].contains("Why am I seeing this?"), "{blocks:?}");
        assert!(blocks[1].contains("The club, Ana"), "{blocks:?}");
        assert_eq!(shopper.attributes("section[data-vitrina-banner] a", "href").await?, [Some("/look/".into())]);
        let behind = "getComputedStyle(document.querySelector('vitrina-banner section')).backgroundImage";
        assert!(shopper.eval::<String>(behind).await?.contains("/pictures/hero-rainy.svg"));
        let records = shopper.records().await?;
        assert!(records.jumps().is_empty(), "{:#?}", records.frames);
        assert!(records.layout_shift() < STILL, "{:?}", records.shifts);
        let first = records.frames.iter().find(|seen| !seen.is_empty()).cloned().unwrap_or_default();
        assert!(first.iter().any(|seen| seen.contains("Spring is here, Ana!")), "{first:?}");
        shopper.screenshot(&format!("banners-{screen:?}")).await?;

        shopper.eval::<()>("vitrina.stop()").await?;
        assert_eq!(
            shopper
                .eval::<u32>("document.querySelectorAll('section[data-vitrina-banner], [data-vitrina-aside]').length")
                .await?,
            0
        );
        assert_eq!(shopper.eval::<String>(SEEN).await?.split('\n').next(), Some("Bare words of the shop's"));
        assert_fine(&shopper).await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_banner_has_a_place_of_its_own() -> Result<()> {
    let place = |id: &str, placement: &str| {
        json!({ "id": id, "slot": "#end", "placement": placement, "variants": [
            { "id": "v", "when": { "context.on": true }, "content": { "text": id } }] })
    };
    let banners = json!([place("b", "before"), place("a", "after"), place("i", "inside")]);
    let (_site, shopper) = page(banners, Screen::Desktop).await?;
    enter(&shopper, PAGE).await?;
    let before = markup(&shopper).await?;
    shopper.eval::<()>("vitrina.setContext({ on: true })").await?;
    shopper.wait_until("the banners", "document.querySelectorAll('section[data-vitrina-banner]').length === 3").await?;
    let around = "[...document.querySelector('#end').parentNode.children].slice(-3).map((element) => element.dataset.vitrinaBanner ?? element.id)";
    assert_eq!(shopper.eval::<Vec<String>>(around).await?, ["b", "end", "a"]);
    let inside =
        "[...document.querySelector('#end').childNodes].map((node) => node.dataset?.vitrinaBanner ?? node.nodeValue)";
    assert_eq!(shopper.eval::<Vec<String>>(inside).await?, ["The end.", "i"]);
    // The page draws it anew, and it is there again.
    shopper.eval::<()>("(document.querySelectorAll('section[data-vitrina-banner]').forEach((node) => node.remove()), vitrina.setContext({ on: true, n: 1 }))").await?;
    shopper
        .wait_until("the banners again", "document.querySelectorAll('section[data-vitrina-banner]').length === 3")
        .await?;
    shopper.eval::<()>("vitrina.setContext({})").await?;
    shopper.wait_until("them to be gone", "!document.querySelector('section[data-vitrina-banner]')").await?;
    assert_eq!(markup(&shopper).await?, before);
    assert_fine(&shopper).await
}

#[tokio::test]
async fn on_a_page_from_right_to_left_a_block_stands_as_the_page_does() -> Result<()> {
    let banners = json!([{ "id": "club", "variants": [{ "id": "c", "content": { "title": { "ar": "مرحبا", "en": "Hello" }, "text": "…", "cta": "→", "href": "/c/", "image": "/pictures/hero-men.svg" } }] }]);
    let (site, shopper) = page(banners, Screen::Desktop).await?;
    let html = std::fs::read_to_string(xtask::paths::root().join("tests/pages/banners.html"))?;
    site.replace("/rtl/", "text/html", &html.replace("lang=\"en\"", "lang=\"ar\" dir=\"rtl\""));
    enter(&shopper, "/rtl/").await?;
    enter(&shopper, "/rtl/").await?;
    shopper.wait_for("vitrina-banner section").await?;
    assert_eq!(shopper.texts("vitrina-banner h2").await?, ["مرحبا"]);
    let side = "document.querySelector('vitrina-banner img').getBoundingClientRect().left > document.querySelector('vitrina-banner h2').getBoundingClientRect().right - 1";
    assert!(shopper.eval::<bool>(side).await?, "the picture stands on the right");
    assert!(shopper.eval::<bool>("document.documentElement.scrollWidth <= innerWidth").await?);
    shopper.screenshot("banner-rtl").await?;
    assert_fine(&shopper).await
}

#[tokio::test]
async fn a_currency_that_only_the_pages_scripts_say_holds_however_often_the_page_is_read() -> Result<()> {
    let (_site, shopper) = page(hero(), Screen::Desktop).await?;
    enter(&shopper, PAGE).await?;
    season(&shopper, "spring").await?;
    let words = "#hero .spring p";
    shows(&shopper, words, &["Up to 0 saved. Look"]).await?;
    let list = json!({ "event": "view_item_list", "ecommerce": { "currency": "EUR", "items": [{ "item_id": "a" }] } });
    shopper.eval::<()>(&format!("void dataLayer.push({list})")).await?;
    for read in ["read", "read once more"] {
        shopper.eval::<()>("vitrina.apply()").await?;
        assert_eq!(shopper.texts(words).await?, ["Up to €0.00 saved. Look"], "{read}");
    }
    assert_fine(&shopper).await
}

#[tokio::test]
async fn a_click_on_a_banner_is_told_and_remembered() -> Result<()> {
    let banners = json!([{ "id": "hero", "slot": "#hero", "variants": [{ "id": "v", "content": { "title": "Come in", "href": "#end" } }] }]);
    let (_site, shopper) = page(banners, Screen::Desktop).await?;
    enter(&shopper, PAGE).await?;
    shopper.wait_until("the hero", &format!("{SEEN}.includes('Come in')")).await?;
    shopper.eval::<()>("void vitrina.on('click', (detail) => (window.told = detail))").await?;
    shopper.click("#hero a").await?;
    shopper.wait_until("the click", "window.told?.promotion_id === 'hero' && told.creative_name === 'v'").await?;
    shopper.wait_until("it to be known", "vitrina.attributes().promotions.accepted.includes('hero')").await?;
    assert_fine(&shopper).await
}
