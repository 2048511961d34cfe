//! A profile carried from one device to another.

use serde_json::Value;
use vitrina_e2e::{Result, Screen, Shopper, Site};

use crate::shop::{accept, enter, trail, view};

/// What is known, but for the moment of the present page view.
async fn exported(shopper: &Shopper) -> Result<Value> {
    shopper.eval("vitrina.export()").await
}

/// The products the shopper looked at, the last one last. Without a catalogue a product page knows its product by the address.
async fn seen(shopper: &Shopper) -> Result<Vec<String>> {
    Ok(trail(shopper).await?.iter().map(|id| id.trim_start_matches("/p/").to_owned()).collect())
}

async fn import(shopper: &Shopper, profile: &Value) -> Result<()> {
    shopper.eval::<()>(&format!("vitrina.import({profile})")).await
}

#[tokio::test]
async fn s35_a_profile_from_another_device_is_joined_with_what_is_known_here() -> Result<()> {
    let site = Site::start().await?;
    let phone = Shopper::arrive(&site, Screen::Phone).await?;
    accept(&phone).await?;
    view(&phone, "/c/rainwear/", "puddle-rain-boots").await?;
    phone.eval::<()>("vitrina.identify({ name: 'Ana' })").await?;
    let carried = exported(&phone).await?;
    // WebKit's driver has one session at a time.
    drop(phone);

    let desk = Shopper::arrive(&site, Screen::Desktop).await?;
    view(&desk, "/c/kitchen/", "enamel-camp-mug").await?;
    // Before consent it is in memory, and nothing is stored.
    import(&desk, &carried).await?;
    let both = ["puddle-rain-boots", "enamel-camp-mug"];
    assert_eq!(seen(&desk).await?, both);
    assert_eq!(desk.eval::<String>("vitrina.attributes().name").await?, "Ana");
    let stored = "Object.keys(localStorage).filter((key) => key.startsWith('vitrina:')).length";
    assert_eq!(desk.eval::<u32>(stored).await?, 0);

    // With consent it stays, whatever page is next. Twice is as good as once.
    accept(&desk).await?;
    assert_eq!(seen(&desk).await?, [""; 0], "what was in memory went with its page");
    view(&desk, "/c/kitchen/", "enamel-camp-mug").await?;
    for _ in 0..2 {
        import(&desk, &carried).await?;
    }
    enter(&desk, "/").await?;
    assert_eq!(seen(&desk).await?, both);
    // The older profile's name divides them in experiments on either device.
    assert_eq!(exported(&desk).await?["id"], carried["id"]);

    // To have it alone, what is known here is forgotten first. At once, before anything more is seen on the page.
    let alone = format!("(vitrina.forget(), vitrina.import({carried}), vitrina.export())");
    assert_eq!(desk.eval::<Value>(&alone).await?, carried);
    Ok(())
}

#[tokio::test]
async fn s35_a_profile_that_came_before_consent_is_stored_with_it() -> Result<()> {
    let site = Site::start().await?;
    let desk = Shopper::arrive(&site, Screen::Desktop).await?;
    view(&desk, "/c/kitchen/", "enamel-camp-mug").await?;
    // It left the name that divides shoppers behind.
    let own = exported(&desk).await?["id"].clone();
    let carried = r#"{ "version": 2, "created": 1700000000000, "trail": [["puddle-rain-boots", 1700000000000, 1]] }"#;
    import(&desk, &serde_json::from_str(carried)?).await?;
    desk.click("#consent [data-consent=granted]").await?;
    desk.wait_until("it to be stored", "localStorage['vitrina:profile']?.includes('puddle-rain-boots')").await?;
    enter(&desk, "/").await?;
    assert_eq!(seen(&desk).await?, ["puddle-rain-boots", "enamel-camp-mug"]);
    assert!(own.is_string());
    assert_eq!(exported(&desk).await?["id"], own);
    Ok(())
}
