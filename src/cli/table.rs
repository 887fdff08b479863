//! Tables: fitted to the terminal, or to a stable width when piped.

use comfy_table::{Attribute, Cell, CellAlignment, ColumnConstraint, ContentArrangement, presets};
use unicode_width::UnicodeWidthStr;

/// The width of a table that is piped: the same everywhere, so that outputs can be compared.
const PIPED: u16 = 120;

/// A column that is no wider is not cut.
const SHORT: usize = 22;

/// A terminal of fewer columns has no place for optional ones.
const NARROW: usize = 100;

/// A terminal of fewer columns shows the rows of a wide table as lists.
const STACKED: usize = 50;

/// Rows under a header. Cyrillic aligns, because widths are counted in columns of the screen.
#[derive(Clone, Debug)]
pub struct Table {
    headers: Vec<String>,
    rows: Vec<Vec<String>>,
    right: Vec<usize>,
    optional: Option<usize>,
}

impl Table {
    /// An empty table with the words of its header.
    pub fn new<S: Into<String>>(headers: impl IntoIterator<Item = S>) -> Self {
        Self {
            headers: headers.into_iter().map(Into::into).collect(),
            rows: Vec::new(),
            right: Vec::new(),
            optional: None,
        }
    }

    /// Aligns a column (counted from 0) to the right, as numbers are.
    pub fn right(mut self, column: usize) -> Self {
        self.right.push(column);
        self
    }

    /// Leaves the last column out, counted from 0, where the terminal is too narrow for all of them.
    pub fn optional(mut self, last: usize) -> Self {
        self.optional = Some(last);
        self
    }

    /// Adds a row; a missing cell is empty.
    pub fn row<S: Into<String>>(&mut self, cells: impl IntoIterator<Item = S>) {
        self.rows.push(cells.into_iter().map(Into::into).collect());
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The text; cells wrap to fit. Without a terminal's `width` it is plain and fits [`PIPED`].
    pub(super) fn render(&self, width: Option<usize>) -> String {
        let narrow = width.is_some_and(|width| width < NARROW);
        let kept = self.optional.filter(|_| narrow).unwrap_or(usize::MAX);
        if let Some(width) = width.filter(|width| *width < STACKED && self.headers.len().min(kept) > 3) {
            return self.stacked(width, kept);
        }
        let headers = || self.headers.iter().take(kept);
        let mut table = comfy_table::Table::new();
        table.load_style(presets::NOTHING);
        table.set_content_arrangement(ContentArrangement::Dynamic);
        match width {
            Some(width) => {
                table.set_width(u16::try_from(width).unwrap_or(u16::MAX)).enforce_styling();
                table.set_header(headers().map(|word| Cell::new(word).add_attribute(Attribute::Bold)));
            }
            None => {
                table.force_no_tty().set_width(PIPED).set_header(headers().map(Cell::new));
            }
        }
        table.add_rows(self.rows.iter().map(|row| row.iter().take(kept)));
        let whole = self.whole_columns(kept, width.unwrap_or(usize::from(PIPED)));
        for (index, column) in table.column_iter_mut().enumerate() {
            column.set_padding((0, 2));
            if whole.contains(&index) {
                column.set_constraint(ColumnConstraint::ContentWidth);
            }
            if self.right.contains(&index) {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
        table.trim_fmt()
    }

    /// Each row as a list of its cells: so narrow a terminal would break every word of a table.
    fn stacked(&self, width: usize, kept: usize) -> String {
        let rows =
            self.rows.iter().map(|row| {
                let mut table = comfy_table::Table::new();
                table.load_style(presets::NOTHING);
                table.set_content_arrangement(ContentArrangement::Dynamic);
                table.set_width(u16::try_from(width).unwrap_or(u16::MAX)).enforce_styling();
                let cells = self.headers.iter().zip(row).take(kept).filter(|(_, cell)| !cell.is_empty());
                table.add_rows(cells.map(|(header, cell)| {
                    [Cell::new(header).add_attribute(Attribute::Bold), Cell::new(cell)]
                }));
                if let Some(column) = table.column_mut(0) {
                    column.set_constraint(ColumnConstraint::ContentWidth);
                }
                table.column_iter_mut().for_each(|column| {
                    column.set_padding((0, 1));
                });
                table.trim_fmt()
            });
        rows.collect::<Vec<_>>().join("\n\n")
    }

    /// The short columns, numbers and dates, which must not be cut as long as the others have room beside them.
    fn whole_columns(&self, kept: usize, width: usize) -> Vec<usize> {
        let cell = |text: &String| text.lines().map(UnicodeWidthStr::width).max().unwrap_or(0);
        let column = |index: usize| {
            let cells = self.rows.iter().filter_map(|row| row.get(index)).chain(self.headers.get(index));
            cells.map(cell).max().unwrap_or(0)
        };
        let widths: Vec<usize> = (0..self.headers.len().min(kept)).map(column).collect();
        let short: Vec<usize> = (0..widths.len()).filter(|index| widths[*index] <= SHORT).collect();
        let taken: usize = short.iter().map(|index| widths[*index] + 2).sum();
        let others = (widths.len() - short.len()) * SHORT;
        if taken + others <= width { short } else { Vec::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Table {
        let mut table = Table::new(["№", "Мероприятие", "Срок"]).right(0);
        table.row(["1.1", "Приказ о внедрении целевой модели наставничества", "30.08.2023"]);
        table.row(["10.12", "Ёж", "до 15.10"]);
        table
    }

    #[test]
    fn columns_of_cyrillic_align_when_piped() {
        let text = sample().render(None);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 3, "{text}");
        let start = |line: &str, word: &str| line[..line.find(word).unwrap()].width();
        assert_eq!(start(lines[0], "Срок"), start(lines[1], "30.08"));
        assert_eq!(start(lines[0], "Срок"), start(lines[2], "до 15"));
        assert!(lines[1].starts_with("  1.1  При"), "{text}");
        assert!(!text.contains('\x1b'));
    }

    #[test]
    fn a_piped_table_has_one_width_and_keeps_short_columns_whole() {
        let mut table = Table::new(["№", "Мероприятие", "Срок"]);
        table.row(["5.5@2023-12".to_owned(), "слово ".repeat(60), "01.12.2023–31.12.2023".to_owned()]);
        let text = table.render(None);
        assert!(text.lines().all(|line| line.width() <= usize::from(PIPED)), "{text}");
        assert!(text.contains("5.5@2023-12  слово") && text.contains("01.12.2023–31.12.2023"), "{text}");
    }

    #[test]
    fn a_narrow_terminal_does_without_an_optional_column() {
        let table = sample().optional(2);
        assert!(!table.render(Some(80)).contains("30.08"), "{}", table.render(Some(80)));
        assert!(table.render(Some(100)).contains("30.08"));
        assert!(table.render(None).contains("30.08"));
    }

    #[test]
    fn cells_wrap_to_the_width_of_a_terminal() {
        let text = sample().render(Some(40));
        let plain = anstream::adapter::strip_str(&text).to_string();
        assert!(plain.lines().all(|line| line.width() <= 40), "{plain}");
        assert!(plain.lines().count() > 3, "{plain}");
    }
}
