//! The host API in words: what `vekha script api` prints.

/// A function of the host API.
pub struct Entry {
    /// English name, Russian name (or the same).
    pub names: [&'static str; 2],
    /// Parameters and result.
    pub signature: &'static str,
    /// In Russian, in English.
    pub words: [&'static str; 2],
}

/// A part of the API.
pub struct Chapter {
    /// In Russian, in English.
    pub title: [&'static str; 2],
    /// Its functions.
    pub entries: &'static [Entry],
}

const fn entry(
    english: &'static str,
    russian: &'static str,
    signature: &'static str,
    ru: &'static str,
    en: &'static str,
) -> Entry {
    Entry { names: [english, russian], signature, words: [ru, en] }
}

/// The API, by chapter.
pub const CHAPTERS: &[Chapter] = &[
    Chapter {
        title: ["Неизвестное", "The unknown"],
        entries: &[
            entry("known", "известно", "(x) -> bool", "заполнено ли поле", "whether the field is filled in"),
            entry(
                "or_else",
                "или_иначе",
                "(x, y)",
                "x, а если он неизвестен — y",
                "x, or y where x is unknown",
            ),
            entry("unknown", "неизвестно", "()", "неизвестное значение", "the unknown value"),
        ],
    },
    Chapter {
        title: ["Списки", "Lists"],
        entries: &[
            entry(
                "overlap",
                "общие",
                "(a, b) -> int",
                "сколько разных элементов есть в обоих списках",
                "how many different elements both lists have",
            ),
            entry(
                "unique",
                "без_повторов",
                "(list) -> list",
                "список без повторов",
                "the list without repetitions",
            ),
            entry(
                "sort",
                "упорядочить",
                "(list), (list, |a, b| …)",
                "упорядочивает список; ошибка сравнения прерывает сценарий",
                "sorts a list; an error of the comparator is passed on",
            ),
        ],
    },
    Chapter {
        title: ["Тексты", "Texts"],
        entries: &[
            entry(
                "same_text",
                "тот_же_текст",
                "(a, b) -> bool",
                "одинаковы ли тексты без учёта регистра, «ё» и лишних пробелов",
                "whether texts are alike but for case, «ё» and spaces",
            ),
            entry(
                "replace",
                "заменить",
                "(text, find, with)",
                "заменяет все вхождения",
                "replaces every occurrence",
            ),
            entry(
                "matches_request",
                "отвечает_запросу",
                "(requests, competences) -> 0…100",
                "доля запросов, на которые есть компетенция",
                "the share of requests that a competence answers",
            ),
        ],
    },
    Chapter {
        title: ["Даты", "Dates"],
        entries: &[
            entry("date", "дата", "(\"2024-05-31\"), (year, month, day)", "дата", "a date"),
            entry(
                "days_between",
                "дней_между",
                "(from, to) -> int",
                "дней от одной даты до другой",
                "days from one date to another",
            ),
            entry(
                "working_days_between",
                "рабочих_дней_между",
                "(from, to) -> int",
                "рабочих дней после первой даты по вторую включительно",
                "working days after the first date up to the second",
            ),
            entry(
                "is_working_day",
                "рабочий_день",
                "(date) -> bool",
                "рабочий ли это день",
                "whether it is a working day",
            ),
            entry("years_between", "лет_между", "(from, to) -> int", "полных лет", "whole years"),
            entry("add_days", "плюс_дней", "(date, n) -> date", "дата через n дней", "the date n days later"),
        ],
    },
    Chapter {
        title: ["Числа", "Numbers"],
        entries: &[
            entry(
                "share",
                "доля",
                "(part, whole) -> %",
                "часть в процентах от целого; при нулевом целом — «не применимо»",
                "the part in per cent of the whole; not applicable where the whole is zero",
            ),
            entry("mean", "среднее", "(list)", "среднее известных чисел", "the mean of the known numbers"),
            entry(
                "median",
                "медиана",
                "(list)",
                "медиана известных чисел",
                "the median of the known numbers",
            ),
            entry("sum", "сумма", "(list)", "сумма известных чисел", "the sum of the known numbers"),
            entry("round", "округлить", "(x, digits)", "округление", "rounding"),
            entry(
                "not_applicable",
                "не_применимо",
                "()",
                "значение «не применимо»",
                "the value «not applicable»",
            ),
            entry(
                "is_applicable",
                "применимо",
                "(x) -> bool",
                "применим ли показатель",
                "whether the indicator applies",
            ),
        ],
    },
    Chapter {
        title: ["Результаты", "Results"],
        entries: &[
            entry("refuse", "отказ", "(reason)", "отказ с причиной", "a refusal with its reason"),
            entry(
                "indicator",
                "показатель",
                "(value, parts), (value, band, parts)",
                "показатель: значение, уровень, из чего сложился",
                "an indicator: value, band, what it was made of",
            ),
            entry(
                "band",
                "уровень",
                "(value, [[from, name], …])",
                "первый уровень, до которого дотягивает значение",
                "the first band that the value reaches",
            ),
            entry(
                "message",
                "сообщение",
                "(to, template), (to, template, data)",
                "сообщение в очередь",
                "a message to queue",
            ),
        ],
    },
    Chapter {
        title: ["Только в тестах", "In tests only"],
        entries: &[
            entry("facts", "факты", "(#{ … })", "факты из набора полей", "facts made of fields"),
            entry("expect", "ожидаем", "(got, wanted)", "значения равны", "the values are equal"),
            entry(
                "expect_refusal",
                "ожидаем_отказ",
                "(got, words)",
                "это отказ, и в причине есть эти слова",
                "it is a refusal, and its reason has these words",
            ),
            entry(
                "expect_no_data",
                "ожидаем_нет_данных",
                "(|| …)",
                "вычисление упирается в неизвестное",
                "the computation meets the unknown",
            ),
            entry(
                "expect_pair",
                "ожидаем_пару",
                "(mentor, mentee, #{ score, completeness, criteria }), (…, refuse(reason))",
                "программа судит о паре так; названное сравнивается",
                "the program judges the pair so; what is named is compared",
            ),
            entry(
                "expect_indicators",
                "ожидаем_показатели",
                "([function, …], facts, #{ name: indicator(…) })",
                "программа получает такие показатели; названные сравниваются",
                "the program gets these indicators; those named are compared",
            ),
            entry(
                "expect_messages",
                "ожидаем_сообщения",
                "(got, [message(…), …])",
                "сообщения те же",
                "the messages are the same",
            ),
        ],
    },
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::sync::Arc;

    use super::CHAPTERS;
    use crate::script::api::facts::Schema;
    use crate::script::engine::names;
    use crate::script::limits::{Limits, Meter};
    use crate::script::program::{Surroundings, furnished};

    #[test]
    fn every_documented_function_exists_and_every_russian_one_is_documented() {
        let limits = Limits::default();
        let schema = Schema::of([]);
        let calendar = vekha_core::schedule::Calendar::default();
        let around = Surroundings {
            limits: &limits,
            modules: &[],
            calendar: &calendar,
            schema: &schema,
            say: Arc::new(|_, _| ()),
        };
        let mut engine = furnished(&Meter::new(&limits, None), &around);
        crate::script::testing::register(&mut engine, None);
        let known: BTreeSet<String> =
            names(&engine).functions.into_iter().filter(|name| !name.contains('$')).collect();
        let documented: BTreeSet<&str> =
            CHAPTERS.iter().flat_map(|chapter| chapter.entries).flat_map(|entry| entry.names).collect();
        for name in &documented {
            assert!(known.contains(*name), "{name}");
        }
        for name in known.iter().filter(|name| name.starts_with(|c: char| !c.is_ascii())) {
            assert!(documented.contains(name.as_str()), "{name}");
        }
    }
}
