//! The built site on a port of its own, which does wrong what a test asks for.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use anyhow::ensure;
use axum::body::{Body, to_bytes};
use axum::extract::{self, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt;
use futures_util::stream;
use tokio::task::JoinHandle;
use tower_http::services::ServeDir;
use xtask::{paths, serve};

use crate::faults::{Fault, Settings, allowing_recorder, with_recorder};
use crate::{PATIENCE, Result};

/// A request the site received.
#[derive(Clone, Debug)]
pub struct Request {
    /// The path, without the query.
    pub path: String,
    /// When it came, since the site started.
    pub at: Duration,
}

/// The built site, served as `cargo xtask demo` serves it, with the pages of `tests/pages` at `/pages/` and all of `dist/` at
/// `/packages/`.
///
/// Every fault holds until the site is dropped, from the next request on. A path that ends in `/` stands for all below
/// it in [`missing`](Self::missing), [`late`](Self::late) and [`header`](Self::header).
#[derive(Debug)]
pub struct Site {
    address: SocketAddr,
    shared: Arc<Shared>,
    server: JoinHandle<()>,
}

#[derive(Debug)]
struct Shared {
    started: Instant,
    state: Mutex<Memory>,
}

#[derive(Debug, Default)]
struct Memory {
    faults: Vec<Fault>,
    requests: Vec<Request>,
    settings: Settings,
}

impl Site {
    /// Serves the site, faultless, on a free port.
    ///
    /// # Errors
    /// When the site is not built.
    pub async fn start() -> Result<Self> {
        let dist = paths::dist();
        ensure!(dist.join("vitrina").is_dir(), "the site is not built: run `cargo xtask build` first");
        let shared = Arc::new(Shared { started: Instant::now(), state: Mutex::default() });
        let pages = ServeDir::new(dist.join("pages")).fallback(ServeDir::new(paths::root().join("tests/pages")));
        let site = serve::site(&dist)
            .nest_service("/pages", pages)
            .nest_service("/packages", ServeDir::new(&dist))
            .layer(from_fn_with_state(Arc::clone(&shared), misbehave));
        let listener = serve::listen(0).await?;
        let address = listener.local_addr()?;
        let server = tokio::spawn(async {
            // It only ends with the test.
            let _ = axum::serve(listener, site).await;
        });
        Ok(Self { address, shared, server })
    }

    /// The address of `path`, which begins with `/`.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Lets `path` answer 404.
    pub fn missing(&self, path: &str) {
        self.fault(Fault::Missing(path.into()));
    }

    /// Lets `path` answer with `body` of the MIME type `kind`, whether or not there is such a file.
    pub fn replace(&self, path: &str, kind: &str, body: &str) {
        self.fault(Fault::Replaced { path: path.into(), kind: kind.into(), body: body.into() });
    }

    /// Lets `path` answer late.
    pub fn late(&self, path: &str, by: Duration) {
        self.fault(Fault::Late { path: path.into(), by });
    }

    /// Sends the page `path` in two halves: up to `marker`, and after `pause` the rest.
    pub fn halve(&self, path: &str, marker: &str, pause: Duration) {
        self.fault(Fault::Halved { path: path.into(), marker: marker.into(), pause });
    }

    /// Adds a header to what is below `path`, or replaces it.
    pub fn header(&self, path: &str, name: &str, value: &str) {
        self.fault(Fault::Header { path: path.into(), name: name.into(), value: value.into() });
    }

    /// Gives every page this Content-Security-Policy.
    pub fn policy(&self, policy: &str) {
        self.header("/", "content-security-policy", policy);
    }

    /// Makes every page an opaque origin that may run scripts: its storage throws.
    pub fn block_storage(&self) {
        self.policy("sandbox allow-scripts allow-forms");
    }

    /// Notes frame by frame where everything stands that `selector` finds, on pages opened from now on.
    pub fn watch(&self, selector: &str) {
        self.shared.lock().settings.watch = Some(selector.into());
    }

    /// Lets time pass: the clock of pages opened from now on is ahead by `time` more.
    pub fn let_pass(&self, time: Duration) {
        self.shared.lock().settings.later += u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
    }

    /// Every request so far.
    #[must_use]
    pub fn requests(&self) -> Vec<Request> {
        self.shared.lock().requests.clone()
    }

    /// How often `path` was asked for.
    #[must_use]
    pub fn requests_for(&self, path: &str) -> usize {
        self.shared.lock().requests.iter().filter(|request| request.path == path).count()
    }

    /// Waits until `path` was asked for `count` times.
    ///
    /// # Errors
    /// When that takes longer than anybody has patience.
    pub async fn wait_for_requests(&self, path: &str, count: usize) -> Result<()> {
        let started = Instant::now();
        while self.requests_for(path) < count {
            let asked = self.requests_for(path);
            ensure!(started.elapsed() < PATIENCE, "{path} was asked for {asked} times, not {count}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Ok(())
    }

    /// Waits until nothing was asked for during `time`: the page has everything it needs.
    ///
    /// # Errors
    /// When that takes longer than anybody has patience.
    pub async fn wait_until_quiet(&self, time: Duration) -> Result<()> {
        let started = Instant::now();
        loop {
            let last = self.shared.lock().requests.last().map_or(Duration::ZERO, |request| request.at);
            let quiet = self.shared.started.elapsed().saturating_sub(last);
            if quiet >= time {
                return Ok(());
            }
            ensure!(
                started.elapsed() < PATIENCE,
                "something is asked for again and again: {:?}",
                self.requests().last()
            );
            tokio::time::sleep(time - quiet).await;
        }
    }

    fn fault(&self, fault: Fault) {
        self.shared.lock().faults.push(fault);
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Memory> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes the request; gives the faults that concern it.
    fn receive(&self, path: &str, whole: &str) -> Vec<Fault> {
        let mut memory = self.lock();
        memory.requests.push(Request { path: path.to_owned(), at: self.started.elapsed() });
        memory.faults.iter().filter(|fault| fault.concerns(path) || fault.concerns(whole)).cloned().collect()
    }
}

/// Answers a request with the faults that concern it, and puts the recorder into pages.
async fn misbehave(State(shared): State<Arc<Shared>>, mut request: extract::Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let whole = request.uri().path_and_query().map_or("", |whole| whole.as_str());
    let faults = shared.receive(&path, whole);
    let page = request.headers().get(header::ACCEPT).is_some_and(|kinds| kinds.as_bytes().starts_with(b"text/html"));
    if page {
        // A page is always sent whole: what it would be revalidated against is not what was sent.
        request.headers_mut().remove(header::IF_NONE_MATCH);
        request.headers_mut().remove(header::IF_MODIFIED_SINCE);
    }
    let mut response = next.run(request).await;
    for fault in &faults {
        match fault {
            Fault::Missing(_) => response = StatusCode::NOT_FOUND.into_response(),
            Fault::Late { by, .. } => tokio::time::sleep(*by).await,
            Fault::Replaced { kind, body, .. } => {
                response = ([(header::CONTENT_TYPE, kind.clone())], body.clone()).into_response();
            }
            Fault::Halved { .. } | Fault::Header { .. } => {}
        }
    }
    if kind(response.headers()).starts_with("text/html") {
        let settings = shared.lock().settings.clone();
        response = recorded(response, &faults, &settings).await;
    }
    for fault in &faults {
        if let Fault::Header { name, value, .. } = fault {
            set_header(response.headers_mut(), name, value);
        }
    }
    response
}

/// A page with the recorder in it, in two halves where a fault says so.
async fn recorded(response: Response, faults: &[Fault], settings: &Settings) -> Response {
    let (mut parts, body) = response.into_parts();
    let bytes = to_bytes(body, usize::MAX).await.unwrap_or_default();
    let html = with_recorder(&String::from_utf8_lossy(&bytes), settings);
    for name in [header::CONTENT_LENGTH, header::ETAG, header::LAST_MODIFIED] {
        parts.headers.remove(name);
    }
    // The recorder pushes the page's own word on it too far down for browsers to look.
    parts.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    let halves = faults.iter().find_map(|fault| match fault {
        Fault::Halved { marker, pause, .. } => html.split_once(marker.as_str()).map(|halves| (halves, *pause)),
        _ => None,
    });
    let body = match halves {
        None => Body::from(html),
        Some(((first, second), pause)) => {
            let halves = [(first.to_owned(), Duration::ZERO), (second.to_owned(), pause)];
            Body::from_stream(stream::iter(halves).then(|(half, pause)| async move {
                tokio::time::sleep(pause).await;
                std::io::Result::Ok(half)
            }))
        }
    };
    Response::from_parts(parts, body)
}

fn kind(headers: &HeaderMap) -> &str {
    headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default()
}

/// Does nothing for a name or a value that HTTP cannot carry.
fn set_header(headers: &mut HeaderMap, name: &str, value: &str) {
    let value = if name == "content-security-policy" { allowing_recorder(value) } else { value.to_owned() };
    if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
        headers.insert(name, value);
    }
}
