"""Asking the national insurance gateway who is insured how.

Words: a *look-up* is a question of a facility's staff about a patient, for a
*purpose*; *presented* is what the patient showed. A look-up is *asked*, then
*answered*, or *not verified yet* while the gateway cannot be asked, and in the end
perhaps *not verified*. A *cover* is what the last answer says of a citizen's own
insurance.
"""
