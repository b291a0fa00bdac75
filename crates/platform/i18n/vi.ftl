# Câu chữ của nền chung.

# Vai trò
role-national-officer = Cán bộ cơ quan tiêu chuẩn đo lường chất lượng quốc gia
role-ministry-officer = Cán bộ đơn vị chủ trì của bộ, ngành
role-province-officer = Cán bộ đơn vị chủ trì của tỉnh, thành phố
role-certification-body = Cán bộ tổ chức chứng nhận
role-reader = Người xem
role-administrator = Quản trị
role-clerk = Công chức bộ phận một cửa
role-officer = Công chức chuyên môn
role-unit-head = Lãnh đạo phòng
role-head = Lãnh đạo cơ quan
role-records-officer = Văn thư
role-quality-secretary = Thư ký hệ thống quản lý chất lượng
role-office-administrator = Quản trị của cơ quan

# Khung trang
frame-skip = Đến nội dung chính
frame-home = Trang đầu
frame-product-first = Hệ thống quản lý chất lượng
frame-product-second = trong cơ quan hành chính nhà nước
frame-demo = Dữ liệu minh họa
frame-search-label = Tìm hồ sơ, giấy chứng nhận, cơ quan, tổ chức, người
frame-search-hint = Tìm hồ sơ, giấy chứng nhận, cơ quan…
frame-rail = Các phần của hệ thống
frame-crumbs = Vị trí
frame-keys = Phím tắt
frame-key-search = tìm
frame-key-keys = mọi phím tắt
frame-key-down = dòng sau, hồ sơ sau
frame-key-up = dòng trước, hồ sơ trước
frame-key-open = mở dòng đang chọn
frame-key-back = trở về danh sách, rời ô đang gõ
frame-key-new = thêm mới
frame-key-act = tới nút chính của trang
frame-key-send = gửi biểu mẫu đang điền
frame-key-search-anywhere = tới ô tìm, cả khi đang gõ (Firefox: Alt Shift T)
frame-key-sections = mở phần ở cột trái (Firefox: Alt Shift)
frame-sign-in = Cán bộ đăng nhập
frame-sign-out = Đăng xuất
frame-to-desk = Về bàn làm việc
frame-public-foot = Tra cứu không cần đăng nhập.

# Danh sách
list-filter = Lọc danh sách
list-more-filters = Thêm điều kiện lọc
list-left-out = Chưa dùng được điều kiện sau; trang dưới đây đang bỏ qua điều kiện đó
list-filter-button = Lọc
list-all = Tất cả
list-pages = Trang của danh sách
list-previous = Trang trước
list-next = Trang tiếp theo
list-whole = Tất cả { $all }
list-shown = { $shown } trong { $all }
list-not-a-cursor = Không đọc được vị trí của trang trong danh sách. Hãy mở lại danh sách từ đầu.
list-value-too-long = Giá trị của { $name } dài hơn { $most } ký tự. Hãy rút ngắn rồi thử lại.
date-known-by = không rõ ngày, biết từ { $day }

# Biểu mẫu
form-choose = Chọn…
form-optional = (không bắt buộc)
form-save-draft = Lưu nháp
form-cancel = Quay lại, không ghi gì
form-errors = Chưa xong: { $count } chỗ cần sửa
form-errors-more = Và { $count } chỗ khác nữa.
form-error-title = Lỗi: { $title }
form-day-hint = Ngày/tháng/năm, ví dụ 31/03/2012
form-known-date-hint = Ví dụ 31/03/2012; chỉ biết tháng thì ghi 03/2012, chỉ biết năm thì ghi 2012, không biết thì để trống
form-missing = chưa ghi
form-not-a-day = { $text } không phải là một ngày có trong lịch
form-not-a-known-date = { $text } không phải là ngày, tháng hoặc năm
form-not-a-number = { $text } không phải là số nguyên
form-lookup-nothing = Không tìm thấy. Thử mã hoặc một phần tên khác.
form-not-a-choice = { $text } không có trong danh sách
form-one-line = chỉ ghi trên một dòng
form-one-file = chỉ gửi được một tệp mỗi lần; hãy gửi từng tệp
form-revision-unfit = Biểu mẫu không nói rõ đã xem lần ghi nào của bản ghi; hãy tải lại trang rồi làm lại.
form-sent-otherwise = Biểu mẫu này đã gửi một lần với nội dung khác, và lần gửi đó đã được ghi. Nội dung dưới đây chưa được ghi: nếu đây là một việc mới thì kiểm tra lại rồi gửi lần nữa.

# Hồ sơ một bản ghi
record-next = Việc tiếp theo
record-system = Hệ thống
record-entry-line = { $time } ngày { $day } · { $name } · lần ghi { $entry }
record-entry-line-public = { $time } ngày { $day } · lần ghi { $entry }
record-journal-line = { $time } ngày { $day } · { $name } · số { $seq } trong nhật ký
record-field = Mục
record-before = Trước
record-after = Sau

# Báo cáo
report-why = Vì sao?
report-close = Đóng
report-skip-drawing = Bỏ qua hình vẽ

# Khi không làm được
problem-home = Về trang đầu
problem-request = Mã yêu cầu để báo người quản trị: { $request }
problem-refused-title = Chưa làm được
problem-refused-text = Hãy xem lý do dưới đây, sửa lại rồi làm tiếp.
problem-forbidden-title = Không có quyền
problem-forbidden-text = Vai trò đang dùng không được làm việc này. Nếu cần, hãy đổi vai trò hoặc hỏi người quản trị của cơ quan.
problem-sign-in-title = Cần đăng nhập
problem-sign-in-text = Hãy đăng nhập rồi làm lại.
problem-not-found-title = Không tìm thấy
problem-not-found-text = Không có trang hoặc bản ghi này, hoặc bạn không được xem. Hãy kiểm tra lại địa chỉ, hoặc tìm từ trang đầu.
problem-cross-site-title = Yêu cầu đến từ trang khác
problem-cross-site-text = Yêu cầu này được gửi từ một trang không thuộc hệ thống nên không thực hiện. Hãy mở trang của hệ thống và làm lại.
problem-form-expired-title = Biểu mẫu đã hết hạn
problem-form-expired-text = Biểu mẫu thuộc về một lần đăng nhập khác. Hãy quay lại, tải lại trang rồi gửi lần nữa.
problem-wrong-method-title = Trang này không nhận cách gửi đó
problem-wrong-method-text = Địa chỉ này có, nhưng không xem hoặc không gửi theo cách vừa dùng. Hãy mở trang chứa biểu mẫu rồi làm từ đó.
problem-malformed-title = Không đọc được yêu cầu
problem-malformed-text = Nội dung gửi lên không đúng định dạng. Hãy quay lại trang biểu mẫu rồi gửi lần nữa.
problem-too-large-title = Nội dung quá lớn
problem-too-large-text = Trang này chỉ nhận đến { $limit }. Hãy chia nhỏ tệp rồi gửi lại.
problem-too-many-title = Quá nhiều yêu cầu
problem-too-many-text = Có quá nhiều yêu cầu trong thời gian ngắn. Hãy đợi vài giây rồi làm lại.
problem-too-slow-title = Làm quá lâu
problem-too-slow-text = Chưa có trả lời trong thời gian cho phép. Nếu đang ghi, hãy xem lại bản ghi trước khi gửi lần nữa; nếu đang xem, hãy thu hẹp phạm vi.
problem-busy-title = Hệ thống đang bận
problem-busy-text = Có nhiều việc đang chờ. Hãy thử lại sau vài giây; chưa có gì được ghi.
paper-refusal-one-waits = Bạn đang cho in một sổ hoặc báo cáo dài và một bản nữa đang đợi. Hãy đợi hai bản đó in xong rồi làm lại.
problem-full-title = Bộ nhớ đã đầy
problem-full-text = Cơ sở dữ liệu không còn chỗ nên chưa ghi gì. Hãy báo người quản trị giải phóng hoặc thêm dung lượng.
problem-read-only-title = Cơ sở dữ liệu chỉ cho đọc
problem-read-only-text = Hiện chỉ xem được, chưa ghi gì. Hãy báo người quản trị kiểm tra quyền ghi của cơ sở dữ liệu.
problem-unreachable-title = Không tới được cơ sở dữ liệu
problem-unreachable-text = Hệ thống không đọc được dữ liệu. Hãy thử lại sau; nếu vẫn vậy, hãy báo người quản trị.
problem-failed-title = Có lỗi của hệ thống
problem-failed-text = Việc chưa làm được vì lỗi của hệ thống, không phải của bạn; chưa có gì được ghi. Lỗi đã vào nhật ký.
