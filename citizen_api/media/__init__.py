"""Photos of reviews and venues: taken in, made anew, kept, shown, held, swept away.

*File*: bytes in a store, named after their content. *Photo*: two files, a large one
and a thumb, of a review or of a venue. A *loose* file belongs to no photo: after an
hour the sweep deletes it. Files come before rows and go after them, so that a photo
never lacks its files whenever a process dies.
"""
