"""What a citizen may ask about their own data, and what the law makes of it.

A *consent* is what a person allowed one app to read, claim by claim. The *access log*
tells who looked a person up. A *request* is one to export, erase, rectify or restrict:
it has dates by which it must be answered and done.

Modules beside those of every room: `consenting` and `watching` (consents, the access
log; their doors are `resources`), `contents` (what is exported and erased, as data),
`exporting` and `erasing` (the jobs), `exports` and `requests` (their doors), `words`.
"""
