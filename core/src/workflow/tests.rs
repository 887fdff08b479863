//! The shipped definitions, and a table of bad ones.

use std::vec::Vec;

use super::*;

/// Name and text of every shipped definition.
const SHIPPED: &[(&str, &str)] = &[("task", include_str!("../../../workflows/task.toml"))];

#[test]
fn shipped_definitions_have_nothing_to_complain_about() {
    for (name, source) in SHIPPED {
        let (machine, diagnostics) = parse(source);
        assert_eq!(diagnostics, Vec::new(), "{name}");
        assert_eq!(machine.expect("a machine").name, *name);
    }
}
