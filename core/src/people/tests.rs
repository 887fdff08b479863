//! Decisions about the registries: given what happened, when this is asked, then that follows.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use std::vec;

use chrono::NaiveDate;

use crate::command::{Action, Actor, Command, ConsentDraft, NewParty, Part, Registration};
use crate::decide::{Decision, Problem, Refused, Remedy, Rules, decide, papers_unmet};
use crate::event::Event;
use crate::evolve::{fold, head_after};
use crate::ids::{CommandId, PartyId, SchoolId, Subject};
use crate::people::{Forms, Headcount, Papers, Purpose, Side, Signer};
use crate::state::PartyKind;
use crate::vault::{Content, Profile};
use crate::view::{Memory, Read};
use crate::workflow::CountOf;

const FORMS: &str = r#"
[form]
name = "teacher-teacher"
title = { ru = "Педагог — педагог", en = "Teacher to teacher" }
[form.mentor]
title = { ru = "Наставник", en = "Mentor" }
pair = ["participation", "processing", "staff"]
publish = ["distribution"]
[form.mentee]
title = { ru = "Наставляемый", en = "Mentee" }
pair = ["participation", "processing"]
publish = ["distribution"]
[[record]]
id = "participation"
title = { ru = "Согласие на участие", en = "Consent to take part" }
[[record]]
id = "processing"
title = { ru = "Согласие на обработку", en = "Consent to processing" }
version = "2025-09"
[[record]]
id = "staff"
title = { ru = "Согласие работника", en = "Consent of the employee" }
notice = 3
[[record]]
id = "distribution"
title = { ru = "Согласие на распространение", en = "Consent to distribution" }
"#;
const FORM: &str = "teacher-teacher";

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A school with two invented people: 1 is a mentor, 2 a mentee; both since 11 September 2023.
struct Desk {
    memory: Memory,
    rules: Rules,
    roles: Vec<String>,
    on: NaiveDate,
    asked: u8,
}

impl Desk {
    fn new() -> Self {
        let forms = Forms::read(&[("forms.toml", FORMS)]).unwrap();
        let rules = Rules { forms, ..Rules::default() };
        let mut desk = Self {
            memory: Memory::default(),
            rules,
            roles: vec!["owner".into()],
            on: day("2023-09-11"),
            asked: 0,
        };
        desk.did(Action::AddSchool { name: "Школа".into(), zone: "UTC".into() });
        desk.did(register(None, Some("Выдуманная Анна"), Some(part(Side::Mentor))));
        desk.did(register(None, Some("Придуманный Борис"), Some(part(Side::Mentee))));
        desk
    }

    fn on(&mut self, day_: &str) -> &mut Self {
        self.on = day(day_);
        self
    }

    fn ask(&mut self, action: Action) -> Result<Decision, Refused> {
        self.asked += 1;
        let command = Command {
            id: CommandId([self.asked; 16]),
            school: SchoolId(1),
            actor: Actor { login: "anna".into(), roles: self.roles.iter().cloned().collect() },
            effective: self.on,
            today: day("2024-05-31"),
            recorded: i64::from(self.asked),
            seed: [self.asked; 32],
            guards: Default::default(),
            action,
        };
        decide(&self.memory, &self.rules, &command)
    }

    /// Asks and carries out.
    #[track_caller]
    fn did(&mut self, action: Action) -> Decision {
        let decision = self.ask(action).unwrap_or_else(|refused| panic!("{refused:?}"));
        let mut replayed = self.memory.clone();
        fold(&mut replayed, &decision.events).unwrap();
        self.memory.apply(decision.changes.clone(), decision.head);
        // Rows are what the events fold to, whether they were laid over one another or replayed.
        if let Some(last) = decision.events.last() {
            assert_eq!(head_after(last), decision.head);
        }
        assert_eq!(replayed, self.memory);
        decision
    }

    /// Asks and gives what stands in the way.
    #[track_caller]
    fn refused(&mut self, action: Action) -> Vec<Problem> {
        match self.ask(action) {
            Err(Refused::Rule(refusal)) => refusal.unmet.into_iter().map(|unmet| unmet.problem).collect(),
            other => panic!("{other:?}"),
        }
    }

    fn lacks(&self, party: u32, purpose: Purpose, on: &str) -> Vec<String> {
        let line = self.memory.participants(Some(PartyId(party))).unwrap().remove(0);
        let unmet = papers_unmet(&self.memory, &self.rules.forms, &line, purpose, day(on)).unwrap();
        match unmet.map(|unmet| unmet.problem) {
            Some(Problem::PapersMissing { kinds, .. }) => kinds.into_iter().map(|(kind, _)| kind).collect(),
            _ => Vec::new(),
        }
    }
}

fn part(side: Side) -> Part {
    Part {
        side,
        form: FORM.into(),
        entered: None,
        capacity: (side == Side::Mentor).then_some(2),
        requests: u32::from(side == Side::Mentee),
        left: None,
    }
}

fn profile(name: &str) -> Profile {
    Profile { name: name.into(), ..Profile::default() }
}

fn register(party: Option<u32>, name: Option<&str>, part: Option<Part>) -> Action {
    Action::Register(Registration {
        party: party.map(PartyId),
        profile: name.map(profile),
        parts: part.into_iter().collect(),
    })
}

fn consent(party: u32, kind: &str, date: &str) -> ConsentDraft {
    ConsentDraft {
        party: PartyId(party),
        kind: kind.into(),
        version: None,
        date: day(date),
        signer: Signer::Own,
        needed: Signer::Own,
        text: None,
    }
}

fn give(party: u32, kind: &str, date: &str) -> Action {
    Action::GiveConsent(consent(party, kind, date))
}

fn withdraw(party: u32, kind: &str) -> Action {
    Action::WithdrawConsent { party: PartyId(party), kind: kind.into(), reason: None }
}

fn events(decision: &Decision) -> Vec<&Event> {
    decision.events.iter().map(|recorded| &recorded.event).collect()
}

#[test]
fn a_registration_keeps_texts_in_the_vault_and_numbers_in_the_row() {
    let desk = Desk::new();
    let lines = desk.memory.participants(None).unwrap();
    assert_eq!(lines.len(), 2);
    assert_eq!((lines[0].party, lines[0].side, lines[0].capacity), (PartyId(1), Side::Mentor, Some(2)));
    assert_eq!((lines[1].side, lines[1].requests, lines[1].entered), (Side::Mentee, 1, day("2023-09-11")));
}

#[test]
fn the_same_line_again_changes_nothing() {
    let mut desk = Desk::new();
    let again = desk.ask(register(Some(1), None, Some(part(Side::Mentor)))).unwrap();
    assert!(again.events.is_empty(), "{:?}", events(&again));
}

#[test]
fn a_correction_of_a_line_is_a_difference() {
    let mut desk = Desk::new();
    let more = Part { capacity: Some(3), entered: Some(day("2023-09-01")), ..part(Side::Mentor) };
    let decision = desk.did(register(Some(1), None, Some(more)));
    assert!(matches!(events(&decision)[..], [Event::ParticipantCorrected { capacity: Some(3), .. }]));
    assert_eq!(desk.memory.participants(Some(PartyId(1))).unwrap()[0].entered, day("2023-09-01"));
}

#[test]
fn a_capacity_that_a_file_does_not_name_stays() {
    let mut desk = Desk::new();
    let silent = Part { capacity: None, ..part(Side::Mentor) };
    assert!(desk.ask(register(Some(1), None, Some(silent))).unwrap().events.is_empty());
}

#[test]
fn two_people_may_have_one_name() {
    let mut desk = Desk::new();
    let twice = Action::Many(vec![
        register(None, Some("Выдуманная Вера"), None),
        register(None, Some("Выдуманная Вера"), None),
    ]);
    desk.did(twice);
    assert_eq!(desk.memory.parties().unwrap().len(), 4);
}

#[test]
fn who_left_and_comes_back_has_a_line_of_its_own() {
    let mut desk = Desk::new();
    let on = day("2024-01-09");
    desk.did(Action::Leave { party: PartyId(2), of: None, on, reason: Some("переезд".into()) });
    let line = &desk.memory.participants(Some(PartyId(2))).unwrap()[0];
    assert!(line.stands(day("2024-01-08")) && !line.stands(on));
    let back = Part { entered: Some(day("2024-02-01")), ..part(Side::Mentee) };
    desk.did(register(Some(2), None, Some(back)));
    let numbers: Vec<u32> =
        desk.memory.participants(Some(PartyId(2))).unwrap().iter().map(|line| line.no).collect();
    assert_eq!(numbers, [1, 2]);
}

#[test]
fn a_line_that_is_over_is_taken_once() {
    let mut desk = Desk::new();
    let over = Part { entered: Some(day("2023-09-11")), left: Some(day("2024-05-20")), ..part(Side::Mentee) };
    desk.did(register(Some(2), None, Some(over.clone())));
    assert!(desk.ask(register(Some(2), None, Some(over))).unwrap().events.is_empty());
}

#[test]
fn what_cannot_be_is_refused() {
    let mut desk = Desk::new();
    desk.did(Action::AddParty(NewParty { kind: PartyKind::Role, profile: profile("Куратор") }));
    let unknown = Part { form: "teacher-techer".into(), ..part(Side::Mentor) };
    let reversed = Part { left: Some(day("2023-09-01")), ..part(Side::Mentor) };
    let future = Part { entered: Some(day("2024-09-01")), ..part(Side::Mentor) };
    let gone = Action::Leave { party: PartyId(1), of: None, on: day("2023-01-01"), reason: None };
    let stranger = Action::Leave {
        party: PartyId(1),
        of: Some((Side::Mentee, FORM.into())),
        on: day("2023-12-01"),
        reason: None,
    };
    let cases: Vec<(Action, &str)> = vec![
        (register(None, Some(" "), None), "NoName"),
        (register(Some(3), None, Some(part(Side::Mentor))), "NotAPerson"),
        (register(Some(9), None, None), "NotFound"),
        (register(Some(1), None, Some(unknown)), "NoForm"),
        (register(Some(1), None, Some(reversed)), "LeftBeforeEntered"),
        (register(Some(1), None, Some(future)), "InTheFuture"),
        (gone, "LeftBeforeEntered"),
        (stranger, "NotInBase"),
        (give(1, "participacion", "2023-09-01"), "NoRecord"),
        (give(1, "participation", "2024-06-01"), "InTheFuture"),
        (withdraw(1, "participation"), "NotGiven"),
        (Action::EraseParty { party: PartyId(1), reason: " ".into() }, "ReasonNeeded"),
    ];
    for (action, expected) in cases {
        let problems = desk.refused(action.clone());
        assert_eq!(problems.len(), 1, "{action:?}");
        assert!(std::format!("{:?}", problems[0]).starts_with(expected), "{action:?}: {problems:?}");
    }
}

#[test]
fn every_line_that_cannot_be_is_told_at_once() {
    let mut desk = Desk::new();
    let bad = || register(None, Some(""), None);
    assert_eq!(desk.refused(Action::Many(vec![bad(), give(1, "x", "2023-09-01"), bad()])).len(), 3);
}

#[test]
fn papers_are_missing_until_they_are_given() {
    let mut desk = Desk::new();
    assert_eq!(desk.lacks(1, Purpose::Propose, "2023-09-12"), Vec::<String>::new());
    assert_eq!(desk.lacks(1, Purpose::Pair, "2023-09-12"), ["participation", "processing", "staff"]);
    desk.did(give(1, "participation", "2023-09-12"));
    desk.did(give(1, "processing", "2023-09-12"));
    assert_eq!(desk.lacks(1, Purpose::Pair, "2023-09-12"), ["staff"]);
    assert_eq!(desk.lacks(1, Purpose::Pair, "2023-09-11"), ["participation", "processing", "staff"]);
    assert_eq!(desk.memory.consents(Some(PartyId(1))).unwrap()[1].version, "2025-09");
    assert!(desk.ask(give(1, "participation", "2023-09-12")).unwrap().events.is_empty());
}

#[test]
fn what_is_missing_comes_with_the_command_that_adds_it() {
    let desk = Desk::new();
    let line = desk.memory.participants(Some(PartyId(2))).unwrap().remove(0);
    let unmet = papers_unmet(&desk.memory, &desk.rules.forms, &line, Purpose::Pair, day("2023-10-01"));
    let kind = |kind: &str| Remedy::GiveConsent { party: PartyId(2), kind: kind.to_string() };
    assert_eq!(unmet.unwrap().unwrap().remedies, [kind("participation"), kind("processing")]);
}

#[test]
fn a_withdrawn_paper_stops_pairing_after_its_notice() {
    let mut desk = Desk::new();
    for kind in ["participation", "processing", "staff", "distribution"] {
        desk.did(give(1, kind, "2023-09-12"));
    }
    assert!(desk.lacks(1, Purpose::Pair, "2023-10-01").is_empty());
    // Thursday, 5 October 2023: three working days are Friday, Monday and Tuesday.
    desk.on("2023-10-05").did(withdraw(1, "staff"));
    assert!(desk.lacks(1, Purpose::Pair, "2023-10-10").is_empty());
    assert_eq!(desk.lacks(1, Purpose::Pair, "2023-10-11"), ["staff"]);
    assert!(desk.lacks(1, Purpose::Publish, "2023-10-05").is_empty());
    desk.did(withdraw(1, "distribution"));
    assert_eq!(desk.lacks(1, Purpose::Publish, "2023-10-05"), ["distribution"]);
    let again = desk.refused(withdraw(1, "distribution"));
    assert!(matches!(again[..], [Problem::NotGiven { .. }]));
}

#[test]
fn a_minor_signs_with_a_representative() {
    let mut desk = Desk::new();
    let mut draft = ConsentDraft { needed: Signer::Both, ..consent(2, "participation", "2023-09-12") };
    let problems = desk.refused(Action::GiveConsent(draft.clone()));
    assert!(matches!(problems[..], [Problem::WrongSigner { needed: Signer::Both, .. }]));
    draft.signer = Signer::Both;
    desk.did(Action::GiveConsent(draft));
}

#[test]
fn the_bases_count_for_the_conditions_of_a_workflow() {
    let mut desk = Desk::new();
    desk.did(give(2, "participation", "2023-09-12"));
    desk.did(give(2, "processing", "2023-09-12"));
    let count =
        |desk: &Desk, on: &str| Headcount::of(&desk.memory, &desk.rules.forms, FORM, day(on)).unwrap();
    let now = count(&desk, "2023-10-01");
    assert_eq!(now, Headcount { mentors: 1, mentees: 1, consents: 1, requests: 1 });
    assert_eq!(now.get(CountOf::Pairs), None);
    let before = count(&desk, "2023-09-10");
    assert_eq!((before.get(CountOf::Mentors), before.get(CountOf::Consents)), (None, None));
}

#[test]
fn a_merge_joins_the_lines_and_the_papers() {
    let mut desk = Desk::new();
    let earlier = Part { entered: Some(day("2023-09-01")), capacity: Some(1), ..part(Side::Mentor) };
    desk.did(register(None, Some("Выдуманная А."), Some(earlier)));
    desk.did(give(1, "participation", "2023-09-12"));
    desk.did(give(3, "processing", "2023-09-12"));
    let (from, into) = (PartyId(3), PartyId(1));
    desk.did(Action::MergeParties { from, into, profile: profile("Выдуманная Анна") });
    let lines = desk.memory.participants(Some(into)).unwrap();
    assert_eq!(lines.len(), 1);
    assert_eq!((lines[0].entered, lines[0].capacity), (day("2023-09-01"), Some(2)));
    assert!(desk.memory.participants(Some(from)).unwrap().is_empty());
    assert_eq!(desk.lacks(1, Purpose::Pair, "2023-10-01"), ["staff"]);
}

#[test]
fn erasing_ends_what_the_person_held_and_names_nobody() {
    let mut desk = Desk::new();
    desk.did(Action::AddParty(NewParty { kind: PartyKind::Role, profile: profile("Куратор") }));
    desk.did(Action::HoldRole { role: PartyId(3), by: Some(PartyId(1)) });
    let decision = desk
        .on("2024-01-15")
        .did(Action::EraseParty { party: PartyId(1), reason: "по заявлению".into() });
    let told = events(&decision);
    assert!(matches!(told[0], Event::RoleHeld { by: None, .. }));
    assert!(matches!(told[1], Event::ParticipantLeft { .. }));
    assert!(matches!(told[2], Event::PartyErased { .. }));
    assert!(desk.memory.party(PartyId(1)).unwrap().unwrap().profile.is_none());
    let reason = &decision.vault[0];
    assert_eq!((reason.key.owner, &reason.content), (Subject::School, &Content::Text("по заявлению".into())));
    let again = desk.refused(Action::EraseParty { party: PartyId(1), reason: "ещё раз".into() });
    assert!(matches!(again[..], [Problem::Erased]));
    assert!(matches!(desk.refused(give(1, "processing", "2024-01-15"))[..], [Problem::Erased]));
}

#[test]
fn only_those_who_answer_for_the_data_may_erase() {
    let mut desk = Desk::new();
    desk.roles = vec!["methodologist".into()];
    let problems =
        desk.refused(Action::EraseParty { party: PartyId(1), reason: "по заявлению".into() });
    assert!(matches!(problems[..], [Problem::MayNotErase { .. }]));
}

#[test]
fn a_participant_without_papers_is_told_from_one_with_them() {
    let mut desk = Desk::new();
    let line = desk.memory.participants(Some(PartyId(2))).unwrap().remove(0);
    let papers = |desk: &Desk| Papers::of(&desk.memory, &desk.rules.forms, &line, day("2023-10-01")).unwrap();
    assert!(!papers(&desk).complete());
    desk.did(Action::Many(vec![give(2, "participation", "2023-09-12"), give(2, "processing", "2023-09-12")]));
    assert!(papers(&desk).complete());
    assert_eq!(papers(&desk).unpublished, ["distribution"]);
}

#[test]
fn the_files_that_a_school_begins_with_are_sound() {
    let files = [
        ("employer-pupil", include_str!("../../../forms/employer-pupil.toml")),
        ("employer-student", include_str!("../../../forms/employer-student.toml")),
        ("pupil-pupil", include_str!("../../../forms/pupil-pupil.toml")),
        ("student-pupil", include_str!("../../../forms/student-pupil.toml")),
        ("teacher-pupil", include_str!("../../../forms/teacher-pupil.toml")),
        ("teacher-teacher", include_str!("../../../forms/teacher-teacher.toml")),
        ("records", include_str!("../../../forms/records.toml")),
    ];
    let forms = Forms::read(&files).unwrap();
    for (name, _) in files.iter().filter(|(name, _)| *name != "records") {
        let form = &forms.forms[*name];
        for side in [Side::Mentor, Side::Mentee] {
            let side = form.side(side);
            for kind in ["participation", "processing"] {
                assert!(side.pair.iter().any(|needed| needed == kind), "{name}: {kind}");
            }
            assert_eq!(side.publish, ["distribution"], "{name}");
            assert!(side.propose.is_empty(), "{name}: nobody needs papers to be proposed");
        }
    }
    let staff = ["teacher-teacher", "teacher-pupil"];
    for (name, form) in &forms.forms {
        let needs = form.mentor.pair.iter().any(|kind| kind == "staff-consent");
        assert_eq!(needs, staff.contains(&name.as_str()), "{name}");
    }
}

#[test]
fn the_vocabulary_that_a_school_begins_with_is_sound() {
    let terms = super::Terms::read(include_str!("../../../vocabulary/competences.toml")).unwrap();
    for (written, expected) in [
        ("кл. рук-во", "классное руководство"),
        ("Классное руководство", "классное руководство"),
        ("раб. с родителями", "работа с родителями"),
        ("ФГОС", "современный урок"),
        ("профориентация", "выбор профессии"),
        ("одаренные дети", "работа с одарёнными детьми"),
    ] {
        assert_eq!(terms.normalise(written), Some(expected), "{written}");
    }
}
