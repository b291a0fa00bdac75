# What papers and cards are worth.
standing-in-force = In force
standing-suspended = Suspended
standing-revoked = Revoked
standing-expired = Expired

standing-act-suspended = Suspend
standing-act-resumed = Resume
standing-act-revoked = Revoke
standing-act-expired = Recorded as expired
standing-act-reissued = Issue the print again

standing-refusal-number-missing = The number is missing. Enter the number printed on the paper or card.
standing-refusal-number-taken = Number { $number } was granted to somebody else. Check the number.
standing-refusal-future = This day is after today ({ $today }). Only what has happened is recorded; correct the day.
standing-refusal-ends-before-issue = It would end before it is granted. Correct one of the two days.
standing-refusal-term-too-long = The term is longer than { $years } years ({ $basis }). Choose an earlier last day.
standing-refusal-reason-missing = The reason is missing. Give the reason as the decision states it.
standing-refusal-before-grant = This day is before the grant ({ $day }). Choose the day of the grant or a later one.
standing-refusal-later-act = A decision of a later day ({ $day }) is recorded already. Choose that day or a later one, or make a correction.
standing-refusal-not-suspended = On { $day } it was not suspended, so there is nothing to resume. Check the day.
standing-refusal-already-suspended = On { $day } it was suspended. Resume it first.
standing-refusal-already-revoked = On { $day } it had been revoked. Only a new grant brings it back.
standing-refusal-expired = On { $day } it had expired. Check the day, or grant a new one.
standing-refusal-in-force = On { $day } it was in force, so this cannot be done. Check the day.
standing-refusal-nothing-to-correct = The correction says what is recorded already. Change what is wrong and send it again.
standing-refusal-stale = Somebody else has just changed this record. Reload the page, look at the change and try again.

standing-warning-ended-by-law = Papers and cards of the old circulars ended with 31/12/2015 ({ $basis }), whatever later day they state.
