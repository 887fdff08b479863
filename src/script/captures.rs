//! Functions within functions that read what is gone through around them: `list.filter(|x| x in list)`.
//!
//! Rhai shares a variable that such a function captures, and locks it while a method of it runs: reading it inside is
//! then an error without a place. Facts cannot be changed by anybody, so they are handed out instead of locked; of
//! anything else, and where such functions stand within each other, the place of the call is found here.

use rhai::{AST, ASTNode, Engine, Expr, Module, Position, Stmt};

use super::api::facts::Facts;
use super::fault::Fault;
use super::program::body;
use super::wire::Source;

/// The code of the fault.
pub const CODE: &str = "data-race";

/// A method that goes through something which the function handed to it captures.
pub struct Clash {
    /// The method.
    pub method: String,
    /// Its place.
    pub at: Position,
    /// Whether it is called on the captured variable itself, and not on a field of it.
    pub direct: bool,
}

/// Every such call.
pub fn clashes(ast: &AST) -> Vec<Clash> {
    let mut found = Vec::new();
    ast.walk(&mut |path| {
        if let Some(ASTNode::Stmt(Stmt::Share(shared))) = path.last() {
            found.extend(clash(path, &|name| shared.iter().any(|(ident, _)| ident.name == name)));
        }
        true
    });
    found
}

fn clash(path: &[ASTNode<'_>], captured: &dyn Fn(&str) -> bool) -> Option<Clash> {
    let method = path.iter().rposition(|node| matches!(node, ASTNode::Expr(Expr::MethodCall(..))))?;
    let ASTNode::Expr(Expr::MethodCall(call, at)) = path[method] else { return None };
    path[..method].iter().rev().find_map(|node| {
        let ASTNode::Expr(Expr::Dot(chain, ..)) = node else { return None };
        let Expr::Variable(variable, ..) = &chain.lhs else { return None };
        let direct = matches!(&chain.rhs, Expr::MethodCall(..));
        captured(&variable.1).then(|| Clash { method: call.name.to_string(), at: *at, direct })
    })
}

/// Lets functions within functions read facts that are gone through around them, where a script has such functions:
/// otherwise looking at every variable would cost for nothing.
pub fn unlock_facts(engine: &mut Engine, ast: &AST, modules: &[Source]) {
    if clashes(ast).is_empty() || nests(ast) || modules.iter().any(|module| module.text.contains('|')) {
        return;
    }
    #[allow(deprecated)] // not deprecated: rhai's mark for "may change", and the version is pinned
    engine.on_var(|name, _, context| {
        let Some(value) = context.scope().get(name) else { return Ok(None) };
        let is_facts = value.is_shared() && !value.is_locked() && value.read_lock::<Facts>().is_some();
        Ok(is_facts.then(|| value.flatten_clone()))
    });
}

/// Whether a function within a function has one itself that captures: Rhai does not bear that with facts handed out.
fn nests(ast: &AST) -> bool {
    let captures = |statements: Vec<Stmt>| {
        let mut found = false;
        AST::new(statements, Module::new()).walk(&mut |path| {
            found |= matches!(path.last(), Some(ASTNode::Stmt(Stmt::Share(_))));
            !found
        });
        found
    };
    let mut within = ast.iter_functions().filter(|function| function.name.starts_with("anon$"));
    within.any(|function| captures(body(ast, function.name, function.params.len())))
}

/// The fault at the call it is about, which Rhai does not say.
pub fn placed(fault: Fault, ast: &AST, file: &str) -> Fault {
    if fault.code != CODE {
        return fault;
    }
    let method = fault.args.first().map(|(_, name)| name.clone()).unwrap_or_default();
    let clash = clashes(ast).into_iter().find(|clash| clash.method == method);
    match clash {
        Some(clash) => fault.at(file, clash.at.line().unwrap_or(0), clash.at.position().unwrap_or(0)),
        None => fault,
    }
}
