"""Tournament report files."""
