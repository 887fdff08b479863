# Files: what is wrong and what to do
carrier-docx = a Word document (docx)
carrier-odt = an OpenDocument text (odt)
carrier-xlsx = an Excel workbook (xlsx)
carrier-ods = an OpenDocument spreadsheet (ods)
carrier-html = a web page
carrier-bars = text with a table of vertical bars
carrier-tabs = text with tabs
carrier-csv = a delimited table (csv)
carrier-plain = text without a table

note-wrong-extension = The file is named .{ $extension } but it is { $carrier }; it was read as what it is.
note-uncomputed = Formulas were not computed, their cells read as empty: { $cells }. Open the workbook in Excel or LibreOffice, save it, and import again.
note-hidden-sheets = Hidden sheets of the workbook were left out: “{ $names }”. If you need one of them, unhide it and import again.
note-encoding-guessed = The encoding was guessed from the content: { $label }. If the letters are wrong, name it: --encoding cp1251

import-not-found = no such file. Check the name and the folder.
import-no-rights = no permission to read it. Grant access or copy the file into your folder.
import-folder = this is a folder, a file is needed: name a file inside it.
import-io = the file cannot be read: { $detail }
import-empty = the file is empty. Check that the document was saved.
import-too-large = the file is too large: { $size } MB where { $limit } MB is the limit. Keep only the table in it.
import-pdf = this is a PDF; tables are not read from PDFs yet. Save the original document as docx, odt or xlsx.
import-old-binary = this is a Word or Excel file of the old format (.doc, .xls). Open it and save it as docx or xlsx.
import-rtf = this is RTF. Open it and save it as docx.
import-encrypted = the file is protected by a password. Open it and save a copy without one.
import-other-archive = this is an archive without a Word, Excel or OpenDocument document in it. Unpack it and name the document.
import-binary = this is neither a document nor text. docx, odt, xlsx, ods, csv, html, md and txt are read.
import-damaged = the file is damaged or was cut off: { $flaw }. Download or copy it again.
import-damaged-part = the file is damaged in its part { $part }: { $flaw }. Open it in an editor and save it anew.
flaw-directory = the directory of the archive, which stands at its very end, is missing
flaw-packing = its content does not unpack
flaw-markup = the markup is broken
flaw-markup-at = the markup breaks at byte { $byte }
flaw-structure = something without which it cannot be read is missing
import-bomb = unpacked, the file grows beyond { $limit } MB, which no real document does. It was not read.
import-doctype = part { $part } declares a document type (DOCTYPE), which office documents never do. It was not read.
import-too-deep = in part { $part } elements are nested deeper than { $limit } levels. It was not read.
import-unknown-encoding = there is no encoding “{ $label }”. There are utf-8, cp1251, koi8-r, cp866, utf-16.
import-bad-bytes = line { $line }, byte { $byte }: this is not text in { $label }. Save the file as UTF-8 or name its encoding: --encoding cp1251
import-cell-too-long = { $place }: the cell has more than { $limit } characters. Check whether a whole document got into it.
import-too-many-cells = { $place }: the table is larger than the limit ({ $rows } rows, { $columns } columns). Keep only what is needed.
import-unclosed-quote = line { $line }: a quotation mark opens and never closes, so the rest of the file would be one cell. Close or remove it.
import-no-such-sheet = there is no sheet “{ $wanted }”; there are: { $have }

place-sheet = sheet “{ $sheet }”
place-table = table { $table }
place-row = row { $number }
place-cell = cell { $number }
place-line = line { $number } of the file

# No roadmap
no-roadmap-no-tables = the document has no tables. What is needed is a table whose header names an activity and a term or a responsible.
no-roadmap-no-header = no table has a header that names an activity and a term or a responsible (“Наименование мероприятий”, “Срок реализации”, “Ответственный исполнитель”). The tables begin: { $seen }
no-roadmap-no-rows = the header is there ({ $place }), but no activities stand under it.
no-roadmap-too-long = { $rows } rows stand under the header, and no roadmap has more than { $most }. Check that this is the right file.
no-roadmap-no-year = it is not clear which school year the plan is for: neither the title nor the terms say it. Add: --plan 2023/24

# Preview
preview-title = { $title }
preview-plan-given = Plan { $plan } (as you said)
preview-plan-title = Plan { $plan } (from the title)
preview-plan-terms = Plan { $plan } (from the dates in the text: the title has no year)
preview-counts = { $tasks ->
    [one] { $tasks } task
   *[other] { $tasks } tasks
}, { $sections ->
    [one] { $sections } section
   *[other] { $sections } sections
}, { $findings ->
    [0] nothing to look at
    [one] { $findings } finding
   *[other] { $findings } findings
}
preview-number = No.
preview-task = Task
preview-term = Term
preview-understood = Understood as
preview-responsible = Responsible
preview-result = Result
preview-section = Section { $number }. { $title }
preview-findings = Worth a second look
preview-whole = Document
preview-spellings = Perhaps one and the same
preview-certain = only signs differ
preview-ask = needs your word
preview-more = and { $count } more

import-term-due = by { $to }
import-term-window = { $from } to { $to }
import-term-day = { $from }
import-term-since = from { $from }
import-term-period = all the time: { $from } to { $to }
import-term-yearly = yearly, no date
import-term-linked = by the terms of the programmes
import-term-external = another document says when
import-term-calendar = by the school's calendar: enter it in calendar/school.toml
import-term-as-needed = as needed
import-term-none = no term
import-term-invalid = not understood

# Findings
finding-numbering-gap = number { $missing } is missing{ $after ->
    [none] {""}
   *[other] {" "}after { $after }
}.
finding-duplicate-number = number { $printed } stands at another row already; this one became { $task }.
finding-term-before-plan = the term { $date } lies before the plan's year, which begins on { $from }. The year may be a slip.
finding-occurrence-outside-plan = { $count ->
    [one] { $dates } lies
   *[other] { $dates } lie
} outside the plan's year; only what is inside will be scheduled.
finding-agreement-after-approval = the agreement ({ $agreed }) comes after the approval ({ $approved }, item { $approval }).
finding-term-before-council = the term { $date } was over before the council of { $council } that agreed the plan.
finding-no-date = the term has no date, so nobody can be reminded. Set one after the import.
finding-no-term = there is no term.
finding-unreadable-term = the term “{ $phrase }” was not understood ({ $note }).
finding-empty-result = the result is not named.
finding-no-responsible = nobody is named as responsible.
finding-stale-year = a past school year stands in the text: { $year }.
finding-note-among-responsible = a remark stands among the responsible: “{ $text }”. It looks like a result.
finding-result-of-neighbour = the result “{ $text }” looks like that of item { $other }, which has none.
finding-term-elsewhere = the term does not stand in its own cell: “{ $text }”. Check how it was understood.
finding-spelling-variants = perhaps one and the same, spelled in several ways: { $variants }.
finding-spelling-look-alike = one and the same in letters of two alphabets: { $variants }.
finding-one-person-most-tasks = { $person } answers for { $tasks ->
    [one] { $tasks } task
   *[other] { $tasks } tasks
} of { $of }. Think of who would stand in.
finding-contact-phone = there was a phone number in the text; it is hidden and not kept.
finding-contact-email = there was an e-mail address in the text; it is hidden and not kept.
finding-order-late = its term is after that of item { $before }, which this step precedes.
finding-order-undated = it has no date, but item { $before }, which this step precedes, has one.
finding-year-concluded = the title names no year; it was concluded from dates in the text. Check it or add --plan.
finding-year-unknown = no year is said anywhere; { $plan } was taken to show the rest. To import, add --plan.
finding-year-differs = the title says { $title }, the plan being imported is { $plan }.

# Why a term was not understood
deadline-note-template-blank = a form that was not filled in
deadline-note-no-such-date = there is no such day
deadline-note-bad-year = no such year can be meant
deadline-note-not-a-deadline = it does not look like a term

import-say-plan = name the year of the plan:

import-nothing-new = Nothing has changed: plan { $plan } is there already
import-store = Store plan { $plan }?
import-not-wanted = Nothing was stored
import-stored =
    Plan { $plan } is stored: { $added ->
        [one] { $added } task added
       *[other] { $added } tasks added
    }, { $changed } changed, { $removed } removed
import-difference = What changes
import-field-number = number
import-field-section = section
import-field-title = title
import-field-term = term
import-field-result = result
import-field-tags = another purpose (the tags of the task)
import-field-dated = the term “{ $phrase }” is understood now: { $term }
import-field-holders = others are responsible
