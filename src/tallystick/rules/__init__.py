"""The built-in rules by family, one file each: `RULES` holds the page of every code of that family."""
