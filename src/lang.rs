//! Every word a person reads comes from `locales/`, through [`Lang::say`].

use std::borrow::Cow;
use std::collections::HashMap;
use std::str::FromStr;

use fluent_templates::fluent_bundle::FluentValue;
use fluent_templates::{Loader, static_loader};
use unic_langid::{LanguageIdentifier, langid};

static_loader! {
    static LOCALES = {
        locales: "./locales",
        fallback_language: "en",
        // Isolation marks around arguments would break copying a command out of a message.
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

/// A language the program speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lang {
    /// Russian.
    Ru,
    /// English.
    En,
}

impl Lang {
    /// The language of the environment: Russian where the locale says so or says nothing useful ("C"), else English.
    pub fn of_environment() -> Self {
        match sys_locale::get_locale() {
            Some(locale) if locale.starts_with("en") => Self::En,
            _ => Self::Ru,
        }
    }

    /// Its code: `ru`, `en`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Ru => "ru",
            Self::En => "en",
        }
    }

    fn id(self) -> LanguageIdentifier {
        match self {
            Self::Ru => langid!("ru"),
            Self::En => langid!("en"),
        }
    }

    /// The message `id` without arguments.
    pub fn word(self, id: &str) -> String {
        LOCALES.lookup(&self.id(), id)
    }

    /// The message `id` with its arguments: `lang.say("task-late", &[("days", 3.into())])`.
    pub fn say(self, id: &str, args: &[(&'static str, FluentValue<'_>)]) -> String {
        let args: HashMap<Cow<'static, str>, FluentValue<'_>> =
            args.iter().map(|(name, value)| (Cow::Borrowed(*name), value.clone())).collect();
        LOCALES.lookup_with_args(&self.id(), id, &args)
    }

    /// A number as people write it: Russian parts the fraction by a comma. Files that programs read keep the point.
    pub fn decimal(self, number: &str) -> String {
        number.replace('.', if self == Self::Ru { "," } else { "." })
    }

    /// Whether this language has the message of its own, not by falling back to another.
    pub fn knows(self, id: &str) -> bool {
        LOCALES.lookup_no_default_fallback::<&str>(&self.id(), id, None).is_some()
    }
}

impl FromStr for Lang {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "ru" => Ok(Self::Ru),
            "en" => Ok(Self::En),
            other => Err(format!("`{other}`: ru | en")),
        }
    }
}
