//! Files of any carrier become tables of cells.
