//! A published roadmap: rows of any table become task drafts and findings.
