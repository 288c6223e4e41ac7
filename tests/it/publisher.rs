//! A publisher on loopback: answers as the real ones do, and fails in every way that they might.
//!
//! Addresses are those of the real publishers, with the host as the first part of the path, as a
//! mirror is asked.

use fairshares::source::fetch::Mirror;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What is answered at an address.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    pub fault: Fault,
    /// True: it has a version by which it is told from others, and parts of it may be asked for.
    pub versioned: bool,
}

/// How an answer goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    None,
    /// The connection is closed after so many bytes of the body.
    BreaksOff(usize),
    /// Nothing comes any more after so many bytes, and the connection stays open.
    FallsSilent(usize),
    /// One byte at a time, so many milliseconds apart.
    Drips(u64),
    /// The length that is announced is so much larger than the body.
    Overstates(usize),
    /// No length is announced: the end of the connection is the end of the body.
    Unmeasured(usize),
    /// A part that is asked for ends after so many bytes, and says so.
    Parts(usize),
    /// A part that is asked for begins so many bytes further on, and says so.
    Shifts(usize),
}

/// A request as it came.
#[derive(Clone, Debug)]
pub struct Asked {
    pub path: String,
    pub headers: BTreeMap<String, String>,
    pub body: String,
    /// The status that was answered.
    pub status: u16,
    /// Bytes of the body that were sent.
    pub sent: usize,
}

/// The server.
pub struct Publisher {
    port: u16,
    answers: Arc<Mutex<BTreeMap<String, Vec<Answer>>>>,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Answer {
    pub fn of(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: body.into(),
            fault: Fault::None,
            versioned: status == 200,
        }
    }

    /// A file with the type that GOV.UK gives workbooks.
    pub fn file(body: impl Into<Vec<u8>>) -> Self {
        Self::of(200, body).with("content-type", "application/octet-stream")
    }

    pub fn json(body: &serde_json::Value) -> Self {
        Self::of(200, body.to_string()).with("content-type", "application/json")
    }

    pub fn html(body: impl Into<Vec<u8>>) -> Self {
        Self::of(200, body).with("content-type", "text/html; charset=utf-8")
    }

    pub fn redirect(to: &str) -> Self {
        Self::of(301, "").with("location", to)
    }

    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub fn failing(mut self, fault: Fault) -> Self {
        self.fault = fault;
        self
    }

    pub fn unversioned(mut self) -> Self {
        self.versioned = false;
        self
    }

    fn etag(&self) -> String {
        let sum = self
            .body
            .iter()
            .fold(0u64, |sum, byte| sum.wrapping_mul(31).wrapping_add(u64::from(*byte)));
        format!("\"{sum:x}-{}\"", self.body.len())
    }
}

impl Publisher {
    /// Starts a server that knows nothing yet.
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let (answers, asked) = (Arc::default(), Arc::default());
        let publisher = Self { port, answers: Arc::clone(&answers), asked: Arc::clone(&asked) };
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (answers, asked) = (Arc::clone(&answers), Arc::clone(&asked));
                // A client that has gone away is no fault of the server.
                std::thread::spawn(move || drop(serve(&stream, &answers, &asked)));
            }
        });
        publisher
    }

    /// Where it is.
    pub fn base(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// It in place of all publishers.
    pub fn mirror(&self) -> Mirror {
        Mirror { dataset: None, base: self.base() }
    }

    /// Answers at an address of a publisher from now on.
    pub fn at(&self, address: &str, answer: Answer) {
        self.first_then(address, vec![answer]);
    }

    /// Answers one after the other, the last of them from then on.
    pub fn first_then(&self, address: &str, answers: Vec<Answer>) {
        let key = address.strip_prefix("https:/").unwrap().to_owned();
        self.answers.lock().unwrap().insert(key, answers);
    }

    /// What was asked since the last time this was called.
    pub fn asked(&self) -> Vec<Asked> {
        std::mem::take(&mut self.asked.lock().unwrap())
    }
}

fn serve(
    stream: &TcpStream,
    answers: &Mutex<BTreeMap<String, Vec<Answer>>>,
    asked: &Mutex<Vec<Asked>>,
) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 {
            return Ok(());
        }
        let path = line.split(' ').nth(1).unwrap_or_default().to_owned();
        let mut headers = BTreeMap::new();
        loop {
            let mut header = String::new();
            reader.read_line(&mut header)?;
            let Some((name, value)) = header.trim_end().split_once(": ") else { break };
            headers.insert(name.to_ascii_lowercase(), value.to_owned());
        }
        let length =
            headers.get("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
        let mut body = vec![0; length];
        reader.read_exact(&mut body)?;
        let answer = chosen(answers, &path);
        let (status, from) = settled(&answer, &headers);
        let from =
            from + if let (Fault::Shifts(by), 206) = (answer.fault, status) { by } else { 0 };
        let mut body_sent =
            if status == 304 { &[] } else { answer.body.get(from..).unwrap_or_default() };
        if let (Fault::Parts(most), 206) = (answer.fault, status) {
            body_sent = &body_sent[..most.min(body_sent.len())];
        }
        // Counted before it is sent: whoever has the answer may ask at once what was asked.
        asked.lock().unwrap().push(Asked {
            path,
            headers,
            body: String::from_utf8_lossy(&body).into_owned(),
            status,
            sent: body_sent.len(),
        });
        send(stream, &answer, status, from, body_sent)?;
    }
}

fn chosen(answers: &Mutex<BTreeMap<String, Vec<Answer>>>, path: &str) -> Answer {
    let mut answers = answers.lock().unwrap();
    let bare = path.split('?').next().unwrap();
    let key = if answers.contains_key(path) { path } else { bare };
    match answers.get_mut(key) {
        Some(list) if list.len() > 1 => list.remove(0),
        Some(list) => list[0].clone(),
        None => Answer::of(404, "nothing here"),
    }
}

/// The status of an answer to what was asked, and from which byte on it is sent.
fn settled(answer: &Answer, headers: &BTreeMap<String, String>) -> (u16, usize) {
    let etag = answer.etag();
    let is_it = |name: &str| headers.get(name).is_some_and(|value| *value == etag);
    if answer.versioned && is_it("if-none-match") {
        return (304, 0);
    }
    let range = headers
        .get("range")
        .and_then(|range| range.strip_prefix("bytes=")?.strip_suffix('-')?.parse().ok());
    match range {
        Some(from) if answer.versioned && is_it("if-range") && from >= answer.body.len() => {
            (416, answer.body.len())
        }
        Some(from) if answer.versioned && is_it("if-range") => (206, from),
        _ => (answer.status, 0),
    }
}

fn send(
    mut stream: &TcpStream,
    answer: &Answer,
    status: u16,
    from: usize,
    body: &[u8],
) -> std::io::Result<()> {
    let announced = match answer.fault {
        Fault::Overstates(more) => body.len() + more,
        _ => body.len(),
    };
    let mut head = format!(
        "HTTP/1.1 {status} Status\r\ncontent-length: {announced}\r\ndate: Thu, 26 Nov 2026 \
         09:30:00 GMT\r\n"
    );
    if matches!(answer.fault, Fault::Unmeasured(_)) && status == 200 {
        head = format!("HTTP/1.1 {status} Status\r\nconnection: close\r\n");
    }
    if answer.versioned {
        head += &format!("etag: {}\r\n", answer.etag());
    }
    if status == 206 {
        head += &format!(
            "content-range: bytes {from}-{}/{}\r\n",
            from + body.len() - 1,
            answer.body.len()
        );
    }
    for (name, value) in &answer.headers {
        head += &format!("{name}: {value}\r\n");
    }
    stream.write_all((head + "\r\n").as_bytes())?;
    let stop = |stream: &TcpStream| stream.shutdown(std::net::Shutdown::Both);
    match answer.fault {
        Fault::None | Fault::Parts(_) | Fault::Shifts(_) => stream.write_all(body),
        Fault::Unmeasured(bytes) => {
            stream.write_all(&body[..bytes.min(body.len())])?;
            stop(stream)
        }
        Fault::BreaksOff(bytes) => {
            stream.write_all(&body[..bytes.min(body.len())])?;
            stop(stream)
        }
        Fault::Overstates(_) => {
            stream.write_all(body)?;
            stop(stream)
        }
        Fault::FallsSilent(bytes) => {
            stream.write_all(&body[..bytes.min(body.len())])?;
            stream.flush()?;
            std::thread::sleep(Duration::from_secs(60));
            Ok(())
        }
        Fault::Drips(milliseconds) => body.iter().try_for_each(|byte| {
            std::thread::sleep(Duration::from_millis(milliseconds));
            stream.write_all(&[*byte])
        }),
    }
}

/// A zip archive of files.
pub fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// The settings of fetching with waits that a test can wait for, and small pages.
pub fn quick_fetching() -> String {
    quick_fetching_with(&[])
}

/// The same with some settings of the test's own.
pub fn quick_fetching_with(own: &[(&str, &str)]) -> String {
    let quick = [
        ("connect_milliseconds", "2_000"),
        ("silence_milliseconds", "400"),
        ("grace_milliseconds", "600"),
        ("attempts", "3"),
        ("first_wait_milliseconds", "5"),
        ("longest_wait_milliseconds", "1_500"),
        ("pause_milliseconds", "0"),
        ("nomis_cells", "3"),
        ("features_a_page", "2"),
        ("store_attempts", "2"),
    ];
    let text = include_str!("../../data/catalogue/fetching.toml");
    for (name, _) in own {
        assert!(text.contains(&format!("\n{name} = ")), "no setting {name}");
    }
    let line = |line: &str| {
        let name = line.split(" = ").next().unwrap();
        let value = own.iter().chain(&quick).find(|(quick, _)| *quick == name);
        value.map_or_else(|| line.to_owned(), |(name, value)| format!("{name} = {value}"))
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}
