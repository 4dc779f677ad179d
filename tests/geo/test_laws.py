"""The laws of described offsets: their arithmetic against SciPy, and what they promise."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import integrate, stats

from geo.laws import STYLES, class_of, law, laws_data, normal_cdf, smeared, smeared_cdf


@pytest.mark.parametrize("z", [-30.0, -8.0, -3.0, -1.0, -1e-9, 0.0, 0.5, 2.0, 9.0])
def test_the_normal_distribution_is_scipys(z: float) -> None:
    assert normal_cdf(np.array([z]))[0] == pytest.approx(stats.norm.cdf(z), rel=3e-7, abs=0)


@pytest.mark.parametrize(("sd", "half"), [(0.1, 0.5), (1.0, 0.02), (0.3, 0.3), (2.0, 0.1)])
def test_uniform_plus_normal_is_what_integration_gives(sd: float, half: float) -> None:
    def density(x: float) -> float:
        return integrate.quad(lambda u: stats.norm.pdf(x - u, scale=sd) / (2 * half), -half, half)[
            0
        ]

    for x in (-1.0, 0.0, 0.2, 0.7):
        assert smeared(np.array([x]), sd, half)[0] == pytest.approx(density(x), rel=1e-4, abs=1e-6)
        below = integrate.quad(density, -9 * sd - half, x)[0]
        assert smeared_cdf(np.array([x]), sd, half)[0] == pytest.approx(below, abs=1e-5)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("winds", ["N", "NE", "NNE"])
def test_a_law_is_a_distribution(style: str, winds: str) -> None:
    model = law(style, winds)  # type: ignore[arg-type]
    share, mean, stretch_sd, turn_sd, half = model.spread(
        np.array([2e3, 5e4]), np.array([2e3, 9e3])
    )
    assert share.sum(axis=1) == pytest.approx([1, 1])
    assert (stretch_sd > 0).all()
    assert (turn_sd > 0).all()
    assert (half > 0).all()
    assert mean.shape == share.shape


def test_people_state_distances_by_road_and_machines_floor_them() -> None:
    people, machine = law("human", "N"), law("machine", "N")
    assert people.centre_m(10_000.0) == 10_000
    assert machine.centre_m(10_000.0) == 10_500  # the USGS floors to the kilometre
    share, mean, *_ = people.spread(np.array([60_000.0]), np.array([4_000.0]))
    # GEOREFERENCING: the median of true over stated distance is .91 in what people write
    assert np.exp((share * mean).sum()) == pytest.approx(0.9, abs=0.05)


def test_every_style_says_what_it_was_fitted_on() -> None:
    data = laws_data()
    assert {"by", "sets", "styles"} <= set(data)
    for style in STYLES:
        assert data["styles"][style]["rows"] > 500
        assert data["styles"][style]["fitted"]


@pytest.mark.parametrize(
    ("half_angle", "winds"),
    [(45.0, "N"), (22.5, "NE"), (11.25, "NNE"), (5.625, "NNE"), (1.0, "NNE"), (180.0, "N")],
)
def test_a_direction_belongs_to_the_class_of_its_wind(half_angle: float, winds: str) -> None:
    assert class_of(half_angle) == winds
