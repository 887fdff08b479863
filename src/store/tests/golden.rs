//! Frozen bytes: what version 1 of every stored type looks like. A change that breaks one of these breaks the files
//! that people have: freeze the old type and write an upcaster. Before the first release
//! `VEKHA_BLESS=1 cargo test -p vekha --lib store::tests::golden` writes them anew.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{Debug, Write as _};
use std::path::PathBuf;

use serde::Serialize;
use serde::de::DeserializeOwned;
use vekha_core::basis::{Basis, Engine, Grounds, ResultId};
use vekha_core::digest::Digest;
use vekha_core::event::{Entry, Event, MachineRef, Move, Recorded, Slot, Verdict};
use vekha_core::evolve::fold;
use vekha_core::facts::Value;
use vekha_core::ids::{
    CodeId, CommandId, DocumentId, ExceptionId, PairId, PartyId, PlanId, ProgrammeId, ProposalId, SchoolId,
    Subject, TaskId,
};
use vekha_core::message::{Category, HookFailure, Settled};
use vekha_core::metrics::{
    Evaluation, How, Named, NightDraft, Notice, Quantity, Skipped, Tabled, What, Workings,
};
use vekha_core::pairs::{Proposal, ProposedPair, Wish};
use vekha_core::people::{Side, Signer};
use vekha_core::schedule::{
    Cycle, Deadline, DeadlineKind, MonthOf, Note, OffsetUnit, PlanYear, Rule, Span, Step,
};
use vekha_core::state::{Field, Heading, Kind, Origin, Outcome, PartyKind, Wording};
use vekha_core::vault::{Content, Profile, Sealed, VaultKey};
use vekha_core::view::Memory;
use vekha_core::work::{
    Feedback, ItemFacts, Measures, MeetingFacts, MeetingKind, MeetingState, Quarter, Reply, Response, Wave,
    Who,
};
use vekha_core::workflow;

use super::desk::day;
use crate::store::codec::{self, Place};
use crate::store::write::{Link, StoredHead, VaultRow};

const PLACE: Place<'static> = Place { table: "golden", key: b"key" };

fn file(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden/store").join(name)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}

fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len() / 2).map(|at| u8::from_str_radix(&hex[2 * at..2 * at + 2], 16).unwrap()).collect()
}

/// Compares values with a file of pairs of lines: the value as text, its sealed bytes in hexadecimal. The bytes of
/// the file are read too, so that what an older program wrote still reads as it was.
#[track_caller]
fn check<T: Serialize + DeserializeOwned>(name: &str, values: &[T], text: impl Fn(&T) -> String) {
    let mut now = String::new();
    for value in values {
        let sealed = codec::seal(PLACE, &[], value).unwrap();
        writeln!(now, "{}\n{}", text(value), hex(&sealed)).unwrap();
    }
    if std::env::var_os("VEKHA_BLESS").is_some() {
        std::fs::write(file(name), &now).unwrap();
    }
    let frozen = std::fs::read_to_string(file(name)).unwrap();
    let lines: Vec<_> = frozen.lines().collect();
    for pair in lines.chunks(2) {
        let value: T = codec::open(PLACE, 0, &bytes(pair[1])).unwrap();
        assert_eq!(text(&value), pair[0]);
    }
    assert_eq!(now, frozen);
}

fn debug<T: Debug>(value: &T) -> String {
    format!("{value:?}")
}

fn digest(byte: u8) -> Digest {
    Digest([byte; 32])
}

fn sealed(owner: Subject) -> Sealed {
    Sealed { key: VaultKey { owner, version: 1 }, digest: digest(9) }
}

fn wording() -> Wording {
    Wording {
        number: "3.5".into(),
        section: "3".into(),
        group: Some("3.1".into()),
        title: "Формирование наставнических пар".into(),
        phrase: "до 30 октября ежегодно".into(),
        result: "Приказ".into(),
    }
}

fn deadline() -> Deadline {
    Deadline {
        kind: DeadlineKind::Recurring,
        occurrences: vec![Span::until(day("2023-10-30")), Span::since(day("2024-03-01"))],
        rule: Some(Rule::Weekly { days: 3, every: 2, times: 1 }),
        anchor: Some("закрепление пары".into()),
        notes: vec![Note::Preparation, Note::NonWorking],
        within: Some(Span::between(day("2023-10-01"), day("2024-05-31"))),
    }
}

fn entry() -> Entry {
    Entry { workflow: digest(2), stage: "planned".into(), due: Some(day("2023-10-30")) }
}

fn slot(no: u16) -> Slot {
    Slot { no, key: format!("2023-{no:02}"), from: Some(day("2023-09-01")), to: Some(day("2023-10-30")) }
}

fn headings() -> Vec<Heading> {
    vec![Heading { number: "3".into(), title: "Организация".into() }]
}

/// One event of every kind, with something in every field, in an order that makes sense.
fn events() -> Vec<Event> {
    let (plan, task, programme) = (PlanId(1), TaskId(1), ProgrammeId(1));
    let year = PlanYear::of(2023);
    let occurrence = Subject::Occurrence(task, 1);
    let text = |owner| Some(sealed(owner));
    let entered = |subject, to: &str, outcome| Event::StageEntered {
        subject,
        transition: "go".into(),
        from: "planned".into(),
        to: to.into(),
        outcome,
        due: Some(day("2023-11-30")),
        verdicts: vec![Verdict { requirement: "evidence".into(), met: true, script: Some(digest(4)) }],
        reason: text(subject),
        then: vec![workflow::Entry::Notify { template: "task-submitted".into(), to: vec!["curator".into()] }],
    };
    let mut events = vec![
        Event::SchoolAdded { name: "Школа".into(), zone: "Asia/Krasnoyarsk".into() },
        Event::SetPublished {
            set: digest(1),
            parts: BTreeMap::from([("workflows/task.toml".into(), digest(2))]),
            machines: vec![MachineRef { name: "task".into(), version: digest(2), source: digest(3) }],
            why: text(Subject::School),
        },
        Event::PlanAdded {
            plan,
            year,
            title: "Дорожная карта".into(),
            sections: headings(),
            groups: headings(),
            source: Some(digest(5)),
        },
        Event::PlanRevised {
            plan,
            title: "Дорожная карта, уточнённая".into(),
            sections: headings(),
            groups: Vec::new(),
            source: None,
        },
        Event::PartyAdded {
            party: PartyId(1),
            kind: PartyKind::Person,
            profile: sealed(Subject::Party(PartyId(1))),
        },
        Event::PartyAdded {
            party: PartyId(2),
            kind: PartyKind::Role,
            profile: sealed(Subject::Party(PartyId(2))),
        },
        Event::PartyRewritten { party: PartyId(1), profile: sealed(Subject::Party(PartyId(1))) },
        Event::RoleHeld { role: PartyId(2), by: Some(PartyId(1)) },
        Event::TaskAdded {
            task,
            plan,
            wording: wording(),
            deadline: deadline(),
            tags: BTreeSet::from(["pairs.formed".into()]),
            holders: vec![PartyId(1), PartyId(2)],
            origin: Origin::Imported,
            entry: entry(),
            slots: vec![slot(1), slot(2)],
        },
        Event::TaskReworded {
            task,
            wording: wording(),
            tags: BTreeSet::from(["mentors.base".into()]),
            by_hand: BTreeSet::from([Field::Title, Field::Tags]),
        },
        Event::TaskRetimed {
            task,
            phrase: "октябрь".into(),
            deadline: deadline(),
            entry: entry(),
            added: vec![slot(3)],
            dropped: vec![2],
            by_hand: true,
        },
        Event::TaskAssigned { task, holders: vec![PartyId(2)], by_hand: true },
        Event::TaskWithdrawn { task },
        Event::TaskRestored { task },
        Event::Rescheduled {
            task,
            no: 1,
            from: None,
            to: Some(day("2023-11-15")),
            how: Move::Postponed,
            reason: text(occurrence),
        },
        Event::EvidenceAdded {
            subject: occurrence,
            no: 1,
            kind: "document".into(),
            document: Some(DocumentId(1)),
            text: text(occurrence),
        },
        entered(occurrence, "done", Some(Outcome::Done)),
        Event::StepUndone { subject: occurrence, of: 17, reason: text(occurrence) },
        Event::NoteAdded { subject: Subject::Task(task), text: sealed(Subject::Task(task)) },
        Event::DocumentRegistered {
            document: DocumentId(1),
            kind: "order".into(),
            number: Some("123".into()),
            date: day("2023-09-05"),
            text: text(Subject::Document(DocumentId(1))),
            about: vec![occurrence, Subject::Plan(plan)],
        },
        Event::ProgrammeOpened {
            programme,
            plan,
            form: "teacher-teacher".into(),
            entry: entry(),
            unproven: vec!["order".into()],
        },
        entered(Subject::Programme(programme), "matching", None),
        Event::CountReported { programme, what: "mentors".into(), value: 7 },
        Event::ExceptionGranted {
            exception: ExceptionId(1),
            subject: Subject::Programme(programme),
            requirement: "base".into(),
            transition: "go".into(),
            until: day("2023-12-01"),
            reason: sealed(Subject::Programme(programme)),
        },
        Event::ExceptionMet { exception: ExceptionId(1) },
        Event::PartyMerged { from: PartyId(2), into: PartyId(1) },
    ];
    events.extend(people());
    events.extend(pairs());
    events.extend(nights());
    events.extend(work());
    events.extend(messages());
    events.push(basis());
    events.push(Event::ExceptionAnnulled {
        exception: ExceptionId(2),
        subject: Subject::Programme(programme),
        requirement: "base".into(),
        transition: "go".into(),
    });
    events.push(Event::IndicatorsTabled(tabled()));
    events.push(Event::TextsRewritten { texts: vec![sealed(Subject::Task(task)), sealed(Subject::School)] });
    let there = Entry { workflow: digest(4), stage: "there".into(), due: None };
    events.push(Event::VersionChanged { subject: Subject::Programme(programme), from: entry(), to: there });
    events.push(Event::NightRan(NightDraft { how: How::SetBack, skipped: None, ..night() }));
    for due in [Some(day("2023-11-20")), None] {
        events.push(Event::StageRetimed { subject: Subject::Programme(programme), due });
    }
    for postponed in [true, false] {
        let how = Move::TakenBack { postponed };
        let (from, to) = (Some(day("2023-10-01")), Some(day("2023-10-30")));
        events.push(Event::Rescheduled { task, no: 1, from, to, how, reason: None });
    }
    events
}

/// The same for bases and consents.
fn people() -> [Event; 6] {
    let party = PartyId(1);
    let reason = Some(sealed(Subject::Party(party)));
    [
        Event::ParticipantEntered {
            party,
            no: 1,
            side: Side::Mentor,
            form: "teacher-teacher".into(),
            entered: day("2023-09-10"),
            capacity: Some(3),
            requests: 2,
        },
        Event::ParticipantCorrected { party, no: 1, entered: day("2023-09-11"), capacity: None, requests: 0 },
        Event::ParticipantLeft { party, no: 1, left: day("2024-05-31"), reason },
        Event::ConsentGiven {
            party,
            no: 1,
            kind: "participation".into(),
            version: "1".into(),
            date: day("2023-09-10"),
            signer: Signer::Representative,
            text: reason,
        },
        Event::ConsentWithdrawn { party, no: 1, ends: day("2024-02-01"), reason },
        Event::PartyErased { party, merged: vec![PartyId(2)], reason },
    ]
}

/// The same for messages.
fn messages() -> [Event; 3] {
    [
        Event::HookFailed(HookFailure {
            function: "on_task_due".into(),
            about: Some(Subject::Occurrence(TaskId(1), 1)),
            code: "no-data".into(),
            script: digest(4),
            line: 12,
            column: 5,
        }),
        Event::MessagesSettled {
            parcel: 3,
            messages: vec![(17, 0), (21, 1)],
            channel: "mail".into(),
            outcome: Settled::Delivered,
        },
        Event::OptOutChanged { party: PartyId(3), categories: vec![Category::Tasks, Category::Stages] },
    ]
}

/// The same for proposals and pairs.
fn pairs() -> [Event; 4] {
    let (programme, proposal, mentor, mentee) = (ProgrammeId(1), ProposalId(1), PartyId(3), PartyId(4));
    [
        Event::WishChanged {
            mentor,
            mentee,
            wish: Some(Wish::Pin),
            reason: Some(sealed(Subject::Party(mentee))),
        },
        Event::ProposalMade(Proposal {
            id: proposal,
            programme,
            on: day("2023-10-20"),
            objective: "total".into(),
            script: digest(4),
            input: digest(5),
            pairs: vec![ProposedPair {
                mentor,
                mentee,
                score: 87_500_000,
                criteria: vec![("предмет".into(), Some(40_000_000)), ("время".into(), None)],
                completeness: 80,
            }],
            left: vec![PartyId(5)],
            prices: vec![(mentor, 1_000_000)],
            rematch: None,
            accepted: false,
        }),
        Event::PairFormed {
            pair: PairId(1),
            programme,
            mentor,
            mentee,
            score: Some(87_500_000),
            proposal: Some(proposal),
            entry: entry(),
        },
        Event::ProposalAccepted { proposal },
    ]
}

fn nights() -> [Event; 4] {
    [
        Event::IndicatorsEvaluated(evaluation(None)),
        Event::IndicatorsEvaluated(evaluation(Some(40))),
        Event::NoticesGiven { on: day("2023-10-31"), notices: notices() },
        Event::NightRan(night()),
    ]
}

fn evaluation(restates: Option<u64>) -> Evaluation {
    Evaluation::pack(day("2023-10-31"), digest(1), digest(4), restates, workings())
}

fn tabled() -> Tabled {
    Tabled::pack(day("2023-10-31"), digest(1), digest(4), Some(40), workings())
}

fn workings() -> [Workings; 2] {
    let named = |name: &str, value, band: Option<&str>| Named {
        name: name.into(),
        value,
        band: band.map(Into::into),
        parts: BTreeMap::from([
            ("проведено".into(), Value::Int(7)),
            ("дата".into(), day("2023-10-31").into()),
        ]),
        until: Some(day("2024-09-01")),
    };
    let values = vec![
        named("встречи", Quantity::Number(87.5), Some("хорошо")),
        named("план", Quantity::NotApplicable, None),
        named("сдвиг", Quantity::NoData("after".into()), None),
    ];
    [Subject::Pair(PairId(1)), Subject::School].map(|subject| Workings {
        subject,
        input: digest(7),
        look: Some(day("2023-11-21")),
        values: values.clone(),
    })
}

fn notices() -> Vec<Notice> {
    let all = [What::Due, What::Late, What::VeryLate, What::NoConsent, What::NoMeeting];
    let subject = Subject::Occurrence(TaskId(1), 1);
    all.map(|what| Notice { subject, what, term: day("2023-10-30") }).into()
}

fn night() -> NightDraft {
    NightDraft {
        on: day("2023-10-31"),
        how: How::CaughtUp,
        skipped: Some(Skipped { from: day("2023-10-02"), to: day("2023-10-30"), why: "last".into() }),
        seen: 40,
        set: Some(digest(1)),
        counts: BTreeMap::from([("late".into(), 1)]),
    }
}

/// The same for the work of pairs.
fn work() -> [Event; 15] {
    let (pair, party, programme) = (PairId(1), PartyId(4), ProgrammeId(1));
    let text = Some(sealed(Subject::Pair(pair)));
    let meeting = |on: &str, kind, state| MeetingFacts {
        on: day(on),
        kind,
        state,
        minutes: Some(45),
        mentor: Feedback { given: true, mark: None },
        mentee: Feedback::marked(9),
    };
    let item = |done: Option<&str>| ItemFacts {
        due: Some(day("2023-12-15")),
        done: done.map(day),
        mark: Some(8),
        dropped: false,
    };
    let response = |code, wave, who| Response {
        code,
        no: 1,
        survey: "mentee".into(),
        definition: digest(8),
        wave,
        who,
        on: day("2023-11-10"),
        at: Some(36_000),
        pairs: vec![pair],
        programme: Some(programme),
        replies: BTreeMap::from([
            ("comfort".into(), Reply::Number(7)),
            ("again".into(), Reply::Yes(true)),
            ("goal".into(), Reply::Choice("full".into())),
        ]),
        measures: Measures {
            scores: BTreeMap::from([("comfort".into(), 7)]),
            satisfied: Some(true),
            expectations: Some(8),
            scale: vec![2, 1, 0],
        },
        text: Some(sealed(Subject::Party(party))),
        withdrawn: false,
    };
    let (code, no) = (CodeId(1), 1);
    [
        Event::MeetingAdded {
            pair,
            no: 1,
            facts: meeting("2023-11-03", MeetingKind::Acquaintance, MeetingState::Held),
            text,
        },
        Event::MeetingAdded {
            pair,
            no: 2,
            facts: meeting("2023-11-17", MeetingKind::Work, MeetingState::Planned),
            text,
        },
        Event::MeetingCorrected {
            pair,
            no: 2,
            facts: meeting("2023-11-18", MeetingKind::Other, MeetingState::Missed),
            text,
        },
        Event::MeetingCancelled { pair, no: 1, reason: text },
        Event::ItemAdded { pair, no: 1, facts: item(None), text },
        Event::ItemChanged { pair, no: 1, facts: item(Some("2023-12-10")), text },
        Event::CodeIssued { party, code, text: sealed(Subject::Party(party)) },
        Event::SurveyFilled(response(Some(code), Wave::Before, Who::Mentee)),
        Event::SurveyFilled(response(None, Wave::Once, Who::Curator)),
        Event::SurveyJoined { code, no, pairs: vec![PairId(2)] },
        Event::SurveyWithdrawn { code: Some(code), no, reason: Some(sealed(Subject::School)) },
        Event::SwotAdded {
            programme,
            no: 1,
            quarter: Quarter::Strength,
            text: sealed(Subject::Programme(programme)),
        },
        Event::SwotDropped { programme, no: 1 },
        Event::SchoolNumberTold { name: "young_teachers".into(), on: day("2023-09-01"), value: Some(6) },
        Event::SchoolNumberTold { name: "teens".into(), on: day("2023-09-01"), value: None },
    ]
}

fn basis() -> Event {
    Event::BasisKept(Basis {
        result: ResultId::Proposal(ProposalId(1)),
        grounds: Grounds {
            set: Some(digest(1)),
            engine: Engine { api: "1".into(), program: "0.1.0".into() },
            seq: 30,
            scripts: BTreeMap::from([("scripts/pairing.rhai".into(), digest(4))]),
            draft: false,
            vault: vec![VaultKey { owner: Subject::Party(PartyId(3)), version: 1 }],
        },
    })
}

fn journal() -> Vec<Recorded> {
    let mut prev = Digest::default();
    let events = events().into_iter().zip(1..);
    let recorded = events.map(|(event, seq)| {
        let recorded = Recorded {
            prev,
            school: SchoolId(1),
            seq,
            command: CommandId([seq as u8; 16]),
            actor: "curator".into(),
            effective: day("2023-09-01"),
            recorded: 1_693_526_400_000 + i64::from(seq as u32),
            event,
        };
        prev = recorded.hash();
        recorded
    });
    recorded.collect()
}

#[test]
fn events_are_stored_as_they_were() {
    check("journal.txt", &journal(), Recorded::line);
}

#[test]
fn rows_are_stored_as_they_were_and_every_kind_is_there() {
    let mut memory = Memory::default();
    fold(&mut memory, &journal()).unwrap();
    let rows: Vec<_> = memory.rows().cloned().collect();
    let kinds: BTreeSet<_> = rows.iter().map(|row| row.key().kind).collect();
    assert_eq!(kinds, BTreeSet::from(Kind::ALL));
    check("rows.txt", &rows, debug);
}

#[test]
fn what_stands_beside_them_is_stored_as_it_was() {
    let head = |head: &StoredHead| format!("{} {} {}", head.seq, head.hash, head.recorded);
    check("heads.txt", &[StoredHead { seq: 300, hash: digest(6), recorded: 1_693_526_400_000 }], head);
    let chain = Link::digest(digest(1), SchoolId(2), 300, digest(6));
    check("chain.txt", &[Link { school: SchoolId(2), seq: 300, head: digest(6), chain }], debug);
    let profile = Profile {
        name: "Вымышленный Наставник".into(),
        spellings: vec!["Наставник В.".into()],
        fields: BTreeMap::from([("birth_year".into(), "1980".into())]),
    };
    let fields = BTreeMap::from([("topic".into(), "Тема".into())]);
    let rows = [Content::Party(profile), Content::Text("Заметка".into()), Content::Fields(fields)];
    let rows = rows.map(|content| VaultRow { salt: [7; 32], content });
    check("vault.txt", &rows, |row| format!("{:?} {:?}", row.salt[0], row.content));
    check("meta.txt", &[1_u32, 300], debug);
}

#[test]
fn rules_of_deadlines_are_stored_as_they_were() {
    let monthly = |day| Rule::Monthly { every: 1, day, times: 1 };
    let by_day = |of, month| Rule::ByDay { of, month, day: 10 };
    let rules = [
        Rule::Daily,
        Rule::WEEKLY,
        monthly(None),
        monthly(Some(Step::Day(25))),
        monthly(Some(Step::Days(1 << 5))),
        monthly(Some(Step::Weekday { nth: -1, weekday: 4 })),
        monthly(Some(Step::Weekdays { nths: 0b1010, weekday: 4 })),
        Rule::Quarterly { school: true },
        Rule::Trimester,
        Rule::HalfYearly,
        Rule::TimesAYear(3),
        Rule::offset(-3, OffsetUnit::Days),
        Rule::offset(10, OffsetUnit::WorkingDays),
        Rule::offset(1, OffsetUnit::Months),
        by_day(Cycle::Quarter, MonthOf::Unsaid),
        by_day(Cycle::Term, MonthOf::Nth(1)),
        by_day(Cycle::Trimester, MonthOf::Last),
        by_day(Cycle::HalfYear, MonthOf::After),
    ];
    check("rules.txt", &rules, debug);
}

#[test]
fn a_value_is_bound_to_its_place_and_its_bits() {
    let sealed = codec::seal(PLACE, b"pre", &"значение").unwrap();
    assert_eq!(codec::open::<String>(PLACE, 3, &sealed).as_deref(), Ok("значение"));
    for place in [Place { table: "other", ..PLACE }, Place { key: b"kez", ..PLACE }] {
        assert!(codec::open::<String>(place, 3, &sealed).is_err_and(|error| error.is_damaged()));
    }
    for bit in 0..sealed.len() * 8 {
        let mut spoiled = sealed.clone();
        spoiled[bit / 8] ^= 1 << (bit % 8);
        assert!(codec::open::<String>(PLACE, 3, &spoiled).is_err(), "bit {bit}");
    }
    for length in 0..sealed.len() {
        assert!(codec::open::<String>(PLACE, 3, &sealed[..length]).is_err(), "{length} bytes");
    }
}

#[test]
fn a_length_that_no_memory_could_hold_is_an_error() {
    let huge = [&[253][..], &u64::MAX.to_le_bytes()].concat();
    let sealed = codec::seal_raw(PLACE, &huge);
    assert!(codec::open::<Vec<u8>>(PLACE, 0, &sealed).is_err_and(|error| error.is_damaged()));
    let longer = codec::seal(PLACE, &[], &(1_u8, 2_u8)).unwrap();
    assert!(codec::open::<u8>(PLACE, 0, &longer).is_err(), "bytes left over");
}
