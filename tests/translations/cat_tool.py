"""What a translator does with a file in their own program: writes words into targets and sets states."""

import re
from xml.etree import ElementTree

SPACES = {"1.2": "urn:oasis:names:tc:xliff:document:1.2", "2.0": "urn:oasis:names:tc:xliff:document:2.0"}
FINAL, TRANSLATED = "final", "translated"


class CatTool:
    """An exported file of either version, open at a translator's."""

    def __init__(self, content):
        self.tree = ElementTree.fromstring(content)
        self.version = self.tree.get("version")
        space = SPACES[self.version]
        ElementTree.register_namespace("", space)
        self.unit = f"{{{space}}}{'trans-unit' if self.version == '1.2' else 'unit'}"
        self.segment = f"{{{space}}}segment"
        self.source, self.target = f"{{{space}}}source", f"{{{space}}}target"

    @property
    def ids(self):
        return [unit.get("id") for unit in self.tree.iter(self.unit)]

    def translate(self, words, *, state=FINAL):
        """Write `words` by unit id; a code is `<number>` and stands in the target as it does in the source."""
        for unit in self.tree.iter(self.unit):
            if unit.get("id") in words:
                self._write(unit, words[unit.get("id")], state)
        return self.content()

    def _write(self, unit, words, state):
        parent = unit if self.version == "1.2" else unit.find(self.segment)
        source, target = parent.find(self.source), parent.find(self.target)
        if target is None:
            target = ElementTree.SubElement(parent, self.target)
        codes = {code.get("id"): code for code in source.iter() if code.get("id")}
        for child in list(target):
            target.remove(child)
        target.text, *rest = re.split(r"<(\d+)>", words)
        for number, tail in zip(rest[::2], rest[1::2], strict=True):
            code = ElementTree.SubElement(target, codes[number].tag, codes[number].attrib)
            code.text, code.tail = codes[number].text, tail
        (target if self.version == "1.2" else parent).set("state", state)

    def content(self):
        return ElementTree.tostring(self.tree, encoding="utf-8", xml_declaration=True)
