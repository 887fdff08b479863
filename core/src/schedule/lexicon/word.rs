//! What the words of deadline phrases mean.

/// What a known word means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::schedule) enum Word {
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
