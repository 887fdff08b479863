//! What the TOML reader found wrong, in a person's words. The reader and serde speak English only, so their sentences
//! are taken apart here; one that is not known is given as it is.

use vekha_core::workflow::syntax_kind;

use crate::lang::Lang;

/// The sentence of `toml` or serde in `lang`, on one line.
pub fn say(message: &str, lang: Lang) -> String {
    let message = message.split_whitespace().collect::<Vec<_>>().join(" ");
    of_serde(&message, lang).unwrap_or_else(|| of_parser(&message, lang))
}

fn of_serde(message: &str, lang: Lang) -> Option<String> {
    let quoted = |rest: &str| Some(rest.split_once('`')?.0.to_owned());
    if let Some(rest) = message.strip_prefix("missing field `") {
        return Some(lang.say("toml-missing-key", &[("key", quoted(rest)?.into())]));
    }
    if message.starts_with("duplicate field `") {
        return Some(lang.say("workflow-syntax", &[("kind", "duplicate".into()), ("detail", "".into())]));
    }
    for (start, id) in [("unknown field `", "toml-unknown-key"), ("unknown variant `", "toml-unknown-value")]
    {
        let Some(rest) = message.strip_prefix(start) else { continue };
        let (name, rest) = rest.split_once('`')?;
        // «`a` or `b`», «one of `a`, `b`»: every second piece stands between the marks.
        let known: Vec<&str> = rest.split('`').skip(1).step_by(2).collect();
        let args = [("name", name.to_owned().into()), ("known", known.join(", ").into())];
        return Some(lang.say(id, &args));
    }
    let rest = message.strip_prefix("invalid type: ").or_else(|| message.strip_prefix("invalid value: "))?;
    let (found, expected) = rest.rsplit_once(", expected ")?;
    let args = [("found", shown(found, lang).into()), ("expected", wanted(expected, lang).into())];
    Some(lang.say("toml-wrong-value", &args))
}

/// «integer `158`» as «число 158».
fn shown(found: &str, lang: Lang) -> String {
    const KINDS: [(&str, &str); 8] = [
        ("integer", "integer"),
        ("floating point", "float"),
        ("boolean", "boolean"),
        ("string", "string"),
        ("character", "string"),
        ("sequence", "array"),
        ("map", "table"),
        ("datetime", "datetime"),
    ];
    let kind = KINDS.iter().find(|(start, _)| found.starts_with(start));
    let Some((start, kind)) = kind else { return found.to_owned() };
    let word = lang.say("toml-type", &[("type", (*kind).into())]);
    let value = found[start.len()..].trim().trim_matches('`');
    if *kind == "boolean" {
        return value.to_owned();
    }
    if value.is_empty() { word } else { format!("{word} {value}") }
}

/// What serde expected: a kind of value, or the words of whoever expected it.
fn wanted(expected: &str, lang: Lang) -> String {
    let kind = match expected {
        "a string" | "a borrowed string" | "string" | "a character" => "string",
        "a boolean" => "boolean",
        "a sequence" | "an array" => "array",
        "a map" => "table",
        "u8" | "u16" | "u32" | "u64" | "usize" => "natural",
        "i8" | "i16" | "i32" | "i64" | "isize" | "an integer" => "integer",
        "f32" | "f64" => "float",
        other if other.starts_with("struct ") => "table",
        other if other.starts_with("a datetime") => "datetime",
        other => return other.to_owned(),
    };
    lang.say("toml-type", &[("type", kind.into())])
}

fn of_parser(message: &str, lang: Lang) -> String {
    // Values that the program itself refuses are told by examples, which are of no language.
    if message.starts_with(['`', '"']) {
        return message.to_owned();
    }
    // Between the key and where its value should be nothing stands.
    let kind = if message.starts_with("key with no value") { "equals" } else { syntax_kind(message) };
    let args = [("kind", kind.into()), ("detail", message.to_owned().into())];
    lang.say("workflow-syntax", &args)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code)]
    struct Settings {
        school: String,
        keep: Option<u32>,
        roles: Option<Vec<String>>,
        actors: Option<BTreeMap<String, Inner>>,
        wave: Option<Wave>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code)]
    struct Inner {
        name: String,
    }

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "lowercase")]
    enum Wave {
        Before,
        After,
    }

    #[test]
    fn faults_of_a_file_are_told_in_the_language_of_the_person() {
        for (source, russian) in [
            ("keep = 1", "нет обязательного ключа «school»"),
            ("school = \"1\"\nschol = 2", "неизвестный ключ «schol»; есть school, keep, roles, actors, wave"),
            ("school = \"1\"\n[actors.a]\nlogin = 1", "неизвестный ключ «login»; есть name"),
            ("school = \"1\"\nwave = \"middle\"", "неизвестное значение «middle»; есть before, after"),
            ("school = 158", "здесь число 158, а нужно: текст"),
            ("school = true", "здесь true, а нужно: текст"),
            ("school = \"1\"\nkeep = -1", "здесь число -1, а нужно: целое число не меньше 0"),
            ("school = \"1\"\nkeep = \"x\"", "здесь текст \"x\", а нужно: целое число не меньше 0"),
            ("school = \"1\"\nroles = \"x\"", "здесь текст \"x\", а нужно: список в квадратных скобках"),
            ("school = \"1\"\nactors = 1", "здесь число 1, а нужно: раздел"),
            ("school = лицей", "здесь нужно значение; текст берут в кавычки: \"…\""),
            ("school = \"1", "нет закрывающей кавычки или скобки"),
            ("school = ", "здесь нужно значение; текст берут в кавычки: \"…\""),
            ("school = \"1\"\nschool = \"2\"", "этот ключ или раздел уже есть выше"),
            ("school = \"1\" keep = 2", "в этой строке что-то лишнее: на каждую запись — своя строка"),
            ("school = \"1\"\nkeep = 007", "число записано неверно"),
            ("школа = \"1\"", "здесь ожидается ключ: латинские буквы, цифры, «-» и «_»"),
            (
                "school = \"a\\qb\"",
                "после «\\» стоит знак, которого там не бывает; чтобы написать сам «\\», удвойте его",
            ),
            ("school \"1\"", "между ключом и значением нужен один знак «=»"),
        ] {
            let error = toml::from_str::<Settings>(source).unwrap_err();
            assert_eq!(say(error.message(), Lang::Ru), russian, "{source}: {}", error.message());
            let latin = say(error.message(), Lang::En);
            assert!(latin.is_ascii() || latin.contains(['“', '…']), "{latin}");
        }
    }

    #[test]
    fn examples_that_the_program_gives_stay_as_they_are() {
        assert_eq!(say("`Moscow`: Europe/Moscow, …", Lang::Ru), "`Moscow`: Europe/Moscow, …");
    }
}
