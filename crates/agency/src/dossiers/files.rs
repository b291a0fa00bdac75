//! Files of dossiers: what may be attached, told by the bytes and not by the name alone.

use super::refusal::Refusal;
use platform::web::is_hidden;
use sha2::{Digest, Sha256};

/// The most files of one dossier.
pub const MOST: usize = 40;
/// The most bytes of one file, in MiB.
pub const MOST_MIB: usize = 10;

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
/// [`Refusal::FileTooLarge`], [`Refusal::FileName`] and [`Refusal::FileKind`].
pub fn judge(name: &str, bytes: &[u8]) -> Result<FileKind, Refusal> {
    if bytes.len() > MOST_MIB << 20 {
        return Err(Refusal::FileTooLarge { most_mib: MOST_MIB });
    }
    if !is_name(name) {
        return Err(Refusal::FileName);
    }
    let ending = name.trim().rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    let named = |kind: &FileKind| ending.as_deref().is_some_and(|ending| kind.endings.contains(&ending));
    let plain = !name.contains(['/', '\\']) && name.chars().count() <= 200;
    let found = kinds_of(bytes).iter().copied().find(named);
    found.filter(|_| plain).ok_or(Refusal::FileKind)
}

/// What the first bytes allow.
fn kinds_of(bytes: &[u8]) -> &'static [FileKind] {
    const PACKED: &[FileKind] = &[DOCX, XLSX];
    match bytes {
        [b'%', b'P', b'D', b'F', b'-', ..] => &[PDF],
        [0xFF, 0xD8, 0xFF, ..] => &[JPEG],
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n', ..] => &[PNG],
        // A packed office file names its parts in its directory, which is not packed itself.
        [b'P', b'K', 3, 4, ..] if holds(bytes, b"word/") => &PACKED[..1],
        [b'P', b'K', 3, 4, ..] if holds(bytes, b"xl/") => &PACKED[1..],
        _ => &[],
    }
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// SHA-256 of a file as hexadecimal digits.
pub fn hash(bytes: &[u8]) -> String {
    platform::web::hex(&Sha256::digest(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_must_be_what_its_name_says() {
        assert_eq!(judge("đơn.PDF", b"%PDF-1.7 ..."), Ok(PDF));
        assert_eq!(judge("ảnh.jpeg", &[0xFF, 0xD8, 0xFF, 0xE0]), Ok(JPEG));
        assert_eq!(judge("a.docx", b"PK\x03\x04....word/document.xml"), Ok(DOCX));
        for (name, bytes) in [
            ("đơn.pdf", b"MZ\x90\x00".as_slice()),
            ("đơn.exe", b"%PDF-1.7".as_slice()),
            ("../đơn.pdf", b"%PDF-1.7".as_slice()),
            ("a.docx", b"PK\x03\x04 nothing of the kind".as_slice()),
            ("a.pdf", b"".as_slice()),
        ] {
            assert_eq!(judge(name, bytes), Err(Refusal::FileKind), "{name}");
        }
        for name in
            ["inv\u{202E}fdp.pdf", ".pdf", " .pdf", "\u{200B}.pdf", "a\u{7}.pdf", "a\nb.pdf", "pdf", "–.pdf"]
        {
            assert_eq!(judge(name, b"%PDF-1.7"), Err(Refusal::FileName), "{name:?}");
        }
        assert_eq!(judge("\"q\".pdf", b"%PDF-1.7"), Ok(PDF));
        let large = [b"%PDF-".as_slice(), &vec![0; MOST_MIB << 20]].concat();
        assert_eq!(judge("a.pdf", &large), Err(Refusal::FileTooLarge { most_mib: MOST_MIB }));
    }
}
