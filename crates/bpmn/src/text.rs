//! How wide a text is and where its lines break: approximate metrics of a plain sans-serif, so that no font is read.

/// The width of a text in the units of its size.
#[must_use]
pub fn width(text: &str, size: f64) -> f64 {
    text.chars().map(advance).sum::<f64>() * size
}

/// The advance of one character in ems. Vietnamese letters are as wide as the letters under their marks.
fn advance(character: char) -> f64 {
    match character {
        '\u{300}'..='\u{36f}' => 0.0,
        'i' | 'j' | 'l' | 'ì' | 'í' | 'ỉ' | 'ĩ' | 'ị' | '\'' | '|' | '!' => 0.26,
        ' ' | '.' | ',' | ':' | ';' | 'I' | 'Ì' | 'Í' | 'Ỉ' | 'Ĩ' | 'Ị' => 0.3,
        'f' | 't' | 'r' | '(' | ')' | '[' | ']' | '/' | '-' => 0.38,
        'm' | 'M' | 'W' | 'w' => 0.86,
        'ư' | 'ừ' | 'ứ' | 'ử' | 'ữ' | 'ự' | 'ơ' | 'ờ' | 'ớ' | 'ở' | 'ỡ' | 'ợ' => 0.64,
        '0'..='9' => 0.6,
        other if other.is_uppercase() => 0.72,
        other if (other as u32) >= 0x2e80 => 1.0,
        _ => 0.57,
    }
}

/// Breaks a text into lines that fit; what does not fit into the number of lines ends in an ellipsis.
///
/// A word wider than a line is cut, so that no line ever runs out of its shape.
#[must_use]
pub fn wrap(text: &str, size: f64, fit: f64, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if width(&longer, size) <= fit {
            line = longer;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        for character in word.chars() {
            if !line.is_empty() && width(&line, size) + advance(character) * size > fit {
                lines.push(std::mem::take(&mut line));
            }
            line.push(character);
            // A word as long as a book is not broken to its end.
            if lines.len() > most {
                break;
            }
        }
        if lines.len() > most {
            break;
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            while !last.is_empty() && width(last, size) + 0.9 * size > fit {
                last.pop();
            }
            *last = format!("{}…", last.trim_end());
        }
    }
    lines
}
