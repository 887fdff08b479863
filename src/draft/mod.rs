//! What is shown of a roadmap before it is stored: JSON, a preview, findings in words.

mod findings;
mod json;
mod preview;

pub use findings::{no_roadmap, sentence};
pub use json::{deadline_json, draft_json};
pub use preview::{Line, Preview, understood};
