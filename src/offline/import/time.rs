//! Times as exports write them.

use core::ops::Range;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;

use super::columns::DateFirst;
use super::moment::Rest;

/// Reads the times of one file's column.
///
/// It takes: seconds, milliseconds, microseconds and nanoseconds since 1970, told apart by their size (a number below
/// 10¹¹ is seconds); `2025-04-03`, `2025/04/03`, `20250403`, with a time after a space or `T`; `03/04/2025`,
/// `3-4-25`, `03.04.2025` (a point means day first); `3 April 2025`, `Apr 3, 2025`. Times may have seconds, decimals, `AM`
/// or `PM`; zones are `Z`, `UTC`, `GMT` or an offset; without one it is UTC.
///
/// Whether 03/04 is April or March is decided by the first date of the file that allows one reading only; earlier rows
/// are corrected by [`Times::settle`].
pub(in crate::offline) struct Times {
    /// What a date of this file was found to begin with.
    decided: Option<DateFirst>,
    /// The date that decided it.
    by: String,
    asked: Option<DateFirst>,
    /// Rows read with the day first before anything was decided.
    open: Vec<Range<usize>>,
    /// The values of the first and the second number of those, a bit each.
    seen: [u16; 2],
}

impl Times {
    /// `asked` is what the merchant says where no line decides.
    pub(in crate::offline) const fn new(asked: Option<DateFirst>) -> Self {
        Self { decided: None, by: String::new(), asked, open: Vec::new(), seen: [0, 0] }
    }

    /// The time in milliseconds since 1970. `row` is the number of the row that will hold it.
    pub(in crate::offline) fn read(&mut self, text: &str, row: usize) -> Option<i64> {
        if text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
            && let Some(time) = number(text)
        {
            return Some(time);
        }
        let mut rest = Rest(text.as_bytes());
        let (year, month, day) = self.date(&mut rest, row)?;
        let (hour, minute, second, milli) = rest.time_of_day()?;
        let offset = rest.zone()?;
        let nanos = milli.checked_mul(1_000_000)?;
        let date = DateTime::new(
            year,
            i8::try_from(month).ok()?,
            i8::try_from(day).ok()?,
            i8::try_from(hour).ok()?,
            i8::try_from(minute).ok()?,
            i8::try_from(second.min(59)).ok()?,
            i32::try_from(nanos).ok()?,
        );
        Some(Offset::UTC.to_timestamp(date.ok()?).ok()?.as_millisecond() - offset * 60_000)
    }

    fn date(&mut self, rest: &mut Rest<'_>, row: usize) -> Option<(i16, u32, u32)> {
        let start = rest.0;
        let Some((first, digits)) = rest.digits(8) else {
            return rest.named();
        };
        if digits == 8 {
            return Some((i16::try_from(first / 10_000).ok()?, first / 100 % 100, first % 100));
        }
        let mark = rest.next().filter(|mark| b"-/.".contains(mark));
        let (Some(mark), Some((second, _))) = (mark, rest.digits(2)) else {
            *rest = Rest(start);
            return rest.named();
        };
        if rest.next() != Some(mark) {
            return None;
        }
        if digits == 4 {
            return Some((i16::try_from(first).ok()?, second, rest.digits(2)?.0));
        }
        let (year, digits) = rest.digits(4)?;
        let year = match digits {
            2 => 2000 + i16::try_from(year).ok()?,
            4 => i16::try_from(year).ok()?,
            _ => return None,
        };
        if mark == b'.' {
            return Some((year, second, first));
        }
        Some(match self.order([first, second], row) {
            DateFirst::Day => (year, second, first),
            DateFirst::Month => (year, first, second),
        })
    }

    /// Which of the two numbers of a date is the day.
    fn order(&mut self, [first, second]: [u32; 2], row: usize) -> DateFirst {
        if let Some(decided) = self.decided {
            return decided;
        }
        let decides = match (first > 12, second > 12) {
            (true, false) => Some(DateFirst::Day),
            (false, true) => Some(DateFirst::Month),
            _ => None,
        };
        if let Some(order) = decides {
            self.decided = decides;
            self.by = format!("{first}/{second}");
            return order;
        }
        for (seen, value) in self.seen.iter_mut().zip([first, second]) {
            *seen |= 1_u16.checked_shl(value).unwrap_or_default();
        }
        match self.open.last_mut() {
            Some(last) if last.end == row => last.end = row + 1,
            Some(last) if last.end == row + 1 => {}
            _ => self.open.push(row..row + 1),
        }
        DateFirst::Day
    }

    /// Corrects the rows that were read before the order of day and month was known: `times` gives the time of a row.
    /// The answer is what was decided, for the report, where there was anything to decide.
    pub(super) fn settle(self, file: &str, mut swap: impl FnMut(usize, &dyn Fn(i64) -> i64)) -> Option<String> {
        if self.decided.is_none() && self.open.is_empty() {
            return None;
        }
        // The months of an export are few, its days many.
        let [first, second] = self.seen.map(u16::count_ones);
        let guess = if first < second { DateFirst::Month } else { DateFirst::Day };
        let order = self.decided.or(self.asked).unwrap_or(guess);
        if order == DateFirst::Month {
            self.open.into_iter().flatten().for_each(|row| swap(row, &swapped));
        }
        let (order, other) = match order {
            DateFirst::Day => ("the day", "month"),
            DateFirst::Month => ("the month", "day"),
        };
        Some(match (self.decided, self.asked) {
            (Some(_), _) => format!("{file}: dates such as 03/04/2025 have {order} first, as {} shows", self.by),
            (None, Some(_)) => format!("{file}: dates such as 03/04/2025 have {order} first, as --date-first says"),
            (None, None) => format!(
                "{file}: dates such as 03/04/2025 were taken to have {order} first, and no line decides it; \
                 if that is wrong, give --date-first {other}"
            ),
        })
    }
}

/// The time with day and month exchanged.
fn swapped(time: i64) -> i64 {
    let exchanged = || {
        let date = Offset::UTC.to_datetime(Timestamp::from_millisecond(time).ok()?);
        let other = date.with().month(date.day()).day(date.month()).build().ok()?;
        Some(Offset::UTC.to_timestamp(other).ok()?.as_millisecond())
    };
    exchanged().unwrap_or(time)
}

/// A number since 1970, by its size; `None` for a date of eight digits.
fn number(text: &str) -> Option<i64> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let whole: i64 = whole.parse().ok()?;
    if decimals.contains('.') || text.len() == 8 && (19_000_101..22_000_000).contains(&whole) {
        return None;
    }
    Some(if whole < 100_000_000_000 {
        let millis = decimals.bytes().chain(*b"000").take(3).fold(0, |sum, digit| sum * 10 + i64::from(digit - b'0'));
        whole * 1000 + millis
    } else if whole < 100_000_000_000_000 {
        whole
    } else if whole < 100_000_000_000_000_000 {
        whole / 1000
    } else {
        whole / 1_000_000
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<i64> {
        Times::new(None).read(text, 0)
    }

    /// 2025-04-23 10:20:30 UTC.
    const TIME: i64 = 1_745_403_630_000;

    #[test]
    fn one_moment_in_every_form() {
        for text in [
            "1745403630",
            "1745403630.0",
            "1745403630000",
            "1745403630000000",
            "1745403630000000000",
            "2025-04-23T10:20:30Z",
            "2025-04-23T10:20:30.000+00:00",
            "2025-04-23 10:20:30",
            "2025/04/23 10:20:30",
            "2025-04-23 10:20:30 UTC",
            "2025-04-23 06:20:30 -0400",
            "2025-04-23T12:20:30+02:00",
            "20250423 10:20:30",
            "23/04/2025 10:20:30",
            "4/23/2025 10:20:30 AM",
            "23.04.2025 10:20:30",
            "23-04-25 10:20:30",
            "April 23, 2025 10:20:30 am",
            "23 Apr 2025 10:20:30",
            "Wed, 23 Apr 2025 10:20:30 +0000",
        ] {
            assert_eq!(read(text), Some(TIME), "{text}");
        }
        assert_eq!(read("2025-04-23"), Some(TIME - 37_230_000));
        assert_eq!(read("20250423"), Some(TIME - 37_230_000));
        assert_eq!(read("4/23/2025 9:05 PM"), Some(TIME - 37_230_000 + 75_900_000));
        assert_eq!(read("12/31/2025 12:00 AM"), read("2025-12-31"));
        assert_eq!(read("1745403630.25"), Some(TIME + 250));
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for text in [
            "",
            "soon",
            "2025-02-30",
            "2025-13-01",
            "2025-04-23 25:00",
            "2025-04-23 10:20:30 CEST+x",
            "-5",
            "1.2.3",
            "31/31/2025",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    fn file(asked: Option<DateFirst>, texts: &[&str]) -> (Vec<i64>, Option<String>) {
        let mut times = Times::new(asked);
        let mut rows: Vec<i64> = texts.iter().enumerate().map(|(row, text)| times.read(text, row).unwrap()).collect();
        let note = times.settle("f", |row, swap| rows[row] = swap(rows[row]));
        (rows, note)
    }

    #[test]
    fn the_first_date_with_one_reading_decides_over_the_file_and_over_earlier_rows() {
        let expected = |texts: &[&str]| texts.iter().map(|text| read(text).unwrap()).collect::<Vec<_>>();
        let (rows, note) = file(None, &["03/04/2025 1:00", "2025-03-04", "04/23/2025", "05/06/2025"]);
        assert_eq!(rows, expected(&["2025-03-04 01:00", "2025-03-04", "2025-04-23", "2025-05-06"]));
        assert!(note.unwrap().contains("the month first, as 4/23 shows"));
        let (rows, note) = file(Some(DateFirst::Month), &["03/04/2025", "23/04/2025", "05/06/2025"]);
        assert_eq!(rows, expected(&["2025-04-03", "2025-04-23", "2025-06-05"]));
        assert!(note.unwrap().contains("the day first"));
    }

    #[test]
    fn where_nothing_decides_the_flag_does_or_the_smaller_range() {
        let (rows, note) = file(None, &["03/01/2025", "03/02/2025", "03/03/2025"]);
        assert_eq!(rows[1], read("2025-03-02").unwrap());
        assert!(note.unwrap().contains("give --date-first day"));
        let (rows, _) = file(Some(DateFirst::Day), &["03/01/2025", "03/02/2025", "03/03/2025"]);
        assert_eq!(rows[1], read("2025-02-03").unwrap());
        assert_eq!(file(None, &["2025-01-02"]).1, None);
    }
}
