//! What a script says that its author hardly meant, though it parses and runs: values that go nowhere, functions that
//! nobody calls, names that only look alike.

use std::collections::{BTreeMap, BTreeSet};

use rhai::{AST, ASTFlags, ASTNode, Expr, FnCallExpr, Module, Position, Stmt};
use vekha_core::facts::{Record, Value};

use super::api::facts::FIELDS;
use super::fault::{Arg, Fault, nearest, unmixed};
use super::kinds::Kind;
use super::program::body;
use super::sample;
use super::scan::{Sort, place, tokens};
use super::wire::Source;

/// Something that is hardly meant, and where.
type Trap = (Fault, Position);

/// A function of a script.
pub struct Function {
    /// Its name.
    pub name: String,
    /// Its parameters.
    pub params: Vec<String>,
    /// Its statements.
    pub body: Vec<Stmt>,
}

impl Function {
    /// Whether it is a function within a function, which Rhai names itself.
    fn is_closure(&self) -> bool {
        self.name.starts_with("anon$")
    }
}

/// The functions of a script.
pub fn functions(ast: &AST) -> Vec<Function> {
    let one = |found: rhai::ScriptFnMetadata<'_>| Function {
        name: found.name.to_string(),
        params: found.params.iter().map(|name| (*name).to_string()).collect(),
        body: body(ast, found.name, found.params.len()),
    };
    ast.iter_functions().map(one).collect()
}

/// Functions that nobody calls and those that stand in the place of the program's own. `natives` are the program's,
/// with how many arguments they take. The places are the caller's to find.
pub fn of_functions(
    kind: Kind,
    functions: &[Function],
    top: &[Stmt],
    natives: &BTreeSet<(String, usize)>,
) -> Vec<(Fault, String)> {
    let mut found = Vec::new();
    let called: Vec<BTreeSet<String>> = functions.iter().map(|function| mentioned(&function.body)).collect();
    let at_top = mentioned(top);
    for function in functions.iter().filter(|function| !function.is_closure()) {
        let name = &function.name;
        if natives.contains(&(name.clone(), function.params.len())) {
            found.push((Fault::new("shadows-host").arg(Arg::Name, name).warning(), name.clone()));
        }
        let others = functions.iter().zip(&called).filter(|(other, _)| other.name != *name);
        let mut callers = others.map(|(_, names)| names).chain([&at_top]);
        if is_asked(kind, name) || callers.any(|names| names.contains(name)) {
            continue;
        }
        let free = kind.duties().into_iter().map(|duty| duty.name);
        let free = free.filter(|duty| functions.iter().all(|other| other.name != *duty));
        let hint = nearest(name, free);
        found.push((
            Fault { hint, ..Fault::new("unused-function").arg(Arg::Name, name).warning() },
            name.clone(),
        ));
    }
    found
}

/// Whether others than the script's functions call this one: the program, a workflow, tests, other scripts.
fn is_asked(kind: Kind, name: &str) -> bool {
    match kind {
        Kind::Guards | Kind::Module => true,
        _ if name.starts_with("test_") || name.starts_with("тест_") => true,
        // A hook of no event is told of by itself.
        Kind::Hooks if name.starts_with("on_") => true,
        Kind::Efficiency if name.starts_with("pair_") => true,
        kind => kind.duties().iter().any(|duty| duty.name == name),
    }
}

/// The names of the functions that statements call or point to, and of their variables.
fn mentioned(statements: &[Stmt]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    AST::new(statements.to_vec(), Module::new()).walk(&mut |path| {
        match path.last() {
            Some(
                ASTNode::Expr(Expr::FnCall(call, _) | Expr::MethodCall(call, _))
                | ASTNode::Stmt(Stmt::FnCall(call, _)),
            ) => {
                found.insert(call.name.to_string());
                if let ("Fn", Some(Expr::StringConstant(name, _))) = (call.name.as_str(), call.args.first()) {
                    found.insert(name.to_string());
                }
            }
            Some(ASTNode::Expr(Expr::Variable(variable, ..))) => {
                found.insert(variable.1.to_string());
            }
            _ => (),
        }
        true
    });
    found
}

/// Criteria that have a weight and no value: `weights()` names them and `score` never does.
pub fn of_weights(functions: &[Function]) -> Vec<Trap> {
    let of = |name: &str, params: usize| {
        functions.iter().find(|one| one.name == name && one.params.len() == params).map(|one| &one.body)
    };
    let (Some(score), Some(weights)) = (of("score", 2), of("weights", 0)) else { return Vec::new() };
    let (mut scored, mut weighed) = (Vec::new(), Vec::new());
    if !keys(score, &mut scored) || !keys(weights, &mut weighed) || scored.is_empty() {
        return Vec::new();
    }
    let known = |name: &str| scored.iter().any(|(key, _)| key == name);
    let idle = weighed.iter().filter(|(name, _)| !known(name));
    idle.map(|(name, at)| {
        let hint = nearest(name, scored.iter().map(|(key, _)| key.as_str()));
        (Fault { hint, ..Fault::new("unused-weight").arg(Arg::Name, name).warning() }, *at)
    })
    .collect()
}

/// The keys of the maps that a block gives; `false` where it may give something that is not written out.
fn keys(statements: &[Stmt], found: &mut Vec<(String, Position)>) -> bool {
    let mut sound = true;
    AST::new(statements.to_vec(), Module::new()).walk(&mut |path| {
        if let Some(ASTNode::Stmt(Stmt::Return(value, flags, _))) = path.last()
            && !flags.contains(ASTFlags::BREAK)
        {
            sound &= value.as_deref().is_some_and(|value| keys_of(value, found));
        }
        sound
    });
    let tail = match statements.last() {
        Some(Stmt::Expr(tail)) => keys_of(tail, found),
        Some(Stmt::If(flow, _)) => {
            keys(flow.body.statements(), found) && keys(flow.branch.statements(), found)
        }
        Some(Stmt::Return(..)) => true,
        _ => false,
    };
    sound && tail
}

fn keys_of(value: &Expr, found: &mut Vec<(String, Position)>) -> bool {
    match value {
        Expr::Map(map, _) => found.extend(map.0.iter().map(|(key, _)| (key.name.to_string(), key.pos))),
        Expr::DynamicConstant(value, at) => match value.read_lock::<rhai::Map>() {
            Some(map) => found.extend(map.keys().map(|key| (key.to_string(), *at))),
            None => return false,
        },
        _ => return false,
    }
    true
}

/// Values that go nowhere, and variables that only seem to be changed.
pub fn of_statements(functions: &[Function], top: &[Stmt]) -> Vec<Trap> {
    let mut walk = Walk::default();
    for function in functions {
        walk.block(&function.body, true, &function.params);
    }
    walk.block(top, true, &[]);
    walk.found
}

#[derive(Default)]
struct Walk {
    found: Vec<Trap>,
    scopes: Vec<Vec<String>>,
}

impl Walk {
    /// Looks through a block; whether its last statement is its value, and which names it begins with.
    fn block(&mut self, statements: &[Stmt], value: bool, names: &[String]) {
        self.scopes.push(names.to_vec());
        for (at, statement) in statements.iter().enumerate() {
            self.statement(statement, value && at + 1 == statements.len());
        }
        self.scopes.pop();
    }

    fn statement(&mut self, statement: &Stmt, value: bool) {
        match statement {
            Stmt::Var(variable, ..) => {
                let (name, within) = (&variable.0, self.scopes.len().saturating_sub(1));
                if self.scopes[..within].iter().flatten().any(|known| *known == name.name.as_str()) {
                    let fault = Fault::new("shadows-variable").arg(Arg::Name, &name.name).warning();
                    self.found.push((fault, name.pos));
                }
                self.scopes.last_mut().into_iter().for_each(|scope| scope.push(name.name.to_string()));
            }
            Stmt::If(flow, _) | Stmt::TryCatch(flow, _) => {
                self.block(flow.body.statements(), value, &[]);
                self.block(flow.branch.statements(), value, &[]);
            }
            Stmt::While(flow, _) | Stmt::Do(flow, ..) => self.block(flow.body.statements(), false, &[]),
            Stmt::For(each, _) => {
                let names = std::iter::once(&each.0).chain(&each.1).map(|name| name.name.to_string());
                self.block(each.2.body.statements(), false, &names.collect::<Vec<_>>());
            }
            Stmt::Block(block) => self.block(block.statements(), value, &[]),
            Stmt::Expr(expression) if !value && is_idle(expression) => {
                self.found.push(match &**expression {
                    Expr::FnCall(call, at) => lost(call, *at),
                    other => (Fault::new("lost-value").warning(), other.start_position()),
                });
            }
            Stmt::FnCall(call, at) if !value && gives_only(call) => self.found.push(lost(call, *at)),
            _ => (),
        }
    }
}

/// What a call gives goes nowhere. A sign's own place is between what it stands between.
fn lost(call: &FnCallExpr, at: Position) -> Trap {
    let fault = match call.name.as_str() {
        "refuse" | "отказ" => Fault::new("lost-refusal"),
        "==" => Fault::new("lost-comparison"),
        _ => Fault::new("lost-value"),
    };
    let first = call.args.first().filter(|_| is_sign(&call.name));
    (fault.warning(), first.map_or(at, Expr::start_position))
}

/// Functions that do nothing but give a value.
const GIVE: [&str; 14] = [
    "refuse",
    "отказ",
    "indicator",
    "показатель",
    "message",
    "сообщение",
    "band",
    "уровень",
    "share",
    "доля",
    "known",
    "известно",
    "or_else",
    "или_иначе",
];

fn is_sign(name: &str) -> bool {
    !name.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

fn gives_only(call: &FnCallExpr) -> bool {
    !call.is_qualified() && (is_sign(&call.name) || GIVE.contains(&call.name.as_str()))
}

/// Whether an expression does nothing but give a value.
fn is_idle(expression: &Expr) -> bool {
    match expression {
        Expr::BoolConstant(..)
        | Expr::IntegerConstant(..)
        | Expr::FloatConstant(..)
        | Expr::CharConstant(..)
        | Expr::StringConstant(..)
        | Expr::InterpolatedString(..)
        | Expr::Array(..)
        | Expr::Map(..)
        | Expr::Variable(..)
        | Expr::Property(..) => true,
        Expr::FnCall(call, _) => gives_only(call),
        Expr::Dot(chain, ..) => is_idle(&chain.lhs) && is_idle(&chain.rhs),
        Expr::And(parts, _) | Expr::Or(parts, _) => parts.iter().all(is_idle),
        _ => false,
    }
}

/// Fields compared with what they never are: Rhai finds such values unequal and says nothing.
pub fn of_comparisons(ast: &AST) -> Vec<Trap> {
    let kinds = kinds_of_fields();
    let mut found = Vec::new();
    ast.walk(&mut |path| {
        if let Some(ASTNode::Expr(Expr::FnCall(call, _)) | ASTNode::Stmt(Stmt::FnCall(call, _))) = path.last()
            && ["==", "!=", "<", "<=", ">", ">="].contains(&call.name.as_str())
            && let [left, right] = call.args.as_slice()
        {
            for (field, other) in [(left, right), (right, left)] {
                if let (Some(name), Some(other_kind)) = (field_of(field), kind_of(other))
                    && let Some(kind) = kinds.get(name)
                    && class(kind) != class(other_kind)
                {
                    let fault = Fault::new("unlike").arg(Arg::Name, name).arg(Arg::Wanted, kind);
                    found.push((fault.arg(Arg::Found, other_kind).warning(), other.start_position()));
                }
            }
        }
        true
    });
    found
}

/// The field that an expression like `наставник.стаж` reads.
fn field_of(expression: &Expr) -> Option<&str> {
    let Expr::Dot(chain, ..) = expression else { return None };
    match (&chain.lhs, &chain.rhs) {
        (Expr::Variable(..), Expr::Property(property, _)) => Some(&property.2),
        _ => None,
    }
}

fn kind_of(literal: &Expr) -> Option<&'static str> {
    Some(match literal {
        Expr::IntegerConstant(..) => "i64",
        Expr::FloatConstant(..) => "f64",
        Expr::StringConstant(..) => "string",
        Expr::CharConstant(..) => "char",
        Expr::BoolConstant(..) => "bool",
        _ => return None,
    })
}

/// Kinds that can be compared with each other.
fn class(kind: &str) -> &str {
    match kind {
        "i64" | "f64" => "number",
        "string" | "char" => "text",
        other => other,
    }
}

/// What the standard fields hold, in both spellings: as the invented school has them. A programme goes by its number or
/// its title.
fn kinds_of_fields() -> BTreeMap<&'static str, &'static str> {
    let day = chrono::NaiveDate::default();
    let records: Vec<Record> =
        sample::mentors(3).into_iter().chain(sample::mentees(3)).chain([sample::facts(day)]).collect();
    let kind = |value: &Value| {
        Some(match value {
            Value::Bool(_) => "bool",
            Value::Int(_) => "i64",
            Value::Float(_) => "f64",
            Value::Text(_) => "string",
            Value::Date(_) => "date",
            Value::List(_) => "array",
            Value::Map(_) => "map",
            Value::Unknown => return None,
        })
    };
    let mut kinds = BTreeMap::new();
    for (english, russian, _) in FIELDS.iter().filter(|(english, ..)| *english != "programme") {
        if let Some(kind) = records.iter().find_map(|record| kind(record.get(english))) {
            kinds.extend([(*english, kind), (*russian, kind)]);
        }
    }
    kinds
}

/// Words in which a letter of one alphabet stands among those of the other that it looks like.
pub fn of_letters(script: &Source) -> Vec<Fault> {
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for token in tokens(&script.text) {
        let plain = token.sort == Sort::Word || token.text.starts_with('"');
        for (at, word) in if plain { words(token.text) } else { Vec::new() } {
            let Some((meant, odd)) = unmixed(word) else { continue };
            if !seen.insert(word) {
                continue;
            }
            // All of a name or text is what is put right.
            let marks = usize::from(token.sort == Sort::Literal);
            let inside = token.text.trim_matches('"');
            let hint = format!("{}{meant}{}", &inside[..at - marks], &inside[at - marks + word.len()..]);
            let (line, column) = place(&script.text, token.start + marks);
            let fault = Fault::new("mixed-letters").arg(Arg::Name, word).arg(Arg::Text, letters(&odd));
            let fault = fault.at(&script.name, line, column).warning();
            found.push(Fault { hint: Some(hint), ..fault });
        }
    }
    found
}

/// The words of a text with the byte each begins at: letters that follow each other.
fn words(text: &str) -> Vec<(usize, &str)> {
    let letter = |c: char| !c.is_alphabetic();
    let ends = |start: usize| text[start..].find(letter).map_or(text.len(), |end| start + end);
    let begins = text.char_indices().filter(|(at, c)| {
        c.is_alphabetic() && !text[..*at].chars().next_back().is_some_and(char::is_alphabetic)
    });
    begins.map(|(at, _)| (at, &text[at..ends(at)])).collect()
}

fn letters(odd: &str) -> String {
    let mut each: Vec<String> = Vec::new();
    for letter in odd.chars().map(|letter| format!("«{letter}»")) {
        if !each.contains(&letter) {
            each.push(letter);
        }
    }
    each.join(", ")
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use vekha_core::schedule::Calendar;

    use crate::script::check::check;
    use crate::script::limits::{Limits, Meter};
    use crate::script::wire::{Job, Source, Task};

    /// The faults of a script: code, line, column, what was meant.
    fn faults(file: &str, text: &str) -> Vec<(String, usize, usize, String)> {
        let script = Source { name: file.into(), text: text.into() };
        let limits = Limits::default();
        let meter = Meter::new(&limits, None);
        let task = Task::Check(vec![script.clone()], Vec::new());
        let job = Job { limits, modules: Vec::new(), calendar: Calendar::default(), task };
        let found = check(&job, &[script], &[], &Arc::clone(&meter)).into_iter();
        let place =
            |fault: &crate::script::fault::Fault| fault.at.as_ref().map_or((0, 0), |at| (at.line, at.column));
        found
            .map(|fault| {
                let (line, column) = place(&fault);
                (fault.code, line, column, fault.hint.unwrap_or_default())
            })
            .collect()
    }

    /// What is expected: code, line, column, what was meant.
    type Row<'a> = (&'a str, usize, usize, &'a str);

    #[track_caller]
    fn check_all(file: &str, rows: &[(&str, &[Row<'_>])]) {
        for (text, expected) in rows {
            let expected: Vec<_> = expected
                .iter()
                .map(|(code, line, column, hint)| (code.to_string(), *line, *column, hint.to_string()))
                .collect();
            assert_eq!(faults(file, text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_hardly_meant_in_a_pairing_is_found_at_its_place() {
        const REST: &str = "\nfn score(м, н) { 1 }";
        let with = |eligible: &str| format!("{eligible}{REST}");
        let rows: Vec<(String, Vec<Row<'_>>)> = vec![
            (with("fn eligible(м, н) { true }"), vec![]),
            (with("/* начало\nfn eligible(м, н) { true }"), vec![("open-comment", 1, 1, "")]),
            (with("/* а\n/* б */\nfn eligible(м, н) { true }"), vec![("open-comment-nested", 1, 1, "")]),
            (with("/* было:\n  fn eligible(м, н) { true } */"), vec![("contract-commented", 2, 6, "")]),
            (with("// fn eligible(м, н) { true }"), vec![("contract-commented", 1, 7, "")]),
            (with("fn eligible(м, н) { let т = `текст; true }"), vec![("parse-open-string", 1, 29, "")]),
            (with("fn eligible(м, н) { let т = \"текст; true }"), vec![("parse-open-string", 1, 29, "")]),
            (
                with("fn eligible(м, н) { true }\nfn eligible(а, б) { false }"),
                vec![("parse-same-function", 2, 1, "")],
            ),
            (
                // The second letter is Russian.
                with("fn eligible(м, н) { true }\nfn trеshold() { 5 }"),
                vec![("unused-function", 2, 4, "threshold"), ("mixed-letters", 2, 4, "treshold")],
            ),
            (
                with("fn еligible(м, н) { true }"),
                vec![("contract-missing", 1, 4, "eligible"), ("mixed-letters", 1, 4, "eligible")],
            ),
            (with("fn eligible(м) { true }"), vec![("contract-params", 1, 4, "")]),
            (
                with("fn eligible(м, н) { true }\nfn min(а, б) { а }"),
                vec![("shadows-host", 2, 4, ""), ("unused-function", 2, 4, "")],
            ),
            (
                with("fn eligible(м, н) {\n  if м.стаж > 3 { отказ(\"рано\") }\n  true\n}"),
                vec![("lost-refusal", 2, 19, "")],
            ),
            (
                with("fn eligible(м, н) {\n  let а = 1;\n  if м.стаж > 3 { let а = 2; а + 1; }\n  а == 1\n}"),
                vec![("shadows-variable", 3, 23, ""), ("lost-value", 3, 30, "")],
            ),
            (
                with("fn eligible(м, н) {\n  let а = 1;\n  а == 2;\n  а == 1\n}"),
                vec![("lost-comparison", 3, 3, "")],
            ),
            (
                with("fn eligible(м, н) { м.стаж > \"5\" || 3 == н.предмет || м.стаж > 2.5 }"),
                vec![("unlike", 1, 30, ""), ("unlike", 1, 37, "")],
            ),
        ];
        let rows: Vec<_> = rows.iter().map(|(text, expected)| (text.as_str(), &expected[..])).collect();
        check_all("pairing.rhai", &rows);
    }

    #[test]
    fn a_weight_without_a_criterion_is_found() {
        let with = |score: &str, weights: &str| {
            format!(
                "fn eligible(м, н) {{ true }}\nfn score(м, н) {{ {score} }}\nfn weights() {{ {weights} }}"
            )
        };
        let rows = [
            (with("#{ запрос: 1 }", "#{ запрос: 4 }"), vec![]),
            (with("#{ запрос: м.стаж }", "#{ запрсо: 4 }"), vec![("unused-weight", 3, 19, "запрос")]),
            (
                with("if м.стаж > 1 { return #{ а: 1 }; } #{ б: м.стаж }", "#{ а: 1, б: 2, в: 3 }"),
                vec![("unused-weight", 3, 31, "")],
            ),
            (with("let к = #{ запрос: 1 }; к", "#{ другое: 1 }"), vec![]),
        ];
        let rows: Vec<_> = rows.iter().map(|(text, expected)| (text.as_str(), &expected[..])).collect();
        check_all("pairing.rhai", &rows);
    }

    #[test]
    fn functions_of_other_kinds_are_called_by_others() {
        check_all("guards.rhai", &[("fn пара_готова(ф) { true }", &[])]);
        check_all("common.rhai", &[("fn вдвое(х) { х * 2 }", &[])]);
        check_all(
            "hooks.rhai",
            &[
                ("fn on_task_due(ф) { кому(ф) }\nfn кому(ф) { [] }", &[]),
                (
                    "fn оn_task_due(ф) { [] }",
                    &[("unused-function", 1, 4, "on_task_due"), ("mixed-letters", 1, 4, "on_task_due")],
                ),
            ],
        );
        check_all(
            "efficiency.rhai",
            &[
                ("fn pair(ф) { #{ а: [1, 2].map(Fn(\"вдвое\")) } }\nfn вдвое(х) { х * 2 }", &[]),
                (
                    "fn pair(ф) { #{ а: 1 } }\nfn pair_кружок(ф) { #{ б: 1 } }\nfn mentr(ф) { #{} }",
                    &[("unused-function", 3, 4, "mentor")],
                ),
            ],
        );
    }

    #[test]
    fn the_shipped_scripts_have_none() {
        for (file, text) in [
            ("pairing.rhai", include_str!("../../scripts/pairing.rhai")),
            ("efficiency.rhai", include_str!("../../scripts/efficiency.rhai")),
            ("guards.rhai", include_str!("../../scripts/guards.rhai")),
            ("hooks.rhai", include_str!("../../scripts/hooks.rhai")),
        ] {
            assert_eq!(faults(file, text), [], "{file}");
        }
    }
}
