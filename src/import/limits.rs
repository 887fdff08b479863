//! How much of a file is too much.
//!
//! A real roadmap is a few hundred kilobytes and a few hundred rows; a list of a region's people some thousand
//! rows. The limits stand far above both and far below what would trouble an ordinary laptop.

/// Bytes of the file itself: 64 MiB.
pub const FILE_BYTES: u64 = 64 << 20;
/// Bytes that the parts of a zipped document may inflate to, all together: 64 MiB.
pub const INFLATED_BYTES: u64 = 64 << 20;
/// Entries of a zipped document.
pub const ENTRIES: usize = 10_000;
/// Characters of one cell.
pub const CELL_CHARS: usize = 100_000;
/// Rows of all tables together.
pub const ROWS: usize = 200_000;
/// Columns of a table.
pub const COLUMNS: usize = 500;
/// Cells of all tables together.
pub const CELLS: usize = 2_000_000;
/// How deep elements may stand in each other.
pub const DEPTH: usize = 512;
