//! Compound files and the records of xls workbooks, assembled from bytes.
//!
//! The integration tests include this file too, so it has no dependencies in this crate.

/// A compound file with one stream in large sectors; `next` is the table entry of its only sector.
pub fn compound(name: &str, next: u32, stream: &[u8]) -> Vec<u8> {
    let mut file = vec![0xFF; 512];
    file[..8].copy_from_slice(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1");
    file[26..34].copy_from_slice(&[3, 0, 0xFE, 0xFF, 9, 0, 6, 0]);
    // Directory in sector 1, no small sectors, no further lists, the table in sector 0.
    for (at, number) in [(44, 1), (48, 1), (60, u32::MAX - 1), (64, 0), (68, u32::MAX - 1), (76, 0)]
    {
        file[at..at + 4].copy_from_slice(&u32::to_le_bytes(number));
    }
    let sectors = stream.len().div_ceil(512);
    assert!(sectors < 126, "one sector of the table is all there is");
    let mut table = vec![u32::MAX - 2, u32::MAX - 1];
    table.extend((0..sectors as u32).map(|index| index + 3));
    if sectors > 0 {
        table[1 + sectors] = next;
    }
    table.resize(128, u32::MAX);
    file.extend(table.iter().flat_map(|number| number.to_le_bytes()));
    for (name, start, length) in
        [("Root Entry", u32::MAX - 1, 0), (name, 2, stream.len().max(4096) as u32)]
    {
        let mut entry = [0; 128];
        name.encode_utf16().enumerate().for_each(|(at, letter)| {
            entry[at * 2..at * 2 + 2].copy_from_slice(&letter.to_le_bytes());
        });
        entry[116..120].copy_from_slice(&start.to_le_bytes());
        entry[120..124].copy_from_slice(&length.to_le_bytes());
        file.extend(entry);
    }
    file.resize(512 * 3, 0);
    file.extend(stream);
    file.resize(512 * (3 + sectors), 0);
    file
}

fn records(records: &[(u16, &[u8])]) -> Vec<u8> {
    let record = |(kind, data): &(u16, &[u8])| {
        [&kind.to_le_bytes(), &(data.len() as u16).to_le_bytes(), *data].concat()
    };
    records.iter().flat_map(record).collect()
}

/// A workbook stream with one sheet `S` that contains these records.
pub fn xls(sheet: &[(u16, &[u8])]) -> Vec<u8> {
    xls_with(&[], sheet)
}

/// A workbook stream with these shared texts and one sheet `S` that contains these records.
pub fn xls_with(texts: &[(u16, &[u8])], sheet: &[(u16, &[u8])]) -> Vec<u8> {
    const BOF: (u16, &[u8]) = (0x0809, &[0, 6, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    const EOF: (u16, &[u8]) = (0x000A, &[]);
    let texts = records(texts);
    // The records before the sheet: two of 20 and 13 bytes, the texts, and the end of 4.
    let start = (20 + 13 + texts.len() + 4) as u32;
    let bound = [&start.to_le_bytes()[..], &[0, 0, 1, 0, b'S']].concat();
    let mut stream = [records(&[BOF, (0x0085, &bound)]), texts, records(&[EOF, BOF])].concat();
    stream.extend(records(&[sheet, &[EOF]].concat()));
    stream.resize(stream.len().max(4096), 0);
    stream
}
