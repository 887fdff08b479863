//! Help in the person's language. English is what the commands say of themselves (doc comments); Russian stands in
//! `locales/ru/help.ftl` under ids made of the command's path: `help-task-done`, `help-task-done--on`.

use clap::builder::StyledStr;
use clap::{Arg, ArgAction, Command};

use crate::lang::Lang;

/// The tree with every word in `lang`.
pub fn localized(root: Command, lang: Lang) -> Command {
    let help = Arg::new("help").short('h').long("help").action(ArgAction::Help).global(true);
    let version = Arg::new("version").short('V').long("version").action(ArgAction::Version);
    let root = root
        .disable_help_flag(true)
        .disable_version_flag(true)
        .arg(help.help("Print help"))
        .arg(version.help("Print the version"));
    command(root, "help", lang)
}

/// Words that clap writes itself, and that no setting reaches; with one line end.
pub fn finished(text: &str, lang: Lang) -> String {
    let text = text.trim_end().to_owned() + "\n";
    match lang {
        Lang::En => text,
        Lang::Ru => text.replace("[OPTIONS]", &format!("[{}]", lang.word("value-options"))),
    }
}

fn command(mut command: Command, path: &str, lang: Lang) -> Command {
    let examples = examples(command.get_after_help(), lang);
    command = command
        .disable_help_subcommand(true)
        .subcommand_required(true)
        .arg_required_else_help(false)
        .subcommand_help_heading(lang.word("help-heading-commands"))
        .subcommand_value_name(lang.word("value-command"))
        .help_template(template(lang))
        .after_help(examples)
        .mut_args({
            let mut place = 0;
            move |found| argument(found, path, &mut place, lang)
        });
    if !command.has_subcommands() {
        command = command.subcommand_required(false);
    }
    if lang == Lang::Ru {
        command = command.about(lang.word(path));
        if command.get_long_about().is_some() {
            command = command.long_about(lang.word(&format!("{path}-long")));
        }
    }
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    names.iter().fold(command, |command, name| {
        command.mut_subcommand(name, |sub| self::command(sub, &format!("{path}-{name}"), lang))
    })
}

/// An argument in words. `place` counts those without a dash: under a heading of its own clap would sort them by name.
fn argument(mut arg: Arg, path: &str, place: &mut usize, lang: Lang) -> Arg {
    let heading = heading(&arg);
    arg = arg.help_heading(lang.word(heading));
    if arg.is_positional() {
        *place += 1;
        arg = arg.display_order(*place);
    }
    let id = message_id(path, &arg);
    if lang == Lang::Ru {
        arg = arg.help(lang.word(&id));
        if arg.get_long_help().is_some() {
            arg = arg.long_help(lang.word(&format!("{id}-long")));
        }
        let names: Vec<String> =
            arg.get_value_names().unwrap_or_default().iter().map(ToString::to_string).collect();
        if !names.is_empty() {
            arg = arg.value_names(names.iter().map(|name| lang.word(&value_id(name))).collect::<Vec<_>>());
        }
    }
    with_values(arg, lang)
}

/// The default and the possible values, said in the language of the help.
fn with_values(arg: Arg, lang: Lang) -> Arg {
    if !arg.get_action().takes_values() {
        return arg;
    }
    let listed = |words: Vec<String>, id: &str| match words.is_empty() {
        true => String::new(),
        false => format!(" [{}: {}]", lang.word(id), words.join(", ")),
    };
    let possible = arg.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect();
    let default = arg.get_default_values().iter().map(|value| value.to_string_lossy().into_owned());
    let default = default.filter(|value| !value.is_empty()).collect();
    let tail = format!("{}{}", listed(possible, "help-possible"), listed(default, "help-default"));
    let text = arg.get_help().map(ToString::to_string).unwrap_or_default();
    arg.help(format!("{text}{tail}")).hide_possible_values(true).hide_default_value(true)
}

fn heading(arg: &Arg) -> &'static str {
    match (arg.is_positional(), arg.is_global_set() || arg.get_id() == "version") {
        (true, _) => "help-heading-arguments",
        (false, false) => "help-heading-options",
        (false, true) => "help-heading-globals",
    }
}

/// The id of an argument's words; a global option has one text for all commands.
pub fn message_id(path: &str, arg: &Arg) -> String {
    let owner = if arg.is_global_set() { "help" } else { path };
    format!("{owner}--{}", arg.get_id().as_str().replace('_', "-"))
}

/// The id of a value name: `DIR` is `value-dir`.
pub fn value_id(name: &str) -> String {
    format!("value-{}", name.to_lowercase().replace([' ', '|', '_'], "-"))
}

/// Examples are commands, one a line, the same in every language.
fn examples(lines: Option<&StyledStr>, lang: Lang) -> String {
    let Some(lines) = lines else { return String::new() };
    let mut text = format!("{}:", lang.word("help-heading-examples"));
    for line in lines.to_string().lines() {
        text.push_str("\n  ");
        text.push_str(line.trim());
    }
    text
}

fn template(lang: Lang) -> String {
    let usage = lang.word("help-heading-usage");
    format!("{{about-with-newline}}\n{usage}: {{usage}}\n\n{{all-args}}{{after-help}}")
}
