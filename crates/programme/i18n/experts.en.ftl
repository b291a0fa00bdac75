# Experts' cards.
experts-kind-consultant-organisation = Consultant of an organisation
experts-kind-consultant-independent = Independent consultant
experts-kind-assessor = Assessor
experts-role-lead = Lead
experts-role-member = Member

experts-refusal-holder-missing = The holder's name is missing. Enter it.
experts-refusal-body-missing = The expert's organisation is missing. Choose one.
experts-refusal-body-unknown = There is no body with code { $code }. Check the code, or record the body first.
experts-refusal-body-of-other-kind = Body { $code } is of the wrong kind: consultants need a consulting organisation, assessors a certification body. Choose another.
experts-refusal-body-of-independent = Independent consultants belong to no organisation. Remove the code, or change the kind of card.
experts-refusal-body-not-confirmed = On { $day } body { $code } had no paper yet. Choose a later day.
experts-refusal-body-suspended = On { $day } the paper of body { $code } was suspended. Wait until it is resumed.
experts-refusal-body-revoked = On { $day } the paper of body { $code } had been revoked. Choose another body.
experts-refusal-body-expired = On { $day } the paper of body { $code } had expired. Renew the body's paper first.
experts-refusal-role-missing = The assessor's role is missing. Choose lead or member.
experts-refusal-role-of-consultant = Only assessors are leads or members. Remove the role.
experts-refusal-extra-of-independent = Extra cards are only for experts of an organisation. Grant an ordinary card.

experts-warning-before-paper = The card was granted before body { $code } had its paper ({ $day }).
