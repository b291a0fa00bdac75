# Bản nháp.
drafts-title = Bản nháp
drafts-sentence = Biểu mẫu chưa gửi của cơ quan mình; cơ quan khác không thấy. Chỉ người lưu và lãnh đạo mở được.
drafts-none = Chưa có bản nháp nào
drafts-none-text = Khi điền một biểu mẫu, bấm «Lưu nháp» để giữ lại và làm tiếp ở đây.
drafts-form = Biểu mẫu
drafts-author = Người lưu
drafts-saved-at = Lưu lúc
drafts-act = Thao tác
drafts-discard = Bỏ nháp
drafts-done-kept = Đã lưu bản nháp. Bấm vào tên biểu mẫu để làm tiếp.
drafts-done-discarded = Đã bỏ bản nháp.
