//! `vekha template …`: what letters say.

mod list;
mod preview;
mod show;

super::commands! {
    /// See what letters say
    List => list,
    Show => show,
    Preview => preview,
}

use crate::lang::Lang;
use crate::notify::templates::Templates;

/// The working copies of a home in one language.
fn working(ctx: &super::Ctx, lang: Option<Lang>) -> Result<Templates, super::Failure> {
    let home = ctx.home()?;
    let own = home.config.language.parse().unwrap_or(Lang::Ru);
    Ok(Templates::working(&home.dir, lang.unwrap_or(own)))
}

/// There is no such template.
fn unknown(name: &str, templates: &Templates) -> super::Failure {
    let known = templates.names().collect::<Vec<_>>().join(", ");
    super::Failure::with(
        super::Kind::BadInput,
        "template-unknown",
        [("name", name.to_owned()), ("known", known)],
    )
}
