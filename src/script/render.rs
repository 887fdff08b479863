//! Faults in words: the message, the line with a caret under it, what was probably meant.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Patch, Renderer, Snippet};
use fluent_templates::fluent_bundle::FluentValue;
use serde_json::json;

use super::api::facts::spelled;
use super::fault::{Arg, At, Call, Fault, NO_DATA, Severity, WORD};
use super::wire::Source;
use crate::lang::Lang;

/// The message of `fault` without its place.
pub fn message(fault: &Fault, lang: Lang) -> String {
    let mut args: Vec<(&'static str, FluentValue<'_>)> = Vec::new();
    for (arg, text) in &fault.args {
        let text = if fault.code == NO_DATA { spelled(text, lang) } else { text };
        args.push((arg.as_str(), argument(*arg, text, lang)));
    }
    let unnamed = fault.code == NO_DATA && fault.args.iter().all(|(_, text)| text.is_empty());
    lang.say(&format!("script-fault-{}{}", fault.code, if unnamed { "-plain" } else { "" }), &args)
}

fn argument<'a>(arg: Arg, text: &'a str, lang: Lang) -> FluentValue<'a> {
    match arg {
        Arg::Found | Arg::Wanted => type_word(text, lang).into(),
        Arg::Types => {
            let words: Vec<String> = text.split(", ").map(|name| type_word(name, lang)).collect();
            words.join(", ").into()
        }
        Arg::Count | Arg::Limit => match text.parse::<i64>() {
            Ok(number) => FluentValue::from(number),
            Err(_) => text.into(),
        },
        Arg::Name | Arg::Text if text.contains(WORD) => own_words(text, lang).into(),
        Arg::Name | Arg::Text => text.into(),
    }
}

/// A text with the program's own words in it.
fn own_words(text: &str, lang: Lang) -> String {
    let parts = text.split(WORD).enumerate();
    parts
        .map(|(at, part)| if at % 2 == 1 { lang.word(&format!("script-word-{part}")) } else { part.into() })
        .collect()
}

/// What a methodologist calls a type of Rhai's.
fn type_word(name: &str, lang: Lang) -> String {
    let bare = name.trim_start_matches("&mut ").trim_start_matches('&').trim();
    let id = match bare {
        "i64" | "INT" => "int",
        "f64" | "FLOAT" => "float",
        "string" | "String" | "ImmutableString" | "&str" => "string",
        "array" | "Array" => "array",
        "map" | "Map" => "map",
        "bool" => "bool",
        "char" => "char",
        "()" => "unit",
        "Fn" | "FnPtr" => "function",
        "date" => "date",
        "unknown" => "unknown",
        "not applicable" => "not-applicable",
        _ => return bare.to_string(),
    };
    lang.word(&format!("script-type-{id}"))
}

/// The fault as a person reads it: excerpt, caret, trail, hint. `styled` asks for colours.
pub fn report(fault: &Fault, sources: &[Source], lang: Lang, styled: bool) -> String {
    let text_of = |at: &At| sources.iter().find(|source| source.name == at.file).map(|source| &source.text);
    let level = match fault.severity {
        Severity::Error => Level::ERROR.with_name(lang.word("script-level-error")),
        Severity::Warning => Level::WARNING.with_name(lang.word("script-level-warning")),
    };
    let title = level.primary_title(message(fault, lang)).id(fault.code.clone());
    let mut groups: Vec<Group<'_>> = Vec::new();
    let placed = fault.at.as_ref().and_then(|at| Some((at, text_of(at)?)));
    let note = Level::NOTE.with_name(lang.word("script-level-note"));
    let primary = match placed {
        Some((at, text)) if at.line > 0 => {
            let mark = AnnotationKind::Primary.span(span(text, at));
            title.element(Snippet::source(text).path(at.file.clone()).annotation(mark))
        }
        _ => match &fault.at {
            Some(at) => title.element(note.clone().message(at.file.clone())),
            None => Group::with_title(title),
        },
    };
    let calls = fault.trail.iter().map(|call| note.clone().message(called(call, lang)));
    groups.push(primary.elements(calls));
    if let Some(hint) = &fault.hint {
        let help = Level::HELP.with_name(lang.word("script-level-help"));
        let title = help.secondary_title(lang.say("script-did-you-mean", &[("name", hint.as_str().into())]));
        groups.push(match placed {
            Some((at, text)) if at.line > 0 => {
                let patch = Patch::new(meant(text, at), hint.clone());
                title.element(Snippet::source(text).path(at.file.clone()).patch(patch))
            }
            _ => Group::with_title(title),
        });
    }
    let renderer = if styled { Renderer::styled() } else { Renderer::plain() };
    renderer.decor_style(DecorStyle::Unicode).render(&groups)
}

fn called(call: &Call, lang: Lang) -> String {
    let place = call.at.as_ref().map(|at| format!("{}:{}:{}", at.file, at.line, at.column));
    let args = [
        ("name", FluentValue::from(call.function.as_str())),
        ("place", FluentValue::from(place.unwrap_or_default())),
    ];
    lang.say(if call.function.is_empty() { "script-in-closure" } else { "script-in-call" }, &args)
}

/// The bytes of the word at a place: Rhai counts characters. The end of a line or of the text is an empty span.
fn span(text: &str, at: &At) -> std::ops::Range<usize> {
    let start_of_line: usize = text.split_inclusive('\n').take(at.line - 1).map(str::len).sum();
    let line = text[start_of_line..].split('\n').next().unwrap_or_default().trim_end_matches('\r');
    if at.column == 0 {
        let indent = line.len() - line.trim_start().len();
        return start_of_line + indent..start_of_line + line.len();
    }
    let from = line.char_indices().nth(at.column - 1).map_or(line.len(), |(byte, _)| byte);
    let rest = &line[from..];
    let word = |c: char| c.is_alphanumeric() || c == '_';
    // Within a text in quotation marks all of it is meant: a name may hold dashes.
    let quoted = line[..from].ends_with('"') && line[..from].matches('"').count() % 2 == 1;
    let quoted = if quoted { rest.find('"').filter(|end| *end > 0) } else { None };
    let length = match rest.chars().next() {
        Some(_) if quoted.is_some() => quoted.unwrap_or_default(),
        Some(first) if word(first) => rest.find(|c| !word(c)).unwrap_or(rest.len()),
        Some(first) => first.len_utf8(),
        None => 0,
    };
    start_of_line + from..start_of_line + from + length
}

/// What is to be replaced: a text that begins at the place keeps its quotation marks.
fn meant(text: &str, at: &At) -> std::ops::Range<usize> {
    let found = span(text, at);
    let line = text[..found.start].rfind('\n').map_or(0, |end| end + 1);
    let opens =
        &text[found.clone()] == "\"" && text[line..found.start].matches('"').count().is_multiple_of(2);
    match text[found.end..].find('"').filter(|_| opens) {
        Some(length) => found.end..found.end + length,
        None => found,
    }
}

/// The fault for programs: code, message, place, calls, hint.
pub fn to_json(fault: &Fault, lang: Lang) -> serde_json::Value {
    let place = |at: &Option<Box<At>>| match at {
        Some(at) if at.line > 0 => json!({"file": at.file, "line": at.line, "column": at.column}),
        Some(at) => json!({"file": at.file, "line": null, "column": null}),
        None => serde_json::Value::Null,
    };
    let calls = fault.trail.iter().map(|call| json!({"function": call.function, "at": place(&call.at)}));
    json!({
        "severity": match fault.severity { Severity::Error => "error", Severity::Warning => "warning" },
        "code": fault.code,
        "message": message(fault, lang),
        "at": place(&fault.at),
        "calls": calls.collect::<Vec<_>>(),
        "hint": fault.hint,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(line: usize, column: usize) -> At {
        At { file: "п.rhai".into(), line, column }
    }

    #[test]
    fn spans_cover_the_word_at_a_character_column() {
        let text = "пусть = 1;\r\n  балл + стаж\n";
        for (line, column, expected) in
            [(1, 1, "пусть"), (1, 7, "="), (2, 3, "балл"), (2, 10, "стаж"), (2, 99, "")]
        {
            assert_eq!(&text[span(text, &at(line, column))], expected, "{line}:{column}");
        }
        assert_eq!(&text[span(text, &at(2, 0))], "балл + стаж");
        let text = "f(\"task-due\", \"\") + g(\"x\" + y)";
        for (column, expected) in [(4, "task-due"), (16, "\""), (24, "x"), (29, "y")] {
            assert_eq!(&text[span(text, &at(1, column))], expected, "{column}");
        }
        assert_eq!(span(text, &at(9, 1)), text.len()..text.len());
        assert_eq!(&text[meant(text, &at(1, 3))], "task-due");
        assert_eq!(&text[meant(text, &at(1, 4))], "task-due");
    }

    #[test]
    fn a_report_points_under_cyrillic_and_suggests() {
        let source = Source { name: "п.rhai".into(), text: "let балл = предмт;\n".into() };
        let fault = Fault {
            hint: Some("предмет".into()),
            ..Fault::new("unknown-variable").arg(Arg::Name, "предмт").at("п.rhai", 1, 12)
        };
        let report = report(&fault, &[source], Lang::Ru, false);
        let lines: Vec<&str> = report.lines().collect();
        let excerpt = lines.iter().find(|line| line.contains("let балл = предмт")).unwrap();
        let caret = lines.iter().find(|line| line.contains('━')).unwrap();
        let column = |line: &str, mark: &str| line[..line.find(mark).unwrap()].chars().count();
        assert_eq!(column(excerpt, "предмт"), column(caret, "━"), "{report}");
        assert!(report.contains("ошибка"), "{report}");
        assert!(report.contains("let балл = предмет;"), "{report}");
    }
}
