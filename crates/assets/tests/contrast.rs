//! The colours of the style sheet keep the contrast that WCAG 2.2 AA asks for, in both themes.

use std::collections::HashMap;

const TOKENS: &str = include_str!("../web/src/css/tokens.css");

/// Text on a ground: at least 4.5 to 1.
const TEXT: &[(&str, &[&str])] = &[
    (
        "ink",
        &["ground", "frame", "sunk", "accent-wash", "soon-wash", "late-wash", "done-wash", "q1", "q2", "q3"],
    ),
    ("ink-2", &["ground", "frame", "sunk", "accent-wash", "soon-wash", "late-wash"]),
    ("accent-text", &["ground", "frame", "sunk", "accent-wash"]),
    ("on-accent", &["accent", "accent-down"]),
    ("soon", &["ground", "frame", "soon-wash", "accent-wash"]),
    ("late", &["ground", "frame", "late-wash", "accent-wash"]),
    ("done", &["ground", "frame", "done-wash", "accent-wash"]),
    ("q-on", &["q4", "q5"]),
    ("ground", &["ink"]),
];

/// Borders of fields and parts of drawings: at least 3 to 1.
const SHAPES: &[(&str, &[&str])] = &[("edge", &["ground", "frame"]), ("accent", &["ground", "frame"])];

type Colours = HashMap<&'static str, [f64; 3]>;

#[test]
fn words_and_shapes_are_readable_in_both_themes() {
    let (light, dark) = themes();
    for (theme, colours) in [("light", &light), ("dark", &dark)] {
        for (pairs, wanted) in [(TEXT, 4.5), (SHAPES, 3.0)] {
            for (front, back) in
                pairs.iter().flat_map(|(front, backs)| backs.iter().map(move |back| (front, back)))
            {
                let ratio = contrast(colours[front], colours[back]);
                assert!(
                    ratio >= wanted,
                    "{theme}: --{front} on --{back} is {ratio:.2} to 1, wanted {wanted}"
                );
            }
        }
    }
}

/// The dark theme is the light one with some tokens set anew.
fn themes() -> (Colours, Colours) {
    let (before, after) =
        TOKENS.split_once("@media screen and (prefers-color-scheme: dark)").expect("both themes");
    let light = colours(before);
    let mut dark = light.clone();
    dark.extend(colours(after));
    (light, dark)
}

fn colours(css: &'static str) -> Colours {
    css.lines()
        .filter_map(|line| line.trim().strip_prefix("--")?.strip_suffix(';')?.split_once(": #"))
        .map(|(name, hex)| (name, channels(hex)))
        .collect()
}

fn channels(hex: &str) -> [f64; 3] {
    let digits: Vec<u32> =
        hex.chars().map(|digit| digit.to_digit(16).expect("a hexadecimal colour")).collect();
    match digits[..] {
        [red, green, blue] => [red * 17, green * 17, blue * 17].map(f64::from),
        [r1, r2, g1, g2, b1, b2] => [r1 * 16 + r2, g1 * 16 + g2, b1 * 16 + b2].map(f64::from),
        _ => panic!("#{hex} is no colour of three or six digits"),
    }
}

fn contrast(one: [f64; 3], other: [f64; 3]) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// Relative luminance as WCAG defines it.
fn luminance(colour: [f64; 3]) -> f64 {
    let [red, green, blue] = colour.map(|channel| {
        let part = channel / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}
