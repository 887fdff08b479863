//! Where the parts of a diagram stand. Lifecycles are nearly lines, so the layout is a column:
//!
//! ```text
//!   back lanes  |  stages in the order of the file  |  lanes that skip or give up  |  stages of giving up
//! ```
//!
//! A step to the next stage is a straight arrow. Any other way runs in a vertical lane beside the column, one lane
//! for all the sources of a transition; lanes whose rows overlap get columns of their own, wide enough for their
//! words, so that no line crosses a box or a word. Horizontal pieces leave boxes, words stand in the gaps between
//! rows: they do not meet. Units are pixels.

use alloc::string::String;
use alloc::vec::Vec;

use super::machine::{Machine, Outcome, Transition};
use super::text::{width, wrap};

pub(super) const MARGIN: i32 = 24;
pub(super) const TITLE: i32 = 18;
pub(super) const STAGE: i32 = 14;
pub(super) const LABEL: i32 = 12;
/// From one baseline to the next.
pub(super) const STAGE_LINE: i32 = 19;
pub(super) const LABEL_LINE: i32 = 16;
const COLUMN: i32 = 280;
const SIDE_COLUMN: i32 = 200;
const LABEL_MOST: i32 = 150;
/// From a box to the first lane.
const LEAD: i32 = 26;
const PORT: i32 = 14;
/// Room for the title and the mark of the beginning.
const TOP: i32 = MARGIN + TITLE + 44;

/// How a line looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Look {
    Forward,
    Back,
    Stop,
}

/// A stage on the page.
#[derive(Clone, Debug)]
pub(super) struct Block {
    pub stage: usize,
    pub x: i32,
    pub y: i32,
    pub width: i32,
    pub height: i32,
    pub lines: Vec<String>,
}

/// An arrow; its head is at the last point.
#[derive(Clone, Debug)]
pub(super) struct Arrow {
    pub look: Look,
    pub points: Vec<(i32, i32)>,
}

/// Words beside an arrow; `y` is the first baseline.
#[derive(Clone, Debug)]
pub(super) struct Label {
    pub look: Look,
    pub x: i32,
    pub y: i32,
    /// Whether `x` is where the lines end.
    pub ends: bool,
    pub lines: Vec<String>,
}

/// Everything with its place.
#[derive(Clone, Debug)]
pub(super) struct Picture {
    pub width: i32,
    pub height: i32,
    pub blocks: Vec<Block>,
    pub arrows: Vec<Arrow>,
    pub labels: Vec<Label>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Side {
    Left,
    Right,
    /// Beyond the stages of giving up.
    Far,
}

/// The sources of one transition that share a lane.
#[derive(Clone, Debug)]
struct Bundle {
    side: Side,
    sources: Vec<usize>,
    target: usize,
    look: Look,
    lane: usize,
    lines: Vec<String>,
}

/// Rows of stages: `row[stage]`, and whether it stands in the side column.
struct Rows {
    row: Vec<usize>,
    aside: Vec<bool>,
    count: usize,
}

/// Steps to the next row: the row above and the words.
struct Step {
    row: usize,
    look: Look,
    lines: Vec<String>,
}

/// Places everything.
pub(super) fn layout(machine: &Machine, russian: bool) -> Picture {
    let rows = Rows::of(machine);
    let (steps, mut bundles) = routes(machine, &rows, russian);
    for side in [Side::Left, Side::Right, Side::Far] {
        assign_lanes(&mut bundles, side, &rows);
    }
    let mut page = Page::new(machine, russian, rows, bundles);
    page.place_rows(&steps);
    page.draw(&steps)
}

impl Rows {
    /// The column in the order of the file; each stage of giving up beside the rows it is reached from.
    fn of(machine: &Machine) -> Self {
        let given_up = |stage: usize| machine.stages[stage].outcome == Some(Outcome::Cancelled);
        let all = 0..machine.stages.len();
        let in_column = all.clone().filter(|stage| !given_up(*stage)).count();
        let aside: Vec<bool> = all.clone().map(|stage| in_column > 0 && given_up(stage)).collect();
        let mut rows = Self { row: alloc::vec![0; aside.len()], aside, count: 0 };
        for stage in all.clone().filter(|stage| !rows.aside[*stage]).collect::<Vec<_>>() {
            rows.row[stage] = rows.count;
            rows.count += 1;
        }
        let mut taken = Vec::new();
        for stage in all.filter(|stage| rows.aside[*stage]).collect::<Vec<_>>() {
            let wished = rows.wished(machine, stage);
            let free = (0..).filter(|row| !taken.contains(row)).take(machine.stages.len() + 1);
            let row = free.min_by_key(|row: &usize| row.abs_diff(wished)).unwrap_or(0);
            taken.push(row);
            rows.row[stage] = row;
            rows.count = rows.count.max(row + 1);
        }
        rows
    }

    /// The mean row of the column's stages with a way to this one.
    fn wished(&self, machine: &Machine, stage: usize) -> usize {
        let ways = machine.transitions.iter().filter(|way| way.to == machine.stages[stage].id);
        let sources = ways.flat_map(|way| &way.from).filter_map(|from| machine.index_of(from));
        let found: Vec<usize> =
            sources.filter(|from| !self.aside[*from]).map(|from| self.row[from]).collect();
        if found.is_empty() { 0 } else { found.iter().sum::<usize>() / found.len() }
    }

    /// The rows a bundle runs along, doubled; a bundle inside one row takes the gap under it.
    fn span(&self, bundle: &Bundle) -> (usize, usize) {
        let ends = bundle.sources.iter().chain([&bundle.target]).map(|stage| 2 * self.row[*stage]);
        let (low, high) = ends.fold((usize::MAX, 0), |(low, high), row| (low.min(row), high.max(row)));
        (low, high.max(low + 1))
    }
}

fn look(way: &Transition, machine: &Machine) -> Look {
    match machine.stage(&way.to).and_then(|stage| stage.outcome) {
        _ if way.back => Look::Back,
        Some(Outcome::Cancelled) => Look::Stop,
        _ => Look::Forward,
    }
}

fn words(way: &Transition, russian: bool, most: i32) -> Vec<String> {
    let mut lines = wrap(way.title.pick(russian), LABEL, most);
    if way.automatic {
        lines.push(if russian { "(автоматически)" } else { "(automatic)" }.into());
    }
    lines
}

/// Steps to the next row, and bundles for everything else.
fn routes(machine: &Machine, rows: &Rows, russian: bool) -> (Vec<Step>, Vec<Bundle>) {
    let (mut steps, mut bundles): (Vec<Step>, Vec<Bundle>) = (Vec::new(), Vec::new());
    for way in &machine.transitions {
        let Some(target) = machine.index_of(&way.to) else { continue };
        let first = bundles.len();
        for source in way.from.iter().filter_map(|from| machine.index_of(from)) {
            let side = match (rows.aside[source], rows.aside[target]) {
                (true, true) => Side::Far,
                (false, false) if rows.row[target] == rows.row[source] + 1 => {
                    let lines = words(way, russian, COLUMN / 2);
                    steps.push(Step { row: rows.row[source], look: look(way, machine), lines });
                    continue;
                }
                (false, false) if rows.row[target] <= rows.row[source] => Side::Left,
                _ => Side::Right,
            };
            match bundles[first..].iter_mut().find(|bundle| bundle.side == side) {
                Some(bundle) => bundle.sources.push(source),
                None => bundles.push(Bundle {
                    side,
                    sources: Vec::from([source]),
                    target,
                    look: look(way, machine),
                    lane: 0,
                    lines: words(way, russian, LABEL_MOST),
                }),
            }
        }
    }
    (steps, bundles)
}

/// Short ways get inner lanes; two ways share a lane where their rows at most touch.
fn assign_lanes(bundles: &mut [Bundle], side: Side, rows: &Rows) {
    let mut order: Vec<usize> = (0..bundles.len()).filter(|i| bundles[*i].side == side).collect();
    order.sort_by_key(|i| {
        let (low, high) = rows.span(&bundles[*i]);
        (high - low, *i)
    });
    let mut placed: Vec<(usize, usize, usize)> = Vec::new();
    for i in order {
        let (low, high) = rows.span(&bundles[i]);
        let free = |lane: usize| placed.iter().all(|(l, a, b)| *l != lane || high <= *a || *b <= low);
        let lane = (0..).find(|lane| free(*lane)).unwrap_or(0);
        placed.push((lane, low, high));
        bundles[i].lane = lane;
    }
}

/// A page being laid out.
struct Page {
    rows: Rows,
    bundles: Vec<Bundle>,
    blocks: Vec<Block>,
    title_width: i32,
    /// By row, the top and the height; the gap under a row ends where the next begins.
    tops: Vec<(i32, i32)>,
    /// Where the lanes of each side stand, from the inner one on.
    lanes: [Vec<i32>; 3],
}

impl Page {
    fn new(machine: &Machine, russian: bool, rows: Rows, bundles: Vec<Bundle>) -> Self {
        let lane_widths = [Side::Left, Side::Right, Side::Far].map(|side| lane_widths(&bundles, side));
        let total = |widths: &[i32]| if widths.is_empty() { 0 } else { LEAD + widths.iter().sum::<i32>() };
        let column = MARGIN + total(&lane_widths[0]);
        let aside = column + COLUMN + total(&lane_widths[1]).max(LEAD);
        let [left, right, far] = lane_widths;
        let lanes = [
            at(&left).map(|offset| column - LEAD - offset).collect(),
            at(&right).map(|offset| column + COLUMN + LEAD + offset).collect(),
            at(&far).map(|offset| aside + SIDE_COLUMN + LEAD + offset).collect(),
        ];
        let blocks = machine
            .stages
            .iter()
            .enumerate()
            .map(|(stage, said)| {
                let (x, width) = if rows.aside[stage] { (aside, SIDE_COLUMN) } else { (column, COLUMN) };
                let title = alloc::format!("{}. {}", stage + 1, said.title.pick(russian));
                let lines = wrap(&title, STAGE, width - 28);
                let most = [Side::Left, Side::Right, Side::Far]
                    .map(|side| ports(rows.row[stage], side, &bundles, &rows).len() as i32);
                let height = (lines.len() as i32 * STAGE_LINE + 22)
                    .max(most.into_iter().max().unwrap_or(0) * PORT + 12);
                Block { stage, x, y: 0, width, height, lines }
            })
            .collect();
        let title_width = width(machine.title.pick(russian), TITLE);
        Self { rows, bundles, blocks, title_width, tops: Vec::new(), lanes }
    }

    /// The gap between rows where a bundle's words stand.
    fn gap(&self, bundle: &Bundle) -> usize {
        let (low, high) = self.rows.span(bundle);
        // The last gap of the way: beside the arrow's end for one that gives up, beside its middle otherwise.
        ((low + high - 1) / 2).min(high.saturating_sub(1)) / 2
    }

    fn place_rows(&mut self, steps: &[Step]) {
        let mut y = TOP;
        for row in 0..self.rows.count {
            let height = self.blocks.iter().filter(|block| self.rows.row[block.stage] == row);
            let height = height.map(|block| block.height).max().unwrap_or(0);
            self.tops.push((y, height));
            let step: usize = steps.iter().filter(|step| step.row == row).map(|step| step.lines.len()).sum();
            let beside = self.bundles.iter().filter(|bundle| self.gap(bundle) == row);
            let beside = beside.map(|bundle| bundle.lines.len()).max().unwrap_or(0);
            y += height + 28 + (step.max(beside).max(1) as i32) * LABEL_LINE;
        }
        for block in &mut self.blocks {
            let (top, height) = self.tops[self.rows.row[block.stage]];
            block.y = top + (height - block.height) / 2;
        }
    }

    /// The first baseline of so many lines in the middle of the gap under a row.
    fn baseline(&self, row: usize, lines: usize) -> i32 {
        let (top, height) = self.tops[row];
        let next =
            self.tops.get(row + 1).map_or(top + height + 28 + lines as i32 * LABEL_LINE, |next| next.0);
        (top + height + next - lines as i32 * LABEL_LINE) / 2 + LABEL
    }

    /// Where a bundle's line meets a box. Boxes of one row share their places, so that no two lines run along each
    /// other, and a way inside a row is straight.
    fn port(&self, bundle: usize, stage: usize, incoming: bool) -> (i32, i32) {
        let side = self.bundles[bundle].side;
        let row = self.rows.row[stage];
        let here = ports(row, side, &self.bundles, &self.rows);
        let key = Port::key(&self.bundles[bundle], bundle, incoming);
        let index = here.iter().position(|port| port.key == key).unwrap_or(0) as i32;
        let block = &self.blocks[stage];
        let on_right = match side {
            Side::Left => false,
            Side::Right => !self.rows.aside[stage],
            Side::Far => true,
        };
        let x = if on_right { block.x + block.width } else { block.x };
        let (top, height) = self.tops[row];
        (x, top + (height - (here.len() as i32 - 1) * PORT) / 2 + index * PORT)
    }

    fn draw(self, steps: &[Step]) -> Picture {
        let (mut arrows, mut labels) = (Vec::new(), Vec::new());
        self.draw_steps(steps, &mut arrows, &mut labels);
        for (i, bundle) in self.bundles.iter().enumerate() {
            let lane = self.lanes[bundle.side as usize][bundle.lane];
            let end = self.port(i, bundle.target, true);
            for source in &bundle.sources {
                let start = self.port(i, *source, false);
                let points = Vec::from([start, (lane, start.1), (lane, end.1), end]);
                arrows.push(Arrow { look: bundle.look, points });
            }
            let ends = bundle.side == Side::Left;
            let inside_row = bundle.sources.iter().all(|source| self.port(i, *source, false).1 == end.1);
            let y = if inside_row {
                end.1 - 6 - (bundle.lines.len() as i32 - 1) * LABEL_LINE
            } else {
                self.baseline(self.gap(bundle), bundle.lines.len())
            };
            labels.push(Label {
                look: bundle.look,
                x: if ends { lane - 8 } else { lane + 8 },
                y,
                ends,
                lines: bundle.lines.clone(),
            });
        }
        let right = self.blocks.iter().map(|block| block.x + block.width);
        let words = labels.iter().filter(|label| !label.ends).map(|label| label.x + widest(&label.lines));
        let right = right.chain(words).max().unwrap_or(0).max(MARGIN + self.title_width);
        let bottom = self.blocks.iter().map(|block| block.y + block.height);
        let words = labels.iter().map(|label| label.y + label.lines.len() as i32 * LABEL_LINE);
        let bottom = bottom.chain(words).max().unwrap_or(0);
        Picture { width: right + MARGIN, height: bottom + MARGIN, blocks: self.blocks, arrows, labels }
    }

    fn draw_steps(&self, steps: &[Step], arrows: &mut Vec<Arrow>, labels: &mut Vec<Label>) {
        for row in 0..self.rows.count.saturating_sub(1) {
            let here: Vec<&Step> = steps.iter().filter(|step| step.row == row).collect();
            let block =
                |row| self.blocks.iter().find(|b| !self.rows.aside[b.stage] && self.rows.row[b.stage] == row);
            let (Some(first), Some(above), Some(below)) = (here.first(), block(row), block(row + 1)) else {
                continue;
            };
            let x = above.x + above.width / 2;
            let points = Vec::from([(x, above.y + above.height), (x, below.y)]);
            arrows.push(Arrow { look: first.look, points });
            let lines: Vec<String> = here.iter().flat_map(|step| step.lines.iter().cloned()).collect();
            let y = self.baseline(row, lines.len());
            labels.push(Label { look: first.look, x: x + 10, y, ends: false, lines });
        }
    }
}

/// A height in a row where a line leaves or meets boxes.
struct Port {
    key: (usize, bool),
    /// Lines that go up stand above those that go down; the outer lanes lie between: then none crosses another.
    order: (bool, i32),
}

impl Port {
    /// The ends of a bundle share a height, but for a way from a stage to itself.
    fn key(bundle: &Bundle, index: usize, incoming: bool) -> (usize, bool) {
        (index, incoming && bundle.sources.contains(&bundle.target))
    }
}

/// The heights of a row on one side, from above.
fn ports(row: usize, side: Side, bundles: &[Bundle], rows: &Rows) -> Vec<Port> {
    let mut ports: Vec<Port> = Vec::new();
    for (i, bundle) in bundles.iter().enumerate().filter(|(_, bundle)| bundle.side == side) {
        let mut add = |incoming: bool, stage: usize, other: usize| {
            let key = Port::key(bundle, i, incoming);
            if rows.row[stage] != row || ports.iter().any(|port| port.key == key) {
                return;
            }
            let down = rows.row[other] > row || (other == stage && incoming);
            // Seen from the side column the lanes stand in the opposite order.
            let mirrored = rows.aside[stage] && side == Side::Right;
            let lane = if mirrored { -(bundle.lane as i32) } else { bundle.lane as i32 };
            ports.push(Port { key, order: (down, if down { -lane } else { lane }) });
        };
        bundle.sources.iter().for_each(|source| add(false, *source, bundle.target));
        let to = rows.row[bundle.target];
        let farthest = bundle.sources.iter().max_by_key(|source| rows.row[**source].abs_diff(to));
        add(true, bundle.target, farthest.copied().unwrap_or(bundle.target));
    }
    ports.sort_by_key(|port| port.order);
    ports
}

fn widest(lines: &[String]) -> i32 {
    lines.iter().map(|line| width(line, LABEL)).max().unwrap_or(0)
}

/// The width of each lane with its widest words.
fn lane_widths(bundles: &[Bundle], side: Side) -> Vec<i32> {
    let mut widths = Vec::new();
    for bundle in bundles.iter().filter(|bundle| bundle.side == side) {
        if widths.len() <= bundle.lane {
            widths.resize(bundle.lane + 1, 0);
        }
        widths[bundle.lane] = widths[bundle.lane].max(widest(&bundle.lines) + 22);
    }
    widths
}

/// Where each lane begins, counted from the first.
fn at(widths: &[i32]) -> impl Iterator<Item = i32> {
    widths.iter().scan(0, |sum, width| {
        let here = *sum;
        *sum += width;
        Some(here)
    })
}

#[cfg(test)]
#[path = "layout_tests.rs"]
mod tests;
