//! Builds the browser assets with npm and Node.js into a folder and writes the table that
//! `src/lib.rs` includes. Nothing of a third party is kept in the repository.
//!
//! `HTQLCL_ASSETS` may name a folder made earlier by `web/build.mjs`; then neither npm nor
//! Node.js is needed, and nothing is fetched.

use std::collections::hash_map::DefaultHasher;
use std::fmt::Write as _;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{env, fs, io};

const WANTED_NODE: u32 = 20;
const INSTALL_NODE: &str = "install Node.js 20 or newer, or set HTQLCL_ASSETS to a folder of built assets";

fn main() {
    for watched in ["build.rs", "web/build.mjs", "web/package.json", "web/package-lock.json", "web/src"] {
        println!("cargo::rerun-if-changed={watched}");
    }
    println!("cargo::rerun-if-env-changed=HTQLCL_ASSETS");
    if let Err(reason) = run() {
        println!("cargo::error={reason}");
    }
}

fn run() -> Result<(), String> {
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?);
    let built = match env::var_os("HTQLCL_ASSETS") {
        Some(folder) if !folder.is_empty() => {
            println!("cargo::rerun-if-changed={}", Path::new(&folder).display());
            PathBuf::from(folder)
        }
        _ => bundle(&out)?,
    };
    let table =
        table(&built).map_err(|error| format!("reading the built assets in {}: {error}", built.display()))?;
    fs::write(out.join("table.rs"), table).map_err(|error| format!("writing the table of assets: {error}"))
}

/// Runs `web/build.mjs` with the packages of the lock file.
fn bundle(out: &Path) -> Result<PathBuf, String> {
    check_node()?;
    let web =
        PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").ok_or("CARGO_MANIFEST_DIR is not set")?).join("web");
    let packages = install_packages(&web, out)?;
    let dist = out.join("dist");
    // Names carry hashes, so files of an earlier build would stay beside the new ones.
    let _ = fs::remove_dir_all(&dist);
    let arguments = [web.join("build.mjs"), dist.clone(), packages.join("node_modules")];
    let bundled = Command::new("node").args(arguments).output();
    require("bundling the browser assets", bundled)?;
    Ok(dist)
}

fn check_node() -> Result<(), String> {
    let version = Command::new("node").arg("--version").output().map_err(|_| INSTALL_NODE.to_owned())?;
    let text = String::from_utf8_lossy(&version.stdout);
    let major =
        text.trim().trim_start_matches('v').split('.').next().and_then(|part| part.parse::<u32>().ok());
    match major {
        Some(major) if major >= WANTED_NODE => Ok(()),
        _ => Err(format!("Node.js {} is too old: {INSTALL_NODE}", text.trim())),
    }
}

/// Installs the packages once for each lock file, in a folder that all build profiles share.
fn install_packages(web: &Path, out: &Path) -> Result<PathBuf, String> {
    let mut hasher = DefaultHasher::new();
    for name in ["package.json", "package-lock.json"] {
        fs::read(web.join(name)).map_err(|error| format!("reading web/{name}: {error}"))?.hash(&mut hasher);
    }
    let target = out.ancestors().find(|folder| folder.join("CACHEDIR.TAG").exists()).unwrap_or(out);
    let shared = target.join("npm");
    let folder = shared.join(format!("{:016x}", hasher.finish()));
    if folder.exists() {
        return Ok(folder);
    }
    // Installed aside and renamed when whole: two profiles may build at once, and npm may be interrupted.
    let aside = shared.join(format!("unfinished-{}", std::process::id()));
    copy_manifest(web, &aside).map_err(|error| format!("preparing {}: {error}", aside.display()))?;
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let installed = Command::new(npm)
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"])
        .current_dir(&aside)
        .output();
    require("npm ci, which fetches the browser packages,", installed)?;
    if fs::rename(&aside, &folder).is_err() {
        let _ = fs::remove_dir_all(&aside);
    }
    if folder.exists() { Ok(folder) } else { Err(format!("{} could not be made", folder.display())) }
}

fn copy_manifest(web: &Path, to: &Path) -> io::Result<()> {
    let _ = fs::remove_dir_all(to);
    fs::create_dir_all(to)?;
    for name in ["package.json", "package-lock.json"] {
        fs::copy(web.join(name), to.join(name))?;
    }
    Ok(())
}

/// One line that says what failed; the tool's own words go to the build output above it.
fn require(what: &str, result: io::Result<Output>) -> Result<(), String> {
    let output = result.map_err(|error| format!("{what} could not be started ({error}): {INSTALL_NODE}"))?;
    if output.status.success() {
        return Ok(());
    }
    eprintln!("{}", String::from_utf8_lossy(&output.stderr));
    Err(format!("{what} failed; its own message stands above. Without a network set HTQLCL_ASSETS"))
}

/// The source text of the three tables.
fn table(built: &Path) -> io::Result<String> {
    let built = fs::canonicalize(built)?;
    let mut text = String::from("static ASSETS: &[Asset] = &[\n");
    for name in file_names(&built)? {
        if name.ends_with(".br") || name.ends_with(".gz") {
            continue;
        }
        let file = built.join(&name);
        writeln!(
            text,
            "Asset {{ name: {name:?}, plain_name: {:?}, content_type: {:?}, url: {:?}, bytes: {}, brotli: {}, gzip: {} }},",
            plain_name(&name),
            content_type(&name),
            format!("/assets/{name}"),
            include(&file),
            include_packed(&file, "br"),
            include_packed(&file, "gz"),
        )
        .map_err(io::Error::other)?;
    }
    text += "];\nstatic FONT_FILES: &[(&str, &[u8])] = &[\n";
    for name in file_names(&built.join("papers"))? {
        writeln!(text, "({name:?}, {}),", include(&built.join("papers").join(&name)))
            .map_err(io::Error::other)?;
    }
    let axe = built.join("testing").join("axe.min.js");
    writeln!(
        text,
        "];\n#[cfg(feature = \"testing\")]\nstatic AXE: &str = include_str!({:?});",
        axe.display().to_string()
    )
    .map_err(io::Error::other)?;
    Ok(text)
}

/// Sorted, so that the same packages give the same binary.
fn file_names(folder: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            names.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    names.sort();
    Ok(names)
}

fn include(file: &Path) -> String {
    format!("include_bytes!({:?})", file.display().to_string())
}

fn include_packed(file: &Path, extension: &str) -> String {
    let packed = PathBuf::from(format!("{}.{extension}", file.display()));
    if packed.exists() { format!("Some({})", include(&packed)) } else { "None".to_owned() }
}

/// `app-D7SI6NSN.js` was written as `app.js`.
fn plain_name(name: &str) -> String {
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    let stem = stem.rsplit_once('-').map_or(stem, |(before, _hash)| before);
    format!("{stem}.{extension}")
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "txt" => "text/plain; charset=utf-8",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}
