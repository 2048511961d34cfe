//! What of a shopper's attention reaches segments.

use std::time::Duration;

use serde_json::json;
use vitrina_e2e::{Result, Screen, Shopper, Site};

use crate::shop::{accept, enter, ready};

/// Looks around on the page for more than a second, down to its end.
async fn look_around(shopper: &Shopper) -> Result<()> {
    for step in 0..4 {
        shopper.move_mouse(200.0 + f64::from(step) * 10.0, 200.0).await?;
        // What is measured is time.
        tokio::time::sleep(Duration::from_millis(350)).await;
    }
    shopper.eval::<()>("void scrollTo(0, document.documentElement.scrollHeight)").await?;
    shopper.move_mouse(300.0, 300.0).await?;
    tokio::time::sleep(Duration::from_millis(100)).await;
    Ok(())
}

/// Seconds of attention in this session, seconds in all, and the deepest scroll.
async fn known(shopper: &Shopper) -> Result<(f64, f64, f64)> {
    let known =
        "(({ session, engagement }) => [session.seconds, engagement.seconds, session.scroll])(vitrina.attributes())";
    shopper.eval(known).await
}

#[tokio::test]
async fn s26_attention_to_a_page_counts_once_and_makes_a_segment() -> Result<()> {
    let site = Site::start().await?;
    let engaged = json!({ "segments": { "engaged": {
        "session.seconds": { "$gte": 1 }, "engagement.seconds": { "$gte": 1 }, "session.scroll": { "$gte": 90 },
    } } });
    site.replace("/vitrina.json", "application/json", &engaged.to_string());
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    accept(&shopper).await?;
    enter(&shopper, "/c/rainwear/").await?;
    let engaged = "vitrina.segments().includes('engaged')";
    assert!(!shopper.eval::<bool>(engaged).await?);
    look_around(&shopper).await?;

    enter(&shopper, "/c/kitchen/").await?;
    let (session, all, scroll) = known(&shopper).await?;
    assert!((1.4..60.0).contains(&session) && session <= all, "{session} of {all} seconds");
    assert!(scroll >= 90.0, "{scroll} percent");
    assert!(shopper.eval::<bool>(engaged).await?);

    // Back, and another tab in front: what was counted stays counted, and only that. The page one goes back to may be
    // there again before the other has said its last.
    look_around(&shopper).await?;
    shopper.back().await?;
    shopper.wait_until("the category to be there", "location.pathname === '/c/rainwear/'").await?;
    ready(&shopper).await?;
    look_around(&shopper).await?;
    let first = shopper.open_tab("/c/kitchen/").await?;
    ready(&shopper).await?;
    let (second, ..) = known(&shopper).await?;
    assert!((session + 1.4..session + 60.0).contains(&second), "{second} seconds after {session}");
    // Whether a tab behind another is out of view differs between browsers; a page that is left is so in all.
    shopper.look_at(first).await?;
    enter(&shopper, "/c/kitchen/").await?;
    let (third, ..) = known(&shopper).await?;
    assert!((session + 2.8..session + 60.0).contains(&third), "{third} seconds after {session}");
    enter(&shopper, "/c/rainwear/").await?;
    let (fourth, ..) = known(&shopper).await?;
    assert!((third..third + 20.0).contains(&fourth), "{fourth} seconds after {third}");
    let records = shopper.records().await?;
    assert_eq!((records.errors.len(), records.console.len()), (0, 0), "{records}");
    Ok(())
}
