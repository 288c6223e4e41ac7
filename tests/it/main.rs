//! The integration tests, one binary so that it is linked once.
//!
//! - `answers`: the JSON Schema of each answer is that of its type.
//! - `apportioning`: rules of apportionment against other people's packages, and what they promise
//!   for all numbers.
//! - `architecture`: the module map and the rules of the code: imports, printing, files, sizes,
//!   headers.
//! - `archives`: every file of an archive is read, or said not to be.
//! - `bundled`: the figures inside the program are those of the publishers' files.
//! - `charts`: charts from the publishers' real files.
//! - `checks`: what is declared is checked, what moved is shown, a sudden loss is refused.
//! - `cli`: the command line's contract: columns, formats, exit codes, README's commands.
//! - `comparisons`: moves of groups, shares of those counted somewhere, limits of rounded counts,
//!   ties.
//! - `corrections`: known errors of publishers, put right in the open.
//! - `costs`: what files that repeat something small may cost, and files at which a library fails.
//! - `cut_files`: a text file that was cut is never taken for an edition.
//! - `demography`: formulas of demography against publications and other people's packages.
//! - `durability`: what the store withstands: kills, two imports at once, a full disk, swapped
//!   links.
//! - `editions`: every file of the publishers' is read, and figures in it compared with another
//!   program's reading.
//! - `estimates`: figures of estimates that each edition revises are compared within one edition.
//! - `fit`: tables fitted to totals: biproportional apportionment and RAS.
//! - `gallery`: the gallery of charts is what the program draws.
//! - `geography`: the register of areas is that of the publishers' files; figures on other
//!   boundaries.
//! - `grades`: what is doubtful is refused until a person takes it, and is then marked wherever it
//!   is used.
//! - `grants`: estimates of grant income by authority.
//! - `hostile`: broken and hostile files are refused, quickly and in little memory.
//! - `indicators`: shipped indicators of all boroughs, against a recomputation from the publishers'
//!   files.
//! - `keys`: fair-share keys of several parts: what they promise, and London's shares as
//!   recomputed.
//! - `layouts`: documented layouts of which no file is held.
//! - `lists`: lists hold everybody once, and one question has one answer wherever it is asked.
//! - `made_packs`: every pack in every format, made once for the tests that look at them.
//! - `mend`: what no definition knows is proposed as a wording, proved by sums, and read from then
//!   on.
//! - `methods`: what every method of an indicator promises.
//! - `newer`: which of two editions counts; the day of figures printed without one.
//! - `notebooks`: the analysts' notebooks run.
//! - `oracles`: is it right? Numbers made outside this program.
//! - `packs`: the briefing: self-contained, the same twice, every region, nothing left out.
//! - `pathways`: pathways from quarter to quarter, and moves between authorities.
//! - `places`: profiles of authorities, statistical neighbours, what a scan lists.
//! - `printed`: answers as their tables, which the other files share.
//! - `prose`: guides, definitions, packs, errors and help in plain words and short sentences.
//! - `provisional`: what a publisher calls provisional has one note below its table, and nothing
//!   else has.
//! - `published`: the publishers' real files are read, with their own totals.
//! - `publisher`: a publisher on loopback, with every fault that a server may have.
//! - `references`: the pages made from the catalogue are not stale.
//! - `refresh`: new editions found, fetched, checked aside, taken or held back; whatever goes
//!   wrong, what was held answers.
//! - `regional`: words, sources, goals, meetings and rules of one region are said there and nowhere
//!   else.
//! - `robustness`: what draws of a key's weights and figures say.
//! - `socks`: a SOCKS5 proxy on loopback.
//! - `spellings`: codes, names, dates and rows that a publisher writes otherwise than the
//!   definition has them.
//! - `spreadsheets`: answers and packs as spreadsheets, by the guidance for published ones.
//! - `store`: what is kept, superseded, reproduced.
//! - `supply`: exceptions from the checks of dependencies have a reason and a day to look again.
//! - `support`: what the other files share.
//! - `systems`: what methods promise that look at all authorities of a region, at moves between
//!   them, at bands of age.
//! - `threads`: one opened engine answers from many threads at once.
//! - `uncertain_rows`: rows of which something is not known, and the figures that they may be
//!   about.
//! - `user_files`: the user's own files are never replaced unasked.
//! - `verify`: a store is read against its checksums, and put right where it can be.
//! - `wholes`: totals of nations and of the United Kingdom, and whom they leave out.
//! - `word`: packs as Word documents: headings, lists, tables and pictures that Word knows as such.
//! - `words`: words from files as a terminal is sent them, tables from odd places, names that no
//!   typeface has.
//! - `workbook`: workbooks made for tests.
//! - `wrong`: one broken file, definition or request for each error, its message under snapshot.

#![allow(clippy::unwrap_used, missing_docs, reason = "a failing test should stop where it fails")]
#![allow(clippy::print_stderr, reason = "a test that is skipped says so")]

mod answers;
mod apportioning;
mod architecture;
mod archives;
mod bundled;
mod charts;
mod checks;
mod cli;
mod comparisons;
mod corrections;
mod costs;
mod cut_files;
mod demography;
mod durability;
mod editions;
mod estimates;
mod fit;
mod gallery;
mod geography;
mod grades;
mod grants;
mod hostile;
mod indicators;
mod keys;
mod layouts;
mod likeness;
mod lists;
mod made_packs;
mod mend;
mod methods;
mod newer;
mod notebooks;
mod oracles;
mod packs;
mod pathways;
mod places;
mod printed;
mod proofs;
mod prose;
mod provisional;
mod published;
mod publisher;
mod references;
mod refresh;
mod regional;
mod robustness;
mod socks;
mod spellings;
mod spreadsheets;
mod store;
mod supply;
mod support;
mod systems;
mod threads;
mod uncertain_rows;
mod user_files;
mod verify;
mod wholes;
mod word;
mod words;
mod workbook;
mod wrong;
