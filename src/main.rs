//! The `fairshares` command: hands the arguments to the command line and ends with its exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    fairshares::cli::main(std::env::args_os())
}
