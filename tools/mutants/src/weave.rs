//! A copy of the repository in which every mutant of the core is compiled in.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::Fallible;
use crate::places::{Mutant, Spot, woven};

/// What the woven crate asks. One number a process; where a file is named, the numbers of places that were come past.
const SWITCH: &str = r#"
extern crate std as switch_std;
/// Whether this mutant is the one.
#[doc(hidden)]
pub fn mutant(n: usize) -> bool {
    use switch_std::{env, fs::File, io::Write, sync::Mutex, sync::OnceLock};
    use core::sync::atomic::{AtomicBool, Ordering};
    static ON: OnceLock<(usize, Option<Mutex<File>>)> = OnceLock::new();
    static SEEN: [AtomicBool; COUNT] = [const { AtomicBool::new(false) }; COUNT];
    let (on, record) = ON.get_or_init(|| {
        let number = env::var("MUTANT").ok().and_then(|n| n.parse().ok()).unwrap_or(usize::MAX);
        let file = env::var_os("MUTANT_RECORD").map(|path| File::options().append(true).create(true).open(path));
        (number, file.map(|file| Mutex::new(file.unwrap())))
    });
    if let Some(file) = record && !SEEN[n].swap(true, Ordering::Relaxed) {
        file.lock().unwrap().write_all(switch_std::format!("{n}\n").as_bytes()).unwrap();
    }
    *on == n
}
"#;

/// Makes the copy with the mutants of these files that compile, and builds its tests.
pub fn weave(copy: &Path, files: &[&str]) -> Fallible {
    let list = Command::new("cargo").args(["mutants", "--list", "--json", "-p", "vekha-core"]).output()?;
    let list: Vec<Value> = serde_json::from_slice(&list.stdout)?;
    fs::create_dir_all(copy)?;
    if copy.join("core").exists() {
        fs::remove_dir_all(copy.join("core"))?;
    }
    let script = format!("git ls-files -z | tar --null -T - -cf - | tar -xf - -C '{}'", copy.display());
    if !Command::new("sh").args(["-c", &script]).status()?.success() {
        return Err("the repository could not be copied".into());
    }
    fs::write(copy.join("list.json"), serde_json::to_vec(&list)?)?;
    let name = |id: usize| list[id]["name"].as_str().unwrap_or_default();
    let ids: BTreeMap<&str, usize> = (0..list.len()).map(|id| (name(id), id)).collect();
    // What was refused before need not be refused again.
    let known = fs::read_to_string(copy.join("dropped.tsv")).unwrap_or_default();
    let known = known.lines().filter_map(|line| line.split_once('\t'));
    let mut dropped: BTreeMap<usize, String> =
        known.filter_map(|(name, why)| Some((*ids.get(name)?, why.to_string()))).collect();
    loop {
        write(copy, &list, files, &dropped)?;
        let more = refused(copy, &["check", "-p", "vekha-core", "--lib", "--profile", "test"])?;
        println!("{} mutants, {} taken out, {} more", list.len(), dropped.len(), more.len());
        if more.is_empty() {
            break;
        }
        dropped.extend(more);
        let line =
            |(id, why): (&usize, &String)| format!("{}\t{}\n", name(*id), why.replace(['\n', '\t'], " "));
        fs::write(copy.join("dropped.tsv"), dropped.iter().map(line).collect::<String>())?;
    }
    match refused(copy, &["test", "-p", "vekha-core", "--lib", "--no-run"])?.len() {
        0 => Ok(()),
        some => Err(format!("the tests refuse {some} mutants more").into()),
    }
}

/// Writes every source file of the core anew, without the mutants that were dropped.
fn write(copy: &Path, list: &[Value], files: &[&str], dropped: &BTreeMap<usize, String>) -> Fallible {
    let mut sources: BTreeMap<&str, BTreeMap<Spot, Vec<Mutant>>> = BTreeMap::new();
    for (id, mutant) in list.iter().enumerate() {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_string();
        let at = |name: &str| mutant["span"]["start"][name].as_u64().unwrap_or_default() as usize;
        let (genre, replacement) = (text(&mutant["genre"]), text(&mutant["replacement"]));
        let file = mutant["file"].as_str().unwrap_or_default();
        if !files.is_empty() && !files.iter().any(|wanted| file.starts_with(wanted)) {
            continue;
        }
        let spots = sources.entry(file).or_default();
        // One body can give two values, but not two types that have no name.
        let nameless = genre == "FnValue" && text(&mutant["function"]["return_type"]).contains("impl ");
        if !dropped.contains_key(&id) && !nameless {
            let spot = (genre.clone(), at("line"), at("column"));
            spots.entry(spot).or_default().push(Mutant { id, genre, replacement });
        }
    }
    let mut all = Vec::new();
    for (file, spots) in sources {
        let (text, ids) = woven(&fs::read_to_string(file)?, spots)?;
        all.extend(ids);
        fs::write(copy.join(file), text)?;
    }
    let root = "core/src/lib.rs";
    let text = fs::read_to_string(root)? + &SWITCH.replace("COUNT", &list.len().to_string());
    fs::write(copy.join(root), text)?;
    Ok(fs::write(copy.join("woven.json"), serde_json::to_vec(&all)?)?)
}

/// The mutants in whose lines the compiler finds errors, each with the first. Optimised a little, with checks.
fn refused(copy: &Path, args: &[&str]) -> Fallible<BTreeMap<usize, String>> {
    let out = Command::new("cargo")
        .args(args)
        .arg("--message-format=json")
        .env("RUSTFLAGS", "--cap-lints=allow")
        .env("CARGO_PROFILE_TEST_OPT_LEVEL", "1")
        .env("CARGO_PROFILE_TEST_DEBUG", "0")
        .current_dir(copy)
        .stderr(Stdio::inherit())
        .output()?;
    let mut found = BTreeMap::new();
    for message in String::from_utf8(out.stdout)?.lines().map(serde_json::from_str::<Value>) {
        let message = message?;
        if let (Some(path), Some(true)) =
            (message["executable"].as_str(), message["profile"]["test"].as_bool())
        {
            fs::write(copy.join("binary"), path)?;
        }
        let inner = &message["message"];
        let said = |value: &Value| value.as_str().unwrap_or_default().to_string();
        for span in inner["spans"].as_array().into_iter().flatten() {
            if inner["level"] == "error" && span["is_primary"] == true {
                let why = format!("{} {}", said(&inner["code"]["code"]), said(&inner["message"]));
                blamed(copy, span)?.into_iter().for_each(|id| _ = found.entry(id).or_insert(why.clone()));
            }
        }
    }
    if !out.status.success() && found.is_empty() {
        return Err("the copy does not compile, and no mutant is to blame".into());
    }
    Ok(found)
}

/// The mutants named in the lines of a span; without any, those of the innermost place around it.
fn blamed(copy: &Path, span: &Value) -> Fallible<BTreeSet<usize>> {
    let text = fs::read_to_string(copy.join(span["file_name"].as_str().unwrap_or_default()))?;
    let number = |name: &str| span[name].as_u64().unwrap_or_default() as usize;
    let lines =
        text.lines().skip(number("line_start") - 1).take(number("line_end") + 1 - number("line_start"));
    let marks = lines.flat_map(|line| line.split("/*m").skip(1));
    let named: BTreeSet<usize> = marks.filter_map(|rest| rest.split('*').next()?.parse().ok()).collect();
    if !named.is_empty() {
        return Ok(named);
    }
    let before = String::from_utf8_lossy(&text.as_bytes()[..number("byte_start")]).into_owned();
    let mut open = Vec::new();
    for part in before.split("/*").skip(1) {
        match part.as_bytes().first() {
            Some(b'<') => open.push(part.split(['<', '*']).nth(1).unwrap_or_default()),
            Some(b'>') => _ = open.pop(),
            _ => {}
        }
    }
    Ok(open.last().into_iter().flat_map(|ids| ids.split(',')).filter_map(|id| id.parse().ok()).collect())
}
