//! redb: one file, the journal, rows, the vault and the outbox.
