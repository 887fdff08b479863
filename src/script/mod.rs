//! Rhai: the sandbox, the host API, diagnostics, tests and publishing.
