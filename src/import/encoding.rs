//! Bytes become text: marks first, then UTF-8, then the encodings Russian files come in.

use encoding_rs::{Encoding, IBM866, KOI8_R, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1251};

use super::error::Trouble;

/// The text, and the encoding's name where it had to be guessed.
///
/// # Errors
/// [`Trouble::UnknownEncoding`], [`Trouble::BadBytes`] with the place, [`Trouble::Binary`].
pub fn decode(bytes: &[u8], label: Option<&str>) -> Result<(String, Option<&'static str>), Trouble> {
    let (text, guessed) = match label {
        Some(label) => {
            let unknown = || Trouble::UnknownEncoding { label: label.to_owned() };
            let named = named(label).ok_or_else(unknown)?;
            (strictly(bytes, named)?, None)
        }
        None => detect(bytes)?,
    };
    // Text holds no zero bytes and hardly any other control characters.
    let odd = text
        .chars()
        .take(4096)
        .filter(|c| c.is_control() && !"\t\r\n\u{0C}\u{0B}\u{85}\u{98}\u{1A}".contains(*c));
    if text.contains('\0') || odd.count() > 8 {
        return Err(Trouble::Binary);
    }
    Ok((text, guessed))
}

fn named(label: &str) -> Option<&'static Encoding> {
    match label.trim().to_lowercase().as_str() {
        "cp-1251" | "win1251" | "win-1251" | "1251" | "ansi" => Some(WINDOWS_1251),
        "dos" | "oem" | "866" => Some(IBM866),
        "utf16" => Some(UTF_16LE),
        other => Encoding::for_label(other.as_bytes()),
    }
}

fn detect(bytes: &[u8]) -> Result<(String, Option<&'static str>), Trouble> {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return Ok((strictly(&bytes[length..], encoding)?, None));
    }
    if let Some(encoding) = utf_16_without_mark(bytes) {
        return Ok((strictly(bytes, encoding)?, Some(encoding.name())));
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok((text.to_owned(), None)),
        // Mostly good UTF-8 with a broken place is not another encoding, and guessing would spoil all of it.
        Err(_) if is_nearly_utf_8(bytes) => Err(bad_bytes(bytes, UTF_8)),
        Err(_) => declared(bytes).or_else(|| guess(bytes)).ok_or(Trouble::Binary),
    }
}

/// The encoding that a web page declares in its head.
fn declared(bytes: &[u8]) -> Option<(String, Option<&'static str>)> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(2048)]).to_lowercase();
    let after = head.split("charset=").nth(1)?;
    let label: String = after
        .trim_start_matches(['"', '\''])
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || *c == '-')
        .collect();
    let encoding = named(&label).filter(|encoding| *encoding != UTF_8)?;
    let (text, failed) = encoding.decode_without_bom_handling(bytes);
    (!failed).then(|| (text.into_owned(), None))
}

/// Bytes as text of that encoding, every one of them.
fn strictly(bytes: &[u8], encoding: &'static Encoding) -> Result<String, Trouble> {
    let (text, _, failed) = encoding.decode(bytes);
    if failed {
        return Err(bad_bytes(bytes, encoding));
    }
    Ok(text.into_owned())
}

/// Where the first bytes stand that are not text.
fn bad_bytes(bytes: &[u8], encoding: &'static Encoding) -> Trouble {
    let good = if encoding == UTF_8 {
        std::str::from_utf8(bytes).err().map_or(bytes.len(), |cause| cause.valid_up_to())
    } else {
        0
    };
    let line = bytes[..good].iter().filter(|byte| **byte == b'\n').count() + 1;
    let begin = bytes[..good].iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    let number = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
    Trouble::BadBytes {
        label: encoding.name().to_owned(),
        line: number(line),
        byte: number(good - begin + 1),
    }
}

/// Cyrillic in UTF-16 has the byte 4 in every second place, Latin the byte 0.
fn utf_16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(4096) & !1];
    let share = |offset: usize| {
        let high = sample.iter().skip(offset).step_by(2).filter(|byte| matches!(byte, 0 | 4)).count();
        high * 2 * 100 / sample.len().max(1)
    };
    match (share(0), share(1)) {
        (_, little) if sample.len() >= 16 && little > 90 && bytes.len().is_multiple_of(2) => Some(UTF_16LE),
        (big, _) if sample.len() >= 16 && big > 90 && bytes.len().is_multiple_of(2) => Some(UTF_16BE),
        _ => None,
    }
}

/// Whether at least nine of ten bytes above ASCII belong to good sequences.
fn is_nearly_utf_8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().bytes().filter(|byte| *byte >= 0x80).count();
        bad += chunk.invalid().len();
    }
    good > 9 * bad
}

/// The Russian encoding whose text looks most like Russian; of equals, windows-1251.
fn guess(bytes: &[u8]) -> Option<(String, Option<&'static str>)> {
    let mut best: Option<(i64, String, &'static str)> = None;
    for encoding in [WINDOWS_1251, IBM866, KOI8_R] {
        let (text, _) = encoding.decode_without_bom_handling(bytes);
        let score = likeness(&text);
        if best.as_ref().is_none_or(|(other, ..)| score > *other) {
            best = Some((score, text.into_owned(), encoding.name()));
        }
    }
    best.filter(|(score, ..)| *score > 0).map(|(_, text, name)| (text, Some(name)))
}

/// Russian text is mostly small letters, and the commonest of them are few.
fn likeness(text: &str) -> i64 {
    let mut before = ' ';
    let mut score = 0;
    for c in text.chars().take(200_000) {
        score += match c {
            'о' | 'е' | 'а' | 'и' | 'н' | 'т' | 'с' | 'р' | 'в' | 'л' => 3,
            'а'..='я' | 'ё' => 1,
            // A capital inside a word is what KOI8 and windows-1251 make of each other.
            'А'..='Я' | 'Ё' if before.is_lowercase() => -4,
            'А'..='Я' | 'Ё' | '№' | '«' | '»' | '–' | '—' => 0,
            c if (c as u32) < 0x80 || c == '\u{a0}' => 0,
            _ => -3,
        };
        before = c;
    }
    score
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "№ п/п;Наименование мероприятий;Срок\n1;Издание приказа;до 01.09.2023\n";

    #[test]
    fn every_way_a_russian_file_comes_is_recognised() {
        let with_mark = |encoding: fn(u16) -> [u8; 2], mark: &[u8]| {
            let mut bytes = mark.to_vec();
            bytes.extend(TEXT.encode_utf16().flat_map(encoding));
            bytes
        };
        for (bytes, guessed) in [
            (TEXT.as_bytes().to_vec(), None),
            ([b"\xEF\xBB\xBF", TEXT.as_bytes()].concat(), None),
            (with_mark(u16::to_le_bytes, b"\xFF\xFE"), None),
            (with_mark(u16::to_be_bytes, b"\xFE\xFF"), None),
            (with_mark(u16::to_le_bytes, b""), Some("UTF-16LE")),
            (WINDOWS_1251.encode(TEXT).0.into_owned(), Some("windows-1251")),
            (KOI8_R.encode(&TEXT.replace('№', "N")).0.into_owned(), Some("KOI8-R")),
        ] {
            let (text, how) = decode(&bytes, None).expect("it is text");
            assert_eq!((text.replace("N п/п", "№ п/п").as_str(), how), (TEXT, guessed));
        }
    }

    #[test]
    fn a_short_text_in_windows_1251_is_not_taken_for_koi8() {
        for text in ["Срок", "МО", "Приказ;до 1 мая", "УВР", "ОТВЕТСТВЕННЫЙ ЗА ПРОВЕДЕНИЕ"]
        {
            let bytes = WINDOWS_1251.encode(text).0.into_owned();
            assert_eq!(decode(&bytes, Some("cp1251")), Ok((text.to_owned(), None)));
            if text.chars().any(char::is_lowercase) {
                assert_eq!(decode(&bytes, None), Ok((text.to_owned(), Some("windows-1251"))));
            }
        }
    }

    #[test]
    fn a_broken_place_in_utf_8_is_named() {
        let bytes = [TEXT.as_bytes(), b"2;\xD0;"].concat();
        let bad = Trouble::BadBytes { label: "UTF-8".into(), line: 3, byte: 3 };
        assert_eq!(decode(&bytes, None), Err(bad.clone()));
        assert_eq!(decode(&bytes, Some("utf-8")), Err(bad));
    }

    #[test]
    fn what_is_no_text_is_refused() {
        assert_eq!(decode(&[0, 1, 2, 0, 7, 9, 0, 1, 0, 5, 0, 0], None), Err(Trouble::Binary));
        assert_eq!(decode(b"x", Some("klingon")), Err(Trouble::UnknownEncoding { label: "klingon".into() }));
    }
}
