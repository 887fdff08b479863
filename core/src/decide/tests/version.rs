//! Going on under another version of a workflow, and back.

use std::string::String;
use std::vec;

use super::*;
use crate::command::Place;
use crate::digest::Digest;
use crate::ids::ProgrammeId;
use crate::workflow::migrate;

const IT: Subject = Subject::Programme(ProgrammeId(1));
const SHIPPED: &str = include_str!("../../../../workflows/programme.toml");

/// A school whose programme stands in the stage of training, and another version in force without that stage.
fn world() -> (World, Digest, Digest) {
    let mut world = World::with_plan(&[("1.1", "Издать приказ", "до 30.08.2023", "order.adopted")]);
    world.given(open_programme(Some("training")));
    let old = world.rules.current("programme").expect("shipped").hash;
    let source = SHIPPED
        .replace("\"training\"", "\"learning\"")
        .replace("otherwise = \"15.10\"", "otherwise = \"10.11\"");
    assert_ne!(source, SHIPPED);
    let new = workflow::parse(&source).0.expect("another version");
    let hash = new.hash;
    world.rules.add(new);
    (world, old, hash)
}

fn instance(world: &World) -> crate::state::Instance {
    world.state.programme(ProgrammeId(1)).unwrap().unwrap().instance
}

fn place(workflow: Digest, stage: &str) -> Place {
    Place { workflow, stage: stage.into() }
}

/// From where it stands.
fn change(world: &World, to: Digest, stage: &str) -> Action {
    let here = instance(world);
    Action::ChangeVersion { subject: IT, from: place(here.workflow, &here.stage), to: place(to, stage) }
}

#[test]
fn it_stands_in_the_other_version_and_a_step_back_returns_it_as_it_was() {
    let (mut world, old, new) = world();
    let before = instance(&world);
    let events = world.given(change(&world, new, "learning"));
    assert!(matches!(&events[..], [Event::VersionChanged { from, to, .. }]
        if (from.workflow, from.stage.as_str(), to.workflow, to.stage.as_str()) == (old, "training", new, "learning")));
    let there = instance(&world);
    assert_eq!((there.workflow, there.stage.as_str(), there.since), (new, "learning", before.since));
    assert!(there.trail.is_empty(), "it took no step");
    assert_eq!(there.version_at(0), new);
    world.given(Action::Undo { subject: IT, reason: None });
    assert_eq!(instance(&world), before);
    assert_eq!(world.replayed(), world.state);
    let nothing = world.refused(Action::Undo { subject: IT, reason: None });
    assert!(matches!(nothing[0].problem, Problem::NothingToUndo));
}

#[test]
fn steps_and_changes_of_version_are_taken_back_in_their_order() {
    let (mut world, old, new) = world();
    let cancel = || Action::Advance {
        subject: IT,
        step: Step::Cancel,
        reason: Some("по решению педсовета".into()),
        allow: vec![],
    };
    world.given(change(&world, new, "learning"));
    let moved = instance(&world);
    world.given(cancel());
    assert_eq!(instance(&world).version_at(0), new, "the stage was left under the new version");
    assert!(instance(&world).just_moved().is_none());
    world.given(Action::Undo { subject: IT, reason: None });
    assert_eq!(instance(&world), moved);
    world.given(Action::Undo { subject: IT, reason: None });
    assert_eq!((instance(&world).workflow, instance(&world).stage.as_str()), (old, "training"));
    assert_eq!(world.replayed(), world.state);
}

#[test]
fn a_step_taken_before_the_change_keeps_its_version() {
    let (mut world, old, new) = world();
    let back = Action::Advance {
        subject: IT,
        step: Step::Transition("back-to-mentors".into()),
        reason: Some("не хватает наставников".into()),
        allow: vec![],
    };
    let known: String = world
        .rules
        .machine(&old)
        .unwrap()
        .transitions_from("training")
        .map(|way| way.id.clone() + " ")
        .collect();
    assert!(known.contains("back-to-mentors"), "{known}");
    world.given(back);
    world.given(change(&world, new, "mentors"));
    let there = instance(&world);
    assert_eq!((there.version_at(0), there.version_at(1)), (old, new));
    assert_eq!((there.moved[0].steps, there.trail.len()), (1, 1));
}

#[test]
fn nothing_changes_where_it_stands_already_and_what_is_not_there_is_refused() {
    let (mut world, old, new) = world();
    assert_eq!(world.given(change(&world, old, "training")), []);
    let unmet = world.refused(change(&world, new, "training"));
    assert!(
        matches!(&unmet[0].problem, Problem::NoStage { known, .. } if known.contains(&"learning".into()))
    );
    let unmet = world.refused(change(&world, new, "completed"));
    assert!(matches!(&unmet[0].problem, Problem::NoStage { .. }), "an end is no stage to go on in");
    let unmet = world.refused(change(&world, Digest([7; 32]), "training"));
    assert!(matches!(&unmet[0].problem, Problem::NoWorkflow { .. }));
    let task = world.rules.current("task").unwrap().hash;
    let unmet = world.refused(change(&world, task, "planned"));
    assert!(matches!(&unmet[0].problem, Problem::NoWorkflow { .. }), "a programme is no task");
    let cancel =
        Action::Advance { subject: IT, step: Step::Cancel, reason: Some("нет".into()), allow: vec![] };
    world.given(cancel);
    let unmet = world.refused(change(&world, new, "learning"));
    assert!(matches!(&unmet[0].problem, Problem::Ended { .. }));
}

#[test]
fn what_went_on_since_it_was_looked_at_is_let_be() {
    let (mut world, old, new) = world();
    let seen = change(&world, new, "learning");
    world.given(Action::Advance {
        subject: IT,
        step: Step::Transition("back-to-mentors".into()),
        reason: Some("не хватает наставников".into()),
        allow: vec![],
    });
    let unmet = world.refused(seen);
    assert!(matches!(&unmet[0].problem, Problem::WentOn { .. }), "{unmet:?}");
    // Nor is a step taken back in place of the change of version.
    world.given(change(&world, new, "mentors"));
    let back = change(&world, old, "mentors");
    world.given(Action::Undo { subject: IT, reason: None });
    world.given(Action::Undo { subject: IT, reason: None });
    assert_eq!(world.given(back), [], "it stands under this version");
    assert_eq!(instance(&world).stage, "training");
}

#[test]
fn to_where_it_came_from_it_returns_as_it_was() {
    let (mut world, old, new) = world();
    let before = instance(&world);
    let events = world.given(change(&world, new, "mentors"));
    assert!(matches!(&events[..], [Event::VersionChanged { .. }]));
    let events = world.given(change(&world, old, "training"));
    assert!(matches!(&events[..], [Event::StepUndone { .. }]), "{events:?}");
    assert_eq!(instance(&world), before);
}

#[test]
fn what_the_plan_of_moves_says_is_what_the_engine_does() {
    let (mut world, old, new) = world();
    let rules = world.rules.clone();
    let (old, new) = (rules.machine(&old).unwrap(), rules.machine(&new).unwrap());
    let plan = migrate::plan(old, new, &BTreeMap::new());
    let mapping = plan.of("training").unwrap();
    let target = mapping.target.stage("training").unwrap();
    world.given(change(&world, new.hash, target));
    assert_eq!(instance(&world).stage, "learning");
    let term_differs = mapping.changes.contains(&migrate::Change::Term);
    assert_eq!(term_differs, old.stage("training").unwrap().term != new.stage("learning").unwrap().term);
    if term_differs {
        assert_ne!(instance(&world).due, instance(&world).moved[0].due);
    }
}

#[test]
fn a_published_set_says_what_is_current_and_keeps_every_version_before_it() {
    let (mut world, old, new) = world();
    let machine = |version| crate::event::MachineRef { name: "programme".into(), version, source: version };
    let publish = |set, version| Action::Publish {
        set,
        parts: [("workflows/programme.toml".into(), version)].into(),
        machines: vec![machine(version)],
        why: None,
    };
    world.given(publish(Digest::of_bytes(b"second"), new));
    let set = world.state.published().unwrap().unwrap();
    assert_eq!((set.digest, set.current["programme"]), (Digest::of_bytes(b"second"), new));
    assert_eq!(set.parts["workflows/programme.toml"], new);
    assert_eq!((set.versions[&old], set.versions[&new]), (old, new));
    assert_eq!(set.since, world.today);
}
