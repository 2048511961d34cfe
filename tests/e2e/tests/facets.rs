//! Filters and sorting that draw the list again without loading the page.

use serde_json::json;
use vitrina_e2e::{Result, Screen, Shopper, Site};

use crate::platform::{List, assert_nearer, known, list, look_around, order};
use crate::shop::{becomes, enter, time_to_go_wrong};

/// Milliseconds in which a page that has changed is looked at and planned for, on a machine that is not busy.
const SETTLED: u64 = 300;
/// How a theme puts the `fresh` list in place of the `old` one: either whole or card by card.
const WHOLE: &str = "old.replaceWith(fresh)";
const CARDS: &str = "old.replaceChildren(...fresh.childNodes)";
/// What is left out by a filter on the stock.
const SOLD_OUT: &str = "tidal-bottle";
/// How often: four times the same cards are drawn again, and a page may fight three times against the order of its list.
const OFTEN: usize = 2;
/// Page views and product views of this session.
const COUNTED: &str = "(({ session: { pages, views } }) => [pages, views])(vitrina.attributes())";

/// Has the page's own script bring the list anew without the products `left_out`, at the address `query`. A theme replaces
/// either the list or what is in it.
async fn filter(shopper: &Shopper, list: &List, left_out: &[&str], query: &str, put: &str) -> Result<()> {
    let script = format!(
        "fetch(location.pathname).then((answer) => answer.text()).then((text) => {{
            const [old, fresh] = [document, new DOMParser().parseFromString(text, 'text/html')].map((page) => page.querySelector({grid:?}));
            for (const card of [...fresh.children]) if ({left_out:?}.some((name) => card.innerHTML.includes(`/${{name}}.svg`))) card.remove();
            history.pushState(null, '', location.pathname + {query:?});
            {put};
            window.drawn = {query:?};
        }}), undefined",
        grid = list.grid,
    );
    shopper.eval::<()>(&script).await?;
    shopper.wait_until("the list to be drawn again", &format!("window.drawn === {query:?}")).await
}

/// On the list's page: what a filter leaves is in the shopper's order as well, and so is the whole list afterwards, however
/// often, and although the shopper did not load a page.
pub(crate) async fn filters_leave_it_in_order(
    shopper: &Shopper,
    list: &List,
    merchants: &[String],
    system: &str,
) -> Result<()> {
    let counted: [u32; 2] = shopper.eval(COUNTED).await?;
    // Below the window cards may move without being asked to.
    shopper.eval::<()>("void (document.body.style.paddingTop = '3000px')").await?;
    let some: Vec<String> = merchants.iter().filter(|name| *name != SOLD_OUT).cloned().collect();
    for round in 0..OFTEN {
        for (filtered, expected) in [(&[SOLD_OUT][..], &some[..]), (&[], merchants)] {
            // A filter that excludes nothing draws the same cards again.
            for same in 0..2 {
                let query = format!("?filter.v.availability={same}{}", filtered.len());
                filter(shopper, list, filtered, &query, [WHOLE, CARDS][round % 2]).await?;
                let follows = async || Ok::<_, anyhow::Error>(order(shopper, list).await? != expected);
                becomes(&true, follows).await?;
                let why = json!([query, known(shopper).await?]);
                assert_nearer(&order(shopper, list).await?, expected, system, &why);
            }
        }
    }
    // A page that asks for it at once, before anything is seen of the change.
    filter(shopper, list, &[SOLD_OUT], "?filter.v.availability=9", &format!("{WHOLE}; vitrina.apply()")).await?;
    assert_nearer(&order(shopper, list).await?, &some, system, &known(shopper).await?);
    time_to_go_wrong(SETTLED).await;
    assert_nearer(&order(shopper, list).await?, &some, system, &known(shopper).await?);
    assert_eq!(shopper.eval::<[u32; 2]>(COUNTED).await?, counted, "{system}");
    shopper.eval::<()>("vitrina.revert()").await?;
    assert_eq!(order(shopper, list).await?, some, "{system} after revert()");
    Ok(())
}

#[tokio::test]
async fn sorting_stands_where_the_address_does_not_tell_of_it() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    let list = list("shopify")?;
    look_around(&shopper, &list).await?;
    enter(&shopper, &list.path).await?;
    let sorting =
        "<select class='border' name='sort_by'><option value=''>Featured<option value=price>Dearest first</select>";
    shopper
        .eval::<()>(&format!("void document.querySelector('h1').insertAdjacentHTML('afterend', {sorting:?})"))
        .await?;
    shopper.eval::<()>("void (document.body.style.paddingTop = '3000px')").await?;
    shopper.choose("[name=sort_by]", "price").await?;
    filter(&shopper, &list, &[SOLD_OUT], "", WHOLE).await?;
    time_to_go_wrong(SETTLED).await;
    let drawn: Vec<String> = order(&shopper, &list).await?.into_iter().filter(|name| name != "-").collect();
    let pages: Vec<String> = list.products.iter().filter(|name| *name != SOLD_OUT).cloned().collect();
    assert_eq!(drawn, pages);
    shopper.eval::<()>("vitrina.apply()").await?;
    let asked: Vec<String> = order(&shopper, &list).await?.into_iter().filter(|name| name != "-").collect();
    assert_eq!(asked, pages, "apply()");
    Ok(())
}
