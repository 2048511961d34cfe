//! The pictures of the README: each surface on a desktop and a phone, in `target/screenshots`.

use vitrina_e2e::{Result, Screen, Shopper, Site};

use crate::shop::{DAY, accept, at_rest, buy, enter, look_at_hiking_boots};

async fn pictures(screen: Screen) -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, screen).await?;
    let take = async |name: &str, selector: &str| -> Result<()> {
        shopper.wait_for(selector).await?;
        if selector != "main" {
            let middle = format!(
                "void document.querySelector('{}').scrollIntoView({{ block: 'start', behavior: 'instant' }})",
                selector.split(" >>> ").next().unwrap_or_default()
            );
            shopper.eval::<()>(&middle).await?;
        }
        // Pictures that are fetched when they come near.
        at_rest(&site).await?;
        let file = shopper.screenshot(&format!("readme-{name}-{screen:?}").to_lowercase()).await?;
        assert!(file.metadata()?.len() > 10_000, "{name} is an empty page");
        Ok(())
    };
    accept(&shopper).await?;
    look_at_hiking_boots(&shopper).await?;
    enter(&shopper, "/").await?;
    take("home", "main").await?;
    enter(&shopper, "/c/backpacks/").await?;
    take("category", "main").await?;
    enter(&shopper, "/p/lumetra-x5-mirrorless-camera/").await?;
    take("product", "#product-recs [data-vitrina-list]").await?;
    buy(&shopper, "harrier-32-hiking-backpack").await?;
    enter(&shopper, "/cart/").await?;
    take("cart", "#cart-recs [data-vitrina-list]").await?;
    enter(&shopper, "/account/").await?;
    take("preferences", "vitrina-preferences >>> input").await?;
    take("privacy", "vitrina-privacy >>> button").await?;
    site.let_pass(DAY);
    enter(&shopper, "/").await?;
    shopper.wait_for("vitrina-offer >>> .slide_in").await?;
    take("offer", "main").await
}

#[tokio::test]
async fn every_surface_can_be_shown_on_a_desktop() -> Result<()> {
    pictures(Screen::Desktop).await
}

#[tokio::test]
async fn every_surface_can_be_shown_on_a_phone() -> Result<()> {
    pictures(Screen::Phone).await
}
