//! The school's own modules: only those handed over with the job, found by name, never by a path.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use rhai::{Engine, EvalAltResult, Module, ModuleResolver, Position, Scope, Shared};

use super::wire::Source;

/// Resolves `import "имя"` among the sources of one job; each is run once.
pub struct Modules {
    sources: BTreeMap<String, Source>,
    done: Mutex<BTreeMap<String, State>>,
}

enum State {
    Running,
    Ready(Shared<Module>),
}

impl Modules {
    /// Lets `engine` import `sources`: by file name with or without `.rhai`, relative to the scripts' folder.
    pub fn install(engine: &mut Engine, sources: &[Source]) {
        let sources = sources.iter().map(|source| (stem(&source.name).to_string(), source.clone())).collect();
        engine.set_module_resolver(Self { sources, done: Mutex::new(BTreeMap::new()) });
    }
}

/// The name a module is imported by.
pub fn stem(name: &str) -> &str {
    let name = name.strip_prefix("./").unwrap_or(name);
    let name = name.strip_prefix("scripts/").unwrap_or(name);
    name.strip_suffix(".rhai").unwrap_or(name)
}

impl ModuleResolver for Modules {
    fn resolve(
        &self,
        engine: &Engine,
        _from: Option<&str>,
        path: &str,
        at: Position,
    ) -> Result<Shared<Module>, Box<EvalAltResult>> {
        let missing = || EvalAltResult::ErrorModuleNotFound(path.to_string(), at);
        let name = stem(path);
        let source = self.sources.get(name).ok_or_else(missing)?;
        let done = || self.done.lock().unwrap_or_else(PoisonError::into_inner);
        match done().get(name) {
            Some(State::Ready(module)) => return Ok(Arc::clone(module)),
            Some(State::Running) => {
                let circle = EvalAltResult::ErrorRuntime(format!("import: {name} → {name}").into(), at);
                return Err(EvalAltResult::ErrorInModule(source.name.clone(), circle.into(), at).into());
            }
            None => (),
        }
        done().insert(name.into(), State::Running);
        let made = engine.compile(&source.text).map_err(Into::into).and_then(|mut ast| {
            ast.set_source(&source.name);
            Module::eval_ast_as_new(Scope::new(), &ast, engine)
        });
        match made {
            Ok(module) => {
                let module = Arc::new(module);
                done().insert(name.into(), State::Ready(Arc::clone(&module)));
                Ok(module)
            }
            Err(error) => {
                done().remove(name);
                Err(EvalAltResult::ErrorInModule(source.name.clone(), error, at).into())
            }
        }
    }
}
