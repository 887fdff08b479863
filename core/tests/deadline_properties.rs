//! What holds of every text whatever: no panic, ordered spans, the same meaning in another spelling.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use proptest::prelude::*;
use vekha_core::schedule::{Calendar, Deadline, DeadlineKind, Note, PlanYear, parse};

const RUSSIA: &str = include_str!("../../calendars/ru.toml");
const TABLES: [&str; 2] = [include_str!("data/deadlines.tsv"), include_str!("data/phrases.tsv")];

/// Words that the grammar knows, to be thrown together in any order.
const WORDS: [&str; 96] = [
    "до",
    "с",
    "по",
    "от",
    "к",
    "в",
    "на",
    "за",
    "через",
    "после",
    "перед",
    "при",
    "не",
    "позднее",
    "ранее",
    "реже",
    "чем",
    "и",
    "начиная",
    "течение",
    "срок",
    "весь",
    "каждый",
    "раз",
    "раза",
    "дважды",
    "ежегодно",
    "ежемесячно",
    "еженедельно",
    "ежедневно",
    "постоянно",
    "ориентировочно",
    "следующий",
    "текущий",
    "отчетный",
    "мере",
    "необходимости",
    "графику",
    "плану",
    "согласно",
    "соответствии",
    "установленные",
    "реализации",
    "программы",
    "дня",
    "дней",
    "рабочих",
    "календарных",
    "недели",
    "неделя",
    "месяца",
    "месяц",
    "квартал",
    "четверть",
    "полугодие",
    "триместр",
    "год",
    "года",
    "г.",
    "гг.",
    "учебный",
    "уч.",
    "декада",
    "половина",
    "числа",
    "каникулы",
    "период",
    "начало",
    "середина",
    "конец",
    "окончании",
    "итогам",
    "первый",
    "второй",
    "третья",
    "последний",
    "два",
    "трёх",
    "сентябрь",
    "октября",
    "январе",
    "август",
    "мая",
    "понедельник",
    "средам",
    "осень",
    "летний",
    "II",
    "IV",
    "1-я",
    "3-й",
    "приказа",
    "педсовет",
    "трехмесячный",
    "момента",
    "факту",
];
const SIGNS: [&str; 22] = [
    "1",
    "5",
    "15",
    "31",
    "25",
    "2023",
    "2024",
    "23",
    "01.09",
    "15.10.2023",
    "31.02.2024",
    "2023-2024",
    "-",
    "–",
    "—",
    ",",
    ";",
    "(",
    ")",
    ".",
    "/",
    "_",
];

fn phrases() -> Vec<String> {
    let rows = TABLES.iter().flat_map(|table| table.lines().skip(1)).filter(|line| !line.starts_with('#'));
    rows.filter_map(|line| line.split('\t').next()).map(|phrase| phrase.replace("\\n", " ")).collect()
}

fn soup() -> impl Strategy<Value = String> {
    let piece =
        prop_oneof![3 => proptest::sample::select(&WORDS[..]), 2 => proptest::sample::select(&SIGNS[..])];
    let glue = proptest::sample::select(&[" ", " ", " ", "", "\n", "\u{a0}"][..]);
    proptest::collection::vec((piece, glue), 0..14)
        .prop_map(|parts| parts.into_iter().flat_map(|(piece, glue)| [piece, glue]).collect())
}

fn real() -> impl Strategy<Value = String> {
    proptest::sample::select(phrases())
}

/// Checks all that holds of any deadline.
fn check(phrase: &str, plan: PlanYear, calendar: &Calendar) -> Result<Deadline, TestCaseError> {
    let found = parse(phrase, plan, calendar);
    for span in &found.occurrences {
        prop_assert!(span.from.zip(span.to).is_none_or(|(from, to)| from <= to), "{phrase}: {span}");
        prop_assert!(span.from.is_some() || span.to.is_some(), "{phrase}");
    }
    prop_assert!(found.occurrences.is_sorted_by_key(|span| span.anchor()), "{phrase}");
    prop_assert!(
        found.notes.is_sorted() && found.notes.windows(2).all(|pair| pair[0] != pair[1]),
        "{phrase}"
    );
    let dated = matches!(
        found.kind,
        DeadlineKind::Due | DeadlineKind::Window | DeadlineKind::Period | DeadlineKind::Since
    );
    prop_assert_eq!(dated, !found.occurrences.is_empty(), "{}: {:?}", phrase, found);
    let ruled = matches!(found.kind, DeadlineKind::Recurring | DeadlineKind::Relative);
    prop_assert_eq!(ruled, found.rule.is_some(), "{}: {:?}", phrase, found);
    prop_assert_eq!(found.kind == DeadlineKind::Invalid, invalid(&found), "{}: {:?}", phrase, found);
    let schedule = found.schedule(plan, calendar);
    let keys: BTreeSet<&String> = schedule.iter().map(|occurrence| &occurrence.key).collect();
    prop_assert_eq!(keys.len(), schedule.len(), "{}: keys repeat", phrase);
    let early = found.has(Note::Preparation) || found.has(Note::BeforePlan);
    for occurrence in &schedule {
        prop_assert!(occurrence.from.or(occurrence.to).is_none_or(|date| date <= plan.to), "{phrase}");
        prop_assert!(
            early || occurrence.to.is_none_or(|date| date >= plan.from.pred_opt().unwrap()),
            "{phrase}"
        );
    }
    Ok(found)
}

fn invalid(found: &Deadline) -> bool {
    [Note::NotADeadline, Note::TemplateBlank, Note::NoSuchDate, Note::BadYear]
        .iter()
        .any(|note| found.has(*note))
}

/// A deadline without the spelling of its anchor.
fn meaning(mut deadline: Deadline) -> Deadline {
    deadline.anchor = deadline.anchor.map(|words| words.to_lowercase().replace('ё', "е"));
    deadline
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn any_text_gives_a_deadline(text in any::<String>(), year in 1i32..9999) {
        check(&text, PlanYear::of(year), &Calendar::default())?;
    }

    #[test]
    fn any_words_of_terms_give_a_deadline(text in soup(), year in 1990i32..2100) {
        check(&text, PlanYear::of(year), &Calendar::default())?;
    }

    #[test]
    fn words_of_terms_with_a_calendar_give_a_deadline(text in soup(), year in 2018i32..2028) {
        let calendar = Calendar::from_toml(RUSSIA).unwrap();
        check(&text, PlanYear::of(year), &calendar)?;
    }

    #[test]
    fn real_terms_hold_in_every_plan(text in real(), year in 2010i32..2040) {
        check(&text, PlanYear::of(year), &Calendar::default())?;
    }

    #[test]
    fn a_term_that_lost_a_piece_still_gives_a_deadline(text in real(), from in 0usize..40, cut in 0usize..12) {
        let chars: Vec<char> = text.chars().collect();
        let from = from.min(chars.len());
        let to = (from + cut).min(chars.len());
        let rest: String = chars[..from].iter().chain(&chars[to..]).collect();
        check(&rest, PlanYear::of(2023), &Calendar::default())?;
    }

    #[test]
    fn the_spelling_changes_nothing(
        text in real(),
        dash in proptest::sample::select(vec!['-', '–', '—', '−', '‒']),
        space in proptest::sample::select(vec![" ", "  ", "\u{a0}", "\n", "\t "]),
        upper in any::<bool>(),
        yo in any::<bool>(),
        around in proptest::sample::select(vec![("", ""), (" ", "  "), ("(", ")"), ("«", "»"), ("", ".")]),
    ) {
        let plan = PlanYear::of(2023);
        let as_was = meaning(parse(&text, plan, &Calendar::default()));
        let mut other = text.replace(['-', '–', '—'], &dash.to_string()).replace(' ', space);
        if upper {
            other = other.to_uppercase();
        }
        if yo {
            other = other.replace('е', "ё");
        }
        // A bracket around a lone dash or an unfinished word is no spelling of it.
        let (open, close) = if as_was.kind == DeadlineKind::None || text.len() < 8 { ("", "") } else { around };
        let other = [open, &other, close].concat();
        let found = meaning(parse(&other, plan, &Calendar::default()));
        let squeezed = |deadline: Deadline| Deadline {
            anchor: deadline.anchor.map(|words| words.replace(['-', '–', '—', '−', '‒'], "-")),
            ..deadline
        };
        prop_assert_eq!(squeezed(as_was), squeezed(found), "«{}» and «{}»", text, other);
    }
}

#[test]
fn a_long_cell_takes_no_long_time() {
    let start = Instant::now();
    let plan = PlanYear::of(2023);
    for word in WORDS.iter().chain(&SIGNS) {
        for glue in ["", " ", ", "] {
            let text = [word, glue].concat().repeat(350);
            parse(&text, plan, &Calendar::default());
        }
    }
    let huge = "с 1 по 15 сентября, ".repeat(50_000);
    assert_eq!(parse(&huge, plan, &Calendar::default()).kind, DeadlineKind::Invalid);
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
}
