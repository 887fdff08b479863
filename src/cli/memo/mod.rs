//! `vekha memo …`: pages to hand over.

mod week;

super::commands! {
    /// Write pages to hand over
    Week => week,
}
