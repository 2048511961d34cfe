//! What the shopper sees of what is known, and decides about it: the privacy panel, the preference centre, the hand-over.

use vitrina_e2e::{Result, Screen, Shopper, Site};

use crate::shop::{accept, enter, look_at_hiking_boots, view};

const LIKES: &str = "vitrina-privacy >>> .fact span";
const HERO: &str = "#hero h2";

async fn seen(shopper: &Shopper, selector: &str, text: &str) -> Result<bool> {
    Ok(shopper.texts(selector).await?.iter().any(|seen| seen == text))
}

#[tokio::test]
async fn s41_a_shopper_sees_what_is_known_removes_a_part_of_it_and_then_everything() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    accept(&shopper).await?;
    look_at_hiking_boots(&shopper).await?;
    enter(&shopper, "/account/").await?;
    shopper.wait_for(LIKES).await?;
    assert!(seen(&shopper, LIKES, "Hiking Boots").await?, "{:?}", shopper.texts(LIKES).await?);
    assert!(seen(&shopper, LIKES, "Ridgeline Mid Hiking Boots").await?, "{:?}", shopper.texts(LIKES).await?);
    // What the shop marks its products with for itself is counted and not shown.
    let likes = shopper.texts(LIKES).await?;
    assert!(!likes.iter().any(|like| like.contains("tier-") || like.contains("line-")), "{likes:?}");
    assert!(likes.iter().any(|like| like.starts_with("Other features of products: ")), "{likes:?}");
    shopper.screenshot("privacy-tags").await?;

    shopper.click("vitrina-privacy >>> .remove[aria-label^='Forget: Other features']").await?;
    shopper.wait_until("them to be gone", "!vitrina.known().facts.some(({ path }) => path === 'affinity.tag')").await?;
    shopper.click("vitrina-privacy >>> .remove[aria-label='Forget: Hiking Boots']").await?;
    assert_eq!(shopper.texts("vitrina-privacy >>> [role=status]").await?, ["Forgotten: Hiking Boots"]);
    assert!(
        !seen(&shopper, LIKES, "Hiking Boots").await? && !seen(&shopper, LIKES, "Ridgeline Mid Hiking Boots").await?
    );
    // For good.
    enter(&shopper, "/account/").await?;
    shopper.wait_for(LIKES).await?;
    assert!(!seen(&shopper, LIKES, "Hiking Boots").await?);

    shopper.click("vitrina-privacy >>> .erase").await?;
    assert!(!shopper.texts(LIKES).await?.is_empty(), "one click forgets nothing");
    shopper.click("vitrina-privacy >>> .erase").await?;
    assert_eq!(shopper.texts("vitrina-privacy >>> [role=status]").await?, ["Everything is forgotten."]);
    let left: Vec<String> = shopper.eval("vitrina.known().facts.map((fact) => fact.path)").await?;
    assert!(left.is_empty() || left == ["visits"], "{left:?}");
    Ok(())
}

#[tokio::test]
async fn s41_a_pause_leaves_the_page_as_the_shop_made_it_and_learns_nothing() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    accept(&shopper).await?;
    let own = shopper.texts(HERO).await?;
    look_at_hiking_boots(&shopper).await?;
    enter(&shopper, "/").await?;
    shopper
        .wait_until("the hero to speak of hiking", "document.querySelector('#hero h2').textContent.includes('hike')")
        .await?;
    enter(&shopper, "/account/").await?;
    shopper.click("vitrina-privacy >>> .pause input").await?;
    shopper.wait_until("the pause to be known", "vitrina.known().paused").await?;
    let before: Vec<String> = shopper.eval("vitrina.known().facts.map((fact) => fact.path)").await?;
    view(&shopper, "/c/cameras/", "lumetra-x5-mirrorless-camera").await?;
    enter(&shopper, "/").await?;
    assert_eq!(shopper.texts(HERO).await?, own);
    let after: Vec<String> = shopper.eval("vitrina.known().facts.map((fact) => fact.path)").await?;
    assert_eq!(after, before);
    Ok(())
}

#[tokio::test]
async fn s42_each_block_can_say_why_it_is_there() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    accept(&shopper).await?;
    look_at_hiking_boots(&shopper).await?;
    enter(&shopper, "/").await?;
    shopper
        .wait_until("the hero to speak of hiking", "document.querySelector('#hero h2').textContent.includes('hike')")
        .await?;
    shopper.click("#hero [data-vitrina-why]").await?;
    shopper.wait_for("vitrina-reason >>> .text").await?;
    let why = shopper.texts("vitrina-reason >>> .text").await?;
    assert_eq!(why, ["A banner: because of what you look at here (Hiking Boots)."]);
    shopper.click("vitrina-reason >>> .close-button").await?;
    shopper.wait_until("the reason to be gone", "!document.querySelector('vitrina-reason')").await?;
    Ok(())
}

#[tokio::test]
async fn s29_answers_change_what_is_shown_at_once_and_can_be_changed_back() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Phone).await?;
    accept(&shopper).await?;
    let own = shopper.texts(HERO).await?;
    enter(&shopper, "/account/").await?;
    shopper.click("vitrina-preferences >>> input[value=kids]").await?;
    enter(&shopper, "/").await?;
    shopper
        .wait_until("the hero to follow", "document.querySelector('#hero h2').textContent === 'They grow so fast'")
        .await?;
    enter(&shopper, "/account/").await?;
    shopper.wait_for("vitrina-preferences >>> input[value=kids]:checked").await?;
    shopper.click("vitrina-preferences >>> input[value=kids]").await?;
    enter(&shopper, "/").await?;
    assert_eq!(shopper.texts(HERO).await?, own);
    Ok(())
}

#[tokio::test]
async fn s35_a_link_carries_the_profile_to_another_device_after_a_look_at_it() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    accept(&shopper).await?;
    look_at_hiking_boots(&shopper).await?;
    enter(&shopper, "/account/").await?;
    shopper.click("vitrina-privacy >>> .carry").await?;
    shopper.wait_for("vitrina-handover >>> svg").await?;
    let link: String =
        shopper.eval("document.querySelector('vitrina-handover').shadowRoot.querySelector('input').value").await?;
    assert!(link.contains("#vitrina="), "{link}");
    // WebKit's driver has one session at a time.
    drop(shopper);

    let other = Shopper::arrive(&site, Screen::Phone).await?;
    other.open(&link).await?;
    other.wait_for("vitrina-handover >>> dl").await?;
    // The profile does not stay in the address.
    assert!(!other.eval::<String>("location.href").await?.contains('#'));
    assert!(other.texts("vitrina-handover >>> dd").await?[0].contains("hiking boots"));
    let before: Vec<String> = other.eval("vitrina.known().facts.map((fact) => fact.path)").await?;
    assert!(!before.iter().any(|path| path.contains("hiking")), "nothing is taken over unasked: {before:?}");
    other.click("vitrina-handover >>> .strong").await?;
    other
        .wait_until(
            "the interest to be there",
            "vitrina.known().facts.some(({ path }) => path === 'affinity.category.hiking-boots')",
        )
        .await?;

    drop(other);
    // A link cut short, and one that is too old, change nothing and say so.
    for (address, words) in [
        (link.split_at(link.len() - 40).0.to_owned(), "This link is damaged. Make a new one on the other device."),
        (link.clone(), "This link is no longer valid. Make a new one on the other device."),
    ] {
        if address == link {
            site.let_pass(std::time::Duration::from_secs(3_600));
        }
        let third = Shopper::arrive(&site, Screen::Desktop).await?;
        third.open(&address).await?;
        third.wait_for("vitrina-handover >>> .text").await?;
        assert_eq!(third.texts("vitrina-handover >>> .text").await?, [words]);
    }
    Ok(())
}
