//! What the commands of scripts have in common: reading files, faults shown, limits given.

use std::io::Read;
use std::path::{Path, PathBuf};

use serde_json::json;
use vekha_core::schedule::Calendar;

use crate::cli::{Ctx, Exit, Failure, Kind};
use crate::lang::Lang;
use crate::script::fault::Fault;
use crate::script::limits::Limits;
use crate::script::render;
use crate::script::trace::Step;
use crate::script::wire::Source;

/// Limits that a person may change for one run.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct LimitArgs {
    /// Operations a run may use
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    limit_ops: Option<u64>,

    /// Milliseconds a run may take
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=3_600_000))]
    limit_ms: Option<u64>,

    /// Memory a run may use, MiB
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=65_536))]
    limit_mb: Option<u64>,
}

impl LimitArgs {
    /// The limits of a run: those given, else those of the home.
    pub fn limits(&self, ctx: &Ctx) -> Limits {
        let usual = ctx.limits();
        Limits {
            operations: self.limit_ops.unwrap_or(usual.operations),
            wall_ms: self.limit_ms.unwrap_or(usual.wall_ms),
            memory_mb: self.limit_mb.unwrap_or(usual.memory_mb),
            ..usual
        }
    }
}

/// Reads a script. Only so much is read that a file which is no script cannot fill the memory.
pub fn source(path: &Path, limits: &Limits) -> Result<Source, Failure> {
    let fail = |error: std::io::Error| Failure::io(path, &error);
    let meta = std::fs::metadata(path).map_err(fail)?;
    if !meta.is_file() {
        return Err(Failure::with(
            Kind::BadInput,
            "script-not-a-file",
            [("path", path.display().to_string())],
        ));
    }
    let mut bytes = Vec::new();
    let most = limits.source as u64 + 1;
    std::fs::File::open(path).map_err(fail)?.take(most).read_to_end(&mut bytes).map_err(fail)?;
    let name = path.display().to_string();
    let length = usize::try_from(meta.len()).unwrap_or(usize::MAX);
    if length > limits.source {
        let args = [("path", name), ("limit", limits.source.to_string())];
        return Err(Failure::with(Kind::BadInput, "script-too-large", args));
    }
    match String::from_utf8(bytes) {
        // The mark some editors put at the start of a file is no part of the script.
        Ok(text) => Ok(Source { name, text: text.trim_start_matches('\u{feff}').to_string() }),
        Err(error) => {
            let line =
                error.as_bytes()[..error.utf8_error().valid_up_to()].split(|byte| *byte == b'\n').count();
            let args = [("path", name), ("line", line.to_string())];
            Err(Failure::with(Kind::BadInput, "script-not-utf8", args))
        }
    }
}

/// The modules a script in `path` may import: the other scripts of its folder, and of the folders in it.
pub fn modules(path: &Path, limits: &Limits) -> Vec<Source> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut found = Vec::new();
    collect(folder, folder, limits, &mut found, 0);
    found.sort_by(|a: &Source, b: &Source| a.name.cmp(&b.name));
    found
}

fn collect(root: &Path, folder: &Path, limits: &Limits, found: &mut Vec<Source>, depth: usize) {
    const MOST: usize = 200;
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
        if found.len() >= MOST {
            return;
        }
        // A link could lead out of the folder.
        let linked = std::fs::symlink_metadata(&path).is_ok_and(|meta| meta.is_symlink());
        if linked {
            continue;
        }
        if path.is_dir() && depth < 3 {
            collect(root, &path, limits, found, depth + 1);
        } else if path.extension().is_some_and(|extension| extension == "rhai")
            && let Ok(read) = source(&path, limits)
        {
            let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            found.push(Source { name, ..read });
        }
    }
}

/// Shows a fault: on stderr in words, or with `--json` on stdout. The run failed.
pub fn show_fault(fault: &Fault, sources: &[Source], ctx: &mut Ctx) -> Exit {
    if ctx.out.is_json() {
        let fault = render::to_json(fault, ctx.lang);
        ctx.out.json(&json!({"ok": false, "fault": fault}));
    } else {
        let text = render::report(fault, sources, ctx.lang, true);
        ctx.out.note(&text);
    }
    Exit::Failed
}

/// Steps of a script, a line each.
pub fn step_lines(steps: &[Step], lang: Lang) -> Vec<String> {
    let width = steps.iter().map(|step| step.line.to_string().len()).max().unwrap_or(1);
    let line = |step: &Step| format!("{:>width$} │ {} → {}", step.line, step.text, step.value.words(lang));
    steps.iter().map(line).collect()
}

/// Steps of a script for machines.
pub fn steps_json(steps: &[Step], lang: Lang) -> serde_json::Value {
    let one = |step: &Step| json!({"line": step.line, "text": step.text, "value": step.value.words(lang)});
    steps.iter().map(one).collect()
}

/// Shows what scripts printed, on stderr: the script's name and the line.
pub fn show_said(said: &[(String, String)], ctx: &mut Ctx) {
    for (script, line) in said {
        ctx.out.note(&format!("{script}: {line}"));
    }
}

/// The folder of the scripts: the home's, else `scripts` here.
pub fn folder(ctx: &Ctx) -> PathBuf {
    match ctx.home() {
        Ok(home) => home.dir.join("scripts"),
        Err(_) => PathBuf::from("scripts"),
    }
}

/// The scripts named, or all of the folder (tests apart), sorted.
pub fn chosen(files: &[PathBuf], ctx: &Ctx, tests: bool) -> Result<Vec<PathBuf>, Failure> {
    if !files.is_empty() {
        return Ok(files.to_vec());
    }
    let folder = folder(ctx);
    let entries = std::fs::read_dir(&folder).map_err(|error| Failure::io(&folder, &error))?;
    let mut found: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    found.retain(|path| name(path).ends_with(".rhai") && (name(path).ends_with(".test.rhai") == tests));
    found.sort();
    if found.is_empty() {
        let args = [("path", folder.display().to_string())];
        return Err(Failure::with(Kind::BadInput, "script-none-here", args));
    }
    Ok(found)
}

/// The calendars of the home laid over one another as a published set lays them, or the one that knows weekends only.
pub fn calendar(ctx: &Ctx) -> Calendar {
    let Ok(home) = ctx.home() else { return Calendar::default() };
    let mut files: Vec<_> = std::fs::read_dir(home.calendar())
        .map(|entries| entries.filter_map(|entry| Some(entry.ok()?.path())).collect())
        .unwrap_or_default();
    files.sort();
    let texts = files.iter().filter_map(|file| std::fs::read_to_string(file).ok());
    let calendars = texts.filter_map(|text| Calendar::from_toml(&text).ok());
    calendars.fold(Calendar::default(), Calendar::with)
}
