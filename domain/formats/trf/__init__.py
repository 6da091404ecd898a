"""Tournament report files, as FIDE has them."""
