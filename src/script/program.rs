//! One script made ready to be called many times.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use rhai::{
    AST, ASTFlags, ASTNode, Caches, CallFnOptions, Dynamic, Engine, EvalAltResult, Expr, GlobalRuntimeState,
    Module, Position, Scope, Shared, Stmt,
};
use vekha_core::schedule::Calendar;

use super::api::facts::{self, Schema};
use super::captures;
use super::engine::{Say, engine, names, parse};
use super::fault::{Fault, NO_DATA, Names, of_eval};
use super::limits::{Limits, Meter};
use super::modules::Modules;
use super::scan::{Token, place, tokens};
use super::wire::Source;

/// What a script runs among.
pub struct Surroundings<'a> {
    /// The bounds of every call.
    pub limits: &'a Limits,
    /// What it may import.
    pub modules: &'a [Source],
    /// Working days.
    pub calendar: &'a Calendar,
    /// The fields of its facts.
    pub schema: &'a Arc<Schema>,
    /// Where it prints to.
    pub say: Say,
}

/// A script with its engine.
pub struct Program {
    /// The engine.
    pub engine: Engine,
    /// What it is parsed to.
    pub ast: AST,
    /// Counts each call.
    pub meter: Arc<Meter>,
    source: Source,
    names: Names,
    has_top: bool,
    pieces: BTreeMap<String, Option<Pieces>>,
    /// A call of each function, by its name and how many arguments it takes.
    calls: BTreeMap<String, BTreeMap<usize, Vec<Stmt>>>,
    warm: Mutex<Option<Warm>>,
}

/// Where Rhai found the functions that were called before. It looks for all of them anew in every call from outside,
/// and finding them is most of what a short call costs.
struct Warm {
    global: GlobalRuntimeState,
    caches: Caches,
}

/// What the arguments of a call are called.
const ARGUMENTS: [&str; 4] = ["a", "b", "c", "d"];

/// A function whose value is a map literal, in pieces: so that one unknown fact leaves out one entry and not all.
struct Pieces {
    params: Vec<String>,
    prefix: AST,
    entries: Vec<Piece>,
}

struct Piece {
    name: String,
    line: usize,
    column: usize,
    ast: AST,
}

/// The entries of a map, each with its value or why there is none.
pub type Entries = Vec<(String, Result<Dynamic, Fault>)>;

/// The value of a call.
pub enum Outcome {
    /// As returned.
    Whole(Dynamic),
    /// Entry by entry, where some fact was unknown.
    Entries(Entries),
}

impl Program {
    /// Parses `source` in an engine of its own.
    pub fn new(source: Source, meter: Arc<Meter>, around: Surroundings<'_>) -> Result<Self, Fault> {
        let engine = furnished(&meter, &around);
        Self::in_engine(engine, source, meter, &around)
    }

    /// Parses `source` in an engine that has more than the usual.
    pub fn in_engine(
        mut engine: Engine,
        source: Source,
        meter: Arc<Meter>,
        around: &Surroundings<'_>,
    ) -> Result<Self, Fault> {
        let ast = parse(&engine, around.limits, &source.name, &source.text)?;
        captures::unlock_facts(&mut engine, &ast, around.modules);
        let mut known = names(&engine);
        known.add_script(&ast);
        known.fields.extend(around.schema.spellings().map(|(name, _)| name.to_string()));
        let has_top = !ast.statements().is_empty();
        let mut program = Self {
            engine,
            ast,
            meter,
            source,
            names: known,
            has_top,
            pieces: BTreeMap::new(),
            calls: BTreeMap::new(),
            warm: Mutex::new(None),
        };
        let functions: Vec<(String, Vec<String>)> = program.functions().collect();
        for (name, params) in functions {
            if let Some(call) = program.call_of(&name, params.len()) {
                program.calls.entry(name.clone()).or_default().insert(params.len(), call);
            }
            let pieces = program.cut(&name, params);
            program.pieces.insert(name, pieces);
        }
        Ok(program)
    }

    /// The script's functions: name, parameters.
    pub fn functions(&self) -> impl Iterator<Item = (String, Vec<String>)> {
        self.ast.iter_functions().map(|function| {
            (function.name.to_string(), function.params.iter().map(|name| (*name).to_string()).collect())
        })
    }

    /// Whether the script has a function of this name and number of parameters.
    pub fn has(&self, name: &str, params: usize) -> bool {
        self.ast.iter_functions().any(|function| function.name == name && function.params.len() == params)
    }

    /// The script's text and name.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// A fault placed at a function's definition.
    pub fn at_function(&self, fault: Fault, function: &str) -> Fault {
        let (line, column) = definition(&self.source.text, function).unwrap_or((0, 0));
        fault.at(&self.source.name, line, column)
    }

    /// A fault placed at an entry of the map a function returns, else at the function.
    pub fn at_entry(&self, fault: Fault, function: &str, entry: &str) -> Fault {
        let pieces = self.pieces.get(function).and_then(Option::as_ref);
        match pieces.and_then(|pieces| pieces.entries.iter().find(|piece| piece.name == entry)) {
            Some(piece) => fault.at(&self.source.name, piece.line, piece.column),
            None => self.at_function(fault, function),
        }
    }

    /// A fault placed at what a function's map literal has under a key, else at the function.
    pub fn at_key(&self, fault: Fault, function: &str, key: &str) -> Fault {
        match keyed(&self.source.text, function, key) {
            Some((line, column)) => fault.at(&self.source.name, line, column),
            None => self.at_function(fault, function),
        }
    }

    /// The names of the entries that a function's map literal has.
    pub fn entries(&self, function: &str) -> Vec<String> {
        let pieces = self.pieces.get(function).and_then(Option::as_ref);
        pieces
            .map(|pieces| pieces.entries.iter().map(|piece| piece.name.clone()).collect())
            .unwrap_or_default()
    }

    /// Calls a function. Every call has the whole of the limits.
    pub fn call(&self, function: &str, args: &[Dynamic]) -> Result<Dynamic, Fault> {
        self.meter.restart();
        let known = self.calls.get(function).and_then(|calls| calls.get(&args.len()));
        let result = match known.filter(|_| !self.has_top) {
            Some(call) => self.call_again(function, call, args),
            None => {
                let options = CallFnOptions::new().eval_ast(self.has_top).rewind_scope(true);
                let (scope, args) = (&mut Scope::new(), args.to_vec());
                self.engine.call_fn_with_options::<Dynamic>(options, scope, &self.ast, function, args)
            }
        };
        // Where a limit ends an empty loop no place is known but the function.
        self.settle(result).map_err(|fault| match &fault.at {
            Some(at) if at.line > 0 => fault,
            _ => self.at_function(fault, function),
        })
    }

    /// Calls a function; where a fact is unknown and the function returns a map literal, entry by entry.
    pub fn call_by_entry(&self, function: &str, args: &[Dynamic]) -> Result<Outcome, Fault> {
        match self.call(function, args) {
            Ok(value) => Ok(Outcome::Whole(value)),
            Err(fault) => self.piecewise(function, args, fault),
        }
    }

    /// Calls a function that failed as a whole once more, entry by entry where that was for an unknown fact.
    pub fn piecewise(&self, function: &str, args: &[Dynamic], fault: Fault) -> Result<Outcome, Fault> {
        let pieces = self.pieces.get(function).and_then(Option::as_ref);
        match pieces {
            Some(pieces) if fault.code == NO_DATA => {
                self.entry_by_entry(pieces, args, fault).map(Outcome::Entries)
            }
            _ => Err(fault),
        }
    }

    /// The statement that calls a function. It has no place: a fault's place is one of the script's.
    fn call_of(&self, function: &str, params: usize) -> Option<Vec<Stmt>> {
        let args = ARGUMENTS.get(..params)?.join(", ");
        let ast = self.engine.compile(format!("{function}({args})")).ok()?;
        match ast.statements() {
            [Stmt::FnCall(call, _)] => Some(vec![Stmt::FnCall(call.clone(), Position::NONE)]),
            [Stmt::Expr(expression)] => match &**expression {
                Expr::FnCall(call, _) => Some(vec![Stmt::FnCall(call.clone(), Position::NONE)]),
                _ => None,
            },
            _ => None,
        }
    }

    /// What `call_fn` does, with what is known from the calls before.
    fn call_again(
        &self,
        function: &str,
        call: &[Stmt],
        args: &[Dynamic],
    ) -> Result<Dynamic, Box<EvalAltResult>> {
        let mut scope = Scope::new();
        for (name, value) in ARGUMENTS.iter().zip(args) {
            scope.push_dynamic(*name, value.clone());
        }
        self.evaluate(&mut scope, call).map_err(|error| match *error {
            EvalAltResult::ErrorInFunctionCall(name, _, inner, _) if name == function => inner,
            _ => error,
        })
    }

    /// Evaluates statements among the script's functions.
    fn evaluate(&self, scope: &mut Scope<'_>, statements: &[Stmt]) -> Result<Dynamic, Box<EvalAltResult>> {
        let held = || self.warm.lock().unwrap_or_else(PoisonError::into_inner);
        let known = held().take();
        let mut warm = known.unwrap_or_else(|| {
            let mut global = self.engine.new_global_runtime_state();
            global.source = self.ast.source().map(Into::into);
            global.lib.push(self.ast.shared_lib().clone());
            Warm { global, caches: Caches::new() }
        });
        #[allow(deprecated)] // rhai's mark for "may change", and the version is pinned
        let result = self.engine.eval_statements_raw(&mut warm.global, &mut warm.caches, scope, statements);
        // What a call leaves behind, no other may find.
        let Warm { global, caches } = &mut warm;
        let clean = global.lib.len() == 1 && global.num_imports() == 0 && global.constants.is_none();
        global.num_modules_loaded = 0;
        if clean && global.level == 0 && global.scope_level == 0 && caches.fn_resolution_caches_len() <= 1 {
            *held() = Some(warm);
        }
        result
    }

    fn entry_by_entry(&self, pieces: &Pieces, args: &[Dynamic], whole: Fault) -> Result<Entries, Fault> {
        self.meter.restart();
        let mut scope = Scope::new();
        for (name, value) in pieces.params.iter().zip(args) {
            scope.push_dynamic(name.as_str(), value.clone());
        }
        let prefix = self.evaluate(&mut scope, pieces.prefix.statements());
        if let Err(fault) = self.settle(prefix) {
            // What every entry needs is unknown.
            return if fault.code == NO_DATA { Err(fault) } else { Err(whole) };
        }
        let size = scope.len();
        let mut entries = Vec::with_capacity(pieces.entries.len());
        for piece in &pieces.entries {
            let value = self.settle(self.evaluate(&mut scope, piece.ast.statements()));
            scope.rewind(size);
            match value {
                Err(fault) if fault.code != NO_DATA => return Err(fault),
                value => entries.push((piece.name.clone(), value)),
            }
        }
        Ok(entries)
    }

    fn settle(&self, result: Result<Dynamic, Box<rhai::EvalAltResult>>) -> Result<Dynamic, Fault> {
        let outcome = result.map_err(|error| of_eval(&self.source.name, &error, &self.names));
        let outcome = outcome.map_err(|fault| captures::placed(fault, &self.ast, &self.source.name));
        super::worker::settled(outcome, &self.meter).map_err(|fault| self.untangled(fault))
    }

    /// The call from Rust is no call of the script's: its place is nowhere.
    fn untangled(&self, mut fault: Fault) -> Fault {
        fault.trail.retain(|call| call.at.is_some());
        if fault.at.is_none() {
            fault = fault.at(&self.source.name, 0, 0);
        }
        fault
    }

    /// Cuts a function into pieces, where it ends in a map literal and returns nowhere else.
    fn cut(&self, function: &str, params: Vec<String>) -> Option<Pieces> {
        if self.ast.statements().iter().any(|statement| !matches!(statement, Stmt::Import(..))) {
            return None;
        }
        let mut body = body(&self.ast, function, params.len());
        let Some(Stmt::Expr(tail)) = body.pop() else { return None };
        let Expr::Map(map, _) = *tail else { return None };
        let lib: Shared<Module> = self.ast.shared_lib().clone();
        let made =
            |statements: Vec<Stmt>| AST::new_with_source(statements, lib.clone(), self.source.name.as_str());
        let top: Vec<Stmt> = self.ast.statements().to_vec();
        let prefix = made(
            top.iter().cloned().chain(body).chain([Stmt::Expr(Box::new(Expr::Unit(at_none())))]).collect(),
        );
        if returns(&prefix) {
            return None;
        }
        let entry = |(key, expression): (rhai::Ident, Expr)| {
            let at = expression.start_position();
            let statements = top.iter().cloned().chain([Stmt::Expr(Box::new(expression))]).collect();
            let (line, column) = (at.line().unwrap_or(0), at.position().unwrap_or(0));
            Piece { name: key.name.to_string(), line, column, ast: made(statements) }
        };
        // Keys that are all constants come without expressions: nothing in them can be unknown.
        let entries: Vec<Piece> = map.0.into_iter().map(entry).collect();
        Some(Pieces { params, prefix, entries })
    }
}

fn at_none() -> rhai::Position {
    rhai::Position::NONE
}

/// An engine with the whole host API, facts, calendar and modules.
pub fn furnished(meter: &Arc<Meter>, around: &Surroundings<'_>) -> Engine {
    let mut engine = engine(around.limits, meter, Arc::clone(&around.say));
    super::api::dates::register_calendar(&mut engine, around.calendar, meter);
    facts::register(&mut engine, around.schema);
    Modules::install(&mut engine, around.modules);
    engine
}

/// The statements of a function.
pub fn body(ast: &AST, function: &str, params: usize) -> Vec<Stmt> {
    let mut only = ast.clone_functions_only();
    only.retain_functions(|_, _, name, count| name == function && count == params);
    let mut statements = Vec::new();
    only.walk(&mut |path| {
        if let [ASTNode::Stmt(statement)] = path {
            statements.push((*statement).clone());
        }
        true
    });
    statements
}

/// Whether the statements may return; what they throw is the whole function's fault in any case.
fn returns(ast: &AST) -> bool {
    let statements = AST::new(ast.statements().to_vec(), Module::new());
    let mut found = false;
    statements.walk(&mut |path| {
        if let Some(ASTNode::Stmt(Stmt::Return(_, flags, _))) = path.last() {
            found |= !flags.contains(ASTFlags::BREAK);
        }
        !found
    });
    found
}

/// Line and column (characters, from 1) of a function's name where it is defined.
pub fn definition(text: &str, function: &str) -> Option<(usize, usize)> {
    let all = tokens(text);
    let defined = |pair: &&[Token<'_>]| pair[0].is("fn") && pair[1].is(function);
    all.windows(2).find(defined).map(|pair| place(text, pair[1].start))
}

/// Line and column of the value of a key, `"key": value` or `key: value`, within the function.
fn keyed(text: &str, function: &str, key: &str) -> Option<(usize, usize)> {
    let all = tokens(text);
    let begins = all.windows(2).position(|pair| pair[0].is("fn") && pair[1].is(function))?;
    let own = &all[begins + 2..];
    let ends = own.iter().position(|token| token.is("fn")).unwrap_or(own.len());
    let quoted = format!("{key:?}");
    let named = |three: &&[Token<'_>]| [key, quoted.as_str()].contains(&three[0].text) && three[1].is(":");
    own[..ends].windows(3).find(named).map(|three| place(text, three[2].start))
}
