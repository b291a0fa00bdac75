# Thẻ chuyên gia.
experts-kind-consultant-organisation = Chuyên gia tư vấn của tổ chức
experts-kind-consultant-independent = Chuyên gia tư vấn độc lập
experts-kind-assessor = Chuyên gia đánh giá
experts-role-lead = Trưởng đoàn
experts-role-member = Thành viên

experts-refusal-holder-missing = Chưa có họ tên người được cấp thẻ. Hãy nhập họ tên.
experts-refusal-body-missing = Chưa nêu tổ chức của chuyên gia. Hãy chọn tổ chức.
experts-refusal-body-unknown = Không có tổ chức mang mã { $code }. Hãy kiểm tra mã, hoặc ghi nhận tổ chức trước.
experts-refusal-body-of-other-kind = Tổ chức { $code } không đúng loại: thẻ tư vấn cần tổ chức tư vấn, thẻ đánh giá cần tổ chức chứng nhận. Hãy chọn lại.
experts-refusal-body-of-independent = Chuyên gia độc lập không thuộc tổ chức nào. Hãy bỏ mã tổ chức, hoặc đổi loại thẻ.
experts-refusal-body-not-confirmed = Ngày { $day } tổ chức { $code } chưa được cấp giấy xác nhận. Hãy chọn ngày muộn hơn.
experts-refusal-body-suspended = Ngày { $day } giấy xác nhận của tổ chức { $code } đang bị đình chỉ. Hãy đợi đến khi được khôi phục.
experts-refusal-body-revoked = Ngày { $day } giấy xác nhận của tổ chức { $code } đã bị thu hồi. Hãy chọn tổ chức khác.
experts-refusal-body-expired = Ngày { $day } giấy xác nhận của tổ chức { $code } đã hết hạn. Hãy cấp lại giấy cho tổ chức trước.
experts-refusal-role-missing = Chưa nêu vai trò của chuyên gia đánh giá. Hãy chọn trưởng đoàn hoặc thành viên.
experts-refusal-role-of-consultant = Chỉ chuyên gia đánh giá có vai trò trưởng đoàn hoặc thành viên. Hãy bỏ vai trò.
experts-refusal-extra-of-independent = Thẻ bổ sung chỉ cấp cho chuyên gia của tổ chức. Hãy cấp thẻ thường.

experts-warning-before-paper = Thẻ cấp trước khi tổ chức { $code } có giấy xác nhận (ngày { $day }).
