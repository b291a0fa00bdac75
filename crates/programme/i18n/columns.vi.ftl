# Cột của tệp nhập.
columns-refusal-missing = Ô này để trống. Hãy điền giá trị.
columns-refusal-date = "{ $text }" không phải là ngày. Hãy ghi năm-tháng-ngày (2011-05-03), tháng (2011-05), năm (2011) hoặc để trống.
columns-refusal-word = "{ $text }" không nằm trong các giá trị cho phép: { $allowed }.
columns-refusal-ends-before-issue = Ngày hết hạn trước ngày cấp. Hãy sửa một trong hai ngày.
