# Hiệu lực của giấy xác nhận và thẻ.
standing-in-force = Còn hiệu lực
standing-suspended = Bị đình chỉ
standing-revoked = Bị thu hồi
standing-expired = Hết hạn

standing-act-suspended = Đình chỉ
standing-act-resumed = Khôi phục
standing-act-revoked = Thu hồi
standing-act-expired = Ghi nhận hết hạn
standing-act-reissued = Cấp lại bản in

standing-refusal-number-missing = Chưa có số. Hãy nhập số ghi trên giấy hoặc thẻ.
standing-refusal-number-taken = Số { $number } đã được cấp cho đối tượng khác. Hãy kiểm tra lại số.
standing-refusal-future = Ngày này sau hôm nay ({ $today }). Chỉ ghi việc đã xảy ra; hãy sửa lại ngày.
standing-refusal-ends-before-issue = Ngày hết hạn trước ngày cấp. Hãy sửa một trong hai ngày.
standing-refusal-term-too-long = Thời hạn dài hơn { $years } năm ({ $basis }). Hãy rút ngắn ngày hết hạn.
standing-refusal-reason-missing = Chưa nêu lý do. Hãy ghi lý do theo quyết định.
standing-refusal-before-grant = Ngày này trước ngày cấp ({ $day }). Hãy chọn ngày không sớm hơn ngày cấp.
standing-refusal-later-act = Đã ghi một quyết định có hiệu lực muộn hơn (ngày { $day }). Hãy chọn ngày không sớm hơn, hoặc dùng chức năng đính chính.
standing-refusal-not-suspended = Ngày { $day } giấy hoặc thẻ không ở trạng thái bị đình chỉ nên không có gì để khôi phục. Hãy kiểm tra lại ngày.
standing-refusal-already-suspended = Ngày { $day } giấy hoặc thẻ đang bị đình chỉ. Hãy khôi phục trước.
standing-refusal-already-revoked = Ngày { $day } giấy hoặc thẻ đã bị thu hồi. Muốn có hiệu lực lại phải cấp mới.
standing-refusal-expired = Ngày { $day } giấy hoặc thẻ đã hết hạn. Hãy kiểm tra lại ngày, hoặc cấp mới.
standing-refusal-in-force = Ngày { $day } giấy hoặc thẻ đang còn hiệu lực nên không làm được việc này. Hãy kiểm tra lại ngày.
standing-refusal-nothing-to-correct = Nội dung đính chính giống hệt nội dung đang có. Hãy sửa chỗ sai rồi gửi lại.
standing-refusal-stale = Người khác vừa thay đổi bản ghi này. Hãy tải lại trang, xem thay đổi rồi làm lại.

standing-warning-ended-by-law = Giấy và thẻ cấp theo các thông tư cũ hết hiệu lực sau ngày 31/12/2015 ({ $basis }), dù ghi ngày muộn hơn.
