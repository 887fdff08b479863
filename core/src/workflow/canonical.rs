//! One hash for definitions that say the same: keys sorted, values without their spelling.

use alloc::vec::Vec;

use toml::de::{DeTable, DeValue};

use crate::digest::Digest;

/// Comments, white space, the order of keys and the way a value is quoted do not change it; the order of stages,
/// transitions and lists does.
pub(super) fn hash(document: &DeTable<'_>) -> Digest {
    let mut bytes = Vec::new();
    table(document, &mut bytes);
    Digest::of(&[b"vekha workflow 1", &bytes])
}

/// A letter for the type, a length, the content: no two documents give the same bytes.
fn value(value: &DeValue<'_>, out: &mut Vec<u8>) {
    match value {
        DeValue::String(text) => tagged(b's', text.as_bytes(), out),
        DeValue::Integer(number) => {
            let text = number.as_str().trim_start_matches('+');
            match i64::from_str_radix(text, number.radix()) {
                Ok(number) => tagged(b'i', &number.to_le_bytes(), out),
                Err(_) => tagged(b'I', text.as_bytes(), out),
            }
        }
        DeValue::Float(number) => match number.as_str().parse::<f64>() {
            Ok(number) => tagged(b'f', &number.to_bits().to_le_bytes(), out),
            Err(_) => tagged(b'F', number.as_str().as_bytes(), out),
        },
        DeValue::Boolean(flag) => tagged(b'b', &[u8::from(*flag)], out),
        DeValue::Datetime(date) => tagged(b'd', alloc::format!("{date}").as_bytes(), out),
        DeValue::Array(items) => {
            tagged(b'a', &(items.len() as u64).to_le_bytes(), out);
            items.iter().for_each(|item| self::value(item.get_ref(), out));
        }
        DeValue::Table(inner) => table(inner, out),
    }
}

fn table(table: &DeTable<'_>, out: &mut Vec<u8>) {
    let mut entries: Vec<(&str, &DeValue<'_>)> =
        table.iter().map(|(key, value)| (key.get_ref().as_ref(), value.get_ref())).collect();
    entries.sort_by_key(|(key, _)| *key);
    tagged(b't', &(entries.len() as u64).to_le_bytes(), out);
    for (key, inner) in entries {
        tagged(b'k', key.as_bytes(), out);
        value(inner, out);
    }
}

fn tagged(tag: u8, content: &[u8], out: &mut Vec<u8>) {
    out.push(tag);
    out.extend((content.len() as u64).to_le_bytes());
    out.extend(content);
}
