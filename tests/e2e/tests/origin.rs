//! Nothing leaves the page: a whole journey under the strictest policy, with every request accounted for.

use vitrina_e2e::{Result, Screen, Shopper, Site};

use crate::shop::{accept, at_rest, buy, enter, stay_and_leave, time_to_go_wrong, view_three_of_tarnhow};

/// What a careful merchant's server sends, with the one word that wasm needs.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; img-src 'self' data:; \
    style-src 'self'; form-action 'self'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'";
const MEGABYTE: u64 = 1 << 20;

#[tokio::test]
async fn a_whole_journey_stays_on_the_shops_own_origin_and_within_its_policy() -> Result<()> {
    let site = Site::start().await?;
    site.policy(POLICY);
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    accept(&shopper).await?;
    view_three_of_tarnhow(&shopper).await?;
    buy(&shopper, "harrier-32-hiking-backpack").await?;
    let own = site.url("/");
    let mut most = 0;
    for page in ["/c/backpacks/", "/search/?q=tent", "/cart/", "/checkout/", "/sr/", "/c/hiking-boots/"] {
        enter(&shopper, page).await?;
        at_rest(&site).await?;
        if page == "/c/backpacks/" {
            stay_and_leave(&shopper).await?;
            shopper.wait_for("vitrina-offer >>> .dialog").await?;
            shopper.click("vitrina-offer >>> .close").await?;
        }
        let records = shopper.records().await?;
        assert_eq!(records.foreign_requests(&own).count(), 0, "{:?}", records.requests);
        assert_eq!(records.violations, [""; 0], "on {page}");
        assert_eq!((records.errors.len(), records.console.len()), (0, 0), "on {page}, {records}");
        assert!(records.memory > 0);
        most = most.max(records.memory);
    }
    assert!(most < 8 * MEGABYTE, "{most} bytes of wasm memory");

    // Once the page has settled, nothing more is asked for, whatever the shopper does on it.
    let settled = site.requests().len();
    shopper.eval::<()>("vitrina.track('search', { search_term: 'boots' }), void scrollTo(0, 1000)").await?;
    time_to_go_wrong(2_000).await;
    let late: Vec<_> = site.requests().into_iter().skip(settled).map(|request| request.path).collect();
    // Pictures further down are the shop's own, and come when they come into view.
    assert!(late.iter().all(|path| path.starts_with("/pictures/")), "{late:?}");
    Ok(())
}
