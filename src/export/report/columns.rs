//! How wide the columns of a printed table are: as the table asks, but no narrower than the longest word needs, so that
//! no date and no name is broken where the page has room.

/// Widths that add up to `width`: in proportion to `wanted`, none below its `least`. Where the least do not fit, they are
/// what is shared out. Rounding goes to the last.
///
/// `wanted` is in any unit, `least` and `width` in one of their own; both slices are of one length.
pub fn fitted(wanted: &[u16], least: &[usize], width: usize) -> Vec<usize> {
    if least.iter().sum::<usize>() > width {
        return shares(least, width);
    }
    let mut narrow = vec![false; wanted.len()];
    loop {
        let is_free = |at: &usize| !narrow[*at];
        let taken: usize =
            least.iter().zip(&narrow).map(|(least, narrow)| least * usize::from(*narrow)).sum();
        let room = width - taken;
        let parts: usize = (0..wanted.len()).filter(is_free).map(|at| usize::from(wanted[at])).sum();
        let share = |at: usize| usize::from(wanted[at]) * room / parts.max(1);
        let short: Vec<usize> =
            (0..wanted.len()).filter(is_free).filter(|at| share(*at) < least[*at]).collect();
        if short.is_empty() {
            let widths = (0..wanted.len()).map(|at| if narrow[at] { least[at] } else { share(at) });
            return rounded(widths.collect(), width);
        }
        short.into_iter().for_each(|at| narrow[at] = true);
    }
}

/// Parts of a width; the last takes what rounding leaves.
pub fn shares(parts: &[usize], width: usize) -> Vec<usize> {
    let all = parts.iter().sum::<usize>().max(1);
    rounded(parts.iter().map(|part| part * width / all).collect(), width)
}

fn rounded(mut widths: Vec<usize>, width: usize) -> Vec<usize> {
    let taken: usize = widths.iter().sum();
    if let Some(last) = widths.last_mut() {
        *last += width - taken;
    }
    widths
}

/// The most signs in a row that no line may break between.
pub fn longest_word(text: &str) -> usize {
    let breaks = |c: char| c.is_whitespace() || matches!(c, '\u{ad}' | '-' | '–' | '—' | '/');
    text.split(breaks).map(|word| word.chars().count()).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_no_narrower_than_its_longest_word_and_the_others_give() {
        assert_eq!(fitted(&[1, 1, 2], &[0, 0, 0], 400), [100, 100, 200], "as wanted");
        assert_eq!(fitted(&[1, 1, 2], &[150, 0, 0], 400), [150, 83, 167]);
        assert_eq!(fitted(&[1, 1, 2], &[150, 90, 0], 400), [150, 90, 160], "the second is short only now");
        assert_eq!(fitted(&[1, 1], &[300, 100], 200), [150, 50], "no room for either");
        assert_eq!(fitted(&[], &[], 200), [] as [usize; 0]);
    }

    #[test]
    fn words_end_where_a_line_may_break() {
        assert_eq!(longest_word("учитель – учитель"), 7);
        assert_eq!(longest_word("взаимо\u{ad}действие"), 8);
        assert_eq!(longest_word("10.11.2023"), 10);
        assert_eq!(longest_word(""), 0);
    }
}
