//! The clocks of the world, by the tz database that comes with the companion.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::Zones;

/// The IANA time zones.
pub(crate) struct World;

impl Zones for World {
    #[expect(clippy::cast_possible_truncation, reason = "times are whole milliseconds far below 2^53")]
    fn offset(&self, zone: &str, time: f64) -> Option<f64> {
        let zone = TimeZone::get(zone).ok()?;
        let offset = zone.to_offset(Timestamp::from_millisecond(time as i64).ok()?);
        Some(f64::from(offset.seconds()) / 60.0)
    }
}
