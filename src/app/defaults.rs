//! The files that `vekha init` gives a school, embedded in the program.

use crate::{calendar, workflows};

/// The calendars of a home. Those later in the alphabet lie on top.
const CALENDARS: [(&str, &str); 2] =
    [("ru.toml", calendar::RUSSIA), ("school.toml", calendar::SCHOOL_TEMPLATE)];

/// Their paths within a home, and their contents.
pub fn files() -> impl Iterator<Item = (String, &'static str)> {
    let workflows = workflows::SHIPPED.iter().map(|(name, text)| (format!("workflows/{name}"), *text));
    let calendars = CALENDARS.iter().map(|(name, text)| (format!("calendar/{name}"), *text));
    let others = PEOPLE.iter().chain(SURVEYS).chain(SCRIPTS).map(|(path, text)| ((*path).to_owned(), *text));
    let letters = LETTERS.iter().map(|(path, text)| ((*path).to_owned(), *text));
    workflows.chain(calendars).chain(others).chain(letters)
}

/// Forms of mentoring, and the vocabulary of competences and requests.
const PEOPLE: &[(&str, &str)] = &[
    ("forms/employer-pupil.toml", include_str!("../../forms/employer-pupil.toml")),
    ("forms/employer-student.toml", include_str!("../../forms/employer-student.toml")),
    ("forms/pupil-pupil.toml", include_str!("../../forms/pupil-pupil.toml")),
    ("forms/records.toml", include_str!("../../forms/records.toml")),
    ("forms/student-pupil.toml", include_str!("../../forms/student-pupil.toml")),
    ("forms/teacher-pupil.toml", include_str!("../../forms/teacher-pupil.toml")),
    ("forms/teacher-teacher.toml", include_str!("../../forms/teacher-teacher.toml")),
    ("vocabulary/competences.toml", include_str!("../../vocabulary/competences.toml")),
];

/// Questionnaires.
const SURVEYS: &[(&str, &str)] = &[
    ("surveys/curator.toml", include_str!("../../surveys/curator.toml")),
    ("surveys/mentee.toml", include_str!("../../surveys/mentee.toml")),
    ("surveys/mentor.toml", include_str!("../../surveys/mentor.toml")),
    ("surveys/partner.toml", include_str!("../../surveys/partner.toml")),
];

/// The school's rules, each with its tests beside it.
const SCRIPTS: &[(&str, &str)] = &[
    ("scripts/efficiency.rhai", include_str!("../../scripts/efficiency.rhai")),
    ("scripts/efficiency.test.rhai", include_str!("../../scripts/efficiency.test.rhai")),
    ("scripts/guards.rhai", include_str!("../../scripts/guards.rhai")),
    ("scripts/guards.test.rhai", include_str!("../../scripts/guards.test.rhai")),
    ("scripts/hooks.rhai", include_str!("../../scripts/hooks.rhai")),
    ("scripts/hooks.test.rhai", include_str!("../../scripts/hooks.test.rhai")),
    ("scripts/pairing.rhai", include_str!("../../scripts/pairing.rhai")),
    ("scripts/pairing.test.rhai", include_str!("../../scripts/pairing.test.rhai")),
];

/// The templates of messages, in both languages.
const LETTERS: &[(&str, &str)] = &[
    ("templates/en/band-changed.txt", include_str!("../../templates/en/band-changed.txt")),
    ("templates/en/consent-missing.txt", include_str!("../../templates/en/consent-missing.txt")),
    ("templates/en/document-draft.txt", include_str!("../../templates/en/document-draft.txt")),
    ("templates/en/document-registered.txt", include_str!("../../templates/en/document-registered.txt")),
    ("templates/en/document-to-sign.txt", include_str!("../../templates/en/document-to-sign.txt")),
    ("templates/en/meeting-missed.txt", include_str!("../../templates/en/meeting-missed.txt")),
    ("templates/en/pair-broken.txt", include_str!("../../templates/en/pair-broken.txt")),
    ("templates/en/pair-closed.txt", include_str!("../../templates/en/pair-closed.txt")),
    ("templates/en/pair-formed.txt", include_str!("../../templates/en/pair-formed.txt")),
    ("templates/en/pair-proposed.txt", include_str!("../../templates/en/pair-proposed.txt")),
    ("templates/en/programme-completed.txt", include_str!("../../templates/en/programme-completed.txt")),
    ("templates/en/stage-due.txt", include_str!("../../templates/en/stage-due.txt")),
    ("templates/en/stage-entered.txt", include_str!("../../templates/en/stage-entered.txt")),
    ("templates/en/stage-overdue.txt", include_str!("../../templates/en/stage-overdue.txt")),
    ("templates/en/task-due.txt", include_str!("../../templates/en/task-due.txt")),
    ("templates/en/task-overdue.txt", include_str!("../../templates/en/task-overdue.txt")),
    ("templates/en/task-returned.txt", include_str!("../../templates/en/task-returned.txt")),
    ("templates/en/task-submitted.txt", include_str!("../../templates/en/task-submitted.txt")),
    ("templates/ru/band-changed.txt", include_str!("../../templates/ru/band-changed.txt")),
    ("templates/ru/consent-missing.txt", include_str!("../../templates/ru/consent-missing.txt")),
    ("templates/ru/document-draft.txt", include_str!("../../templates/ru/document-draft.txt")),
    ("templates/ru/document-registered.txt", include_str!("../../templates/ru/document-registered.txt")),
    ("templates/ru/document-to-sign.txt", include_str!("../../templates/ru/document-to-sign.txt")),
    ("templates/ru/meeting-missed.txt", include_str!("../../templates/ru/meeting-missed.txt")),
    ("templates/ru/pair-broken.txt", include_str!("../../templates/ru/pair-broken.txt")),
    ("templates/ru/pair-closed.txt", include_str!("../../templates/ru/pair-closed.txt")),
    ("templates/ru/pair-formed.txt", include_str!("../../templates/ru/pair-formed.txt")),
    ("templates/ru/pair-proposed.txt", include_str!("../../templates/ru/pair-proposed.txt")),
    ("templates/ru/programme-completed.txt", include_str!("../../templates/ru/programme-completed.txt")),
    ("templates/ru/stage-due.txt", include_str!("../../templates/ru/stage-due.txt")),
    ("templates/ru/stage-entered.txt", include_str!("../../templates/ru/stage-entered.txt")),
    ("templates/ru/stage-overdue.txt", include_str!("../../templates/ru/stage-overdue.txt")),
    ("templates/ru/task-due.txt", include_str!("../../templates/ru/task-due.txt")),
    ("templates/ru/task-overdue.txt", include_str!("../../templates/ru/task-overdue.txt")),
    ("templates/ru/task-returned.txt", include_str!("../../templates/ru/task-returned.txt")),
    ("templates/ru/task-submitted.txt", include_str!("../../templates/ru/task-submitted.txt")),
];
