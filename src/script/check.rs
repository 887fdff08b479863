//! What can be known of a script without running it: does it parse, keep its contract, call what exists, read fields
//! that exist, and is all of it reached.

use std::collections::BTreeSet;
use std::sync::Arc;

use rhai::{AST, ASTFlags, ASTNode, Engine, Expr, FnCallExpr, FuncInfo, Position, Stmt};

use super::api::facts::{FIELDS, Schema, identifier};
use super::captures;
use super::engine::{names, parse};
use super::fault::{Arg, At, Fault, Names, Severity, nearest};
use super::kinds::{Duty, HOOKS, Kind};
use super::limits::Meter;
use super::modules::stem;
use super::program::{Surroundings, definition, furnished};
use super::scan::{comments, place};
use super::traps::{self, Function};
use super::wire::{Job, Source};

/// Words that are calls in the syntax and functions nowhere.
const BUILT_IN: [&str; 8] =
    ["Fn", "call", "curry", "is_shared", "is_def_var", "is_def_fn", "type_of", "print"];

/// Checks scripts; faults stand in the order of the scripts and their lines. `fields` are the registries' own.
pub fn check(job: &Job, scripts: &[Source], fields: &[String], meter: &Arc<Meter>) -> Vec<Fault> {
    let schema = Schema::of([]);
    let around = Surroundings {
        limits: &job.limits,
        modules: &job.modules,
        calendar: &job.calendar,
        schema: &schema,
        say: Arc::new(|_, _| ()),
    };
    let mut engine = furnished(meter, &around);
    super::testing::register(&mut engine, None);
    let mut faults = Vec::new();
    for script in scripts {
        let mut found = check_one(&engine, job, script, fields);
        found.sort_by_key(|fault| fault.at.as_ref().map(|at| (at.line, at.column)));
        found.dedup();
        faults.extend(found);
    }
    faults
}

fn check_one(engine: &Engine, job: &Job, script: &Source, fields: &[String]) -> Vec<Fault> {
    let ast = match parse(engine, &job.limits, &script.name, &script.text) {
        Ok(ast) => ast,
        Err(fault) => return vec![fault],
    };
    let mut known = names(engine);
    let native = known.functions.iter().cloned().collect();
    known.add_script(&ast);
    let functions = traps::functions(&ast);
    let mut check = Check {
        script,
        ast: &ast,
        functions: &functions,
        known,
        fields: BTreeSet::new(),
        native,
        faults: Vec::new(),
    };
    check.fields(engine, fields);
    check.contract();
    check.variables(job);
    check.nodes(&job.modules);
    check.clashes();
    check.switches();
    check.reach();
    check.traps(engine);
    check.faults
}

struct Check<'a> {
    script: &'a Source,
    ast: &'a AST,
    functions: &'a [Function],
    known: Names,
    fields: BTreeSet<String>,
    native: BTreeSet<String>,
    faults: Vec<Fault>,
}

impl Check<'_> {
    fn add(&mut self, fault: Fault, at: Position) {
        let (line, column) = (at.line().unwrap_or(0), at.position().unwrap_or(0));
        self.faults.push(fault.at(&self.script.name, line, column));
    }

    fn add_at_function(&mut self, fault: Fault, function: &str) {
        let (line, column) = definition(&self.script.text, function).unwrap_or((0, 0));
        self.faults.push(fault.at(&self.script.name, line, column));
    }

    /// Names that may stand after a point.
    fn fields(&mut self, engine: &Engine, own: &[String]) {
        let getters = engine.collect_fn_metadata(
            None,
            |info| info.metadata.name.strip_prefix("get$").map(str::to_string),
            true,
        );
        self.fields.extend(getters);
        self.fields.extend(self.known.fields.iter().cloned());
        self.fields
            .extend(FIELDS.iter().flat_map(|(english, russian, _)| [*english, *russian]).map(str::to_string));
        self.fields.extend(own.iter().flat_map(|name| [name.clone(), identifier(name)]));
        self.fields.extend(
            ["value", "band", "parts", "to", "channel", "template", "when", "data"].map(str::to_string),
        );
    }

    /// The functions that the program calls: there, and with the right parameters.
    fn contract(&mut self) {
        let kind = Kind::of_file(&self.script.name);
        let functions: Vec<(&str, usize)> =
            self.functions.iter().map(|found| (found.name.as_str(), found.params.len())).collect();
        for duty in kind.duties() {
            let found: Vec<usize> =
                functions.iter().filter(|(name, _)| *name == duty.name).map(|(_, params)| *params).collect();
            if found.is_empty() && duty.required {
                self.missing(kind, duty, &functions);
            } else if !found.is_empty() && !found.contains(&duty.params) {
                let fault =
                    Fault::new("contract-params").arg(Arg::Name, duty.name).arg(Arg::Count, duty.params);
                self.add_at_function(fault, duty.name);
            }
        }
        if kind == Kind::Hooks {
            for (name, _) in functions.iter().filter(|(name, _)| name.starts_with("on_")) {
                if !HOOKS.contains(name) {
                    let fault = Fault::new("contract-hook").arg(Arg::Name, name).warning();
                    let hint = nearest(name, HOOKS);
                    self.add_at_function(Fault { hint, ..fault }, name);
                }
            }
        }
    }

    /// A function that must be there and is not: under a name like it, or in a comment.
    fn missing(&mut self, kind: Kind, duty: Duty, functions: &[(&str, usize)]) {
        let fault =
            Fault::new("contract-missing").arg(Arg::Name, format_args!("{}/{}", duty.name, duty.params));
        let file = &self.script.name;
        let meant = nearest(duty.name, functions.iter().map(|(name, _)| *name));
        let meant = meant.filter(|name| !kind.duties().iter().any(|duty| duty.name == name));
        if let Some((line, column)) = meant.and_then(|name| definition(&self.script.text, &name)) {
            let fault = Fault { hint: Some(duty.name.into()), ..fault };
            return self.faults.push(fault.at(file, line, column));
        }
        for (start, comment) in comments(&self.script.text) {
            let inside = comment.trim_start_matches('/').trim_start_matches('*');
            if let Some((line, column)) = definition(inside, duty.name) {
                let begin = start + comment.len() - inside.len();
                let (first, before) = place(&self.script.text, begin);
                let column = if line == 1 { before + column - 1 } else { column };
                let fault = Fault::new("contract-commented").arg(Arg::Name, duty.name);
                return self.faults.push(fault.at(file, first + line - 1, column));
            }
        }
        self.faults.push(fault.at(file, 0, 0));
    }

    /// What is hardly meant.
    fn traps(&mut self, engine: &Engine) {
        let name_of = |info: FuncInfo<'_>| Some((info.metadata.name.to_string(), info.metadata.num_params));
        let natives: BTreeSet<(String, usize)> =
            engine.collect_fn_metadata(None, name_of, true).into_iter().collect();
        let (kind, top) = (Kind::of_file(&self.script.name), self.ast.statements());
        let told: Vec<Option<Box<At>>> = self.faults.iter().map(|fault| fault.at.clone()).collect();
        for (fault, function) in traps::of_functions(kind, self.functions, top, &natives) {
            self.add_at_function(fault, &function);
        }
        // What is wrong with the same function already is why nobody calls it.
        let again = |fault: &Fault| fault.code == "unused-function" && told.contains(&fault.at);
        self.faults.retain(|fault| !again(fault));
        let mut found = traps::of_statements(self.functions, top);
        found.extend(traps::of_comparisons(self.ast));
        if kind == Kind::Pairing {
            found.extend(traps::of_weights(self.functions));
        }
        for (fault, at) in found {
            self.add(fault, at);
        }
        self.faults.extend(traps::of_letters(self.script));
    }

    /// Variables that are nowhere defined: Rhai says so itself when it is strict.
    fn variables(&mut self, job: &Job) {
        let mut strict = Engine::new_raw();
        job.limits.apply(&mut strict);
        strict.set_strict_variables(true);
        if let Err(error) = strict.compile(&self.script.text) {
            let fault = super::fault::of_parse(&self.script.name, &error, &self.known);
            if fault.code == "unknown-variable" {
                self.faults.push(fault);
            }
        }
    }

    fn nodes(&mut self, modules: &[Source]) {
        let mut found: Vec<(Fault, Position)> = Vec::new();
        let importable: Vec<&str> = modules.iter().map(|module| stem(&module.name)).collect();
        self.ast.walk(&mut |path| {
            match path.last() {
                Some(ASTNode::Expr(Expr::FnCall(call, at)) | ASTNode::Stmt(Stmt::FnCall(call, at))) => {
                    found.extend(self.call(call, None).map(|fault| (fault, *at)));
                }
                Some(ASTNode::Expr(Expr::MethodCall(call, at))) => {
                    found.extend(self.call(call, Some(())).map(|fault| (fault, *at)));
                }
                Some(ASTNode::Expr(Expr::Property(property, at))) => {
                    found.extend(self.field(&property.2).map(|fault| (fault, *at)));
                }
                Some(ASTNode::Stmt(Stmt::Import(import, at))) => {
                    if let Expr::StringConstant(name, _) = &import.0
                        && !importable.contains(&stem(name))
                    {
                        let hint = nearest(stem(name), importable.iter().copied());
                        found
                            .push((Fault { hint, ..Fault::new("unknown-module").arg(Arg::Name, name) }, *at));
                    }
                }
                _ => (),
            }
            true
        });
        for (fault, at) in found {
            self.add(fault, at);
        }
    }

    /// A call of something that is not there, or with a number of arguments that no definition of it takes.
    fn call(&self, call: &FnCallExpr, method: Option<()>) -> Option<Fault> {
        let name = call.name.as_str();
        let operator = !name.starts_with(|c: char| c.is_alphabetic() || c == '_');
        if operator || call.is_qualified() || name.starts_with("anon$") || BUILT_IN.contains(&name) {
            return None;
        }
        let own: Vec<usize> = self
            .ast
            .iter_functions()
            .filter(|found| found.name == name)
            .map(|found| found.params.len())
            .collect();
        let native = self.native.contains(name);
        if own.is_empty() && !native {
            if method.is_some() && self.fields.contains(name) {
                return None;
            }
            let hint = nearest(name, self.known.functions.iter().map(String::as_str));
            return Some(Fault { hint, ..Fault::new("unknown-function").arg(Arg::Name, name) });
        }
        let given = call.args.len();
        if !native && method.is_none() && !own.contains(&given) {
            let wanted: Vec<String> = own.iter().map(ToString::to_string).collect();
            return Some(
                Fault::new("function-params")
                    .arg(Arg::Name, name)
                    .arg(Arg::Text, wanted.join(", "))
                    .arg(Arg::Count, given),
            );
        }
        None
    }

    fn field(&self, name: &str) -> Option<Fault> {
        if self.fields.contains(name) {
            return None;
        }
        let hint = nearest(name, self.fields.iter().map(String::as_str));
        let fault = Fault::new("unknown-field").arg(Arg::Name, name);
        // A field that nothing resembles may be a column of a registry that this place does not have.
        let severity = if hint.is_some() { Severity::Error } else { Severity::Warning };
        Some(Fault { hint, severity, ..fault })
    }

    /// Choices by a field that may be unknown and is not asked for: an unknown takes the last case.
    fn switches(&mut self) {
        const ASK: [&str; 4] = ["known", "известно", "or_else", "или_иначе"];
        let (mut asked, mut chosen) = (BTreeSet::new(), Vec::new());
        self.ast.walk(&mut |path| {
            match path.last() {
                Some(ASTNode::Expr(Expr::Property(property, _))) => {
                    let asks = path.iter().any(|node| match node {
                        ASTNode::Expr(Expr::FnCall(call, _)) => ASK.contains(&call.name.as_str()),
                        _ => false,
                    });
                    if asks {
                        asked.insert(property.2.to_string());
                    }
                }
                Some(ASTNode::Stmt(Stmt::Switch(choice, _))) => {
                    if let Expr::Dot(chain, ..) = &choice.0
                        && let Expr::Property(property, at) = &chain.rhs
                    {
                        chosen.push((property.2.to_string(), *at));
                    }
                }
                _ => (),
            }
            true
        });
        for (field, at) in chosen.into_iter().filter(|(field, _)| !asked.contains(field)) {
            self.add(Fault::new("switch-unknown").arg(Arg::Name, field).warning(), at);
        }
    }

    /// Lists that are gone through by a function which reads them itself: that is an error whenever it runs.
    fn clashes(&mut self) {
        for clash in captures::clashes(self.ast).into_iter().filter(|clash| clash.direct) {
            self.add(Fault::new(captures::CODE).arg(Arg::Name, &clash.method), clash.at);
        }
    }

    /// Statements after one that always leaves.
    fn reach(&mut self) {
        let mut unreached: Vec<Position> = Vec::new();
        blocks(self.ast.statements(), &mut unreached);
        for function in self.functions {
            blocks(&function.body, &mut unreached);
        }
        for at in unreached {
            self.add(Fault::new("unreachable").warning(), at);
        }
    }
}

/// Looks through a block and the blocks in it.
fn blocks(statements: &[Stmt], unreached: &mut Vec<Position>) {
    let mut left = false;
    for statement in statements {
        if left {
            unreached.push(start(statement));
            return;
        }
        left = leaves(statement);
        match statement {
            Stmt::If(flow, _) | Stmt::While(flow, _) | Stmt::Do(flow, ..) | Stmt::TryCatch(flow, _) => {
                blocks(flow.body.statements(), unreached);
                blocks(flow.branch.statements(), unreached);
            }
            Stmt::For(each, _) => blocks(each.2.body.statements(), unreached),
            Stmt::Block(block) => blocks(block.statements(), unreached),
            _ => (),
        }
    }
}

/// Where a statement begins: a call's own place is its name, an assignment's its sign.
fn start(statement: &Stmt) -> Position {
    match statement {
        Stmt::Expr(expression) => expression.start_position(),
        Stmt::Assignment(pair) => pair.1.lhs.start_position(),
        other => other.position(),
    }
}

/// Whether nothing after this statement runs.
fn leaves(statement: &Stmt) -> bool {
    match statement {
        Stmt::Return(..) | Stmt::BreakLoop(..) => true,
        Stmt::If(flow, _) => {
            let last = |statements: &[Stmt]| statements.last().is_some_and(leaves);
            last(flow.body.statements()) && last(flow.branch.statements())
        }
        Stmt::While(flow, _) => {
            let forever = matches!(flow.expr, Expr::Unit(_) | Expr::BoolConstant(true, _));
            forever && !breaks(flow.body.statements())
        }
        Stmt::Block(block) => block.statements().last().is_some_and(leaves),
        _ => false,
    }
}

fn breaks(statements: &[Stmt]) -> bool {
    statements.iter().any(|statement| match statement {
        Stmt::BreakLoop(_, flags, _) => flags.contains(ASTFlags::BREAK),
        Stmt::If(flow, _) | Stmt::TryCatch(flow, _) => {
            breaks(flow.body.statements()) || breaks(flow.branch.statements())
        }
        Stmt::Block(block) => breaks(block.statements()),
        Stmt::Switch(..) => true,
        _ => false,
    })
}
