//! The order on pairs that a new school begins with: a Word document with placeholders, to be edited in Word.

use docx_rs::{
    AlignmentType, Docx, LineSpacing, PageMargin, Paragraph, Run, RunFonts, SpecialIndentType, Table,
    TableCell, TableRow, VAlignType, WidthType,
};

/// Sizes in half points.
const BODY: usize = 26;
const CELL: usize = 22;
const SMALL: usize = 20;
const TINY: usize = 14;

/// The width of a line, in twentieths of a point.
const LINE: usize = 9355;

/// The least height of a row, in twentieths of a point: room for a signature.
const ROW: f32 = 480.0;

/// A table: headings with their widths in hundredths of a line, and the placeholders of the row that is repeated.
type Columns = [(&'static str, usize, &'static str)];

const PAIRS: &Columns = &[
    ("№", 6, "{{ pair.no }}"),
    ("Наставник", 27, "{{ pair.mentor }}"),
    ("Должность", 20, "{{ pair.mentor_duty }}"),
    ("Наставляемый", 27, "{{ pair.mentee }}"),
    ("Должность, класс", 20, "{{ pair.mentee_duty }}"),
];
const ADDED: &Columns = &[
    ("№", 6, "{{ added.no }}"),
    ("Наставник", 27, "{{ added.mentor }}"),
    ("Должность", 20, "{{ added.mentor_duty }}"),
    ("Наставляемый", 27, "{{ added.mentee }}"),
    ("Должность, класс", 20, "{{ added.mentee_duty }}"),
];
const ENDED: &Columns = &[
    ("№", 6, "{{ ended.no }}"),
    ("Наставник", 35, "{{ ended.mentor }}"),
    ("Наставляемый", 35, "{{ ended.mentee }}"),
    ("С какого дня", 24, "{{ ended.date }}"),
];
const CHANGED: &Columns = &[
    ("№", 6, "{{ changed.no }}"),
    ("Наставляемый", 30, "{{ changed.mentee }}"),
    ("Прежний наставник", 32, "{{ changed.before }}"),
    ("Новый наставник", 32, "{{ changed.after }}"),
];
const ACQUAINTED: &Columns = &[
    ("№", 6, "{{ person.no }}"),
    ("Фамилия, имя, отчество", 36, "{{ person.name }}"),
    ("Должность, класс", 24, "{{ person.duty }}"),
    ("Подпись", 18, ""),
    ("Дата", 16, ""),
];

/// The order that pairs are formed by.
///
/// # Errors
/// What the writer of Word documents says.
pub fn order() -> Result<Vec<u8>, String> {
    let mut document = head(
        "О закреплении наставнических пар",
        "В целях реализации программы наставничества (форма «{{ programme }}») в {{ year }} учебном году ПРИКАЗЫВАЮ:",
    );
    for point in [
        "1. Закрепить наставников за наставляемыми по списку (приложение № 1).",
        "2. Наставникам организовать работу с наставляемыми по положению о программе наставничества.",
        "3. Ознакомить с приказом участников под подпись (приложение № 2).",
        "4. Ответственный за исполнение приказа: {{ curator_duty }} {{ curator }}.",
        "5. Контроль за исполнением приказа оставляю за собой.",
    ] {
        document = document.add_paragraph(body(point).align(AlignmentType::Left));
    }
    document = document.add_paragraph(signature()).add_paragraph(annex("Приложение № 1"));
    document = document.add_paragraph(title("Список наставнических пар")).add_table(table(PAIRS));
    packed(acquainted(document, "Приложение № 2"))
}

/// The order that a later one is amended by.
///
/// # Errors
/// As for [`order`].
pub fn amendment() -> Result<Vec<u8>, String> {
    let mut document = head(
        "О внесении изменений в приказ от {{ base.date }} № {{ base.number }}",
        "В связи с изменением состава наставнических пар (форма «{{ programme }}», {{ year }} учебный год) ПРИКАЗЫВАЮ:",
    );
    for (list, text, columns) in [
        ("added", "Дополнить список наставнических пар:", ADDED),
        ("changed", "Сменить наставника:", CHANGED),
        ("ended", "Исключить из списка наставнических пар:", ENDED),
    ] {
        document = document
            .add_paragraph(body(&format!("{{{{ if {list} }}}}")))
            .add_paragraph(body(text))
            .add_table(table(columns))
            .add_paragraph(body("{{ end }}"));
    }
    document = document
        .add_paragraph(body("Ознакомить с приказом участников под подпись (приложение)."))
        .add_paragraph(
            body("Ответственный за исполнение приказа: {{ curator_duty }} {{ curator }}.")
                .align(AlignmentType::Left),
        )
        .add_paragraph(body("Контроль за исполнением приказа оставляю за собой."))
        .add_paragraph(signature());
    packed(acquainted(document, "Приложение"))
}

fn head(subject: &str, preamble: &str) -> Docx {
    let margin = PageMargin::new().top(1134).bottom(1134).left(1701).right(850);
    let fonts = RunFonts::new().ascii("Times New Roman").hi_ansi("Times New Roman").cs("Times New Roman");
    Docx::new()
        .page_size(11_906, 16_838)
        .page_margin(margin)
        .default_fonts(fonts)
        .add_paragraph(title("{{ school }}"))
        .add_paragraph(title("ПРИКАЗ"))
        .add_paragraph(plain("{{ date }}        № {{ number }}").line_spacing(LineSpacing::new().after(360)))
        .add_paragraph(
            Paragraph::new()
                .add_run(Run::new().add_text(subject).size(BODY).bold())
                .line_spacing(LineSpacing::new().after(240)),
        )
        .add_paragraph(body(preamble))
}

fn acquainted(document: Docx, name: &str) -> Docx {
    document
        .add_paragraph(annex(name))
        .add_paragraph(title("С приказом ознакомлены"))
        .add_table(table(ACQUAINTED))
        .add_paragraph(
            // What the journal is checked against by whoever holds the paper.
            Paragraph::new()
                .add_run(Run::new().add_text("Конец журнала: {{ journal }}").size(TINY))
                .line_spacing(LineSpacing::new().before(360)),
        )
}

fn packed(document: Docx) -> Result<Vec<u8>, String> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    document.build().pack(&mut bytes).map_err(|error| error.to_string())?;
    Ok(bytes.into_inner())
}

fn plain(text: &str) -> Paragraph {
    Paragraph::new().add_run(Run::new().add_text(text).size(BODY))
}

fn title(text: &str) -> Paragraph {
    Paragraph::new()
        .add_run(Run::new().add_text(text).size(BODY).bold())
        .align(AlignmentType::Center)
        .keep_next(true)
        .line_spacing(LineSpacing::new().after(240))
}

fn body(text: &str) -> Paragraph {
    plain(text)
        .align(AlignmentType::Both)
        .indent(None, Some(SpecialIndentType::FirstLine(709)), None, None)
        .line_spacing(LineSpacing::new().before(120).after(120).line(300))
}

fn signature() -> Paragraph {
    plain("{{ director_duty }}        ____________________        {{ director }}")
        .line_spacing(LineSpacing::new().before(600))
}

fn annex(name: &str) -> Paragraph {
    let text = format!("{name} к приказу от {{{{ date }}}} № {{{{ number }}}}");
    Paragraph::new()
        .add_run(Run::new().add_text(text).size(SMALL))
        .align(AlignmentType::Right)
        .page_break_before(true)
        .line_spacing(LineSpacing::new().after(240))
}

fn table(columns: &Columns) -> Table {
    let width = |share: usize| LINE * share / 100;
    let cell = |text: &str, share: usize, bold: bool| {
        let run = Run::new().add_text(text).size(CELL);
        let paragraph = Paragraph::new().add_run(if bold { run.bold() } else { run });
        TableCell::new()
            .add_paragraph(paragraph)
            .width(width(share), WidthType::Dxa)
            .vertical_align(VAlignType::Center)
    };
    let heads = columns.iter().map(|(name, share, _)| cell(name, *share, true)).collect();
    let row = columns.iter().map(|(_, share, placeholder)| cell(placeholder, *share, false)).collect();
    Table::new(vec![TableRow::new(heads).cant_split(), TableRow::new(row).row_height(ROW).cant_split()])
        .set_grid(columns.iter().map(|(_, share, _)| width(*share)).collect())
        .width(LINE, WidthType::Dxa)
}
