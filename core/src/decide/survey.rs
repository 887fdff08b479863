//! Personal codes and filled-in questionnaires.
//!
//! Answers are filed under a code, not under a person: the same code before and after joins the two, and no name
//! stands beside an answer. Who has which code is in the vault.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use chrono::{Datelike, Days, NaiveDate};

use super::{Act, Desk, Problem, Unmet};
use crate::command::ResponseDraft;
use crate::event::Event;
use crate::ids::{CodeId, PairId, PartyId, Subject};
use crate::pairs::Pair;
use crate::people::Side;
use crate::state::{Outcome, Programme};
use crate::survey::{QuestionKind, Survey};
use crate::vault::Content;
use crate::view::Read;
use crate::work::{Response, Wave, Who};

/// For how many days after the end of a pair a questionnaire may tell about it.
const AFTERWARDS: u64 = 92;

impl<'a> Desk<'a> {
    /// Gives codes to those who have none.
    pub(super) fn issue_codes(&mut self, codes: &[(PartyId, String)]) -> Act {
        let known = self.overlay.codes(None)?;
        let mut next = known.iter().map(|code| code.id.0).max().unwrap_or(0) + 1;
        for (party, text) in codes {
            let party = self.person(*party)?.id;
            if !self.overlay.codes(Some(party))?.is_empty() {
                continue;
            }
            let text = self.seal(Subject::Party(party), Content::Text(text.clone()))?;
            self.emit(Event::CodeIssued { party, code: CodeId(next), text })?;
            next += 1;
        }
        Ok(())
    }

    /// Records a questionnaire. One that the same code filled in before, in the same wave of the same school year,
    /// is replaced; the same answers again are no news.
    pub(super) fn fill_survey(&mut self, draft: &ResponseDraft) -> Act {
        let survey = self.survey_named(&draft.survey)?;
        self.check_answers(survey, draft)?;
        let by = self.filled_by(survey, draft)?;
        if let Some((party, _)) = by {
            self.check_side(survey, party)?;
        }
        let before = self.filled_before(draft)?;
        let silent = draft.replies.is_empty() && draft.texts.as_ref().is_none_or(BTreeMap::is_empty);
        if silent && before.is_none() {
            return self.refuse(Unmet::of(Problem::NoAnswers));
        }
        let mut pairs = match (&draft.pairs, by) {
            (Some(pairs), _) => pairs.clone(),
            (None, Some((party, _))) => self.pairs_of(party, survey, draft)?,
            (None, None) => Vec::new(),
        };
        for pair in &pairs {
            if self.overlay.pair(*pair)?.is_none() {
                return self.refuse(Unmet::of(Problem::NotFound { what: Subject::Pair(*pair) }));
            }
        }
        if let Some(before) = &before {
            pairs.extend(
                before.pairs.iter().filter(|pair| !pairs.contains(pair)).copied().collect::<Vec<_>>(),
            );
        }
        pairs.sort();
        let code = by.map(|(_, code)| code);
        let filed = self.overlay.responses(Some(code.unwrap_or(CodeId(0))))?;
        let next = filed.iter().map(|response| response.no).max().unwrap_or(0) + 1;
        let mut response = Response {
            code,
            no: before.as_ref().map_or(next, |before| before.no),
            survey: survey.name.clone(),
            definition: survey.digest,
            wave: draft.wave,
            who: survey.who,
            on: draft.on,
            at: draft.at,
            pairs,
            programme: draft.programme,
            replies: draft.replies.clone(),
            measures: survey.measures(&draft.replies),
            text: before.as_ref().and_then(|before| before.text),
            withdrawn: false,
        };
        if draft.texts.is_none() && before.as_ref() == Some(&response) {
            return Ok(());
        }
        response.text = match &draft.texts {
            Some(texts) => self.seal_fields(owner(by, draft), texts)?,
            None => None,
        };
        self.emit(Event::SurveyFilled(response))
    }

    /// Who fills in a questionnaire of mentors has been a mentor, and of mentees a mentee.
    fn check_side(&mut self, survey: &Survey, party: PartyId) -> Act {
        let side = match survey.who {
            Who::Mentor => Side::Mentor,
            Who::Mentee => Side::Mentee,
            _ => return Ok(()),
        };
        let entered = self.overlay.participants(Some(party))?.iter().any(|part| part.side == side);
        let paired = |pair: &Pair| party == if side == Side::Mentor { pair.mentor } else { pair.mentee };
        if entered || self.overlay.pairs()?.iter().any(paired) {
            return Ok(());
        }
        let problem = Problem::NoPairOf { survey: survey.title.clone() };
        self.refuse(Unmet::of(problem).about(Subject::Party(party)))
    }

    fn survey_named(&mut self, name: &str) -> Act<&'a Survey> {
        match self.rules.surveys.surveys.get(name) {
            Some(survey) => Ok(survey),
            None => {
                let known = self.rules.surveys.surveys.keys().cloned().collect();
                self.refuse(Unmet::of(Problem::NoSurvey { survey: name.into(), known }))
            }
        }
    }

    /// Whether the answers fit the questions; every problem is collected.
    fn check_answers(&mut self, survey: &Survey, draft: &ResponseDraft) -> Act {
        let refused_before = self.unmet.len();
        let (on, today) = (draft.on, self.command.today);
        if on > today {
            self.unmet.push(Unmet::of(Problem::InTheFuture { on, today }));
        }
        if !survey.waves.contains(&draft.wave) {
            let (survey, waves) = (survey.title.clone(), survey.waves.clone());
            return self.refuse(Unmet::of(Problem::NoWave { survey, wave: draft.wave, waves }));
        }
        let none = BTreeMap::new();
        let texts = draft.texts.as_ref().unwrap_or(&none);
        for (id, reply) in &draft.replies {
            match survey.question(draft.wave, id) {
                None => self.unmet.push(Unmet::of(Problem::NoQuestion { question: id.clone() })),
                Some(question) => {
                    if let Err(misfit) = question.check(reply) {
                        let question = question.text.clone();
                        self.unmet.push(Unmet::of(Problem::BadReply { question, misfit }));
                    }
                }
            }
        }
        for id in texts.keys() {
            let asked = survey.question(draft.wave, id);
            if asked.is_none_or(|question| question.kind != QuestionKind::Text) {
                self.unmet.push(Unmet::of(Problem::NoQuestion { question: id.clone() }));
            }
        }
        let as_it_was = |kind: &QuestionKind| draft.texts.is_none() && *kind == QuestionKind::Text;
        let open = survey.asked(draft.wave).filter(|question| {
            let answered = draft.replies.contains_key(&question.id) || texts.contains_key(&question.id);
            question.required && !answered && !as_it_was(&question.kind)
        });
        let questions: Vec<_> = open.map(|question| question.text.clone()).collect();
        if !questions.is_empty() {
            self.unmet.push(Unmet::of(Problem::Unanswered { questions }));
        }
        if self.unmet.len() > refused_before { Err(super::Stop::Refused) } else { Ok(()) }
    }

    /// The person and the code, where the questionnaire asks participants.
    fn filled_by(&mut self, survey: &Survey, draft: &ResponseDraft) -> Act<Option<(PartyId, CodeId)>> {
        let Some((party, code)) = draft.by else {
            return match survey.who {
                Who::Mentee | Who::Mentor => {
                    self.refuse(Unmet::of(Problem::CodeNeeded { survey: survey.title.clone() }))
                }
                Who::Curator | Who::Partner => Ok(None),
            };
        };
        let party = self.overlay.standing(party)?;
        match self.overlay.codes(Some(party))?.iter().any(|known| known.id == code) {
            true => Ok(Some((party, code))),
            false => self.refuse(Unmet::of(Problem::NoCode).about(Subject::Party(party))),
        }
    }

    /// The questionnaire that this one replaces.
    fn filled_before(&mut self, draft: &ResponseDraft) -> Act<Option<Response>> {
        let code = draft.by.map(|(_, code)| code);
        let filed = self.overlay.responses(Some(code.unwrap_or(CodeId(0))))?;
        Ok(filed.into_iter().find(|known| {
            let same = !known.withdrawn && known.survey == draft.survey && known.wave == draft.wave;
            same && match code {
                Some(_) => school_year(known.on) == school_year(draft.on),
                // Without a code two of one moment are one; without a moment, two with the same answers.
                None => {
                    known.on == draft.on
                        && known.programme == draft.programme
                        && known.at == draft.at
                        && (draft.at.is_some() || known.replies == draft.replies)
                }
            }
        }))
    }

    /// The pairs that a person's questionnaire tells about.
    fn pairs_of(&mut self, party: PartyId, survey: &Survey, draft: &ResponseDraft) -> Act<Vec<PairId>> {
        let Some(row) = self.overlay.person_work(party)? else { return Ok(Vec::new()) };
        let side = match survey.who {
            Who::Mentor => row.mentor_in,
            Who::Mentee => row.mentee_in,
            Who::Curator | Who::Partner => return Ok(Vec::new()),
        };
        let mut found = Vec::new();
        for id in side {
            let Some(pair) = self.overlay.pair(id)? else { continue };
            let form = self.overlay.programme(pair.programme)?.map(|programme| programme.form);
            let ended = pair.instance.outcome.map(|outcome| (outcome, pair.instance.since));
            let tells = match ended {
                None => true,
                Some((_, on)) if draft.on <= on => true,
                Some((Outcome::Done, on)) => on.checked_add_days(Days::new(AFTERWARDS)) >= Some(draft.on),
                Some((Outcome::Cancelled, _)) => false,
            };
            if tells && form.is_some_and(|form| survey.is_for(&form)) {
                found.push(id);
            }
        }
        Ok(found)
    }

    /// Questionnaires «before» are often filled in before there is a pair: those of the school year join it.
    pub(super) fn join_answers(
        &mut self,
        pair: PairId,
        mentor: PartyId,
        mentee: PartyId,
        programme: &Programme,
    ) -> Act {
        let year = school_year(self.command.effective);
        for (party, who) in [(mentor, Who::Mentor), (mentee, Who::Mentee)] {
            for code in self.overlay.codes(Some(party))? {
                for response in self.overlay.responses(Some(code.id))? {
                    let survey = self.rules.surveys.surveys.get(&response.survey);
                    let asked = survey.is_none_or(|survey| survey.is_for(&programme.form));
                    let fits = asked
                        && !response.withdrawn
                        && response.wave == Wave::Before
                        && response.who == who
                        && school_year(response.on) == year
                        && !response.pairs.contains(&pair);
                    if fits {
                        let (code, no) = (code.id, response.no);
                        self.emit(Event::SurveyJoined { code, no, pairs: alloc::vec![pair] })?;
                    }
                }
            }
        }
        Ok(())
    }

    pub(super) fn withdraw_response(&mut self, code: Option<CodeId>, no: u32, reason: Option<&str>) -> Act {
        let filed = self.overlay.responses(Some(code.unwrap_or(CodeId(0))))?;
        match filed.into_iter().find(|response| response.no == no) {
            None => self.refuse(Unmet::of(Problem::NoResponse { no })),
            Some(response) if response.withdrawn => Ok(()),
            Some(_) => {
                let reason = self.seal_text(Subject::School, reason)?;
                self.emit(Event::SurveyWithdrawn { code, no, reason })
            }
        }
    }
}

/// Under whom the words of a questionnaire stand in the vault, so that they go with the person.
fn owner(by: Option<(PartyId, CodeId)>, draft: &ResponseDraft) -> Subject {
    match (by, draft.programme) {
        (Some((party, _)), _) => Subject::Party(party),
        (None, Some(programme)) => Subject::Programme(programme),
        (None, None) => Subject::School,
    }
}

/// The calendar year in which the school year of a day began.
fn school_year(day: NaiveDate) -> i32 {
    if day.month() >= 9 { day.year() } else { day.year() - 1 }
}
