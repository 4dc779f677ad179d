"""
The names of provinces, made from Natural Earth's labels when the data are rebuilt.

Pure functions over rows with the source's label columns; nothing here is needed at run time.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence

Row = Mapping[str, str]  # a province: label columns of the source and of the patches

# Languages of the source's labels, as in its columns name_ar, name_fa ...
LANGUAGES = re.findall(
    r"\w+", "ar bn de el es fa fr he hi hu id it ja ko nl pl pt ru sv tr uk ur vi zh zht"
)
# Words that say what kind of unit it is, as GeoNames and Wikidata put them before or after.
BEFORE = (
    "Autonomous Region|Bezirk|Castello|Changwat|Comune|Concelho|Departamento|Departement|Distrikt|"
    "Distrito|Emirate|Eparchia|Estado|Gobolka|Gouvernorat|Governorate|Judetul|Kanton|Khett|Komuna|"
    "Mintaqat|Mohafazat|Muhafazat|Obcina|Opstina|Ostan-e|Parroquia|Propinsi|Province|Provincia|"
    "Provincie|Provinsi|Qarku i|Raionul|Region|Republic|Respublika|Sha`biyat|State|Tinh|"
    "Velayat-e|Wilaya|Wilayat-e|Wojewodztwo"
)
AFTER = (
    "Apskritis|Atholhu|Aymag|County|Department|District|Division|Dzongkhag|Fylke|Governorate|Kraj|"
    "Laen|Marz|Megye|Municipality|Novads|Oblast|Oblast'|Oblysy|Prefecture|Province|Rajons|Rayon|"
    "Rayonu|Region|Sheng|State|Viloyati|Voblasts'|Voivodeship|Zone|Zupanija"
)
# "Northern Province" without its last word would be no name.
NO_NAME = (
    "(north|south)?(east|west)?(ern)?|north|south|northern|southern|central|upper|lower|middle|free|"
    "capital|mountain|national|federal"
)
_BEFORE = re.compile(rf"^(?:{BEFORE}) (?:of |de la |de |del |do |da |d'|di )?", re.IGNORECASE)
_AFTER = re.compile(rf" (?:{AFTER})$", re.IGNORECASE)
_SEPARATOR = re.compile(r"[|;/]|, ")
_SHORTEST = 2  # letters


def strip_kind(name: str) -> str:
    """Leave out the word that says what kind of unit it is, unless no name would be left."""
    short = _AFTER.sub("", _BEFORE.sub("", name)).strip()
    bare = all(re.fullmatch(NO_NAME, word) for word in re.findall(r"[a-z]+", short.lower()))
    return name if bare else short


def fold_name(name: str) -> str:
    """Compare names without case, accents and punctuation."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in letters if letter.isalnum())


def plain_names(provinces: Sequence[Row]) -> list[str]:
    """
    Choose for every province the English name that an analyst writes, unique in its country.

    Parameters
    ----------
    provinces
        Rows with country, code, patched_name, name_en, name_source and gn_name.

    Returns
    -------
    One name a row: the patched one, else the English label without its kind of unit, else the
    source's own name, where the English label serves two provinces of one country.
    """
    choices = [_choices(row) for row in provinces]
    countries = [row["country"] for row in provinces]
    names = [next((name for name in options if name), "") for options in choices]
    for attempt in range(1, max(map(len, choices), default=0)):
        used = Counter(zip(countries, map(fold_name, names), strict=True))
        for row, (country, options) in enumerate(zip(countries, choices, strict=True)):
            if used[country, fold_name(names[row])] > 1 and len(options) > attempt:
                names[row] = options[attempt] or names[row]
    used = Counter(zip(countries, names, strict=True))
    return [
        name if name and used[country, name] == 1 else f"{name or 'Unnamed'} ({row['code']})"
        for name, country, row in zip(names, countries, provinces, strict=True)
    ]


def alternative_names(provinces: Sequence[Row]) -> list[tuple[str, ...]]:
    """
    Collect the other names of every province, in all languages of the source.

    Parameters
    ----------
    provinces
        As for `plain_names`, with the chosen `name`.

    Returns
    -------
    One tuple a row, sorted. A name that is another province's own name in the same country, or
    an alternative of several, is left out: the source repeats labels between neighbours.
    """
    found = [_labels(row) for row in provinces]
    own = Counter((row["country"], fold_name(row["name"])) for row in provinces)
    shared: Counter[tuple[str, str]] = Counter()
    for row, labels in zip(provinces, found, strict=True):
        shared.update({(row["country"], fold_name(label)) for label in labels})
    out = []
    for row, labels in zip(provinces, found, strict=True):
        patched = set(row["more_names"].split("|"))
        kept = set()
        for label in labels:
            key = (row["country"], fold_name(label))
            alone = not own[key] and shared[key] == 1
            if label in patched or alone or key[1] == fold_name(row["name"]):
                kept.add(label)
        out.append(tuple(sorted(kept - {row["name"]})))
    return out


def _choices(row: Row) -> list[str]:
    """List the names that a province could have, best first."""
    if row["patched_name"]:
        return [row["patched_name"]]
    names = [strip_kind(row["name_en"]), row["name_en"], row["name_source"]]
    return [*names, strip_kind(row["gn_name"]), row["gn_name"]]


def _labels(row: Row) -> list[str]:
    """List all labels of one row, also without their kind of unit."""
    columns = ["more_names"]
    if not row["labels_wrong"]:
        columns += ["name_source", "name_en", "name_local", "name_alt", "woe_name"]
        columns += [f"name_{language}" for language in LANGUAGES]
    columns += ["gn_name", "gns_name"] if not row["patched_code"] else []
    labels = []
    for column in columns:
        for part in _SEPARATOR.split(row[column]):
            label = " ".join(part.replace("`", "'").split())
            labels += [label, strip_kind(label)]
    return [label for label in dict.fromkeys(labels) if len(fold_name(label)) >= _SHORTEST]
