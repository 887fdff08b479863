//! Names in the order that people expect: Е and Ё together, case aside.

use icu_collator::options::CollatorOptions;
use icu_collator::{Collator, preferences::CollationNumericOrdering};

/// Sorts rows by a name.
pub fn by_name<T>(rows: &mut [T], name: impl Fn(&T) -> &String) {
    let mut preferences: icu_collator::CollatorPreferences = Default::default();
    preferences.numeric_ordering = Some(CollationNumericOrdering::True);
    match Collator::try_new(preferences, CollatorOptions::default()) {
        Ok(collator) => rows.sort_by(|a, b| collator.compare(name(a), name(b))),
        // Only without its data, which is in the program.
        Err(_) => rows.sort_by(|a, b| name(a).cmp(name(b))),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn yo_stands_with_ye_and_numbers_count() {
        let mut names = ["Жуков", "Ёлкин", "Еремин", "ежов", "пункт 10", "пункт 9"].map(String::from);
        super::by_name(&mut names, |name| name);
        assert_eq!(names, ["ежов", "Ёлкин", "Еремин", "Жуков", "пункт 9", "пункт 10"]);
    }
}
