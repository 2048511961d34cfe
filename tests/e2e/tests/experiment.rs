//! Experiments and offers of the merchant's own config, on the page.

use serde_json::json;
use vitrina_e2e::{Result, Screen, Shopper, Site};

use crate::shop::{before_the_tag, enter, keeping, time_to_go_wrong};

const CONFIG: &str = "/vitrina.json";

async fn arrive(config: &serde_json::Value, path: &str) -> Result<(Site, Shopper)> {
    let site = Site::start().await?;
    site.replace(CONFIG, "application/json", &config.to_string());
    before_the_tag(&site, path, &keeping("experiment"))?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    enter(&shopper, path).await?;
    Ok((site, shopper))
}

#[tokio::test]
async fn s36_an_experiment_is_seen_once_a_visit_by_the_control_too() -> Result<()> {
    for (variation, title) in [("control", None), ("greeting", Some("Hello, <img src=x onerror=alert(1)>!"))] {
        let weights = if variation == "control" { [1, 0] } else { [0, 1] };
        let (_site, shopper) = arrive(
            &json!({
                "experiments": [{ "id": "hero-words", "variations": ["control", "greeting"], "weights": weights }],
                "banners": [{ "slot": "#hero", "variants": [{
                    "id": "greeting", "when": { "experiments.hero-words": "greeting" },
                    "content": { "title": "Hello, {{ name | default: \"friend\" }}!" },
                }] }],
            }),
            "/",
        )
        .await?;
        let own = shopper.texts("#hero h2").await?;
        // A name is text, whatever it looks like.
        shopper.eval::<()>("vitrina.identify({ name: '<img src=x onerror=alert(1)>' })").await?;
        assert_eq!(shopper.eval::<String>("vitrina.variant('hero-words')").await?, variation);
        shopper.wait_until("the experiment to be seen", "told.length > 0").await?;
        if let Some(title) = title {
            shopper.wait_until("the name", "document.querySelector('#hero h2').textContent.includes('<img')").await?;
            assert_eq!(shopper.texts("#hero h2").await?, [title]);
            assert_eq!(shopper.eval::<u32>("document.querySelectorAll('#hero h2 img').length").await?, 0);
        } else {
            assert_eq!(shopper.texts("#hero h2").await?, own);
        }
        let told: serde_json::Value = shopper.eval("told").await?;
        assert_eq!(told, json!([{ "experiment_id": "hero-words", "variation_id": variation, "bucket_version": 0 }]),);
        // Out of view and back again is no second time.
        shopper.eval::<()>("void scrollTo(0, document.body.scrollHeight)").await?;
        time_to_go_wrong(300).await;
        shopper.eval::<()>("void scrollTo(0, 0)").await?;
        time_to_go_wrong(1_500).await;
        assert_eq!(shopper.eval::<u32>("told.length").await?, 1);
        let explained: serde_json::Value = shopper.eval("vitrina.explain('hero-words').experiments[0].reason").await?;
        assert_eq!(explained, "sticky", "what was seen stays");
        assert_eq!(shopper.records().await?.errors, [""; 0]);
    }
    Ok(())
}

#[tokio::test]
async fn s18_an_offer_waits_for_several_signals_at_once() -> Result<()> {
    let trigger = json!({ "all": [{ "scroll_depth": 90 }, { "any": [{ "event": "quiz_done" }, { "element_visible": "footer" }] }] });
    let (_site, shopper) = arrive(
        &json!({
            "time_zone": "Europe/Belgrade",
            "offers": [{ "id": "guide", "trigger": trigger, "content": { "title": "A guide" }, "schedule": { "from": "2020-01-01" } }],
        }),
        "/c/backpacks/",
    )
    .await?;
    // The cookie banner has been answered: nothing pops over it.
    shopper.click("#consent [data-consent=denied]").await?;
    let shown = "document.querySelectorAll('vitrina-offer').length";
    time_to_go_wrong(1_500).await;
    assert_eq!(shopper.eval::<u32>(shown).await?, 0, "at the top");
    let waits: Vec<String> = shopper.eval("vitrina.explain('guide').offers[0].waits_for").await?;
    assert_eq!(waits, ["scroll_depth", "event", "element_visible"]);
    shopper.eval::<()>("void scrollTo(0, document.body.scrollHeight)").await?;
    shopper.wait_for("vitrina-offer >>> .dialog").await?;
    assert_eq!(shopper.texts("vitrina-offer >>> h2").await?, ["A guide"]);
    Ok(())
}
