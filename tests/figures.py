"""What the code is like in figures: `python -m tests.figures` prints the table, tests/test_figures.py holds the limits.

Python is counted without tests and migrations, in physical lines. A repeated run is a pair of places that share six or more
lines of the same shape: the same words of the language and signs in the same order, whatever the names and values are.
"""

import ast
import io
import re
import tokenize
from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from statistics import median, quantiles

BASE = Path(__file__).resolve().parent.parent
TREES = ("cic_portal", "services", "contact", "courses")
LONGEST_TEMPLATE_LINE = 160  # characters
RUN = 6  # lines
VARIED = 4  # different shapes in a run; fewer are a list of fields or strings, which repeats nothing
TOO_COMMON = 8  # places; a shape that stands in more of them is the language's own
LONE = re.compile(r"[\s()\[\]{},:]*")
KEYWORDS = {"if", "else", "elif", "for", "while", "in", "is", "not", "and", "or", "def", "class", "return", "yield"}
KEYWORDS |= {
    "with",
    "as",
    "try",
    "except",
    "raise",
    "lambda",
    "None",
    "True",
    "False",
    "self",
    "super",
    "pass",
    "assert",
}


@dataclass(frozen=True)
class Source:
    """One Python file, read and parsed once."""

    path: Path
    text: str
    tree: ast.Module

    @classmethod
    def read(cls, path):
        text = path.read_text(encoding="utf-8")
        return cls(path, text, ast.parse(text))

    @property
    def lines(self):
        return self.text.count("\n")

    def functions(self):
        return [node for node in ast.walk(self.tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def sources():
    """The Python of the portal, without tests and migrations."""
    paths = (path for tree in TREES for path in sorted((BASE / tree).rglob("*.py")) if "migrations" not in path.parts)
    return [Source.read(path) for path in paths]


def test_sources():
    return [Source.read(path) for path in sorted((BASE / "tests").rglob("*.py"))]


def length(function):
    """Physical lines of a function, its decorators left out."""
    return function.end_lineno - function.lineno + 1


def share_with_docstring(functions):
    """How many of 100 functions say in words what their signature cannot."""
    return 100 * sum(ast.get_docstring(function) is not None for function in functions) / len(functions)


def template_lines():
    """(path, number, line) of every line of the templates that make pages and letters."""
    for path in sorted((BASE / "templates").rglob("*")):
        if path.suffix in (".html", ".txt", ".xml"):
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                yield path.relative_to(BASE), number, line


def long_template_lines():
    """`path:line` of those that nobody can read at one look."""
    return [f"{path}:{number}" for path, number, line in template_lines() if len(line) > LONGEST_TEMPLATE_LINE]


def shapes(source):
    """(line number, shape) of every line that counts: no blank line, comment, import, docstring or lone punctuation."""
    words = defaultdict(list)
    for token in tokenize.generate_tokens(io.StringIO(source.text).readline):
        if token.type == tokenize.NAME:
            words[token.start[0]].append(token.string if token.string in KEYWORDS else "n")
        elif token.type in (tokenize.STRING, tokenize.NUMBER):
            words[token.start[0]].append("v")
        elif token.type == tokenize.OP:
            words[token.start[0]].append(token.string)
    passed_over = _passed_over(source.tree)
    return [
        (number, " ".join(shape))
        for number, shape in sorted(words.items())
        if number not in passed_over and not LONE.fullmatch("".join(shape))
    ]


def _passed_over(tree):
    """Lines of imports and docstrings."""
    found = set()
    for node in ast.walk(tree):
        is_docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if is_docstring or isinstance(node, ast.Import | ast.ImportFrom):
            found.update(range(node.lineno, node.end_lineno + 1))
    return found


def repeated_runs(read):
    """Pairs of places `(path, line, path, line)` that share a run; two files count once, by their first run."""
    places = defaultdict(list)
    for source in read:
        lines = shapes(source)
        for start in range(len(lines) - RUN + 1):
            window = tuple(shape for _number, shape in lines[start : start + RUN])
            if len(set(window)) < VARIED:
                continue
            places[window].append((source.path.relative_to(BASE).as_posix(), lines[start][0], start))
    pairs = {}
    for found in places.values():
        if 1 < len(found) <= TOO_COMMON:
            for (path, line, start), (other, its_line, its_start) in combinations(found, 2):
                if path != other or abs(start - its_start) >= RUN:
                    pairs.setdefault((path, other), (path, line, other, its_line))
    return sorted(pairs.values())


def figures():
    """The table as pairs of a name and its value."""
    code, tests = sources(), test_sources()
    functions = [function for source in code for function in source.functions()]
    lengths = [length(function) for function in functions]
    modules = [source.lines for source in code]
    lines, lines_of_tests = sum(modules), sum(source.lines for source in tests)
    tests_found = [function for source in tests for function in source.functions() if function.name.startswith("test_")]
    of_templates = [len(line) for _path, _number, line in template_lines()]
    runs = repeated_runs(code)
    return {
        "Python lines": lines,
        "functions": len(functions),
        "function lines, median": median(lengths),
        "function lines, p90": quantiles(lengths, n=10)[-1],
        "function lines, longest": max(lengths),
        "functions with a docstring, %": round(share_with_docstring(functions), 1),
        "modules": len(modules),
        "module lines, median": median(modules),
        "module lines, p90": quantiles(modules, n=10)[-1],
        "module lines, longest": max(modules),
        "test functions": len(tests_found),
        "test : code lines": round(lines_of_tests / lines, 3),
        "template lines": len(of_templates),
        "template line characters, p90": quantiles(of_templates, n=10)[-1],
        "template line characters, longest": max(of_templates),
        "template lines > 160 characters": len(long_template_lines()),
        "repeated runs": len(runs),
        "repeated runs per 1,000 lines": round(1000 * len(runs) / lines, 2),
    }


def main():
    table = figures()
    widest = max(map(len, table))
    for name, value in table.items():
        print(f"{name:<{widest}}  {value:>9,}")


if __name__ == "__main__":
    main()
