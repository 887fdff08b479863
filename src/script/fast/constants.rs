//! What a script says before anything runs: literals, and choices among them by constant arguments.

use std::rc::Rc;

use rhai::{AST, ASTNode, Dynamic, Expr, Module, Scope, Stmt};

use super::code::Operand;
use super::compile::{Bound, Compiler, Value};

/// A literal text: as an argument it stays known, so that the function can choose by it.
pub(super) fn text(expression: &Expr) -> Option<Rc<Dynamic>> {
    match expression {
        Expr::StringConstant(text, _) => Some(Rc::new(Dynamic::from(text.clone()))),
        _ => None,
    }
}

/// The value of an expression in which nothing is computed; the interpreter gives it, since the cases of a `switch`
/// are hashes in the syntax tree.
pub(super) fn fold(compiler: &Compiler<'_>, expression: &Expr) -> Option<Rc<Dynamic>> {
    if let Some(value) = expression.is_constant().then(|| expression.get_literal_value(None)).flatten() {
        return Some(Rc::new(value));
    }
    let mut sound = true;
    expression.walk(&mut Vec::new(), &mut |path| {
        sound &= match path.last() {
            Some(ASTNode::Expr(Expr::Variable(variable, ..))) => {
                variable.2.is_empty() && matches!(compiler.bound(&variable.1), Some(Bound::Constant(_)))
            }
            Some(ASTNode::Expr(one)) => {
                one.is_constant() || matches!(one, Expr::Array(..) | Expr::Map(..) | Expr::Stmt(_))
            }
            Some(ASTNode::Stmt(one)) => {
                matches!(one, Stmt::Expr(_) | Stmt::Switch(..) | Stmt::Block(_) | Stmt::Noop(_))
            }
            _ => false,
        };
        sound
    });
    if !sound {
        return None;
    }
    // A variable is found by how many were defined since: the scope has the others too.
    let mut scope = Scope::new();
    for (name, bound) in &compiler.names {
        let value = match bound {
            Bound::Constant(value) => (**value).clone(),
            _ => Dynamic::UNIT,
        };
        scope.push_dynamic(name.as_str(), value);
    }
    let ast = AST::new(vec![Stmt::Expr(Box::new(expression.clone()))], Module::new());
    compiler.engine.eval_ast_with_scope::<Dynamic>(&mut scope, &ast).ok().map(Rc::new)
}

/// A constant as an operand where it is a number, a text or a truth.
pub(super) fn value(compiler: &mut Compiler<'_>, value: &Rc<Dynamic>) -> Value {
    if let Ok(number) = value.as_int() {
        return Value::Int(Operand::Const(number));
    }
    if let Ok(number) = value.as_float() {
        return Value::Float(Operand::Const(number));
    }
    if let Ok(truth) = value.as_bool() {
        return Value::Bool(Operand::Const(truth));
    }
    if let Ok(text) = value.as_immutable_string_ref() {
        return Value::Text(Operand::Const(compiler.packed.text(&text)));
    }
    Value::Constant(Rc::clone(value))
}
