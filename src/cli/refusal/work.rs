//! Refusals about the work of pairs and questionnaires, in words.

use vekha_core::decide::Problem;
use vekha_core::workflow::Words;

use crate::cli::look::{Look, day};
use crate::cli::survey;
use crate::lang::Lang;

/// The words of a problem with the work of pairs; `None` for any other.
pub fn problem(look: &Look<'_>, problem: &Problem) -> Option<String> {
    let lang = look.lang;
    let say = |id: &str, args: &[(&'static str, String)]| {
        let args: Vec<_> = args.iter().map(|(name, value)| (*name, value.clone().into())).collect();
        lang.say(id, &args)
    };
    let words = |words: &Words| words.pick(lang == Lang::Ru).to_owned();
    Some(match problem {
        Problem::NoMeeting { pair, no } => {
            say("work-no-meeting", &[("pair", pair.to_string()), ("no", no.to_string())])
        }
        Problem::NoItem { pair, no } => {
            say("work-no-item", &[("pair", pair.to_string()), ("no", no.to_string())])
        }
        Problem::PairOver { on, ended, .. } => {
            say("work-pair-over", &[("on", day(*on)), ("ended", day(*ended))])
        }
        Problem::BadMark { mark } => say("work-bad-mark", &[("mark", mark.to_string())]),
        Problem::TooLong { minutes } => say("work-too-long", &[("minutes", minutes.to_string())]),
        Problem::NoText => lang.word("work-no-text"),
        Problem::NoSurvey { survey, known } => {
            say("survey-none", &[("name", survey.clone()), ("known", known.join(", "))])
        }
        Problem::NoWave { survey, waves, .. } => {
            let waves: Vec<&str> = waves.iter().map(|wave| wave.as_str()).collect();
            say("survey-no-wave", &[("survey", words(survey)), ("waves", waves.join(", "))])
        }
        Problem::NoQuestion { question } => say("survey-not-asked", &[("id", question.clone())]),
        Problem::BadReply { question, misfit } => {
            say("survey-misfit", &[("question", words(question)), ("expected", survey::misfit(lang, misfit))])
        }
        Problem::Unanswered { questions } => {
            let questions: Vec<String> = questions.iter().map(words).collect();
            say("survey-unanswered", &[("questions", questions.join("; "))])
        }
        Problem::NoAnswers => lang.word("survey-no-answers"),
        Problem::CodeNeeded { survey } => say("survey-code-needed", &[("survey", words(survey))]),
        Problem::NoCode => lang.word("survey-not-this-code"),
        Problem::NoPairOf { survey } => say("survey-no-pair", &[("survey", words(survey))]),
        Problem::NoResponse { no } => say("survey-no-response", &[("no", no.to_string())]),
        Problem::NoThought { no } => say("work-no-thought", &[("no", no.to_string())]),
        Problem::NoNumber { name, known } => {
            say("work-no-number", &[("name", name.clone()), ("known", known.join(", "))])
        }
        _ => return None,
    })
}
