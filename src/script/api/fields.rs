//! The standard fields of facts.

/// A field: its name in English and Russian, and what it means in Russian and English.
pub type Field = (&'static str, &'static str, [&'static str; 2]);

/// Every field that the program itself fills in.
pub const FIELDS: &[Field] = &[
    (
        "id",
        "номер",
        [
            "условный номер человека, пары, программы; имени сценарий не видит",
            "a number that stands for a person, a pair, a programme; scripts see no names",
        ],
    ),
    ("role", "роль", ["роль: mentor или mentee", "role: mentor or mentee"]),
    ("subject", "предмет", ["предмет или область", "subject or field"]),
    ("years", "стаж", ["стаж в годах", "years of experience"]),
    ("competences", "компетенции", ["список компетенций наставника", "a list: what a mentor is good at"]),
    ("requests", "запросы", ["список запросов наставляемого", "a list: what a mentee asks for"]),
    (
        "wished_age_from",
        "возраст_от",
        ["наставник: от какого возраста наставляемые", "mentor: the youngest age of mentees"],
    ),
    (
        "wished_age_to",
        "возраст_до",
        ["наставник: до какого возраста наставляемые", "mentor: the oldest age of mentees"],
    ),
    ("age", "возраст", ["возраст в годах", "age in years"]),
    ("interests", "интересы", ["список интересов", "a list of interests"]),
    ("slots", "время", ["список удобного времени", "a list of times that suit"]),
    (
        "place",
        "место",
        ["корпус, площадка, место работы или учёбы", "building, site, place of work or study"],
    ),
    ("form", "форма", ["форма наставничества", "form of mentoring"]),
    ("role_model", "ролевая_модель", ["ролевая модель внутри формы", "the role model within the form"]),
    (
        "preferences",
        "предпочтения",
        ["номера людей, с которыми хочет работать", "numbers of people whom one would like to work with"],
    ),
    (
        "avoids",
        "избегает",
        ["номера людей, с которыми работать не хочет", "numbers of people whom one would not work with"],
    ),
    ("load", "нагрузка", ["сколько наставляемых уже есть", "how many mentees there are already"]),
    ("capacity", "вместимость", ["сколько наставляемых может быть", "how many mentees there may be"]),
    ("today", "сегодня", ["день, на который считается", "the day that is counted for"]),
    ("started", "начало", ["день начала", "the first day"]),
    ("ended", "окончание", ["день завершения", "the day it was completed"]),
    ("completed", "завершена", ["доведена ли до конца", "whether it was led to its end"]),
    ("mentor", "наставник", ["номер наставника", "the mentor's number"]),
    ("mentee", "наставляемый", ["номер наставляемого", "the mentee's number"]),
    (
        "meetings_planned",
        "встреч_запланировано",
        ["запланировано встреч к этому дню", "meetings planned up to this day"],
    ),
    ("meetings_held", "встреч_проведено", ["проведено встреч", "meetings held"]),
    (
        "meetings_missed",
        "встреч_пропущено",
        ["назначено и не состоялось встреч", "meetings agreed upon and not held"],
    ),
    (
        "meetings_minutes",
        "минут_встреч",
        ["сколько минут длились проведённые встречи", "how many minutes the meetings held took"],
    ),
    ("meetings_feedback", "встреч_с_отзывом", ["встреч с формой обратной связи", "meetings with feedback"]),
    ("last_meeting", "последняя_встреча", ["день последней встречи", "the day of the last meeting"]),
    ("plan_total", "пунктов_плана", ["пунктов в персональной программе", "items of the personal programme"]),
    (
        "plan_done",
        "пунктов_сделано",
        ["сделано пунктов персональной программы", "items of the personal programme that are done"],
    ),
    (
        "plan_late",
        "пунктов_с_опозданием",
        [
            "пунктов, сделанных или всё ещё не сделанных после срока",
            "items done after their term, or not done yet after it",
        ],
    ),
    (
        "before",
        "до",
        [
            "анкета «до»: сторона.вопрос → балл (mentee.comfort)",
            "the questionnaire before: side.question → mark (mentee.comfort)",
        ],
    ),
    (
        "after",
        "после",
        ["анкета «после»: сторона.вопрос → балл", "the questionnaire after: side.question → mark"],
    ),
    (
        "expectations",
        "ожидания",
        ["насколько оправдались ожидания, 1–10 (список)", "how far expectations were met, 1–10 (a list)"],
    ),
    (
        "consents",
        "согласия",
        [
            "список действующих согласий; у пары — со стороной: mentor.participation",
            "a list of consents in force; of a pair with the side: mentor.participation",
        ],
    ),
    (
        "consents_required",
        "согласия_нужны",
        ["список нужных согласий, так же", "a list of consents that are needed, in the same way"],
    ),
    ("overdue", "просрочено", ["просроченных сроков", "terms that have passed"]),
    (
        "deadlines",
        "сроков",
        [
            "наступивших сроков: стадий пары и пунктов персональной программы",
            "terms that have come: of the pair's stages and of items of the personal programme",
        ],
    ),
    ("pairs", "пары", ["номера пар", "numbers of pairs"]),
    ("pairs_started", "пар_начато", ["начато пар", "pairs that have begun"]),
    ("pairs_completed", "пар_завершено", ["завершено пар", "pairs that were led to their end"]),
    ("pairs_active", "пар_работает", ["работает пар", "pairs at work"]),
    (
        "pairs_on_track",
        "пар_по_плану",
        [
            "пар, идущих по плану: не меньше 65 % пунктов и шести встреч",
            "pairs on track: at least 65 % of the items and six meetings",
        ],
    ),
    (
        "curator_scale",
        "шкала_куратора",
        [
            "баллы анкеты куратора, 0–2 (список из девяти)",
            "marks of the curator's questionnaire, 0–2 (a list of nine)",
        ],
    ),
    (
        "year",
        "год",
        [
            "учебный год по его последнему году: 2023/24 — 2024",
            "the school year by its last year: 2024 for 2023/24",
        ],
    ),
    ("children", "детей", ["детей 10–19 лет в школе", "children of 10–19 years at the school"]),
    ("children_mentees", "детей_наставляемых", ["из них наставляемых", "those of them who are mentees"]),
    ("teens", "подростков", ["детей 15–19 лет в школе", "children of 15–19 years at the school"]),
    ("teens_mentors", "подростков_наставников", ["из них наставников", "those of them who are mentors"]),
    (
        "young_teachers",
        "молодых_педагогов",
        ["молодых специалистов (стаж 0–3 года)", "young teachers (0–3 years of experience)"],
    ),
    (
        "young_teachers_mentees",
        "молодых_педагогов_наставляемых",
        ["из них наставляемых", "those of them who are mentees"],
    ),
    (
        "young_teachers_stayed",
        "молодых_педагогов_осталось",
        [
            "из них остались к 1 сентября следующего года",
            "those of them who stayed until the 1st of September of the next year",
        ],
    ),
    (
        "young_teachers_before",
        "молодых_педагогов_было",
        ["сколько молодых специалистов было год назад", "how many young teachers there were a year ago"],
    ),
    ("partners", "партнёров", ["организаций-партнёров", "partner organisations"]),
    (
        "partners_mentoring",
        "партнёров_с_наставниками",
        ["из них дали наставников", "those of them that sent mentors"],
    ),
    ("mentees", "наставляемых", ["всего наставляемых", "all mentees"]),
    (
        "mentees_satisfied",
        "наставляемых_довольных",
        ["из них довольных участием", "those of them who are content with taking part"],
    ),
    ("mentors", "наставников", ["всего наставников", "all mentors"]),
    (
        "mentors_satisfied",
        "наставников_довольных",
        ["из них довольных участием", "those of them who are content with taking part"],
    ),
    ("programme", "программа", ["номер или название программы", "number or name of the programme"]),
    ("stage", "этап", ["этап программы", "stage of the programme"]),
    ("kind", "вид", ["о чём речь: programme, task, pair", "what it is about: programme, task, pair"]),
    ("task", "задача", ["номер задачи", "number of the task"]),
    ("tags", "метки", ["метки задачи", "tags of the task"]),
    ("due", "срок", ["крайний день", "the last day"]),
    ("days_late", "дней_опоздания", ["на сколько дней опоздали", "how many days late"]),
    ("responsible", "ответственные", ["номера ответственных", "numbers of those responsible"]),
    ("curator", "куратор", ["номер куратора", "the curator's number"]),
    ("indicator", "показатель", ["показатель", "the indicator"]),
    ("band_before", "уровень_был", ["прежний уровень показателя", "the band of the indicator until now"]),
    ("band", "уровень", ["уровень показателя", "the band of the indicator"]),
    ("evidence", "подтверждения", ["виды имеющихся подтверждений", "kinds of evidence there are"]),
    ("documents", "документы", ["виды зарегистрированных документов", "kinds of documents registered"]),
    ("base_mentees", "база_наставляемых", ["наставляемых в базе", "mentees in the base"]),
    ("base_mentors", "база_наставников", ["наставников в базе", "mentors in the base"]),
    ("trained", "обучено", ["наставников обучено", "mentors trained"]),
    (
        "with_requests",
        "с_запросами",
        ["наставляемых с записанным запросом", "mentees with a request on record"],
    ),
];
