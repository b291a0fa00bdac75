# Đọc tệp bảng tính (CSV, XLSX)
sheets-refusal-too-large = Tệp lớn { $megabytes } MB, quá giới hạn { $limit } MB. Chia nhỏ tệp.
sheets-refusal-file-kind = Tệp { $name } không phải CSV hay XLSX.
sheets-refusal-empty = Tệp trống, không có dòng tiêu đề.
sheets-refusal-column-missing = Thiếu cột "{ $column }".
sheets-refusal-column-twice = Cột "{ $column }" có hai lần.
sheets-refusal-too-many-rows = Tệp có hơn { $limit } dòng. Chia nhỏ tệp.
sheets-refusal-too-many-cells = Tệp có hơn { $limit } ô. Chia nhỏ tệp.
sheets-refusal-too-many-columns = Ô { $cell } nằm ngoài { $limit } cột đầu. Xóa các cột thừa.
sheets-refusal-unpacks-too-large = Bảng tính giải nén ra hơn { $limit } MB. Chia nhỏ tệp hoặc lưu thành CSV.
sheets-refusal-cells = Dòng có { $has } ô, tiêu đề chỉ có { $columns } cột. Ô có dấu phẩy phải để trong ngoặc kép.
sheets-refusal-cell-long = Có ô dài hơn { $limit } byte.
sheets-refusal-control-letters = Có ký tự điều khiển không đọc được.
sheets-refusal-encoding = Từ dòng { $line } không phải mã UTF-8. Lưu lại tệp với mã UTF-8.
sheets-refusal-csv = Không đọc được tệp CSV ở dòng { $line }. Mở tệp bằng phần mềm bảng tính rồi lưu lại thành CSV (UTF-8).
sheets-refusal-xlsx = Không mở được tệp XLSX. Mở tệp bằng Excel rồi lưu lại, hoặc lưu thành CSV (UTF-8).
sheets-refusal-formula = Ô { $cell } là công thức. Dán giá trị thay cho công thức.
sheets-warning-column-unread = Cột "{ $column }" không được đọc.
