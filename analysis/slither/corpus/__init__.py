"""The pack on code that is not ours: what it finds in the published packages, and what each finding is worth."""
