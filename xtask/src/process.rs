//! Ending what was started, with everything it started in turn: browsers leave children behind.

use std::fs;
use std::process;
use std::thread;
use std::time::Duration;

use anyhow::Context;
use rustix::process::{Pid, Signal, getpid, kill_process, set_child_subreaper};

/// Does `clean_up` and exits on Ctrl-C or a termination signal. Also makes this process the heir of every descendant
/// whose own parent dies, so that none escapes [`kill_descendants`].
///
/// # Errors
/// When a signal handler is already installed.
pub fn on_interrupt(clean_up: impl Fn() + Send + 'static) -> anyhow::Result<()> {
    // Only Linux has this; elsewhere orphans stay out of reach.
    let _ = set_child_subreaper(Some(getpid()));
    ctrlc::set_handler(move || {
        clean_up();
        process::exit(130);
    })
    .context("cannot listen for Ctrl-C")
}

/// Ends `pid` and everything that descends from it.
pub fn kill_tree(pid: u32) {
    let below = descendants(pid);
    kill(pid);
    below.into_iter().for_each(kill);
}

/// Ends everything that descends from `pid`, but not `pid` itself. Returns when none is left, or after a second.
pub fn kill_descendants(pid: u32) {
    for _ in 0..20 {
        let below = descendants(pid);
        if below.is_empty() {
            return;
        }
        below.into_iter().for_each(kill);
        thread::sleep(Duration::from_millis(50));
    }
}

fn kill(pid: u32) {
    if let Some(pid) = i32::try_from(pid).ok().and_then(Pid::from_raw) {
        let _ = kill_process(pid, Signal::KILL);
    }
}

/// The living descendants of `pid`, parents before children. Empty where there is no `/proc`.
fn descendants(pid: u32) -> Vec<u32> {
    let processes = running();
    let mut found = vec![pid];
    let mut next = 0;
    while let Some(&parent) = found.get(next) {
        found.extend(processes.iter().filter(|(_, of)| *of == parent).map(|(child, _)| *child));
        next += 1;
    }
    found.split_off(1)
}

/// Every process that is not a zombie, with its parent.
fn running() -> Vec<(u32, u32)> {
    let Ok(entries) = fs::read_dir("/proc") else { return Vec::new() };
    entries
        .flatten()
        .filter_map(|entry| {
            let pid = entry.file_name().to_str()?.parse().ok()?;
            let stat = fs::read_to_string(entry.path().join("stat")).ok()?;
            // The name in parentheses may hold spaces and parentheses itself.
            let mut fields = stat.rsplit_once(") ")?.1.split(' ');
            let alive = fields.next()? != "Z";
            let parent = fields.next()?.parse().ok()?;
            alive.then_some((pid, parent))
        })
        .collect()
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::process::Command;

    use super::*;

    #[test]
    fn a_tree_is_ended_with_its_grandchildren() {
        let mut shell = Command::new("sh").args(["-c", "(sleep 9; true) & wait"]).spawn().unwrap();
        for _ in 0..300 {
            thread::sleep(Duration::from_millis(10));
            if descendants(shell.id()).len() == 2 {
                break;
            }
        }
        let below = descendants(shell.id());
        assert_eq!(below.len(), 2, "a subshell and its sleep");
        kill_tree(shell.id());
        shell.wait().unwrap();
        thread::sleep(Duration::from_millis(50));
        assert!(!running().iter().any(|(pid, _)| below.contains(pid)));
    }
}
