//! A report as a page with plots, in one file that needs nothing else.

use std::fmt::Write as _;

use anyhow::{Result, anyhow};
use plotters::prelude::*;

use super::chapter::Chapter;

const WIDTH: u32 = 820;
/// Height of a bar and of what stands around the bars.
const BAR: u32 = 34;
const FRAME: u32 = 64;
/// Room for the names.
const NAMES: u32 = 300;
const COLOUR: RGBColor = RGBColor(0x2f, 0x6f, 0x8f);
const FIRST: RGBColor = RGBColor(0xc2, 0x5b, 0x2b);

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;max-width:860px;margin:2rem auto;padding:0 1rem;color:#222}\
table{border-collapse:collapse;width:100%;font-size:14px}th,td{padding:.3rem .6rem;border-bottom:1px solid #ddd;\
text-align:right}th:first-child,td:first-child{text-align:left}svg{max-width:100%;height:auto}";

/// The page.
///
/// # Errors
/// When a plot cannot be drawn.
pub fn html(chapters: &[Chapter]) -> Result<String> {
    let mut page = format!(
        "<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>How well recommendations would do</title><style>{STYLE}</style>\n\
         <h1>How well recommendations would do</h1>\n\
         <p>Measured on what happened in this shop after the time the model learnt from. HR@20 of 50 % means: in half of \
         the cases, the product that really came next was among the 20 suggested.</p>\n"
    );
    for chapter in chapters {
        write!(page, "<h2>{}</h2>\n<p>{}</p>\n", escaped(&chapter.title), escaped(&chapter.about))?;
        if !chapter.bars.is_empty() {
            page += &plot(chapter)?;
        }
        page += "<table><tr><th></th>";
        for column in &chapter.columns {
            write!(page, "<th>{}</th>", escaped(column))?;
        }
        page += "</tr>\n";
        for (name, cells) in &chapter.rows {
            write!(page, "<tr><td>{}</td>", escaped(name))?;
            for cell in cells {
                write!(page, "<td>{}</td>", escaped(cell))?;
            }
            page += "</tr>\n";
        }
        page += "</table>\n";
    }
    page += "</html>\n";
    Ok(page)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// A bar for each row, with its interval.
fn plot(chapter: &Chapter) -> Result<String> {
    let bars = &chapter.bars;
    let count = u32::try_from(bars.len())?;
    let longest = bars.iter().map(|bar| 100.0 * bar.interval.end()).fold(1.0, f64::max);
    let mut svg = String::new();
    {
        let failed =
            |error: &dyn std::fmt::Display| anyhow!("the plot of {:?} cannot be drawn: {error}", chapter.title);
        let area = SVGBackend::with_string(&mut svg, (WIDTH, FRAME + BAR * count)).into_drawing_area();
        let mut chart = ChartBuilder::on(&area)
            .margin_right(20)
            .y_label_area_size(NAMES)
            .x_label_area_size(FRAME - 10)
            .build_cartesian_2d(0.0..longest * 1.05, (0..count).into_segmented())
            .map_err(|error| failed(&error))?;
        let name = |segment: &SegmentValue<u32>| match segment {
            // The first row stands on top.
            SegmentValue::CenterOf(place) => {
                let from_top = count.checked_sub(place + 1).and_then(|place| bars.get(place as usize));
                from_top.map_or_else(String::new, |bar| bar.name.clone())
            }
            _ => String::new(),
        };
        chart
            .configure_mesh()
            .disable_y_mesh()
            .y_labels(bars.len())
            .y_label_formatter(&name)
            .x_desc(chapter.axis)
            .draw()
            .map_err(|error| failed(&error))?;
        for (place, bar) in (0..count).rev().zip(bars) {
            let colour = if place + 1 == count { FIRST } else { COLOUR };
            let (from, to) = (SegmentValue::Exact(place), SegmentValue::Exact(place + 1));
            let mut shape = Rectangle::new([(0.0, from), (100.0 * bar.value, to)], colour.mix(0.75).filled());
            shape.set_margin(5, 5, 0, 0);
            let (low, high) = (100.0 * bar.interval.start(), 100.0 * bar.interval.end());
            let middle = SegmentValue::CenterOf(place);
            chart.draw_series([shape]).map_err(|error| failed(&error))?;
            let doubt = ErrorBar::new_horizontal(middle, low, 100.0 * bar.value, high, BLACK.filled(), 6);
            chart.draw_series([doubt]).map_err(|error| failed(&error))?;
        }
        area.present().map_err(|error| failed(&error))?;
    }
    Ok(svg)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::offline::evaluate::chapter::Bar;

    #[test]
    fn a_page_has_the_table_and_a_plot_and_escapes_names() {
        let bar = Bar { name: "AR".into(), value: 0.25, interval: 0.2..=0.3 };
        let rows = vec![("a<b".into(), vec!["25.0".into()])];
        let chapter =
            Chapter { title: "Which?".into(), columns: vec!["HR"], rows, bars: vec![bar], ..Chapter::default() };
        let page = html(&[chapter]).unwrap();
        assert!(page.contains("<svg") && page.contains("</svg>"), "{page}");
        assert!(page.contains("<td>a&lt;b</td><td>25.0</td>"));
    }
}
