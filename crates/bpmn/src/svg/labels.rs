//! Where the names of flows stand: beside their flow, and not on each other.

use crate::layout::{LABEL, LINE, Picture, TEXT};
use crate::model::{Bounds, Point, Process};
use crate::text;

/// The name of a flow in its lines, from the base line of the first.
pub(super) struct Label {
    pub(super) lines: Vec<String>,
    pub(super) x: f64,
    pub(super) y: f64,
    /// The end of its lines that stands at `x`.
    pub(super) anchor: &'static str,
}

impl Label {
    /// What it covers.
    fn bounds(&self) -> Bounds {
        let width = self.lines.iter().map(|line| text::width(line, TEXT)).fold(0.0, f64::max);
        let x = if self.anchor == "end" { self.x - width } else { self.x };
        Bounds { x, y: self.y - TEXT * 0.8, width, height: LINE * (self.lines.len() as f64 - 1.0) + TEXT }
    }
}

/// So many other places are tried along one piece of a flow.
const MOST_ALONG: u32 = 40;
/// On so many pieces of one flow.
const MOST_PIECES: usize = 8;
/// And so many in the whole picture: a file that lays everything on one spot is drawn so.
const MOST_TRIES: usize = 20_000;

/// The labels placed so far, beside the shapes.
pub(super) struct Labels<'p> {
    shapes: Vec<&'p Bounds>,
    placed: Vec<Bounds>,
    /// How many other places may still be tried.
    tries: usize,
}

impl Labels<'_> {
    /// No label yet. A sub-process is a ground for labels, no hindrance.
    pub(super) fn beside<'p>(process: &Process, picture: &'p Picture) -> Labels<'p> {
        let shapes = process.indices().filter(|index| !super::is_frame(process, *index));
        Labels {
            shapes: shapes.map(|index| &picture.shapes[index.0 as usize]).collect(),
            placed: Vec::new(),
            tries: MOST_TRIES,
        }
    }

    /// The place of the next label: where it reads best, unless another stands there already; then the first free
    /// one further along its flow.
    pub(super) fn place(&mut self, name: &str, points: &[Point]) -> Option<Label> {
        let first = best(name, points)?;
        let is_free = |label: &Label| self.placed.iter().all(|other| !cover(&label.bounds(), other));
        let label = if is_free(&first) {
            first
        } else {
            let on_no_shape = |label: &Label| self.shapes.iter().all(|shape| !cover(&label.bounds(), shape));
            let pieces = points.windows(2).take(MOST_PIECES);
            let along = pieces.flat_map(|piece| along(name, (piece[0], piece[1]))).take(self.tries);
            let places: Vec<Label> = along.collect();
            self.tries -= places.len();
            let mut free: Vec<Label> = places.into_iter().filter(is_free).collect();
            // On a shape a name is read still, on another name it is not.
            let at = free.iter().position(on_no_shape).unwrap_or(0);
            if free.is_empty() { first } else { free.swap_remove(at) }
        };
        self.placed.push(label.bounds());
        Some(label)
    }
}

fn cover(one: &Bounds, other: &Bounds) -> bool {
    one.x < other.x + other.width
        && other.x < one.x + one.width
        && one.y < other.y + other.height
        && other.y < one.y + one.height
}

fn is_level((from, to): (Point, Point)) -> bool {
    (from.y - to.y).abs() < 1.0
}

/// The name on the first piece of its flow that has room for it.
fn best(name: &str, points: &[Point]) -> Option<Label> {
    let wish = text::width(name, TEXT).min(LABEL) * 0.7;
    let has_room =
        |pair: &&[Point]| is_level((pair[0], pair[1])) && (pair[0].x - pair[1].x).abs() >= wish + 12.0;
    let second = points.get(1)?;
    let begins_upright = (points[0].y - second.y).abs() >= 34.0 && (points[0].x - second.x).abs() < 1.0;
    let roomy = if begins_upright { None } else { points.windows(2).find(has_room) };
    let piece = roomy.or_else(|| points.windows(2).next())?;
    Some(on(name, (piece[0], piece[1])))
}

fn lines(name: &str, piece: (Point, Point)) -> Vec<String> {
    let length = (piece.0.x - piece.1.x).abs();
    let fit = if is_level(piece) { (length - 14.0).clamp(60.0, 1.5 * LABEL) } else { LABEL };
    text::wrap(name, TEXT, fit, 2)
}

/// The name at the beginning of a piece: above it, or right of it.
fn on(name: &str, piece: (Point, Point)) -> Label {
    let lines = lines(name, piece);
    let (from, to) = piece;
    let up = LINE * (lines.len() as f64 - 1.0);
    let (anchor, x, y) = if is_level(piece) && to.x >= from.x {
        ("start", from.x + 9.0, from.y - 5.0 - up)
    } else if is_level(piece) {
        ("end", from.x - 9.0, from.y - 5.0 - up)
    } else {
        let down = if to.y > from.y { 16.0 } else { -8.0 - up };
        ("start", from.x + 7.0, from.y + down)
    };
    Label { lines, x, y, anchor }
}

/// Other places along a piece, from its beginning: under a level one, further along it, a row further off; down an
/// upright one on either side.
fn along(name: &str, piece: (Point, Point)) -> Vec<Label> {
    let (from, to) = piece;
    let first = on(name, piece);
    let beside = |dx: f64, dy: f64, anchor| Label {
        lines: first.lines.clone(),
        x: first.x + dx,
        y: first.y + dy,
        anchor,
    };
    let height = LINE * first.lines.len() as f64;
    let width = first.bounds().width;
    let length = (from.x - to.x).abs() + (from.y - to.y).abs();
    let (step, room, forward) = if is_level(piece) {
        (24.0, width + 18.0, to.x >= from.x)
    } else {
        (LINE, height + 14.0, to.y > from.y)
    };
    let sign = if forward { 1.0 } else { -1.0 };
    let far = (0..MOST_ALONG).map(|count| step * f64::from(count));
    let far = far.take_while(|far| *far == 0.0 || far + room <= length);
    let row = height + 2.0;
    let near = far.clone().flat_map(|far| match is_level(piece) {
        true => [beside(sign * far, 0.0, first.anchor), beside(sign * far, row + 4.0, first.anchor)],
        false => [beside(0.0, sign * far, "start"), beside(-14.0, sign * far, "end")],
    });
    // Where others stand on either side of a short level piece: over or under them.
    let rows = (1..=3).filter(|_| is_level(piece)).map(|rows| row * f64::from(rows));
    let beyond = rows.flat_map(|rows| {
        let over_and_under = |far: f64| {
            let (x, anchor) = (sign * far, first.anchor);
            [beside(x, -rows, anchor), beside(x, rows + row + 4.0, anchor)]
        };
        far.clone().flat_map(over_and_under).collect::<Vec<Label>>()
    });
    near.chain(beyond).collect()
}
