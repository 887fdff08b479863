//! One script made ready to be called many times.

use std::collections::BTreeMap;
use std::sync::Arc;

use rhai::{AST, ASTFlags, ASTNode, CallFnOptions, Dynamic, Engine, Expr, Module, Scope, Shared, Stmt};
use vekha_core::schedule::Calendar;

use super::api::facts::{self, Schema};
use super::captures;
use super::engine::{Say, engine, names, parse};
use super::fault::{Fault, NO_DATA, Names, of_eval};
use super::limits::{Limits, Meter};
use super::modules::Modules;
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
}

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
        let mut program = Self { engine, ast, meter, source, names: known, has_top, pieces: BTreeMap::new() };
        let functions: Vec<(String, Vec<String>)> = program.functions().collect();
        for (name, params) in functions {
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
        let options = CallFnOptions::new().eval_ast(self.has_top).rewind_scope(true);
        let mut scope = Scope::new();
        let result = self.engine.call_fn_with_options::<Dynamic>(
            options,
            &mut scope,
            &self.ast,
            function,
            args.to_vec(),
        );
        // Where a limit ends an empty loop no place is known but the function.
        self.settle(result).map_err(|fault| match &fault.at {
            Some(at) if at.line > 0 => fault,
            _ => self.at_function(fault, function),
        })
    }

    /// Calls a function; where a fact is unknown and the function returns a map literal, entry by entry.
    pub fn call_by_entry(&self, function: &str, args: &[Dynamic]) -> Result<Outcome, Fault> {
        let fault = match self.call(function, args) {
            Ok(value) => return Ok(Outcome::Whole(value)),
            Err(fault) => fault,
        };
        let pieces = self.pieces.get(function).and_then(Option::as_ref);
        match pieces {
            Some(pieces) if fault.code == NO_DATA => {
                self.entry_by_entry(pieces, args, fault).map(Outcome::Entries)
            }
            _ => Err(fault),
        }
    }

    fn entry_by_entry(&self, pieces: &Pieces, args: &[Dynamic], whole: Fault) -> Result<Entries, Fault> {
        self.meter.restart();
        let mut scope = Scope::new();
        for (name, value) in pieces.params.iter().zip(args) {
            scope.push_dynamic(name.as_str(), value.clone());
        }
        let prefix = self.engine.eval_ast_with_scope::<Dynamic>(&mut scope, &pieces.prefix);
        if let Err(fault) = self.settle(prefix) {
            // What every entry needs is unknown.
            return if fault.code == NO_DATA { Err(fault) } else { Err(whole) };
        }
        let size = scope.len();
        let mut entries = Vec::with_capacity(pieces.entries.len());
        for piece in &pieces.entries {
            let value = self.settle(self.engine.eval_ast_with_scope::<Dynamic>(&mut scope, &piece.ast));
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
    super::api::dates::register_calendar(&mut engine, around.calendar);
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
    for (index, line) in text.lines().enumerate() {
        let mut from = 0;
        while let Some(found) = line[from..].find("fn ").map(|at| at + from) {
            let rest = line[found + 3..].trim_start();
            let start = line.len() - rest.len();
            let name: &str =
                rest.split(|c: char| !(c.is_alphanumeric() || c == '_')).next().unwrap_or_default();
            if name == function {
                return Some((index + 1, line[..start].chars().count() + 1));
            }
            from = found + 3;
        }
    }
    None
}
