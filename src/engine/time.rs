//! Dates of the calendar, from a time and the page's offset from UTC. The engine has no clock and no zone of its own.

use alloc::string::String;

use super::record::choice;
use super::scan::{cut, decimal, whole_number};
use super::value::Value;

/// Milliseconds in a day.
pub const DAY: f64 = 86_400_000.0;
/// The latest time understood: the year 2100.
pub const MAX_TIME: f64 = 4_102_444_800_000.0;

choice! {
    /// Which half of the earth a shop sells in, for the season.
    pub enum Hemisphere {
        /// Summer is from June to August.
        North = "north",
        /// Summer is from December to February.
        South = "south",
    }
}

/// A moment as a clock on the wall shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The year.
    pub year: u32,
    /// The month, from 1.
    pub month: u32,
    /// The day of the month, from 1.
    pub day: u32,
    /// The day of the week: 1 is Monday, 7 Sunday, as in ISO 8601.
    pub weekday: u32,
    /// The hour, from 0 to 23.
    pub hour: u32,
}

/// Whether a year of the Gregorian calendar has a 29 February.
#[must_use]
pub const fn is_leap(year: u32) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

impl Moment {
    /// What a clock shows at `now` where local time is `offset` minutes ahead of UTC. Times before 1970 show its start.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to this century")]
    pub fn of(now: f64, offset: f64) -> Self {
        let minutes = ((now / 60_000.0 + offset).clamp(0.0, MAX_TIME / 60_000.0)) as u32;
        let days = minutes / 1_440;
        // Howard Hinnant, chrono-compatible low-level date algorithms: the year begins in March.
        let shifted = days + 719_468;
        let era = shifted / 146_097;
        let of_era = shifted % 146_097;
        let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let from_march = (5 * of_year + 2) / 153;
        let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
        Self {
            year: year_of_era + era * 400 + u32::from(month <= 2),
            month,
            day: of_year - (153 * from_march + 2) / 5 + 1,
            weekday: (days + 3) % 7 + 1,
            hour: minutes % 1_440 / 60,
        }
    }

    /// `2026-11-24`.
    #[must_use]
    pub fn date(&self) -> String {
        [&decimal(self.year.into()), "-", &self.month_and_day()].concat()
    }

    /// `11-24`, for birthdays.
    #[must_use]
    pub fn month_and_day(&self) -> String {
        let pad = |number: u32| if number < 10 { "0" } else { "" };
        let (month, day) = (decimal(self.month.into()), decimal(self.day.into()));
        [pad(self.month), &month, "-", pad(self.day), &day].concat()
    }

    /// The meteorological season: `spring`, `summer`, `autumn` or `winter`.
    #[must_use]
    pub const fn season(&self, hemisphere: Hemisphere) -> &'static str {
        let shift = match hemisphere {
            Hemisphere::North => 0,
            Hemisphere::South => 6,
        };
        match (self.month + shift) % 12 {
            3..=5 => "spring",
            6..=8 => "summer",
            9..=11 => "autumn",
            _ => "winter",
        }
    }
}

/// A time as the shop's page says it: milliseconds since 1970, or a text that begins with a date such as `2026-11-24`, which
/// is taken in UTC. 0 for anything else, and for times that are not understood.
pub(crate) fn read(value: &Value) -> f64 {
    let time = match value {
        Value::Number(time) => *time,
        Value::String(text) => date(text).unwrap_or_default(),
        _ => 0.0,
    };
    if (0.0..=MAX_TIME).contains(&time) { libm::floor(time) } else { 0.0 }
}

fn date(text: &str) -> Option<f64> {
    let (year, rest) = cut(text.get(..10)?, '-');
    let (month, day) = cut(rest?, '-');
    let (year, month, day) = (whole_number(year)?, whole_number(month)?, whole_number(day?)?);
    let sound = (1970..2100).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    let (year, from_march) = if month <= 2 { (year - 1, month + 9) } else { (year, month - 3) };
    let of_year = (153 * from_march + 2) / 5 + day - 1;
    let days = 365 * year + year / 4 - year / 100 + year / 400 + of_year - 719_468;
    sound.then(|| f64::from(days) * DAY)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_those_of_the_calendar() {
        let at = Moment::of(1_795_553_000_000.0, 60.0);
        assert_eq!((at.date().as_str(), at.weekday, at.hour), ("2026-11-24", 2, 21));
        let leap = Moment::of(1_709_164_800_000.0, 0.0);
        assert_eq!((leap.date().as_str(), leap.month_and_day().as_str()), ("2024-02-29", "02-29"));
        assert_eq!(Moment::of(-5.0, -720.0).date(), "1970-01-01");
    }

    #[test]
    fn a_date_reads_back_on_every_day_of_a_century() {
        for day in 0..47_000_u32 {
            let time = f64::from(day) * DAY;
            let moment = Moment::of(time, 0.0);
            assert_eq!(read(&moment.date().into()).total_cmp(&time), core::cmp::Ordering::Equal, "{}", moment.date());
        }
    }

    #[test]
    fn seasons_are_the_other_way_round_in_the_south() {
        let july = Moment { year: 2026, month: 7, day: 1, weekday: 3, hour: 0 };
        assert_eq!((july.season(Hemisphere::North), july.season(Hemisphere::South)), ("summer", "winter"));
    }

    #[test]
    fn what_is_no_date_is_no_time() {
        for text in ["", "yesterday", "2026-13-01", "2026-1-1", "20261-01-01"] {
            assert!(read(&text.into()) <= 0.0, "{text}");
        }
    }
}
