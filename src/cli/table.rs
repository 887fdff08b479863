//! Tables: fitted to a terminal, one line a row when piped.

use comfy_table::{Attribute, Cell, CellAlignment, ContentArrangement, presets};

/// Rows under a header. Cyrillic aligns, because widths are counted in columns of the screen.
#[derive(Clone, Debug)]
pub struct Table {
    headers: Vec<String>,
    rows: Vec<Vec<String>>,
    right: Vec<usize>,
}

impl Table {
    /// An empty table with the words of its header.
    pub fn new<S: Into<String>>(headers: impl IntoIterator<Item = S>) -> Self {
        Self { headers: headers.into_iter().map(Into::into).collect(), rows: Vec::new(), right: Vec::new() }
    }

    /// Aligns a column (counted from 0) to the right, as numbers are.
    pub fn right(mut self, column: usize) -> Self {
        self.right.push(column);
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

    /// The text. With `width` columns cells wrap to fit; without, a row is a line whatever its length.
    pub(super) fn render(&self, width: Option<usize>) -> String {
        let mut table = comfy_table::Table::new();
        table.load_style(presets::NOTHING);
        match width.and_then(|width| u16::try_from(width).ok()) {
            Some(width) => {
                table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width).enforce_styling();
                table.set_header(
                    self.headers.iter().map(|word| Cell::new(word).add_attribute(Attribute::Bold)),
                );
            }
            None => {
                table.force_no_tty().set_header(self.headers.iter().map(Cell::new));
            }
        }
        for row in &self.rows {
            table.add_row(row.iter().map(|cell| match width {
                Some(_) => cell.clone(),
                None => cell.replace(['\n', '\r', '\t'], " "),
            }));
        }
        for (index, column) in table.column_iter_mut().enumerate() {
            column.set_padding((0, 2));
            if self.right.contains(&index) {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
        table.trim_fmt()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_width::UnicodeWidthStr;

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
    fn a_row_stays_a_line_when_piped() {
        let mut table = Table::new(["a"]);
        table.row(["one\ntwo"]);
        assert_eq!(table.render(None).lines().nth(1), Some("one two"));
    }

    #[test]
    fn cells_wrap_to_the_width_of_a_terminal() {
        let text = sample().render(Some(40));
        let plain = anstream::adapter::strip_str(&text).to_string();
        assert!(plain.lines().all(|line| line.width() <= 40), "{plain}");
        assert!(plain.lines().count() > 3, "{plain}");
    }
}
