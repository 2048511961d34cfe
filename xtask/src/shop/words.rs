//! Words that follow a number.

/// The right one of `one|few|many`, with `{n}` filled in.
pub(super) fn plural(forms: &str, number: u32, language: &str) -> String {
    let (last, two) = (number % 10, number % 100);
    let form = match (language, last) {
        ("sr", 1) if two != 11 => 0,
        ("sr", 2..=4) if !(12..=14).contains(&two) => 1,
        ("en", _) if number == 1 => 0,
        _ => 2,
    };
    forms.split('|').nth(form).unwrap_or(forms).replace("{n}", &number.to_string())
}

#[cfg(test)]
mod tests {
    use super::plural;

    #[test]
    fn serbian_counts_in_three_forms() {
        let forms = "{n} recenzija|{n} recenzije|{n} recenzija";
        let few: Vec<String> = [1, 3, 5, 11, 13, 21, 112].iter().map(|n| plural(forms, *n, "sr")).collect();
        assert_eq!(
            few,
            [
                "1 recenzija",
                "3 recenzije",
                "5 recenzija",
                "11 recenzija",
                "13 recenzija",
                "21 recenzija",
                "112 recenzija"
            ]
        );
        assert_eq!(plural("{n} item|{n} items|{n} items", 1, "en"), "1 item");
    }
}
