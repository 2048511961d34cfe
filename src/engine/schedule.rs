//! The shop's clock: days, hours, and times written down in the config.

use super::config::{Schedule, Weekday};
use super::scan::{cut, parts, whole_number};
use super::time::is_leap;

/// Milliseconds in an hour.
const HOUR: f64 = 3_600_000.0;
/// Milliseconds in a day.
const DAY: f64 = 24.0 * HOUR;

/// What schedules ask of where the engine runs.
pub trait Zones {
    /// How far the clock of an IANA time zone is ahead of UTC at `time` (milliseconds since 1970), in minutes; `None` for
    /// a zone that is not known.
    fn offset(&self, zone: &str, time: f64) -> Option<f64>;
}

/// Whether `schedule` allows the local time `time`: milliseconds since 1970 as the shop's clock shows them.
#[must_use]
pub fn allows(schedule: Schedule<'_>, time: f64) -> bool {
    if schedule.from().and_then(|from| local_time(from.0)).is_some_and(|(from, _)| time < from)
        || schedule.until().and_then(|until| local_time(until.0)).is_some_and(|(_, end)| time >= end)
    {
        return false;
    }
    let (from, to) = (schedule.from_hour(), schedule.to_hour());
    let day = libm::floor(time / DAY);
    let hour = (time - day * DAY) / HOUR;
    // What began yesterday belongs to yesterday.
    let (fits, day) = if from <= to {
        (hour >= from && hour < to, day)
    } else if hour >= from {
        (true, day)
    } else {
        (hour < to, day - 1.0)
    };
    fits && (schedule.days().is_empty() || schedule.days().iter().any(|allowed| allowed == weekday(day)))
}

/// When what `schedule` allows at the local time `time` ends at the earliest; infinite where it has no end.
#[must_use]
pub fn closes(schedule: Schedule<'_>, time: f64) -> f64 {
    let end = schedule.until().and_then(|until| local_time(until.0)).map_or(f64::INFINITY, |(_, end)| end);
    let (from, to) = (schedule.from_hour(), schedule.to_hour());
    if schedule.days().is_empty() && from <= 0.0 && to >= 24.0 {
        return end;
    }
    let today = libm::floor(time / DAY) * DAY;
    let night = from > to && time - today >= from * HOUR;
    end.min(today + to * HOUR + if night { DAY } else { 0.0 })
}

/// The day of the week of a day counted from 1970-01-01, which was a Thursday.
fn weekday(day: f64) -> Weekday {
    let since_monday = day + 3.0;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 6")]
    let index = (since_monday - libm::floor(since_monday / 7.0) * 7.0) as usize;
    Weekday::ALL.get(index).copied().unwrap_or(Weekday::Monday)
}

/// When what `text` writes begins and ends, in milliseconds since 1970 as the clock there shows them: a whole day
/// (`2026-11-27`), or a minute (`2026-11-27T08:00`), which ends where it begins.
#[must_use]
pub fn local_time(text: &str) -> Option<(f64, f64)> {
    let (date, time) = cut(text, 'T');
    let mut numbers = parts(date, '-');
    let mut next = |length: usize| numbers.next().filter(|part| part.len() == length).and_then(whole_number);
    let (year, month, day) = (next(4)?, next(2)?, next(2)?);
    let days = match month {
        2 => 28 + u32::from(is_leap(year)),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    if numbers.next().is_some()
        || !(1970..3000).contains(&year)
        || !(1..=12).contains(&month)
        || !(1..=days).contains(&day)
    {
        return None;
    }
    let begin = days_from_civil(year, month, day) * DAY;
    let Some(time) = time else { return Some((begin, begin + DAY)) };
    let (hour, minute) = cut(time, ':');
    let minute = minute.filter(|minute| minute.len() == 2 && hour.len() == 2).and_then(whole_number)?;
    let hour = whole_number(hour)?;
    let begin = begin + f64::from(hour) * HOUR + f64::from(minute) * 60_000.0;
    (hour < 24 && minute < 60).then_some((begin, begin))
}

/// Days from 1970-01-01 to a day of the Gregorian calendar: Howard Hinnant, "chrono-Compatible Low-Level Date
/// Algorithms" (2013), for years after 0.
fn days_from_civil(year: u32, month: u32, day: u32) -> f64 {
    let year = if month <= 2 { year - 1 } else { year };
    let (era, of_era) = (year / 400, year % 400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let days = era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year;
    f64::from(days) - 719_468.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::record::Sound;

    #[test]
    fn times_are_read_as_the_clock_shows_them() {
        assert_eq!(local_time("1970-01-01"), Some((0.0, DAY)));
        // As `date -ud "2024-02-29 08:30" +%s` says.
        assert_eq!(local_time("2024-02-29T08:30"), Some((1_709_195_400_000.0, 1_709_195_400_000.0)));
        for wrong in [
            "",
            "2026",
            "2026-2-1",
            "2026-02-29",
            "2026-13-01",
            "2026-11-27T24:00",
            "2026-11-27T8:00",
            "2026-11-27-1",
            "2026-11-27T",
        ] {
            assert_eq!(local_time(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_schedule_has_days_hours_and_an_end() {
        let holds = |json: &str, time: &str| {
            let schedule = Sound::read::<Schedule<'static>>(&serde_json::from_str(json).unwrap()).unwrap();
            allows(Schedule::of(schedule.value()), local_time(time).unwrap().0)
        };
        assert!(holds("{}", "2026-11-27"));
        let black_friday = r#"{ "from": "2026-11-27T08:00", "until": "2026-11-30" }"#;
        assert!(!holds(black_friday, "2026-11-27T07:59"));
        assert!(holds(black_friday, "2026-11-27T08:00"));
        assert!(holds(black_friday, "2026-11-30T23:59"));
        assert!(!holds(black_friday, "2026-12-01T00:00"));
        // 2026-11-27 is a Friday.
        assert!(holds(r#"{ "days": ["fri"] }"#, "2026-11-27T12:00"));
        assert!(!holds(r#"{ "days": ["fri"] }"#, "2026-11-28T12:00"));
        let ends = |json: &str, time: &str| {
            let schedule = Sound::read::<Schedule<'static>>(&serde_json::from_str(json).unwrap()).unwrap();
            Some(closes(Schedule::of(schedule.value()), local_time(time).unwrap().0))
        };
        let at = |time: &str| local_time(time).map(|(begin, _)| begin);
        assert_eq!(ends("{}", "2026-11-27"), Some(f64::INFINITY));
        assert_eq!(ends(black_friday, "2026-11-27T08:00"), at("2026-12-01"));
        assert_eq!(ends(r#"{ "days": ["fri"] }"#, "2026-11-27T12:00"), at("2026-11-28"));
        assert_eq!(
            ends(r#"{ "from_hour": 9.5, "to_hour": 17, "until": "2026-11-27" }"#, "2026-11-27T12:00"),
            at("2026-11-27T17:00")
        );
        assert_eq!(ends(r#"{ "from_hour": 22, "to_hour": 2 }"#, "2026-11-27T23:00"), at("2026-11-28T02:00"));
        assert_eq!(ends(r#"{ "from_hour": 22, "to_hour": 2 }"#, "2026-11-28T01:00"), at("2026-11-28T02:00"));
        let night = r#"{ "days": ["fri"], "from_hour": 22, "to_hour": 2 }"#;
        assert!(holds(night, "2026-11-27T22:00"));
        assert!(holds(night, "2026-11-28T01:59"));
        assert!(!holds(night, "2026-11-28T02:00"));
        assert!(!holds(night, "2026-11-27T01:00"));
        assert!(!holds(r#"{ "from_hour": 9.5, "to_hour": 17 }"#, "2026-11-27T09:29"));
    }
}
