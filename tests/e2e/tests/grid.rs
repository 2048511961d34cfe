//! Product grids: the shopper's brands first, before anything is painted, and back again.

use std::time::Duration;

use vitrina_e2e::{Result, Screen, Shopper, Site};

use crate::shop::{
    GRID, STILL, accept, assert_same, becomes, enter, enter_at_once, free_brands, know_the_catalogue, markup, pinned,
    products, ready, time_to_go_wrong, view_three_of_tarnhow, without_vitrina,
};

#[tokio::test]
async fn s04_after_three_clicks_on_a_brand_it_comes_first_in_a_category_never_seen_before() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    shopper.visit("/c/backpacks/").await?;
    let (merchants, pins) = (products(&shopper).await?, pinned(&shopper).await?);
    assert_ne!(free_brands(&shopper).await?[0], "tarnhow");
    assert_eq!(pins.len(), 2);
    // Another shopper, who has never seen that page.
    drop(shopper);

    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    accept(&shopper).await?;
    view_three_of_tarnhow(&shopper).await?;
    shopper.click(".crumbs a[href='/c/hiking-boots/']").await?;
    shopper.wait_for(".chips").await?;
    ready(&shopper).await?;
    // It takes a while to find the way: the catalogue comes meanwhile.
    know_the_catalogue(&site, &shopper).await?;
    site.watch(&format!("{GRID} > *"));
    shopper.click(".chips a[href='/c/backpacks/']").await?;
    shopper.wait_until("the category to be there", "location.pathname === '/c/backpacks/'").await?;
    ready(&shopper).await?;
    let mut records = shopper.records().await?;
    if records.first < merchants.len() {
        records = enter_at_once(&shopper, "/c/backpacks/?from={attempt}", merchants.len()).await?;
    }
    assert_eq!(free_brands(&shopper).await?[0], "tarnhow");
    assert_eq!(pinned(&shopper).await?, pins);
    let mut sorted = [products(&shopper).await?, merchants];
    sorted.iter_mut().for_each(|list| list.sort());
    assert_eq!(sorted[0], sorted[1]);
    assert!(records.jumps().is_empty(), "{:#?}", records.frames);
    assert!(records.layout_shift() < STILL, "{:?}", records.shifts);
    assert_eq!(records.console.len() + records.errors.len(), 0, "{records}");
    // The engine, which sees the page itself now, is of the same opinion.
    enter(&shopper, "/c/backpacks/").await?;
    shopper.eval::<()>("vitrina.apply()").await?;
    assert_eq!(free_brands(&shopper).await?[0], "tarnhow");
    assert_eq!(pinned(&shopper).await?, pins);
    Ok(())
}

#[tokio::test]
async fn a_shopper_faster_than_the_catalogue_loses_nothing() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    accept(&shopper).await?;
    view_three_of_tarnhow(&shopper).await?;
    know_the_catalogue(&site, &shopper).await?;
    // From now on the network is slow, and nobody waits for it.
    site.late("/products.json", Duration::from_secs(5));
    enter(&shopper, "/c/hiking-boots/").await?;
    shopper.click(".chips a[href='/c/backpacks/']").await?;
    shopper.wait_until("the category to be there", "location.pathname === '/c/backpacks/'").await?;
    ready(&shopper).await?;
    assert_eq!(free_brands(&shopper).await?[0], "tarnhow");
    Ok(())
}

#[tokio::test]
async fn a_category_seen_before_comes_in_the_shoppers_order_before_paint_and_can_be_put_back() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    accept(&shopper).await?;
    view_three_of_tarnhow(&shopper).await?;
    site.watch(&format!("{GRID} > *"));

    enter_at_once(&shopper, "/c/hiking-boots/", 13).await?;
    let ours = products(&shopper).await?;
    let planned = "vitrina.explain().cards.toSorted((a, b) => a.place - b.place).map((card) => card.item_id)";
    assert_eq!(ours, shopper.eval::<Vec<String>>(planned).await?);

    shopper.eval::<()>("vitrina.revert()").await?;
    let reverted = markup(&shopper).await?;
    assert_ne!(products(&shopper).await?, ours);
    shopper.eval::<()>("vitrina.apply()").await?;
    assert_eq!(products(&shopper).await?, ours);
    // Tracking went on, and what is tracked does not bring the order back.
    shopper.eval::<()>("vitrina.revert(), vitrina.track('view_item', { items: [{ item_id: 'x', price: 1 }] })").await?;
    time_to_go_wrong(300).await;
    assert_same(&markup(&shopper).await?, &reverted, "after another event");
    shopper.eval::<()>("vitrina.apply(), vitrina.stop()").await?;
    let stopped = markup(&shopper).await?;

    let merchants = without_vitrina(&site, &shopper, "/c/hiking-boots/").await?;
    assert_same(&reverted, &merchants, "after revert()");
    assert_same(&stopped, &merchants, "after stop()");
    Ok(())
}

#[tokio::test]
async fn a_page_that_arrives_in_halves_does_not_jump() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    accept(&shopper).await?;
    view_three_of_tarnhow(&shopper).await?;
    site.watch(&format!("{GRID} > *"));
    // The third card is the first of a second half that comes after the first was painted, which takes a busy machine a while.
    site.halve("/c/hiking-boots/", "data-position=\"3\"", Duration::from_secs(2));
    enter(&shopper, "/c/hiking-boots/").await?;
    time_to_go_wrong(300).await;
    let records = shopper.records().await?;
    assert!(records.frames.len() > 1, "the page came in one piece");
    assert!(records.jumps().is_empty(), "{:#?}", records.frames);
    shopper.eval::<()>("vitrina.stop()").await?;
    let stopped = markup(&shopper).await?;
    assert_same(&stopped, &without_vitrina(&site, &shopper, "/c/hiking-boots/").await?, "after stop()");
    Ok(())
}

#[tokio::test]
async fn the_shoppers_own_sorting_stands() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    accept(&shopper).await?;
    view_three_of_tarnhow(&shopper).await?;
    let path = "/c/hiking-boots/";
    enter(&shopper, path).await?;
    let prices = "[...document.querySelectorAll('.shelf [data-list] > [data-product-id]')].map((card) => Number(card.dataset.eur))";
    let ours: Vec<f64> = shopper.eval(prices).await?;
    assert!(!ours.is_sorted(), "{ours:?}");

    // Chosen on the page.
    shopper.choose("#sort", "price-asc").await?;
    shopper.wait_until("the list to be sorted", "location.search === '?sort=price-asc'").await?;
    let sorted: Vec<f64> = shopper.eval(prices).await?;
    assert!(sorted.is_sorted(), "{sorted:?}");
    shopper.eval::<()>("vitrina.track('view_item', { items: [{ item_id: 'x', item_brand: 'Tarnhow' }] })").await?;
    shopper.eval::<()>("void scrollTo(0, 400)").await?;
    time_to_go_wrong(500).await;
    assert_eq!(shopper.eval::<Vec<f64>>(prices).await?, sorted);

    // By a link.
    enter(&shopper, &format!("{path}?sort=price-asc")).await?;
    time_to_go_wrong(500).await;
    assert_eq!(shopper.eval::<Vec<f64>>(prices).await?, sorted);
    let ids = products(&shopper).await?;
    shopper.eval::<()>("vitrina.apply()").await?;
    assert_eq!(products(&shopper).await?, ids, "apply() on a sorted page");
    assert_eq!(shopper.records().await?.errors.len(), 0);
    Ok(())
}

/// The first names of the grid that are free to move.
async fn first_names(shopper: &Shopper, count: usize) -> Result<Vec<String>> {
    let names = format!(
        "[...document.querySelectorAll('{GRID} > li')].filter((card) => !card.matches('[data-vitrina-pin],[class*=sponsored i]') && \
         !card.querySelector('[data-vitrina-pin],[class*=sponsored i]')).slice(0, {count}).map((card) => card.querySelector('.card-title').textContent.trim())"
    );
    shopper.eval(&names).await
}

#[tokio::test]
async fn s08_on_a_rainy_day_rain_boots_come_first() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    accept(&shopper).await?;
    enter(&shopper, "/c/rainwear/").await?;
    let dry = first_names(&shopper, 3).await?;
    assert!(!dry.iter().all(|name| name.contains("Boots")), "{dry:?}");
    shopper.eval::<()>("(vitrina.setContext({ weather: 'rain' }), vitrina.apply())").await?;
    let wet = first_names(&shopper, 5).await?;
    assert!(wet.iter().all(|name| name.contains("Boots")), "{wet:?}");
    // And the page says whose doing that is.
    let why = "vitrina.explain().blocks.find(({ kind }) => kind === 'grid').topics";
    assert_eq!(shopper.eval::<Vec<String>>(why).await?, ["rule", "moment"]);
    Ok(())
}

#[tokio::test]
async fn s32_sustainable_packaging_is_lifted_for_those_it_suits() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    accept(&shopper).await?;
    let boosted = "vitrina.explain().cards.filter(({ boost }) => boost > 0.69).length";
    enter(&shopper, "/c/coffee-tea/").await?;
    know_the_catalogue(&site, &shopper).await?;
    assert_eq!(shopper.eval::<u32>(boosted).await?, 0);
    let likes = "vitrina.identify({ preferences: { tag: ['sustainable'] } })";
    shopper.eval::<()>(likes).await?;
    let packed = "fetch('/products.json').then((answer) => answer.json()).then(({ products }) => \
        products.filter(({ tags, product_type }) => tags.includes('sustainable-packaging') && /coffee/i.test(product_type)).length)";
    let packed: u32 = shopper.eval(packed).await?;
    assert!(packed > 0);
    becomes(&packed, async || shopper.eval::<u32>(boosted).await).await?;
    Ok(())
}
