//! `vekha import people FILE`

use std::path::PathBuf;

use chrono::NaiveDate;
use vekha_core::command::Action;
use vekha_core::people::Form;
use vekha_core::people::difference::{self, Doubt, Entry, KnownPerson};
use vekha_core::people::named::form_named;
use vekha_core::people::sheet::{self, Line, Setting, Sheet};

use crate::cli::party::SideArg;

use crate::app::people;
use crate::cli::{Ctx, Desk, Exit, Failure, Kind, import_people_show as show, refusal};
use crate::import::{self, Options};
use crate::lang::Lang;

/// Import the base of mentors or of mentees: docx, odt, xlsx, ods, csv, html, markdown or text
#[derive(Debug, clap::Args)]
#[command(
    after_help = "vekha import people \"База наставников.xlsx\" --dry-run\nvekha import people mentees.csv --side mentees --form teacher-teacher --yes"
)]
pub struct Args {
    /// The file with the table of people
    #[arg(value_name = "FILE")]
    file: PathBuf,

    /// Which base it is [told by titles and headers]
    #[arg(long, value_name = "SIDE", value_enum)]
    side: Option<SideArg>,

    /// The form of mentoring of lines that do not say their own [of the open programme]
    #[arg(long, value_name = "FORM")]
    form: Option<String>,

    /// The encoding of a text file: cp1251, utf-8, koi8-r [told by the content]
    #[arg(long, value_name = "ENCODING")]
    encoding: Option<String>,

    /// The sheet of a workbook [all of them]
    #[arg(long, value_name = "SHEET")]
    sheet: Option<String>,

    /// Take two spellings that may be one person for one
    #[arg(long)]
    merge: bool,

    /// The day of entry where a line does not say it [today]
    #[arg(long, value_name = "DATE", value_parser = crate::cli::date)]
    on: Option<NaiveDate>,
}

/// Reads the file, shows what is new and otherwise and every fault, and with `--yes` or a confirmation stores it.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let options = Options { encoding: args.encoding.clone(), sheet: args.sheet.clone() };
    let read = import::read(&args.file, &options)
        .map_err(|cause| Failure::new(Kind::BadInput, cause.say(ctx.lang)))?
        .lined();
    for note in &read.notes {
        let words = note.say(ctx.lang);
        ctx.out.hint(&words);
    }
    let session = ctx.writing_session()?;
    let (sheet, entries) = {
        let desk = session.desk(ctx)?;
        let form = form(&args, &desk, ctx)?;
        let forms = &desk.rules().forms;
        let setting = Setting {
            side: args.side.map(Into::into),
            form: form.as_deref(),
            forms,
            today: ctx.clock.today(),
        };
        let file = args.file.display().to_string();
        let mut sheet = sheet::read(&read.document, &setting).ok_or_else(|| {
            Failure::with(Kind::BadInput, "people-no-table", [("file", file)]).hint("people-no-table-hint")
        })?;
        let nameless = |line: &&Line| line.form.is_none() && !sheet.misnames_form(line);
        if form.is_none() && sheet.lines.iter().any(|line| nameless(&line)) {
            return Err(which_form(&args, &desk));
        }
        let known = people::known(&desk.reading, &desk.directory)
            .map_err(|error| refusal::failure(error, ctx.lang))?;
        sheet.resolve(&|name| people::who(&known, name));
        let entries = matched(&sheet, &known, form.as_deref().unwrap_or_default(), &args, ctx)?;
        show::preview(&sheet, &entries, &known, ctx);
        (sheet, entries)
    };
    if sheet.has_errors() {
        return Err(show::faults(&sheet, &args.file, ctx.lang));
    }
    let actions: Vec<Action> = entries.iter().filter_map(Entry::action).collect();
    if ctx.globals.dry_run || actions.is_empty() {
        show::summary(&entries, None, ctx);
        return Ok(Exit::Done);
    }
    if !ctx.out.confirm(&ctx.lang.word("people-question"))? {
        ctx.out.note(&ctx.lang.word("told-nothing"));
        return Ok(Exit::Done);
    }
    let outcome = session.act(Action::Many(actions), args.on)?;
    show::summary(&entries, Some(&outcome), ctx);
    Ok(Exit::Done)
}

/// The form of lines that name none.
fn form(args: &Args, desk: &Desk<'_>, ctx: &Ctx) -> Result<Option<String>, Failure> {
    match &args.form {
        Some(name) => match form_named(&desk.rules().forms, name) {
            Some(form) => Ok(Some(form)),
            None => Err(which_form(args, desk)),
        },
        None => people::usual_form(&desk.reading).map_err(|error| refusal::failure(error, ctx.lang)),
    }
}

fn which_form(args: &Args, desk: &Desk<'_>) -> Failure {
    let lang = desk.look().lang;
    let title = |form: &Form| format!("{} ({})", form.title.pick(lang == Lang::Ru), form.name);
    let known: Vec<String> = desk.rules().forms.forms.values().map(title).collect();
    let id = if args.form.is_some() { "no-such-form" } else { "people-which-form" };
    let said = [("form", args.form.clone().unwrap_or_default()), ("known", known.join(", "))];
    let command = format!(
        "vekha import people {} --form {}",
        crate::config::quoted(&args.file.display().to_string()),
        "teacher-teacher"
    );
    Failure::with(Kind::Usage, id, said).hint_command("people-say-form", command)
}

/// Holds the sheet against who is known. Who may be somebody else is asked about where there is somebody to ask.
fn matched(
    sheet: &Sheet,
    known: &[KnownPerson],
    form: &str,
    args: &Args,
    ctx: &mut Ctx,
) -> Result<Vec<Entry>, Failure> {
    let asked =
        !args.merge && !ctx.globals.yes && !ctx.globals.dry_run && !ctx.out.is_json() && ctx.out.can_ask();
    let mut failed = None;
    let mut judge = |line: &Line, doubt: Doubt| {
        if !asked {
            return args.merge;
        }
        let other = match doubt {
            Doubt::Known(id) => {
                known.iter().find(|person| person.id == id).map(|person| person.profile.name.clone())
            }
            Doubt::Entry(_) => None,
        };
        let other = other.unwrap_or_else(|| ctx.lang.word("people-of-this-file"));
        let question =
            ctx.say("people-same-question", &[("one", line.name.clone().into()), ("other", other.into())]);
        ctx.out.confirm(&question).unwrap_or_else(|failure| {
            failed = Some(failure);
            false
        })
    };
    let entries = difference::plan(sheet, known, form, &mut judge);
    match failed {
        Some(failure) => Err(failure),
        None => Ok(entries),
    }
}
