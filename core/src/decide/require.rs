//! Requirements held against the facts.

use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec::Vec;

use chrono::NaiveDate;

use super::step::Standing;
use super::{Act, Desk, Problem, Remedy, Shortfall, Unmet};
use crate::digest::Digest;
use crate::ids::{PartyId, ProgrammeId, Subject};
use crate::pairs::Pair;
use crate::people::{Headcount, Papers, Side};
use crate::state::{Occurrence, Task};
use crate::view::Read;
use crate::work::{Wave, day_number};
use crate::workflow::{
    Condition, CountOf, InStage, Level, Machine, Occurrences, Quantity, Requirement, Stage, SubjectKind,
    Surroundings, Term, Words,
};

/// One requirement as it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Examined {
    /// Its id.
    pub id: String,
    /// For people.
    pub title: Words,
    /// How to meet it.
    pub hint: Option<Words>,
    /// How binding it is.
    pub level: Level,
    /// Empty when met; otherwise why each of the conditions that would be enough does not hold.
    pub shortfalls: Vec<Shortfall>,
    /// Who holds what is open.
    pub responsible: Vec<PartyId>,
    /// The role that sees to it.
    pub role: Option<String>,
    /// What would meet it.
    pub remedies: Vec<Remedy>,
    /// The script that decided, where one did.
    pub script: Option<Digest>,
}

impl Examined {
    /// Whether nothing is missing.
    pub fn met(&self) -> bool {
        self.shortfalls.is_empty()
    }

    pub(super) fn into_unmet(self, subject: Subject, requirement: &Requirement) -> Unmet {
        let mut remedies = self.remedies;
        if requirement.level == Level::Should {
            remedies.push(Remedy::Allow { requirement: requirement.id.clone() });
        }
        Unmet {
            subject: Some(subject),
            problem: Problem::Requirement {
                id: self.id,
                title: self.title,
                hint: self.hint,
                level: self.level,
                shortfalls: self.shortfalls,
            },
            responsible: self.responsible,
            role: self.role,
            remedies,
        }
    }
}

/// One way out of the stage, with everything it requires.
#[derive(Clone, Debug, PartialEq)]
pub struct Examination {
    /// The transition's id.
    pub transition: String,
    /// For people.
    pub title: Words,
    /// Where it leads.
    pub to: Words,
    /// Whether it returns.
    pub back: bool,
    /// Who may take it.
    pub roles: Vec<String>,
    /// Its requirements in order.
    pub requirements: Vec<Examined>,
}

/// What was found out about one condition.
struct Finding {
    shortfall: Option<Shortfall>,
    responsible: Vec<PartyId>,
    remedies: Vec<Remedy>,
    script: Option<Digest>,
}

impl Finding {
    fn of(met: bool, shortfall: Shortfall, remedy: Option<Remedy>) -> Self {
        let remedies = if met { Vec::new() } else { remedy.into_iter().collect() };
        Self { shortfall: (!met).then_some(shortfall), responsible: Vec::new(), remedies, script: None }
    }
}

impl<'a> Desk<'a> {
    /// Every way out of the stage a subject stands in.
    pub(super) fn examine_all(mut self, subject: Subject) -> Act<Vec<Examination>> {
        let standing = self.standing(subject)?;
        let machine = self.machine_of(&standing.instance)?;
        let mut found = Vec::new();
        for way in machine.transitions_from(&standing.instance.stage) {
            let mut requirements = Vec::with_capacity(way.requires.len());
            for requirement in &way.requires {
                requirements.push(self.examine(&standing, machine, requirement)?);
            }
            found.push(Examination {
                transition: way.id.clone(),
                title: way.title.clone(),
                to: machine.stage(&way.to).map(|stage| stage.title.clone()).unwrap_or_default(),
                back: way.back,
                roles: way.roles.clone(),
                requirements,
            });
        }
        Ok(found)
    }

    /// Holds one requirement against the facts.
    pub(super) fn examine(
        &mut self,
        standing: &Standing,
        machine: &Machine,
        requirement: &Requirement,
    ) -> Act<Examined> {
        let mut examined = Examined {
            id: requirement.id.clone(),
            title: requirement.title.clone(),
            hint: requirement.hint.clone(),
            level: requirement.level,
            shortfalls: Vec::new(),
            responsible: Vec::new(),
            role: requirement.responsible.clone(),
            remedies: Vec::new(),
            script: None,
        };
        for condition in &requirement.any_of {
            let finding = self.hold(standing, machine, condition)?;
            examined.script = examined.script.or(finding.script);
            match finding.shortfall {
                None => {
                    examined.shortfalls.clear();
                    examined.responsible.clear();
                    examined.remedies.clear();
                    break;
                }
                Some(shortfall) => {
                    examined.shortfalls.push(shortfall);
                    merge(&mut examined.responsible, finding.responsible);
                    merge(&mut examined.remedies, finding.remedies);
                }
            }
        }
        Ok(examined)
    }

    fn hold(&mut self, standing: &Standing, machine: &Machine, condition: &Condition) -> Act<Finding> {
        Ok(match condition {
            Condition::Tasks { tag, stage, quantity, occurrences } => {
                self.hold_tasks(standing, tag, stage, *quantity, *occurrences)?
            }
            Condition::Count { what, quantity } => self.hold_count(standing, *what, *quantity)?,
            Condition::Evidence { kind, at_least } => {
                let kept = self.kept_of(standing, kind.as_deref())?;
                hold_evidence(standing, kind.as_deref(), *at_least, kept)
            }
            Condition::NotBefore { date } => {
                let date = self.term(date, standing.instance.since, standing)?;
                let met = date.is_some_and(|date| self.command.effective >= date);
                Finding::of(met, Shortfall::TooEarly { date }, date.map(|until| Remedy::Wait { until }))
            }
            Condition::NotAfter { date } => {
                let date = self.term(date, standing.instance.since, standing)?;
                let met = date.is_some_and(|date| self.command.effective <= date);
                Finding::of(met, Shortfall::TooLate { date }, None)
            }
            Condition::Approval { document } => self.hold_approval(standing, document)?,
            Condition::Guard { name } => self.hold_guard(standing.subject, name),
            Condition::Subjects { kind, stage, quantity } => {
                self.hold_subjects(standing, machine, *kind, stage, *quantity)?
            }
        })
    }

    fn hold_tasks(
        &mut self,
        standing: &Standing,
        tag: &str,
        stage: &InStage,
        quantity: Quantity,
        which: Occurrences,
    ) -> Act<Finding> {
        let tagged: Vec<Task> = self
            .overlay
            .tasks()?
            .into_iter()
            .filter(|task| task.plan == standing.plan && !task.withdrawn && task.tags.contains(tag))
            .collect();
        if tagged.is_empty() {
            let remedy = Remedy::TagTask { tag: tag.into() };
            return Ok(Finding::of(false, Shortfall::NoTask { tag: tag.into() }, Some(remedy)));
        }
        let (mut have, mut of, mut open, mut responsible) = (0, 0, Vec::new(), Vec::new());
        for task in &tagged {
            for occurrence in self.asked_of(task, which)? {
                of += 1;
                if self.is_in(&occurrence, stage) {
                    have += 1;
                } else {
                    open.push((task.id, occurrence.no));
                    merge(&mut responsible, task.holders.clone());
                }
            }
        }
        if quantity.enough(have, of) {
            return Ok(Finding::of(true, Shortfall::NoTask { tag: tag.into() }, None));
        }
        let remedies = open.iter().map(|(task, no)| Remedy::FinishTask { task: *task, no: *no }).collect();
        let shortfall = Shortfall::Tasks { tag: tag.into(), open, have, quantity };
        Ok(Finding { shortfall: Some(shortfall), responsible, remedies, script: None })
    }

    /// The occurrences of a task that a condition looks at.
    fn asked_of(&mut self, task: &Task, which: Occurrences) -> Act<Vec<Occurrence>> {
        let mut all = self.overlay.occurrences(Some(task.id))?;
        all.retain(|occurrence| !occurrence.dropped);
        if which == Occurrences::Due {
            let due: Vec<Occurrence> = all
                .iter()
                .filter(|occurrence| occurrence.to.is_some_and(|to| to <= self.command.effective))
                .cloned()
                .collect();
            // A task none of whose occurrences is due yet is asked about as a whole: its first one counts.
            return Ok(if due.is_empty() { all.into_iter().take(1).collect() } else { due });
        }
        Ok(all)
    }

    fn is_in(&self, occurrence: &Occurrence, stage: &InStage) -> bool {
        let machine = self.rules.machine(&occurrence.instance.workflow);
        machine
            .and_then(|machine| machine.stage(&occurrence.instance.stage))
            .is_some_and(|found: &Stage| stage.holds(found))
    }

    fn hold_count(&mut self, standing: &Standing, what: CountOf, quantity: Quantity) -> Act<Finding> {
        if let Some(pair) = &standing.pair {
            return self.hold_pair_count(pair, what, quantity);
        }
        let Some(programme) = &standing.programme else {
            return Ok(Finding::of(false, Shortfall::Count { what, have: 0, quantity }, None));
        };
        let registers =
            Headcount::of(&self.overlay, &self.rules.forms, &programme.form, self.command.effective)?;
        let formed = Formed::of(&self.overlay.pairs()?, programme.id);
        let count = |what: CountOf| {
            let reported = programme.counts.get(what.as_str()).copied();
            registers.get(what).or(formed.get(what)).or(reported).unwrap_or(0)
        };
        let have = count(what);
        let of = match what {
            CountOf::Trained => count(CountOf::Mentors),
            CountOf::Consents => count(CountOf::Mentors).saturating_add(count(CountOf::Mentees)),
            CountOf::Requests | CountOf::Paired => count(CountOf::Mentees),
            CountOf::Mentors | CountOf::Mentees | CountOf::Pairs | CountOf::Meetings => have,
        };
        let met = quantity.enough(have as usize, of as usize);
        // What a register counts is met by the register, not by reporting another number.
        let remedy = match registers.get(what) {
            Some(_) => Remedy::ShowRegister { programme: programme.id, what },
            None => Remedy::ReportCount { programme: programme.id, what },
        };
        Ok(Finding::of(met, Shortfall::Count { what, have, quantity }, Some(remedy)))
    }

    /// What is counted of one pair: its two people, its meetings.
    fn hold_pair_count(&mut self, pair: &Pair, what: CountOf, quantity: Quantity) -> Act<Finding> {
        let (have, of) = match what {
            CountOf::Consents => (self.papers_of(pair)?, 2),
            CountOf::Meetings => {
                let told = pair.evidence.iter().filter(|found| found.kind == "meeting").count();
                let have = told + self.kept(pair, "meeting")? as usize;
                (have, have)
            }
            _ => (0, 0),
        };
        let remedy = match what {
            CountOf::Meetings => {
                Some(Remedy::AddEvidence { subject: Subject::Pair(pair.id), kind: Some("meeting".into()) })
            }
            CountOf::Consents => Some(Remedy::ShowRegister { programme: pair.programme, what }),
            _ => None,
        };
        let met = quantity.enough(have, of);
        let mut finding = Finding::of(met, Shortfall::Count { what, have: have as u32, quantity }, remedy);
        if !met {
            finding.responsible = alloc::vec![pair.mentor, pair.mentee];
        }
        Ok(finding)
    }

    /// How often what a pair keeps shows a kind of evidence: a meeting held, a personal programme, a questionnaire of
    /// a wave.
    fn kept(&mut self, pair: &Pair, kind: &str) -> Act<u32> {
        let Some(work) = self.overlay.pair_work(pair.id)? else { return Ok(0) };
        let tally = work.on(day_number(self.command.effective));
        let filled = |wave: Wave| {
            let answered = work.answers.iter().filter(|((found, _), _)| *found == wave);
            answered.map(|(_, answered)| answered.responses).sum()
        };
        Ok(match kind {
            "meeting" => tally.held,
            "plan" => u32::from(tally.items > 0),
            "survey.before" => filled(Wave::Before),
            "survey.after" => filled(Wave::After),
            _ => 0,
        })
    }

    fn kept_of(&mut self, standing: &Standing, kind: Option<&str>) -> Act<u32> {
        match (&standing.pair, kind) {
            (Some(pair), Some(kind)) => self.kept(pair, kind),
            _ => Ok(0),
        }
    }

    /// How many of the two have every paper that a working pair needs.
    fn papers_of(&mut self, pair: &Pair) -> Act<usize> {
        let form =
            self.overlay.programme(pair.programme)?.map(|programme| programme.form).unwrap_or_default();
        let on = self.command.effective;
        let mut complete = 0;
        for (party, side) in [(pair.mentor, Side::Mentor), (pair.mentee, Side::Mentee)] {
            let lines = self.overlay.participants(Some(party))?;
            let line = lines.iter().find(|line| line.side == side && line.form == form && line.stands(on));
            if let Some(line) = line {
                let papers = Papers::of(&self.overlay, &self.rules.forms, line, on)?;
                complete += usize::from(papers.complete());
            }
        }
        Ok(complete)
    }

    fn hold_approval(&mut self, standing: &Standing, kind: &str) -> Act<Finding> {
        let about = [standing.subject, Subject::Plan(standing.plan), Subject::School];
        let met = self.overlay.documents()?.iter().any(|document| {
            document.kind == kind
                && document.date <= self.command.effective
                && (document.about.is_empty() || document.about.iter().any(|subject| about.contains(subject)))
        });
        let remedy = Remedy::RegisterDocument { kind: kind.into(), subject: standing.subject };
        Ok(Finding::of(met, Shortfall::NoDocument { kind: kind.into() }, Some(remedy)))
    }

    fn hold_guard(&self, subject: Subject, name: &str) -> Finding {
        let verdict = self.command.guards.get(&(subject, name.into()));
        let shortfall = Shortfall::Guard {
            name: name.into(),
            reason: verdict.map(|verdict| verdict.reason.clone()).unwrap_or_default(),
        };
        let mut finding = Finding::of(verdict.is_some_and(|verdict| verdict.met), shortfall, None);
        finding.script = verdict.map(|verdict| verdict.script);
        finding
    }

    fn hold_subjects(
        &mut self,
        standing: &Standing,
        machine: &Machine,
        kind: SubjectKind,
        stage: &InStage,
        quantity: Quantity,
    ) -> Act<Finding> {
        let _ = machine;
        let (mut have, mut of) = (0, 0);
        if let (SubjectKind::Pair, Subject::Programme(programme)) = (kind, standing.subject) {
            for pair in self.overlay.pairs()?.iter().filter(|pair| pair.programme == programme) {
                let machine = self.rules.machine(&pair.instance.workflow);
                let place = machine.and_then(|machine| machine.stage(&pair.instance.stage));
                of += 1;
                have += usize::from(place.is_some_and(|place| stage.holds(place)));
            }
        }
        if kind == SubjectKind::Task {
            for task in self.overlay.tasks()? {
                if task.plan != standing.plan || task.withdrawn {
                    continue;
                }
                for occurrence in self.asked_of(&task, Occurrences::All)? {
                    of += 1;
                    have += usize::from(self.is_in(&occurrence, stage));
                }
            }
        }
        let met = quantity.enough(have, of);
        Ok(Finding::of(met, Shortfall::Subjects { have, of, quantity }, None))
    }

    /// The day a term names for a thing of this plan.
    fn term(&mut self, term: &Term, entered: NaiveDate, standing: &Standing) -> Act<Option<NaiveDate>> {
        self.term_in(term, entered, standing.plan)
    }

    pub(super) fn term_in(
        &mut self,
        term: &Term,
        entered: NaiveDate,
        plan: crate::ids::PlanId,
    ) -> Act<Option<NaiveDate>> {
        let Some(plan_from) = self.overlay.plan(plan)?.map(|plan| plan.year.from) else { return Ok(None) };
        let last_due = match term {
            Term::Task { tag, .. } => self.last_due(plan, tag)?,
            // Most terms look at no task, and a plan has many.
            _ => None,
        };
        Ok(term.due(&Surroundings {
            entered,
            plan_from,
            is_working: &|date| self.rules.calendar.is_working(date),
            task_due: &|_| last_due,
        }))
    }

    /// The last day of the tasks of a plan with a purpose tag.
    fn last_due(&mut self, plan: crate::ids::PlanId, tag: &str) -> Act<Option<NaiveDate>> {
        let mut last = None;
        for task in self.overlay.tasks()? {
            if task.plan == plan && !task.withdrawn && task.tags.contains(tag) {
                let occurrences = self.overlay.occurrences(Some(task.id))?;
                let standing = occurrences.iter().filter(|found| !found.dropped);
                last = last.max(standing.filter_map(|found| found.to).max());
            }
        }
        Ok(last)
    }

    /// By when a stage entered now should be left.
    pub(super) fn stage_due(&mut self, stage: &Stage, plan: crate::ids::PlanId) -> Act<Option<NaiveDate>> {
        match &stage.term {
            Some(term) => self.term_in(term, self.command.effective, plan),
            None => Ok(None),
        }
    }
}

/// Evidence that was told, and what shows the same without being told.
fn hold_evidence(standing: &Standing, kind: Option<&str>, need: u32, kept: u32) -> Finding {
    let evidence = match (&standing.programme, &standing.occurrence) {
        _ if standing.pair.is_some() => standing.pair.as_ref().map_or(&[][..], |pair| &pair.evidence),
        (Some(programme), _) => &programme.evidence,
        (None, Some(occurrence)) => &occurrence.evidence,
        (None, None) => {
            let shortfall = Shortfall::Evidence { kind: kind.map(Into::into), have: 0, need };
            return Finding::of(false, shortfall, None);
        }
    };
    let told = evidence.iter().filter(|found| kind.is_none_or(|kind| found.kind == kind)).count() as u32;
    let have = told.saturating_add(kept);
    let remedy = Remedy::AddEvidence { subject: standing.subject, kind: kind.map(Into::into) };
    let shortfall = Shortfall::Evidence { kind: kind.map(Into::into), have, need };
    Finding::of(have >= need, shortfall, Some(remedy))
}

/// What the pairs of a programme say of its numbers.
struct Formed {
    pairs: u32,
    paired: u32,
}

impl Formed {
    fn of(pairs: &[Pair], programme: ProgrammeId) -> Self {
        let open = pairs.iter().filter(|pair| pair.programme == programme && pair.is_open());
        let mentees: BTreeSet<PartyId> = open.clone().map(|pair| pair.mentee).collect();
        Self { pairs: open.count() as u32, paired: mentees.len() as u32 }
    }

    fn get(&self, what: CountOf) -> Option<u32> {
        match what {
            CountOf::Pairs => Some(self.pairs).filter(|count| *count > 0),
            CountOf::Paired => Some(self.paired).filter(|count| *count > 0),
            _ => None,
        }
    }
}

fn merge<T: PartialEq>(into: &mut Vec<T>, more: Vec<T>) {
    for item in more {
        if !into.contains(&item) {
            into.push(item);
        }
    }
}
