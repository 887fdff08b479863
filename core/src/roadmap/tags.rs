//! Purposes proposed from the wording of a task: they tie tasks to stages of a programme whatever their numbers.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::text::words;

/// A purpose and the words that speak for it. Each inner list needs one of its stems in the title; no stem of
/// `never` may stand there. `=пар` is a whole word.
struct Rule {
    tag: &'static str,
    all: &'static [&'static [&'static str]],
    never: &'static [&'static str],
}

const fn rule(
    tag: &'static str,
    all: &'static [&'static [&'static str]],
    never: &'static [&'static str],
) -> Rule {
    Rule { tag, all, never }
}

const PAIRS: &[&str] = &[
    "=пар",
    "=пары",
    "=парам",
    "=парами",
    "=парах",
    "=пару",
    "=пара",
    "=групп",
    "=группы",
    "=группах",
    "=группам",
    "тандем",
];
const MENTORING: &[&str] = &["наставни", "наставля"];
const MAP: &[&str] = &["карт", "=план", "=плана", "=плане"];
const MAP_KIND: &[&str] = &["дорожн", "мероприят", "реализации", "внедрени"];

/// All rules, in the order a programme goes.
const RULES: [Rule; 28] = [
    rule(
        "order.adopted",
        &[&["приказ", "распорядительн"], &["издани", "утвержд", "разработ", "принят", "подготов", "внедрен"]],
        &["групп", "пар"],
    ),
    rule("group.appointed", &[&["рабоч"], &["групп"], &["состав", "создан", "формирован", "утвержд"]], &[]),
    rule(
        "curator.appointed",
        &[&["назначени", "определени", "утверждени"], &["куратор", "ответственн"]],
        &["взаимодейств", "дорожн"],
    ),
    rule("contact.appointed", &[&["назначени", "определени"], &["ответственн"], &["взаимодейств"]], &[]),
    rule("regulation.adopted", &[&["положени"], &["наставничеств"]], &["оплат"]),
    rule(
        "plan.drafted",
        &[&["разработ", "составлени", "подготов", "корректиров"], MAP, MAP_KIND],
        &["индивидуальн", "персонал"],
    ),
    rule("plan.agreed", &[&["согласован"], MAP, MAP_KIND], &["индивидуальн", "персонал"]),
    rule("plan.approved", &[&["утвержд"], MAP, MAP_KIND], &["индивидуальн", "персонал"]),
    rule(
        "pay.adopted",
        &[&["оплат", "выплат", "доплат", "стимулирующ"], &["наставни", "педагог", "положени"]],
        &[],
    ),
    rule(
        "motivation.adopted",
        &[&["мотивац", "поощрен", "стимулирован"], &["наставни", "педагог"]],
        &["оплат"],
    ),
    rule("accessibility.adopted", &[&["доступност"], &["наставничеств"]], &[]),
    rule(
        "participants.informed",
        &[
            &["информирован", "ознакомлени", "оповещени"],
            &["учител", "педагог", "специалист", "родител", "обучающ", "наставля", "коллектив"],
        ],
        &[],
    ),
    rule(
        "partners.listed",
        &[&["партнер"], &["перечен", "перечн", "список", "соглашени", "договор", "поиск", "привлечени"]],
        &[],
    ),
    rule(
        "site.updated",
        &[&["обновлени", "размещени", "публикаци", "наполнени", "создание", "ведение"], &["сайт"]],
        &[],
    ),
    rule(
        "materials.ready",
        &[
            &["методическ"],
            &["материал", "обеспечени", "пособи", "рекомендац"],
            &["разработ", "подготов", "создани"],
        ],
        &["пакет"],
    ),
    rule(
        "conditions.ready",
        &[&["подготов", "создани", "обеспечени"], &["услови"], &["запуск", "наставничеств"]],
        &[],
    ),
    rule(
        "mentees.base",
        &[&["=база", "=базы", "=баз", "=базу", "реестр", "списк", "список"], &["наставляем", "молод"]],
        &[],
    ),
    rule(
        "mentors.base",
        &[
            &["=база", "=базы", "=баз", "=базу", "реестр", "списк", "список"],
            &["=наставников", "=наставники", "=наставника"],
        ],
        &[],
    ),
    rule(
        "mentors.trained",
        &[&["обучени", "подготовк", "школа", "курс"], &["=наставников", "=наставника", "=наставники"]],
        &["услови", "материал"],
    ),
    rule(
        "pairs.formed",
        &[
            &["формирован", "закреплен", "подбор", "создани", "образован", "определени", "назначени"],
            PAIRS,
            MENTORING,
        ],
        &["рабочей", "рабочая", "оценк"],
    ),
    rule(
        "pairs.working",
        &[
            &["организаци", "реализаци", "проведени", "сопровождени"],
            &["работ", "встреч", "деятельност", "взаимодействи"],
            PAIRS,
            MENTORING,
        ],
        &["рабочей", "оценк"],
    ),
    rule("programme.completed", &[&["завершени", "закрыти", "подведени"], &["наставничеств"]], &[]),
    rule(
        "practice.shared",
        &[
            &["опыт", "практик"],
            &["описани", "представлени", "обобщени", "распространени", "трансляци", "публикаци"],
        ],
        &[],
    ),
    rule("records.kept", &[&["персонифицирован", "учет"], &["учет", "участник", "участвующ"]], &[]),
    rule("monitoring.done", &[&["мониторинг"], &["проведени", "внутренн", "организаци"]], &["сбор"]),
    rule("results.collected", &[&["мониторинг"], &["результат", "итог", "сбор", "отчет"]], &[]),
    rule(
        "effectiveness.assessed",
        &[&["оценк"], &["качеств", "эффективност", "результативност"]],
        &["мониторинг"],
    ),
    rule("control.done", &[&["контрол"], &["реализац", "проведени", "процедур", "внедрени"]], &[]),
];

const COUPLES: &[&str] = &["=пар", "=пары", "=парам", "=парами", "=парах", "=пару", "=пара", "тандем"];

/// Wordings that do not say whose pairs they are: in a roadmap of mentoring nobody else's.
const SHORT: [Rule; 2] = [
    rule(
        "pairs.formed",
        &[&["формирован", "закреплен", "подбор", "образован"], COUPLES],
        &["рабоч", "оценк", "=база", "=базы"],
    ),
    rule(
        "pairs.working",
        &[&["=работа", "=работы", "встреч", "занят"], COUPLES],
        &[
            "формирован",
            "закреплен",
            "подбор",
            "образован",
            "планирован",
            "оценк",
            "мониторинг",
            "контрол",
            "анализ",
            "итог",
            "отчет",
            "анкет",
            "завершени",
        ],
    ),
];

/// Every purpose that may be proposed, in the order a programme goes.
pub const PURPOSES: [&str; 28] = {
    let mut tags = [""; 28];
    let mut at = 0;
    while at < tags.len() {
        tags[at] = RULES[at].tag;
        at += 1;
    }
    tags
};

/// The purposes of a task; `group` is the heading it stands under, which a short title leans on.
pub fn of(title: &str, group: Option<&str>) -> Vec<String> {
    let own = words(title);
    let found = matching(&own);
    if !found.is_empty() || group.is_none() {
        return found;
    }
    let mut all = words(group.unwrap_or_default());
    all.extend(own);
    matching(&all)
}

fn matching(words: &[String]) -> Vec<String> {
    let has = |stem: &&str| match stem.strip_prefix('=') {
        Some(whole) => words.iter().any(|word| word == whole),
        None => words.iter().any(|word| word.starts_with(stem)),
    };
    let mut found: Vec<String> = Vec::new();
    for rule in RULES.iter().chain(&SHORT) {
        let fits = rule.all.iter().all(|any| any.iter().any(has)) && !rule.never.iter().any(has);
        if fits && !found.iter().any(|tag| tag == rule.tag) {
            found.push(rule.tag.to_string());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wordings_give_purposes() {
        for (title, expected) in [
            ("Подготовка условий для запуска программы наставничества", &["conditions.ready"][..]),
            ("Формирование и обновление базы молодых специалистов (наставляемых)", &["mentees.base"]),
            (
                "Формирование базы наставников для реализации ЦМН (отбор из числа потенциальных наставников)",
                &["mentors.base"],
            ),
            ("Обучение наставников", &["mentors.trained"]),
            ("Формирование наставнических пар или групп", &["pairs.formed"]),
            ("Организация работы наставнических пар или групп", &["pairs.working"]),
            ("Завершение программы наставничества: подведение итогов работы", &["programme.completed"]),
            ("Согласование дорожной карты по внедрению", &["plan.agreed"]),
            ("Разработка и утверждение дорожной карты", &["plan.drafted", "plan.approved"]),
            ("Формирование перечня партнерских организаций", &["partners.listed"]),
            ("Издание приказа о внедрении целевой модели наставничества", &["order.adopted"]),
            ("Назначение куратора программ наставничества", &["curator.appointed"]),
            ("Встречи пар, посещение уроков", &["pairs.working"]),
            ("Работа пар", &["pairs.working"]),
            ("Общая встреча, формирование пар", &["pairs.formed"]),
            ("Отчёт о работе пар", &[]),
            ("Субботник", &[]),
        ] {
            assert_eq!(of(title, None), expected, "{title}");
        }
        assert_eq!(of("На уровне ОО", Some("Контроль реализации мероприятий")), ["control.done"]);
    }

    #[test]
    fn every_purpose_is_a_tag_that_workflows_know() {
        for purpose in PURPOSES {
            assert!(crate::workflow::vocabulary::TAGS.iter().any(|(tag, ..)| *tag == purpose), "{purpose}");
        }
    }
}
