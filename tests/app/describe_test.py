# SPDX-License-Identifier: Apache-2.0
"""The reference page of tables is what the program prints."""
import os

from support import SOURCE, Case, main, run


class Describe(Case):
    def test_the_page_is_what_is_printed(self):
        result = run("describe")
        self.ends(0, result)
        with open(os.path.join(SOURCE, "docs", "reference", "tables.md"), "rb") as page:
            self.assertEqual(page.read(), result.stdout, "refresh it: vedette describe > docs/reference/tables.md")


if __name__ == "__main__":
    main()
