//! Drawings within a page: bars, a curve, terms along the months. Each has a title and a description, marks that do
//! not rest on colour alone, and colours from the page's style.

use std::fmt::Write;

use chrono::{Datelike, Duration, NaiveDate};
use unicode_width::UnicodeWidthChar;
use vekha_core::markup::escaped;
use vekha_core::report::document::{Bars, Curve, Gantt, Stretch, Tone, Words};

use super::html::class;

/// The width of every drawing, in its own units.
const WIDTH: f64 = 1040.0;
/// The width of the names on the left.
const NAMES: f64 = 330.0;
/// How many columns of text fit there.
const COLUMNS: usize = 42;
/// The height of a row.
const ROW: f64 = 24.0;

/// Counts as bars.
pub fn bars(bars: &Bars, number: usize) -> String {
    let longest = bars.rows.iter().map(|(_, parts)| parts.iter().map(|(_, count)| count).sum::<u64>()).max();
    let unit = (WIDTH - NAMES - 60.0) / longest.unwrap_or(1).max(1) as f64;
    let legend = Legend::of(&bars.legend);
    let height = bars.rows.len() as f64 * (ROW + 6.0) + legend.height();
    let mut drawing = Drawing::new(number, &bars.title, &bars.description, height);
    for (index, (name, parts)) in bars.rows.iter().enumerate() {
        let top = index as f64 * (ROW + 6.0);
        drawing.text(0.0, top + 16.0, "name", &cut(name));
        let mut left = NAMES;
        for (tone, count) in parts {
            let width = *count as f64 * unit;
            drawing.rect(left, top, width, ROW - 2.0, *tone);
            let shown = count.to_string();
            if width > shown.len() as f64 * 8.0 + 6.0 {
                drawing.middle(left + width / 2.0, top + 16.0, "in", &shown);
            }
            left += width;
        }
        let all: u64 = parts.iter().map(|(_, count)| count).sum();
        drawing.text(left + 8.0, top + 16.0, "axis", &all.to_string());
    }
    drawing.legend(&legend, bars.rows.len() as f64 * (ROW + 6.0) + 18.0);
    drawing.figure()
}

/// What was planned and what was done.
pub fn curve(curve: &Curve, number: usize, words: &Words) -> String {
    let (top, bottom, left) = (24.0, 224.0, 46.0);
    let axis = Axis { from: curve.span.0, to: curve.span.1, left, width: WIDTH - left - 10.0 };
    let all = |totals: &[(NaiveDate, u64)]| totals.last().map_or(0, |(_, count)| *count);
    let most = all(&curve.planned.1).max(all(&curve.done.1)).max(1);
    let y = |count: u64| bottom - (bottom - top) * count as f64 / most as f64;
    let mut drawing = Drawing::new(number, &curve.title, &curve.description, bottom + 54.0);
    let step = (most.div_ceil(4)).max(1);
    for mark in (0..=most).step_by(usize::try_from(step).unwrap_or(1)) {
        drawing.line((left, y(mark)), (WIDTH - 10.0, y(mark)), "#c9ced4", "");
        drawing.end(left - 8.0, y(mark) + 4.0, "axis", &mark.to_string());
    }
    axis.months(&mut drawing, bottom + 16.0, (top, bottom), words);
    let until = curve.today.min(axis.to);
    for (totals, colour, dash, last) in
        [(&curve.planned.1, "#2f5d8a", "6 4", axis.to), (&curve.done.1, "#1b6e3c", "", until)]
    {
        let before = totals.iter().rev().find(|(day, _)| *day < axis.from).map_or(0, |(_, count)| *count);
        let mut path = format!("M{:.1} {:.1}", axis.x(axis.from), y(before));
        for (day, count) in totals.iter().filter(|(day, _)| (axis.from..=axis.to).contains(day)) {
            let _ = write!(path, "H{:.1}V{:.1}", axis.x(*day), y(*count));
        }
        let _ = write!(path, "H{:.1}", axis.x(last).max(axis.x(totals.last().map_or(last, |(day, _)| *day))));
        drawing.path(&path, colour, dash);
    }
    axis.today(&mut drawing, curve.today, top - 10.0, (top, bottom), words);
    let at = bottom + 42.0;
    drawing.line((left, at - 4.0), (left + 34.0, at - 4.0), "#2f5d8a", "6 4");
    drawing.text(left + 42.0, at, "", &curve.planned.0);
    drawing.line((left + 300.0, at - 4.0), (left + 334.0, at - 4.0), "#1b6e3c", "");
    drawing.text(left + 342.0, at, "", &curve.done.0);
    drawing.figure()
}

/// Terms along the months.
pub fn gantt(gantt: &Gantt, number: usize, words: &Words) -> String {
    let top = 26.0;
    let rows = gantt.rows.len() as f64 * ROW;
    let axis = Axis { from: gantt.span.0, to: gantt.span.1, left: NAMES, width: WIDTH - NAMES - 26.0 };
    let legend = Legend::of(&gantt.legend);
    let mut drawing = Drawing::new(number, &gantt.title, &gantt.description, top + rows + legend.height());
    axis.months(&mut drawing, 16.0, (top, top + rows), words);
    for (index, (no, name, stretches)) in gantt.rows.iter().enumerate() {
        let y = top + index as f64 * ROW;
        drawing.line((0.0, y), (WIDTH, y), "#e3e6ea", "");
        drawing.text(0.0, y + 16.0, "name", &cut(&format!("{no} {name}")));
        for stretch in stretches {
            bar(&mut drawing, &axis, stretch, y);
        }
    }
    axis.today(&mut drawing, gantt.today, top + rows + 12.0, (top, top + rows), words);
    drawing.legend(&legend, top + rows + 18.0);
    drawing.figure()
}

/// A term with both ends is a bar, one with its last day alone a diamond there; beyond the drawing an arrow points.
fn bar(drawing: &mut Drawing, axis: &Axis, stretch: &Stretch, y: f64) {
    let mark = mark(stretch.tone);
    let (first, last) = (stretch.from.unwrap_or(axis.from), stretch.to.unwrap_or(axis.to));
    let middle = y + ROW / 2.0;
    let end = match (stretch.from, stretch.to) {
        _ if last < axis.from => {
            drawing.polygon(
                &[(axis.left + 8.0, middle - 6.0), (axis.left, middle), (axis.left + 8.0, middle + 6.0)],
                stretch,
            );
            axis.left + 8.0
        }
        _ if first > axis.to => {
            let right = axis.left + axis.width;
            drawing.polygon(
                &[(right - 8.0, middle - 6.0), (right, middle), (right - 8.0, middle + 6.0)],
                stretch,
            );
            right
        }
        (None, Some(to)) => {
            let x = axis.x(to);
            drawing.polygon(
                &[(x - 7.0, middle), (x, middle - 7.0), (x + 7.0, middle), (x, middle + 7.0)],
                stretch,
            );
            x + 7.0
        }
        _ => {
            let (left, right) = (axis.x(first.max(axis.from)), axis.x(last.min(axis.to) + Duration::days(1)));
            // What has no term is a thread: it may be done any day.
            let inset = if stretch.tone == Tone::Undated { 10.0 } else { 5.0 };
            drawing.stretch(left, y + inset, (right - left).max(4.0), ROW - 2.0 * inset, stretch);
            right.max(left + 4.0)
        }
    };
    if !mark.is_empty() {
        drawing.text((end + 4.0).min(WIDTH - 12.0), y + 16.0, "", mark);
    }
}

/// What says a tone without its colour.
fn mark(tone: Tone) -> &'static str {
    match tone {
        Tone::Done => "✓",
        Tone::DoneLate => "✓!",
        Tone::Late => "!",
        Tone::Cancelled => "×",
        _ => "",
    }
}

/// Days from left to right.
struct Axis {
    from: NaiveDate,
    to: NaiveDate,
    left: f64,
    width: f64,
}

impl Axis {
    fn x(&self, day: NaiveDate) -> f64 {
        let days = (self.to - self.from).num_days().max(1) as f64 + 1.0;
        let at = (day - self.from).num_days() as f64;
        self.left + self.width * (at / days).clamp(0.0, 1.0)
    }

    /// A line at the first day of every month, and its name in the middle.
    fn months(&self, drawing: &mut Drawing, at: f64, (top, bottom): (f64, f64), words: &Words) {
        let mut first = self.from.with_day(1).unwrap_or(self.from);
        while first <= self.to {
            let next = (first + Duration::days(32)).with_day(1).unwrap_or(self.to);
            if first >= self.from {
                drawing.line((self.x(first), top), (self.x(first), bottom), "#d5d9de", "");
            }
            let middle = (self.x(first.max(self.from)) + self.x(next.min(self.to))) / 2.0;
            let name = words.months.get(first.month0() as usize).map_or("", String::as_str);
            let year = first.year() % 100;
            let shown = if first.month() == 1 || first <= self.from {
                format!("{name}\u{a0}{year}")
            } else {
                name.to_owned()
            };
            let room = self.x(next.min(self.to)) - self.x(first.max(self.from));
            if room > 8.0 * shown.chars().count() as f64 - 6.0 {
                drawing.middle(middle, at, "axis", &shown);
            }
            if next <= first {
                break;
            }
            first = next;
        }
    }

    fn today(
        &self,
        drawing: &mut Drawing,
        today: NaiveDate,
        at: f64,
        (top, bottom): (f64, f64),
        words: &Words,
    ) {
        if (self.from..=self.to).contains(&today) {
            let x = self.x(today);
            drawing.line((x, top - 8.0), (x, bottom), "#b3261e", "3 3");
            drawing.middle(x.clamp(self.left + 28.0, WIDTH - 28.0), at, "now", &words.today);
        }
    }
}

/// The legend in lines of at most the drawing's width.
struct Legend<'a> {
    lines: Vec<Vec<(f64, Tone, &'a str)>>,
}

impl<'a> Legend<'a> {
    fn of(tones: &'a [(Tone, String)]) -> Self {
        let mut lines: Vec<Vec<(f64, Tone, &str)>> = Vec::new();
        let mut left = WIDTH;
        for (tone, words) in tones {
            let width = 52.0 + columns(words) as f64 * 8.2;
            if lines.is_empty() || left + width > WIDTH {
                lines.push(Vec::new());
                left = 0.0;
            }
            if let Some(line) = lines.last_mut() {
                line.push((left, *tone, words));
            }
            left += width;
        }
        Self { lines }
    }

    fn height(&self) -> f64 {
        20.0 + self.lines.len() as f64 * 22.0
    }
}

/// One drawing at work.
struct Drawing {
    out: String,
    title: String,
}

impl Drawing {
    fn new(number: usize, title: &str, description: &str, height: f64) -> Self {
        let title = escaped(title);
        let out = format!(
            "<svg viewBox=\"0 0 {WIDTH} {height:.0}\" role=\"img\" aria-labelledby=\"d{number}-t d{number}-d\" \
             font-size=\"13\">\n<title id=\"d{number}-t\">{title}</title>\n<desc id=\"d{number}-d\">{}</desc>\n",
            escaped(description)
        );
        Self { out, title }
    }

    /// Writing into a text cannot fail.
    fn put(&mut self, words: std::fmt::Arguments<'_>) {
        let _ = self.out.write_fmt(words);
    }

    fn text(&mut self, x: f64, y: f64, class: &str, words: &str) {
        self.anchored(x, y, class, "", words);
    }

    fn middle(&mut self, x: f64, y: f64, class: &str, words: &str) {
        self.anchored(x, y, class, " text-anchor=\"middle\"", words);
    }

    fn end(&mut self, x: f64, y: f64, class: &str, words: &str) {
        self.anchored(x, y, class, " text-anchor=\"end\"", words);
    }

    fn anchored(&mut self, x: f64, y: f64, class: &str, anchor: &str, words: &str) {
        let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
        self.put(format_args!("<text x=\"{x:.1}\" y=\"{y:.1}\"{class}{anchor}>{}</text>\n", escaped(words)));
    }

    fn rect(&mut self, x: f64, y: f64, width: f64, height: f64, tone: Tone) {
        let class = class(tone);
        self.put(format_args!(
            "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" class=\"s-{class}\" \
             stroke=\"#fff\"/>\n"
        ));
    }

    fn stretch(&mut self, x: f64, y: f64, width: f64, height: f64, stretch: &Stretch) {
        let (class, label) = (class(stretch.tone), escaped(&stretch.label));
        self.put(format_args!(
            "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" rx=\"2\" \
             class=\"s-{class}\"><title>{label}</title></rect>\n"
        ));
    }

    fn polygon(&mut self, points: &[(f64, f64)], stretch: &Stretch) {
        let points: Vec<String> = points.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
        let (class, label) = (class(stretch.tone), escaped(&stretch.label));
        self.put(format_args!(
            "<polygon points=\"{}\" class=\"s-{class}\"><title>{label}</title></polygon>\n",
            points.join(" ")
        ));
    }

    fn line(&mut self, from: (f64, f64), to: (f64, f64), colour: &str, dash: &str) {
        let dash = dashed(dash);
        let width = if colour.starts_with("#c9") || colour.starts_with("#d5") || colour.starts_with("#e3") {
            1.0
        } else {
            2.0
        };
        self.put(format_args!(
            "<line x1=\"{:.1}\" y1=\"{:.1}\" x2=\"{:.1}\" y2=\"{:.1}\" stroke=\"{colour}\" stroke-width=\"{width}\"{dash}/>\n",
            from.0, from.1, to.0, to.1
        ));
    }

    fn path(&mut self, path: &str, colour: &str, dash: &str) {
        let dash = dashed(dash);
        self.put(format_args!(
            "<path d=\"{path}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2.5\"{dash}/>\n"
        ));
    }

    fn legend(&mut self, legend: &Legend<'_>, top: f64) {
        for (index, line) in legend.lines.iter().enumerate() {
            let y = top + 6.0 + index as f64 * 22.0;
            for (x, tone, words) in line {
                self.rect(*x, y, 16.0, 14.0, *tone);
                self.text(x + 22.0, y + 12.0, "", format!("{} {words}", mark(*tone)).trim_start());
            }
        }
    }

    fn figure(self) -> String {
        format!("<figure>\n<figcaption>{}</figcaption>\n{}</svg>\n</figure>\n", self.title, self.out)
    }
}

fn dashed(dash: &str) -> String {
    if dash.is_empty() { String::new() } else { format!(" stroke-dasharray=\"{dash}\"") }
}

fn columns(text: &str) -> usize {
    text.chars().filter_map(UnicodeWidthChar::width).sum()
}

/// A name that fits on the left, cut between words.
fn cut(name: &str) -> String {
    if columns(name) <= COLUMNS {
        return name.to_owned();
    }
    let mut kept = String::new();
    let mut width = 0;
    for c in name.chars() {
        width += c.width().unwrap_or(0);
        if width > COLUMNS - 1 {
            break;
        }
        kept.push(c);
    }
    let end = kept.rfind(' ').filter(|end| *end > COLUMNS / 2).unwrap_or(kept.len());
    format!("{}…", kept[..end].trim_end_matches([',', ';', ':', '-', '(', ' ', '…']))
}
