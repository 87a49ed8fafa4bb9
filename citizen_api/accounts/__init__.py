"""People who signed in with VNeID, their sessions, and the apps they let in.

Words: a *client* is an app (or these pages), a *session* is one sign-in at one client,
a *consent* is what a person let a client know or do, a *pending* sign-in waits for
VNeID to send its browser back.

Modules beside those of every room: `requesting` (what an app asks for; pure),
`pending`, `consenting`, `granting` and `registering` (the steps that let an app in),
`forgetting` (what is kept no longer), `oauth` (the doors of OAuth; `resources` are
those to oneself).
"""
