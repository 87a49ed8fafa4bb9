"""Stand-ins for other systems of the city; they know nothing of the service.

Each is a WSGI application, served under /sim where a setting allows it, or by itself:
`python -m citizen_api.simulators.bank`.
"""
