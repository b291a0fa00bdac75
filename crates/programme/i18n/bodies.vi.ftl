# Tổ chức tư vấn và tổ chức chứng nhận.
bodies-kind-consulting = Tổ chức tư vấn
bodies-kind-certification = Tổ chức chứng nhận

bodies-refusal-code-missing = Chưa có mã tổ chức. Hãy nhập mã.
bodies-refusal-code-taken = Mã { $code } đã có trong danh sách. Hãy chọn mã khác, hoặc mở tổ chức đó để cấp lại giấy.
bodies-refusal-name-missing = Chưa có tên tổ chức. Hãy nhập tên.
bodies-refusal-suspended-now = Giấy xác nhận đang bị đình chỉ. Hãy khôi phục hoặc thu hồi trước khi cấp giấy mới.
bodies-refusal-not-after = Ngày cấp không sau giấy gần nhất (cấp ngày { $day }). Hãy chọn ngày muộn hơn.
bodies-refusal-revoked-until = Tổ chức đã bị thu hồi giấy xác nhận, chỉ được đăng ký lại từ ngày { $day } ({ $basis }).
bodies-refusal-paper-missing = Tổ chức phải có ít nhất một giấy xác nhận. Hãy giữ lại một giấy.
bodies-refusal-other-kind = Mã { $code } thuộc tổ chức loại khác (tư vấn, chứng nhận). Hãy kiểm tra mã, hoặc dùng đúng tệp.
