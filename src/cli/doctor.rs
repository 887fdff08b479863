//! `vekha doctor`

use serde_json::{Map, Value, json};

use super::{Ctx, Exit, Failure, Table, refusal};
use crate::app::WorkingSet;
use crate::config::quoted;
use crate::store::doctor::{Report, doctor};
use crate::store::{Access, Store, StoreError};

/// Look the home over: its files, and in the store pages, every value, chains, rows and terms against the journal
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha doctor\nvekha doctor --rebuild")]
pub struct Args {
    /// Make rows and the index of terms anew from the journal first
    #[arg(long)]
    rebuild: bool,
}

/// Looks and tells. Exit code 5 when the store is damaged, 4 when a file has mistakes.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let home = ctx.home()?.clone();
    let path = home.store_file();
    let options = ctx.store_options();
    let look = || -> Result<Report, StoreError> {
        if args.rebuild {
            let store = Store::open(&path, Access::Write, &options)?;
            store.rebuild_rows()?;
            store.close()?;
        }
        doctor(&path, &[], &options)
    };
    let report = look().map_err(|error| refusal::failure(error.into(), ctx.lang))?;
    let files = WorkingSet::of_home(&home.dir).err().map(|error| refusal::failure(error.into(), ctx.lang));
    let files = files.map(|failure| failure.text(ctx.lang));
    if ctx.out.is_json() {
        ctx.out.json(&machine(&report, files.as_deref(), ctx));
    } else {
        tell(&report, ctx);
        files.iter().for_each(|fault| ctx.out.line(fault.trim_end()));
    }
    Ok(match (report.problems.is_empty(), files) {
        (false, _) => Exit::Store,
        (true, Some(_)) => Exit::BadInput,
        (true, None) => Exit::Done,
    })
}

fn tell(report: &Report, ctx: &mut Ctx) {
    let mut table = Table::new([ctx.word("doctor-table"), ctx.word("doctor-entries")]).right(1);
    for (name, count) in &report.counts {
        table.row([name.clone(), count.to_string()]);
    }
    ctx.out.table(&table);
    let counts = [
        ("events", report.verified.events.into()),
        ("rows", report.rows.into()),
        ("due", report.due.into()),
        ("vault", report.verified.vault.into()),
        ("erased", report.verified.erased.into()),
    ];
    let words = ctx.say("doctor-looked", &counts);
    ctx.out.line(words);
    if report.problems.is_empty() {
        ctx.out.line(ctx.lang.word("doctor-sound"));
        return;
    }
    let words = ctx.say("doctor-problems", &[("count", report.problems.len().into())]);
    ctx.out.heading(&words);
    for problem in &report.problems {
        ctx.out.line(format!("- {}", problem.say(ctx.lang)));
    }
    let cache = |code| matches!(code, "row" | "due");
    if report.problems.iter().all(|problem| cache(problem.code())) {
        ctx.out.hint(&ctx.lang.word("doctor-rebuild"));
        ctx.out.command("vekha doctor --rebuild");
    } else {
        ctx.out.hint(&ctx.lang.word("doctor-restore"));
        let copy = ctx.home().map(super::nightly::newest_copy);
        let copy = copy.unwrap_or_else(|_| "backups/vekha-….redb".into());
        ctx.out.command(&format!("vekha restore {}", quoted(&copy)));
    }
}

/// `{"sound","tables":{name:entries},"events","rows","due","vault","erased","heads":[{"school","seq","hash"}],
/// "problems":[{"code","place","message"}],"files":[text]}`
fn machine(report: &Report, files: Option<&str>, ctx: &Ctx) -> Value {
    let tables: Map<_, _> = report.counts.iter().map(|(name, count)| (name.clone(), json!(count))).collect();
    let heads = report.verified.heads.iter();
    let heads = heads.map(|(school, head)| json!({"school": school.0, "seq": head.seq, "hash": head.hash}));
    let problems = report.problems.iter().map(
        |problem| json!({"code": problem.code(), "place": problem.place(), "message": problem.say(ctx.lang)}),
    );
    json!({
        "sound": report.problems.is_empty(),
        "tables": tables,
        "events": report.verified.events,
        "rows": report.rows,
        "due": report.due,
        "vault": report.verified.vault,
        "erased": report.verified.erased,
        "heads": heads.collect::<Vec<_>>(),
        "problems": problems.collect::<Vec<_>>(),
        "files": files.into_iter().collect::<Vec<_>>(),
    })
}
