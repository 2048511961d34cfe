//! The harness itself: what it claims to see, and what it claims to break.

use std::time::Duration;

use vitrina_e2e::{Result, Screen, Shopper, Site};

/// A page with one thing of each kind.
const PAGE: &str = "/pages/smoke.html";

#[tokio::test]
async fn a_shopper_sees_clicks_and_types() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    shopper.visit(PAGE).await?;
    assert_eq!(shopper.texts("li").await?, ["boots", "tent"]);
    assert_eq!(shopper.eval::<String>("document.characterSet").await?, "UTF-8");
    shopper.type_into("#name", "Ana").await?;
    shopper.click("#greet").await?;
    shopper.wait_for("#greeting").await?;
    assert_eq!(shopper.texts("#greeting").await?, ["Hello, Ana"]);
    assert_eq!(shopper.attributes("#name", "type").await?, [Some("text".into())]);
    assert_eq!(shopper.eval::<u8>("new Promise((done) => setTimeout(() => done(7), 100))").await?, 7);
    let picture = shopper.screenshot("smoke").await?;
    assert!(std::fs::read(picture)?.starts_with(b"\x89PNG"));
    Ok(())
}

#[tokio::test]
async fn windows_have_the_size_of_the_screen() -> Result<()> {
    let site = Site::start().await?;
    for screen in [Screen::Desktop, Screen::Phone] {
        let shopper = Shopper::arrive(&site, screen).await?;
        shopper.visit(PAGE).await?;
        assert_eq!(shopper.eval::<(u32, u32)>("[innerWidth, innerHeight]").await?, screen.size());
    }
    Ok(())
}

#[tokio::test]
async fn what_a_page_says_is_recorded() -> Result<()> {
    let site = Site::start().await?;
    site.missing("/pages/gone.js");
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    shopper.visit(PAGE).await?;
    shopper.click("#complain").await?;
    shopper.wait_until("the rejection to be recorded", "window.__records().errors.length === 2").await?;
    let records = shopper.records().await?;
    let console: Vec<_> =
        records.console.iter().map(|message| (message.level.as_str(), message.text.as_str())).collect();
    assert_eq!(console, [("warn", "careful {\"a\":1}"), ("error", "wrong")]);
    assert!(records.errors.iter().any(|error| error.contains("thrown")), "{records}");
    assert!(records.errors.iter().any(|error| error.contains("rejected")), "{records}");
    assert_eq!(records.broken, [site.url("/pages/gone.js")]);
    assert!(records.requests.contains(&site.url("/pages/there.js")), "{:?}", records.requests);
    assert_eq!(records.foreign_requests(&site.url("")).count(), 0);
    assert_eq!(site.requests_for(PAGE), 1);
    Ok(())
}

#[tokio::test]
async fn waiting_in_vain_says_for_what_and_what_the_page_said() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    shopper.visit(PAGE).await?;
    shopper.click("#complain").await?;
    let shopper = shopper.with_patience(Duration::from_secs(1));
    let error = shopper.wait_for("#never").await.unwrap_err().to_string();
    assert!(error.contains("waited 1 s for #never to be seen on /pages/smoke.html"), "{error}");
    assert!(error.contains("console.error: wrong"), "{error}");
    Ok(())
}

#[tokio::test]
async fn storage_can_be_blocked() -> Result<()> {
    let site = Site::start().await?;
    let storage = "(() => { try { return typeof localStorage; } catch (error) { return error.name; } })()";
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    shopper.visit(PAGE).await?;
    assert_eq!(shopper.eval::<String>(storage).await?, "object");
    site.block_storage();
    shopper.visit(PAGE).await?;
    assert_eq!(shopper.eval::<String>(storage).await?, "SecurityError");
    Ok(())
}

#[tokio::test]
async fn a_policy_is_enforced_and_recorded() -> Result<()> {
    let site = Site::start().await?;
    site.policy("script-src 'none'");
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    shopper.visit(PAGE).await?;
    assert!(!shopper.eval::<bool>("'there' in window").await?);
    let records = shopper.records().await?;
    assert!(records.violations.iter().any(|violation| violation.contains("there.js")), "{records}");
    Ok(())
}

#[tokio::test]
async fn a_path_can_be_replaced_and_late() -> Result<()> {
    let site = Site::start().await?;
    site.replace("/pages/there.js", "text/javascript", "window.there = 'replaced';");
    site.late("/pages/there.js", Duration::from_millis(300));
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    shopper.visit(PAGE).await?;
    assert_eq!(shopper.eval::<String>("window.there").await?, "replaced");
    let taken = "performance.getEntriesByType('resource').find((e) => e.name.endsWith('/there.js')).duration";
    assert!(shopper.eval::<f64>(taken).await? >= 290.0);
    Ok(())
}

#[tokio::test]
async fn a_page_can_arrive_in_halves() -> Result<()> {
    let site = Site::start().await?;
    site.halve(PAGE, "<!-- half -->", Duration::from_millis(1500));
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    shopper.visit(PAGE).await?;
    assert_eq!(shopper.texts("li").await?, ["boots", "tent"]);
    let times = "window.seen.map((time) => time - window.seen[0])";
    let times = shopper.eval::<Vec<f64>>(times).await?;
    assert!(times.len() == 2 && times[1] >= 300.0, "{times:?}");
    Ok(())
}

#[tokio::test]
async fn the_mouse_moves_and_leaves_at_the_top() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    shopper.visit(PAGE).await?;
    shopper.point_at("#hover").await?;
    shopper.wait_until("the mouse to be over #hover", "document.querySelector('#hover').matches(':hover')").await?;
    assert!(!shopper.eval::<bool>("window.left").await?);
    shopper.leave_at_the_top().await?;
    assert!(shopper.eval::<bool>("window.left").await?);
    Ok(())
}

#[tokio::test]
async fn a_path_that_does_not_exist_shows_the_page_for_that() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    shopper.visit("/no/such/page").await?;
    assert_eq!(shopper.eval::<u16>("performance.getEntriesByType('navigation')[0].responseStatus ?? 404").await?, 404);
    assert_eq!(shopper.path().await?, "/no/such/page");
    Ok(())
}
