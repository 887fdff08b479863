//! Proposals, wishes and pairs. People here are invented.

use super::*;
use crate::digest::Digest;
use crate::ids::{PairId, PartyId, ProgrammeId, ProposalId};
use crate::pairs::{Pair, ProposedPair, Wish};
use crate::people::{Forms, Side};
use crate::view::Read;

const PROGRAMME: ProgrammeId = ProgrammeId(1);

/// A school with a programme and these people: side and capacity; the first has the first free number.
pub struct Bases {
    pub world: World,
    first: u32,
}

impl Bases {
    pub fn new(people: &[(Side, Option<u32>)]) -> Self {
        let mut world = World::with_plan(&[]);
        world.rules.add(workflow::parse(include_str!("../../../../workflows/pair.toml")).0.unwrap());
        world.rules.forms = Forms::read(&[
            ("records.toml", include_str!("../../../../forms/records.toml")),
            ("teacher-teacher.toml", include_str!("../../../../forms/teacher-teacher.toml")),
        ])
        .unwrap();
        world.given(open_programme(None));
        let first = world.state.counters().unwrap().party;
        let mut bases = Self { world, first };
        for (no, (side, capacity)) in people.iter().enumerate() {
            bases.register(None, no, *side, *capacity);
        }
        bases
    }

    pub fn register(&mut self, party: Option<PartyId>, no: usize, side: Side, capacity: Option<u32>) {
        let part =
            Part { side, form: "teacher-teacher".into(), entered: None, capacity, requests: 0, left: None };
        let names = ["Придумов Б.С.", "Выдумова А.П.", "Небылицын И.С.", "Сказочникова В.Л."];
        let profile = Some(Profile { name: names[no].into(), ..Profile::default() });
        self.world.given(Action::Register(Registration { party, profile, parts: vec![part] }));
    }

    /// The person registered as number `no`, from 0.
    pub fn who(&self, no: u32) -> PartyId {
        PartyId(self.first + no)
    }

    pub fn form(&self, mentor: u32, mentee: u32) -> Action {
        Action::FormPair { programme: PROGRAMME, mentor: self.who(mentor), mentee: self.who(mentee) }
    }

    fn proposal(&self, pairs: &[(u32, u32)]) -> Action {
        let pairs = pairs.iter().map(|(mentor, mentee)| ProposedPair {
            mentor: self.who(*mentor),
            mentee: self.who(*mentee),
            score: 50_000_000,
            criteria: Vec::new(),
            completeness: 100,
        });
        Action::Propose(ProposalDraft {
            programme: PROGRAMME,
            objective: "total".into(),
            script: Digest::default(),
            input: Digest::of_bytes(b"input"),
            pairs: pairs.collect(),
            left: Vec::new(),
            prices: Vec::new(),
            rematch: None,
            grounds: None,
        })
    }

    fn open(&self) -> usize {
        self.world.state.pairs().unwrap().iter().filter(|pair| pair.is_open()).count()
    }
}

use Side::{Mentee, Mentor};

#[test]
fn a_pair_begins_at_the_beginning_of_its_workflow() {
    let mut bases = Bases::new(&[(Mentor, Some(2)), (Mentee, None)]);
    bases.world.given(bases.form(0, 1));
    let pair: Pair = bases.world.state.pair(PairId(1)).unwrap().unwrap();
    assert_eq!((pair.mentor, pair.mentee), (bases.who(0), bases.who(1)));
    assert_eq!(pair.instance.stage, "proposed");
    assert!(pair.is_open());
    assert_eq!(bases.world.replayed(), bases.world.state);
}

#[test]
fn a_mentor_takes_no_more_than_his_places_and_one_where_nobody_said() {
    for (capacity, fit) in [(None, 1), (Some(1), 1), (Some(2), 2)] {
        let mut bases = Bases::new(&[(Mentor, capacity), (Mentee, None), (Mentee, None), (Mentee, None)]);
        for mentee in 1..=fit {
            bases.world.given(bases.form(0, mentee));
        }
        let full = Problem::MentorFull { mentor: bases.who(0), capacity: fit };
        assert_eq!(bases.world.problems(bases.form(0, fit + 1)), [full], "{capacity:?}");
    }
}

#[test]
fn a_mentee_has_one_mentor_in_a_programme() {
    let mut bases = Bases::new(&[(Mentor, Some(2)), (Mentee, None), (Mentor, Some(2))]);
    bases.world.given(bases.form(0, 1));
    let has = Problem::HasMentor { mentee: bases.who(1), pair: PairId(1) };
    assert_eq!(bases.world.problems(bases.form(2, 1)), [has]);
}

#[test]
fn nobody_mentors_himself_nor_two_each_other() {
    let mut bases = Bases::new(&[(Mentor, Some(2)), (Mentor, Some(2))]);
    for no in 0..2 {
        let who = bases.who(no);
        bases.register(Some(who), no as usize, Mentee, None);
    }
    let (one, two) = (bases.who(0), bases.who(1));
    let himself = [Problem::Circular { mentor: one, mentee: one }];
    assert_eq!(bases.world.problems(bases.form(0, 0)), himself);
    bases.world.given(bases.form(0, 1));
    assert_eq!(bases.world.problems(bases.form(1, 0)), [Problem::Circular { mentor: two, mentee: one }]);
    let wish = Action::WishPair { mentor: one, mentee: one, wish: Some(Wish::Pin), reason: None };
    assert_eq!(bases.world.problems(wish), himself);
}

#[test]
fn only_those_in_the_bases_are_paired_and_every_problem_is_told() {
    let mut bases = Bases::new(&[(Mentor, Some(1)), (Mentee, None)]);
    let form = String::from("teacher-teacher");
    let missing = |party, side| Problem::NotOnSide { party, side, form: form.clone() };
    let expected = [missing(bases.who(1), Mentor), missing(bases.who(0), Mentee)];
    assert_eq!(bases.world.problems(bases.form(1, 0)), expected);
}

#[test]
fn a_proposal_is_accepted_once_and_whole_or_not_at_all() {
    let mut bases = Bases::new(&[(Mentor, Some(1)), (Mentee, None), (Mentee, None)]);
    bases.world.given(bases.proposal(&[(0, 1), (0, 2)]));
    let accept = Action::AcceptProposal { proposal: ProposalId(1) };
    let full = Problem::MentorFull { mentor: bases.who(0), capacity: 1 };
    assert_eq!(bases.world.problems(accept), [full]);
    assert_eq!(bases.open(), 0);
    let mut bases = Bases::new(&[(Mentor, Some(2)), (Mentee, None), (Mentee, None)]);
    bases.world.given(bases.proposal(&[(0, 1), (0, 2)]));
    assert!(bases.world.given(bases.proposal(&[(0, 1), (0, 2)])).is_empty(), "the same again is no news");
    bases.world.given(bases.form(0, 2));
    let accept = Action::AcceptProposal { proposal: ProposalId(1) };
    bases.world.given(accept.clone());
    assert_eq!(bases.open(), 2, "a pair that stands already is not formed twice");
    assert_eq!(bases.world.problems(accept), [Problem::AlreadyAccepted { proposal: ProposalId(1) }]);
    let unknown = Action::AcceptProposal { proposal: ProposalId(9) };
    assert_eq!(bases.world.problems(unknown), [Problem::NoProposal { proposal: ProposalId(9) }]);
}

#[test]
fn an_ended_programme_takes_no_pairs() {
    let mut bases = Bases::new(&[(Mentor, Some(1)), (Mentee, None)]);
    let cancel = Action::Advance {
        subject: Subject::Programme(PROGRAMME),
        step: Step::Cancel,
        reason: Some("Программа свёрнута".into()),
        allow: Vec::new(),
    };
    bases.world.given(cancel);
    let ended = [Problem::ProgrammeEnded { programme: PROGRAMME }];
    assert_eq!(bases.world.problems(bases.form(0, 1)), ended);
    assert_eq!(bases.world.problems(bases.proposal(&[(0, 1)])), ended);
}

#[test]
fn the_way_of_a_pair_needs_the_agreement_of_both_and_an_end_frees_the_place() {
    let mut bases = Bases::new(&[(Mentor, Some(1)), (Mentee, None), (Mentee, None)]);
    bases.world.given(bases.form(0, 1));
    let pair = Subject::Pair(PairId(1));
    assert_eq!(bases.world.problems(step(pair, Step::Forward)).len(), 2);
    for kind in ["agreement.mentor", "agreement.mentee"] {
        let kind = kind.into();
        bases.world.given(Action::AddEvidence { subject: pair, kind, document: None, text: None });
    }
    bases.world.given(step(pair, Step::Forward));
    let reason = Some("Переезд".into());
    let step = Step::Transition("decline".into());
    bases.world.given(Action::Advance { subject: pair, step, reason, allow: Vec::new() });
    assert_eq!(bases.open(), 0);
    bases.world.given(bases.form(0, 2));
    assert_eq!(bases.open(), 1);
}

#[test]
fn a_pair_that_ended_goes_on_only_where_its_place_is_free() {
    let mut bases = Bases::new(&[(Mentor, Some(1)), (Mentee, None), (Mentee, None)]);
    bases.world.given(bases.form(0, 1));
    let (pair, reason) = (Subject::Pair(PairId(1)), Some("Переезд".into()));
    let decline = Step::Transition("decline".into());
    bases.world.given(Action::Advance { subject: pair, step: decline, reason, allow: Vec::new() });
    let undo = || Action::Undo { subject: pair, reason: None };
    bases.world.given(bases.form(0, 2));
    let full = Problem::MentorFull { mentor: bases.who(0), capacity: 1 };
    assert_eq!(bases.world.problems(undo()), [full]);
    let (second, reason) = (Subject::Pair(PairId(2)), Some("Ошибка".into()));
    let decline = Step::Transition("decline".into());
    bases.world.given(Action::Advance { subject: second, step: decline, reason, allow: Vec::new() });
    bases.world.given(undo());
    assert_eq!(bases.open(), 1);
}

#[test]
fn people_who_are_merged_are_not_their_own_mentor_nor_have_two() {
    let mut bases = Bases::new(&[(Mentor, Some(2)), (Mentee, None), (Mentor, Some(2)), (Mentee, None)]);
    bases.world.given(bases.form(0, 1));
    bases.world.given(bases.form(2, 3));
    let profile = || Profile { name: "Придумов Б.С.".into(), ..Profile::default() };
    let merge = |from, into| Action::MergeParties { from, into, profile: profile() };
    let circular = Problem::Circular { mentor: bases.who(0), mentee: bases.who(1) };
    assert_eq!(bases.world.problems(merge(bases.who(1), bases.who(0))), [circular]);
    let has = Problem::HasMentor { mentee: bases.who(3), pair: PairId(2) };
    assert_eq!(bases.world.problems(merge(bases.who(1), bases.who(3))), [has]);
    bases.world.given(merge(bases.who(0), bases.who(2)));
    assert_eq!(bases.open(), 2);
    assert_eq!(bases.world.replayed(), bases.world.state);
}

#[test]
fn a_wish_is_kept_until_it_is_taken_back() {
    let mut bases = Bases::new(&[(Mentor, Some(1)), (Mentee, None)]);
    let (mentor, mentee) = (bases.who(0), bases.who(1));
    let wish = |wish| Action::WishPair {
        mentor, mentee, wish, reason: Some("Решение куратора".into())
    };
    for (asked, kept) in
        [(Some(Wish::Pin), vec![Wish::Pin]), (Some(Wish::Forbid), vec![Wish::Forbid]), (None, vec![])]
    {
        bases.world.given(wish(asked));
        assert!(bases.world.given(wish(asked)).is_empty(), "the same again is no news");
        let wishes: Vec<Wish> = bases.world.state.wishes().unwrap().iter().map(|row| row.wish).collect();
        assert_eq!(wishes, kept);
    }
    assert!(bases.world.journal.iter().all(|recorded| !recorded.line().contains("Решение")));
}

#[test]
fn erasing_somebody_ends_every_pair_and_wish_of_the_person_without_asking() {
    let mut bases = Bases::new(&[(Mentor, Some(2)), (Mentee, None), (Mentee, None), (Mentor, Some(1))]);
    bases.world.given(bases.form(0, 1));
    bases.world.given(bases.form(3, 2));
    let wish = |mentor, mentee| Action::WishPair { mentor, mentee, wish: Some(Wish::Pin), reason: None };
    bases.world.given(wish(bases.who(0), bases.who(2)));
    bases.world.given(wish(bases.who(3), bases.who(2)));
    let party = bases.who(0);
    bases.world.given(Action::EraseParty { party, reason: "по заявлению".into() });
    let pairs = bases.world.state.pairs().unwrap();
    assert_eq!(pairs[0].instance.outcome, Some(crate::workflow::Outcome::Cancelled));
    assert!(pairs[1].is_open(), "the pairs of others stay");
    let wishes = bases.world.state.wishes().unwrap();
    assert_eq!(wishes.iter().map(|row| row.mentor).collect::<Vec<_>>(), [bases.who(3)]);
    assert_eq!(bases.world.replayed(), bases.world.state);
}

#[test]
fn a_proposal_of_another_kind_or_after_the_first_was_accepted_is_another() {
    let mut bases = Bases::new(&[(Mentor, Some(2)), (Mentee, None)]);
    let with = |objective: &str, input: &[u8]| match bases.proposal(&[(0, 1)]) {
        Action::Propose(draft) => {
            let (objective, input) = (objective.into(), Digest::of_bytes(input));
            Action::Propose(ProposalDraft { objective, input, ..draft })
        }
        other => other,
    };
    let drafts = [with("total", b"1"), with("fair", b"1"), with("fair", b"2")];
    let last =
        |world: &World| world.state.proposals().unwrap().iter().map(|row| row.id.0).collect::<Vec<_>>();
    for (draft, known) in drafts.iter().zip([&[1][..], &[1, 2], &[1, 2, 3]]) {
        bases.world.given(draft.clone());
        assert_eq!(last(&bases.world), known);
        assert_eq!(bases.world.given(draft.clone()), [], "the same again is no news");
    }
    bases.world.given(Action::AcceptProposal { proposal: ProposalId(3) });
    bases.world.given(drafts[2].clone());
    assert_eq!(last(&bases.world), [1, 2, 3, 4]);
}

#[test]
fn a_place_that_a_command_frees_is_free_within_it() {
    let mut bases = Bases::new(&[(Mentor, Some(1)), (Mentee, None), (Mentee, None)]);
    let step = Step::Transition("decline".into());
    let decline = Action::Advance {
        subject: Subject::Pair(PairId(1)),
        step,
        reason: Some("Переезд".into()),
        allow: Vec::new(),
    };
    let many = Action::Many(vec![bases.form(0, 1), decline, bases.form(0, 2)]);
    bases.world.given(many);
    assert_eq!(bases.open(), 1);
}
