//! Writes every drawing in both styles, to be looked at: `drawing PATH_WITHOUT_EXTENSION STYLE_SHEET...`.

use std::collections::BTreeMap;
use std::error::Error;

use platform::Language;
use reports::drawing::{
    Map, ShareBar, ShareBars, Style, TileMap, Trend, TrendYear, gauge, key_list, share_bars, tilemap, trend,
    trend_key,
};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let stem = arguments.next().ok_or("usage: drawing PATH_WITHOUT_EXTENSION STYLE_SHEET...")?;
    let mut styles = String::new();
    for path in arguments {
        styles.push_str(&std::fs::read_to_string(path)?);
    }
    let names = BTreeMap::new();
    let mut sections = String::new();
    for (at, (map, sparse)) in
        [(Map::Of63, false), (Map::Of34, false), (Map::Of63, true)].into_iter().enumerate()
    {
        let values = values(map, sparse);
        let map = TileMap {
            map,
            values: &values,
            names: &names,
            link: &|code| format!("?tinh={code}"),
            title: "Bản đồ theo số cơ quan được cấp",
            unit: "cơ quan",
            language: Language::Vi,
        };
        let drawn = tilemap(&map, Style::Page);
        sections.push_str(&format!(
            "<section><h2>Bản đồ</h2>{}{drawn}</section>",
            key_list(&map.key(), Language::Vi)
        ));
        std::fs::write(format!("{stem}-map{at}.svg"), tilemap(&map, Style::Paper))?;
    }
    for (at, years) in [six(), twenty(), twelve(), Vec::new()].iter().enumerate() {
        let columns = Trend {
            years,
            link: &|label| format!("?nam={label}"),
            title: "Giấy chứng nhận cấp mỗi năm",
            unit: "giấy",
            language: Language::Vi,
        };
        let drawn = trend(&columns, Style::Page);
        sections.push_str(&format!(
            "<section><h2>Theo năm</h2>{drawn}{}</section>",
            key_list(&trend_key(Language::Vi), Language::Vi)
        ));
        std::fs::write(format!("{stem}-trend{at}.svg"), trend(&columns, Style::Paper))?;
    }
    let bars = kinds();
    let bars =
        ShareBars { bars: &bars, title: "Theo loại cơ quan", unit: "cơ quan", language: Language::Vi };
    std::fs::write(format!("{stem}-bars.svg"), share_bars(&bars))?;
    for bar in bars.bars {
        sections.push_str(&format!(
            "<section><p>{}</p>{}</section>",
            bar.label,
            gauge(bar.part, bar.whole, 860)
        ));
    }
    let page = format!(
        "<!doctype html><html lang=vi><meta charset=utf-8><meta name=viewport content=\"width=device-width\"><title>Hình vẽ</title>\
         <style>{styles}</style><div class=pad><div class=two>{sections}</div></div></html>"
    );
    std::fs::write(format!("{stem}.html"), page)?;
    Ok(())
}

/// Figures that look like a report's; the sparse ones lack some and have zeros and an island of its own.
fn values(map: Map, sparse: bool) -> BTreeMap<String, i64> {
    let mut values = BTreeMap::new();
    for (at, code) in map.codes().enumerate() {
        let at = at as i64;
        let value = if at % 7 == 3 { 48 + at * 11 % 70 } else { 16 + at * 5 % 15 };
        match sparse.then_some(at % 5) {
            Some(0) => {}
            Some(1) => drop(values.insert(code.to_owned(), 0)),
            Some(_) => drop(values.insert(code.to_owned(), 1 + at % 2 * 1180)),
            None => drop(values.insert(code.to_owned(), value)),
        }
    }
    if sparse {
        values.insert("498".to_owned(), 0);
        values.insert("576".to_owned(), 1);
    }
    values
}

fn year(label: &str, initial: i64, renewal: i64) -> TrendYear {
    TrendYear { label: label.to_owned(), initial, renewal, in_period: label == "2011" }
}

fn six() -> Vec<TrendYear> {
    vec![
        year("2007", 60, 0),
        year("2008", 120, 0),
        year("2009", 560, 0),
        year("2010", 1125, 55),
        year("2011", 328, 12),
        year("3T/2012", 61, 40),
    ]
}

fn twenty() -> Vec<TrendYear> {
    (2007..2027)
        .map(|at| year(&at.to_string(), (at * 7919) % 1300, if at > 2009 { at * 104_729 % 300 } else { 0 }))
        .collect()
}

fn twelve() -> Vec<TrendYear> {
    let mut years = twenty();
    years.truncate(11);
    years.push(year("3T/2018", 61, 40));
    years
}

fn kinds() -> Vec<ShareBar> {
    let bar = |label: &str, part, whole| ShareBar { label: label.to_owned(), part, whole };
    vec![
        bar("Sở", 8, 860),
        bar("Ủy ban nhân dân cấp xã", 211, 535),
        bar("Ủy ban nhân dân cấp huyện", 56, 480),
        bar("Chi cục", 24, 190),
        bar("Đơn vị thuộc bộ", 7, 99),
        bar("Cơ quan ngành dọc đặt tại địa phương", 0, 90),
    ]
}
