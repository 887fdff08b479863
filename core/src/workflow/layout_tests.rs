//! Properties of drawings of any machine, and of those that ship.

use std::format;
use std::string::{String, ToString};
use std::vec::Vec;

use proptest::prelude::*;

use super::super::machine::*;
use super::*;

/// Left, top, right, bottom.
type Frame = (i32, i32, i32, i32);

fn apart(a: Frame, b: Frame) -> bool {
    a.2 <= b.0 || b.2 <= a.0 || a.3 <= b.1 || b.3 <= a.1
}

fn frame(block: &Block) -> Frame {
    (block.x, block.y, block.x + block.width, block.y + block.height)
}

fn label_frame(label: &Label) -> Frame {
    let width = widest(&label.lines);
    let left = if label.ends { label.x - width } else { label.x };
    let top = label.y - LABEL;
    (left, top, left + width, top + label.lines.len() as i32 * LABEL_LINE)
}

#[track_caller]
fn check(machine: &Machine) {
    let picture = layout(machine, true);
    let blocks: Vec<Frame> = picture.blocks.iter().map(frame).collect();
    let labels: Vec<Frame> = picture.labels.iter().map(label_frame).collect();
    for (i, a) in blocks.iter().enumerate() {
        assert!(blocks[..i].iter().all(|b| apart(*a, *b)), "boxes {i} overlap: {picture:?}");
        assert!(a.0 >= 0 && a.1 >= 0 && a.2 <= picture.width && a.3 <= picture.height, "box off the page");
    }
    for (i, a) in labels.iter().enumerate() {
        assert!(blocks.iter().all(|b| apart(*a, *b)), "{:?} lies on a box", picture.labels[i]);
        assert!(
            a.0 >= 0 && a.2 <= picture.width && a.3 <= picture.height,
            "{:?} off the page",
            picture.labels[i]
        );
    }
    for arrow in &picture.arrows {
        for end in [arrow.points.first(), arrow.points.last()].into_iter().flatten() {
            let on_edge = |f: &Frame| {
                (f.0..=f.2).contains(&end.0)
                    && (f.1..=f.3).contains(&end.1)
                    && (end.0 == f.0 || end.0 == f.2 || end.1 == f.1 || end.1 == f.3)
            };
            assert!(blocks.iter().any(on_edge), "{arrow:?} ends in the air");
        }
        for piece in arrow.points.windows(2) {
            assert!(piece[0].0 == piece[1].0 || piece[0].1 == piece[1].1, "{arrow:?} is not straight");
        }
    }
}

/// A vertical piece of a lane, or a horizontal one, never runs through a box.
#[track_caller]
fn check_lines_avoid_boxes(machine: &Machine) {
    let picture = layout(machine, true);
    for arrow in &picture.arrows {
        for piece in arrow.points.windows(2) {
            let (a, b) = (piece[0], piece[1]);
            let line = (a.0.min(b.0), a.1.min(b.1), a.0.max(b.0).max(a.0.min(b.0) + 1), a.1.max(b.1) + 1);
            for block in &picture.blocks {
                let inner = (block.x + 1, block.y + 1, block.x + block.width, block.y + block.height);
                assert!(apart(line, inner), "{arrow:?} runs through {block:?}");
            }
        }
    }
}

#[test]
fn shipped_workflows_are_drawn_without_collisions() {
    for source in [
        include_str!("../../../workflows/programme.toml"),
        include_str!("../../../workflows/task.toml"),
        include_str!("../../../workflows/pair.toml"),
        include_str!("../../../workflows/document.toml"),
        include_str!("../../../examples/workflows/programme-six-stages.toml"),
    ] {
        let machine = super::super::parse(source).0.expect("a machine");
        check(&machine);
        check_lines_avoid_boxes(&machine);
        let picture = layout(&machine, true);
        let labels: Vec<Frame> = picture.labels.iter().map(label_frame).collect();
        for (i, a) in labels.iter().enumerate() {
            assert!(labels[..i].iter().all(|b| apart(*a, *b)), "{:?}", picture.labels[i]);
        }
    }
}

#[test]
fn what_people_write_stays_text_in_a_drawing() {
    let mut machine = super::super::parse(include_str!("../../../workflows/task.toml")).0.expect("a machine");
    machine.stages[0].title.ru = "</text><script>\"&'\u{1}".to_string();
    machine.transitions[0].title.ru = "a: b; \"c\" {d} #e\n--> [*]".to_string();
    let svg = machine.to_svg(true);
    assert!(!svg.contains("<script") && svg.contains("&lt;script&gt;&quot;&amp;"), "{svg}");
    let mermaid = machine.to_mermaid(true);
    assert!(
        mermaid.contains("s1 --> s2 : a#58; b#59; #quot;c#quot; #123;d#125; #35;e --#gt; [*]\n"),
        "{mermaid}"
    );
}

fn any_machine() -> impl Strategy<Value = Machine> {
    let words = |text: String| Words { ru: text.clone(), en: text };
    let outcome = prop_oneof![
        4 => Just(None), 1 => Just(Some(Outcome::Done)), 2 => Just(Some(Outcome::Cancelled))
    ];
    let stages = prop::collection::vec(("[А-Яа-я ]{1,60}", outcome), 1..9);
    let ways = prop::collection::vec(
        (prop::collection::vec(0usize..9, 1..4), 0usize..9, any::<bool>(), any::<bool>(), "[а-яё ]{1,50}"),
        0..14,
    );
    (stages, ways).prop_map(move |(stages, ways)| {
        let count = stages.len();
        let id = |i: usize| format!("s{}", i % count);
        Machine {
            name: "any".into(),
            title: words("Любой".into()),
            kind: SubjectKind::Pair,
            hash: crate::digest::Digest::default(),
            initial: "s0".into(),
            stages: stages
                .into_iter()
                .enumerate()
                .map(|(i, (title, outcome))| Stage {
                    id: id(i),
                    title: words(title),
                    outcome,
                    term: None,
                    on_enter: Vec::new(),
                    evidence: Vec::new(),
                })
                .collect(),
            transitions: ways
                .into_iter()
                .enumerate()
                .map(|(i, (mut from, to, back, automatic, title))| {
                    from.iter_mut().for_each(|from| *from %= count);
                    from.sort_unstable();
                    from.dedup();
                    Transition {
                        id: format!("t{i}"),
                        title: words(title),
                        from: from.into_iter().map(id).collect(),
                        to: id(to),
                        back,
                        roles: Vec::new(),
                        requires: Vec::new(),
                        automatic,
                        needs_reason: false,
                    }
                })
                .collect(),
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]
    #[test]
    fn any_machine_is_drawn_on_the_page_and_words_stay_off_boxes(machine in any_machine()) {
        check(&machine);
        check_lines_avoid_boxes(&machine);
        let svg = machine.to_svg(true);
        let starts_and_ends = svg.starts_with("<svg ") && svg.ends_with("</svg>\n");
        prop_assert!(starts_and_ends);
        machine.to_mermaid(false);
    }
}
