# Columns of imported files.
columns-refusal-missing = This cell is empty. Fill it in.
columns-refusal-date = "{ $text }" is not a date. Write a day (2011-05-03), a month (2011-05), a year (2011) or nothing.
columns-refusal-word = "{ $text }" is none of the words allowed: { $allowed }.
columns-refusal-ends-before-issue = It ends before it is granted. Correct one of the two days.
