# Open dossiers whose due moment a release of the calendar moves
changes-title = Dossiers a calendar would move
changes-of = The due moment of { $code } by both calendars
changes-moves-nothing = This page is for reading only. No appointment moves by itself: a dossier keeps the calendar it was promised by, after a new one is published too.
changes-code = Code
changes-received = Received
changes-from = Due as promised
changes-to = Due by this calendar
changes-shown = { $count } open dossiers are due at another moment by this calendar ({ $counted } were counted again).
changes-none = No dossier would move
changes-none-what = { $counted } open dossiers due from the first day that this calendar changes were counted again.
changes-cut = There are more dossiers than one page counts again; only the { $counted } that are due first were.
changes-not-counted = This calendar cannot count the dossier: it is settled or its limit stands still.
changes-faulty = The calendar being prepared cannot be published yet, so it is not held against dossiers.
