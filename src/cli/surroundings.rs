//! Environment variables of the libraries used, checked before any of them reads one.
//!
//! Belongs here: variables that make a library stop or start thousands of threads. Does not belong
//! here: our own variables, which each command reads.

use crate::domain::{Error, Result, error_codes};

/// The most threads that any of these variables may request: beyond it systems refuse, and the
/// libraries stop.
const MAX_THREADS: u64 = 1_024;

/// Errors with `F303` for a number of threads or a size that no library can work with.
/// `POLARS_MAX_THREADS=0` and `POLARS_ASYNC_THREAD_COUNT=two` make polars 0.55 panic. A hundred
/// thousand threads never finish, and rayon ignores a word in place of a number.
pub(super) fn check() -> Result<()> {
    std::env::vars_os().try_for_each(|(name, value)| {
        let (name, value) = (name.to_string_lossy(), value.to_string_lossy());
        is_usable(&name, value.trim())
    })
}

fn is_usable(name: &str, value: &str) -> Result<()> {
    let is_ours =
        name.starts_with("POLARS_") || ["RAYON_NUM_THREADS", "RAYON_RS_NUM_CPUS"].contains(&name);
    let max = if ["THREADS", "CPUS", "THREAD_COUNT"].iter().any(|end| name.ends_with(end)) {
        MAX_THREADS
    } else if name.ends_with("_SIZE") {
        u64::from(u32::MAX)
    } else {
        return Ok(());
    };
    if !is_ours
        || value.is_empty()
        || value.parse::<u64>().is_ok_and(|number| (1..=max).contains(&number))
    {
        return Ok(());
    }
    Err(Error::new(error_codes::OPTION_WRONG, "reading the environment")
        .at_key(name)
        .found(format!("{:?}", value.chars().take(100).collect::<String>()))
        .expected(format!("a whole number from 1 to {max}"))
        .help("set it to such a number, or unset it: the number then is that of the machine"))
}

#[cfg(test)]
mod tests {
    use super::is_usable;

    #[test]
    fn only_numbers_that_the_libraries_can_work_with_pass() {
        for (name, value) in [
            ("POLARS_MAX_THREADS", "1"),
            ("POLARS_MAX_THREADS", ""),
            ("RAYON_NUM_THREADS", "16"),
            ("POLARS_TEMP_DIR", "/tmp"),
            ("POLARS_VERBOSE", "0"),
            ("NUM_THREADS", "0"),
        ] {
            assert!(is_usable(name, value).is_ok(), "{name}={value}");
        }
        for (name, value) in [
            ("POLARS_MAX_THREADS", "0"),
            ("POLARS_MAX_THREADS", "100000"),
            ("POLARS_ASYNC_THREAD_COUNT", "two"),
            ("POLARS_IDEAL_MORSEL_SIZE", "0"),
            ("RAYON_NUM_THREADS", "-1"),
            ("RAYON_RS_NUM_CPUS", "0"),
        ] {
            let error = is_usable(name, value).unwrap_err();
            assert!(
                error.code().id == "F303" && error.place().to_string().contains(name),
                "{name}={value}"
            );
        }
    }
}
