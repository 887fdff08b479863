//! The shipped definitions, and a table of bad ones.

use std::vec::Vec;

use super::*;

/// Name and text of every shipped definition.
const SHIPPED: &[(&str, &str)] = &[
    ("programme", include_str!("../../../workflows/programme.toml")),
    ("task", include_str!("../../../workflows/task.toml")),
    ("pair", include_str!("../../../workflows/pair.toml")),
    ("document", include_str!("../../../workflows/document.toml")),
];

#[test]
fn shipped_definitions_have_nothing_to_complain_about() {
    for (name, source) in SHIPPED {
        let (machine, diagnostics) = parse(source);
        assert_eq!(diagnostics, Vec::new(), "{name}");
        assert_eq!(machine.expect("a machine").name, *name);
    }
}
