//! Measures a model on what it has not seen.

mod bootstrap;
mod coverage;
mod hit_rate;
mod popularity_bias;
mod reciprocal_rank;
mod reference;
mod trial;

pub use bootstrap::interval;
pub use coverage::coverage;
pub use hit_rate::hit_rate;
pub use popularity_bias::popularity_bias;
pub use reciprocal_rank::mean_reciprocal_rank;
pub use reference::{NearestSessions, Popularity, Rules};
pub use trial::{Answers, Protocol, Recommender, ask};

use super::model::number;
