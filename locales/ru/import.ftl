# Файлы: что не так и что делать
carrier-docx = документ Word (docx)
carrier-odt = текст OpenDocument (odt)
carrier-xlsx = книга Excel (xlsx)
carrier-ods = таблица OpenDocument (ods)
carrier-html = веб-страница
carrier-bars = текст с таблицей из вертикальных черт
carrier-tabs = текст с табуляциями
carrier-csv = таблица с разделителями (csv)
carrier-plain = текст без таблицы

note-wrong-extension = Расширение файла — .{ $extension }, а на деле это { $carrier }; прочитан как есть.
note-uncomputed = Формулы не вычислены, ячейки прочитаны как пустые: { $cells }. Откройте книгу в Excel или LibreOffice, сохраните и повторите импорт.
note-hidden-sheets = Скрытые листы книги пропущены: «{ $names }». Если нужен один из них, отобразите его в книге и повторите импорт.
note-encoding-guessed = Кодировка определена по содержанию: { $label }. Если буквы не те, укажите её: --encoding cp1251

import-not-found = нет такого файла. Проверьте имя и папку.
import-no-rights = нет прав на чтение. Откройте доступ к файлу или скопируйте его в свою папку.
import-folder = это папка, а нужен файл: укажите файл внутри неё.
import-io = файл не читается: { $detail }
import-empty = файл пуст. Проверьте, сохранён ли документ.
import-too-large = файл слишком велик: { $size } МБ при пределе { $limit } МБ. Оставьте в нём только таблицу.
import-pdf = это PDF, из него таблица пока не читается. Сохраните исходный документ как docx, odt или xlsx.
import-old-binary = это файл Word или Excel старого формата (.doc, .xls). Откройте его и сохраните как docx или xlsx.
import-rtf = это RTF. Откройте его и сохраните как docx.
import-encrypted = файл защищён паролем. Откройте его и сохраните копию без пароля.
import-other-archive = это архив, но в нём нет документа Word, Excel или OpenDocument. Распакуйте его и укажите документ.
import-binary = это не документ и не текст. Подходят docx, odt, xlsx, ods, csv, html, md и txt.
import-damaged = файл повреждён или скопирован не до конца: { $flaw }. Скачайте или скопируйте его ещё раз.
import-damaged-part = файл повреждён в части { $part }: { $flaw }. Откройте его в редакторе и сохраните заново.
flaw-directory = нет оглавления архива, которое стоит в самом конце
flaw-packing = содержимое не распаковывается
flaw-markup = нарушена разметка
flaw-markup-at = разметка нарушена на байте { $byte }
flaw-structure = не хватает того, без чего документ не прочитать
import-bomb = при распаковке файл разрастается больше чем до { $limit } МБ, настоящий документ таким не бывает. Он не прочитан.
import-doctype = часть { $part } объявляет тип документа (DOCTYPE); в офисных документах этого не бывает. Файл не прочитан.
import-too-deep = в части { $part } элементы вложены глубже чем на { $limit } уровней. Файл не прочитан.
import-unknown-encoding = нет кодировки «{ $label }». Бывают utf-8, cp1251, koi8-r, cp866, utf-16.
import-bad-bytes = строка { $line }, байт { $byte }: это не текст в кодировке { $label }. Сохраните файл в UTF-8 или укажите кодировку: --encoding cp1251
import-cell-too-long = { $place }: в ячейке больше { $limit } знаков. Проверьте, не попал ли в неё целый документ.
import-too-many-cells = { $place }: таблица больше предела ({ $rows } строк, { $columns } столбцов). Оставьте в файле только нужное.
import-unclosed-quote = строка { $line }: кавычка открыта и не закрыта, поэтому остаток файла слился бы в одну ячейку. Закройте или уберите её.
import-no-such-sheet = нет листа «{ $wanted }»; есть: { $have }

place-sheet = лист «{ $sheet }»
place-table = таблица { $table }
place-row = строка { $number }
place-cell = ячейка { $number }
place-line = строка файла { $number }

# Нет дорожной карты
no-roadmap-no-tables = в документе нет таблиц. Нужна таблица, в заголовке которой названы мероприятие и срок или ответственный.
no-roadmap-no-header = ни у одной таблицы нет заголовка, в котором названы мероприятие и срок или ответственный («Наименование мероприятий», «Срок реализации», «Ответственный исполнитель»). Начала таблиц: { $seen }
no-roadmap-no-rows = заголовок есть ({ $place }), а мероприятий под ним нет.
no-roadmap-too-long = под заголовком { $rows } строк, а в дорожной карте их не бывает больше { $most }. Проверьте, тот ли это файл.
no-roadmap-no-year = непонятно, на какой учебный год план: ни в названии, ни в сроках его нет. Укажите: --plan 2023/24

# Предпросмотр
preview-title = { $title }
preview-plan-given = План { $plan } (указан вами)
preview-plan-title = План { $plan } (по названию)
preview-plan-terms = План { $plan } (по датам в тексте: в названии года нет)
preview-counts = { $tasks ->
    [one] { $tasks } мероприятие
    [few] { $tasks } мероприятия
   *[other] { $tasks } мероприятий
}, { $sections ->
    [one] { $sections } раздел
    [few] { $sections } раздела
   *[other] { $sections } разделов
}, { $findings ->
    [0] замечаний нет
    [one] { $findings } замечание
    [few] { $findings } замечания
   *[other] { $findings } замечаний
}
preview-number = №
preview-task = Мероприятие
preview-term = Срок
preview-understood = Понят как
preview-responsible = Ответственные
preview-result = Результат
preview-section = Раздел { $number }. { $title }
preview-findings = На что обратить внимание
preview-whole = Документ
preview-spellings = Похоже, это одно и то же
preview-certain = различаются только написанием
preview-ask = нужно подтверждение
preview-more = и ещё { $count }

import-term-due = до { $to }
import-term-window = с { $from } по { $to }
import-term-day = { $from }
import-term-since = с { $from }
import-term-period = весь период: с { $from } по { $to }
import-term-yearly = ежегодно, без даты
import-term-linked = по срокам программ
import-term-external = по отдельному документу
import-term-calendar = по календарю школы: впишите его в calendar/school.toml
import-term-as-needed = по необходимости
import-term-none = срока нет
import-term-invalid = не понят

# Замечания
finding-numbering-gap = пропущен номер { $missing }{ $after ->
    [none] {""}
   *[other] {" "}после { $after }
}.
finding-duplicate-number = номер { $printed } уже стоит у другой строки; этой присвоен { $task }.
finding-term-before-plan = срок { $date } раньше учебного года плана, который начинается { $from }. Возможно, опечатка в годе.
finding-occurrence-outside-plan = { $count ->
    [one] дата { $dates } не попадает
   *[other] даты { $dates } не попадают
} в год плана; в расписание войдёт только то, что внутри него.
finding-agreement-after-approval = согласование ({ $agreed }) назначено позже утверждения ({ $approved }, пункт { $approval }).
finding-term-before-council = срок { $date } истёк до совета { $council }, который согласовал план.
finding-no-date = в сроке нет даты, напомнить о нём нельзя. Назначьте её после импорта.
finding-no-term = срок не указан.
finding-unreadable-term = срок «{ $phrase }» не понят ({ $note }).
finding-empty-result = результат не указан.
finding-no-responsible = ответственный не указан.
finding-stale-year = в тексте прошлый учебный год: { $year }.
finding-note-among-responsible = среди ответственных стоит примечание: «{ $text }». Похоже, это результат.
finding-result-of-neighbour = результат «{ $text }» похож на результат пункта { $other }, у которого он пуст.
finding-term-elsewhere = срок стоит не в своей ячейке: «{ $text }». Проверьте, так ли он понят.
finding-spelling-variants = похоже, одно и то же написано по-разному: { $variants }.
finding-spelling-look-alike = одно и то же написано разными алфавитами: { $variants }.
finding-one-person-most-tasks = { $person } отвечает за { $tasks ->
    [one] { $tasks } мероприятие
    [few] { $tasks } мероприятия
   *[other] { $tasks } мероприятий
} из { $of }. Подумайте о замене на случай отсутствия.
finding-contact-phone = в тексте был номер телефона; он скрыт и не сохраняется.
finding-contact-email = в тексте был адрес почты; он скрыт и не сохраняется.
finding-order-late = срок позже, чем у пункта { $before }, которому этот шаг предшествует.
finding-order-undated = даты нет, а пункт { $before }, которому этот шаг предшествует, её имеет.
finding-year-concluded = года плана нет в названии; он определён по датам в тексте. Проверьте или укажите --plan.
finding-year-unknown = год плана нигде не указан; для просмотра взят { $plan }. При импорте укажите --plan.
finding-year-differs = в названии стоит { $title }, а импортируется план { $plan }.

# Почему срок не понят
deadline-note-template-blank = бланк не заполнен
deadline-note-no-such-date = такого дня не бывает
deadline-note-bad-year = такого года быть не может
deadline-note-not-a-deadline = это не похоже на срок

import-say-plan = укажите год плана:

help-import = Взять из файлов то, что есть у школы
help-import-roadmap = Взять дорожную карту в том виде, в каком школа её опубликовала: docx, odt, xlsx, ods, csv, html, markdown или текст
help-import-roadmap--file = Файл с таблицей дорожной карты
help-import-roadmap--plan = Год плана, если его нет в названии: 2023/24 или 2023-09-01..2024-08-31
help-import-roadmap--encoding = Кодировка текстового файла: cp1251, utf-8, koi8-r [определяется по содержанию]
help-import-roadmap--sheet = Лист книги [все листы]

help-import-roadmap--merge-spellings = Считать одним все предложенные написания роли, человека или подразделения [только отличия в точках и заглавных]
import-nothing-new = Ничего не изменилось: план { $plan } уже загружен
import-store = Сохранить план { $plan }?
import-not-wanted = Ничего не сохранено
import-stored =
    План { $plan } сохранён: { $added ->
        [one] добавлена { $added } задача
        [few] добавлены { $added } задачи
       *[many] добавлено { $added } задач
    }, изменено { $changed }, убрано { $removed }
import-difference = Что изменится
import-field-number = номер
import-field-section = раздел
import-field-title = название
import-field-term = срок
import-field-result = результат
import-field-tags = другое назначение (метки задачи)
import-field-dated = срок «{ $phrase }» теперь понят: { $term }
import-field-holders = другие ответственные
