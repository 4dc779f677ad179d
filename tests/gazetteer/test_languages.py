"""Descriptions in French, Spanish, Portuguese and Arabic."""

import pytest

from gazetteer.expression import parse, render

# text, relation, anchors, distance in kilometres, direction
TABLE = [
    ("à 10 km au nord de Gao", "offset", ["Gao"], 10, "N"),
    ("à environ 10,5 kilomètres au nord-est d'Alep", "offset", ["Alep"], 10.5, "NE"),
    ("à 10 km à l’ouest de la ville de Kidal", "offset", ["Kidal"], 10, "W"),  # noqa: RUF001
    ("À 10 km à l'est-nord-est de Gao", "offset", ["Gao"], 10, "ENE"),
    ("au sud de Gao", "direction_only", ["Gao"], None, "S"),
    ("près de Gao", "near", ["Gao"], None, None),
    ("près d'Alep", "near", ["Alep"], None, None),
    ("entre Gao et Mopti", "between", ["Gao", "Mopti"], None, None),
    ("a 10 km al norte de Gao", "offset", ["Gao"], 10, "N"),
    ("a unos 10 kilómetros al suroeste de Cali", "offset", ["Cali"], 10, "SW"),
    ("al este de Cali", "direction_only", ["Cali"], None, "E"),
    ("cerca de Cali", "near", ["Cali"], None, None),
    ("entre Cali y Palmira", "between", ["Cali", "Palmira"], None, None),
    ("a 10 km ao norte de Gao", "offset", ["Gao"], 10, "N"),
    ("10 quilômetros a sudeste da cidade de Beira", "offset", ["Beira"], 10, "SE"),
    ("ao leste de Beira", "direction_only", ["Beira"], None, "E"),
    ("perto de Beira", "near", ["Beira"], None, None),
    ("entre Beira e Nampula", "between", ["Beira", "Nampula"], None, None),
    ("على بعد 10 كم شمال الميادين", "offset", ["الميادين"], 10, "N"),
    ("على بعد ١٠ كم شمال شرق مدينة دير الزور", "offset", ["دير الزور"], 10, "NE"),  # noqa: RUF001
    ("٢٫٥ كيلومتر غرب حلب", "offset", ["حلب"], 2.5, "W"),  # noqa: RUF001
    ("حوالي 10 كم إلى الجنوب الشرقي من حلب", "offset", ["حلب"], 10, "SE"),
    ("شمال الميادين", "direction_only", ["الميادين"], None, "N"),
    ("بالقرب من الميادين", "near", ["الميادين"], None, None),
    ("بين حلب وإدلب", "between", ["حلب", "إدلب"], None, None),
]


@pytest.mark.parametrize(("text", "relation", "anchors", "km", "direction"), TABLE)
def test_a_description_in_another_language_is_read(
    text: str, relation: str, anchors: list[str], km: float | None, direction: str | None
) -> None:
    expression = parse(text)
    assert expression.relation == relation
    assert [anchor.name for anchor in expression.anchors] == anchors
    assert expression.direction == direction
    assert expression.distance_km == (None if km is None else pytest.approx(km))
    assert expression.unread == ()


@pytest.mark.parametrize("text", [row[0] for row in TABLE])
def test_it_is_written_in_english_and_says_the_same(text: str) -> None:
    expression, again = parse(text), parse(render(parse(text)))
    assert (again.relation, again.distance_km, again.direction) == (
        expression.relation, expression.distance_km, expression.direction,
    )  # fmt: skip


@pytest.mark.parametrize(
    "name", ["Entre Ríos", "Nord-Kivu", "Kivu Sud", "Pont-à-Mousson", "Rio Grande do Norte"]
)
def test_names_that_hold_such_words_stay_names(name: str) -> None:
    assert parse(f"10 km north of {name}").anchors[0].name == name
