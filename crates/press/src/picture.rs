//! Figures and code images: measured for the PDF, drawn as PNG for the DOCX.

use std::sync::{Arc, LazyLock};

use fast_qr::convert::svg::SvgBuilder;
use fast_qr::{ECL, QRBuilder};
use papers::Figure;
use resvg::{tiny_skia, usvg};

use crate::PressError;
use crate::ink::{FACES, FAMILY, covered};
use crate::measure::Measure;

/// A figure that was read: its SVG made printable, and its size on the page in millimetres.
pub(crate) struct Picture {
    pub svg: String,
    pub width: f64,
    pub height: f64,
    tree: usvg::Tree,
}

/// A bitmap for formats without vector pictures.
pub(crate) struct Bitmap {
    pub png: Vec<u8>,
    pub width: u32,
    pub height: u32,
}

/// Dots per millimetre of a bitmap: 200 dots per inch, what the decree asks of scans.
const DOTS_PER_MM: f64 = 200.0 / 25.4;
/// A figure leaves room for its caption and a few lines on the page.
const TALLEST: f64 = 0.8;

/// Reads the figure with this number and fits it to the page.
pub(crate) fn picture(figure: &Figure, number: usize, page: &Measure) -> Result<Picture, PressError> {
    let svg = covered(&figure.svg);
    let refuse = |reason: String| PressError::Figure { figure: number, reason };
    let tree = usvg::Tree::from_str(&svg, &OPTIONS).map_err(|error| refuse(error.to_string()))?;
    let size = tree.size();
    let ratio = f64::from(size.height()) / f64::from(size.width());
    let wanted = page.text_width() * f64::from(figure.width_percent.clamp(1, 100)) / 100.0;
    let width = wanted.min(page.text_height() * TALLEST / ratio);
    Ok(Picture { svg, width, height: width * ratio, tree })
}

impl Picture {
    /// Draws the picture at its size on the page.
    pub fn bitmap(&self, number: usize) -> Result<Bitmap, PressError> {
        let dots = |mm: f64| (mm * DOTS_PER_MM).round().max(1.0) as u32;
        let refuse = |reason: &str| PressError::Figure { figure: number, reason: reason.to_owned() };
        let (width, height) = (dots(self.width), dots(self.height));
        let mut map =
            tiny_skia::Pixmap::new(width, height).ok_or_else(|| refuse("the picture has no area"))?;
        map.fill(tiny_skia::Color::WHITE);
        let scale = width as f32 / self.tree.size().width();
        resvg::render(&self.tree, tiny_skia::Transform::from_scale(scale, scale), &mut map.as_mut());
        let png = map.encode_png().map_err(|error| refuse(&error.to_string()))?;
        Ok(Bitmap { png, width, height })
    }
}

/// A code image as SVG, with the quiet zone around it that readers need.
pub(crate) fn qr_svg(url: &str) -> Result<String, PressError> {
    let code = QRBuilder::new(url).ecl(ECL::M).build().map_err(|error| PressError::Qr(error.to_string()))?;
    Ok(SvgBuilder::default().to_str(&code))
}

/// A code image as a picture with the given edge in millimetres.
pub(crate) fn qr_picture(url: &str, edge: f64) -> Result<Picture, PressError> {
    let svg = qr_svg(url)?;
    let tree = usvg::Tree::from_str(&svg, &OPTIONS).map_err(|error| PressError::Qr(error.to_string()))?;
    Ok(Picture { svg, width: edge, height: edge, tree })
}

/// Only the paper's own fonts and nothing from files: the same bitmap on every machine.
static OPTIONS: LazyLock<usvg::Options<'static>> = LazyLock::new(|| {
    let mut fonts = usvg::fontdb::Database::new();
    for font in &FACES.fonts {
        fonts.load_font_data(font.data().to_vec());
    }
    fonts.set_serif_family(FAMILY);
    fonts.set_sans_serif_family(FAMILY);
    fonts.set_monospace_family(FAMILY);
    usvg::Options {
        font_family: FAMILY.to_owned(),
        fontdb: Arc::new(fonts),
        image_href_resolver: usvg::ImageHrefResolver {
            resolve_data: Box::new(|_, _, _| None),
            resolve_string: Box::new(|_, _| None),
        },
        ..usvg::Options::default()
    }
});
