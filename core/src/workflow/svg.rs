//! The machine as a self-contained SVG: readable on screen and in print, with a text alternative.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::{Result, Write};

use super::layout::{
    Arrow, Block, LABEL, LABEL_LINE, Label, Look, MARGIN, Picture, STAGE, STAGE_LINE, TITLE, layout,
};
use super::machine::{Machine, Outcome};
use super::text::width;
use crate::markup::escaped;

const FACES: &str = "'PT Sans', 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', Arial, sans-serif";
const LOOKS: [Look; 3] = [Look::Forward, Look::Back, Look::Stop];

impl Look {
    fn colour(self) -> &'static str {
        match self {
            Self::Forward => "#1f4e79",
            Self::Back => "#7a4a00",
            Self::Stop => "#8c2f22",
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Forward => "forward",
            Self::Back => "back",
            Self::Stop => "stop",
        }
    }

    fn legend(self, russian: bool) -> &'static str {
        match (self, russian) {
            (Self::Forward, true) => "вперёд",
            (Self::Back, true) => "назад, с причиной",
            (Self::Stop, true) => "прекращение",
            (Self::Forward, false) => "forward",
            (Self::Back, false) => "back, with a reason",
            (Self::Stop, false) => "giving up",
        }
    }
}

/// The diagram in a few sentences, for those who do not see it: stages, then ways.
pub(super) fn description(machine: &Machine, russian: bool) -> String {
    let named = |id: &str| machine.stage(id).map_or("", |stage| stage.title.pick(russian));
    let stages: Vec<&str> = machine.stages.iter().map(|stage| stage.title.pick(russian)).collect();
    let ways: Vec<String> = machine
        .transitions
        .iter()
        .map(|way| {
            let from: Vec<&str> = way.from.iter().map(|from| named(from)).collect();
            alloc::format!("{} → {} ({})", from.join(", "), named(&way.to), way.title.pick(russian))
        })
        .collect();
    let (first, second) =
        if russian { ("Стадии", "Переходы") } else { ("Stages", "Transitions") };
    alloc::format!("{first}: {}. {second}: {}.", stages.join(", "), ways.join("; "))
}

impl Machine {
    /// A drawing of the stages and the ways between them, in Russian or in English.
    pub fn to_svg(&self, russian: bool) -> String {
        let mut picture = layout(self, russian);
        let looks: Vec<Look> =
            LOOKS.into_iter().filter(|look| picture.arrows.iter().any(|arrow| arrow.look == *look)).collect();
        let legend: i32 = looks.iter().map(|look| 62 + width(look.legend(russian), LABEL)).sum();
        picture.width = picture.width.max(2 * MARGIN + legend);
        picture.height += LABEL_LINE + 8;
        let mut out = String::new();
        // Writing to a string does not fail.
        let _ = self.write_svg(&picture, &looks, russian, &mut out);
        out
    }

    fn write_svg(&self, picture: &Picture, looks: &[Look], russian: bool, out: &mut String) -> Result {
        let Picture { width, height, .. } = *picture;
        // Several diagrams may stand in one page.
        let id = alloc::format!("w{}", self.hash.short());
        let lang = if russian { "ru" } else { "en" };
        let title = escaped(self.title.pick(russian));
        writeln!(
            out,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"0 0 {width} {height}\" lang=\"{lang}\" role=\"img\" \
             aria-labelledby=\"{id}-t {id}-d\" font-family=\"{FACES}\">"
        )?;
        writeln!(out, "<title id=\"{id}-t\">{title}</title>")?;
        writeln!(out, "<desc id=\"{id}-d\">{}</desc>", escaped(&description(self, russian)))?;
        writeln!(out, "<defs>")?;
        for look in looks {
            writeln!(
                out,
                "<marker id=\"{id}-{}\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" markerWidth=\"9\" \
                 markerHeight=\"9\" markerUnits=\"userSpaceOnUse\" orient=\"auto\">\
                 <path d=\"M0 0.8 10 5 0 9.2z\" fill=\"{}\"/></marker>",
                look.name(),
                look.colour()
            )?;
        }
        writeln!(out, "</defs>")?;
        writeln!(out, "<rect width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>")?;
        let baseline = MARGIN + TITLE - 2;
        writeln!(
            out,
            "<text x=\"{MARGIN}\" y=\"{baseline}\" font-size=\"{TITLE}\" font-weight=\"bold\" \
             fill=\"#1b1b1b\">{title}</text>"
        )?;
        picture.arrows.iter().try_for_each(|arrow| write_arrow(arrow, &id, out))?;
        for block in &picture.blocks {
            let stage = &self.stages[block.stage];
            write_block(block, stage.outcome, stage.id == self.initial, out)?;
        }
        picture.labels.iter().try_for_each(|label| write_label(label, out))?;
        write_legend(picture, looks, &id, russian, out)?;
        writeln!(out, "</svg>")
    }
}

fn write_block(block: &Block, outcome: Option<Outcome>, begins: bool, out: &mut String) -> Result {
    let Block { x, y, width, height, ref lines, .. } = *block;
    let (fill, stroke) = match outcome {
        None => ("#eef4fa", "#1f4e79"),
        Some(Outcome::Done) => ("#e6f4ea", "#1e6b37"),
        Some(Outcome::Cancelled) => ("#f6e9e7", "#8c2f22"),
    };
    if begins {
        let centre = x + 30;
        writeln!(
            out,
            "<circle cx=\"{centre}\" cy=\"{}\" r=\"6\" fill=\"#1b1b1b\"/>\
             <path d=\"M{centre} {} V{}\" stroke=\"#1b1b1b\" stroke-width=\"1.5\"/>\
             <path d=\"M{} {} h9 l-4.5 8z\" fill=\"#1b1b1b\"/>",
            y - 24,
            y - 18,
            y - 7,
            centre as f32 - 4.5,
            y - 9,
        )?;
    }
    writeln!(
        out,
        "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"8\" fill=\"{fill}\" \
         stroke=\"{stroke}\" stroke-width=\"1.5\"/>"
    )?;
    if outcome.is_some() {
        writeln!(
            out,
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"5\" fill=\"none\" stroke=\"{stroke}\"/>",
            x + 4,
            y + 4,
            width - 8,
            height - 8
        )?;
    }
    let first = y + (height - lines.len() as i32 * STAGE_LINE) / 2 + STAGE;
    let centre = x + width / 2;
    write!(out, "<text font-size=\"{STAGE}\" font-weight=\"600\" fill=\"#1b1b1b\" text-anchor=\"middle\">")?;
    for (i, line) in lines.iter().enumerate() {
        let y = first + i as i32 * STAGE_LINE;
        write!(out, "<tspan x=\"{centre}\" y=\"{y}\">{}</tspan>", escaped(line))?;
    }
    writeln!(out, "</text>")
}

/// Straight pieces with rounded corners.
fn write_arrow(arrow: &Arrow, id: &str, out: &mut String) -> Result {
    let dash = if arrow.look == Look::Back { " stroke-dasharray=\"6 4\"" } else { "" };
    write!(out, "<path d=\"")?;
    let points = &arrow.points;
    for (i, &(x, y)) in points.iter().enumerate() {
        match (i.checked_sub(1).map(|before| points[before]), points.get(i + 1)) {
            (None, _) => write!(out, "M{x} {y}")?,
            (Some(_), None) => write!(out, " L{x} {y}")?,
            (Some(before), Some(&after)) => {
                let (ax, ay) = towards((x, y), before);
                let (bx, by) = towards((x, y), after);
                write!(out, " L{ax} {ay} Q{x} {y} {bx} {by}")?;
            }
        }
    }
    writeln!(
        out,
        "\" fill=\"none\" stroke=\"{}\" stroke-width=\"1.5\"{dash} marker-end=\"url(#{id}-{})\"/>",
        arrow.look.colour(),
        arrow.look.name()
    )
}

/// A point at most 8 pixels, and at most half the way, from a corner to its neighbour.
fn towards((x, y): (i32, i32), (to_x, to_y): (i32, i32)) -> (i32, i32) {
    let step = |from: i32, to: i32| from + ((to - from) / 2).clamp(-8, 8);
    (step(x, to_x), step(y, to_y))
}

/// Words with a white edge, so that they stay readable where a line passes.
fn write_label(label: &Label, out: &mut String) -> Result {
    let anchor = if label.ends { "end" } else { "start" };
    write!(
        out,
        "<text font-size=\"{LABEL}\" fill=\"{}\" stroke=\"#ffffff\" stroke-width=\"3\" \
         paint-order=\"stroke\" stroke-linejoin=\"round\" text-anchor=\"{anchor}\">",
        label.look.colour()
    )?;
    for (i, line) in label.lines.iter().enumerate() {
        let y = label.y + i as i32 * LABEL_LINE;
        write!(out, "<tspan x=\"{}\" y=\"{y}\">{}</tspan>", label.x, escaped(line))?;
    }
    writeln!(out, "</text>")
}

fn write_legend(picture: &Picture, looks: &[Look], id: &str, russian: bool, out: &mut String) -> Result {
    let y = picture.height - MARGIN;
    let mut x = MARGIN;
    for look in looks {
        let points = Vec::from([(x, y - 4), (x + 34, y - 4)]);
        write_arrow(&Arrow { look: *look, points }, id, out)?;
        let words = look.legend(russian);
        writeln!(
            out,
            "<text x=\"{}\" y=\"{y}\" font-size=\"{LABEL}\" fill=\"#1b1b1b\">{words}</text>",
            x + 40
        )?;
        x += 62 + width(words, LABEL);
    }
    Ok(())
}
