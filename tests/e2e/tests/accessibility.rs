//! What a shopper with other means than eyes and a mouse meets, and a shop with a strict policy.

use std::fs;

use anyhow::Context;
use serde_json::Value;
use vitrina_e2e::{Result, Screen, Shopper, Site};
use xtask::paths;

use crate::shop::{accept, accept_and_fill_the_cart, buy, enter, look_at_hiking_boots, says, stay_and_leave};

/// What axe-core finds on the page as it is that is serious or worse.
async fn serious(shopper: &Shopper) -> Result<Vec<String>> {
    let file = paths::tools().join("npm/node_modules/axe-core/axe.min.js");
    let axe = fs::read_to_string(&file).context("axe-core is not installed: run `cargo xtask build` first")?;
    // A dialog that is still coming in is not as it is read, and on a busy machine that takes its time.
    shopper
        .eval::<()>(
            "[document, ...[...document.querySelectorAll('*')].map(({ shadowRoot }) => shadowRoot).filter(Boolean)] \
                .flatMap((root) => root.getAnimations()).forEach((animation) => { try { animation.finish(); } catch { animation.cancel(); } })",
        )
        .await?;
    shopper.eval::<Value>(&format!("(() => {{ if (!window.axe) {{ {axe} }} return true; }})()")).await?;
    shopper
        .eval(
            "axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations \
                .filter(({ impact }) => impact === 'serious' || impact === 'critical') \
                .flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target.flat().join(' ')}: ${failureSummary}`)))",
        )
        .await
}

async fn assert_fine(shopper: &Shopper, what: &str) -> Result<()> {
    let found = serious(shopper).await?;
    assert!(found.is_empty(), "{what}:\n{}", found.join("\n"));
    Ok(())
}

#[tokio::test]
async fn nothing_serious_stands_in_the_way_on_any_surface() -> Result<()> {
    for screen in [Screen::Desktop, Screen::Phone] {
        let site = Site::start().await?;
        let shopper = Shopper::arrive(&site, screen).await?;
        enter(&shopper, "/").await?;
        assert_fine(&shopper, "the home page with its consent banner").await?;
        accept(&shopper).await?;
        look_at_hiking_boots(&shopper).await?;
        assert_fine(&shopper, "a product").await?;
        enter(&shopper, "/c/backpacks/").await?;
        assert_fine(&shopper, "a category").await?;
        buy(&shopper, "harrier-32-hiking-backpack").await?;
        enter(&shopper, "/").await?;
        shopper.wait_for("#home-recs [data-vitrina-list]").await?;
        assert_fine(&shopper, "the home page with recommendations").await?;
        enter(&shopper, "/cart/").await?;
        assert_fine(&shopper, "the cart").await?;

        enter(&shopper, "/account/").await?;
        shopper.wait_for("vitrina-preferences >>> input").await?;
        assert_fine(&shopper, "preferences and what is known").await?;
        shopper.click("vitrina-privacy >>> .carry").await?;
        shopper.wait_for("vitrina-handover >>> svg").await?;
        assert_fine(&shopper, "the hand-over").await?;
        drop(shopper);
    }
    Ok(())
}

#[tokio::test]
async fn nothing_serious_stands_in_the_way_of_an_offer() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    accept_and_fill_the_cart(&shopper).await?;
    enter(&shopper, "/c/backpacks/").await?;
    stay_and_leave(&shopper).await?;
    shopper.wait_for("vitrina-offer >>> .dialog").await?;
    assert_fine(&shopper, "an offer").await
}

#[tokio::test]
async fn under_a_strict_policy_with_trusted_types_everything_works() -> Result<()> {
    let site = Site::start().await?;
    site.policy(
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; require-trusted-types-for 'script'",
    );
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    accept(&shopper).await?;
    look_at_hiking_boots(&shopper).await?;
    shopper.wait_for("#product-recs [data-vitrina-list]").await?;
    enter(&shopper, "/").await?;
    says(&shopper, "#hero h2", "Get ready").await?;
    shopper.wait_for("#home-recs [data-vitrina-list]").await?;
    enter(&shopper, "/account/").await?;
    shopper.wait_for("vitrina-preferences >>> input").await?;
    shopper.click("vitrina-privacy >>> .carry").await?;
    shopper.wait_for("vitrina-handover >>> svg").await?;
    shopper.eval::<()>("document.querySelector('vitrina-handover').remove()").await?;
    buy(&shopper, "harrier-32-hiking-backpack").await?;
    enter(&shopper, "/c/backpacks/").await?;
    shopper.eval::<()>("vitrina.apply()").await?;
    assert!(
        shopper.eval::<u32>("vitrina.explain().cards.filter(({ rank, place }) => rank !== place).length").await? > 0
    );
    stay_and_leave(&shopper).await?;
    shopper.wait_for("vitrina-offer >>> .dialog").await?;
    let records = shopper.records().await?;
    assert_eq!(records.errors.len() + records.console.len() + records.violations.len(), 0, "{records}");
    Ok(())
}
