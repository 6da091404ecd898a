"""`make docs`: every reference page written anew."""

from reference import PAGES, ROOT

if __name__ == "__main__":
    for path, page in PAGES.items():
        (ROOT / path).write_text(page(ROOT), "utf-8")
