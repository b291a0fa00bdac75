//! Files of dossiers: what may be attached, told by the bytes and not by the name alone.

use super::refusal::Refusal;
use platform::web::is_hidden;
use sha2::{Digest, Sha256};
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// The most files of one dossier.
pub const MOST: usize = 40;
/// The most bytes of one file, in MiB.
pub const MOST_MIB: usize = 10;
/// The most that a packed office file may say it unpacks to, in MiB.
const MOST_UNPACKED_MIB: u64 = 100;
/// The most parts of a packed office file.
const MOST_PARTS: usize = 10_000;
/// The longest name of a file, in letters.
const LONGEST_NAME: usize = 200;
/// What closes a PDF, and how near to its end.
const PDF_END: &[u8] = b"%%EOF";
const PDF_END_BYTES: usize = 4 << 10;
/// The most of a packed file's list of contents that is read, in bytes.
const MOST_LISTED: u64 = 1 << 20;

/// A kind of file that may be attached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileKind {
    /// What browsers are told.
    pub media_type: &'static str,
    /// The endings that its names have.
    endings: &'static [&'static str],
}

const PDF: FileKind = FileKind { media_type: "application/pdf", endings: &["pdf"] };
const JPEG: FileKind = FileKind { media_type: "image/jpeg", endings: &["jpg", "jpeg"] };
const PNG: FileKind = FileKind { media_type: "image/png", endings: &["png"] };
const DOCX: FileKind = FileKind {
    media_type: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    endings: &["docx"],
};
const XLSX: FileKind = FileKind {
    media_type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    endings: &["xlsx"],
};

/// Whether a file may be kept under this name: it has letters before its ending, and shows all that it holds.
fn is_name(name: &str) -> bool {
    let stem = name.trim().rsplit_once('.').map_or("", |(stem, _)| stem);
    let hides = |letter: char| is_hidden(letter) || letter.is_control();
    stem.contains(char::is_alphanumeric) && !name.contains(hides)
}

/// How many letters of a name a sentence shows.
const MOST_SHOWN: usize = 80;

/// A name as a refusal shows it: what nobody sees is left out.
pub fn shown_name(name: &str) -> String {
    let seen = name.trim().chars().filter(|letter| !is_hidden(*letter) && !letter.is_control());
    seen.take(MOST_SHOWN).collect()
}

/// What a file is, if it may be attached and is what its name says.
///
/// # Errors
/// [`Refusal::FileTooLarge`], [`Refusal::FileName`], [`Refusal::FileNameLong`], [`Refusal::FileKind`],
/// [`Refusal::FileMacros`] and [`Refusal::FileUnpacks`].
pub fn judge(name: &str, bytes: &[u8]) -> Result<FileKind, Refusal> {
    if bytes.len() > MOST_MIB << 20 {
        return Err(Refusal::FileTooLarge { most_mib: MOST_MIB });
    }
    let Some((_, ending)) = name.trim().rsplit_once('.') else { return Err(Refusal::FileKind) };
    if !is_name(name) {
        return Err(Refusal::FileName);
    }
    if name.chars().count() > LONGEST_NAME {
        return Err(Refusal::FileNameLong { most: LONGEST_NAME });
    }
    let ending = ending.to_ascii_lowercase();
    let plain = !name.contains(['/', '\\']);
    let found = kind_of(bytes)?.filter(|kind| plain && kind.endings.contains(&ending.as_str()));
    found.ok_or(Refusal::FileKind)
}

/// What a file is by its bytes; none where it is nothing that is taken.
fn kind_of(bytes: &[u8]) -> Result<Option<FileKind>, Refusal> {
    Ok(match bytes {
        [b'%', b'P', b'D', b'F', b'-', ..] if ends_as_pdf(bytes) => Some(PDF),
        [0xFF, 0xD8, 0xFF, ..] => Some(JPEG),
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n', ..] => Some(PNG),
        [b'P', b'K', 3, 4, ..] => packed_kind(bytes)?,
        _ => None,
    })
}

/// Whether a file closes as a PDF does; scanners leave a little behind that.
fn ends_as_pdf(bytes: &[u8]) -> bool {
    let end = bytes.get(bytes.len().saturating_sub(PDF_END_BYTES)..).unwrap_or(bytes);
    end.windows(PDF_END.len()).any(|part| part == PDF_END)
}

/// Whether the name of a part leads out of its file.
fn leads_out(name: &str) -> bool {
    name.split(['/', '\\']).any(|part| part == "..")
}

/// What a packed office file is by the parts that its directory names. Nothing of it is unpacked but its list of
/// contents.
fn packed_kind(bytes: &[u8]) -> Result<Option<FileKind>, Refusal> {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else { return Ok(None) };
    if archive.len() > MOST_PARTS {
        return Ok(None);
    }
    let (mut kind, mut unpacked_bytes, mut has_macros) = (None, 0_u64, false);
    for at in 0..archive.len() {
        let Ok(part) = archive.by_index_raw(at) else { return Ok(None) };
        let Ok(name) = part.name().map(|name| name.to_ascii_lowercase()) else { return Ok(None) };
        if leads_out(&name) {
            return Ok(None);
        }
        unpacked_bytes = unpacked_bytes.saturating_add(part.size());
        has_macros |= name.contains("vbaproject");
        // Some word processors number the part that holds the text.
        let is_main = |beginning| name.starts_with(beginning) && name.ends_with(".xml");
        if is_main("word/document") {
            kind = kind.or(Some(DOCX));
        } else if is_main("xl/workbook") {
            kind = kind.or(Some(XLSX));
        }
    }
    let Some(contents) = contents(&mut archive) else { return Ok(None) };
    let names_macros = ["vbaproject", "macroenabled"].iter().any(|word| contents.contains(word));
    if has_macros || names_macros {
        return Err(Refusal::FileMacros);
    }
    if unpacked_bytes > MOST_UNPACKED_MIB << 20 {
        return Err(Refusal::FileUnpacks { most_mib: MOST_UNPACKED_MIB });
    }
    Ok(kind)
}

/// The list of contents of a packed office file in small letters; none where it has none.
fn contents(archive: &mut ZipArchive<Cursor<&[u8]>>) -> Option<String> {
    let part = archive.by_name("[Content_Types].xml").ok()?;
    let mut bytes = Vec::new();
    part.take(MOST_LISTED).read_to_end(&mut bytes).ok()?;
    Some(String::from_utf8_lossy(&bytes).to_ascii_lowercase())
}

/// SHA-256 of a file as hexadecimal digits.
pub fn hash(bytes: &[u8]) -> String {
    platform::web::hex(&Sha256::digest(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use zip::write::{SimpleFileOptions, ZipWriter};

    const CONTENTS: &str = "[Content_Types].xml";

    /// A packed file of these parts, each of so many bytes; its list of contents is empty unless it is given.
    fn packed(parts: &[(&str, usize)]) -> Vec<u8> {
        let mut texts: Vec<(&str, Vec<u8>)> =
            parts.iter().map(|(name, size)| (*name, vec![b' '; *size])).collect();
        if !parts.iter().any(|(name, _)| *name == CONTENTS) {
            texts.push((CONTENTS, b"<Types/>".to_vec()));
        }
        packed_of(&texts)
    }

    fn packed_of(parts: &[(&str, Vec<u8>)]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in parts {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn a_packed_file_is_judged_by_its_directory() {
        let text = ("word/document.xml", 9);
        let most = (MOST_UNPACKED_MIB << 20) as usize;
        let named = packed_of(&[
            ("word/document.xml", b"<w/>".to_vec()),
            (
                CONTENTS,
                b"<Types ContentType='application/vnd.ms-word.document.macroEnabled.main+xml'/>".to_vec(),
            ),
        ]);
        for (bytes, want) in [
            (packed(&[text, ("word/vbaProject.bin", 9)]), Err(Refusal::FileMacros)),
            (packed(&[text, ("WORD/VBAPROJECT.BIN", 9)]), Err(Refusal::FileMacros)),
            (named, Err(Refusal::FileMacros)),
            (packed_of(&[("word/document.xml", b"<w/>".to_vec())]), Err(Refusal::FileKind)),
            (packed(&[("word/media/a.png", 9)]), Err(Refusal::FileKind)),
            (packed(&[("xl/workbook.xml", 9)]), Err(Refusal::FileKind)),
            (packed(&[("word/document2.xml", 9)]), Ok(DOCX)),
            (packed(&[("word/document.xml", most / 2)]), Ok(DOCX)),
            (packed(&[text, ("word/../../../etc/passwd", 9)]), Err(Refusal::FileKind)),
            (packed(&[text, ("word\\..\\a", 9)]), Err(Refusal::FileKind)),
            (packed(&[text, ("word/a..b.xml", 9)]), Ok(DOCX)),
            (
                packed(&[text, ("word/a.xml", most / 2), ("word/b.xml", most / 2)]),
                Err(Refusal::FileUnpacks { most_mib: MOST_UNPACKED_MIB }),
            ),
        ] {
            assert_eq!(judge("a.docx", &bytes), want);
        }
        let whole = packed(&[text]);
        assert_eq!(judge("a.docx", &whole[..whole.len() - 30]), Err(Refusal::FileKind), "its end is missing");
    }

    #[test]
    fn a_file_must_be_what_its_name_says() {
        assert_eq!(judge("đơn.PDF", b"%PDF-1.7 ... %%EOF\n"), Ok(PDF));
        assert_eq!(judge("ảnh.jpeg", &[0xFF, 0xD8, 0xFF, 0xE0]), Ok(JPEG));
        assert_eq!(judge("a.docx", &packed(&[("word/document.xml", 9)])), Ok(DOCX));
        assert_eq!(judge("a.xlsx", &packed(&[("xl/workbook.xml", 9)])), Ok(XLSX));
        for (name, bytes) in [
            ("đơn.pdf", b"MZ\x90\x00".as_slice()),
            ("đơn.exe", b"%PDF-1.7 %%EOF".as_slice()),
            ("../đơn.pdf", b"%PDF-1.7 %%EOF".as_slice()),
            ("a.docx", b"PK\x03\x04 nothing of the kind".as_slice()),
            ("a.docx", b"PK\x03\x04word/document.xml".as_slice()),
            ("pdf", b"%PDF-1.7 %%EOF".as_slice()),
            ("noext", b"%PDF-1.7 %%EOF".as_slice()),
            ("a.pdf", b"%PDF-".as_slice()),
            ("a.pdf", b"%PDF-1.7 cut off".as_slice()),
            ("a.pdf", b"".as_slice()),
        ] {
            assert_eq!(judge(name, bytes), Err(Refusal::FileKind), "{name}");
        }
        for name in ["inv\u{202E}fdp.pdf", ".pdf", " .pdf", "\u{200B}.pdf", "a\u{7}.pdf", "a\nb.pdf", "–.pdf"]
        {
            assert_eq!(judge(name, b"%PDF-1.7"), Err(Refusal::FileName), "{name:?}");
        }
        assert_eq!(judge("\"q\".pdf", b"%PDF-1.7 %%EOF"), Ok(PDF));
        let long = format!("{}.pdf", "ả".repeat(LONGEST_NAME));
        assert_eq!(judge(&long, b"%PDF-1.7 %%EOF"), Err(Refusal::FileNameLong { most: LONGEST_NAME }));
        let large = [b"%PDF-".as_slice(), &vec![0; MOST_MIB << 20]].concat();
        assert_eq!(judge("a.pdf", &large), Err(Refusal::FileTooLarge { most_mib: MOST_MIB }));
    }
}
