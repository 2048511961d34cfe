//! The script tag, the queue before it, the events, and what wrong use answers.

use serde_json::Value;
use vitrina_e2e::{Result, Screen, Shopper, Site};

use crate::shop::{
    VITRINA, accept, assert_same, before_the_tag, enter, free_brands, keeping, markup, ready, time_to_go_wrong,
    view_three_of_tarnhow, without_vitrina,
};

const CATEGORY: &str = "/c/backpacks/";

#[tokio::test]
async fn calls_queued_before_the_tag_run_in_order_and_later_ones_at_once() -> Result<()> {
    let site = Site::start().await?;
    let script = "<script>
        window.said = [];
        window.vitrina = [];
        vitrina.push((v) => said.push('first ' + typeof v.track), () => { throw new Error('the page is wrong'); });
        vitrina.push((v) => { said.push('second'); v.push(() => said.push('inside')); said.push('after'); });
        for (const name of ['ready', 'plan', 'click']) {
            document.body ?? addEventListener(`vitrina:${name}`, (event) => said.push(`${event.type} bubbles ${event.bubbles}`));
        }
        document.addEventListener('vitrina:ready', ({ detail }) => { said.push('ready ' + (detail === window.vitrina)); window.first = detail; });
    </script>";
    // The tag twice, as happens to merchants.
    before_the_tag(&site, CATEGORY, &format!("{script}{VITRINA}"))?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    enter(&shopper, CATEGORY).await?;
    shopper.wait_until("the queue to be run", "said.includes('after')").await?;
    // Nothing runs twice.
    time_to_go_wrong(300).await;
    let said: Vec<String> = shopper.eval("said").await?;
    let ours: Vec<&str> = said.iter().map(String::as_str).filter(|line| !line.contains("bubbles")).collect();
    assert_eq!(ours, ["ready true", "first function", "second", "inside", "after"]);
    // They bubble up to the window.
    assert!(said.contains(&"vitrina:plan bubbles true".into()), "{said:?}");
    assert_eq!(said.iter().filter(|line| *line == "vitrina:ready bubbles true").count(), 1, "{said:?}");
    // What the page throws is the page's own error, and stops nothing.
    let records = shopper.records().await?;
    assert!(records.errors.len() == 1 && records.errors[0].contains("the page is wrong"), "{records}");
    let pushed = "(() => { let at = ''; vitrina.push((v) => { at += v === vitrina; }); return at + ' then'; })()";
    assert_eq!(shopper.eval::<String>(pushed).await?, "true then");
    // One tag or two, it is one visit, and one object.
    assert_eq!(shopper.eval::<u32>("vitrina.attributes().visits.pages").await?, 1);
    // In a script of the page's own: browsers give WebDriver's scripts modules of their own.
    let again = "void document.head.append(Object.assign(document.createElement('script'), { textContent: `
        window.again = Promise.all([1, 2].map(() => import('/vitrina/vitrina.mjs').then(({ start }) => start())));
    ` }))";
    shopper.eval::<()>(again).await?;
    assert!(
        shopper.eval::<bool>("(await window.again).every((v) => v === window.vitrina && v === window.first)").await?
    );
    let files: Vec<_> = site.requests().into_iter().filter(|request| request.path.starts_with("/vitrina/")).collect();
    assert_eq!(site.requests_for("/vitrina/engine_bg.wasm"), 1, "{files:#?}");
    Ok(())
}

#[tokio::test]
async fn a_cancelled_plan_leaves_the_page_as_it_is() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    accept(&shopper).await?;
    view_three_of_tarnhow(&shopper).await?;
    let cancel = "<script>
        window.plans = [];
        localStorage.removeItem('vitrina:plan');
        document.addEventListener('vitrina:plan', (event) => { plans.push(event.detail); event.preventDefault(); });
    </script>";
    before_the_tag(&site, CATEGORY, cancel)?;
    enter(&shopper, CATEGORY).await?;
    shopper.eval::<()>("vitrina.apply()").await?;
    time_to_go_wrong(300).await;
    let cancelled = markup(&shopper).await?;
    let plan: Value = shopper.eval("plans.at(-1)").await?;
    assert!(plan["grids"][0]["moved"].as_u64() > Some(0), "{plan}");
    assert_eq!(plan["page"], CATEGORY);
    assert_ne!(free_brands(&shopper).await?[0], "tarnhow");
    assert_same(&cancelled, &without_vitrina(&site, &shopper, CATEGORY).await?, "with the plan cancelled");
    Ok(())
}

#[tokio::test]
async fn wrong_use_is_an_error_that_names_the_argument_and_what_was_expected() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    accept(&shopper).await?;
    enter(&shopper, CATEGORY).await?;
    for (call, message) in [
        ("track()", "name: expected the name of an event, such as \"add_to_cart\""),
        ("track('')", "name: expected the name of an event"),
        ("track({})", "name: expected the name of an event"),
        ("track('view_item', 7)", "params: expected an object"),
        ("track('view_item', {})", "params.items: expected at least one item with an item_id"),
        ("track('add_to_cart', { items: [{ price: 3 }] })", "params.items: expected at least one item with an item_id"),
        ("identify()", "traits: expected an object such as { name: \"Ana\" }"),
        ("identify('Ana')", "traits: expected an object"),
        ("identify({}, true)", "options: expected an object such as { discreet: true }"),
        ("setContext(null)", "context: expected an object such as { weather: \"rain\" }"),
        ("rank()", "items: expected an array of items with an item_id each"),
        ("rank([{ price: 1 }])", "items: expected an item_id in each item"),
        ("rank([], { strength: 2 })", "strength is 2; expected "),
        ("recommend({ strategy: 'best' })", "strategy is \"best\"; expected one of"),
        ("recommend({ limit: 0 })", "limit is 0; expected a number from 1 to 48"),
        ("variant()", "experimentId: expected the id of an experiment in the config"),
        ("variant('none')", "experimentId: expected the id of an experiment in the config"),
        ("matches('x')", "condition: expected an object"),
        ("matches({}, 7)", "attributes: expected an object"),
        ("explain(7)", "target: expected the selector of a grid"),
        ("setConsent('yes')", "state: expected \"granted\" or \"denied\""),
        ("setConsent(true)", "state: expected \"granted\" or \"denied\""),
        ("import({})", "profile: expected what export() gave"),
        ("import('abc')", "profile: expected what export() gave"),
        ("on('load', () => {})", "name: expected one of \"ready\", \"plan\", "),
        ("on('plan')", "handler: expected a function"),
    ] {
        let thrown = format!(
            "(() => {{ try {{ vitrina.{call}; return 'nothing'; }} catch (error) {{ return error.constructor.name + ': ' + error.message; }} }})()"
        );
        let thrown: String = shopper.eval(&thrown).await?;
        assert!(thrown.starts_with(&format!("Error: {message}")), "vitrina.{call} throws {thrown:?}, not {message:?}");
    }
    // None of it broke anything.
    let items = "vitrina.rank([{ item_id: 'a', item_brand: 'x' }, { item_id: 'b', item_brand: 'y' }]).map((item) => item.item_id).join()";
    shopper.eval::<()>("vitrina.track('view_item', { items: [{ item_id: 'c', item_brand: 'y', price: 5 }] })").await?;
    assert_eq!(shopper.eval::<String>(items).await?, "b,a");
    let records = shopper.records().await?;
    assert_eq!((records.errors.len(), records.console.len()), (0, 0), "{records}");
    Ok(())
}

#[tokio::test]
async fn a_handler_of_the_pages_that_throws_or_calls_back_breaks_nothing() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    accept(&shopper).await?;
    // A script of the page's own: browsers do not say what is wrong in those that WebDriver runs.
    let handlers = "void document.head.append(Object.assign(document.createElement('script'), { textContent: `
        window.heard = [];
        window.end = vitrina.on('plan', (plan) => {
            heard.push(plan.page);
            vitrina.track('search', { search_term: String(heard.length) });
            vitrina.revert();
            vitrina.attributes();
            throw new Error('wrong handler');
        });
        vitrina.on('plan', () => heard.push('second'));
    ` }))";
    shopper.eval::<()>(handlers).await?;
    shopper.eval::<()>("vitrina.apply()").await?;
    let heard: Vec<String> = shopper.eval("heard.slice(0, 2)").await?;
    assert_eq!(heard, ["/", "second"]);
    shopper.eval::<()>("end()").await?;
    shopper.eval::<()>("heard.length = 0, vitrina.apply()").await?;
    assert_eq!(shopper.eval::<Vec<String>>("heard").await?[0], "second");
    let records = shopper.records().await?;
    assert!(
        !records.errors.is_empty() && records.errors.iter().all(|error| error.contains("wrong handler")),
        "{records}"
    );
    assert_eq!(records.console.len(), 0, "{records}");
    // A handler may even end everything.
    shopper.eval::<()>("(vitrina.on('plan', () => vitrina.stop()), vitrina.apply())").await?;
    shopper.eval::<()>("vitrina.track('search', { search_term: 'b' })").await?;
    time_to_go_wrong(200).await;
    let records = shopper.records().await?;
    assert_eq!(records.console.len(), 0, "{records}");
    Ok(())
}

#[tokio::test]
async fn clicks_impressions_and_offers_are_told_with_their_detail() -> Result<()> {
    let site = Site::start().await?;
    before_the_tag(&site, "/", &keeping("impression"))?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    accept(&shopper).await?;
    // The welcome for newcomers has been in view for a second.
    shopper.wait_until("the impression", "told.length > 0").await?;
    assert_eq!(shopper.eval::<String>("told[0].promotion_id + ' ' + told[0].creative_name").await?, "notice welcome");

    enter(&shopper, CATEGORY).await?;
    ready(&shopper).await?;
    let keep = "vitrina.on('click', (detail) => sessionStorage.setItem('told', JSON.stringify(detail))), undefined";
    shopper.eval::<()>(&format!("({keep})")).await?;
    shopper.click(".shelf [data-list] > :nth-child(3) .card-title a").await?;
    shopper.wait_for("article.product").await?;
    ready(&shopper).await?;
    let told: Value = shopper.eval("JSON.parse(sessionStorage.getItem('told'))").await?;
    assert_eq!(told["item_id"], "harrier-20-daypack");
    assert_eq!(told["index"], 3);
    assert!(told["list"].as_str().is_some_and(|list| !list.is_empty()), "{told}");
    Ok(())
}
