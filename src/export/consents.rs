//! Blanks of papers as one Word document, a page each.

use docx_rs::{AlignmentType, BreakType, Docx, LineSpacing, PageMargin, Paragraph, Run, RunFonts};
use vekha_core::people::Signer;

/// One blank.
#[derive(Clone, Debug, PartialEq)]
pub struct Blank {
    /// The school, on top.
    pub school: String,
    /// What it is.
    pub title: String,
    /// The text, filled in.
    pub paragraphs: Vec<String>,
    /// Who it is about.
    pub name: String,
    /// Who signs.
    pub signer: Signer,
    /// The version of the text.
    pub version: String,
    /// Whether it may be refused without any harm.
    pub voluntary: bool,
    /// The year printed in the date.
    pub year: i32,
}

/// Sizes in half points.
const BODY: usize = 26;
const HEAD: usize = 28;
const SMALL: usize = 18;

/// The paragraphs of a text with its placeholders `{{ name }}` filled in; an unknown one stays, to be seen.
pub fn fill(text: &str, values: &[(&str, String)]) -> Vec<String> {
    let filled = substituted(text, values);
    let paragraphs = filled.split("\n\n").map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "));
    paragraphs.filter(|text| !text.is_empty()).collect()
}

fn substituted(text: &str, values: &[(&str, String)]) -> String {
    let Some((before, after)) = text.split_once("{{") else { return text.to_owned() };
    let Some((name, rest)) = after.split_once("}}") else { return text.to_owned() };
    let known = values.iter().find(|(known, _)| *known == name.trim());
    let value = known.map_or_else(|| format!("{{{{{name}}}}}"), |(_, value)| value.clone());
    format!("{before}{value}{}", substituted(rest, values))
}

/// The document.
///
/// # Errors
/// What the writer of Word documents says.
pub fn docx(blanks: &[Blank]) -> Result<Vec<u8>, String> {
    let margin = PageMargin::new().top(1134).bottom(1134).left(1701).right(850);
    let fonts = RunFonts::new().ascii("Times New Roman").hi_ansi("Times New Roman").cs("Times New Roman");
    let mut document = Docx::new().page_size(11_906, 16_838).page_margin(margin).default_fonts(fonts);
    for (index, blank) in blanks.iter().enumerate() {
        for paragraph in page(blank, index > 0) {
            document = document.add_paragraph(paragraph);
        }
    }
    let mut bytes = std::io::Cursor::new(Vec::new());
    document.build().pack(&mut bytes).map_err(|error| error.to_string())?;
    Ok(bytes.into_inner())
}

fn page(blank: &Blank, breaks: bool) -> Vec<Paragraph> {
    let first = Run::new().add_text(&blank.school).size(BODY);
    let first = if breaks {
        Paragraph::new().add_run(Run::new().add_break(BreakType::Page)).add_run(first)
    } else {
        Paragraph::new().add_run(first)
    };
    let mut page = vec![
        first.align(AlignmentType::Center).line_spacing(LineSpacing::new().after(480)),
        Paragraph::new()
            .add_run(Run::new().add_text(&blank.title).size(HEAD).bold())
            .align(AlignmentType::Center)
            .line_spacing(LineSpacing::new().after(360)),
    ];
    page.extend(blank.paragraphs.iter().map(|text| {
        Paragraph::new()
            .add_run(Run::new().add_text(text).size(BODY))
            // A line to be filled in by hand would tear the words before it apart.
            .align(if text.contains("___") { AlignmentType::Left } else { AlignmentType::Both })
            .indent(None, Some(docx_rs::SpecialIndentType::FirstLine(709)), None, None)
            .line_spacing(LineSpacing::new().after(160).line(324))
    }));
    let own = signature(&blank.name, "подпись", blank.year);
    let representative = || {
        let mut lines =
            vec![small("Законный представитель (фамилия, имя, отчество; степень родства):"), rule()];
        lines.extend(signature("", "подпись законного представителя", blank.year));
        lines
    };
    match blank.signer {
        Signer::Own => page.extend(own),
        Signer::Representative => page.extend(representative()),
        Signer::Both => {
            page.extend(own);
            page.extend(representative());
        }
    }
    let voluntary = if blank.voluntary { " Подписывается по желанию." } else { "" };
    page.push(small(&format!("Бланк, редакция {}.{voluntary}", blank.version)));
    page
}

fn signature(name: &str, caption: &str, year: i32) -> Vec<Paragraph> {
    let line = format!(
        "«____» ______________ {year} г.        __________________  / {} /",
        if name.is_empty() { "______________________" } else { name }
    );
    vec![
        Paragraph::new()
            .add_run(Run::new().add_text(line).size(BODY - 2))
            .line_spacing(LineSpacing::new().before(600)),
        small(&format!("дата, {caption}, расшифровка")),
    ]
}

fn rule() -> Paragraph {
    Paragraph::new().add_run(Run::new().add_text("_".repeat(66)).size(BODY - 2))
}

fn small(text: &str) -> Paragraph {
    Paragraph::new()
        .add_run(Run::new().add_text(text).size(SMALL))
        .line_spacing(LineSpacing::new().before(120).after(120))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_filled_and_unknown_ones_stay() {
        let values = [("name", "Выдумова А.П.".to_owned()), ("school", "Школа".to_owned())];
        let text = "Я, {{ name }},\nсогласна. {{school}}\n\n{{ nobody }} и {{ name";
        assert_eq!(fill(text, &values), ["Я, Выдумова А.П., согласна. Школа", "{{ nobody }} и {{ name"]);
    }
}
