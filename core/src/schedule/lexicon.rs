//! The words that deadline phrases are made of, each in all its cases and usual abbreviations.
//!
//! A row is a stem, its endings and a meaning; `-` and an empty list stand for the stem itself. Words are looked up in
//! lower case with «е» for «ё».

/// What a known word means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    /// A month, 1 to 12.
    Month(u8),
    /// A weekday, 0 is Monday.
    Weekday(u8),
    /// A weekday in the dative plural: «по средам».
    Weekdays(u8),
    /// A season by the month it begins in: 12, 3, 6, 9.
    Season(u8),
    /// A cardinal number in words.
    Number(u32),
    /// An ordinal number in words.
    Ordinal(u32),
    /// «последний»
    Last,
    /// «день», «сутки»
    Day,
    /// «час»
    Hour,
    /// «трёхдневный»: that many days.
    DaysLong(u32),
    /// «дневный», after a number
    DayLong,
    /// «неделя»
    Week,
    /// «недельный», «двухнедельный»
    WeeksLong(u32),
    /// «месяц»
    MonthUnit,
    /// «месячный», «трёхмесячный»
    MonthsLong(u32),
    /// «квартал»
    Quarter,
    /// «четверть»
    Term,
    /// «триместр»
    Trimester,
    /// «полугодие»
    HalfYear,
    /// «полгода», as a length
    SixMonths,
    /// «год», «г.», «гг.», «лет»
    Year,
    /// «декада»
    Decade,
    /// «половина»
    Half,
    /// «число»
    DayNumber,
    /// «учебный», «уч.», «школьный»
    Study,
    /// «календарный»
    CalendarDay,
    /// «рабочий»
    Working,
    /// «каникулы»
    Vacation,
    /// «каникулярное» (время)
    VacationTime,
    /// «период», «время»
    Period,
    /// «начало»
    Begin,
    /// «середина»
    Middle,
    /// «конец»
    End,
    /// «окончание», «завершение»: the end of a stretch of time, or an event
    Finish,
    /// «итоги», «результаты»
    Outcome,
    /// «до», «перед»
    Until,
    /// «перед», «накануне» without a date
    Before,
    /// «с», «со»
    From,
    /// «от»
    Of,
    /// «по»
    By,
    /// «к», «ко»
    Toward,
    /// «в», «во», «на»
    In,
    /// «за»
    For,
    /// «через», «спустя»
    Through,
    /// «после»
    After,
    /// «при»
    At,
    /// «не»
    Not,
    /// «позднее», «позже»
    Later,
    /// «ранее», «раньше»
    Earlier,
    /// «реже», «менее»
    Less,
    /// «чем»
    Than,
    /// «и», «или», «а также»
    And,
    /// «начиная»
    Starting,
    /// «течение», «протяжение»
    During,
    /// «срок»
    Term0,
    /// «весь», «целый»
    All,
    /// «каждый»
    Each,
    /// «раз»
    Times,
    /// «дважды»: that many times
    TimesOver(u8),
    /// «ежегодно»
    Yearly,
    /// «ежедневно»
    Daily,
    /// «еженедельно»
    Weekly,
    /// «ежемесячно»
    Monthly,
    /// «ежеквартально»
    Quarterly,
    /// «ежечетвертно»
    Termly,
    /// «раз в полугодие» as one word
    HalfYearly,
    /// «постоянно», «систематически»
    Constantly,
    /// «ориентировочно»
    Roughly,
    /// «следующий», «последующий»
    Next,
    /// «текущий», «данный», «нынешний»
    Current,
    /// «отчётный», «предыдущий»
    Reported,
    /// «мера» in «по мере»
    Measure,
    /// «необходимость», «запрос»: what «по» makes a need
    Need,
    /// «график», «план»: what «по» makes another document
    Document,
    /// «согласно»
    According,
    /// «соответствие»
    Accordance,
    /// «установленный», «утверждённый»
    Settled,
    /// «реализация», «внедрение», «действие»
    Realisation,
    /// «программа», «проект»
    Programme,
    /// «момент», «дата»
    Moment,
    /// «факт»
    Fact,
    /// «случай»
    Case,
    /// «сразу», «немедленно»
    AtOnce,
    /// «далее»: from the days that were said on
    Onward,
    /// «усмотрение»: when somebody sees fit
    Discretion,
    /// «будет», «будут»
    WillBe,
    /// «истечение»
    Expiry,
    /// «ход», «рамки», «процесс»: during an event
    Course,
    /// «возникновение», «наличие»: what «при» makes a need
    Presence,
    /// «отсутствует», «нет»
    Absent,
    /// «уточняется», «согласуется»
    Unsettled,
    /// «этап», «класс»: what a number before it only names
    Label,
    /// A word that changes nothing: «проведения», «исполнения», «примерно» is not one.
    Filler,
}

/// Endings of adjectives.
const ADJ: &str = "ый ий ой ая яя ое ее ые ие ого его ому ему ым им ом ем ую юю ых их ей ыми ими";
/// Endings of soft nouns: «январь».
const SOFT: &str = "ь я ю е ем и";
/// Endings of hard nouns: «март».
const HARD: &str = "- а у е ом ы ов ам ами ах";

use Word as W;

const TIMES_WORDS: &[(&str, &str, Word)] = &[
    ("январ", SOFT, W::Month(1)),
    ("янв", "", W::Month(1)),
    ("феврал", SOFT, W::Month(2)),
    ("фев", "- р", W::Month(2)),
    ("март", "- а у е ом", W::Month(3)),
    ("мар", "", W::Month(3)),
    ("апрел", SOFT, W::Month(4)),
    ("апр", "- ел", W::Month(4)),
    ("ма", "й я ю е ем", W::Month(5)),
    ("июн", "- ь я ю е ем", W::Month(6)),
    ("июл", "- ь я ю е ем", W::Month(7)),
    ("август", "- а у е ом", W::Month(8)),
    ("авг", "", W::Month(8)),
    ("сентябр", SOFT, W::Month(9)),
    ("сен", "- т тяб", W::Month(9)),
    ("октябр", SOFT, W::Month(10)),
    ("окт", "- яб", W::Month(10)),
    ("ноябр", SOFT, W::Month(11)),
    ("ноя", "- б", W::Month(11)),
    ("декабр", SOFT, W::Month(12)),
    ("дек", "- аб", W::Month(12)),
    ("понедельник", "- а у е ом и ов", W::Weekday(0)),
    ("вторник", "- а у е ом и ов", W::Weekday(1)),
    ("сред", "а ы у е ой", W::Weekday(2)),
    ("четверг", "- а у е ом и ов", W::Weekday(3)),
    ("пятниц", "- а ы у е ей", W::Weekday(4)),
    ("суббот", "- а ы у е ой", W::Weekday(5)),
    ("воскресень", "е я ю ем", W::Weekday(6)),
    ("пн", "", W::Weekday(0)),
    ("вт", "", W::Weekday(1)),
    ("ср", "", W::Weekday(2)),
    ("чт", "", W::Weekday(3)),
    ("пт", "", W::Weekday(4)),
    ("сб", "", W::Weekday(5)),
    ("понедельник", "ам", W::Weekdays(0)),
    ("вторник", "ам", W::Weekdays(1)),
    ("сред", "ам", W::Weekdays(2)),
    ("четверг", "ам", W::Weekdays(3)),
    ("пятниц", "ам", W::Weekdays(4)),
    ("суббот", "ам", W::Weekdays(5)),
    ("воскресень", "ям", W::Weekdays(6)),
    ("зим", "а ы у е ой", W::Season(12)),
    ("зимн", ADJ, W::Season(12)),
    ("новогодн", ADJ, W::Season(12)),
    ("рождественск", ADJ, W::Season(12)),
    ("весн", "а ы у е ой", W::Season(3)),
    ("весенн", ADJ, W::Season(3)),
    ("лет", "о у ом", W::Season(6)),
    ("летн", ADJ, W::Season(6)),
    ("осен", "ь и ью", W::Season(9)),
    ("осенн", ADJ, W::Season(9)),
    ("осенне", "", W::Season(9)),
    ("зимне", "", W::Season(12)),
    ("весенне", "", W::Season(3)),
    ("дн", "- и я ю ем ей ям ями ях", W::Day),
    ("день", "", W::Day),
    ("сут", "ки ок", W::Day),
    ("час", "- а ов", W::Hour),
    ("дневн", ADJ, W::DayLong),
    ("недел", "я и ю е ь ей ям ями ях", W::Week),
    ("нед", "", W::Week),
    ("месяц", "- а у е ем ы ев ам ами ах", W::MonthUnit),
    ("мес", "", W::MonthUnit),
    ("квартал", HARD, W::Quarter),
    ("кв", "- арт", W::Quarter),
    ("четверт", "ь и ью ей ям ями ях", W::Term),
    ("четв", "", W::Term),
    ("триместр", HARD, W::Trimester),
    ("полугоди", "е я ю ем и й ям ями ях", W::HalfYear),
    ("полуг", "- од", W::HalfYear),
    ("пол", "- год", W::HalfYear),
    ("полгода", "", W::SixMonths),
    ("полугод", "а у ом", W::SixMonths),
    ("полугодов", ADJ, W::MonthsLong(6)),
    ("годичн", ADJ, W::MonthsLong(12)),
    ("год", "- а у е ом ы ов ам ами ах", W::Year),
    ("г", "- г", W::Year),
    ("лет", "", W::Year),
    ("декад", "- а ы у е ой ам ах", W::Decade),
    ("половин", "а ы у е ой ам ах", W::Half),
    ("числ", "о а у ом е ах ам ами", W::DayNumber),
    ("чис", "- ел", W::DayNumber),
    ("каникул", "- ы ам ами ах", W::Vacation),
    ("каникулярн", ADJ, W::VacationTime),
    ("период", HARD, W::Period),
    ("врем", "я ени ен", W::Period),
    ("учебн", ADJ, W::Study),
    ("уч", "- еб ебн", W::Study),
    ("школьн", ADJ, W::Study),
    ("календарн", ADJ, W::CalendarDay),
    ("рабоч", ADJ, W::Working),
    ("раб", "", W::Working),
    ("каледарн", ADJ, W::CalendarDay),
    ("кал", "- енд", W::CalendarDay),
];

const SMALL_WORDS: &[(&str, &str, Word)] = &[
    ("до", "", W::Until),
    ("перед", "- о", W::Before),
    ("преддвери", "и е", W::Before),
    ("накануне", "", W::Before),
    ("с", "- о", W::From),
    ("от", "- о", W::Of),
    ("по", "", W::By),
    ("к", "- о", W::Toward),
    ("в", "- о", W::In),
    ("на", "", W::In),
    ("за", "", W::For),
    ("через", "", W::Through),
    ("спустя", "", W::Through),
    ("после", "", W::After),
    ("при", "", W::At),
    ("не", "", W::Not),
    ("поздн", "ее ей", W::Later),
    ("позже", "", W::Later),
    ("ран", "ее ьше", W::Earlier),
    ("реже", "", W::Less),
    ("мен", "ее ьше", W::Less),
    ("бол", "ее ьше", W::Less),
    ("минимум", "", W::Less),
    ("чем", "", W::Than),
    ("и", "- ли", W::And),
    ("а", "", W::And),
    ("также", "", W::And),
    ("начиная", "", W::Starting),
    ("течени", "е и я ю ем", W::During),
    ("теч", "", W::During),
    ("протяжени", "и е", W::During),
    ("срок", "- и а у е ов ам ами ах ом", W::Term0),
    ("ве", "сь сного", W::All),
    ("вс", "е ю я его ей ему ем ех", W::All),
    ("цел", ADJ, W::All),
    ("кажд", ADJ, W::Each),
    ("раз", "- а у ов", W::Times),
    ("р", "", W::Times),
    ("дважды", "", W::TimesOver(2)),
    ("трижды", "", W::TimesOver(3)),
    ("однократно", "", W::TimesOver(1)),
    ("последн", ADJ, W::Last),
    ("посл", "", W::Last),
    ("следующ", ADJ, W::Next),
    ("след", "", W::Next),
    ("последующ", ADJ, W::Next),
    ("следом", "", W::Next),
    ("текущ", ADJ, W::Current),
    ("данн", ADJ, W::Current),
    ("нынешн", ADJ, W::Current),
    ("отчетн", ADJ, W::Reported),
    ("предыдущ", ADJ, W::Reported),
    ("прошедш", ADJ, W::Reported),
    ("истекш", ADJ, W::Reported),
    ("начал", "о а у е ом", W::Begin),
    ("наступлени", "я", W::Begin),
    ("нач", "", W::Begin),
    ("середин", "а ы у е ой", W::Middle),
    ("сер", "", W::Middle),
    ("кон", "ец ца цу це цом", W::End),
    ("окончани", "е я ю ем и", W::Finish),
    ("завершени", "е я ю ем и", W::Finish),
    ("истечени", "и е ю я", W::Expiry),
    ("прошестви", "и", W::Expiry),
    ("итог", "- и ам ами ах у ов", W::Outcome),
    ("результат", "- ы ам ами ах у ов", W::Outcome),
];

const HABIT_WORDS: &[(&str, &str, Word)] = &[
    ("ежегод", "- но ный ная ное ные ного", W::Yearly),
    ("ежедн", "- евно евный евная евное", W::Daily),
    ("будн", "и ям ях ие их", W::Daily),
    ("еженед", "- ельно ельный ельная ельное", W::Weekly),
    ("понедельно", "", W::Weekly),
    ("ежемес", "- ячно ячный ячная ячное", W::Monthly),
    ("помесячно", "", W::Monthly),
    ("ежекварт", "- ально альный альная альное", W::Quarterly),
    ("поквартально", "", W::Quarterly),
    ("ежечетверт", "- но ной ный", W::Termly),
    ("почетвертно", "", W::Termly),
    ("ежеполугод", "- но ный ие", W::HalfYearly),
    ("постоян", "- но", W::Constantly),
    ("постоянн", ADJ, W::Constantly),
    ("основ", "е", W::Filler),
    ("этап", "- а е ы", W::Label),
    ("класс", "- ы а е ов ах", W::Label),
    ("кл", "", W::Label),
    ("пост", "", W::Constantly),
    ("систематич", "- ески", W::Constantly),
    ("систематическ", ADJ, W::Constantly),
    ("системно", "", W::Constantly),
    ("регулярно", "", W::Constantly),
    ("регулярн", ADJ, W::Constantly),
    ("непрерывно", "", W::Constantly),
    ("круглогодич", "- но ный", W::Constantly),
    ("всегда", "", W::Constantly),
    ("периодически", "", W::Constantly),
    ("планомерно", "", W::Constantly),
    ("ориентировоч", "- но ный ная", W::Roughly),
    ("ориент", "- ир", W::Roughly),
    ("примерн", "о ый ая", W::Roughly),
    ("приблизительн", "о ый", W::Roughly),
    ("предположительно", "", W::Roughly),
    ("предварительно", "", W::Roughly),
    ("около", "", W::Roughly),
    ("районе", "", W::Roughly),
    ("планируем", ADJ, W::Filler),
    ("хотя", "", W::Filler),
    ("бы", "", W::Filler),
    ("планово", "", W::Document),
    ("сразу", "", W::AtOnce),
    ("немедленно", "", W::AtOnce),
    ("незамедлительно", "", W::AtOnce),
    ("срочно", "", W::AtOnce),
];

const REFERENCE_WORDS: &[(&str, &str, Word)] = &[
    ("мере", "", W::Measure),
    ("необходимост", "ь и ью", W::Need),
    ("необх", "- од", W::Need),
    ("надобност", "ь и ью", W::Need),
    ("потребност", "ь и ью ям ей", W::Need),
    ("возможност", "ь и ью ям", W::Need),
    ("запрос", HARD, W::Need),
    ("вызов", "у ам", W::Need),
    ("просьб", "е ам", W::Need),
    ("инициатив", "е ам", W::Need),
    ("предложени", "ю ям", W::Need),
    ("усмотрени", "е ю и", W::Discretion),
    ("буд", "ет ут", W::WillBe),
    ("уточнен", "- ы а о", W::Settled),
    ("объявлен", "- ы а о", W::Settled),
    ("сообщен", "- ы а о", W::Settled),
    ("требовани", "ю ям е й я", W::Need),
    ("обращени", "ю ям е й я и", W::Need),
    ("заявк", "е ам и", W::Need),
    ("заявлени", "ю ям", W::Need),
    ("желани", "ю ям", W::Need),
    ("поступлени", "и ю я", W::Need),
    ("ситуаци", "и ям", W::Need),
    ("ситуативно", "", W::Need),
    ("потребу", "ется ются", W::Need),
    ("возникновени", "ю", W::Need),
    ("своевременно", "", W::Need),
    ("оперативно", "", W::Need),
    ("график", "- а у е ом и ов ам ами ах", W::Document),
    ("пл", "", W::Document),
    ("согл", "", W::Document),
    ("план", "- а у е ом ы ов ам ами ах", W::Document),
    ("плану-графику", "", W::Document),
    ("расписани", "е я ю ем и", W::Document),
    ("приказ", HARD, W::Document),
    ("распоряжени", "е я ю ем и", W::Document),
    ("согласовани", "ю е и", W::Document),
    ("положени", "ю е ям", W::Document),
    ("договоренност", "ь и", W::Document),
    ("договор", HARD, W::Document),
    ("назначени", "ю", W::Document),
    ("указани", "ю ям", W::Document),
    ("регламент", HARD, W::Document),
    ("услови", "ям", W::Document),
    ("циклограмм", "а е ы ой", W::Document),
    ("календар", "ь ю я ем", W::Document),
    ("решени", "ю ям", W::Document),
    ("порядк", "у ом е", W::Document),
    ("карт", "е ой ам а ы", W::Document),
    ("письм", "у о ам", W::Document),
    ("уведомлени", "ю ям", W::Document),
    ("инструкци", "и ей ям", W::Document),
    ("согласно", "", W::According),
    ("соответстви", "и е", W::Accordance),
    ("соответственно", "", W::According),
    ("соотв", "", W::Accordance),
    ("установленн", ADJ, W::Settled),
    ("установлен", "- ы о а", W::Settled),
    ("утвержденн", ADJ, W::Settled),
    ("определенн", ADJ, W::Settled),
    ("определен", "- ы а о", W::Settled),
    ("определяем", ADJ, W::Settled),
    ("устанавливаем", ADJ, W::Settled),
    ("указанн", ADJ, W::Settled),
    ("предусмотренн", ADJ, W::Settled),
    ("назначенн", ADJ, W::Settled),
    ("обозначенн", ADJ, W::Settled),
    ("запланированн", ADJ, W::Settled),
    ("реализаци", "и я ю ей", W::Realisation),
    ("внедрени", "я е ю ем", W::Realisation),
    ("действи", "я е ю", W::Realisation),
    ("программ", "- а ы у е ой ам ами ах", W::Programme),
    ("проект", HARD, W::Programme),
    ("момент", "- а у", W::Moment),
    ("дат", "- а ы у е ой", W::Moment),
    ("факт", "у", W::Fact),
    ("ход", "е у", W::Course),
    ("рамк", "ах", W::Course),
    ("процесс", "е", W::Course),
    ("наличи", "и", W::Presence),
    ("возникновени", "и", W::Presence),
    ("появлени", "и", W::Presence),
    ("выявлени", "и", W::Presence),
    ("случа", "е ях", W::Case),
    ("нет", "", W::Absent),
    ("отсутству", "ет ют", W::Absent),
    ("бессрочно", "", W::Absent),
    ("уточня", "ется ются", W::Unsettled),
    ("уточнить", "", W::Unsettled),
    ("уточнени", "ю е", W::Unsettled),
    ("согласу", "ется ются", W::Unsettled),
    ("устанавлива", "ется ются", W::Unsettled),
    ("определя", "ется ются", W::Unsettled),
    ("проведени", "я", W::Filler),
    ("исполнени", "я", W::Filler),
    ("выполнени", "я", W::Filler),
    ("предоставлени", "я", W::Filler),
    ("предостав", "ить", W::Filler),
    ("представ", "ить", W::Filler),
    ("направ", "ить", W::Filler),
    ("включительно", "", W::Filler),
    ("далее", "", W::Onward),
    ("дальнейшем", "", W::Onward),
    ("затем", "", W::Onward),
    ("но", "", W::Filler),
    ("либо", "", W::And),
];

/// Cardinals, ordinals and the adjectives of length made of them: (cardinal forms, ordinal stem, prefix, value).
const NUMBERS: &[(&str, &str, &str, u32)] = &[
    ("один одна одно одного одной одну", "перв", "одно", 1),
    ("два две двух двум", "втор", "двух", 2),
    ("три трех трем", "трет", "трех", 3),
    ("четыре четырех четырем", "четверт", "четырех", 4),
    ("пять пяти", "пят", "пяти", 5),
    ("шесть шести", "шест", "шести", 6),
    ("семь семи", "седьм", "семи", 7),
    ("восемь восьми", "восьм", "восьми", 8),
    ("девять девяти", "девят", "девяти", 9),
    ("десять десяти", "десят", "десяти", 10),
    ("одиннадцать одиннадцати", "одиннадцат", "одиннадцати", 11),
    ("двенадцать двенадцати", "двенадцат", "двенадцати", 12),
    ("тринадцать тринадцати", "тринадцат", "тринадцати", 13),
    ("четырнадцать четырнадцати", "четырнадцат", "четырнадцати", 14),
    ("пятнадцать пятнадцати", "пятнадцат", "пятнадцати", 15),
    ("шестнадцать шестнадцати", "шестнадцат", "шестнадцати", 16),
    ("семнадцать семнадцати", "семнадцат", "семнадцати", 17),
    ("восемнадцать восемнадцати", "восемнадцат", "восемнадцати", 18),
    ("девятнадцать девятнадцати", "девятнадцат", "девятнадцати", 19),
    ("двадцать двадцати", "двадцат", "двадцати", 20),
    ("тридцать тридцати", "тридцат", "тридцати", 30),
];

/// The meaning of a word given in lower case, «е» for «ё».
pub(super) fn lookup(word: &str) -> Option<Word> {
    if word.len() > 64 {
        return None;
    }
    let found = rows().filter(|(stem, ..)| word.starts_with(stem)).find(|(stem, endings, _)| {
        let rest = &word[stem.len()..];
        ends(rest, endings)
    });
    found.map(|(.., meaning)| *meaning).or_else(|| number(word))
}

/// The stems with their endings and meanings.
pub(super) fn rows() -> impl Iterator<Item = &'static (&'static str, &'static str, Word)> {
    [TIMES_WORDS, SMALL_WORDS, HABIT_WORDS, REFERENCE_WORDS].into_iter().flatten()
}

/// Whether `rest` is one of the space-separated endings, where `-` and an empty list are no ending.
fn ends(rest: &str, endings: &str) -> bool {
    match endings {
        "" => rest.is_empty(),
        list => list.split(' ').any(|ending| if ending == "-" { rest.is_empty() } else { ending == rest }),
    }
}

fn number(word: &str) -> Option<Word> {
    const ORDINAL: &str = "ый ий ой ая ья ое ье ые ьи ого ьего ому ьему ым ьим ом ьем ую ью ых ьих ей ьей";
    for (cardinal, ordinal, prefix, value) in NUMBERS {
        if cardinal.split(' ').any(|form| form == word) {
            return Some(W::Number(*value));
        }
        if word.strip_prefix(ordinal).is_some_and(|rest| ends(rest, ORDINAL)) {
            return Some(W::Ordinal(*value));
        }
        if let Some(long) = word.strip_prefix(prefix).and_then(|rest| length(rest, *value)) {
            return Some(long);
        }
    }
    length(word, 1)
}

/// «дневный», «недельный», «месячный» after a number.
fn length(rest: &str, count: u32) -> Option<Word> {
    // «3-хдневный», «10-тидневный»
    let rest = rest.strip_prefix('х').or_else(|| rest.strip_prefix("ти")).unwrap_or(rest);
    let is = |stem| rest.strip_prefix(stem).is_some_and(|ending| ends(ending, ADJ));
    if is("дневн") {
        Some(W::DaysLong(count))
    } else if is("недельн") {
        Some(W::WeeksLong(count))
    } else if is("месячн") {
        Some(W::MonthsLong(count))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_known_in_every_case_and_abbreviation() {
        for (word, meaning) in [
            ("сентябре", W::Month(9)),
            ("сент", W::Month(9)),
            ("нояб", W::Month(11)),
            ("мая", W::Month(5)),
            ("среду", W::Weekday(2)),
            ("средам", W::Weekdays(2)),
            ("четвертая", W::Ordinal(4)),
            ("четверти", W::Term),
            ("третья", W::Ordinal(3)),
            ("двух", W::Number(2)),
            ("трехмесячный", W::MonthsLong(3)),
            ("десятидневный", W::DaysLong(10)),
            ("недельный", W::WeeksLong(1)),
            ("летний", W::Season(6)),
            ("лет", W::Year),
            ("каникулах", W::Vacation),
        ] {
            assert_eq!(lookup(word), Some(meaning), "{word}");
        }
    }

    #[test]
    fn words_that_only_look_like_terms_are_not_known() {
        for word in ["августовский", "майка", "декан", "сентиментальный", "планета", "", "годен", "мартышка"]
        {
            assert_eq!(lookup(word), None, "{word}");
        }
    }
}
