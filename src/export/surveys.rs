//! The blank of a questionnaire as a Word document.

use docx_rs::{
    AlignmentType, Docx, LineSpacing, PageMargin, Paragraph, Run, RunFonts, Table, TableCell, TableRow,
    WidthType,
};
use vekha_core::survey::{Question, QuestionKind, Survey};
use vekha_core::work::{Wave, Who};

/// Sizes in half points.
const BODY: usize = 24;
const HEAD: usize = 28;
const SMALL: usize = 20;

/// A scale with more points than this is written as a line, not as boxes.
const BOXES: i32 = 11;

/// The document.
///
/// # Errors
/// What the writer of Word documents says.
pub fn docx(survey: &Survey, wave: Wave, school: &str) -> Result<Vec<u8>, String> {
    let margin = PageMargin::new().top(1134).bottom(1134).left(1701).right(850);
    let fonts = RunFonts::new().ascii("Times New Roman").hi_ansi("Times New Roman").cs("Times New Roman");
    let mut document = Docx::new().page_size(11_906, 16_838).page_margin(margin).default_fonts(fonts);
    let title = match wave {
        Wave::Before => format!("{} (до начала работы)", survey.title.ru),
        Wave::After => format!("{} (после завершения работы)", survey.title.ru),
        Wave::Once => survey.title.ru.clone(),
    };
    document = document.add_paragraph(line(school, SMALL).align(AlignmentType::Center)).add_paragraph(
        Paragraph::new()
            .add_run(Run::new().add_text(title).size(HEAD).bold())
            .align(AlignmentType::Center)
            .line_spacing(LineSpacing::new().before(240).after(240)),
    );
    if !survey.intro.ru.is_empty() {
        document = document.add_paragraph(line(&survey.intro.ru, SMALL));
    }
    if matches!(survey.who, Who::Mentee | Who::Mentor) {
        document = document.add_paragraph(line("Личный код: ________-________", BODY));
    }
    document = document.add_paragraph(line("Дата: «____» ______________ 20____ г.", BODY));
    for (question, number) in survey.asked(wave).zip(1..) {
        document = add(document, question, number);
    }
    let mut bytes = std::io::Cursor::new(Vec::new());
    document.build().pack(&mut bytes).map_err(|error| error.to_string())?;
    Ok(bytes.into_inner())
}

fn add(document: Docx, question: &Question, number: usize) -> Docx {
    let asked = line(&format!("{number}. {}", question.text.ru), BODY)
        .keep_next(true)
        .line_spacing(LineSpacing::new().before(200).after(80));
    let document = document.add_paragraph(asked);
    match &question.kind {
        QuestionKind::Scale(from, to) if to - from < BOXES => {
            let cells = (*from..=*to).map(|point| {
                let text = line(&point.to_string(), BODY).align(AlignmentType::Center);
                TableCell::new().add_paragraph(text).width(800, WidthType::Dxa)
            });
            document.add_table(Table::new(vec![TableRow::new(cells.collect())]))
        }
        QuestionKind::Scale(from, to) => {
            document.add_paragraph(line(&format!("Число от {from} до {to}: ________"), BODY))
        }
        QuestionKind::YesNo => document.add_paragraph(line("☐ да      ☐ нет", BODY)),
        QuestionKind::Choice(options) => options.iter().fold(document, |document, option| {
            document.add_paragraph(line(&format!("☐ {}", option.text.ru), BODY))
        }),
        QuestionKind::Text => {
            (0..3).fold(document, |document, _| document.add_paragraph(line(&"_".repeat(66), BODY)))
        }
    }
}

fn line(text: &str, size: usize) -> Paragraph {
    Paragraph::new().add_run(Run::new().add_text(text).size(size)).line_spacing(LineSpacing::new().after(60))
}
