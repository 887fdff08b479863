//! Rhai's errors as faults.

use rhai::{AST, EvalAltResult, LexError, ParseError, ParseErrorType, Position};

use super::{Arg, At, Call, Fault, nearest};
use crate::script::api::absent::NoData;
use crate::script::captures;
use crate::script::limits::Stop;
use crate::script::slips;

/// The names a slip of the pen may have meant.
#[derive(Default)]
pub struct Names {
    /// Functions, native and scripted.
    pub functions: Vec<String>,
    /// Variables and parameters.
    pub variables: Vec<String>,
    /// Fields of the facts.
    pub fields: Vec<String>,
}

impl Names {
    fn function(&self, written: &str) -> Option<String> {
        nearest(written, self.functions.iter().map(String::as_str))
    }

    fn variable(&self, written: &str) -> Option<String> {
        slips::meant(written).or_else(|| nearest(written, self.variables.iter().map(String::as_str)))
    }

    fn field(&self, written: &str) -> Option<String> {
        nearest(written, self.fields.iter().map(String::as_str))
    }

    /// Adds the functions, parameters and variables of a script.
    pub fn add_script(&mut self, ast: &AST) {
        use rhai::{ASTNode, Expr, Stmt};
        for function in ast.iter_functions() {
            self.functions.push(function.name.into());
            self.variables.extend(function.params.iter().map(|name| (*name).to_string()));
        }
        ast.walk(&mut |path| {
            match path.last() {
                Some(ASTNode::Stmt(Stmt::Var(var, ..))) => self.variables.push(var.0.name.to_string()),
                Some(ASTNode::Stmt(Stmt::For(each, ..))) => self.variables.push(each.0.name.to_string()),
                Some(ASTNode::Expr(Expr::Map(map, ..))) => {
                    self.fields.extend(map.0.iter().map(|(key, _)| key.name.to_string()));
                }
                _ => (),
            }
            true
        });
    }
}

fn place(file: &str, at: Position) -> Option<Box<At>> {
    let line = at.line()?;
    Some(Box::new(At { file: file.into(), line, column: at.position().unwrap_or(0) }))
}

/// The fault of a script that does not parse.
pub fn of_parse(file: &str, error: &ParseError, names: &Names) -> Fault {
    let ParseError(kind, at) = error;
    Fault { at: place(file, *at), ..of_parse_kind(kind, names) }
}

fn of_parse_kind(kind: &ParseErrorType, names: &Names) -> Fault {
    use ParseErrorType as P;
    let named = |code: &str, name: &str| Fault::new(code).arg(Arg::Name, name);
    match kind {
        P::UnexpectedEOF => Fault::new("parse-end"),
        P::BadInput(error) => of_lexer(error),
        P::UnknownOperator(name) => named("parse-operator", name),
        P::MissingToken(token, text) => {
            Fault::new("parse-missing").arg(Arg::Wanted, token).arg(Arg::Text, text)
        }
        P::MissingSymbol(text) => Fault::new("parse-symbol").arg(Arg::Text, text),
        P::MalformedIndexExpr(text) => Fault::new("parse-index").arg(Arg::Text, text),
        P::MalformedCapture(text) => Fault::new("parse-capture").arg(Arg::Text, text),
        P::DuplicatedProperty(name) => named("parse-same-key", name),
        P::DuplicatedVariable(name) => named("parse-same-variable", name),
        P::WrongSwitchIntegerCase | P::WrongSwitchDefaultCase | P::WrongSwitchCaseCondition => {
            Fault::new("parse-switch")
        }
        P::PropertyExpected => Fault::new("parse-field"),
        P::VariableExpected => Fault::new("parse-variable"),
        P::ForbiddenVariable(name) => named("parse-forbidden", name),
        P::Reserved(name) => Fault { hint: slips::meant(name), ..named("parse-reserved", name) },
        P::MismatchedType(wanted, found) => {
            Fault::new("type").arg(Arg::Wanted, wanted).arg(Arg::Found, found)
        }
        P::ExprExpected(text) => Fault::new("parse-expression").arg(Arg::Text, text),
        P::WrongDocComment => Fault::new("parse-doc-comment"),
        P::WrongFnDefinition => Fault::new("parse-function-place"),
        P::FnDuplicatedDefinition(name, count) => named("parse-same-function", name).arg(Arg::Count, count),
        P::FnMissingName => Fault::new("parse-function-name"),
        P::FnMissingParams(name) => named("parse-function-params", name),
        P::FnDuplicatedParam(name, param) => named("parse-same-param", param).arg(Arg::Text, name),
        P::FnMissingBody(name) => named("parse-function-body", name),
        P::WrongExport => Fault::new("parse-export"),
        P::AssignmentToConstant(name) => named("constant", name),
        P::AssignmentToInvalidLHS(_) => Fault::new("parse-assignment"),
        P::VariableExists(name) => named("parse-same-variable", name),
        P::VariableUndefined(name) => Fault { hint: names.variable(name), ..named("unknown-variable", name) },
        P::ModuleUndefined(name) => named("unknown-module", name),
        P::ExprTooDeep => Fault::new("parse-deep"),
        P::TooManyFunctions => Fault::new("parse-many-functions"),
        P::LiteralTooLarge(found, limit) => Fault::new("size").arg(Arg::Found, found).arg(Arg::Limit, limit),
        P::LoopBreak => Fault::new("parse-break"),
        other => Fault::new("parse-other").arg(Arg::Text, other),
    }
}

fn of_lexer(error: &LexError) -> Fault {
    let named = |code: &str, name: &str| Fault::new(code).arg(Arg::Name, name);
    match error {
        LexError::UnexpectedInput(text) => named("parse-input", text),
        LexError::UnterminatedString => Fault::new("parse-open-string"),
        LexError::StringTooLong(limit) => Fault::new("size").arg(Arg::Found, "string").arg(Arg::Limit, limit),
        LexError::MalformedEscapeSequence(text) => named("parse-escape", text),
        LexError::MalformedNumber(text) => named("parse-number", text),
        LexError::MalformedChar(text) => named("parse-char", text),
        LexError::MalformedIdentifier(text) => named("parse-identifier", text),
        LexError::ImproperSymbol(text, advice) => {
            let meant = advice.split("Should it be '").nth(1).and_then(|rest| rest.split('\'').next());
            Fault { hint: meant.map(str::to_string), ..named("parse-input", text) }
        }
        LexError::Runtime(text) => Fault::new("parse-other").arg(Arg::Text, text),
        other => Fault::new("parse-other").arg(Arg::Text, other),
    }
}

/// The fault of a script that failed while running.
pub fn of_eval(file: &str, error: &EvalAltResult, names: &Names) -> Fault {
    use EvalAltResult as E;
    match error {
        E::ErrorInFunctionCall(name, source, inner, at) => {
            let mut fault = of_eval(if source.is_empty() { file } else { source }, inner, names);
            fault.at = fault.at.or_else(|| place(file, *at));
            let function = if name.starts_with("anon$") { String::new() } else { name.clone() };
            fault.trail.push(Call { function, at: place(file, *at) });
            fault
        }
        E::ErrorInModule(name, inner, at) => {
            let mut fault = of_eval(if name.is_empty() { file } else { name }, inner, names);
            fault.at = fault.at.or_else(|| place(file, *at));
            fault
        }
        E::ErrorParsing(kind, at) => Fault { at: place(file, *at), ..of_parse_kind(kind, names) },
        _ => Fault { at: place(file, error.position()), ..of_kind(error, names) },
    }
}

fn of_kind(error: &EvalAltResult, names: &Names) -> Fault {
    use EvalAltResult as E;
    let named = |code: &str, name: &str| Fault::new(code).arg(Arg::Name, name);
    match error {
        E::ErrorTerminated(token, _) => Fault::new(Stop::of_token(token).unwrap_or(Stop::Operations).code()),
        E::ErrorTooManyOperations(_) => Fault::new("operations"),
        E::ErrorStackOverflow(_) => Fault::new("calls"),
        E::ErrorTooManyVariables(_) => Fault::new("variables"),
        E::ErrorTooManyModules(_) => Fault::new("modules"),
        E::ErrorDataTooLarge(what, _) => Fault::new("size").arg(Arg::Found, size_of(what)),
        E::ErrorFunctionNotFound(signature, _) => of_missing_function(signature, names),
        E::ErrorVariableNotFound(name, _) => {
            Fault { hint: names.variable(name), ..named("unknown-variable", name) }
        }
        E::ErrorPropertyNotFound(name, _) => {
            let name = name.split(' ').next().unwrap_or(name);
            Fault { hint: names.field(name), ..named("unknown-field", name) }
        }
        E::ErrorDotExpr(text, _) => of_dot(text, names),
        E::ErrorIndexNotFound(index, _) => named("no-such-index", &index.to_string()),
        E::ErrorModuleNotFound(name, _) => named("unknown-module", name),
        E::ErrorMismatchDataType(wanted, found, _) | E::ErrorMismatchOutputType(wanted, found, _) => {
            of_type(wanted, found)
        }
        E::ErrorIndexingType(found, _) => Fault::new("not-indexed").arg(Arg::Found, found),
        E::ErrorArrayBounds(count, index, _)
        | E::ErrorStringBounds(count, index, _)
        | E::ErrorBitFieldBounds(count, index, _) => {
            Fault::new("bounds").arg(Arg::Name, index).arg(Arg::Count, count)
        }
        E::ErrorFor(_) => Fault::new("not-iterable"),
        E::ErrorUnboundThis(_) => Fault::new("this"),
        // «argument #1 of function 'filter'»: the function is what the author knows.
        E::ErrorDataRace(name, _) => named(captures::CODE, name.split('\'').nth(1).unwrap_or(name)),
        E::ErrorNonPureMethodCallOnConstant(name, _) | E::ErrorAssignmentToConstant(name, _) => {
            named("constant", name.rsplit('$').next().unwrap_or(name))
        }
        E::ErrorArithmetic(text, _) => of_arithmetic(text),
        E::ErrorVariableExists(name, _) => named("parse-same-variable", name),
        E::ErrorForbiddenVariable(name, _) => named("parse-forbidden", name),
        E::ErrorRuntime(value, _) => of_thrown(value),
        E::LoopBreak(..) => Fault::new("parse-break"),
        other => Fault::new("failed").arg(Arg::Text, other),
    }
}

fn size_of(what: &str) -> &'static str {
    if what.contains("string") {
        "string"
    } else if what.contains("map") {
        "map"
    } else {
        "array"
    }
}

/// `name (type, type)`, or for an operator `lhs op rhs`-like signatures.
fn of_missing_function(signature: &str, names: &Names) -> Fault {
    let (name, types) = signature.split_once(" (").unwrap_or((signature, ")"));
    let types = types.trim_end_matches(')');
    if types.split(", ").any(|kind| kind == "unknown") {
        return Fault::new(super::NO_DATA).arg(Arg::Name, "");
    }
    let known = names.functions.iter().any(|known| known == name);
    let operator = !name.starts_with(|c: char| c.is_alphabetic() || c == '_');
    let code = match (operator, known) {
        (true, _) => "operator-types",
        (false, true) => "function-types",
        (false, false) => "unknown-function",
    };
    let hint = if known || operator { None } else { names.function(name) };
    Fault { hint, ..Fault::new(code).arg(Arg::Name, name).arg(Arg::Types, types) }
}

/// «Unknown property 'x' - a getter is not registered for type 'T'».
fn of_dot(text: &str, names: &Names) -> Fault {
    match text.split('\'').nth(1) {
        Some(name) => {
            let found = text.split('\'').nth(3).unwrap_or_default();
            if found == "unknown" {
                return Fault::new(super::NO_DATA).arg(Arg::Name, name);
            }
            Fault {
                hint: names.field(name),
                ..Fault::new("unknown-field").arg(Arg::Name, name).arg(Arg::Found, found)
            }
        }
        None => Fault::new("failed").arg(Arg::Text, text),
    }
}

fn of_type(wanted: &str, found: &str) -> Fault {
    if found == "unknown" || found.ends_with("::Absent") {
        return Fault::new(super::NO_DATA).arg(Arg::Name, "");
    }
    Fault::new("type").arg(Arg::Wanted, wanted).arg(Arg::Found, found)
}

fn of_arithmetic(text: &str) -> Fault {
    let lower = text.to_lowercase();
    if lower.contains("division by zero") || lower.contains("modulo division by zero") {
        Fault::new("division-by-zero").arg(Arg::Text, text)
    } else if lower.contains("overflow") {
        Fault::new("overflow").arg(Arg::Text, text)
    } else {
        Fault::new("arithmetic").arg(Arg::Text, text)
    }
}

fn of_thrown(value: &rhai::Dynamic) -> Fault {
    if let Some(absent) = value.read_lock::<NoData>() {
        return Fault::new(super::NO_DATA).arg(Arg::Name, &absent.field);
    }
    if let Some(fault) = value.read_lock::<Fault>() {
        return fault.clone();
    }
    let plain = |c: char| if c.is_control() && c != '\n' { ' ' } else { c };
    let text: String = value.to_string().chars().take(1_000).map(plain).collect();
    Fault::new("thrown").arg(Arg::Text, text)
}
