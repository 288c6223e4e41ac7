//! How the process ends.
//!
//! Belongs here: the exit codes. Does not belong here: which error ends with which code;
//! `error_codes` defines that.

/// How the process ends. The numbers are part of the command line's contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// 1: a check found a difference, or a request could only partly be met.
    Difference = 1,
    /// 2: the request or a definition is wrong.
    Request = 2,
    /// 3: a source is missing, changed or unreachable.
    Source = 3,
}
