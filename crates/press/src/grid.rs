//! Where the cells of a table stand, once cells that cover several rows or columns are counted.

use papers::{TableCell, TableRow};

/// What stands at a position of a row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Slot<'a> {
    /// A cell begins here.
    Cell(&'a TableCell),
    /// A cell of a row above reaches down to here, over this many columns.
    Covered(usize),
    /// The row has fewer cells than the table has columns.
    Blank,
}

/// The slots of each row from left to right; expects rows without a [`papers::TableFault`].
pub(crate) fn slots(rows: &[TableRow], columns: usize) -> Vec<Vec<Slot<'_>>> {
    // For each column: how many rows below are still covered, and the width of the covering cell at its left edge.
    let mut below = vec![(0_usize, 0_usize); columns];
    rows.iter().map(|row| row_slots(row, &mut below)).collect()
}

fn row_slots<'a>(row: &'a TableRow, below: &mut [(usize, usize)]) -> Vec<Slot<'a>> {
    let mut cells = row.cells.iter();
    let mut slots = Vec::new();
    let mut column = 0;
    while column < below.len() {
        let (rows_left, width) = below[column];
        if rows_left > 0 {
            let width = width.max(1);
            below[column..column + width].iter_mut().for_each(|(rows, _)| *rows -= 1);
            slots.push(Slot::Covered(width));
            column += width;
            continue;
        }
        let Some(cell) = cells.next() else {
            slots.push(Slot::Blank);
            column += 1;
            continue;
        };
        let end = (column + cell.columns.max(1)).min(below.len());
        below[column..end].fill((cell.rows.max(1) - 1, 0));
        below[column].1 = end - column;
        slots.push(Slot::Cell(cell));
        column = end;
    }
    slots
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_below_a_tall_cell_move_aside_and_short_rows_are_filled() {
        let rows = [
            TableRow::new([
                TableCell::new("a").over_rows(2).over_columns(2),
                TableCell::new("b").over_columns(2),
            ]),
            TableRow::new(["c", "d"]),
            TableRow::new(["e"]),
        ];
        let slots = slots(&rows, 4);
        let (first, second) = (&rows[0].cells, &rows[1].cells);
        assert_eq!(slots[0], [Slot::Cell(&first[0]), Slot::Cell(&first[1])]);
        assert_eq!(slots[1], [Slot::Covered(2), Slot::Cell(&second[0]), Slot::Cell(&second[1])]);
        assert_eq!(slots[2], [Slot::Cell(&rows[2].cells[0]), Slot::Blank, Slot::Blank, Slot::Blank]);
    }
}
