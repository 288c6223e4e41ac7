//! Every error the program can raise: its code, title, explanation, remedy and exit code.
//!
//! `fairshares explain CODE` prints an entry, and `tests/it/wrong.rs` requires an example of each
//! in `tests/wrong/`. F1xx: a publication differs from its definition. F2xx: a definition is wrong.
//! F3xx: a request is wrong. F4xx: the store or the machine fails. F5xx: the network or a
//! publisher's server fails.

use super::Exit;
use super::naming::marked;

/// One kind of error, with the text a user can look up.
#[derive(Debug, PartialEq, Eq)]
pub struct ErrorCode {
    /// The code, such as `F106`.
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
        "The bytes are not a complete xlsx, ods, xls or csv file. The download may be incomplete, \
         the file may be protected by a password, or it may be something else, often an HTML error \
         page.",
        "download the file again from the publisher's page and compare its size with the one \
         stated there";
    PUBLICATION_UNKNOWN = "F102", Source, "no dataset of the catalogue recognises this file",
        "Datasets are recognised by cover sheet, sheet names and header cells, never by file name. \
         This file matches none. It is another publication, or the publisher has changed the \
         layout.",
        "if it should be one of these, check that it is the publisher's complete file; {datasets} \
         lists the datasets";
    SHEET_MISSING = "F103", Source, "a sheet that the dataset needs is not in the workbook",
        "The cover names the publication, but a data sheet is missing or renamed. Reading another \
         sheet instead could give other figures, so nothing is read.",
        "compare the sheet names; if it was renamed, add the new name to `sheets` in the dataset's \
         file";
    HEADER_MISSING = "F104", Source, "a column that the dataset needs is not in the sheet",
        "Columns are found by the text of their header. A column of figures or keys was not found.",
        "compare the header row; if it was reworded, add the new wording to the column's `header` \
         list";
    HEADER_UNKNOWN = "F105", Source, "the sheet has a column that no layout of the dataset \
        declares",
        "A new column may split, replace or redefine the others (for instance a new sub-total), so \
         it is not ignored.",
        "read the publisher's notes, then declare the column in the dataset's file, as data or as \
         `role = \"ignore\"`";
    LABEL_UNKNOWN = "F106", Source, "a label that no codelist knows",
        "A new category must not be guessed. Its people would be lost from totals or counted in \
         another category.",
        "read the publisher's notes, then add the label to the codelist named above";
    AREA_UNKNOWN = "F107", Source, "an area code or name that is not in the catalogue of areas",
        "Every row must belong to an area that exists, or to one of the declared groups of people \
         without one.",
        "check the code in the ONS Code History Database, then add it to \
         data/catalogue/areas/areas.csv";
    AREA_CONTRADICTION = "F108", Source, "an area code that contradicts the area name",
        "One of the two is wrong, and it is not clear which. In the Home Office file of September \
         2023 the code of Hull is on rows of 21 other authorities.",
        "tell the publisher, and declare a [[correction]] with its reason in the dataset's file";
    NOT_A_NUMBER = "F109", Source, "text where a number or a declared marker should be",
        "Only numbers and the markers that the dataset declares (such as `*`) may be in place of a \
         figure. Other texts have no known meaning and are never read as 0.",
        "look it up in the publication's notes, then declare it under [markers] in the dataset's \
         file";
    GRAIN_REPEATED = "F110", Source, "two rows for the same area, period and category",
        "Each row of a table must be unique, or people would be counted twice.",
        "tell the publisher; if the rows are parts of one figure, declare a [[correction]] with \
         action = \"sum\"";
    AREA_ABSENT = "F111", Source, "an authority that the publication covers is missing from the \
        table",
        "The dataset covers every authority of its geography, so a missing one is an error in the \
         file, not a zero.",
        "download the file again; if the authority was abolished, add its end date to \
         data/catalogue/areas/areas.csv";
    TOTAL_DIFFERS = "F112", Source, "a published total differs from the sum of its parts",
        "The difference is larger than the publication's rounding rules allow: rows are missing, \
         doubled or moved.",
        "compare the figures named above with the publication before relying on either";
    EDITION_UNCLEAR = "F113", Source, "the file does not say which edition or date it is",
        "A figure without its date cannot be used. File names are not used, because publishers use \
         the same name for other editions.",
        "use the publisher's workbook with its cover sheet";
    TOO_LARGE = "F114", Source, "the file is larger than the reading limits",
        "Sizes are limited before reading, so that a damaged or hostile file cannot exhaust \
         memory.",
        "check that this is the publisher's file";
    DATE_UNREADABLE = "F115", Source, "a date that cannot be read",
        "The column of dates has a text that is not a day such as `31 Dec 2025`, or a day after \
         the file was obtained.",
        "correct nothing by hand: check the file with the publisher";
    OUT_OF_RANGE = "F116", Source, "a figure outside the range that its dataset declares",
        "Counts cannot be negative or fractional; a value outside the declared range is a reading \
         error or a misprint.",
        "check the cell with the publisher; a known misprint can be declared as a [[correction]]";
    CHANGE_TOO_LARGE = "F117", Source, "an edition has changed too much from the one before to be \
        accepted automatically",
        "More than a fifth of the figures or of a total is missing, or a total has changed by more \
         than the dataset declares. The usual cause is an incomplete file or a lost category. \
         Nothing is stored until a person decides.",
        "compare the file with the publication; if it is right, import it again with {..import :accept=REASON}";
    COUNT_DIFFERS = "F118", Source, "there are fewer or more areas or figures than the dataset \
        declares",
        "Areas are missing from the table, or an area has a different number of figures from the \
         rest. Rows or columns are lost or doubled.",
        "compare the table with the publication; if its geography has changed, change the \
         [[check]] in the dataset's file";
    SHEETS_AMBIGUOUS = "F119", Source, "two sheets of the workbook could be the same table",
        "Both names are known for the table. Reading only the first could miss the newer figures.",
        "check which sheet is right; if the publication has two tables now, declare each in the \
         dataset's file";
    REISSUED = "F120", Source, "an edition has been issued again with other figures",
        "A file for the same days as the stored edition has other figures. Publishers correct \
         files without changing their date. A published figure may have changed. The stored \
         edition remains in use.",
        "read {diff}, then accept it with {refresh :accept=ID}, or discard it with {..refresh :discard=ID}";
    TABLE_LOST = "F121", Source, "a table or an area of the edition before is missing",
        "The file can be read, but a dataset that should be in it is not, or areas no longer have \
         figures. If it were used, they would be missing from tables and charts.",
        "read {diff}, then accept it with {refresh :accept=ID}, or discard it with {..refresh :discard=ID}";
    FIGURES_CONTRADICT = "F122", Source, "figures of a publication contradict each other",
        "Figures that depend on each other cannot all be right. Examples are a rate and its \
         counts, moves in and out and their difference, the same figure in two tables, or a share \
         that jumps from one year to the next. The figures named are unreliable; the others are \
         read.",
        "ask the publisher which is right; a known misprint can be declared as a [[correction]]";
    FILE_CUT = "F123", Source, "a text file lacks rows or figures that every file of its \
        publication has",
        "A workbook that was cut cannot be opened, but a text file that was cut looks like a \
         shorter one. Its last line has no end, its last rows are shorter than those above, or it \
         lacks areas, days or figures that every file of the publication has. It may also be an \
         extract.",
        "download the file again and compare its size and last line with the publisher's";
    DEFINITION_UNREADABLE = "F201", Request, "a definition file cannot be read",
        "The TOML or CSV is malformed, or has a key that does not exist (a misspelt key would \
         otherwise be ignored).",
        "correct the line; the allowed keys are listed above";
    REFERENCE_DANGLING = "F202", Request, "a definition refers to another that does not exist",
        "Datasets, codelists, indicators, keys and charts refer to each other by id, which is the \
         file's name.",
        "check the spelling, or add the missing file";
    ID_REPEATED = "F203", Request, "the id inside a definition is not the name of its file",
        "Each definition is found by its file name; an id that differs, or occurs twice, would \
         make references unclear.",
        "rename the file or correct the id";
    DEFINITION_WRONG = "F204", Request, "a definition contradicts itself or its method",
        "The definition can be read but cannot be right: a value out of range, a method without \
         what it needs, a source that is missing.",
        "correct the key named above; the README of its folder explains each key";
    KINDS_MIXED = "F205", Request, "stock, flow and cumulative figures are mixed",
        "A count on a day, events over a period and all events since a start measure different \
         things. They must not be added, divided or ranked together.",
        "choose inputs of one kind, or a method for both";
    DEFINITION_UNUSED = "F206", Request, "a definition that nothing uses",
        "A codelist that no dataset refers to, or a label mapped twice, is a mistake.",
        "remove it, or refer to it";
    UNKNOWN_ID = "F301", Request, "there is no definition of that name",
        "The id in the request is not in the catalogue.",
        "list the ids with {indicators}, {datasets} or {chart :list}";
    UNKNOWN_AREA = "F302", Request, "there is no area of that name",
        "Regions are the nine English regions, Wales, Scotland and Northern Ireland. Areas have an \
         ONS code and a full name.",
        "use the name as the Office for National Statistics writes it, or the ONS code";
    OPTION_WRONG = "F303", Request, "a value in the request is not valid here",
        "The value is malformed or out of range.",
        "see {field:help} for an example that runs";
    NO_DATA = "F304", Request, "no figures are available for the request",
        "The definition exists, but no stored edition (built in or imported) has figures for that \
         area and date.",
        "import the publication with {import FILE}, or choose another date";
    FIGURE_UNKNOWN = "F305", Request, "that figure cannot be traced because it does not exist",
        "A figure is named by indicator, area code and date, such as `supported-per-10k E09000018 \
         2025-12-31`.",
        "list the figures with {show INDICATOR :area=CODE}";
    NOT_COMPARABLE = "F306", Request, "these areas may not be compared",
        "The publisher states that the figures of two areas, or of two nations, are not \
         comparable.",
        "show each area separately with {show}";
    FILE_INACCESSIBLE = "F401", Source, "a file or folder cannot be opened or written",
        "The operating system reported an error: the path does not exist, is not readable, or the \
         disk is full.",
        "check the path and its permissions";
    STORE_DAMAGED = "F402", Source, "the store does not match its manifest",
        "A snapshot is missing or its bytes no longer have the sha256 recorded when it was \
         imported.",
        "import the file again to restore it; {verify} lists other damage";
    STORE_LOCKED = "F403", Source, "another fairshares is writing to the store",
        "Only one process may write at a time.",
        "wait for the other to finish; the lock is released when its process ends";
    DRAWING_FAILED = "F404", Source, "a chart could not be drawn",
        "The drawing library failed: a size of zero, or a picture too large for memory.",
        "report this with the request";
    STORE_NEWER = "F405", Source, "a newer fairshares has written the store",
        "This version does not know the layout of the store. It does not read or change it.",
        "use the newer version, or another store with {field:store}";
    UNREACHABLE = "F501", Source, "a publisher's server cannot be reached",
        "The name is not known, the connection is refused or the server does not answer. There may \
         be no network, a firewall or proxy may block it, or the server may be down. Stored \
         editions remain in use.",
        "try again later; behind a proxy set HTTPS_PROXY; or download the file by hand and \
         {import} it";
    REFUSED = "F502", Source, "a publisher's server refuses the request",
        "The server refuses access (401, 403), or asks to wait (429, 503). Retries have not \
         helped, or would not help.",
        "open the address in a browser, or try again later";
    INCOMPLETE = "F503", Source, "a download broke off or came too slowly",
        "The server sent fewer bytes than announced, or sent them too slowly. The bytes received \
         are saved, and the next run continues from there.",
        "run {refresh} again";
    ADDRESS_FORBIDDEN = "F504", Source, "an address that the dataset does not allow",
        "Files are fetched only from the hosts that a dataset declares, over https, and never from \
         a private network. Other links and redirects are not followed.",
        "check where the address leads; if the publisher has moved, add the host to `hosts` in the \
         dataset's file";
    CONTENT_UNEXPECTED = "F505", Source, "the server sent something else than a published file",
        "The type or the first bytes are those of a web page, an error message or another type of \
         file. Servers often send such a page with a success status.",
        "open the address in a browser to see the answer of the server";
    FILE_NOT_LISTED = "F506", Source, "the publisher's page does not list the file that the \
        dataset describes",
        "The page or interface answers, but has no item with the name in the dataset's file, or \
         its structure has changed. The nearest item could be another table, so it is not used.",
        "compare the page with `named`, `follow` or `items` under [discover] in the dataset's file";
    KEY_MISSING = "F507", Source, "a publisher's interface needs a key",
        "The interface needs an account. Keys are read from the environment and never stored.",
        "set the variable named above to your key, or download the table by hand and {import} it";
    GONE = "F508", Source, "a publisher's page no longer exists",
        "The server has nothing at that address (404, 410). The page has moved or was removed.",
        "search for the publication on the publisher's site, and correct `page` in the dataset's \
         file";
    END_UNKNOWN = "F509", Source, "a file came without a stated length",
        "The server stated no length and closed the connection, so the end of the file is not \
         certain. A text that is cut at the end of a line looks complete. It is used only after a \
         person has checked it.",
        "compare its last rows with the publication; if it is complete, accept it with {refresh :accept=ID}";
    OUT_OF_TIME = "F510", Source, "a refresh ran out of time",
        "A run has a time limit, so that a slow server does not delay the next one. Completed \
         downloads are used. The other datasets are unchanged and still due.",
        "run {refresh} again to continue with the remaining datasets";
}

impl ErrorCode {
    /// What to do next, printed when the place of the error gives no better advice. Fields and
    /// actions in the text are marks.
    pub fn fix(&self) -> String {
        marked(self.fix)
    }
}

/// Finds a code by its id, ignoring case.
pub fn find(id: &str) -> Option<&'static ErrorCode> {
    ALL.iter().copied().find(|code| code.id.eq_ignore_ascii_case(id))
}
