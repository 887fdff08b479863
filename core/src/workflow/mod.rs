//! Stages from a definition: a checked machine, diagnostics, diagrams.
