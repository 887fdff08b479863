//! The closures a script is compiled to, and the frame they run in.

use std::cell::{Cell, RefCell};

/// Why compiled code gave up on a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trap {
    /// A field is unknown: its slot.
    NoData(u16),
    /// The share of nothing.
    NotApplicable,
    /// Anything else: the interpreter says what.
    Other,
}

/// What a step gives.
pub type Got<T> = Result<T, Trap>;
/// A compiled expression.
pub type Code<T> = Box<dyn Fn(&Frame<'_>) -> Got<T> + Send + Sync>;
/// A compiled statement: the word returned, if it returns.
pub type Step = Box<dyn Fn(&Frame<'_>) -> Got<Option<u64>> + Send + Sync>;

/// How many local variables all functions of a script may have.
pub const LOCALS: usize = 32;
/// How many elements all loops of a call may pass before the interpreter, which counts operations, takes over.
pub const FUEL: u32 = 4_096;

/// How many lists that grow all functions of a script may have.
pub const LISTS: usize = 8;

/// The share of nothing, in the word of a share: no finite number has these bits.
pub const NOT_APPLICABLE: u64 = 0x7ff8_0000_0000_4e41;
/// No text, in the word of a text that may be `()`.
pub const NOTHING: u64 = u64::MAX;
/// No number, in the word of a whole number that may be unknown.
pub const NO_NUMBER: i64 = i64::MIN;

/// Room that calls use one after the other.
#[derive(Default)]
pub struct Scratch {
    /// Lists that grow.
    pub lists: [RefCell<Vec<u64>>; LISTS],
    /// What an indicator is made of.
    pub out: RefCell<Vec<u64>>,
}

/// One pair, while it is judged.
pub struct Frame<'a> {
    /// Words of the mentor and of the mentee.
    pub words: [&'a [u64]; 2],
    /// Which of them are known.
    pub known: [&'a [bool]; 2],
    /// Elements of lists.
    pub pool: &'a [u64],
    /// The same, folded.
    pub folded: &'a [u64],
    /// Local variables.
    pub locals: [Cell<u64>; LOCALS],
    /// What is left of [`FUEL`].
    pub fuel: Cell<u32>,
    /// Room for lists and indicators, where there are any.
    pub scratch: Option<&'a Scratch>,
}

impl<'a> Frame<'a> {
    /// A field's word, or that it is unknown.
    #[inline(always)]
    pub fn field(&self, side: usize, slot: u16) -> Got<u64> {
        let index = usize::from(slot);
        match (self.known[side].get(index), self.words[side].get(index)) {
            (Some(true), Some(word)) => Ok(*word),
            _ => Err(Trap::NoData(slot)),
        }
    }

    /// The word of a field that is known.
    #[inline(always)]
    pub fn sure(&self, side: usize, slot: u16) -> u64 {
        self.words[side].get(usize::from(slot)).copied().unwrap_or_default()
    }

    /// Whether a field is known.
    #[inline(always)]
    pub fn is_known(&self, side: usize, slot: u16) -> bool {
        self.known[side].get(usize::from(slot)).copied().unwrap_or_default()
    }

    /// A local variable.
    #[inline(always)]
    pub fn local(&self, index: usize) -> u64 {
        self.locals[index & (LOCALS - 1)].get()
    }

    /// Sets a local variable.
    #[inline(always)]
    pub fn set(&self, index: usize, word: u64) {
        self.locals[index & (LOCALS - 1)].set(word);
    }

    /// The elements of a list.
    #[inline(always)]
    pub fn list(&self, word: u64) -> &'a [u64] {
        slice(self.pool, word)
    }

    /// The elements of a list of texts, alike where only their spelling differs.
    #[inline(always)]
    pub fn folded(&self, word: u64) -> &'a [u64] {
        slice(self.folded, word)
    }

    /// The entries of numbers by name: a text and a number each.
    #[inline(always)]
    pub fn scores(&self, word: u64) -> &'a [u64] {
        let (start, count) = ((word >> 32) as usize, (word & 0xffff_ffff) as usize);
        self.pool.get(start..start + 2 * count).unwrap_or_default()
    }

    /// The room for lists and indicators.
    #[inline(always)]
    pub fn scratch(&self) -> Got<&'a Scratch> {
        self.scratch.ok_or(Trap::Other)
    }

    /// A list that grows.
    #[inline(always)]
    pub fn grown(&self, index: usize) -> Got<&'a RefCell<Vec<u64>>> {
        Ok(&self.scratch()?.lists[index % LISTS])
    }

    /// Pays for passing `n` elements.
    #[inline(always)]
    pub fn burn(&self, n: usize) -> Got<()> {
        let left = u32::try_from(n).ok().and_then(|n| self.fuel.get().checked_sub(n)).ok_or(Trap::Other)?;
        self.fuel.set(left);
        Ok(())
    }
}

#[inline(always)]
fn slice(pool: &[u64], word: u64) -> &[u64] {
    let (start, length) = ((word >> 32) as usize, (word & 0xffff_ffff) as usize);
    pool.get(start..start + length).unwrap_or_default()
}

/// A value that fits a word.
pub trait Word: Copy + Send + Sync + 'static {
    /// From its bits.
    fn of(word: u64) -> Self;
    /// Its bits.
    fn word(self) -> u64;
}

impl Word for i64 {
    #[inline(always)]
    fn of(word: u64) -> Self {
        word.cast_signed()
    }
    #[inline(always)]
    fn word(self) -> u64 {
        self.cast_unsigned()
    }
}

impl Word for f64 {
    #[inline(always)]
    fn of(word: u64) -> Self {
        Self::from_bits(word)
    }
    #[inline(always)]
    fn word(self) -> u64 {
        self.to_bits()
    }
}

impl Word for u64 {
    #[inline(always)]
    fn of(word: u64) -> Self {
        word
    }
    #[inline(always)]
    fn word(self) -> u64 {
        self
    }
}

impl Word for bool {
    #[inline(always)]
    fn of(word: u64) -> Self {
        word != 0
    }
    #[inline(always)]
    fn word(self) -> u64 {
        u64::from(self)
    }
}

/// A whole number read as one with a fraction: from the same word, so that a field stays a field.
#[derive(Clone, Copy)]
pub struct Wide(f64);

impl Word for Wide {
    #[inline(always)]
    fn of(word: u64) -> Self {
        Self(word.cast_signed() as f64)
    }
    #[inline(always)]
    fn word(self) -> u64 {
        self.0.to_bits()
    }
}

/// A number for arithmetic with fractions.
pub trait Number: Word {
    /// Its value.
    fn float(self) -> f64;
}

impl Number for f64 {
    #[inline(always)]
    fn float(self) -> f64 {
        self
    }
}

impl Number for Wide {
    #[inline(always)]
    fn float(self) -> f64 {
        self.0
    }
}

/// Where an operand comes from: the common sources are read without a call.
pub enum Operand<T> {
    /// A literal.
    Const(T),
    /// A field of the mentor (0) or the mentee (1).
    Field(usize, u16),
    /// A field that everybody of its side has.
    Sure(usize, u16),
    /// A local variable.
    Local(usize),
    /// Anything else.
    Code(Code<T>),
}

/// A word that is read where it stands.
#[derive(Clone, Copy, Debug)]
pub enum Read {
    /// A field.
    Field(usize, u16),
    /// A field that everybody has.
    Sure(usize, u16),
    /// A local variable.
    Local(usize),
    /// A literal.
    Const(u64),
}

impl Read {
    /// The word.
    #[inline(always)]
    pub fn word(self, frame: &Frame<'_>) -> Got<u64> {
        match self {
            Self::Field(side, slot) => frame.field(side, slot),
            Self::Sure(side, slot) => Ok(frame.sure(side, slot)),
            Self::Local(index) => Ok(frame.local(index)),
            Self::Const(word) => Ok(word),
        }
    }
}

impl<T: Word> Operand<T> {
    /// Whether an unknown value is handed on here rather than raised: the interpreter evaluates the other operand first.
    pub fn is_lazy(&self) -> bool {
        matches!(self, Self::Field(..))
    }

    /// The value converted, for as long as it is no word that a field or a variable keeps.
    pub fn then<U: Word>(self, apply: impl Fn(T) -> Got<U> + Send + Sync + 'static) -> Code<U> {
        let code = self.code();
        Box::new(move |frame| apply(code(frame)?))
    }

    /// Where its word stands, if it does.
    pub fn read(&self) -> Option<Read> {
        Some(match self {
            Self::Const(value) => Read::Const(value.word()),
            Self::Field(side, slot) => Read::Field(*side, *slot),
            Self::Sure(side, slot) => Read::Sure(*side, *slot),
            Self::Local(index) => Read::Local(*index),
            Self::Code(_) => return None,
        })
    }

    /// As code.
    pub fn code(self) -> Code<T> {
        match self {
            Self::Const(value) => Box::new(move |_| Ok(value)),
            Self::Field(side, slot) => Box::new(move |frame| Ok(T::of(frame.field(side, slot)?))),
            Self::Sure(side, slot) => Box::new(move |frame| Ok(T::of(frame.sure(side, slot)))),
            Self::Local(index) => Box::new(move |frame| Ok(T::of(frame.local(index)))),
            Self::Code(code) => code,
        }
    }
}

/// A whole number as one with a fraction, read from where it stands: an unknown field is still met last.
pub fn wide(operand: Operand<i64>) -> Operand<Wide> {
    match operand {
        Operand::Const(value) => Operand::Const(Wide(value as f64)),
        Operand::Field(side, slot) => Operand::Field(side, slot),
        Operand::Sure(side, slot) => Operand::Sure(side, slot),
        Operand::Local(index) => Operand::Local(index),
        Operand::Code(code) => Operand::Code(Box::new(move |frame| Ok(Wide(code(frame)? as f64)))),
    }
}

/// An operation on two operands. Errors come as the interpreter has them: a field that is unknown waits until the
/// other operand is evaluated.
pub fn binary<A: Word, B: Word, T: 'static>(
    left: Operand<A>,
    right: Operand<B>,
    apply: impl Fn(&Frame<'_>, A, B) -> Got<T> + Copy + Send + Sync + 'static,
) -> Code<T> {
    use Operand::{Code as C, Const, Field, Local, Sure};
    match (left, right) {
        (Field(s, i), Field(r, j)) => {
            Box::new(move |f| apply(f, A::of(f.field(s, i)?), B::of(f.field(r, j)?)))
        }
        (Sure(s, i), Sure(r, j)) => Box::new(move |f| apply(f, A::of(f.sure(s, i)), B::of(f.sure(r, j)))),
        (Sure(s, i), Field(r, j)) => Box::new(move |f| apply(f, A::of(f.sure(s, i)), B::of(f.field(r, j)?))),
        (Field(s, i), Sure(r, j)) => Box::new(move |f| apply(f, A::of(f.field(s, i)?), B::of(f.sure(r, j)))),
        (Field(s, i), Const(b)) => Box::new(move |f| apply(f, A::of(f.field(s, i)?), b)),
        (Sure(s, i), Const(b)) => Box::new(move |f| apply(f, A::of(f.sure(s, i)), b)),
        (Const(a), Field(r, j)) => Box::new(move |f| apply(f, a, B::of(f.field(r, j)?))),
        (Const(a), Sure(r, j)) => Box::new(move |f| apply(f, a, B::of(f.sure(r, j)))),
        (Local(i), Const(b)) => Box::new(move |f| apply(f, A::of(f.local(i)), b)),
        (Const(a), Local(j)) => Box::new(move |f| apply(f, a, B::of(f.local(j)))),
        (C(a), Const(b)) => Box::new(move |f| apply(f, a(f)?, b)),
        (Const(a), C(b)) => Box::new(move |f| apply(f, a, b(f)?)),
        (C(a), Field(r, j)) => Box::new(move |f| {
            let a = a(f)?;
            apply(f, a, B::of(f.field(r, j)?))
        }),
        (C(a), Sure(r, j)) => Box::new(move |f| apply(f, a(f)?, B::of(f.sure(r, j)))),
        (Field(s, i), right) => {
            let right = right.code();
            Box::new(move |f| {
                let b = right(f)?;
                apply(f, A::of(f.field(s, i)?), b)
            })
        }
        (left, right) => {
            let (left, right) = (left.code(), right.code());
            Box::new(move |f| {
                let a = left(f)?;
                apply(f, a, right(f)?)
            })
        }
    }
}
