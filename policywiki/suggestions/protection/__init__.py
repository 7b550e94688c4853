"""How closely a page or one of its sections is guarded: open, checked, checked by two, staff only.

`level_for(page, block_ids, now)` and `level_of_change(page, before, after, now)` are what others ask.
"""
