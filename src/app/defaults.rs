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
    workflows.chain(calendars).chain(others)
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
