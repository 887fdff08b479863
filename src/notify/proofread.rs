//! What is wrong with templates before anybody gets a letter: a mistake of writing, a variable that nothing fills, a
//! template that a hook names and nobody wrote. Each with its file, line and column.

use std::collections::{BTreeMap, BTreeSet};

use minijinja::value::Value;
use minijinja::{Environment, UndefinedBehavior};

use super::templates::{FUEL, Templates, sample};
use crate::app::Part;
use crate::lang::Lang;
use crate::script::fault::{Arg, Fault, nearest};
use crate::script::scan::{Sort, Token, tokens};
use crate::script::wire::Source;

/// The script whose messages name templates and bring variables of their own.
const HOOKS: &str = "scripts/hooks.rhai";

/// Functions of the template engine that look like variables.
const BUILT_IN: [&str; 6] = ["loop", "range", "dict", "namespace", "debug", "self"];

/// The templates among files, as the texts that faults point into.
pub fn sources(parts: &[Part]) -> Vec<Source> {
    let template = |part: &&Part| part.path.starts_with("templates/") && part.path.ends_with(".txt");
    let read = |part: &Part| {
        let text = std::str::from_utf8(&part.content).ok()?;
        Some(Source { name: part.path.clone(), text: text.to_owned() })
    };
    parts.iter().filter(template).filter_map(read).collect()
}

/// Everything that is wrong with the templates of a set.
pub fn faults(parts: &[Part]) -> Vec<Fault> {
    let hooks = parts.iter().find(|part| part.path == HOOKS);
    let hooks = hooks.and_then(|part| std::str::from_utf8(&part.content).ok()).unwrap_or_default();
    let known = variables(hooks);
    let mut faults = Vec::new();
    for part in parts.iter().filter(|part| part.path.starts_with("templates/")) {
        match std::str::from_utf8(&part.content) {
            Ok(text) => faults.extend(of_template(&part.path, text, &known)),
            Err(error) => {
                let line = part.content[..error.valid_up_to()].iter().filter(|byte| **byte == b'\n').count();
                faults.push(Fault::new("template-encoding").at(&part.path, line + 1, 0));
            }
        }
    }
    faults.extend(unwritten(hooks, &names(parts)));
    faults
}

/// The names of a set's templates, shipped ones included.
fn names(parts: &[Part]) -> BTreeSet<String> {
    let own = |part: &Part| {
        let (folder, file) = part.path.rsplit_once('/')?;
        folder.starts_with("templates").then(|| file.strip_suffix(".txt").map(str::to_owned))?
    };
    let shipped: Vec<String> = Templates::shipped(Lang::Ru).names().map(str::to_owned).collect();
    parts.iter().filter_map(own).chain(shipped).collect()
}

/// The variables that may be filled: those of every message, and whatever the hooks put into theirs.
pub fn variables(hooks: &str) -> BTreeSet<String> {
    let mut known: BTreeSet<String> = sample().into_keys().collect();
    let tokens = tokens(hooks);
    for pair in tokens.windows(2) {
        // `#{ "имя": …, имя: … }`
        if pair[1].is(":") {
            known.insert(unquoted(&pair[0]).to_owned());
        }
    }
    known.extend(BUILT_IN.map(str::to_owned));
    known
}

/// Invented data for every known variable; one that only the hooks bring holds its own name.
pub fn filled(known: &BTreeSet<String>) -> BTreeMap<String, Value> {
    let mut data = sample();
    for name in known.iter().filter(|name| !BUILT_IN.contains(&name.as_str())) {
        data.entry(name.clone()).or_insert_with(|| Value::from(name.as_str()));
    }
    data
}

fn unquoted<'t>(token: &Token<'t>) -> &'t str {
    token.text.trim_matches(['"', '\'', '`'])
}

/// What is wrong with one template.
pub fn of_template(path: &str, text: &str, known: &BTreeSet<String>) -> Vec<Fault> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(FUEL));
    let told = |error: &minijinja::Error| {
        let start = error.range().map(|range| range.start).filter(|start| *start <= text.len());
        let (line, column) = match start {
            Some(start) => place(text, start),
            None => (error.line().unwrap_or(1), 0),
        };
        let detail = error.detail().map_or_else(|| error.kind().to_string(), str::to_owned);
        Fault::new("template-wrong").arg(Arg::Text, detail).at(path, line, column)
    };
    let template = match environment.template_from_named_str(path, text) {
        Ok(template) => template,
        Err(error) => return vec![told(&error)],
    };
    let mut faults = Vec::new();
    if !text.starts_with("Тема:") && !text.starts_with("Subject:") {
        faults.push(Fault::new("template-subject").at(path, 1, 0));
    }
    let mut unknown: Vec<String> =
        template.undeclared_variables(false).into_iter().filter(|name| !known.contains(name)).collect();
    unknown.sort();
    for name in unknown {
        let (line, column) = place(text, position(text, &name));
        let mut fault = Fault::new("template-variable").arg(Arg::Name, &name).at(path, line, column);
        fault.hint = nearest(&name, known.iter().map(String::as_str));
        faults.push(fault);
    }
    if faults.is_empty() {
        faults.extend(template.render(Value::from(filled(known))).err().as_ref().map(told));
    }
    faults
}

/// Templates that the hooks name and nobody wrote.
fn unwritten(hooks: &str, known: &BTreeSet<String>) -> Vec<Fault> {
    let tokens = tokens(hooks);
    let mut faults = Vec::new();
    for (at, call) in tokens.iter().enumerate() {
        let is_call = ["message", "сообщение"].iter().any(|name| call.is(name))
            && tokens.get(at + 1).is_some_and(|next| next.is("("));
        let defines = at > 0 && tokens[at - 1].is("fn");
        if !is_call || defines {
            continue;
        }
        let Some(named) = second(&tokens[at + 2..]).filter(|token| token.text.starts_with('"')) else {
            continue;
        };
        let name = unquoted(named);
        if !known.contains(name) {
            // The name itself, after its quotation mark.
            let (line, column) = place(hooks, named.start + 1);
            let mut fault = Fault::new("template-unwritten").arg(Arg::Name, name).at(HOOKS, line, column);
            fault.hint = nearest(name, known.iter().map(String::as_str));
            faults.push(fault);
        }
    }
    faults
}

/// The second argument of a call, where it is a single token.
fn second<'a, 't>(arguments: &'a [Token<'t>]) -> Option<&'a Token<'t>> {
    let mut depth = 0;
    let mut commas = 0;
    for (at, token) in arguments.iter().enumerate() {
        match token.text {
            "(" | "[" | "{" | "#{" if token.sort == Sort::Sign => depth += 1,
            ")" | "]" | "}" if token.sort == Sort::Sign => {
                depth -= 1;
                if depth < 0 {
                    return None;
                }
            }
            "," if depth == 0 && token.sort == Sort::Sign => commas += 1,
            _ if commas == 1 => {
                let ends = arguments.get(at + 1).is_some_and(|next| next.is(",") || next.is(")"));
                return ends.then_some(token).filter(|token| token.sort == Sort::Literal);
            }
            _ => {}
        }
    }
    None
}

/// Where a variable stands first within `{{ … }}` or `{% … %}`: a byte.
fn position(text: &str, name: &str) -> usize {
    let word = |c: char| c.is_alphanumeric() || c == '_';
    let whole = |start: usize| {
        let before = text[..start].chars().next_back();
        let after = text[start + name.len()..].chars().next();
        let field = text[..start].trim_end().ends_with('.');
        !before.is_some_and(word) && !after.is_some_and(word) && !field
    };
    let within = |start: usize| {
        let opened = text[..start].rfind("{{").max(text[..start].rfind("{%"));
        let closed = text[..start].rfind("}}").max(text[..start].rfind("%}"));
        opened.is_some() && opened > closed
    };
    let mut places = text.match_indices(name).map(|(start, _)| start);
    places.find(|start| whole(*start) && within(*start)).unwrap_or(0)
}

/// Line and column of a byte, both from 1, in characters.
fn place(text: &str, start: usize) -> (usize, usize) {
    let mut start = start.min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let before = &text[..start];
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    (line, column)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(path: &str, text: &str) -> Part {
        Part { path: path.into(), content: text.into() }
    }

    /// The faults of a template as `code line:column hint`.
    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found =
            faults(&[part("templates/ru/own.txt", text), part(HOOKS, "let д = #{ \"балл\": 1, стаж: 2 };")]);
        let told = |fault: &Fault| {
            let at = fault.at.as_ref().unwrap();
            let hint = fault.hint.as_ref().map(|hint| format!(" {hint}")).unwrap_or_default();
            format!("{} {}:{}{hint}", fault.code, at.line, at.column)
        };
        assert_eq!(found.iter().map(told).collect::<Vec<_>>(), expected, "{text}");
    }

    #[test]
    fn a_template_is_read_with_every_variable_that_may_be_filled() {
        check("Тема: {{ задача }}\n\n{{ получатель }}: {{ балл }}, {{ стаж }}", &[]);
        check("Subject: x\n{% for a in range(3) %}{{ a }} {{ loop.index }}{% endfor %}", &[]);
        check("Тема: x\n{% if срок is defined %}{{ срок }}{% endif %}", &[]);
    }

    #[test]
    fn what_nothing_fills_is_pointed_at() {
        check("Тема: x\n\nСрок: {{ сорк }}", &["template-variable 3:10 срок"]);
        check("Тема: задчаа {{ задчаа }}", &["template-variable 1:17 задача"]);
        check("Тема: x\n{% if прграмма is defined %}a{% endif %}", &["template-variable 2:7 программа"]);
        check(
            "Subject: x\n{{ qqqqqqqq }} {{ wwwwwwww }}",
            &["template-variable 2:4", "template-variable 2:19"],
        );
    }

    #[test]
    fn mistakes_of_writing_have_a_place() {
        check("{{ задача }}", &["template-subject 1:0"]);
        let codes = |text: &str| {
            let found = faults(&[part("templates/ru/own.txt", text)]);
            found
                .iter()
                .map(|fault| (fault.code.clone(), fault.at.as_ref().unwrap().line))
                .collect::<Vec<_>>()
        };
        for (text, line) in [
            ("Тема: x\n\n{{ задача", 3),
            ("Тема: x\n{% if задача %}", 2),
            ("Тема: x\n\n{{ задача|нет_такого }}", 3),
            ("Тема: x\n{% include \"/etc/passwd\" %}", 2),
        ] {
            assert_eq!(codes(text), [("template-wrong".to_owned(), line)], "{text}");
        }
        let broken = Part { path: "templates/ru/own.txt".into(), content: b"a\n\xff".to_vec() };
        let found = faults(&[broken]);
        assert_eq!((found[0].code.as_str(), found[0].at.as_ref().unwrap().line), ("template-encoding", 2));
    }

    #[test]
    fn a_template_that_a_hook_names_is_written_somewhere() {
        let of = |text: &str| {
            let found = faults(&[part(HOOKS, text), part("templates/en/own.txt", "Subject: x")]);
            found
                .iter()
                .map(|fault| {
                    let at = fault.at.as_ref().unwrap();
                    (fault.args[0].1.clone(), at.line, at.column, fault.hint.clone())
                })
                .collect::<Vec<_>>()
        };
        assert_eq!(of("fn a(f) { сообщение(f.кому, \"own\") }"), []);
        assert_eq!(of("fn a(f) { message(кто(f, 1), \"task-due\", #{}) }"), []);
        assert_eq!(
            of("fn a(f) {\n  сообщение(\"куратор\", \"task-deu\") }"),
            [("task-deu".into(), 2, 25, Some("task-due".into()))]
        );
        // What a script puts together itself is not known before it runs.
        assert_eq!(of("fn a(f) { сообщение(\"куратор\", имя) + сообщение(\"куратор\", \"a\" + f.b) }"), []);
        assert_eq!(of("// сообщение(\"куратор\", \"нет\")"), []);
    }

    #[test]
    fn what_ships_has_no_mistakes() {
        let parts: Vec<Part> =
            crate::app::defaults::files().map(|(path, text)| Part { path, content: text.into() }).collect();
        assert_eq!(faults(&parts), []);
    }
}
