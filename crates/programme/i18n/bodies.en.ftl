# Consulting organisations and certification bodies.
bodies-kind-consulting = Consulting organisation
bodies-kind-certification = Certification body

bodies-refusal-code-missing = The code is missing. Enter one.
bodies-refusal-code-taken = Code { $code } is in the register already. Choose another, or open that body to grant it a new paper.
bodies-refusal-name-missing = The name is missing. Enter it.
bodies-refusal-suspended-now = The paper is suspended. Resume or revoke it before granting a new one.
bodies-refusal-not-after = The day is not after the latest paper (granted on { $day }). Choose a later day.
bodies-refusal-revoked-until = The body's paper was revoked; it may register again from { $day } on ({ $basis }).
bodies-refusal-paper-missing = A body has at least one paper. Keep one.
bodies-refusal-other-kind = Code { $code } is a body of the other kind (consulting, certification). Check the code, or use the right file.
