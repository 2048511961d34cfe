//! The guided tour: every story in it plays to its end.

use vitrina_e2e::{Result, Screen, Shopper, Site};

/// How many shoppers share the stories, so that no one is left with all of them.
const SHARES: usize = 2;

async fn every_story_of(share: usize) -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Desktop).await?;
    shopper.visit("/tour/?quick").await?;
    shopper.wait_until("the stories", "document.body.dataset.state === 'ready'").await?;
    let stories: Vec<String> = shopper.eval("[...document.querySelectorAll('.story')].map(({ id }) => id)").await?;
    assert!(stories.len() == 40, "{stories:?}");
    let mut failed = Vec::new();
    for story in stories.iter().skip(share).step_by(SHARES) {
        shopper.click(&format!("#{story}")).await?;
        for _ in 0..3 {
            // Longer than one wait, since a story may open ten pages.
            if shopper.wait_until(story, "document.body.dataset.state !== 'playing'").await.is_ok() {
                break;
            }
        }
        if shopper.eval::<String>("document.body.dataset.state").await? != "done" {
            shopper.screenshot(&format!("tour-{story}")).await?;
            failed.push(format!("{story}: {}", shopper.texts("#steps li").await?.join(" / ")));
        }
    }
    shopper.screenshot(&format!("tour-{share}")).await?;
    assert!(failed.is_empty(), "{}", failed.join("\n"));
    Ok(())
}

#[tokio::test]
async fn half_of_the_stories_of_the_tour_play_to_their_end() -> Result<()> {
    every_story_of(0).await
}

#[tokio::test]
async fn the_other_half_does_too() -> Result<()> {
    every_story_of(1).await
}

#[tokio::test]
async fn the_tour_plays_on_a_phone_and_can_be_stopped() -> Result<()> {
    let site = Site::start().await?;
    let shopper = Shopper::arrive(&site, Screen::Phone).await?;
    shopper.visit("/tour/").await?;
    shopper.wait_until("the stories", "document.body.dataset.state === 'ready'").await?;
    shopper.click("#S01").await?;
    shopper
        .wait_until("the shop to be in view", "document.querySelector('#shop').getBoundingClientRect().top < 200")
        .await?;
    shopper.wait_until("the first step", "document.querySelectorAll('#steps .done').length > 0").await?;
    shopper.screenshot("tour-phone").await?;
    shopper.click("#stop").await?;
    assert_eq!(shopper.eval::<String>("document.body.dataset.state").await?, "stopped");
    assert!(shopper.eval::<bool>("document.documentElement.scrollWidth <= innerWidth").await?);
    Ok(())
}
