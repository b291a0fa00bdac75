//! Drawings of a report as SVG text: the map of tiles, the columns of the years, bars.
//!
//! Every drawing is a pure function of its figures and comes in two styles. [`Style::Page`] leans
//! on the style sheet, leads somewhere with every tile and column, and follows the dark theme.
//! [`Style::Paper`] carries its own colours and leads nowhere, for the PDF and the DOCX.

mod bars;
mod islands;
mod layout;
mod provinces;
mod steps;
mod svg;
mod tilemap;
mod trend;

#[cfg(test)]
mod tests;

pub use bars::{ShareBar, ShareBars, gauge, share_bars};
pub use layout::Map;
pub use steps::{KeyItem, Swatch, key, key_list, steps};
pub use svg::Style;
pub use tilemap::{TileMap, tilemap};
pub use trend::{Trend, TrendYear, trend, trend_key};

platform::messages!("drawing", "../../i18n/drawing.vi.ftl", "../../i18n/drawing.en.ftl");
