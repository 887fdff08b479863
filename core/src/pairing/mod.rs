//! Who mentors whom: an exact solver, its certificate, and reasons.
