//! `vekha script new KIND`

use std::path::PathBuf;

use clap::ValueEnum;

use super::shared::folder;
use crate::cli::{Ctx, Exit, Failure, Kind as FailureKind};

/// Write a commented template.
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha script new pairing\nvekha script new module --to scripts/общее.rhai")]
pub struct Args {
    /// The kind of script
    #[arg(value_name = "KIND", value_enum)]
    kind: Template,

    /// Where to write it [KIND.rhai of the scripts folder]
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
}

/// The kinds of which there are templates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Template {
    Pairing,
    Efficiency,
    Guards,
    Hooks,
    Module,
    Test,
}

impl Template {
    fn text(self) -> &'static str {
        match self {
            Self::Pairing => include_str!("../../script/templates/pairing.rhai"),
            Self::Efficiency => include_str!("../../script/templates/efficiency.rhai"),
            Self::Guards => include_str!("../../script/templates/guards.rhai"),
            Self::Hooks => include_str!("../../script/templates/hooks.rhai"),
            Self::Module => include_str!("../../script/templates/module.rhai"),
            Self::Test => include_str!("../../script/templates/test.rhai"),
        }
    }

    fn file(self) -> &'static str {
        match self {
            Self::Pairing => "pairing.rhai",
            Self::Efficiency => "efficiency.rhai",
            Self::Guards => "guards.rhai",
            Self::Hooks => "hooks.rhai",
            Self::Module => "module.rhai",
            Self::Test => "pairing.test.rhai",
        }
    }
}

/// Writes the template; an existing file stays.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let path = args.to.unwrap_or_else(|| folder(ctx).join(args.kind.file()));
    if path.exists() {
        let shown = path.display().to_string();
        return Err(Failure::with(FailureKind::BadInput, "io-exists", [("path", shown)]));
    }
    if let Some(parent) = path.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        std::fs::create_dir_all(parent).map_err(|error| Failure::io(parent, &error))?;
    }
    std::fs::write(&path, args.kind.text()).map_err(|error| Failure::io(&path, &error))?;
    let line = ctx.say("script-new-written", &[("path", path.display().to_string().into())]);
    ctx.out.line(line);
    Ok(Exit::Done)
}
