"""Lists of constituents that an office brings along: reading, checking, importing, and taking an import back."""
