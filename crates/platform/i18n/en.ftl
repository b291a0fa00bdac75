# Sentences of the floor.

# Roles
role-national-officer = Officer of the national standards body
role-ministry-officer = Officer of a ministry’s lead unit
role-province-officer = Officer of a province’s lead unit
role-certification-body = Officer of a certification body
role-reader = Reader
role-administrator = Administrator
role-clerk = One-stop clerk
role-officer = Officer
role-unit-head = Head of unit
role-head = Head of agency
role-records-officer = Records officer
role-quality-secretary = Quality secretary
role-office-administrator = Office administrator

# Page frame
frame-skip = Skip to the main content
frame-home = Front page
frame-product-first = Quality management systems
frame-product-second = in state administrative agencies
frame-demo = Made-up data, for illustration
frame-search-label = Search dossiers, certificates, agencies, bodies, people
frame-search-hint = Search dossiers, certificates, agencies…
frame-rail = Parts of the system
frame-crumbs = You are here
frame-keys = Keys
frame-key-search = search
frame-key-keys = all keys
frame-key-down = next row, next record
frame-key-up = previous row, previous record
frame-key-open = open the row in focus
frame-key-back = back to the list, leave the field
frame-key-new = add a new one
frame-key-act = go to the main button of the page
frame-key-send = send the form being filled in
frame-key-search-anywhere = go to the search, while typing too (Firefox: Alt Shift T)
frame-key-sections = open a part of the left column (Firefox: Alt Shift)
frame-sign-in = Officers sign in
frame-sign-out = Sign out
frame-to-desk = Back to the desk
frame-public-foot = No sign-in is needed to look things up.

# Lists
list-filter = Filter the list
list-more-filters = More filters
list-left-out = The following could not be used; the page below leaves it out
list-filter-button = Filter
list-all = All
list-pages = Pages of the list
list-previous = Previous page
list-next = Next page
list-whole = All { $all }
list-shown = { $shown } of { $all }
list-not-a-cursor = The place of this page in the list cannot be read. Open the list again from its beginning.
list-value-too-long = The value of { $name } has more than { $most } characters. Shorten it and try again.
date-known-by = day unknown, known by { $day }

# Forms
form-choose = Choose…
form-optional = (optional)
form-save-draft = Save draft
form-cancel = Back, write nothing
form-errors = Not done yet: places to correct: { $count }
form-errors-more = And { $count } more.
form-error-title = Error: { $title }
form-day-hint = Day/month/year, for example 31/03/2012
form-known-date-hint = For example 31/03/2012; 03/2012 if only the month is known, 2012 if only the year, empty if unknown
form-missing = is missing
form-not-a-day = { $text } is not a day of the calendar
form-not-a-known-date = { $text } is not a day, month or year
form-not-a-number = { $text } is not a whole number
form-lookup-nothing = Nothing found. Try the code or another part of the name.
form-not-a-choice = { $text } is not in the list
form-one-line = one line only
form-one-file = one file at a time; send each by itself
form-revision-unfit = The form does not say which state of the record was seen; load the page again and start over.
form-sent-otherwise = This form was sent once with other content, and that sending was recorded. What stands below is not recorded: if it is something new, check it and send it again.

# A record
record-next = Next
record-system = System
record-entry-line = { $time } on { $day } · { $name } · entry { $entry }
record-entry-line-public = { $time } on { $day } · entry { $entry }
record-journal-line = { $time } on { $day } · { $name } · no. { $seq } in the journal
record-field = Item
record-before = Before
record-after = After

# Reports
report-why = Why?
report-close = Close
report-skip-drawing = Skip the drawing

# When something cannot be done
problem-home = To the front page
problem-request = Number of this request, for your administrator: { $request }
problem-refused-title = Not done
problem-refused-text = See the reason below, correct it and go on.
problem-forbidden-title = Not permitted
problem-forbidden-text = The role you are acting in may not do this. If you need to, change the role or ask your administrator.
problem-sign-in-title = Sign in first
problem-sign-in-text = Sign in, then try again.
problem-not-found-title = Not found
problem-not-found-text = There is no such page or record, or you may not see it. Check the address, or search from the front page.
problem-cross-site-title = Sent from another site
problem-cross-site-text = This request came from a page outside the system and was not carried out. Open the page in the system and try again.
problem-form-expired-title = The form has expired
problem-form-expired-text = The form belongs to another sign-in. Go back, reload the page and send it again.
problem-wrong-method-title = This page is not asked that way
problem-wrong-method-text = The address exists, but it cannot be opened or sent to in the way just used. Open the page with the form and go on from there.
problem-malformed-title = The request cannot be read
problem-malformed-text = What was sent is not in the right format. Go back to the form and send it again.
problem-too-large-title = Too large
problem-too-large-text = This page takes up to { $limit }. Split the file and send it again.
problem-too-many-title = Too many requests
problem-too-many-text = There were too many requests in a short time. Wait a few seconds and try again.
problem-too-slow-title = It took too long
problem-too-slow-text = There was no answer in the time allowed. If you were changing something, look at the record before you send it again; if you were looking, narrow it down.
problem-busy-title = The system is busy
problem-busy-text = Much is waiting to be done. Try again in a few seconds; nothing was written.
paper-refusal-one-waits = A book or long report of yours is being printed and another one waits. Wait until both are done, then try again.
problem-full-title = Storage is full
problem-full-text = The database has no room left, so nothing was written. Ask your administrator to free or add space.
problem-read-only-title = The database is read-only
problem-read-only-text = You can look but nothing can be written now. Ask your administrator to check the database’s permissions.
problem-unreachable-title = The database cannot be reached
problem-unreachable-text = The system cannot read its data. Try again later; if it stays so, tell your administrator.
problem-failed-title = The system failed
problem-failed-text = This was not done because of a fault of the system, not of yours; nothing was written. The fault is in the log.
