//! The built site over HTTP, as a careful static host would serve it.

use std::io::{Error, ErrorKind, Result};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderValue, header};
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use tokio::net::TcpListener;
use tower_http::services::{ServeDir, ServeFile};

/// Listens on this machine only. Port 0 takes any that is free.
///
/// # Errors
/// When the port is taken: a sentence with the way out.
pub async fn listen(port: u16) -> Result<TcpListener> {
    TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).await.map_err(|error| match error.kind() {
        ErrorKind::AddrInUse => Error::other(format!("port {port} is in use: choose another with --port")),
        _ => Error::other(format!("port {port} cannot be listened on ({error}): choose another with --port")),
    })
}

/// The site built in `dist`: the shop at `/`, what merchants point at below `/vitrina/`. Files carry an ETag, so that
/// a browser asks again cheaply.
pub fn site(dist: &Path) -> Router {
    let shop = dist.join("shop");
    let not_found = ServeFile::new(shop.join("404.html"));
    Router::new()
        .nest_service("/vitrina", ServeDir::new(dist.join("vitrina")))
        .fallback_service(ServeDir::new(shop).not_found_service(not_found))
        .layer(from_fn(describing))
}

/// Adds what a file system does not know. Pictures and fonts may be kept for an hour; everything else is revalidated,
/// so that a rebuilt site shows at once. Texts are UTF-8.
async fn describing(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let text = kind.starts_with("text/") && !kind.contains("charset");
    let described = text.then(|| HeaderValue::try_from(format!("{kind}; charset=utf-8")).ok()).flatten();
    let kept = response.status().is_success() && (kind.starts_with("image/") || kind.starts_with("font/"));
    let rule = HeaderValue::from_static(if kept { "max-age=3600" } else { "no-cache" });
    response.headers_mut().entry(header::CACHE_CONTROL).or_insert(rule);
    if let Some(kind) = described {
        response.headers_mut().insert(header::CONTENT_TYPE, kind);
    }
    response
}

#[cfg(test)]
mod tests {
    use std::fs;

    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpStream;

    use super::*;

    /// The head of the answer to a request for `path` with the header lines `more`.
    async fn head(address: SocketAddr, path: &str, more: &str) -> String {
        let mut stream = TcpStream::connect(address).await.unwrap();
        let request = format!("GET {path} HTTP/1.1\r\nhost: shop\r\nconnection: close\r\n{more}\r\n");
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.unwrap();
        String::from_utf8_lossy(&answer).split("\r\n\r\n").next().unwrap().to_lowercase()
    }

    #[tokio::test]
    async fn files_come_with_their_types_and_are_revalidated() {
        let dist = crate::paths::target().join("tmp/serve");
        for (file, content) in [
            ("shop/index.html", "<p>"),
            ("shop/404.html", "no"),
            ("shop/c/tents/index.html", "<p>"),
            ("shop/tent.svg", "<svg/>"),
            ("vitrina/engine_bg.wasm", ""),
            ("vitrina/vitrina.mjs", ""),
        ] {
            fs::create_dir_all(dist.join(file).parent().unwrap()).unwrap();
            fs::write(dist.join(file), content).unwrap();
        }
        let listener = listen(0).await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move { axum::serve(listener, site(&dist)).await });

        for (path, status, line) in [
            ("/", "200", "content-type: text/html; charset=utf-8\r\n"),
            ("/", "200", "cache-control: no-cache"),
            ("/c/tents/", "200", "content-type: text/html"),
            ("/c/tents", "307", "location: /c/tents/"),
            ("/tent.svg", "200", "cache-control: max-age=3600"),
            ("/nowhere", "404", "content-type: text/html"),
            ("/vitrina/nowhere", "404", ""),
            ("/vitrina/engine_bg.wasm", "200", "content-type: application/wasm"),
            ("/vitrina/engine_bg.wasm", "200", "cache-control: no-cache"),
            ("/vitrina/vitrina.mjs", "200", "/javascript\r\n"),
        ] {
            let head = head(address, path, "").await;
            assert!(head.starts_with(&format!("http/1.1 {status}")) && head.contains(line), "{path}: {head}");
        }

        let first = head(address, "/vitrina/vitrina.mjs", "").await;
        let tag = first.lines().find_map(|line| line.strip_prefix("etag: ")).unwrap();
        let again = head(address, "/vitrina/vitrina.mjs", &format!("if-none-match: {tag}\r\n")).await;
        assert!(again.starts_with("http/1.1 304"), "{again}");
    }

    #[tokio::test]
    async fn a_port_in_use_is_a_sentence() {
        let first = listen(0).await.unwrap();
        let port = first.local_addr().unwrap().port();
        let error = listen(port).await.unwrap_err().to_string();
        assert_eq!(error, format!("port {port} is in use: choose another with --port"));
    }
}
