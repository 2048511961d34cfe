//! `cargo xtask demo`: the demo storefront on this machine.

use anyhow::Result;
use tokio::runtime;

use crate::{build, paths, serve};

/// Builds the site and serves it on `port` until interrupted.
///
/// # Errors
/// When the port is taken, which is found out before anything is built, or the build fails.
pub fn demo(port: u16) -> Result<()> {
    let runtime = runtime::Builder::new_current_thread().enable_all().build()?;
    let listener = runtime.block_on(serve::listen(port))?;
    build::build()?;
    let address = listener.local_addr()?;
    println!("The demo shop is at http://{address}/, its guided tour at http://{address}/tour/ (Ctrl-C ends it)");
    runtime.block_on(async { axum::serve(listener, serve::site(&paths::dist())).await })?;
    Ok(())
}
