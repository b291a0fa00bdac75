//! The browser bundle and the paper fonts, built from npm packages by build.rs.
//!
//! ```
//! let url = assets::url("app.css");
//! let name = url.strip_prefix("/assets/").unwrap();
//! assert_eq!(assets::find(name).unwrap().content_type, "text/css; charset=utf-8");
//! ```

/// One file that browsers may ask for.
///
/// The name carries a hash of the content, so an answer may be cached for ever.
#[derive(Debug)]
pub struct Asset {
    /// The name with its hash, as it stands in a URL after `/assets/`.
    pub name: &'static str,
    /// The whole path to write into a page.
    pub url: &'static str,
    /// The value of the `Content-Type` header.
    pub content_type: &'static str,
    /// The file as it is.
    pub bytes: &'static [u8],
    /// The file packed with Brotli; `None` where packing gains nothing, as with fonts.
    pub brotli: Option<&'static [u8]>,
    /// The file packed with gzip; `None` where packing gains nothing.
    pub gzip: Option<&'static [u8]>,
    plain_name: &'static str,
}

include!(concat!(env!("OUT_DIR"), "/table.rs"));

/// The asset with that hashed name, or `None` for a name that this build does not serve.
pub fn find(name: &str) -> Option<&'static Asset> {
    // Written by build.rs in the order of names.
    let at = ASSETS.binary_search_by(|asset| asset.name.cmp(name)).ok()?;
    Some(&ASSETS[at])
}

/// The path of an asset by its plain name: `app.css` gives `/assets/app-<hash>.css`.
///
/// Plain names are `app.css`, `app.js`, `licences.txt` and those in [`font_urls`].
///
/// # Panics
/// When there is no such asset: the name is a literal of ours, so that is a bug.
pub fn url(plain_name: &str) -> &'static str {
    match ASSETS.iter().find(|asset| asset.plain_name == plain_name) {
        Some(asset) => asset.url,
        None => panic!("there is no asset named {plain_name}"),
    }
}

/// The paths of the two interface fonts, for `<link rel="preload">`.
pub fn font_urls() -> impl Iterator<Item = &'static str> {
    ASSETS.iter().filter(|asset| asset.name.ends_with(".woff2")).map(|asset| asset.url)
}

/// The four faces of Tinos, whole, for the official papers: file name and bytes.
///
/// Never use the interface fonts on paper: they are cut into subsets, and Vietnamese marks drift.
pub fn font_files() -> &'static [(&'static str, &'static [u8])] {
    FONT_FILES
}

/// The accessibility checker that browser tests run inside a page.
#[cfg(feature = "testing")]
pub fn axe_source() -> &'static str {
    AXE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_name_leads_to_the_hashed_file() {
        for (plain_name, content_type) in [
            ("app.css", "text/css; charset=utf-8"),
            ("app.js", "text/javascript; charset=utf-8"),
            ("licences.txt", "text/plain; charset=utf-8"),
        ] {
            let name = url(plain_name).strip_prefix("/assets/").unwrap();
            assert_ne!(name, plain_name, "a name without a hash could not be cached");
            assert_eq!(find(name).unwrap().content_type, content_type);
        }
    }

    #[test]
    fn a_name_of_another_build_is_not_found() {
        for name in [
            "app.css",
            "app-00000000.css",
            "",
            "../Cargo.toml",
            "papers/Tinos-Regular.ttf",
            "testing/axe.min.js",
        ] {
            assert!(find(name).is_none(), "{name}");
        }
    }

    #[test]
    fn every_asset_is_found_by_its_name() {
        for asset in ASSETS {
            assert_eq!(find(asset.name).unwrap().url, asset.url);
        }
    }

    #[test]
    fn the_first_visit_stays_within_its_budget() {
        let packed = |plain_name| {
            let name = url(plain_name).strip_prefix("/assets/").unwrap();
            find(name).unwrap().brotli.unwrap().len()
        };
        let fonts: usize = font_urls().map(|url| find(&url["/assets/".len()..]).unwrap().bytes.len()).sum();
        assert!(packed("app.css") <= 9_000, "the style sheet is {} bytes", packed("app.css"));
        assert!(packed("app.js") <= 15_000, "the script is {} bytes", packed("app.js"));
        assert!(fonts <= 60_000, "the fonts are {fonts} bytes");
        assert_eq!(font_urls().count(), 2);
    }

    #[test]
    fn the_style_sheet_names_only_our_own_fonts() {
        let name = url("app.css").strip_prefix("/assets/").unwrap();
        let css = std::str::from_utf8(find(name).unwrap().bytes).unwrap();
        for part in css.split("url(").skip(1) {
            let file = part.split(')').next().unwrap().trim_matches('"').trim_start_matches("./");
            assert!(find(file).is_some(), "{file} is not among the assets");
        }
    }

    #[test]
    fn the_lock_file_holds_no_address() {
        let lock = include_str!("../web/package-lock.json");
        assert!(!lock.contains("\"resolved\""), "set omit-lockfile-registry-resolved before npm install");
        assert!(!lock.contains("tarball"));
    }

    #[test]
    fn the_paper_fonts_are_four_whole_truetype_files() {
        let names: Vec<_> = font_files().iter().map(|(name, _)| *name).collect();
        assert_eq!(
            names,
            ["Tinos-Bold.ttf", "Tinos-BoldItalic.ttf", "Tinos-Italic.ttf", "Tinos-Regular.ttf"]
        );
        for (name, bytes) in font_files() {
            assert!(bytes.starts_with(&[0, 1, 0, 0]) && bytes.len() > 400_000, "{name} is not a whole font");
        }
    }

    #[cfg(feature = "testing")]
    #[test]
    fn the_accessibility_checker_is_there_for_tests() {
        assert!(axe_source().contains("axe"));
    }
}
