//! Amounts of money as pages write them: `1.234,56 €`, `RSD 12.990,00`, `$1,234.56`, `From 12 990 kr`.
//!
//! Nothing is guessed about minor units: what is written is what is read.

use alloc::vec::Vec;

use super::scan::{cut, is_one_of, parts};

/// An amount read from text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Money {
    /// In major units.
    pub amount: f64,
    /// ISO 4217 code; empty where the text does not say, or says what several currencies share without a usual one (`kr`).
    pub currency: &'static str,
    /// How the text named the currency.
    pub sign: Sign,
}

/// How a text names a currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// Not at all: a bare number.
    None,
    /// By a sign that several currencies share, such as `$`: what else the page says of its currency comes first.
    Shared,
    /// By a code, or by a sign of its own.
    Own,
}

/// Signs with the code each stands for, `~` before those that several currencies share, then the codes themselves. A sign
/// that ends in another one stands before it. Closed, so that `NEW 29` or `XXL 40` is no currency.
const CURRENCIES: &str = "€EUR £GBP US$USD CA$CAD C$CAD AU$AUD A$AUD NZ$NZD HK$HKD S$SGD R$BRL MX$MXN ~$USD ~¥JPY ~￥JPY \
     ₹INR ₽RUB ₴UAH ₺TRY ₩KRW ₪ILS ₫VND ₱PHP ₦NGN ฿THB złPLN KčCZK FtHUF leiRON dinRSD динRSD KMBAM ~kr ~Rs \
     USD EUR GBP RSD CHF CAD AUD NZD JPY CNY SEK NOK DKK ISK PLN CZK HUF RON BGN BAM MKD ALL MDL UAH RUB TRY GEL ILS AED \
     SAR QAR KWD BHD OMR JOD TND EGP MAD ZAR NGN KES INR PKR BDT LKR THB VND IDR MYR SGD PHP HKD TWD KRW KZT BRL MXN ARS \
     CLP COP PEN UYU";

/// Currencies written with three decimals, where `1.250` is not a thousand.
const THREE_DECIMALS: &str = "KWD BHD OMR JOD TND";

/// The price a text states: the first amount with a currency, else the first number that can be one; of a range the lower end.
///
/// Percentages and discounts (`-20 €`) are passed over. `None` where no amount is left.
#[must_use]
pub fn parse(text: &str) -> Option<Money> {
    let found = amounts(text);
    let at = found.iter().position(|amount| amount.money.sign != Sign::None).unwrap_or(0);
    let chosen = found.get(at)?;
    let mut money = chosen.money;
    let before = at.checked_sub(1).and_then(|index| found.get(index)).map(|other| (other, other.end, chosen.start));
    let after = found.get(at + 1).map(|other| (other, chosen.end, other.start));
    for (other, from, to) in before.into_iter().chain(after) {
        let between = text.get(from..to).unwrap_or_default().trim();
        if matches!(between, "-" | "–" | "—" | "to" | "bis" | "do") && other.money.amount < money.amount {
            money.amount = other.money.amount;
        }
    }
    Some(money)
}

/// The amount in a value meant for machines: a point is always the decimal point there (`"12.990"` is just under 13).
/// Values that are not such numbers are read as [`parse`] does.
#[must_use]
pub fn parse_plain(text: &str) -> Option<f64> {
    let text = text.trim();
    let (whole, decimals) = cut(text, '.');
    let decimals = decimals.unwrap_or_default();
    let plain = !whole.is_empty() && whole.bytes().chain(decimals.bytes()).all(|byte| byte.is_ascii_digit());
    if !plain {
        return parse(text).map(|money| money.amount);
    }
    let digits = whole.bytes().chain(decimals.bytes().take(6)).fold(0_u64, push_digit);
    Some(scaled(digits, decimals.len().min(6)))
}

/// An amount and where it stands, its currency included.
struct Found {
    money: Money,
    start: usize,
    end: usize,
}

fn amounts(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(offset) = text.get(from..).and_then(|rest| rest.find(|c: char| c.is_ascii_digit())) {
        let begin = from + offset;
        let (before, rest) = text.split_at(begin);
        let number = Number::read(rest);
        from = begin + number.length;
        let tail = text.get(from..).unwrap_or_default();
        if tail.trim_start().starts_with('%') || number.digits > MAX_DIGITS {
            continue;
        }
        let (lead, trail) = (name(before, true), name(tail, false));
        let start = begin - lead.map_or(0, |name| name.length);
        // A code after the amount settles a shared sign before it: `$24.00 CAD`.
        let after = match (lead, trail) {
            (Some(lead), Some(trail)) => lead.sign == Sign::Shared && trail.sign == Sign::Own,
            (lead, _) => lead.is_none(),
        };
        let named = if after { trail } else { lead };
        if after {
            from += trail.map_or(0, |name| name.length);
        }
        let (currency, sign) = named.map_or(("", Sign::None), |name| (name.code, name.sign));
        let mut previous = text.get(..start).unwrap_or_default().chars().rev();
        let last = previous.next();
        let glued = sign == Sign::None && last.is_some_and(letter);
        let negative = matches!(last, Some('-' | '−')) && previous.next().is_none_or(|c| c.is_whitespace() || c == '(');
        if !glued && !negative {
            let decimals = number.decimals(parts(THREE_DECIMALS, ' ').any(|code| code == currency));
            found.push(Found {
                money: Money { amount: scaled(number.value, decimals), currency, sign },
                start,
                end: from,
            });
        }
    }
    found
}

/// More digits than this are a phone number or a bar code; every value below is exact in a double.
const MAX_DIGITS: usize = 12;

/// A run of digits with separators.
struct Number {
    value: u64,
    digits: usize,
    length: usize,
    /// Digits before the first separator.
    lead: usize,
    /// How many separators there are, how many like the last one, and the digits after the last one.
    separators: usize,
    alike: usize,
    tail: usize,
}

impl Number {
    /// Reads the number at the start of `text`, which is a digit.
    fn read(text: &str) -> Self {
        let lead = leading_digits(text);
        let mut number = Self { value: 0, digits: 0, length: 0, lead, separators: 0, alike: 0, tail: 0 };
        number.take(text, lead);
        let mut last = None;
        while let Some(separator) = text.get(number.length..).and_then(|rest| rest.chars().next()) {
            let rest = text.get(number.length + separator.len_utf8()..).unwrap_or_default();
            let count = leading_digits(rest);
            // Spaces and apostrophes only ever group, by three.
            let accepted = match separator {
                '.' | ',' => count > 0,
                ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\'' | '’' => count == 3 && lead <= 3,
                _ => false,
            };
            if !accepted {
                break;
            }
            number.separators += 1;
            number.alike = if last == Some(separator) { number.alike + 1 } else { 1 };
            number.tail = count;
            last = Some(separator);
            number.length += separator.len_utf8();
            number.take(rest, count);
        }
        if !matches!(last, Some('.' | ',')) {
            number.tail = 0;
        }
        number
    }

    fn take(&mut self, text: &str, count: usize) {
        self.value = text.bytes().take(count).fold(self.value, push_digit);
        self.digits += count;
        self.length += count;
    }

    /// How many of the digits are decimals: those after the last separator, unless it groups thousands.
    fn decimals(&self, three: bool) -> usize {
        let mixed = self.separators > self.alike;
        let groups = self.tail == 3 && !mixed && self.lead <= 3 && (self.alike > 1 || !three) && !self.below_one();
        if groups { 0 } else { self.tail }
    }

    /// Whether it starts with a lone zero, as in `0.125`.
    fn below_one(&self) -> bool {
        self.lead == 1 && self.digits == 4 && self.value < 1000
    }
}

fn leading_digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

fn push_digit(value: u64, digit: u8) -> u64 {
    value.wrapping_mul(10).wrapping_add(u64::from(digit - b'0'))
}

/// Both numbers are exact, so their quotient is the double nearest to the decimal number.
#[expect(clippy::cast_precision_loss, reason = "at most twelve digits and six decimals")]
fn scaled(digits: u64, decimals: usize) -> f64 {
    digits as f64 / (0..decimals).fold(1.0, |scale, _| scale * 10.0)
}

/// A currency, how it was named, and the length of its name with what separates it from the amount.
#[derive(Clone, Copy)]
struct Name {
    code: &'static str,
    sign: Sign,
    length: usize,
}

/// The currency named right before an amount (`before`) or right after one.
fn name(text: &str, before: bool) -> Option<Name> {
    // `12,- €` and `12.– €` write the missing cents as a dash.
    let near = if before {
        text.trim_end()
    } else {
        text.trim_start_matches(|c: char| c.is_whitespace() || is_one_of(c, ",.-–"))
    };
    for entry in parts(CURRENCIES, ' ') {
        let bare = entry.trim_start_matches('~');
        let code_at = bare.len().saturating_sub(3);
        let code =
            bare.get(code_at..).filter(|code| code.bytes().all(|byte| byte.is_ascii_uppercase()) && !code.is_empty());
        let sign = if code_at == 0 || code.is_none() { bare } else { bare.get(..code_at).unwrap_or_default() };
        let rest = if before { near.strip_suffix(sign) } else { near.strip_prefix(sign) };
        let Some(rest) = rest else { continue };
        let (neighbour, edge) = if before {
            (rest.chars().next_back(), sign.chars().next())
        } else {
            (rest.chars().next(), sign.chars().next_back())
        };
        // Not a part of a longer word; and in `38 €12` the sign belongs to what follows it.
        let longer = neighbour.is_some_and(letter) && edge.is_some_and(letter);
        if !longer && (before || !neighbour.is_some_and(|c| c.is_ascii_digit())) {
            let kind = if entry.len() > bare.len() { Sign::Shared } else { Sign::Own };
            return Some(Name { code: code.unwrap_or_default(), sign: kind, length: text.len() - rest.len() });
        }
    }
    None
}

fn letter(c: char) -> bool {
    c.is_ascii_alphabetic()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_case_reads_as_written() {
        let cases: Vec<(String, Option<f64>, String)> =
            serde_json::from_str(include_str!("../../tests/cases/money.json")).unwrap();
        assert!(cases.len() > 40);
        for (text, amount, currency) in cases {
            let read = parse(&text);
            assert_eq!(read.map(|money| money.amount), amount, "amount of {text:?}");
            assert_eq!(read.map_or("", |money| money.currency), currency, "currency of {text:?}");
        }
    }

    #[test]
    fn in_machine_values_a_point_is_the_decimal_point() {
        assert_eq!(parse_plain("12.990"), Some(12.99));
        assert_eq!(parse_plain(" 34 "), Some(34.0));
        assert_eq!(parse_plain("1,234.50"), Some(1234.5));
        assert_eq!(parse_plain("n/a"), None);
        assert_eq!(parse_plain(""), None);
    }

    #[test]
    fn a_shared_sign_says_so() {
        assert_eq!(parse("$5").map(|money| money.sign), Some(Sign::Shared));
        assert_eq!(parse("CA$5").map(|money| money.sign), Some(Sign::Own));
        assert_eq!(parse("5").map(|money| money.sign), Some(Sign::None));
    }
}
