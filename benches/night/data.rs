//! Invented years at work, as events and as the rows that the engine makes of them.

use std::collections::BTreeMap;

use chrono::{Duration, NaiveDate};
use vekha::store::Batch;
use vekha_core::command::Actor;
use vekha_core::digest::Digest;
use vekha_core::event::{Entry, Event, Recorded, Timestamp};
use vekha_core::evolve::fold;
use vekha_core::ids::{CodeId, CommandId, PairId, PartyId, PlanId, ProgrammeId, SchoolId, Subject};
use vekha_core::people::{Side, Signer};
use vekha_core::state::{Kind, PartyKind, Row};
use vekha_core::vault::{Sealed, VaultKey};
use vekha_core::view::{Change, Head, Memory};
use vekha_core::work::{
    Feedback, ItemFacts, Measures, MeetingFacts, MeetingKind, MeetingState, Reply, Response, Wave, Who,
};

pub const PAIRS: u32 = 200;
pub const MEETINGS: u32 = 30;
pub const ITEMS: u32 = 12;
pub const QUESTIONS: u32 = 7;
/// How many different years there are; a school has that of its number.
pub const VARIANTS: u32 = 8;
/// What the form `teacher-teacher` needs of either side for a pair to work.
pub const PAPERS: [(Side, &[&str]); 2] = [
    (Side::Mentor, &["participation", "processing", "staff-consent", "contract-supplement"]),
    (Side::Mentee, &["participation", "processing"]),
];
pub const ANSWER: &[u8] = b"{\"first\":0,\"last\":0,\"created\":[]}";

const COMMAND: CommandId = CommandId([7; 16]);

pub fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

pub fn actor() -> Actor {
    Actor { login: "bench".into(), roles: ["owner".to_owned()].into() }
}

/// A number below `below` that looks like chance and is the same in `benches/peers/night.py`.
fn chance(variant: u32, pair: u32, k: u32, salt: u32, below: u32) -> u32 {
    let mixed =
        u64::from(variant) * 1_000_003 + u64::from(pair) * 8_191 + u64::from(k) * 131 + u64::from(salt);
    let mixed = (mixed * 2_654_435_761) & 0xffff_ffff;
    let mixed = ((mixed ^ (mixed >> 15)) * 2_246_822_519) & 0xffff_ffff;
    (mixed >> 8) as u32 % below
}

/// A year at work.
pub struct Year {
    events: Vec<Event>,
    rows: Vec<Row>,
}

impl Year {
    /// `workflows`: the versions of the workflows of programmes and of pairs.
    pub fn new(variant: u32, workflows: [Digest; 2]) -> Self {
        let events = events(variant, workflows);
        let mut memory = Memory::default();
        let recorded = events.iter().cloned().zip(1..).map(|(event, seq)| Recorded {
            prev: Digest::default(),
            school: SchoolId(1),
            seq,
            command: COMMAND,
            actor: "bench".into(),
            effective: day("2023-09-01"),
            recorded: 1,
            event,
        });
        fold(&mut memory, &recorded.collect::<Vec<_>>()).expect("memory does not fail");
        let own = |row: &&Row| !matches!(row.key().kind, Kind::School | Kind::Set);
        let rows = memory.rows().filter(own).cloned().collect();
        Self { events, rows }
    }

    pub fn len(&self) -> usize {
        self.events.len()
    }

    /// The year as one batch of a school, chained to what is there.
    pub fn batch(&self, school: SchoolId, head: Head, recorded: Timestamp) -> Batch {
        let mut prev = head.hash;
        let events = self.events.iter().zip(head.seq + 1..).map(|(event, seq)| {
            let event = Recorded {
                prev,
                school,
                seq,
                command: COMMAND,
                actor: "bench".into(),
                effective: day("2023-09-01"),
                recorded: recorded.max(head.recorded),
                event: event.clone(),
            };
            prev = event.hash();
            event
        });
        let events: Vec<Recorded> = events.collect();
        Batch {
            school,
            command: COMMAND,
            head: Some(prev),
            events,
            changes: self.rows.iter().cloned().map(Change::Put).collect(),
            vault: Vec::new(),
            blobs: Vec::new(),
            outbox: Vec::new(),
            answer: ANSWER.to_vec(),
        }
    }
}

fn events(variant: u32, [programme, pairs]: [Digest; 2]) -> Vec<Event> {
    let mut events: Vec<Event> = vec![Event::PlanAdded {
        plan: PlanId(1),
        year: vekha_core::schedule::PlanYear::of(2023),
        title: "Plan".into(),
        sections: Vec::new(),
        groups: Vec::new(),
        source: None,
    }];
    events.push(Event::ProgrammeOpened {
        programme: ProgrammeId(1),
        plan: PlanId(1),
        form: "teacher-teacher".into(),
        entry: entry(programme, "work"),
        unproven: Vec::new(),
    });
    for no in 1..=PAIRS {
        // Two pairs a mentor.
        let (mentor, mentee) = (PartyId((no - 1) / 2 + 1), PartyId(1_000 + no));
        for (party, (side, papers)) in [mentor, mentee].into_iter().zip(PAPERS) {
            if side == Side::Mentee || no % 2 == 1 {
                person(&mut events, party, side, papers);
            }
        }
        events.push(Event::PairFormed {
            pair: PairId(no),
            programme: ProgrammeId(1),
            mentor,
            mentee,
            score: None,
            proposal: None,
            entry: entry(pairs, "work"),
        });
        pair(&mut events, variant, no);
    }
    events
}

fn entry(workflow: Digest, stage: &str) -> Entry {
    Entry { workflow, stage: stage.into(), due: None }
}

fn person(events: &mut Vec<Event>, party: PartyId, side: Side, papers: &[&str]) {
    let key = VaultKey { owner: Subject::Party(party), version: 1 };
    let profile = Sealed { key, digest: Digest::default() };
    events.push(Event::PartyAdded { party, kind: PartyKind::Person, profile });
    events.push(Event::ParticipantEntered {
        party,
        no: 1,
        side,
        form: "teacher-teacher".into(),
        entered: day("2023-09-01"),
        capacity: (side == Side::Mentor).then_some(3),
        requests: 1,
    });
    for (at, kind) in (1_u32..).zip(papers) {
        events.push(Event::ConsentGiven {
            party,
            no: at,
            kind: (*kind).into(),
            version: "1".into(),
            date: day("2023-09-01"),
            signer: Signer::Own,
            text: None,
        });
    }
}

fn pair(events: &mut Vec<Event>, variant: u32, no: u32) {
    let (start, first) = (day("2023-09-01"), day("2023-10-02"));
    let pair = PairId(no);
    events.extend((0..MEETINGS).map(|meeting| Event::MeetingAdded {
        pair,
        no: meeting + 1,
        facts: MeetingFacts {
            on: first + Duration::days(i64::from(meeting * 7 + no % 7)),
            kind: MeetingKind::Work,
            state: match chance(variant, no, meeting, 3, 5) {
                0 => MeetingState::Missed,
                _ => MeetingState::Held,
            },
            minutes: Some(45),
            mentor: Feedback { given: chance(variant, no, meeting, 4, 3) > 0, mark: None },
            mentee: Feedback::default(),
        },
        text: None,
    }));
    events.extend((0..ITEMS).map(|item| Event::ItemAdded {
        pair,
        no: item + 1,
        facts: ItemFacts {
            due: Some(start + Duration::days(i64::from(item * 20))),
            done: (chance(variant, no, item, 5, 4) > 0).then(|| start + Duration::days(i64::from(item * 18))),
            ..ItemFacts::default()
        },
        text: None,
    }));
    for (wave, number, least, on) in [(Wave::Before, 1, 3, "2023-09-10"), (Wave::After, 2, 5, "2024-04-20")] {
        let score = |question: u32| {
            i32::try_from(least + chance(variant, no, question, 5 + number, 5)).expect("a point")
        };
        let scores: BTreeMap<String, i32> =
            (0..QUESTIONS).map(|question| (format!("question-{question}"), score(question))).collect();
        let satisfied = chance(variant, no, 0, 8, 4) > 0;
        let expectations = i32::try_from(4 + chance(variant, no, 0, 9, 7)).expect("a point");
        let after = wave == Wave::After;
        events.push(Event::SurveyFilled(Response {
            code: Some(CodeId(no)),
            no: number,
            survey: "mentee".into(),
            definition: Digest::default(),
            wave,
            who: Who::Mentee,
            on: day(on),
            at: None,
            pairs: vec![pair],
            programme: None,
            replies: scores.iter().map(|(id, score)| (id.clone(), Reply::Number(*score))).collect(),
            measures: Measures {
                scores,
                satisfied: after.then_some(satisfied),
                expectations: after.then_some(expectations),
                scale: Vec::new(),
            },
            text: None,
            withdrawn: false,
        }));
    }
}
