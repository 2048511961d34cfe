//! Keeps the server of wasm-bindgen's test runner awake.
//!
//! Its pool sometimes leaves a connection waiting although threads are idle, until another connection comes: the browser
//! then waits for a script for ever. So another connection comes every second.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use anyhow::Result;

/// Asks for something every second until it is dropped.
#[must_use]
#[derive(Debug)]
pub struct Nudge {
    /// Where the server is to listen.
    pub address: SocketAddr,
    over: Arc<AtomicBool>,
}

impl Nudge {
    /// Begins, at an address that is free now.
    ///
    /// # Errors
    /// When this machine has none.
    pub fn begin() -> Result<Self> {
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let over = Arc::new(AtomicBool::new(false));
        let done = over.clone();
        thread::spawn(move || {
            while !done.load(Ordering::Relaxed) {
                thread::sleep(Duration::from_secs(1));
                // Between two test programs nobody listens.
                let _ = ask(address);
            }
        });
        Ok(Self { address, over })
    }
}

impl Drop for Nudge {
    fn drop(&mut self) {
        self.over.store(true, Ordering::Relaxed);
    }
}

fn ask(address: SocketAddr) -> Result<()> {
    let second = Duration::from_secs(1);
    let mut stream = TcpStream::connect_timeout(&address, second)?;
    stream.set_read_timeout(Some(second))?;
    stream.write_all(b"GET / HTTP/1.0\r\n\r\n")?;
    stream.read_to_end(&mut Vec::new())?;
    Ok(())
}
