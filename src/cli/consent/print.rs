//! `vekha consent print`

use std::path::PathBuf;

use chrono::Datelike as _;
use serde_json::json;
use vekha_core::people::{Purpose, Signer};
use vekha_core::schedule::PlanYear;
use vekha_core::view::Read;

use super::super::{Ctx, Desk, Exit, Failure, Kind, refusal, tell};
use super::shared::{self, Standing};
use crate::export::consents::{self, Blank};
use crate::lang::Lang;

/// Make the blanks of papers for all who lack one, a page each, as a Word document
#[derive(Debug, clap::Args)]
#[command(
    after_help = "vekha consent print --out blanks.docx\nvekha consent print --out blanks.docx --kind participation --with-distribution"
)]
pub struct Args {
    /// The document to make; it must not exist
    #[arg(long, short = 'o', value_name = "FILE", required_unless_present = "file")]
    out: Option<PathBuf>,

    /// The same, as it was written before
    #[arg(value_name = "FILE", hide = true, conflicts_with = "out")]
    file: Option<PathBuf>,

    /// Only papers of these kinds
    #[arg(long, value_name = "KIND")]
    kind: Vec<String>,

    /// Also what is needed only to publish, which is voluntary
    #[arg(long)]
    with_distribution: bool,
}

/// Makes the document.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.reading()?;
    let desk = session.desk(ctx)?;
    let Some(file) = args.out.or(args.file) else { return Ok(Exit::Usage) };
    let wanted = args
        .kind
        .iter()
        .map(|text| shared::kind(&desk, text).ok_or_else(|| shared::no_such_kind(&desk, text)));
    let wanted: Vec<String> = wanted.collect::<Result<_, _>>()?;
    let people = shared::standing(&desk, ctx.clock.today())?;
    let mut blanks = Vec::new();
    let mut without: Vec<String> = Vec::new();
    for one in &people {
        let mut kinds = one.papers.missing.clone();
        if args.with_distribution {
            kinds.extend(
                one.papers
                    .unpublished
                    .iter()
                    .filter(|kind| !kinds.contains(kind))
                    .cloned()
                    .collect::<Vec<_>>(),
            );
        }
        kinds.retain(|kind| wanted.is_empty() || wanted.contains(kind));
        for kind in kinds {
            match blank(&desk, one, &kind, ctx)? {
                Some(blank) => blanks.push(blank),
                None if !without.contains(&kind) => without.push(kind),
                None => {}
            }
        }
    }
    if blanks.is_empty() {
        ctx.out.done(&ctx.lang.word("consent-nothing-to-print"));
        return Ok(Exit::Done);
    }
    if file.exists() {
        return Err(Failure::io(&file, &std::io::ErrorKind::AlreadyExists.into()));
    }
    let bytes = consents::docx(&blanks).map_err(|error| Failure::new(Kind::Failed, error))?;
    ctx.files.put(&file, &bytes).map_err(|error| Failure::io(&file, &error))?;
    let file = file.display().to_string();
    let words = ctx.say("consent-printed", &[("count", blanks.len().into()), ("file", file.clone().into())]);
    ctx.out.outcome(&words, &json!({"file": file, "blanks": blanks.len(), "without_blank": without}));
    if !without.is_empty() {
        let records = &desk.rules().forms.records;
        let title = |kind: &String| {
            let record = records.get(kind);
            record.map_or_else(|| kind.clone(), |record| record.title.pick(ctx.lang == Lang::Ru).to_owned())
        };
        let titles: Vec<String> = without.iter().map(title).collect();
        let said = [("kinds", titles.join("; ").into())];
        let hint = ctx.say("consent-no-blank", &said);
        ctx.out.hint(&hint);
    }
    Ok(Exit::Done)
}

/// One page; `None` for a kind of paper that has no blank of ours. Blanks are in Russian: Russian law asks for them.
fn blank(desk: &Desk<'_>, one: &Standing, kind: &str, ctx: &Ctx) -> Result<Option<Blank>, Failure> {
    let rules = desk.rules();
    let Some(record) = rules.forms.records.get(kind).filter(|record| !record.text.trim().is_empty()) else {
        return Ok(None);
    };
    let today = ctx.clock.today();
    let school = desk.reading.school()?.map(|school| school.name).unwrap_or_default();
    let form = rules.forms.forms.get(&one.part.form);
    let (title, side) = match form {
        Some(form) => (form.title.ru.clone(), form.side(one.part.side).title.ru.clone()),
        None => (tell::form_title(Lang::Ru, &one.part.form), one.part.side.as_str().to_owned()),
    };
    let signer = form.map(|form| form.signer(one.part.side, shared::age(desk, one.part.party, today)));
    let signer = signer.unwrap_or(Signer::Own);
    let values = [
        ("school", school.clone()),
        ("name", spoken_for(&one.name, signer)),
        ("whose", if signer == Signer::Representative { "его (её)" } else { "моих" }.to_owned()),
        ("form", title),
        ("side", side.to_lowercase()),
        ("year", PlanYear::containing(today).to_string()),
        ("version", record.version.clone()),
        ("signer", refusal::people::signer(Lang::Ru, signer)),
        ("date", format!("«____» ______________ {} г.", today.year())),
    ];
    Ok(Some(Blank {
        school,
        title: record.title.ru.clone(),
        paragraphs: consents::fill(&record.text, &values),
        name: one.name.clone(),
        signer,
        version: record.version.clone(),
        voluntary: form.is_some_and(|form| {
            form.side(one.part.side).needed(Purpose::Publish).iter().any(|needed| needed == kind)
        }),
        year: today.year(),
    }))
}

/// Who speaks in the text: the person, or the representative, whose name is written by hand.
fn spoken_for(name: &str, signer: Signer) -> String {
    match signer {
        Signer::Own | Signer::Both => name.to_owned(),
        Signer::Representative => format!("{}, законный представитель участника ({name})", "_".repeat(30)),
    }
}
