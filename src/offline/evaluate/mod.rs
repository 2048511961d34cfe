//! Measures a model on what it has not seen.

mod baskets;
mod bootstrap;
mod chapter;
mod command;
mod coverage;
mod grid_log;
mod hit_rate;
mod html;
mod next_product;
mod popularity_bias;
mod reciprocal_rank;
mod reference;
pub mod split;
mod trial;

pub use baskets::Baskets;
pub use bootstrap::interval;
pub use chapter::{Bar, Chapter, percent};
pub use command::{EvaluateFlags, evaluate};
pub use coverage::coverage;
pub use grid_log::{GridLog, chapter as grid_chapter};
pub use hit_rate::hit_rate;
pub use html::html;
pub use next_product::NextProduct;
pub use popularity_bias::popularity_bias;
pub use reciprocal_rank::mean_reciprocal_rank;
pub use reference::{NearestSessions, Popularity, Rules};
pub use trial::{Answers, Protocol, Recommender, ask};

use super::model::number;
