//! One opened engine answers from many threads at once, and as it does from one.

use crate::printed;
use crate::support::engine_at;
use fairshares::allocation::{SharesRequest, shares};
use fairshares::domain::AreaCode;
use fairshares::engine::{Engine, Settings};
use fairshares::figures::Figures;
use fairshares::holdings::Holdings;
use fairshares::knowledge::Knowledge;
use fairshares::tables::Answer;

/// Refuses to compile where a type cannot be shared by threads.
const fn is_shared<T: Send + Sync>() {}
const _: () = {
    is_shared::<Engine>();
    is_shared::<Figures>();
    is_shared::<Holdings>();
    is_shared::<Knowledge>();
};

fn answers(engine: &Engine) -> String {
    let london: AreaCode = AreaCode::new("E12000007").unwrap();
    let request =
        SharesRequest::of_people(engine.catalogue(), london.clone(), "population".to_owned());
    let shares = shares::shares(engine.figures(), &request).unwrap().table();
    let place = printed::place(engine.figures(), "Newham").unwrap();
    format!("{shares:?}{place:?}")
}

#[test]
fn many_threads_get_the_answers_of_one() {
    let alone = answers(&engine_at(std::path::Path::new("no-such-store"), None));
    let shared = engine_at(std::path::Path::new("no-such-store"), None);
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..6).map(|_| scope.spawn(|| answers(&shared))).collect();
        for thread in threads {
            assert_eq!(thread.join().unwrap(), alone);
        }
    });
}

/// Two threads that ask for the two indicators of a circle are both refused, and neither waits for
/// the other.
#[test]
fn a_circle_of_definitions_is_refused_in_every_thread() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(folder.path().join("indicators/asylum")).unwrap();
    let text = include_str!("../wrong/F204-made-from-itself.toml");
    for (name, piece) in
        ["chicken", "egg"].into_iter().zip(text.split("\"\"\"\n").skip(1).step_by(2))
    {
        std::fs::write(folder.path().join(format!("indicators/asylum/{name}.toml")), piece)
            .unwrap();
    }
    let settings = Settings {
        store: "no-such-store".into(),
        catalogue: Some(folder.path().into()),
        ..Settings::default()
    };
    let engine = Engine::open(&settings).unwrap();
    std::thread::scope(|scope| {
        let asked =
            ["chicken", "egg"].map(|id| scope.spawn(|| engine.figures().values(id).unwrap_err()));
        asked.into_iter().for_each(|thread| assert_eq!(thread.join().unwrap().code().id, "F204"));
    });
}
