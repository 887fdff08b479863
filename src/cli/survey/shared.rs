//! What the commands of questionnaires share.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use clap::ValueEnum;
use vekha_core::ids::{CodeId, PartyId};
use vekha_core::survey::{Misfit, Survey};
use vekha_core::view::Read;
use vekha_core::work::{Response, Wave};

use crate::app::work::codes;
use crate::cli::refusal::failure;
use crate::cli::{Ctx, Desk, Failure, Kind};
use crate::lang::Lang;

/// Which time, on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum WaveArg {
    /// Before the work of the pair.
    Before,
    /// After it.
    After,
    /// A questionnaire that is asked once.
    Once,
}

impl From<WaveArg> for Wave {
    fn from(wave: WaveArg) -> Self {
        match wave {
            WaveArg::Before => Self::Before,
            WaveArg::After => Self::After,
            WaveArg::Once => Self::Once,
        }
    }
}

/// The questionnaire of a name.
///
/// # Errors
/// [`Kind::BadInput`] with those there are.
pub fn survey<'a>(desk: &'a Desk<'_>, name: &str) -> Result<&'a Survey, Failure> {
    let all = &desk.rules().surveys.surveys;
    match all.get(name) {
        Some(survey) => Ok(survey),
        None => {
            let known: Vec<&str> = all.keys().map(String::as_str).collect();
            let args = [("name", name.to_owned()), ("known", known.join(", "))];
            Err(Failure::with(Kind::BadInput, "survey-none", args)
                .hint_command("survey-list-hint", "vekha survey list"))
        }
    }
}

/// The wave that is meant: the one that is said, or the only one of the questionnaire.
///
/// # Errors
/// [`Kind::Usage`] where it has to be said.
pub fn wave(survey: &Survey, said: Option<WaveArg>) -> Result<Wave, Failure> {
    match (said, survey.waves.as_slice()) {
        (Some(wave), _) => Ok(wave.into()),
        (None, [only]) => Ok(*only),
        (None, _) => Err(Failure::new(Kind::Usage, "survey-which-wave")),
    }
}

/// Who has which code, as the vault knows it: the digits → whose, filed under what.
///
/// # Errors
/// What the store says.
pub fn known_codes(desk: &Desk<'_>, ctx: &Ctx) -> Result<BTreeMap<String, (PartyId, CodeId)>, Failure> {
    let mut known = BTreeMap::new();
    for code in desk.reading.codes(None)? {
        let text = desk.reading.text(Some(&code.text)).map_err(|error| failure(error, ctx.lang))?;
        if let Some(text) = text {
            known.insert(codes::digits(&text), (code.party, code.id));
        }
    }
    Ok(known)
}

/// Why a code names nobody.
pub fn bad_code(text: &str) -> &'static str {
    if codes::is_sound(text) { "survey-code-unknown" } else { "survey-code-misprint" }
}

/// What was expected instead of an answer.
pub fn misfit(lang: Lang, misfit: &Misfit) -> String {
    match misfit {
        Misfit::Scale(from, to) => {
            lang.say("survey-expects-scale", &[("from", (*from).into()), ("to", (*to).into())])
        }
        Misfit::YesNo => lang.word("survey-expects-yes-no"),
        Misfit::Choice(options) => {
            let options: Vec<&str> = options.iter().map(|words| words.pick(lang == Lang::Ru)).collect();
            lang.say("survey-expects-choice", &[("options", options.join(", ").into())])
        }
        Misfit::Kind => lang.word("survey-expects-text"),
    }
}

/// The one that the same code filled in already in the same wave and school year.
///
/// # Errors
/// What the store says.
pub fn filled(
    desk: &Desk<'_>,
    code: CodeId,
    survey: &str,
    wave: Wave,
    on: NaiveDate,
) -> Result<Option<Response>, Failure> {
    let year = |day| vekha_core::schedule::PlanYear::containing(day);
    Ok(desk.reading.responses(Some(code))?.into_iter().find(|known| {
        !known.withdrawn && known.survey == survey && known.wave == wave && year(known.on) == year(on)
    }))
}

/// Text answers as they have to be told: `None` where there are none or they are known already, so that nothing is sealed
/// again.
///
/// # Errors
/// What the store says.
pub fn news(
    desk: &Desk<'_>,
    ctx: &Ctx,
    known: Option<&Response>,
    texts: BTreeMap<String, String>,
) -> Result<Option<BTreeMap<String, String>>, Failure> {
    let before = match known {
        None => return Ok((!texts.is_empty()).then_some(texts)),
        Some(known) => desk.reading.fields(known.text.as_ref()),
    };
    let before = before.map_err(|error| failure(error, ctx.lang))?;
    // What is not told stays as it was.
    Ok((!texts.is_empty() && texts != before).then_some(texts))
}
