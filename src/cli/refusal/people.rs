//! Refusals about people, the bases and papers, in words.

use vekha_core::decide::Problem;
use vekha_core::people::{Purpose, Signer};
use vekha_core::workflow::{CountOf, Words};

use super::role_titles;
use crate::cli::look::{Look, day};
use crate::lang::Lang;

/// The words of a problem about people; empty for any other.
pub fn problem(look: &Look<'_>, problem: &Problem) -> String {
    let lang = look.lang;
    let say = |id: &str, args: &[(&'static str, String)]| {
        let args: Vec<_> = args.iter().map(|(name, value)| (*name, value.clone().into())).collect();
        lang.say(id, &args)
    };
    let words = |words: &Words| words.pick(lang == Lang::Ru).to_owned();
    match problem {
        Problem::NotAPerson => lang.word("not-a-person"),
        Problem::Erased => lang.word("person-erased"),
        Problem::NoForm { form, known } => {
            say("no-such-form", &[("form", form.clone()), ("known", known.join(", "))])
        }
        Problem::NotInBase => lang.word("not-in-base"),
        Problem::LeftBeforeEntered { entered, left } => {
            say("left-before-entered", &[("entered", day(*entered)), ("left", day(*left))])
        }
        Problem::NoRecord { kind, known } => {
            say("no-such-record", &[("kind", kind.clone()), ("known", known.join(", "))])
        }
        Problem::NotGiven { kind } => say("consent-not-given", &[("kind", words(kind))]),
        Problem::WrongSigner { kind, needed } => {
            say("consent-wrong-signer", &[("kind", words(kind)), ("needed", signer(lang, *needed))])
        }
        Problem::PapersMissing { purpose, kinds } => {
            let kinds: Vec<String> = kinds.iter().map(|(_, title)| words(title)).collect();
            say(purpose_id(*purpose), &[("kinds", kinds.join(", "))])
        }
        Problem::MayNotErase { roles } => say("may-not-erase", &[("roles", role_titles(lang, roles))]),
        _ => String::new(),
    }
}

fn purpose_id(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Propose => "papers-missing-propose",
        Purpose::Pair => "papers-missing-pair",
        Purpose::Publish => "papers-missing-publish",
    }
}

/// Who signs, in words.
pub fn signer(lang: Lang, signer: Signer) -> String {
    lang.word(match signer {
        Signer::Own => "signer-own",
        Signer::Representative => "signer-representative",
        Signer::Both => "signer-both",
    })
}

/// The command that fills what a base counts.
pub fn register(lang: Lang, what: CountOf) -> String {
    let file = lang.word("example-file");
    match what {
        CountOf::Consents => "vekha consent list --missing".into(),
        CountOf::Mentors => format!("vekha import people {file} --side mentors"),
        CountOf::Mentees => format!("vekha import people {file} --side mentees"),
        _ => "vekha person list".into(),
    }
}
