"""What apps declare to packages below them, in rows of one shape."""

import inspect
from dataclasses import dataclass

import pytest

from cic_portal.languages import switches
from cic_portal.letters.signature import senders
from cic_portal.registry import Registry
from cic_portal.translations import glossary
from contact.closing import on_closure, on_extra_opening
from services.booking import givers

# Registries of functions, and what each function is given.
FUNCTIONS = {
    "switches": (switches, []),
    "senders": (senders, []),
    "glossary": (glossary.sources, ["texts", "code"]),
    "on_closure": (on_closure, ["closure", "now"]),
    "on_extra_opening": (on_extra_opening, ["days_before", "now"]),
    "givers": (givers, []),
}


@dataclass(frozen=True)
class Stone:
    name: str
    weight: int = 0


@pytest.fixture
def stones():
    registry = Registry("stone")
    registry.register(Stone("flint", 3))
    registry.register(Stone("amber", 1))
    return registry


def test_rows_come_in_the_order_in_which_they_were_registered(stones):
    assert [row.name for row in stones] == ["flint", "amber"]
    assert (len(stones), "amber" in stones, "opal" in stones) == (2, True, False)
    assert (stones["amber"], stones.get("amber"), stones.get("opal")) == (Stone("amber", 1), Stone("amber", 1), None)


def test_rows_may_have_an_order_of_their_own():
    stones = Registry("stone", order=lambda row: row.weight)
    for row in (Stone("flint", 3), Stone("amber", 1), Stone("opal", 1)):
        stones.register(row)

    assert [row.name for row in stones] == ["amber", "opal", "flint"]


def test_a_second_row_with_the_same_key_is_refused(stones):
    with pytest.raises(ValueError, match="There is a stone “amber” already"):
        stones.register(Stone("amber", 2))

    assert stones["amber"].weight == 1


def test_a_key_that_nobody_registered_is_named_with_those_that_are_there(stones):
    with pytest.raises(KeyError, match=r"Register the stone “opal” in the registrations\.py .*flint, amber"):
        stones["opal"]


def test_functions_are_known_by_their_names():
    trades = Registry("trade", key="__name__")

    assert trades.register(len) is trades["len"] is len


@pytest.mark.parametrize("name", FUNCTIONS)
def test_each_registered_function_takes_what_it_is_given(name):
    registry, parameters = FUNCTIONS[name]

    found = {function.__name__: list(inspect.signature(function).parameters) for function in registry}

    assert found == dict.fromkeys(found, parameters) != {}
