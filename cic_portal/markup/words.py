"""The words that a reader sees of a text, without any markup."""

from itertools import pairwise

from markdown_it.tree import SyntaxTreeNode

from cic_portal.markup.parser import inline_blocks, parse


def lines_of_words(text, **shown):
    """The words of each paragraph, heading and item of `text`, a string each; `shown` as for `words_of`."""
    return [words_of(block, **shown) for block in inline_blocks(parse(text))]


def words_of(block, *, amount, term=lambda name, words: words or name, link=lambda words, address: words):
    """The words of an inline block of the parser; its lines end with a line feed.

    `amount(slug, sign)`, `term(name, words)` and `link(words, address)` say what to show of those: `sign` is the amount as
    it was written, `words` are "" for a term that has none.
    """

    def words(node):
        return "".join(shown(child) for child in node.children)

    def shown(node):
        if node.type in ("softbreak", "hardbreak"):
            return "\n"
        if node.type == "term":
            name, own = node.meta["groups"]
            return term(name.strip(), own or "")
        if node.type == "amount":
            return amount(node.meta["groups"][0], node.content)
        if node.type == "link":
            return link(words(node), node.attrs["href"])
        return words(node) if node.is_nested else node.content

    return words(SyntaxTreeNode(block.children))


def without_markup(text, **shown):
    """`text` line by line as it was written, with marks of lists but no other markup; `shown` as for `words_of`."""
    tokens, pieces, end = parse(text), [], 0
    for opening, block in pairwise(tokens):
        if block.type != "inline" or not block.meta["lines"]:
            continue
        (start, _), (_, after) = block.meta["lines"][0], block.meta["lines"][-1]
        before = text[end:start]
        if opening.type == "heading_open":
            before = before[: before.rindex(opening.markup)]
            after = text.find("\n", after) if "\n" in text[after:] else len(text)
        pieces += [before, words_of(block, **shown)]
        end = after
    return "".join([*pieces, text[end:]])
