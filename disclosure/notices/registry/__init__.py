"""What other rooms hand to notices: forms and other parts of an edition, followers, what stands on its pages.

Notices names none of them. A form is one folder under `disclosure/content`; `docs/architecture.md` says what to
write to add one.
"""
