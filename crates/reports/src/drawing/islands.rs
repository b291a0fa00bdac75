//! The islands and archipelagos of each map, north to south.

use super::layout::Island;

const fn isle(
    code: &'static str,
    name: &'static str,
    lines: [&'static str; 2],
    place: (&'static str, (i32, i32)),
) -> Island {
    Island { code, name, lines, province: place.0, at: place.1 }
}

/// The island districts (huyện đảo) of the 63 provinces, until 30/06/2025.
pub(super) static ISLANDS_63: &[Island] = &[
    isle("203", "Huyện đảo Vân Đồn", ["Vân", "Đồn"], ("22", (72, 21))),
    isle("207", "Huyện đảo Cô Tô", ["Cô", "Tô"], ("22", (72, 31))),
    isle("317", "Huyện đảo Cát Hải", ["Cát", "Hải"], ("31", (61, 42))),
    isle("318", "Huyện đảo Bạch Long Vĩ", ["Bạch", "Long Vĩ"], ("31", (62, 53))),
    isle("471", "Huyện đảo Cồn Cỏ", ["Cồn", "Cỏ"], ("45", (52, 90))),
    isle("498", "Huyện đảo Hoàng Sa", ["Hoàng", "Sa"], ("48", (72, 101))),
    isle("536", "Huyện đảo Lý Sơn", ["Lý", "Sơn"], ("51", (72, 121))),
    isle("602", "Huyện đảo Phú Quý", ["Phú", "Quý"], ("60", (52, 172))),
    isle("576", "Huyện đảo Trường Sa", ["Trường", "Sa"], ("56", (72, 178))),
    isle("911", "Huyện đảo Phú Quốc", ["Phú", "Quốc"], ("91", (-1, 200))),
    isle("912", "Huyện đảo Kiên Hải", ["Kiên", "Hải"], ("91", (-1, 210))),
    isle("755", "Huyện đảo Côn Đảo", ["Côn", "Đảo"], ("77", (43, 207))),
];

/// The special zones (đặc khu) of the 34 provinces, since 01/07/2025.
pub(super) static ISLANDS_34: &[Island] = &[
    isle("06994", "Đặc khu Vân Đồn", ["Vân", "Đồn"], ("22", (52, 20))),
    isle("07192", "Đặc khu Cô Tô", ["Cô", "Tô"], ("22", (63, 24))),
    isle("11914", "Đặc khu Cát Hải", ["Cát", "Hải"], ("31", (52, 31))),
    isle("11948", "Đặc khu Bạch Long Vĩ", ["Bạch", "Long Vĩ"], ("31", (45, 42))),
    isle("19742", "Đặc khu Cồn Cỏ", ["Cồn", "Cỏ"], ("44", (43, 66))),
    isle("20333", "Đặc khu Hoàng Sa", ["Hoàng", "Sa"], ("48", (63, 83))),
    isle("21548", "Đặc khu Lý Sơn", ["Lý", "Sơn"], ("51", (62, 101))),
    isle("22736", "Đặc khu Trường Sa", ["Trường", "Sa"], ("56", (60, 156))),
    isle("23272", "Đặc khu Phú Quý", ["Phú", "Quý"], ("68", (43, 142))),
    isle("26732", "Đặc khu Côn Đảo", ["Côn", "Đảo"], ("79", (33, 166))),
    isle("31078", "Đặc khu Phú Quốc", ["Phú", "Quốc"], ("91", (-1, 151))),
    isle("31108", "Đặc khu Kiên Hải", ["Kiên", "Hải"], ("91", (-1, 161))),
    isle("31105", "Đặc khu Thổ Châu", ["Thổ", "Châu"], ("91", (-1, 171))),
];
