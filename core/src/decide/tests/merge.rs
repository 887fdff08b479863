//! What two people who are one had, and what stands in the vault. People here are invented.

use super::pairs::Bases;
use super::*;
use crate::ids::{PairId, PartyId};
use crate::message::Category;
use crate::people::Side::{Mentee, Mentor};
use crate::people::Signer;
use crate::state::Party;
use crate::vault::{Content, VaultKey};

fn merge(from: PartyId, into: PartyId) -> Action {
    Action::MergeParties {
        from,
        into,
        profile: Profile { name: "Придумов Б.С.".into(), ..Default::default() },
    }
}

fn party(world: &World, id: PartyId) -> Party {
    world.state.party(id).unwrap().unwrap()
}

fn new(kind: PartyKind, name: &str) -> Action {
    Action::AddParty(NewParty { kind, profile: Profile { name: name.into(), ..Profile::default() } })
}

#[test]
fn tasks_roles_and_what_was_not_to_be_told_go_along() {
    let mut world = World::with_plan(&[("1.1", "Приказ", "до 30.10.2023", ""), ("1.2", "План", "май", "")]);
    let people =
        ["Выдумова А.П.", "Небылицын И.С.", "Сказочникова В.Л."].map(|name| new(PartyKind::Person, name));
    world.given(Action::Many(people.into()));
    world.given(Action::Many(vec![new(PartyKind::Role, "Куратор"), new(PartyKind::Role, "Завуч")]));
    let [from, into, other] = [2, 3, 4].map(PartyId);
    let [role, kept] = [5, 6].map(PartyId);
    let known = |ids: &[PartyId]| ids.iter().map(|id| Holder::Known(*id)).collect();
    world.given(Action::AssignTask { task: TaskId(1), holders: known(&[other, from]) });
    world.given(Action::AssignTask { task: TaskId(2), holders: known(&[into, other, from]) });
    world.given(Action::HoldRole { role, by: Some(from) });
    world.given(Action::HoldRole { role: kept, by: Some(other) });
    let out =
        |party, categories: &[Category]| Action::OptOut { party, categories: categories.into(), out: true };
    world.given(out(from, &[Category::Tasks]));
    assert_eq!(world.given(out(from, &[Category::Tasks])), [], "no news");
    world.given(out(into, &[Category::Stages]));
    let profile = party(&world, into).profile;
    world.given(merge(from, into));
    let holders = |task| world.state.task(TaskId(task)).unwrap().unwrap().holders;
    assert_eq!(holders(1), [other, into]);
    assert_eq!(holders(2), [into, other], "once");
    assert_eq!(party(&world, role).held_by, Some(into));
    assert_eq!(party(&world, kept).held_by, Some(other));
    assert_eq!(party(&world, from).merged_into, Some(into));
    assert_ne!(party(&world, into).profile, profile, "who stays is written anew");
    let opted = |world: &World, id| world.state.opt_out(id).unwrap().map(|row| row.categories);
    assert_eq!(opted(&world, into), Some([Category::Tasks, Category::Stages].into()));
    assert_eq!(opted(&world, from), None);
    // Whoever goes by the merge goes as well.
    let erased = world.given(Action::EraseParty { party: into, reason: "по заявлению".into() });
    let merged = erased.iter().find_map(|event| match event {
        Event::PartyErased { merged, .. } => Some(merged.clone()),
        _ => None,
    });
    assert_eq!(merged, Some(vec![from]));
    assert_eq!(party(&world, role).held_by, None);
    assert_eq!((party(&world, from).profile, party(&world, into).profile), (None, None));
    assert_eq!((opted(&world, into), party(&world, other).profile.is_some()), (None, true));
    assert_eq!(world.replayed(), world.state);
}

#[test]
fn lines_papers_pairs_and_their_sums_go_along() {
    let mut bases = Bases::new(&[(Mentor, Some(2)), (Mentee, None), (Mentor, Some(3)), (Mentee, None)]);
    let (from, into) = (bases.who(0), bases.who(2));
    let paper = |party, kind: &str| {
        Action::GiveConsent(ConsentDraft {
            party,
            kind: kind.into(),
            version: None,
            date: day("2023-11-01"),
            signer: Signer::Own,
            needed: Signer::Own,
            text: None,
        })
    };
    for action in [paper(into, "participation"), paper(from, "processing"), paper(from, "distribution")] {
        bases.world.given(action);
    }
    bases.world.given(bases.form(0, 1));
    bases.world.given(bases.form(2, 3));
    // The one that goes stood earlier on the same side, and is a mentee beside.
    let part = |side, entered: &str| Part {
        side,
        form: "teacher-teacher".into(),
        entered: Some(day(entered)),
        capacity: None,
        requests: 0,
        left: None,
    };
    let parts = vec![part(Mentor, "2023-10-01"), part(Mentee, "2023-10-02")];
    let registration = Registration { party: Some(from), profile: None, parts };
    bases.world.given(Action::Register(registration));
    let codes = [(from, "111-111".into()), (into, "222-222".into())];
    bases.world.given(Action::IssueCodes { codes: codes.into() });
    let state = |bases: &Bases| bases.world.state.clone();
    let mentors = |state: &Memory| state.programme_work(crate::ids::ProgrammeId(1)).unwrap().unwrap().mentors;
    assert_eq!(mentors(&state(&bases)), 2);
    bases.world.given(merge(from, into));
    let after = state(&bases);
    let lines = after.participants(Some(into)).unwrap();
    let shown: Vec<_> = lines.iter().map(|row| (row.no, row.side, row.entered, row.capacity)).collect();
    let expected = [(1, Mentor, day("2023-10-01"), Some(3)), (2, Mentee, day("2023-10-02"), None)];
    assert_eq!(shown, expected);
    assert_eq!(after.participants(Some(from)).unwrap(), []);
    let papers = after.consents(Some(into)).unwrap();
    let shown: Vec<_> = papers.iter().map(|row| (row.no, row.kind.as_str())).collect();
    assert_eq!(shown, [(1, "participation"), (2, "processing"), (3, "distribution")]);
    assert_eq!(after.consents(Some(from)).unwrap(), []);
    let pairs: Vec<_> = after.pairs().unwrap().iter().map(|row| (row.mentor, row.mentee)).collect();
    assert_eq!(pairs, [(into, bases.who(1)), (into, bases.who(3))]);
    let work = after.person_work(into).unwrap().unwrap();
    let mut in_pairs = work.mentor_in.clone();
    in_pairs.sort();
    assert_eq!((in_pairs, work.mentee_in), (vec![PairId(1), PairId(2)], vec![]));
    assert_eq!(after.person_work(from).unwrap(), None);
    assert_eq!(after.codes(Some(into)).unwrap().len(), 2);
    assert_eq!(after.codes(Some(from)).unwrap(), []);
    assert_eq!(mentors(&after), 1, "two of one programme are one");
    assert_eq!(bases.world.replayed(), after);
}

#[test]
fn a_mentee_who_was_another_stays_in_the_pair() {
    let mut bases = Bases::new(&[(Mentor, Some(2)), (Mentee, None), (Mentee, None), (Mentee, None)]);
    bases.world.given(bases.form(0, 1));
    bases.world.given(bases.form(0, 2));
    let (from, into) = (bases.who(1), bases.who(3));
    bases.world.given(merge(from, into));
    let pairs = bases.world.state.pairs().unwrap();
    let mentees: Vec<_> = pairs.iter().map(|row| row.mentee).collect();
    assert_eq!(mentees, [into, bases.who(2)]);
    let work = bases.world.state.person_work(into).unwrap().unwrap();
    assert_eq!((work.mentor_in, work.mentee_in), (vec![], vec![PairId(1)]));
}

#[test]
fn a_line_that_has_ended_stays_beside_one_that_stands() {
    let mut bases = Bases::new(&[(Mentor, Some(2)), (Mentor, Some(1))]);
    let (from, into) = (bases.who(0), bases.who(1));
    let leave = |party, on: &str| Action::Leave { party, of: None, on: day(on), reason: None };
    let entered = Problem::LeftBeforeEntered { entered: day("2023-11-01"), left: day("2023-10-31") };
    assert_eq!(bases.world.problems(leave(from, "2023-10-31")), [entered]);
    bases.world.given(leave(from, "2023-11-01"));
    assert_eq!(bases.world.problems(leave(from, "2023-11-01")), [Problem::NotInBase]);
    bases.world.given(merge(from, into));
    let lines = bases.world.state.participants(Some(into)).unwrap();
    let shown: Vec<_> = lines.iter().map(|row| (row.no, row.capacity, row.left)).collect();
    assert_eq!(shown, [(1, Some(1), None), (2, Some(2), Some(day("2023-11-01")))]);
}

#[test]
fn texts_of_one_owner_stand_one_after_another_with_salts_of_their_own() {
    let mut world = World::with_plan(&[("1.1", "Приказ", "до 30.10.2023", "")]);
    let note = |text: &str| Action::AddNote { subject: of(1), text: text.into() };
    let mut puts = Vec::new();
    for action in [Action::Many(vec![note("одна"), note("другая")]), note("третья")] {
        let decision = world.ask(action).expect("notes are taken");
        world.state.apply(decision.changes, decision.head);
        puts.extend(decision.vault);
    }
    let shown: Vec<_> = puts.iter().map(|put| (put.key, put.content.clone())).collect();
    let key = |version| VaultKey { owner: of(1), version };
    let text = |text: &str| Content::Text(text.into());
    assert_eq!(shown, [(key(1), text("одна")), (key(2), text("другая")), (key(3), text("третья"))]);
    let salts: BTreeSet<_> = puts.iter().map(|put| put.salt).collect();
    assert_eq!(salts.len(), 3);
    assert!(!salts.contains(&[0; 32]));
    // The same command again, as a repeated one would be, draws the same; another seed draws others.
    let mut command = world.command(note("ещё"));
    let salt = |command: &Command| decide(&world.state, &world.rules, command).unwrap().vault[0].salt;
    let once = salt(&command);
    assert_eq!(once, salt(&command));
    command.seed = [77; 32];
    assert_ne!(once, salt(&command));
}

#[test]
fn other_contents_go_under_keys_that_are_taken_and_only_by_who_may() {
    let mut world = World::with_plan(&[("1.1", "Приказ", "до 30.10.2023", "")]);
    world.given(Action::AddNote { subject: of(1), text: "с именем".into() });
    let rewrite = |version| Action::RewriteTexts {
        texts: vec![(VaultKey { owner: of(1), version }, Content::Text("без имени".into()))],
    };
    assert_eq!(world.given(rewrite(2)), [], "nothing ever stood there");
    let events = world.given(rewrite(1));
    assert!(matches!(&events[..], [Event::TextsRewritten { texts }] if texts.len() == 1), "{events:?}");
    world.actor = actor(&["teacher"]);
    assert!(matches!(world.problems(rewrite(1))[..], [Problem::MayNotErase { .. }]));
    world.actor = actor(&["curator"]);
    assert_eq!(world.given(rewrite(1)).len(), 1);
}
