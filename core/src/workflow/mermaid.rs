//! The machine as a Mermaid state diagram, for pages that draw Mermaid themselves.

use alloc::string::String;
use core::fmt::Write;

use super::machine::{Machine, Outcome};
use super::svg::description;

impl Machine {
    /// A `stateDiagram-v2`; stages are `s1`, `s2`… by their number, so that any id may be drawn.
    pub fn to_mermaid(&self, russian: bool) -> String {
        let mut text = String::new();
        // Writing to a string does not fail.
        let _ = self.write_mermaid(russian, &mut text);
        text
    }

    fn write_mermaid(&self, russian: bool, text: &mut String) -> core::fmt::Result {
        let number = |id: &str| self.index_of(id).map_or(0, |index| index + 1);
        writeln!(text, "stateDiagram-v2")?;
        writeln!(text, "    accTitle: {}", escaped(self.title.pick(russian)))?;
        writeln!(text, "    accDescr: {}", escaped(&description(self, russian)))?;
        for (index, stage) in self.stages.iter().enumerate() {
            let n = index + 1;
            writeln!(text, "    state \"{n}. {}\" as s{n}", escaped(stage.title.pick(russian)))?;
        }
        writeln!(text, "    [*] --> s{}", number(&self.initial))?;
        for way in &self.transitions {
            let mark = if way.back { "← " } else { "" };
            for from in &way.from {
                let title = escaped(way.title.pick(russian));
                writeln!(text, "    s{} --> s{} : {mark}{title}", number(from), number(&way.to))?;
            }
        }
        for (index, stage) in self.stages.iter().enumerate().filter(|(_, stage)| stage.outcome.is_some()) {
            let class = if stage.outcome == Some(Outcome::Done) { "done" } else { "cancelled" };
            writeln!(text, "    s{n} --> [*]\n    class s{n} {class}", n = index + 1)?;
        }
        writeln!(text, "    classDef done fill:#e6f4ea,stroke:#1e6b37")?;
        writeln!(text, "    classDef cancelled fill:#f6e9e7,stroke:#8c2f22")
    }
}

/// What would end or change the line is written as Mermaid's entity codes.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '"' => out.push_str("#quot;"),
            '#' => out.push_str("#35;"),
            ';' => out.push_str("#59;"),
            ':' => out.push_str("#58;"),
            '{' => out.push_str("#123;"),
            '}' => out.push_str("#125;"),
            '<' => out.push_str("#lt;"),
            '>' => out.push_str("#gt;"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}
