//! Cuts a phrase into tokens, mending what documents do to words: look-alike letters, stress marks, hyphenation.

use alloc::string::String;
use alloc::vec::Vec;

use super::english;
use super::lexicon::{Word, lookup};
use super::slip::meant;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A run of digits: its value (capped) and how many digits it has.
    Num(u32, u8),
    /// An ordinal written with digits or Roman numerals: «1-я», «II».
    Ord(u32),
    /// A known word.
    Known(Word),
    /// Any other word.
    Other,
    /// Any dash.
    Dash,
    /// `,`
    Comma,
    /// `.`
    Dot,
    /// `;`
    Semicolon,
    /// `:`
    Colon,
    /// `/`
    Slash,
    /// An opening bracket.
    Open,
    /// A closing bracket.
    Close,
    /// `…`
    Ellipsis,
    /// A place left to be filled in: `___`.
    Blank,
    /// Any other sign.
    Sign,
}

/// A piece of the phrase.
#[derive(Clone, Debug)]
pub(super) struct Token {
    /// What it is.
    pub kind: Kind,
    /// Its letters in lower case, mended; empty for signs and numbers.
    pub text: String,
    /// Where it begins in the phrase, in bytes.
    pub start: usize,
    /// Where it ends in the phrase, in bytes.
    pub end: usize,
    /// Whether a space stands before it.
    pub spaced: bool,
}

/// Longer phrases are not deadlines; the rest is not read.
pub(super) const MOST_TOKENS: usize = 400;

/// The tokens of a phrase; one more than [`MOST_TOKENS`] when it is longer.
pub(super) fn tokens(phrase: &str) -> Vec<Token> {
    let mut raw = Vec::new();
    let mut chars = scanned(phrase).into_iter().peekable();
    let mut spaced = false;
    while let Some((start, printed, c)) = chars.next() {
        if raw.len() > MOST_TOKENS {
            break;
        }
        if is_space(c) {
            spaced = true;
            continue;
        }
        if is_nothing(c) {
            continue;
        }
        let mut text = String::new();
        let mut end = start + printed;
        let same: fn(char) -> bool = match c {
            _ if c.is_ascii_digit() => |c| c.is_ascii_digit(),
            _ if c.is_alphabetic() => |c| c.is_alphabetic() || is_mark(c) || is_nothing(c),
            '_' => |c| c == '_',
            _ => |_| false,
        };
        text.push(c);
        while let Some((at, printed, next)) = chars.next_if(|(.., next)| same(*next)) {
            end = at + printed;
            if text.len() < 256 {
                text.push(next);
            }
        }
        raw.push(token(c, &text, start, end, spaced));
        spaced = false;
    }
    mend(raw)
}

/// The characters with the byte each begins at and its length, digits that a scan took for letters made digits again:
/// «3О.1О.2023», «l5.10», and the letter that it took for a digit: «0ктября».
fn scanned(phrase: &str) -> Vec<(usize, usize, char)> {
    let plain: Vec<(usize, usize, char)> =
        phrase.char_indices().map(|(at, c)| (at, c.len_utf8(), c)).collect();
    let mut meant = plain.clone();
    for at in 0..plain.len() {
        let before = at.checked_sub(1).map(|at| meant[at].2);
        let after = plain.get(at + 1).map(|next| next.2);
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        let letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
        // A digit beside it and no letter: «3О», «l5», «1О.2023»; «З0» may have a letter O after it that is a digit too.
        let beside = (digit(before) && (!letter(after) || after.is_some_and(|c| as_digit(c).is_some())))
            || (digit(after) && !letter(before));
        match (plain[at].2, as_digit(plain[at].2)) {
            (_, Some(number)) if beside => meant[at].2 = number,
            ('0', None) if !digit(before) && !digit(after) && (letter(before) || letter(after)) => {
                meant[at].2 = 'о';
            }
            _ => {}
        }
    }
    meant
}

/// The digit that a letter is where a scan mistook it.
fn as_digit(c: char) -> Option<char> {
    match c {
        'О' | 'о' | 'O' | 'o' => Some('0'),
        'З' | 'з' => Some('3'),
        'l' | 'L' => Some('1'),
        _ => None,
    }
}

/// Letters that stand for what is to be filled in.
const BLANKS: [&str; 4] = ["дд", "гггг", "хххх", "хх"];

fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200B}' | '«' | '»' | '"' | '\'' | '„' | '“' | '”' | '*')
}

/// Signs that stand inside words without being seen.
fn is_nothing(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200C}' | '\u{200D}' | '\u{FEFF}' | '\u{2060}')
}

fn is_mark(c: char) -> bool {
    ('\u{300}'..='\u{36F}').contains(&c)
}

fn token(first: char, text: &str, start: usize, end: usize, spaced: bool) -> Token {
    let mut word = String::new();
    let kind = match first {
        _ if english::lookup(text).is_some() => {
            word = text.to_lowercase();
            english::lookup(text).map_or(Kind::Other, Kind::Known)
        }
        _ if first.is_ascii_digit() => Kind::Num(text.parse().unwrap_or(u32::MAX), text.len().min(255) as u8),
        _ if first.is_alphabetic() => {
            word = mended(text);
            if BLANKS.contains(&word.as_str()) { Kind::Blank } else { word_kind(&word) }
        }
        '_' => Kind::Blank,
        '-'
        | '\u{2010}'..='\u{2015}'
        | '\u{2212}'
        | '\u{2500}'
        | '\u{FE58}'
        | '\u{FE63}'
        | '\u{FF0D}'
        | '~'
        | '÷'
        | '¬' => Kind::Dash,
        ',' => Kind::Comma,
        '.' => Kind::Dot,
        ';' => Kind::Semicolon,
        ':' => Kind::Colon,
        '/' | '\\' => Kind::Slash,
        '(' | '[' | '{' => Kind::Open,
        ')' | ']' | '}' => Kind::Close,
        '…' => Kind::Ellipsis,
        _ => Kind::Sign,
    };
    Token { kind, text: word, start, end, spaced }
}

fn word_kind(word: &str) -> Kind {
    match (roman(word), lookup(word)) {
        (Some(number), _) => Kind::Ord(number),
        (None, Some(known)) => Kind::Known(known),
        (None, None) => Kind::Other,
    }
}

/// Lower case, «е» for «ё», no marks; Latin letters that look Cyrillic are Cyrillic unless the word is all Roman numeral.
fn mended(text: &str) -> String {
    let latin = text.chars().all(|c| c.is_ascii_alphabetic());
    if latin && roman(&text.to_lowercase()).is_some() {
        return text.to_lowercase();
    }
    let mut word = String::new();
    for c in text.chars() {
        match c {
            '\u{306}' if word.ends_with('и') => {
                word.pop();
                word.push('й');
            }
            _ if is_mark(c) || is_nothing(c) => {}
            _ => word.extend(cyrillic(c).to_lowercase().map(|c| if c == 'ё' { 'е' } else { c })),
        }
    }
    word
}

fn cyrillic(c: char) -> char {
    match c {
        'A' | 'a' => 'а',
        'B' => 'в',
        'b' => 'ь',
        'C' | 'c' => 'с',
        'E' | 'e' | '\u{400}' | '\u{450}' | 'Ë' | 'ë' => 'е',
        'H' => 'н',
        'K' | 'k' => 'к',
        'M' | 'm' => 'м',
        'O' | 'o' => 'о',
        'P' | 'p' => 'р',
        'T' | 't' => 'т',
        'X' | 'x' => 'х',
        'Y' | 'y' => 'у',
        'n' => 'п',
        'r' => 'г',
        'u' => 'и',
        other => other,
    }
}

/// A Roman numeral up to 12, also in Cyrillic letters that look the same and in the signs Unicode has for them.
fn roman(word: &str) -> Option<u32> {
    let mut plain = String::new();
    for c in word.chars() {
        match c {
            'i' | 'і' | '\u{4c0}' | '\u{4cf}' => plain.push('i'),
            'v' | '\u{475}' => plain.push('v'),
            'x' | 'х' => plain.push('x'),
            'ⅰ'..='ⅻ' => return Some(u32::from(c) - u32::from('ⅰ') + 1),
            _ => return None,
        }
    }
    const NUMERALS: [&str; 12] = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"];
    NUMERALS.iter().position(|numeral| *numeral == plain).map(|at| at as u32 + 1)
}

/// Joins what belongs together: ordinals with their endings, words broken by a hyphen, a space or letter by letter.
fn mend(raw: Vec<Token>) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::with_capacity(raw.len());
    let mut at = 0;
    while at < raw.len() {
        if let Some(pair) = study_year(&raw[at..]) {
            tokens.extend(pair);
            at += 3;
            continue;
        }
        // «15..10.2023»: one dot too many.
        if raw[at].kind == Kind::Dot && doubled(&tokens, &raw[at + 1..]) {
            at += 1;
            continue;
        }
        if let Some((blank, used)) = blank_day(&tokens, &raw[at..]) {
            tokens.push(blank);
            at += used;
            continue;
        }
        let (token, used) = spelled_out(&raw[at..])
            .or_else(|| half_a_year(&raw[at..]))
            .or_else(|| broken_word(&raw[at..]))
            .or_else(|| ordinal(&raw[at..]))
            .or_else(|| blank_year(&raw[at..]))
            .or_else(|| slashed(&raw[at..]))
            .unwrap_or_else(|| (raw[at].clone(), 1));
        if token.kind == Kind::Other {
            misspelt(token, &mut tokens);
        } else {
            tokens.push(token);
        }
        at += used;
    }
    tokens
}

/// A word that is not known as it stands: two that lost their blank, or one with a slip of the pen.
fn misspelt(token: Token, tokens: &mut Vec<Token>) {
    if let Some((first, second)) = glued(&token.text) {
        for text in [first, second] {
            let kind = lookup(text).map_or(Kind::Other, Kind::Known);
            tokens.push(Token { kind, text: text.into(), ..token.clone() });
        }
        return;
    }
    match meant(&token.text) {
        Some((word, text)) => tokens.push(Token { kind: Kind::Known(word), text, ..token }),
        None => tokens.push(token),
    }
}

/// «вмае», «докoнца», «меренеобходимости»: a preposition or a known word, and a known word.
fn glued(text: &str) -> Option<(&str, &str)> {
    const PREPOSITIONS: [&str; 9] = ["в", "во", "на", "до", "с", "со", "по", "к", "не"];
    // Adverbs of their own: «сначала» is "first of all", «вовремя» is "in time".
    const ADVERBS: [&str; 3] = ["сначала", "вовремя", "скоро"];
    if ADVERBS.contains(&text) {
        return None;
    }
    let whole = |half: &str, least: usize| half.chars().count() >= least && lookup(half).is_some();
    text.char_indices().skip(1).map(|(at, _)| text.split_at(at)).find(|(first, second)| {
        let month = matches!(lookup(second), Some(Word::Month(_)));
        if PREPOSITIONS.contains(first) {
            return whole(second, if month { 3 } else { 4 });
        }
        whole(first, 4) && whole(second, 4)
    })
}

fn is_word(token: &Token) -> bool {
    !token.text.is_empty()
}

fn joined(tokens: &[Token], kind: Kind, text: String) -> (Token, usize) {
    let (first, last) = (&tokens[0], &tokens[tokens.len() - 1]);
    (Token { kind, text, start: first.start, end: last.end, spaced: first.spaced }, tokens.len())
}

/// «с е н т я б р ь»
fn spelled_out(tokens: &[Token]) -> Option<(Token, usize)> {
    let single = |token: &&Token| is_word(token) && token.text.chars().count() == 1;
    let run = tokens.iter().take(16).take_while(single).count();
    (4..=run).rev().find_map(|used| {
        let text: String = tokens[..used].iter().map(|token| token.text.as_str()).collect();
        let known = lookup(&text)?;
        Some(joined(&tokens[..used], Kind::Known(known), text))
    })
}

/// «сентя- брь», «сен-\nтябрь», «сентя брь»: halves of which one means nothing by itself, and a known whole.
fn broken_word(tokens: &[Token]) -> Option<(Token, usize)> {
    let first = tokens.first().filter(|token| is_word(token))?;
    let dashes = usize::from(tokens.get(1).is_some_and(|token| token.kind == Kind::Dash));
    let second = tokens.get(1 + dashes).filter(|token| is_word(token))?;
    let unknown = |token: &Token| token.kind == Kind::Other;
    if !(unknown(first) || unknown(second)) || (dashes == 0 && !second.spaced) {
        return None;
    }
    let text: String = [first.text.as_str(), second.text.as_str()].concat();
    let known = lookup(&text)?;
    Some(joined(&tokens[..2 + dashes], Kind::Known(known), text))
}

/// «1-я», «2-ой», «3й», «5-ти», «1V»: digits with the end of an ordinal, glued.
fn ordinal(tokens: &[Token]) -> Option<(Token, usize)> {
    let (value, digits) = match tokens.first()?.kind {
        Kind::Num(value, digits) => (value, digits),
        Kind::Ord(value) if tokens.get(1)?.kind == Kind::Dash => (value, 0),
        _ => return None,
    };
    let dashes = usize::from(tokens.get(1).is_some_and(|token| token.kind == Kind::Dash));
    let ending = tokens.get(1 + dashes).filter(|token| is_word(token))?;
    let glued = |token: &Token| !token.spaced;
    // «2- ой» is broken across lines, «2 ой» is not an ordinal.
    if !glued(&tokens[1]) {
        return None;
    }
    const ORDINAL: [&str; 20] = [
        "я", "й", "ый", "ий", "ой", "ая", "ья", "е", "ое", "ье", "го", "ого", "му", "ому", "ю", "ую", "ых",
        "ые", "ей", "м",
    ];
    const CARDINAL: [&str; 3] = ["х", "ти", "ми"];
    let text = ending.text.as_str();
    let roman_rest = matches!(text, "v" | "у") && value == 1 && dashes == 0;
    let kind = match text {
        _ if roman_rest => Kind::Ord(4),
        _ if ORDINAL.contains(&text) => Kind::Ord(value),
        _ if digits > 0 && CARDINAL.contains(&text) => Kind::Num(value, digits),
        _ => return None,
    };
    Some(joined(&tokens[..2 + dashes], kind, String::new()))
}

/// «пол года»
fn half_a_year(tokens: &[Token]) -> Option<(Token, usize)> {
    let [first, last, ..] = tokens else { return None };
    let there = first.text == "пол" && last.text == "года";
    there.then(|| joined(&tokens[..2], Kind::Known(Word::SixMonths), "полгода".into()))
}

/// «уч/года», «у/г»
fn study_year(tokens: &[Token]) -> Option<[Token; 2]> {
    let [first, slash, last, ..] = tokens else { return None };
    let there = slash.kind == Kind::Slash
        && matches!(first.text.as_str(), "у" | "уч")
        && matches!(last.text.as_str(), "г" | "год" | "года" | "году");
    let token = |token: &Token, word| Token { kind: Kind::Known(word), ..token.clone() };
    there.then(|| [token(first, Word::Study), token(last, Word::Year)])
}

/// Whether a dot before `rest` stands twice in a date of three numbers that begins in `before`.
fn doubled(before: &[Token], rest: &[Token]) -> bool {
    let number = |token: Option<&Token>, most: u8| {
        token.is_some_and(|token| {
            !token.spaced && matches!(token.kind, Kind::Num(_, digits) if digits <= most)
        })
    };
    let dot = |token: Option<&Token>| token.is_some_and(|token| token.kind == Kind::Dot);
    let whole = number(rest.get(1), 2) && dot(rest.get(2)) && number(rest.get(3), 4);
    let tail = before.len() > 2 && dot(before.get(before.len() - 2)) && number(rest.get(1), 4);
    matches!(before.last().map(|token| token.kind), Some(Kind::Num(..)))
        && dot(rest.first())
        && (whole || tail)
}

/// «… сентября», «до ... октября»: a day that was not filled in. Between two points dots are a range.
fn blank_day(before: &[Token], tokens: &[Token]) -> Option<(Token, usize)> {
    let open = before.last().is_none_or(|token| {
        matches!(
            token.kind,
            Kind::Open
                | Kind::Colon
                | Kind::Known(Word::Until | Word::By | Word::From | Word::Toward | Word::Later)
        )
    });
    let dots = tokens.iter().take_while(|token| token.kind == Kind::Dot).count();
    let used = if tokens.first()?.kind == Kind::Ellipsis { 1 } else { dots };
    let there = tokens[0].kind == Kind::Ellipsis || dots > 1;
    let month = matches!(tokens.get(used)?.kind, Kind::Known(Word::Month(_)));
    (open && there && month).then(|| joined(&tokens[..used], Kind::Blank, String::new()))
}

/// «п/г»: a half-year; «н/д»: no data.
fn slashed(tokens: &[Token]) -> Option<(Token, usize)> {
    let [first, slash, last, ..] = tokens else { return None };
    let meaning = match (first.text.as_str(), slash.kind, last.text.as_str()) {
        ("п", Kind::Slash, "г") => Word::HalfYear,
        ("н" | "б", Kind::Slash, "д" | "с") | ("п" | "n", Kind::Slash, "а") => Word::Absent,
        _ => return None,
    };
    Some(joined(&tokens[..3], Kind::Known(meaning), [first.text.as_str(), "/", &last.text].concat()))
}

/// «202_ г.», «20__», «20...г.»: a year that was not filled in.
fn blank_year(tokens: &[Token]) -> Option<(Token, usize)> {
    let Kind::Num(20 | 200..=209, _) = tokens.first()?.kind else { return None };
    let single = tokens.get(1).filter(|token| !token.spaced)?;
    let dots = tokens.iter().skip(1).take_while(|token| token.kind == Kind::Dot && !token.spaced).count();
    if matches!(single.kind, Kind::Blank | Kind::Ellipsis) {
        return Some(joined(&tokens[..2], Kind::Blank, String::new()));
    }
    (dots >= 2).then(|| joined(&tokens[..1 + dots], Kind::Blank, String::new()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(phrase: &str) -> Vec<Kind> {
        tokens(phrase).into_iter().map(|token| token.kind).collect()
    }

    #[test]
    fn broken_and_disguised_words_are_mended() {
        let september = [Kind::Known(Word::Month(9))];
        for phrase in [
            "сентябрь",
            "СЕНТЯБРЬ",
            "сентя- брь",
            "сен-\nтябрь",
            "сентя брь",
            "с е н т я б р ь",
            "Ceнтябpь",
            "сен\u{AD}тябрь",
        ] {
            assert_eq!(kinds(phrase), september, "{phrase}");
        }
        assert_eq!(kinds("маи\u{306}"), [Kind::Known(Word::Month(5))]);
        assert_eq!(kinds("янв-фев").len(), 3);
    }

    #[test]
    fn lost_blanks_and_slips_of_the_pen_are_mended() {
        for (phrase, words) in [
            ("вмае", &[Word::In, Word::Month(5)][..]),
            ("втечение", &[Word::In, Word::During]),
            ("меренеобходимости", &[Word::Measure, Word::Need]),
            ("сетябрь", &[Word::Month(9)]),
            ("феварль", &[Word::Month(2)]),
            ("сентябьр", &[Word::Month(9)]),
            ("ежемесячо", &[Word::Monthly]),
        ] {
            let expected: Vec<Kind> = words.iter().map(|word| Kind::Known(*word)).collect();
            assert_eq!(kinds(phrase), expected, "{phrase}");
        }
        for phrase in [
            "апрелев",
            "парта",
            "программист",
            "сначала",
            "директор",
            "учебник",
            "сертификат",
            "дневники",
            "потому",
            "треть",
            "решения",
            "установление",
            "заявления",
            "строкам",
            "начато",
        ] {
            assert_eq!(kinds(phrase), [Kind::Other], "{phrase}");
        }
    }

    #[test]
    fn ordinals_are_read_in_digits_and_roman() {
        for (phrase, number) in
            [("1-я", 1), ("2-ой", 2), ("3й", 3), ("II", 2), ("IV", 4), ("1V", 4), ("ІІІ", 3), ("Ⅳ", 4)]
        {
            assert_eq!(kinds(phrase), [Kind::Ord(number)], "{phrase}");
        }
        assert_eq!(kinds("2-х"), [Kind::Num(2, 1)]);
        assert_eq!(kinds("202_"), [Kind::Blank]);
    }

    #[test]
    fn places_point_into_the_phrase_as_it_was_given() {
        let phrase = "после  издания";
        let last = tokens(phrase).pop().unwrap();
        assert_eq!(&phrase[last.start..last.end], "издания");
    }
}
