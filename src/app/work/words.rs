//! What schools write in cells about meetings, tasks and marks, understood.

use vekha_core::people::values;
use vekha_core::work::{Feedback, MeetingKind, MeetingState, Quarter, Wave};

use super::sheet::folded;

/// What a meeting was for, by a word of either language.
pub fn kind(text: &str) -> Option<MeetingKind> {
    const STEMS: [(&str, MeetingKind); 21] = [
        ("знаком", MeetingKind::Acquaintance),
        ("пробн", MeetingKind::Trial),
        ("планир", MeetingKind::Planning),
        ("планов", MeetingKind::Work),
        ("рабоч", MeetingKind::Work),
        ("совместн", MeetingKind::Work),
        ("индивид", MeetingKind::Individual),
        ("личн", MeetingKind::Individual),
        ("групп", MeetingKind::Group),
        ("обуч", MeetingKind::Training),
        ("тренинг", MeetingKind::Training),
        ("консульт", MeetingKind::Training),
        ("посещение", MeetingKind::Training),
        ("меропр", MeetingKind::Event),
        ("событ", MeetingKind::Event),
        ("экскурс", MeetingKind::Event),
        ("итог", MeetingKind::Final),
        ("заверш", MeetingKind::Final),
        ("заключ", MeetingKind::Final),
        ("друг", MeetingKind::Other),
        ("ин", MeetingKind::Other),
    ];
    let text = folded(text);
    let known = MeetingKind::parse(&text);
    known.or_else(|| STEMS.iter().find(|(stem, _)| text.starts_with(stem)).map(|(_, kind)| *kind))
}

/// What became of a meeting.
pub fn state(text: &str) -> Option<MeetingState> {
    let raw = text.trim();
    match raw {
        "+" | "✓" | "✔" => return Some(MeetingState::Held),
        "-" | "–" | "—" => return Some(MeetingState::Missed),
        _ => {}
    }
    let text = folded(raw);
    let starts = |stems: &[&str]| stems.iter().any(|stem| text.starts_with(stem));
    if starts(&["не ", "нет", "пропущ", "сорва", "неявк", "missed", "no"]) {
        return Some(MeetingState::Missed);
    }
    if starts(&["состоял", "провед", "прошл", "да", "held", "yes"]) {
        return Some(MeetingState::Held);
    }
    starts(&["заплан", "план", "назнач", "planned"]).then_some(MeetingState::Planned)
}

/// The same where the text says nothing else: «состоялась», «не состоялась», «проведена».
pub fn only_state(text: &str) -> Option<MeetingState> {
    let said = folded(text);
    let words: Vec<&str> = said.trim_end_matches('.').split(' ').collect();
    let alone = match words[..] {
        [one] => ["состоял", "провед", "запланир", "назнач", "сорва", "неявк"]
            .iter()
            .any(|stem| one.starts_with(stem)),
        ["не", one] => ["состоял", "провед", "прошл"].iter().any(|stem| one.starts_with(stem)),
        _ => false,
    };
    alone.then(|| state(text)).flatten()
}

/// Minutes: `45`, `45 мин`, `1 ч`, `1 ч 30 мин`, `1:30`, `1,5 ч`.
pub fn minutes(text: &str) -> Option<u32> {
    let text = values::text(text).to_lowercase().replace(',', ".");
    match text.trim_end_matches('.') {
        "полчаса" => return Some(30),
        "час" => return Some(60),
        "полтора часа" | "полтора ч" => return Some(90),
        "два часа" => return Some(120),
        _ if text.starts_with(['-', '–', '−', '—']) => return None,
        _ => {}
    }
    if let Some((hours, minutes)) = text.split_once(':') {
        let (hours, minutes): (u32, u32) = (hours.trim().parse().ok()?, minutes.trim().parse().ok()?);
        return (minutes < 60).then_some(hours * 60 + minutes);
    }
    let numbers: Vec<f64> = text
        .split(|c: char| !(c.is_ascii_digit() || c == '.'))
        .map(|part| part.trim_matches('.'))
        .filter(|part| !part.is_empty())
        .map(str::parse)
        .collect::<Result<_, _>>()
        .ok()?;
    // An academic hour has 45 minutes.
    if !text.contains("мин") && (text.contains("акад") || text.contains("ак.")) {
        let [count] = numbers[..] else { return None };
        return (0.0..=100.0).contains(&count).then(|| (count * 45.0).round() as u32);
    }
    let hours = text.contains('ч') || text.contains('h');
    let total = match numbers[..] {
        [only] if hours => only * 60.0,
        [only] => only,
        [whole, rest] if hours => whole * 60.0 + rest,
        _ => return None,
    };
    (total.is_finite() && (0.0..=100_000.0).contains(&total)).then(|| total.round() as u32)
}

/// What a cell says of one side's feedback: a mark, a yes, or words, which are given back.
pub fn feedback(text: &str) -> (Feedback, Option<String>) {
    let trimmed = text.trim();
    if let Ok(mark) = trimmed.parse::<u8>() {
        return (Feedback::marked(mark), None);
    }
    let given = Feedback { given: true, mark: None };
    match values::flag(trimmed) {
        Some(true) => (given, None),
        Some(false) => (Feedback::default(), None),
        None => (given, Some(trimmed.to_owned())),
    }
}

/// Before or after.
pub fn wave(text: &str) -> Option<Wave> {
    let text = folded(text);
    let starts = |stems: &[&str]| stems.iter().any(|stem| text.starts_with(stem));
    if starts(&["до", "перед", "вход", "перв", "before"]) {
        return Some(Wave::Before);
    }
    if starts(&["после", "итог", "выход", "втор", "after"]) {
        return Some(Wave::After);
    }
    starts(&["once", "раз", "один"]).then_some(Wave::Once)
}

/// The message of a quarter's name.
pub fn quarter_id(quarter: Quarter) -> String {
    format!("work-swot-{}", quarter.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minutes_are_read_as_people_write_them() {
        for (text, expected) in [
            ("45", Some(45)),
            ("45 мин.", Some(45)),
            ("1 ч", Some(60)),
            ("1,5 часа", Some(90)),
            ("1 ч 30 мин", Some(90)),
            ("1:15", Some(75)),
            ("1:75", None),
            ("урок", None),
            ("-5", None),
            ("полтора часа", Some(90)),
            ("Полчаса", Some(30)),
            ("2 академических часа", Some(90)),
            ("1 ак. ч.", Some(45)),
            ("20 мин (акад.)", Some(20)),
            ("1-2-3", None),
        ] {
            assert_eq!(minutes(text), expected, "{text}");
        }
    }

    #[test]
    fn an_outcome_that_is_a_state_alone_is_one() {
        assert_eq!(only_state("Состоялась"), Some(MeetingState::Held));
        assert_eq!(only_state("не состоялась."), Some(MeetingState::Missed));
        assert_eq!(only_state("Проведена беседа о плане"), None);
        assert_eq!(only_state("Не понял тему"), None);
    }

    #[test]
    fn kinds_states_and_waves_are_told_by_their_beginnings() {
        assert_eq!(kind("Встреча-знакомство"), None);
        assert_eq!(kind("Знакомство"), Some(MeetingKind::Acquaintance));
        assert_eq!(kind("Итоговая встреча"), Some(MeetingKind::Final));
        assert_eq!(kind("group"), Some(MeetingKind::Group));
        assert_eq!(kind("Иное"), Some(MeetingKind::Other));
        assert_eq!(state("Не состоялась"), Some(MeetingState::Missed));
        assert_eq!(state("Состоялась"), Some(MeetingState::Held));
        assert_eq!(state("запланирована"), Some(MeetingState::Planned));
        assert_eq!(state("бывает"), None);
        assert_eq!(wave("После"), Some(Wave::After));
        assert_eq!(wave("до программы"), Some(Wave::Before));
    }

    #[test]
    fn feedback_is_a_mark_a_yes_or_words() {
        assert_eq!(feedback("9"), (Feedback::marked(9), None));
        assert_eq!(feedback("да"), (Feedback { given: true, mark: None }, None));
        assert_eq!(feedback("нет"), (Feedback::default(), None));
        assert_eq!(feedback("Полезно"), (Feedback { given: true, mark: None }, Some("Полезно".into())));
    }
}
