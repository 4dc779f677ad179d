"""What a page is made of: own scripts and styles, and the pinned files of others."""
