//! The closures a script is compiled to, and the frame they run in.

use std::cell::Cell;

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

/// Where an operand comes from: the common sources are read without a call.
pub enum Operand<T> {
    /// A literal.
    Const(T),
    /// A field of the mentor (0) or the mentee (1).
    Field(usize, u16),
    /// A local variable.
    Local(usize),
    /// Anything else.
    Code(Code<T>),
}

impl<T: Word> Operand<T> {
    /// Whether an unknown value is handed on here rather than raised: the interpreter evaluates the other operand first.
    pub fn is_lazy(&self) -> bool {
        matches!(self, Self::Field(..))
    }

    /// As code.
    pub fn code(self) -> Code<T> {
        match self {
            Self::Const(value) => Box::new(move |_| Ok(value)),
            Self::Field(side, slot) => Box::new(move |frame| Ok(T::of(frame.field(side, slot)?))),
            Self::Local(index) => Box::new(move |frame| Ok(T::of(frame.locals[index & (LOCALS - 1)].get()))),
            Self::Code(code) => code,
        }
    }
}

/// An operation on two operands. Errors come as the interpreter has them: a field that is unknown waits until the
/// other operand is evaluated.
pub fn binary<A: Word, B: Word, T: 'static>(
    left: Operand<A>,
    right: Operand<B>,
    apply: impl Fn(&Frame<'_>, A, B) -> Got<T> + Copy + Send + Sync + 'static,
) -> Code<T> {
    use Operand::{Code as C, Const, Field, Local};
    match (left, right) {
        (Field(s, i), Field(r, j)) => {
            Box::new(move |f| apply(f, A::of(f.field(s, i)?), B::of(f.field(r, j)?)))
        }
        (Field(s, i), Const(b)) => Box::new(move |f| apply(f, A::of(f.field(s, i)?), b)),
        (Const(a), Field(r, j)) => Box::new(move |f| apply(f, a, B::of(f.field(r, j)?))),
        (Local(i), Const(b)) => Box::new(move |f| apply(f, A::of(f.locals[i & (LOCALS - 1)].get()), b)),
        (C(a), Const(b)) => Box::new(move |f| apply(f, a(f)?, b)),
        (Const(a), C(b)) => Box::new(move |f| apply(f, a, b(f)?)),
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
