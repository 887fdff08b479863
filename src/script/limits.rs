//! How much a script may use, and the meter that counts it.

use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use rhai::{Dynamic, Engine};
use serde::{Deserialize, Serialize};

/// The limits of one run. Every field is a hard bound; none can be switched off.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Operations of all functions, callbacks and modules together.
    pub operations: u64,
    /// Wall clock, milliseconds.
    pub wall_ms: u64,
    /// Memory of the worker, MiB.
    pub memory_mb: u64,
    /// Nested calls of script functions.
    pub calls: usize,
    /// Nested expressions and blocks in the text.
    pub depth: usize,
    /// Bytes of one string, or of all strings within one value.
    pub string: usize,
    /// Elements of one array with the arrays inside it.
    pub array: usize,
    /// Entries of one map with the maps inside it.
    pub map: usize,
    /// Variables of one scope.
    pub variables: usize,
    /// Functions of one script.
    pub functions: usize,
    /// Imported modules.
    pub modules: usize,
    /// Bytes of one script's text.
    pub source: usize,
    /// Lines that `print` and `debug` may write; the rest are counted.
    pub lines: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            operations: 5_000_000,
            wall_ms: 5_000,
            memory_mb: 256,
            calls: 48,
            depth: 64,
            string: 1 << 20,
            array: 50_000,
            map: 10_000,
            variables: 512,
            functions: 500,
            modules: 32,
            source: 256 << 10,
            lines: 1_000,
        }
    }
}

impl Limits {
    /// The first limit that is out of its own bounds, and these: no limit can be none, and nested calls and expressions
    /// stay within the stack.
    pub fn out_of_bounds(&self) -> Option<(&'static str, u64, u64)> {
        let all = [
            ("operations", self.operations, 10_000_000_000),
            ("wall_ms", self.wall_ms, 3_600_000),
            ("memory_mb", self.memory_mb, 65_536),
            ("calls", self.calls as u64, 96),
            ("depth", self.depth as u64, 128),
            ("string", self.string as u64, 256 << 20),
            ("array", self.array as u64, 10_000_000),
            ("map", self.map as u64, 10_000_000),
            ("variables", self.variables as u64, 10_000),
            ("functions", self.functions as u64, 10_000),
            ("modules", self.modules as u64, 1_000),
            ("source", self.source as u64, 16 << 20),
            ("lines", self.lines as u64, 1_000_000),
        ];
        let out = all.into_iter().find(|(_, value, most)| !(1..=*most).contains(value));
        out.map(|(name, _, most)| (name, 1, most))
    }

    /// Sets Rhai's own limits. Operations stay with the [`Meter`]: Rhai counts them anew in every callback.
    pub fn apply(&self, engine: &mut Engine) {
        engine
            .set_max_operations(0)
            .set_max_call_levels(self.calls)
            .set_max_expr_depths(self.depth, self.depth)
            .set_max_string_size(self.string)
            .set_max_array_size(self.array)
            .set_max_map_size(self.map)
            .set_max_variables(self.variables)
            .set_max_functions(self.functions)
            .set_max_modules(self.modules);
    }
}

/// Why the meter stopped a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Stop {
    /// Too many operations.
    Operations = 1,
    /// The wall clock ran out.
    Time = 2,
    /// The worker's memory ran out.
    Memory = 3,
}

impl Stop {
    fn of(code: u8) -> Option<Self> {
        match code {
            1 => Some(Self::Operations),
            2 => Some(Self::Time),
            3 => Some(Self::Memory),
            _ => None,
        }
    }

    /// The code of the fault this is.
    pub fn code(self) -> &'static str {
        match self {
            Self::Operations => "operations",
            Self::Time => "time",
            Self::Memory => "memory",
        }
    }

    /// The reason in the token of a `Terminated` error.
    pub fn of_token(token: &Dynamic) -> Option<Self> {
        token.as_int().ok().and_then(|code| u8::try_from(code).ok()).and_then(Self::of)
    }
}

/// Counts one run. Shared by the engine and by host functions that do work of their own; once it has stopped a run
/// it stays stopped, so that a script which swallows the error gets no further.
pub struct Meter {
    used: AtomicU64,
    stopped: AtomicU8,
    operations: u64,
    wall: Duration,
    memory: u64,
    start: Mutex<Instant>,
    gauge: Option<Gauge>,
}

/// How often (operations) the clock and the memory are looked at.
const LOOK: u64 = 64;

impl Meter {
    /// A meter for runs under `limits`. `gauge` measures this process; without it memory is left to the system's cap.
    pub fn new(limits: &Limits, gauge: Option<Gauge>) -> Arc<Self> {
        Arc::new(Self {
            used: AtomicU64::new(0),
            stopped: AtomicU8::new(0),
            operations: limits.operations,
            wall: Duration::from_millis(limits.wall_ms),
            memory: limits.memory_mb << 20,
            start: Mutex::new(Instant::now()),
            gauge,
        })
    }

    /// Begins another run: nothing used, the clock at zero.
    pub fn restart(&self) {
        self.used.store(0, Ordering::Relaxed);
        self.stopped.store(0, Ordering::Relaxed);
        *self.start.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
    }

    /// Operations used since the last restart.
    pub fn used(&self) -> u64 {
        self.used.load(Ordering::Relaxed)
    }

    /// Why the run was stopped, if it was.
    pub fn stopped(&self) -> Option<Stop> {
        Stop::of(self.stopped.load(Ordering::Relaxed))
    }

    /// Counts `n` operations; says why to stop, once there is a reason.
    pub fn spend(&self, n: u64) -> Option<Stop> {
        if let Some(stop) = self.stopped() {
            return Some(stop);
        }
        let before = self.used.fetch_add(n, Ordering::Relaxed);
        let now = before.saturating_add(n);
        let stop = if now > self.operations {
            Some(Stop::Operations)
        } else if before / LOOK != now / LOOK || before == 0 {
            self.look()
        } else {
            None
        };
        if let Some(stop) = stop {
            self.stopped.store(stop as u8, Ordering::Relaxed);
        }
        stop
    }

    fn look(&self) -> Option<Stop> {
        let start = *self.start.lock().unwrap_or_else(PoisonError::into_inner);
        if start.elapsed() > self.wall {
            return Some(Stop::Time);
        }
        let used = self.gauge.as_ref()?.bytes();
        (used > self.memory).then_some(Stop::Memory)
    }

    /// Makes `engine` count its operations here.
    pub fn attach(self: &Arc<Self>, engine: &mut Engine) {
        let meter = Arc::clone(self);
        engine.on_progress(move |_| meter.spend(1).map(|stop| Dynamic::from_int(stop as i64)));
    }
}

/// Measures the resident memory this process has gained since the gauge was made.
pub struct Gauge {
    statm: std::fs::File,
    page: u64,
    base: u64,
}

impl Gauge {
    /// A gauge where the system has one (`/proc/self/statm`); elsewhere the cap of the system alone bounds memory.
    pub fn new() -> Option<Self> {
        #[cfg(unix)]
        {
            let statm = std::fs::File::open("/proc/self/statm").ok()?;
            let page = rustix::param::page_size() as u64;
            let mut gauge = Self { statm, page, base: 0 };
            gauge.base = gauge.bytes();
            Some(gauge)
        }
        #[cfg(not(unix))]
        None
    }

    /// Bytes resident beyond the base.
    pub fn bytes(&self) -> u64 {
        let mut text = [0_u8; 96];
        #[cfg(unix)]
        let read = std::os::unix::fs::FileExt::read_at(&self.statm, &mut text, 0).unwrap_or(0);
        #[cfg(not(unix))]
        let read = 0;
        let pages =
            std::str::from_utf8(&text[..read]).ok().and_then(|text| text.split(' ').nth(1)?.parse().ok());
        (pages.unwrap_or(0_u64) * self.page).saturating_sub(self.base)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stopped_meter_stays_stopped_until_restarted() {
        let meter = Meter::new(&Limits { operations: 10, ..Limits::default() }, None);
        assert_eq!(meter.spend(10), None);
        assert_eq!(meter.spend(1), Some(Stop::Operations));
        assert_eq!(meter.spend(0), Some(Stop::Operations));
        meter.restart();
        assert_eq!(meter.spend(1), None);
    }

    #[test]
    fn operations_are_counted_across_callbacks() {
        let limits = Limits { operations: 2_000, ..Limits::default() };
        let meter = Meter::new(&limits, None);
        let mut engine = Engine::new();
        limits.apply(&mut engine);
        meter.attach(&mut engine);
        let spun = engine
            .eval::<Dynamic>("let a = []; a.pad(1000, 1); let b = a + []; a.map(|x| b.map(|y| x * y).len())");
        assert!(spun.is_err());
        assert_eq!(meter.stopped(), Some(Stop::Operations));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn the_gauge_sees_what_is_held() {
        let gauge = Gauge::new().unwrap();
        let held = vec![1_u8; 64 << 20];
        assert!(gauge.bytes() > 32 << 20, "{}", gauge.bytes());
        drop(held);
    }
}
