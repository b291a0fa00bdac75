# Drafts.
drafts-title = Drafts
drafts-sentence = Unsent forms of your own agency; no other agency sees them. Only who saved one and those who lead may open it.
drafts-none = There are no drafts
drafts-none-text = While you fill in a form, press “Save draft” to keep it and go on here.
drafts-form = Form
drafts-author = Saved by
drafts-saved-at = Saved at
drafts-act = Action
drafts-discard = Discard
drafts-done-kept = The draft is saved. Press the name of its form to go on.
drafts-done-discarded = The draft is discarded.
