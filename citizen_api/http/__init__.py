"""Flask set up once, so that a room needs only its doors.

`api` holds our Api, Blueprint and Schema; the other modules each hold one matter of
the wire: `errors`, `language`, `caching`, `cursors`, `bodies`, `headers`.
"""
