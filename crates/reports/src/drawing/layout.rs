//! Where things stand: the two maps of the country as a grid of tiles.

use platform::Day;

use super::islands::{ISLANDS_34, ISLANDS_63};
use super::provinces::{PROVINCES_34, PROVINCES_63};

/// Which division of the country a map shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Map {
    /// The 63 provinces and cities from 01/08/2008 to 30/06/2025.
    Of63,
    /// The 34 provinces and cities since 01/07/2025.
    Of34,
}

/// Regions of the country, kept apart by a wider gap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Region {
    /// Trung du và miền núi phía Bắc.
    NorthernUplands,
    /// Đồng bằng sông Hồng.
    RedRiver,
    /// Bắc Trung Bộ.
    NorthCentral,
    /// Duyên hải Nam Trung Bộ; since 2025 together with the highlands.
    SouthCentral,
    /// Tây Nguyên.
    Highlands,
    /// Đông Nam Bộ.
    SouthEast,
    /// Đồng bằng sông Cửu Long.
    Mekong,
}

/// A province or city on the map.
#[derive(Debug)]
pub(super) struct Province {
    /// The code of the register.
    pub code: &'static str,
    /// The whole name.
    pub name: &'static str,
    /// What stands on the tile, in one or two lines.
    pub lines: [&'static str; 2],
    /// Column and row.
    pub at: (i32, i32),
    /// The region.
    pub region: Region,
}

/// An island or archipelago that is a unit of its own inside a province.
#[derive(Debug)]
pub(super) struct Island {
    /// The code of the district, or of the special zone since 2025.
    pub code: &'static str,
    /// The whole name.
    pub name: &'static str,
    /// What stands on the tile, in two lines.
    pub lines: [&'static str; 2],
    /// The code of the province that counts it.
    pub province: &'static str,
    /// Column and row, in tenths of a tile.
    pub at: (i32, i32),
}

/// A whole map.
#[derive(Debug)]
pub(super) struct Layout {
    /// The provinces, north to south.
    pub provinces: &'static [Province],
    /// The islands, north to south.
    pub islands: &'static [Island],
    /// The coast, as codes of provinces from the border with China around the cape to Cambodia.
    pub coast: &'static [&'static str],
    /// Columns and rows, in tenths of a tile.
    pub size: (i32, i32),
    /// Where the name of the sea stands, in tenths of a tile.
    pub sea_at: (i32, i32),
    /// Where the key stands on paper, in tenths of a tile: over Laos, where the map is empty.
    pub key_at: (i32, i32),
}

impl Map {
    /// The map that held on this day.
    pub fn on(day: Day) -> Map {
        match Day::new(2025, 7, 1) {
            Some(merger) if day >= merger => Map::Of34,
            _ => Map::Of63,
        }
    }

    /// The codes of the map's provinces, north to south.
    pub fn codes(self) -> impl Iterator<Item = &'static str> {
        self.layout().provinces.iter().map(|province| province.code)
    }

    /// The name of the island with this code, and the code of the province that counts it.
    pub fn island(self, code: &str) -> Option<(&'static str, &'static str)> {
        let islands = self.layout().islands.iter();
        islands.filter(|island| island.code == code).map(|island| (island.name, island.province)).next()
    }

    pub(super) fn layout(self) -> &'static Layout {
        match self {
            Map::Of63 => &LAYOUT_63,
            Map::Of34 => &LAYOUT_34,
        }
    }
}

impl Layout {
    /// The province with this code.
    pub fn province(&self, code: &str) -> Option<&'static Province> {
        self.provinces.iter().find(|province| province.code == code)
    }

    /// The region of the tile at this place, if there is a tile.
    pub fn region_at(&self, at: (i32, i32)) -> Option<Region> {
        self.provinces.iter().find(|province| province.at == at).map(|province| province.region)
    }
}

static LAYOUT_63: Layout = Layout {
    provinces: PROVINCES_63,
    islands: ISLANDS_63,
    coast: &[
        "22", "31", "34", "36", "37", "38", "40", "42", "44", "45", "46", "48", "49", "51", "52", "54", "56",
        "58", "60", "77", "79", "82", "83", "84", "94", "95", "96", "91",
    ],
    size: (82, 220),
    sea_at: (68, 199),
    key_at: (1, 91),
};

static LAYOUT_34: Layout = Layout {
    provinces: PROVINCES_34,
    islands: ISLANDS_34,
    coast: &[
        "22", "31", "33", "37", "38", "40", "42", "44", "46", "48", "51", "52", "66", "56", "68", "79", "86",
        "92", "96", "91",
    ],
    size: (73, 180),
    sea_at: (56, 172),
    key_at: (1, 71),
};
