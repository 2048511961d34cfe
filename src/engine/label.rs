//! What tags of products are called before shoppers.

use alloc::string::String;

use super::config::{Config, Text};
use super::profile::interest_name;
use super::scan::is_one_of;
use super::text;

/// Marks that stand in tags of the shop's own use (`tier-better`, `size_chart`, `supplier:12`) more often than in words.
const MARKS: &str = "-_:/=#0123456789";

/// What `tag` is called in the language `locale`, by the config's `labels`. Where there are none at all, a tag that reads like
/// words is its own name. Any other has no name: it is the shop's own business.
pub(super) fn label(config: Config<'_>, locale: &str, tag: &str) -> Option<String> {
    let labels = config.labels();
    let wanted = interest_name(tag);
    for (name, Text(label)) in labels.iter() {
        if interest_name(name) == wanted {
            return text::localized(label, locale).map(String::from);
        }
    }
    let reads = labels.iter().next().is_none() && !tag.chars().any(|c| is_one_of(c, MARKS));
    reads.then(|| tag.into())
}
