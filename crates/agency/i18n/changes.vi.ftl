# Hồ sơ đang mở mà một bản lịch làm đổi hạn
changes-title = Hồ sơ đổi hạn theo bản lịch
changes-of = Hạn của { $code } theo hai bản lịch
changes-moves-nothing = Trang này chỉ để xem. Không ngày hẹn nào tự đổi: hồ sơ giữ bản lịch đã dùng khi hẹn trả, kể cả sau khi bản mới được công bố.
changes-code = Mã hồ sơ
changes-received = Tiếp nhận
changes-from = Hạn đang hẹn
changes-to = Hạn theo bản lịch này
changes-shown = { $count } hồ sơ đang mở có hạn khác theo bản lịch này ({ $counted } hồ sơ được tính lại).
changes-none = Không hồ sơ nào đổi hạn
changes-none-what = Đã tính lại { $counted } hồ sơ đang mở có hạn từ ngày đầu tiên bản lịch này thay đổi.
changes-cut = Có nhiều hồ sơ hơn số tính lại được trên một trang; chỉ { $counted } hồ sơ đến hạn sớm nhất được tính lại.
changes-not-counted = Bản lịch này không tính được hạn của hồ sơ: hồ sơ đã xong hoặc đang tạm dừng.
changes-faulty = Bản lịch đang soạn chưa công bố được nên chưa so được với hồ sơ.
