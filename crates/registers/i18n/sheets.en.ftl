# Reading files of rows (CSV, XLSX)
sheets-refusal-too-large = The file has { $megabytes } MB, more than { $limit } MB. Split it.
sheets-refusal-file-kind = The file { $name } is neither CSV nor XLSX.
sheets-refusal-empty = The file is empty: it has no header.
sheets-refusal-column-missing = The column "{ $column }" is missing.
sheets-refusal-column-twice = The column "{ $column }" is there twice.
sheets-refusal-too-many-rows = The file has more than { $limit } rows. Split it.
sheets-refusal-too-many-cells = The file has more than { $limit } cells. Split it.
sheets-refusal-too-many-columns = The cell { $cell } lies beyond the first { $limit } columns. Delete the columns that are not needed.
sheets-refusal-unpacks-too-large = The workbook unpacks to more than { $limit } MB. Split it or save it as CSV.
sheets-refusal-cells = The row has { $has } cells, the header only { $columns } columns. A cell with a comma needs quotation marks.
sheets-refusal-cell-long = A cell is longer than { $limit } bytes.
sheets-refusal-control-letters = There are control characters that cannot be read.
sheets-refusal-encoding = From line { $line } on this is not UTF-8. Save the file as UTF-8.
sheets-refusal-csv = The CSV file cannot be read at line { $line }. Open it in a spreadsheet program and save it as CSV (UTF-8) again.
sheets-refusal-xlsx = The XLSX cannot be read: { $words }
sheets-refusal-formula = The cell { $cell } is a formula. Paste its value in place of it.
sheets-warning-column-unread = The column "{ $column }" is not read.
