#!/usr/bin/env python3
"""Plants one violation at a time in a small clean repository and sees it caught, at its line."""

import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from check_architecture import check

PAGE = """\
| `base` | pure | nothing |
| `cases` | pure | `base` |
| `rendering` | pure | `base` |
| `storage` | shell | `base` `cases` |
| `main` | shell | `storage` |
| Poco | `<Poco/` | storage |
| HarfBuzz | `<hb` | rendering |
"""
CLEAN = {
    "docs/architecture.md": PAGE,
    "src/main.cpp": '#include "storage/store.hpp"\nint main() {}\n',
    "src/base/ids.hpp": "#pragma once\nstruct Instant { long time; };\n",
    "src/cases/case.hpp": '#pragma once\n#include "base/ids.hpp"\n',
    "src/cases/case.cpp": '#include "cases/case.hpp"\n// Runs from time (see the guide) to time(s).\n'
                          'const char* said = "std::cout is a word here";\n',
    "src/cases/CMakeLists.txt": "office_module(cases IMPORTS base)\n",
    "src/rendering/workbook.cpp": "#include <fstream>\nstd::ifstream scratch;\n",
    "src/storage/store.hpp": '#pragma once\n#include "cases/case.hpp"\n',
    "src/storage/store.cpp": "#include <Poco/Data/Session.h>\nauto t = std::time(nullptr);\n",
    "config/procedures/a.yaml": "id: a-council\nsteps:\n  - id: delay-apology\n  - id: withdrawn\n",
    "letters/intake/hello.md": "Write to team@council.example or ring 01632 960123.\n",
}


class ArchitectureTest(unittest.TestCase):
    def findings(self, **changes):
        """What is found in the clean tree with these files added or replaced."""
        with tempfile.TemporaryDirectory() as root:
            for path, text in {**CLEAN, **changes.get("files", {})}.items():
                file = Path(root, path)
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(text if isinstance(text, bytes) else text.encode())
            for path in changes.get("without", []):
                Path(root, path).unlink()
            return [str(finding) for finding in check(root)]

    def assert_caught(self, path, text, line, *words):
        found = self.findings(files={path: text})
        self.assertEqual(len(found), 1, found)
        self.assertTrue(found[0].startswith(f"{path}:{line}: "), found[0])
        for word in words:
            self.assertIn(word, found[0])

    def test_a_clean_tree_has_no_findings(self):
        self.assertEqual(self.findings(), [])

    def test_an_arrow_outside_the_table(self):
        self.assert_caught("src/cases/fold.cpp", '#include "cases/case.hpp"\n#include "storage/store.hpp"\n',
                           2, "cases may not import storage")

    def test_a_folder_within_a_folder_is_a_module_of_its_own(self):
        page = PAGE + "| `daemon/records` | shell | `storage` |\n| `daemon/work` | shell | `daemon/records` |\n"
        files = {"docs/architecture.md": page,
                 "src/daemon/records/office.hpp": '#pragma once\n#include "storage/store.hpp"\n',
                 "src/daemon/work/run.cpp": '#include "daemon/records/office.hpp"\n'}
        self.assertEqual(self.findings(files=files), [])
        files["src/daemon/records/ledger.cpp"] = '#include "daemon/work/run.hpp"\n'
        self.assertEqual(len(found := self.findings(files=files)), 1, found)
        self.assertIn("daemon/records may not import daemon/work", found[0])

    def test_main_is_a_module_too(self):
        self.assert_caught("src/main.cpp", '#include "base/ids.hpp"\n', 1, "main may not import base")

    def test_an_include_that_names_no_module(self):
        self.assert_caught("src/cases/fold.cpp", '#include "case.hpp"\n', 1, "names no module")

    def test_a_module_without_a_row(self):
        self.assert_caught("src/letters/a.hpp", "#pragma once\n", 1, "no row")

    def test_a_build_file_that_links_more_than_the_table(self):
        self.assert_caught("src/cases/CMakeLists.txt", "\noffice_module(cases IMPORTS base rendering\n"
                           "  LIBRARIES sodium)\n", 2, "cases links rendering")

    def test_pure_may_not_import_a_shell(self):
        page = PAGE.replace("| `rendering` | pure | `base` |", "| `rendering` | pure | `base` `storage` |")
        self.assert_caught("docs/architecture.md", page, 3, "rendering is pure", "storage")

    def test_a_circle(self):
        page = PAGE.replace("| `base` | pure | nothing |", "| `base` | pure | `cases` |")
        found = self.findings(files={"docs/architecture.md": page})
        self.assertEqual(len(found), 1, found)
        self.assertIn("base → cases → base", found[0])

    def test_a_page_without_its_table(self):
        self.assertIn("no import table found", "\n".join(
            self.findings(files={"docs/architecture.md": "# Architecture\n"})))
        self.assertIn("is missing", "\n".join(self.findings(without=["docs/architecture.md"])))

    def test_a_library_outside_its_home(self):
        self.assert_caught("src/cases/fold.cpp", "#include <Poco/Path.h>\n", 1, "Poco belongs to storage")

    def test_a_library_in_a_header_others_read(self):
        self.assert_caught("src/storage/store.hpp", "#pragma once\n#include <Poco/Path.h>\n", 2,
                           "a header other modules read may not include Poco")

    def test_a_library_in_a_header_reached_through_another(self):
        found = self.findings(files={
            "src/storage/store.hpp": '#pragma once\n#include "storage/session.hpp"\n',
            "src/storage/session.hpp": "#pragma once\n#include <Poco/Path.h>\n"})
        self.assertEqual([line.split(": ")[0] for line in found], ["src/storage/session.hpp:2"])

    def test_a_header_of_ones_own_may_include_the_library(self):
        self.assertEqual(self.findings(files={
            "src/storage/session.hpp": "#pragma once\n#include <Poco/Path.h>\n",
            "src/storage/store.cpp": '#include "storage/session.hpp"\n'}), [])

    def test_effects_in_a_pure_module(self):
        for effect, code in [
                ("clock", "auto t = std::chrono::system_clock::now();"),
                ("clock", "auto t = std::chrono::steady_clock::now();"),
                ("clock", "auto t = time(nullptr);"),
                ("clock", "auto t = std::time(0);"),
                ("environment", 'auto e = std::getenv("HOME");'),
                ("file", "std::ofstream out;"),
                ("file", 'auto* f = fopen("a", "r");'),
                ("file", "std::filesystem::path p;"),
                ("socket", "int s = ::socket(AF_INET, 0, 0);"),
                ("file", 'int f = ::open("a", 0);'),
                ("file", "#include <unistd.h>"),
                ("socket", "#include <sys/socket.h>"),
                ("process", 'std::system("ls");'),
                ("randomness", "std::random_device device;"),
                ("randomness", "randombytes_buf(a, 1);"),
                ("logging", 'std::cout << "x";'),
                ("logging", 'std::printf("x");')]:
            with self.subTest(code):
                self.assert_caught("src/cases/fold.cpp", f"\n{code}\n", 2, f"no {effect}")

    def test_effects_in_words_and_names_are_no_effects(self):
        for code in ["int x = case_.time();", "auto day = local_time(0);", "int n = snprintf(b, 1, s);", "scope.open(a);", "void open(int);",
                     "// opens with fopen(", 'auto s = R"(std::cout << time(nullptr))";',
                     "char c = '\"'; int big = 1'000'000; // std::cout"]:
            with self.subTest(code):
                self.assertEqual(self.findings(files={"src/cases/fold.cpp": code + "\n"}), [])

    def test_only_the_workbook_writer_may_touch_a_file(self):
        self.assert_caught("src/rendering/pdf.cpp", "std::ifstream scratch;\n", 1, "no file")
        self.assert_caught("src/rendering/workbook.cpp", 'auto* e = getenv("TMP");\n', 1, "no environment")

    def test_catalogue_ids_in_code(self):
        self.assert_caught("src/storage/a.cpp", '\n\nauto s = "see S1-04";\n', 3, "S1-04")
        self.assert_caught("src/storage/a.cpp", "/* first\n as I-01 says */\n", 2, "comment")
        self.assertEqual(self.findings(files={"src/storage/a.cpp": '// e.g. "S1-02"\n'}), [])

    def test_step_ids_in_code(self):
        self.assert_caught("src/storage/a.cpp", 'auto s = "delay-apology";\n', 1, "step id delay-apology")

    def test_one_word_step_ids_may_be_event_names(self):
        self.assertEqual(self.findings(files={"src/storage/a.cpp": 'auto s = "withdrawn";\n'}), [])

    def test_a_long_file(self):
        self.assert_caught("src/storage/a.cpp", "int a;\n" * 401, 401, "401 lines")
        self.assertEqual(self.findings(files={"src/storage/a.cpp": "// a\n" * 400}), [])

    def test_addresses_that_may_be_somebodys(self):
        self.assert_caught("tests/unit/a.cpp", "\n// jo@gmail.com\n", 2, "gmail.com")
        self.assert_caught("letters/a.md", "x@notexample.com\n", 1, "notexample.com")
        self.assert_caught("config/a.yaml", "phone: 0116 305 0000\n", 1, "telephone")

    def test_invented_addresses(self):
        self.assertEqual(self.findings(files={"tests/unit/a.cpp":
            "// a@example.org b@mail.example c@x.test 07700 900123 0300 061 0614 0123456789\n"}), [])

    def test_hosts_and_machine_paths(self):
        # Put together here, so that this file names no registry and no machine itself.
        for line in ["FROM {}.io/a/b".format("ghcr"), "mirror: https://deb.{}.org/x".format("sys"),
                     "url = https://artifactory.council.example/x", "cd {}/main".format("/work"),
                     "see {}/x".format("/root"),
                     "-B /tmp/build-cases", "ls /home/jo/postroom"]:
            with self.subTest(line):
                found = self.findings(files={"docs/a.md": "\n" + line + "\n"})
                self.assertEqual([text.split(" ")[0] for text in found], ["docs/a.md:2:"])
        for line in ["social/work/x", "~/work/x", "https://mail.example/root/x", "${x}/root/a"]:
            with self.subTest(line):
                self.assertEqual(self.findings(files={"docs/a.md": line + "\n"}), [])

    def test_built_and_binary_files_are_not_read(self):
        self.assertEqual(self.findings(files={
            "build/release/a.txt": "jo@gmail.com\n", "tests/golden/a.pdf": b"\xff\xfe jo@gmail.com"}), [])


if __name__ == "__main__":
    unittest.main()
