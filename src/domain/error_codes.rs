//! Every error the program can raise: its code, title, explanation, remedy and exit code.
//!
//! `fairshares explain CODE` prints an entry, and `tests/it/wrong.rs` demands an example of each in `tests/wrong/`.
//! F1xx: a publication is not what its definition says. F2xx: a definition is wrong. F3xx: a request is wrong.
//! F4xx: the store or the machine. F5xx: the network and publishers' servers.

use super::Exit;
use super::naming::marked;

/// One kind of error, with the text a user can look up.
#[derive(Debug, PartialEq, Eq)]
pub struct ErrorCode {
    /// Such as `F106`.
    pub id: &'static str,
    /// One line, lower case, no full stop.
    pub title: &'static str,
    /// When it occurs and why the program refuses.
    pub explanation: &'static str,
    /// What to do next, with fields and actions in braces.
    fix: &'static str,
    /// The exit code of the process.
    pub exit: Exit,
}

macro_rules! codes {
    ($($name:ident = $id:literal, $exit:ident, $title:literal, $explanation:literal, $fix:literal;)*) => {
        $(
            #[doc = concat!("`", $id, "`: ", $title, ".")]
            pub const $name: &ErrorCode = &ErrorCode {
                id: $id, title: $title, explanation: $explanation, fix: $fix, exit: Exit::$exit,
            };
        )*
        /// Every code, in order.
        pub static ALL: &[&ErrorCode] = &[$($name),*];
    };
}

codes! {
    FILE_UNREADABLE = "F101", Source, "the file cannot be read as what it claims to be",
        "The bytes are not a whole xlsx, ods, xls or csv file: cut short in download, protected by a password, or \
         something else under that name (often an HTML error page).",
        "download the file again from the publisher's page and compare its size with the one stated there";
    PUBLICATION_UNKNOWN = "F102", Source, "no dataset of the catalogue recognises this file",
        "Datasets are recognised by cover sheet, sheet names and header cells, never by file name. This file matches \
         none, so it is another publication, or the publisher has changed the layout beyond recognition.",
        "if it should be one of these, check that it is the publisher's whole file; {datasets} lists what is read";
    SHEET_MISSING = "F103", Source, "a sheet that the dataset needs is not in the workbook",
        "The cover names the publication, but a data sheet is gone or renamed. Reading another sheet in its stead \
         could give other figures, so nothing is read.",
        "compare the sheet names; if it was renamed, add the new name to `sheets` in the dataset's file";
    HEADER_MISSING = "F104", Source, "a column that the dataset needs is not in the sheet",
        "Columns are found by the text of their header. One that carries figures or keys was not found.",
        "compare the header row; if it was reworded, add the new wording to the column's `header` list";
    HEADER_UNKNOWN = "F105", Source, "the sheet has a column that no layout of the dataset declares",
        "A new column may split, replace or redefine the others (for instance a new sub-total), so it is not ignored.",
        "read the publisher's notes, then declare the column in the dataset's file, as data or as `role = \"ignore\"`";
    LABEL_UNKNOWN = "F106", Source, "a label that no codelist knows",
        "A new category cannot be mapped by guess: people under it would vanish from totals or be counted as \
         something else.",
        "read the publisher's notes, then add the label to the codelist named above";
    AREA_UNKNOWN = "F107", Source, "an area code or name that the catalogue of areas does not hold",
        "Every row must belong to an area that exists, or to one of the declared groups of people without one.",
        "check the code in the ONS Code History Database, then add it to data/catalogue/areas/areas.csv";
    AREA_CONTRADICTION = "F108", Source, "an area code that contradicts the name beside it",
        "One of the two is wrong, and which one cannot be guessed. In the Home Office file of September 2023 the code \
         of Hull stands on rows of 21 other authorities.",
        "tell the publisher, and declare a [[correction]] with its reason in the dataset's file";
    NOT_A_NUMBER = "F109", Source, "text where a number or a declared marker should be",
        "Only numbers and the markers that the dataset declares (such as `*`) may stand in a figure's place; anything \
         else has no known meaning and is never read as 0.",
        "look it up in the publication's notes, then declare it under [markers] in the dataset's file";
    GRAIN_REPEATED = "F110", Source, "two rows for the same area, period and category",
        "The grain of a table must be unique, or people would be counted twice.",
        "tell the publisher; if the rows are parts of one figure, declare a [[correction]] with action = \"sum\"";
    AREA_ABSENT = "F111", Source, "an authority that the publication covers is missing from the table",
        "The dataset covers every authority of its geography, so a missing one is a fault of the file, not a zero.",
        "download the file again; if the authority was abolished, add its end date to data/catalogue/areas/areas.csv";
    TOTAL_DIFFERS = "F112", Source, "a published total differs from the sum of its parts",
        "The difference is larger than the publication's rounding rules allow: rows are missing, doubled or moved.",
        "compare the figures named above with the publication before relying on either";
    EDITION_UNCLEAR = "F113", Source, "the file does not say which edition or date it is",
        "A figure without its date cannot be used. File names are not trusted: the same name is used again for other \
         editions.",
        "use the publisher's workbook with its cover sheet";
    TOO_LARGE = "F114", Source, "the file is larger than the reading limits",
        "Sizes are bounded before reading, so that a damaged or hostile file cannot exhaust the machine.",
        "check that this is the publisher's file";
    DATE_UNREADABLE = "F115", Source, "a date that cannot be read",
        "The column of dates holds something that is not a day such as `31 Dec 2025`, or a day after the one on which the file \
         was obtained.",
        "correct nothing by hand: check the file with the publisher";
    OUT_OF_RANGE = "F116", Source, "a figure outside the range that its dataset declares",
        "Counts cannot be negative or fractional; a value outside the declared range is a misread or a misprint.",
        "check the cell with the publisher; a known misprint can be declared as a [[correction]]";
    CHANGE_TOO_LARGE = "F117", Source, "an edition has changed more from the one before than can be taken unseen",
        "More than a fifth of the figures or of a total is gone, or a total has changed by more than the dataset declares: \
         more often a file cut short or a lost category than news. Nothing is stored until a person has looked.",
        "compare the file with the publication; if it is right, import it again with {..import :accept=REASON}";
    COUNT_DIFFERS = "F118", Source, "there are fewer or more areas or figures than the dataset declares",
        "Areas are missing from the table, or an area has another number of figures than the rest: rows or columns are \
         lost or doubled.",
        "compare the table with the publication; if its geography has changed, change the [[check]] in the dataset's file";
    SHEETS_AMBIGUOUS = "F119", Source, "two sheets of the workbook could be the same table",
        "Both names are known for the table. Reading the first alone could leave the newer figures unread.",
        "look which sheet is meant; if the publication has two tables now, declare them apart in the dataset's file";
    REISSUED = "F120", Source, "an edition has been issued again with other figures",
        "A file about the same days as the edition held says something else. Publishers correct files without changing \
         their date; a figure that was signed may be one of those that changed. The edition held before goes on counting.",
        "read {diff}, then take it with {refresh :accept=ID}, or leave it with {..refresh :discard=ID}";
    TABLE_LOST = "F121", Source, "a table or an area that the edition before had is gone",
        "The file can be read, but a dataset that should be in it is not, or areas have no figures any more. Taken unseen, \
         they would drop out of tables and charts.",
        "read {diff}, then take it with {refresh :accept=ID}, or leave it with {..refresh :discard=ID}";
    FIGURES_CONTRADICT = "F122", Source, "figures of a publication contradict each other",
        "Figures that depend on each other cannot all be right: a rate and the counts it is made of, moves in and out and \
         their difference, the same figure in two tables, a share that jumps from one year to the next. The figures named \
         are unreliable, the others are read.",
        "ask the publisher which is right; a known misprint can be declared as a [[correction]]";
    FILE_CUT = "F123", Source, "a text file lacks what every file of its publication has",
        "A workbook that was cut cannot be opened, but a text file that was cut looks like a shorter one. Its last line has no \
         end, its last rows break off before those above them do, or areas, days or figures are missing that every file of \
         the publication has. It may also be an extract that somebody asked for.",
        "download the file again and compare its size and last line with the publisher's";
    DEFINITION_UNREADABLE = "F201", Request, "a definition file cannot be read",
        "The TOML or CSV is malformed, or holds a key that does not exist (a misspelt key would otherwise be ignored).",
        "correct the line; the allowed keys are listed above";
    REFERENCE_DANGLING = "F202", Request, "a definition refers to another that does not exist",
        "Datasets, codelists, indicators, keys and charts refer to each other by id, which is the file's name.",
        "check the spelling, or add the missing file";
    ID_REPEATED = "F203", Request, "the id inside a definition is not the name of its file",
        "Each definition is found by its file name; an id that differs, or stands twice, would make references unclear.",
        "rename the file or correct the id";
    DEFINITION_WRONG = "F204", Request, "a definition contradicts itself or its method",
        "The definition can be read but cannot be right: a value out of range, a method without what it needs, a \
         source that is missing.",
        "correct the key named above; the README of its folder says what each key means";
    KINDS_MIXED = "F205", Request, "stock, flow and cumulative figures are mixed",
        "A count on a day, events over a period and all events since a beginning measure different things and must not \
         be added, divided or ranked as if they were alike.",
        "choose inputs of one kind, or a method made for both";
    DEFINITION_UNUSED = "F206", Request, "a definition that nothing uses",
        "A codelist that no dataset refers to, or a label mapped twice, is a mistake waiting to be believed.",
        "remove it, or refer to it";
    UNKNOWN_ID = "F301", Request, "there is no definition of that name",
        "The id given on the command line is not in the catalogue.",
        "list what there is with {indicators}, {datasets} or {chart :list}";
    UNKNOWN_AREA = "F302", Request, "there is no area of that name",
        "Regions are the nine English regions, Wales, Scotland and Northern Ireland; areas go by ONS code or full name.",
        "use the name as the Office for National Statistics writes it, or the ONS code";
    OPTION_WRONG = "F303", Request, "an option has a value that makes no sense here",
        "The value is malformed or out of range.",
        "see the command's {field:help} for an example that runs";
    NO_DATA = "F304", Request, "no figures are held for what was asked",
        "The definition exists, but no edition held (bundled or imported) has figures for that area and date.",
        "import the publication with {import FILE}, or choose another date";
    FIGURE_UNKNOWN = "F305", Request, "that figure cannot be traced because it does not exist",
        "A figure is named by indicator, area code and the day it is as at, such as \
         `supported-per-10k E09000018 2025-12-31`.",
        "list the figures there are with {show INDICATOR :area=CODE}";
    NOT_COMPARABLE = "F306", Request, "these areas may not be compared",
        "The publisher says that figures of two areas, or of two nations, do not measure the same.",
        "look at each area by itself with {show}";
    FILE_INACCESSIBLE = "F401", Source, "a file or folder cannot be opened or written",
        "The operating system refused: the path does not exist, is not readable, or the disk is full.",
        "check the path and its permissions";
    STORE_DAMAGED = "F402", Source, "the store does not hold what its manifest says",
        "A snapshot is missing or its bytes no longer have the sha256 recorded when it was imported.",
        "import the file again: it is put back in its place; {verify} says what else is wrong";
    STORE_LOCKED = "F403", Source, "another fairshares is writing to the store",
        "Only one process may write at a time.",
        "wait for the other to finish; the lock is released when its process ends";
    DRAWING_FAILED = "F404", Source, "a chart could not be drawn",
        "The drawing library refused: a size of zero, or a picture too large for memory.",
        "report this with the command that led to it";
    STORE_NEWER = "F405", Source, "a newer fairshares has written the store",
        "The layout of the store is one that this version does not know. It is refused and not written to.",
        "use the newer version, or another store with {field:store}";
    UNREACHABLE = "F501", Source, "a publisher's server cannot be reached",
        "The name is not known, the connection is refused or the server stays silent: there is no network, a firewall or \
         proxy stands between, or the server is down. What is held goes on being used.",
        "try again later; behind a proxy set HTTPS_PROXY; or download the file by hand and {import} it";
    REFUSED = "F502", Source, "a publisher's server refuses the request",
        "The server answers, but with a refusal: we may not have it (401, 403), or we are to wait (429, 503). Waiting and \
         trying again has not helped, or would not.",
        "open the address in a browser, or try again later";
    INCOMPLETE = "F503", Source, "a download broke off or came too slowly",
        "Fewer bytes came than the server had announced, or they came so slowly that it would never end. What has come is \
         kept aside, and the next run goes on from there.",
        "run {refresh} again";
    ADDRESS_FORBIDDEN = "F504", Source, "an address that the dataset does not allow",
        "Files are fetched only from the hosts that a dataset declares, over https, and never from inside a private network: \
         a link or redirect that leads elsewhere is not followed.",
        "look where the address leads; if the publisher has moved, add the host to `hosts` in the dataset's file";
    CONTENT_UNEXPECTED = "F505", Source, "the server sent something else than a published file",
        "The type or the first bytes are those of a web page, an error message or another kind of file. Servers often send \
         such a page with the status of success.",
        "open the address in a browser to see what the server says";
    FILE_NOT_LISTED = "F506", Source, "the publisher's page does not list the file that the dataset describes",
        "The page or interface answers, but nothing on it is called what the dataset's file expects, or it is built \
         otherwise than before. Taking the nearest thing instead could be another table.",
        "compare the page with `named`, `follow` or `items` under [discover] in the dataset's file";
    KEY_MISSING = "F507", Source, "a publisher's interface needs a key",
        "The interface answers only to people who have an account. Keys are read from the environment and never stored.",
        "set the variable named above to your key, or download the table by hand and {import} it";
    GONE = "F508", Source, "a publisher's page is not there any more",
        "The server answers that it has nothing at that address (404, 410): the page has moved or was taken down.",
        "search for the publication on the publisher's site, and correct `page` in the dataset's file";
    END_UNKNOWN = "F509", Source, "a file came without saying where it ends",
        "The server announced no length and closed the connection: whether that was the end of the file, nobody can tell. A text \
         that is cut short at the end of a line looks whole, so it counts only when a person has looked.",
        "compare its last rows with the publication; if it is whole, take it with {refresh :accept=ID}";
    OUT_OF_TIME = "F510", Source, "the time of a refresh was over before all was asked",
        "A run has an end, so that a slow server does not hold up the next one. What had come is taken; what was not reached is \
         left as it was and is still due.",
        "run {refresh} again: it goes on with what was not reached";
}

impl ErrorCode {
    /// What to do next, printed when the place of the error gives no better advice; fields and actions in it are marks.
    pub fn fix(&self) -> String {
        marked(self.fix)
    }
}

/// Finds a code by its id, whatever the case.
pub fn find(id: &str) -> Option<&'static ErrorCode> {
    ALL.iter().copied().find(|code| code.id.eq_ignore_ascii_case(id))
}
