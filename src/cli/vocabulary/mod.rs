//! `vekha vocabulary …`: one name for each competence and request.

mod check;

super::commands! {
    /// Keep the vocabulary of competences and requests
    Check => check,
}
