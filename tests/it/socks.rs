//! A SOCKS5 proxy on loopback (RFC 1928, without a password): passes connections on and remembers
//! what they were to.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// The proxy.
pub struct Socks {
    port: u16,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Socks {
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let asked: Arc<Mutex<Vec<String>>> = Arc::default();
        let remembered = Arc::clone(&asked);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let asked = Arc::clone(&remembered);
                // A client that has gone away is no fault of the proxy.
                std::thread::spawn(move || drop(serve(stream, &asked)));
            }
        });
        Self { port, asked }
    }

    /// Its address, of one of the kinds `socks5` and `socks5h`.
    pub fn at(&self, kind: &str) -> String {
        format!("{kind}://127.0.0.1:{}", self.port)
    }

    /// Host and port of every connection that was asked for: a name where the client did not look
    /// it up.
    pub fn asked(&self) -> Vec<String> {
        std::mem::take(&mut self.asked.lock().unwrap())
    }
}

fn serve(mut client: TcpStream, asked: &Mutex<Vec<String>>) -> std::io::Result<()> {
    let mut greeting = [0; 2];
    client.read_exact(&mut greeting)?;
    client.read_exact(&mut vec![0; usize::from(greeting[1])])?;
    client.write_all(&[5, 0])?;
    let mut request = [0; 4];
    client.read_exact(&mut request)?;
    let host = match request[3] {
        1 => {
            let mut address = [0; 4];
            client.read_exact(&mut address)?;
            std::net::Ipv4Addr::from(address).to_string()
        }
        3 => {
            let mut length = [0];
            client.read_exact(&mut length)?;
            let mut name = vec![0; usize::from(length[0])];
            client.read_exact(&mut name)?;
            String::from_utf8(name).unwrap()
        }
        _ => {
            let mut address = [0; 16];
            client.read_exact(&mut address)?;
            format!("[{}]", std::net::Ipv6Addr::from(address))
        }
    };
    let mut port = [0; 2];
    client.read_exact(&mut port)?;
    let to = format!("{host}:{}", u16::from_be_bytes(port));
    asked.lock().unwrap().push(to.clone());
    let Ok(server) = TcpStream::connect(&to) else {
        // Connection refused.
        return client.write_all(&[5, 5, 0, 1, 0, 0, 0, 0, 0, 0]);
    };
    client.write_all(&[5, 0, 0, 1, 0, 0, 0, 0, 0, 0])?;
    let (mut from_server, mut to_client) = (server.try_clone()?, client.try_clone()?);
    std::thread::spawn(move || {
        drop(std::io::copy(&mut from_server, &mut to_client));
        drop(to_client.shutdown(std::net::Shutdown::Write));
    });
    let mut to_server = server;
    drop(std::io::copy(&mut client, &mut to_server));
    to_server.shutdown(std::net::Shutdown::Write)
}
