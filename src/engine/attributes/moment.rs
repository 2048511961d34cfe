//! The page, the device, the time, and where the shopper came from.

use super::{item_value, slugs};
use crate::engine::page::Page;
use crate::engine::profile::Profile;
use crate::engine::record::Record;
use crate::engine::scan::{parts, whole_number};
use crate::engine::time::{Hemisphere, Moment, is_leap};
use crate::engine::value::Value;

pub(super) fn page(page: &Page) -> Value {
    let mut here = Value::object();
    here.put_text("type", page.page_type.word());
    here.put_text("path", page.path.as_str());
    here.put("category", slugs(&page.categories));
    if let Some(product) = &page.product {
        here.put("product", item_value(product));
    }
    here
}

pub(super) fn device(page: &Page) -> Value {
    let mut device = Value::object();
    device.put_flag("touch", page.touch);
    device.put_number("width", page.width);
    device
}

pub(super) fn time(page: &Page, hemisphere: Hemisphere, now: f64) -> Value {
    let moment = Moment::of(now, page.utc_offset);
    let mut time = Value::object();
    time.put_number("hour", f64::from(moment.hour));
    time.put_number("weekday", f64::from(moment.weekday));
    time.put_text("date", moment.date().as_str());
    time.put_text("month_day", moment.month_and_day().as_str());
    time.put_text("season", moment.season(hemisphere));
    time
}

/// Whether `birthday` is today; `None` where it names no day.
pub(super) fn is_birthday(birthday: &str, page: &Page, now: f64) -> Option<bool> {
    let mut day = (0, 0);
    // Whatever year comes before is nobody's concern.
    for part in parts(birthday, '-') {
        day = (day.1, whole_number(part).unwrap_or(0));
    }
    let today = Moment::of(now, page.utc_offset);
    if !(1..=12).contains(&day.0) || !(1..=31).contains(&day.1) {
        return None;
    }
    if day == (2, 29) && !is_leap(today.year) {
        day = (2, 28);
    }
    Some(day == (today.month, today.day))
}

/// What the address says, or what the session began with.
pub(super) fn campaign(profile: &Profile, page: &Page) -> Value {
    let known = profile.campaign.give();
    let mut campaign = page.campaign.clone();
    if !matches!(campaign, Value::Object(_)) {
        campaign = Value::object();
        if profile.campaign.at >= profile.session.begun {
            for (name, value) in known.members() {
                if name != "at" {
                    campaign.put(name, value.clone());
                }
            }
        }
    }
    campaign.put("last_source", known.member("source").clone());
    campaign
}
