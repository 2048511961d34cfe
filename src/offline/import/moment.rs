//! The parts of a date and time, read from text piece by piece.

use jiff::fmt::strtime::BrokenDownTime;

/// What of a text is still to be read.
pub(super) struct Rest<'a>(pub(super) &'a [u8]);

impl Rest<'_> {
    pub(super) fn next(&mut self) -> Option<u8> {
        let (&first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(first)
    }

    fn skip(&mut self, wanted: &[u8]) -> bool {
        let found = self.0.first().is_some_and(|byte| wanted.contains(byte));
        if found {
            self.next();
        }
        found
    }

    /// A number of at most `most` digits, and how many it has.
    pub(super) fn digits(&mut self, most: usize) -> Option<(u32, usize)> {
        let count = self.0.iter().take(most).take_while(|byte| byte.is_ascii_digit()).count();
        let (digits, rest) = self.0.split_at(count);
        self.0 = rest;
        (count > 0).then(|| (digits.iter().fold(0, |sum, digit| sum * 10 + u32::from(digit - b'0')), count))
    }

    /// A date with the month's name.
    pub(super) fn named(&mut self) -> Option<(i16, u32, u32)> {
        let text = core::str::from_utf8(self.0).ok()?;
        for format in ["%A, %B %d, %Y", "%A, %d %B %Y", "%B %d, %Y", "%d %B %Y", "%d-%B-%Y"] {
            for format in [format.to_owned(), format.replace("%B", "%b").replace("%A", "%a")] {
                if let Ok((parsed, length)) = BrokenDownTime::parse_prefix(&format, text) {
                    let date = parsed.to_date().ok()?;
                    self.0 = self.0.get(length..)?;
                    return Some((date.year(), u32::try_from(date.month()).ok()?, u32::try_from(date.day()).ok()?));
                }
            }
        }
        None
    }

    /// Hours, minutes, seconds and milliseconds; midnight where the text has only a date.
    pub(super) fn time_of_day(&mut self) -> Option<(u32, u32, u32, u32)> {
        while self.skip(b"T ,") {}
        let Some((mut hour, _)) = self.digits(2) else {
            return Some((0, 0, 0, 0));
        };
        let minute = if self.skip(b":") { self.digits(2)?.0 } else { return None };
        let second = if self.skip(b":") { self.digits(2)?.0 } else { 0 };
        let mut milli = 0;
        if self.skip(b".,") {
            let (value, digits) = self.digits(3)?;
            milli = value * [0, 100, 10, 1].get(digits)?;
            self.digits(9);
        }
        while self.skip(b" ") {}
        let half = self.0.first().map(u8::to_ascii_lowercase);
        if matches!(half, Some(b'a' | b'p')) && self.0.get(1).is_some_and(|m| m.eq_ignore_ascii_case(&b'm')) {
            self.0 = self.0.get(2..)?;
            hour = hour % 12 + if half == Some(b'p') { 12 } else { 0 };
        }
        Some((hour, minute, second, milli))
    }

    /// Minutes east of UTC. Nothing may follow.
    pub(super) fn zone(&mut self) -> Option<i64> {
        while self.skip(b" ") {}
        let sign = match self.0 {
            b"" | b"Z" | b"z" | b"UTC" | b"GMT" => return Some(0),
            [b'+', ..] => 1,
            [b'-', ..] => -1,
            _ => return None,
        };
        self.next();
        let (hours, digits) = self.digits(4)?;
        let minutes = match digits {
            4 => i64::from(hours / 100 * 60 + hours % 100),
            2 if self.skip(b":") => i64::from(hours * 60 + self.digits(2)?.0),
            2 => i64::from(hours * 60),
            _ => return None,
        };
        self.0.is_empty().then_some(sign * minutes)
    }
}
