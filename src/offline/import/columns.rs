//! The command's flags about how files are read.

use clap::{Args, ValueEnum};

/// Which columns and formats are meant, where the usual names do not say it.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "How files are read")]
pub struct Columns {
    /// Column with the session's id, by its name in the header.
    #[arg(long = "session-column", value_name = "NAME")]
    pub session: Option<String>,
    /// Column with the product's id.
    #[arg(long = "item-column", value_name = "NAME")]
    pub item: Option<String>,
    /// Column with the time.
    #[arg(long = "time-column", value_name = "NAME")]
    pub time: Option<String>,
    /// Column with the order's id.
    #[arg(long = "order-column", value_name = "NAME")]
    pub order: Option<String>,
    /// Column with the number of pieces; without such a column every line is one piece.
    #[arg(long = "quantity-column", value_name = "NAME")]
    pub quantity: Option<String>,
    /// Column with the customer's id; without such a column every order is its own customer.
    #[arg(long = "customer-column", value_name = "NAME")]
    pub customer: Option<String>,
    /// What separates the fields, where detection fails: one character, or `tab`.
    #[arg(long, value_name = "CHARACTER", value_parser = delimiter)]
    pub delimiter: Option<u8>,
    /// What 03/04/2025 means, where no line of the file decides it.
    #[arg(long, value_name = "PART")]
    pub date_first: Option<DateFirst>,
}

/// What comes first in dates such as 03/04/2025.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DateFirst {
    /// The third of April.
    Day,
    /// The fourth of March.
    Month,
}

fn delimiter(text: &str) -> Result<u8, String> {
    match text.as_bytes() {
        [byte] if byte.is_ascii() && !byte.is_ascii_alphanumeric() && !b"\"\r\n".contains(byte) => Ok(*byte),
        _ if text == "tab" || text == r"\t" => Ok(b'\t'),
        _ => Err("expected one ASCII character that is no letter, digit or quote, or the word tab".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_delimiter_is_one_character_or_tab() {
        assert_eq!(delimiter("tab"), Ok(b'\t'));
        assert_eq!(delimiter("^"), Ok(b'^'));
        assert!(delimiter("ab").is_err() && delimiter("x").is_err() && delimiter("\"").is_err());
    }
}
