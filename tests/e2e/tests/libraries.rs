//! One shop drawn by the real React, Preact, Vue, Alpine and jQuery: each goes on working, and nothing counts twice.

use std::time::Duration;

use anyhow::Context;
use vitrina_e2e::{Result, Screen, Shopper, Site};

use crate::platform::{List, assert_follows, known, list, look_around, order};
use crate::shop::{assert_same, becomes, enter, folded, markup, ready, shows, time_to_go_wrong};

const LIBRARIES: [&str; 6] = ["react", "react-18", "preact", "vue", "alpine", "jquery"];
/// How often a page may put its list back before it is left alone.
const PATIENCE: usize = 3;
/// Page views, product views and additions of this session.
const COUNTED: &str = "(({ session: { pages, views, additions } }) => [pages, views, additions])(vitrina.attributes())";

/// Whether the cards stand in the order of their prices.
const SORTED: &str = "[...document.querySelectorAll('article')].map((card) => Number(card.innerText.match(/[A-Z]{3} (\\d+\\.\\d\\d)/)[1])) \
    .every((price, at, all) => !at || price >= all[at - 1])";
/// Milliseconds in which a page that has changed is looked at and planned for, on a machine that is not busy.
const SETTLED: u64 = 300;

/// Opens the shop as `library` draws it.
async fn enter_shop(shopper: &Shopper, library: &str) -> Result<()> {
    enter(shopper, &format!("/pages/{library}/")).await?;
    shopper.wait_until("the list to be known", "vitrina.explain().cards.length === 8").await?;
    // What the library repairs, it repairs as it takes the page over.
    time_to_go_wrong(SETTLED).await;
    Ok(())
}

/// The shop of each library, one after the other, to a shopper who has looked around in a shop with the same list.
async fn with_each(act: impl AsyncFn(&Shopper, &List, &str) -> Result<()>) -> Result<()> {
    let first = Site::start().await?;
    let mut shopper = Shopper::arrive(&first, Screen::Desktop).await?;
    let list = list("react")?;
    for library in LIBRARIES {
        let site = Site::start().await?;
        shopper.move_on(&site);
        look_around(&shopper, &list).await?;
        enter_shop(&shopper, library).await?;
        act(&shopper, &list, library).await.context(library)?;
    }
    Ok(())
}

/// The products of the list from first to last.
async fn cards(shopper: &Shopper, list: &List) -> Result<Vec<String>> {
    Ok(order(shopper, list).await?.into_iter().filter(|name| name != "-").collect())
}

async fn counted(shopper: &Shopper) -> Result<[u32; 3]> {
    shopper.eval(COUNTED).await
}

/// What the page threw, said, and what React had to repair.
async fn assert_healthy(shopper: &Shopper, library: &str) -> Result<()> {
    assert_eq!(shopper.eval::<Vec<String>>("window.reactErrors ?? []").await?, [""; 0], "{library}");
    let records = shopper.records().await?;
    assert_eq!((records.errors.len(), records.console.len()), (0, 0), "{library}: {records}");
    Ok(())
}

#[tokio::test]
async fn a_list_of_any_library_follows_the_shopper_and_stays_the_librarys() -> Result<()> {
    with_each(async |shopper, list, library| {
        // Where the keyboard and the window are stays, though the card goes elsewhere.
        let place = "(() => { const { activeElement: at } = document; return [at.getAttribute('href'), Math.round(scrollY)]; })()";
        shopper.eval::<()>("void (scrollTo(0, 60), document.querySelector('article:last-of-type h3 a').focus({ preventScroll: true }))").await?;
        let before: (String, i32) = shopper.eval(place).await?;
        shopper.eval::<()>("vitrina.apply()").await?;
        assert_eq!(shopper.eval::<(String, i32)>(place).await?, before, "{library}");
        let ours = cards(shopper, list).await?;
        assert_follows(&ours, &list.products[..8], library, &known(shopper).await?);

        // The library goes on working on cards that stand elsewhere, and what it tells counts once.
        let [pages, views, additions] = counted(shopper).await?;
        shopper.click("article:first-of-type button").await?;
        shopper.click("article:last-of-type button").await?;
        shows(shopper, "output", &["2"]).await?;
        shopper.click("#again").await?;
        becomes(&[pages, views, additions + 2], async || counted(shopper).await).await?;
        time_to_go_wrong(SETTLED).await;
        assert_eq!(counted(shopper).await?, [pages, views, additions + 2], "{library}: drawn again");
        shopper.click("#more").await?;
        shopper.wait_until("the rest", "document.querySelectorAll('article').length === 12").await?;
        time_to_go_wrong(SETTLED).await;
        let mut all = cards(shopper, list).await?;
        all.sort();
        let mut expected = list.products.clone();
        expected.sort();
        assert_eq!(all, expected, "{library}");
        shopper.choose("select", "price").await?;
        shopper.wait_until(&format!("the list of {library} to be sorted"), SORTED).await?;
        time_to_go_wrong(SETTLED).await;
        assert!(shopper.eval::<bool>(SORTED).await?, "{library}: the shopper's sorting does not stand");
        assert_healthy(shopper, library).await?;

        enter_shop(shopper, library).await?;
        shopper.eval::<()>("vitrina.apply()").await?;
        assert_ne!(cards(shopper, list).await?, &list.products[..8], "{library}");
        shopper.eval::<()>("vitrina.stop()").await?;
        assert_eq!(cards(shopper, list).await?, &list.products[..8], "{library} after stop()");
        assert_healthy(shopper, library).await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_list_that_is_drawn_again_is_put_in_order_again_but_not_for_ever() -> Result<()> {
    with_each(async |shopper, list, library| {
        // Below the window cards may move without being asked to.
        shopper.eval::<()>("void (document.querySelector('h1').style.height = '2000px')").await?;
        shopper.eval::<()>("vitrina.apply()").await?;
        let ours = cards(shopper, list).await?;
        assert_ne!(ours, &list.products[..8], "{library}");
        for round in 1..=PATIENCE + 2 {
            shopper.eval::<()>("document.querySelector('#again').click()").await?;
            time_to_go_wrong(SETTLED).await;
            let expected = if round <= PATIENCE { &ours[..] } else { &list.products[..8] };
            let drawn = becomes(expected, async || cards(shopper, list).await).await;
            drawn.with_context(|| format!("{library}, drawn {round} times"))?;
        }
        assert_healthy(shopper, library).await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn two_tags_two_versions_and_the_way_back_count_nothing_twice() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    enter(&shopper, "/pages/carts.html?shop=none").await?;
    assert_eq!(counted(&shopper).await?, [1, 1, 0]);
    for tag in ["/vitrina/vitrina.js", "/vitrina/vitrina.js?version=2"] {
        shopper.eval::<()>(&format!("void document.head.append(Object.assign(document.createElement('script'), {{ src: '{tag}', async: true }}))")).await?;
        // Nor is anything counted when its script has come.
        time_to_go_wrong(SETTLED).await;
    }
    shopper.click("#add").await?;
    becomes(&[1, 1, 1], async || counted(&shopper).await).await?;
    time_to_go_wrong(SETTLED).await;
    assert_eq!(counted(&shopper).await?, [1, 1, 1], "two tags");
    shopper.eval::<()>("void addEventListener('pageshow', ({ persisted }) => (window.kept = persisted))").await?;
    // The shopper stays away for so long that what happened here is folded into the profile.
    site.let_pass(Duration::from_secs(60));
    shopper.click("#out").await?;
    shopper.wait_until("the other page", "location.pathname === '/pages/blog.html'").await?;
    ready(&shopper).await?;
    assert_eq!(counted(&shopper).await?, [2, 1, 1]);
    folded(&shopper).await?;
    shopper.back().await?;
    shopper.wait_until("the page before", "location.pathname === '/pages/carts.html'").await?;
    ready(&shopper).await?;
    time_to_go_wrong(SETTLED).await;
    // A browser that kept the page shows the same one; another loads it once more.
    let kept: bool = shopper.eval("window.kept === true").await?;
    assert_eq!(counted(&shopper).await?, if kept { [2, 1, 1] } else { [3, 2, 1] }, "kept: {kept}");
    assert_eq!(shopper.records().await?.errors, [""; 0]);
    Ok(())
}

#[tokio::test]
async fn what_react_hydrates_is_left_alone_until_it_is_reacts() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    let list = list("react")?;
    let hydrated = "document.documentElement.dataset.hydrated === 'true'";
    look_around(&shopper, &list).await?;

    // However often it comes: the cached plan must not touch what React has not taken over yet.
    for _ in 0..3 {
        enter(&shopper, &list.path).await?;
        shopper.wait_until("React to be there", hydrated).await?;
        time_to_go_wrong(SETTLED).await;
        assert_healthy(&shopper, "react").await?;
    }
    shopper.eval::<()>("vitrina.apply(), vitrina.stop()").await?;
    let stopped = markup(&shopper).await?;
    assert_healthy(&shopper, "react").await?;
    site.missing("/vitrina/");
    shopper.visit(&list.path).await?;
    shopper.wait_until("React to be there", hydrated).await?;
    assert_same(&stopped, &markup(&shopper).await?, "after stop()");
    Ok(())
}
