//! Amounts in the shop's two currencies, written as shoppers of each language expect them.

use serde::{Deserialize, Serialize};

use super::catalog::Language;

/// One price in both currencies; the shop sets both, nothing is converted.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
pub(crate) struct Money {
    /// Euros.
    pub(crate) eur: f64,
    /// Serbian dinars.
    pub(crate) rsd: f64,
}

impl Money {
    /// The amount in the currency pages of this language start with.
    pub(crate) fn usual(&self, language: Language) -> f64 {
        match language {
            Language::En => self.eur,
            Language::Sr => self.rsd,
        }
    }

    /// `€1,549` in English, `1.549 €` in Serbian.
    pub(crate) fn eur_text(&self, language: Language) -> String {
        match language {
            Language::En => format!("€{}", number(self.eur, language)),
            Language::Sr => format!("{}\u{a0}€", number(self.eur, language)),
        }
    }

    /// `RSD 15,090` in English, `15.090 RSD` in Serbian.
    pub(crate) fn rsd_text(&self, language: Language) -> String {
        match language {
            Language::En => format!("RSD\u{a0}{}", number(self.rsd, language)),
            Language::Sr => format!("{}\u{a0}RSD", number(self.rsd, language)),
        }
    }
}

/// A plain number with its thousands grouped.
pub(crate) fn number(amount: f64, language: Language) -> String {
    match language {
        Language::En => grouped(amount, ',', '.'),
        Language::Sr => grouped(amount, '.', ','),
    }
}

/// Thousands in groups of three; cents only where there are some.
fn grouped(amount: f64, group: char, decimal: char) -> String {
    let fixed = format!("{amount:.2}");
    let (whole, cents) = fixed.split_once('.').unwrap_or((&fixed, "00"));
    let mut text = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            text.push(group);
        }
        text.push(digit);
    }
    if cents != "00" {
        text.push(decimal);
        text.push_str(cents);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_follow_the_language() {
        let price = Money { eur: 1549.0, rsd: 181190.0 };
        assert_eq!(price.eur_text(Language::En), "€1,549");
        assert_eq!(price.rsd_text(Language::Sr), "181.190\u{a0}RSD");
        assert_eq!(Money { eur: 13.5, rsd: 1490.0 }.eur_text(Language::Sr), "13,50\u{a0}€");
        assert_eq!(Money { eur: 0.0, rsd: 0.0 }.eur_text(Language::En), "€0");
    }
}
