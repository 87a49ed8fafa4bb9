"""Asking the national insurance gateway who is insured how.

Words: a *look-up* is a question of a facility's staff about a patient, for a
*purpose*; *presented* is what the patient showed. A look-up is *asked*, then
*answered*, or *not verified yet* while the gateway cannot be asked, and in the end
perhaps *not verified*. A *cover* is what the last answer says of a citizen's own
insurance.

Modules beside those of every room: the doors, with their shapes in the `…schemas` next
to them: `resources` (make and list look-ups), `lookups` (one look-up), `own` (one's own
cover), `break_glass` (emergencies), `cards` and `chips` (what a scanner or a phone
read); `desks` and `showing` are what they share. `asking` and `covering` ask the
gateway for them; `challenging` gives challenges; `forgetting` ends what is old.
"""
