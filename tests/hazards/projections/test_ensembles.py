from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from cascais.errors import InputError
from cascais.hazards.projections.ensembles import changes, spread

CHANGES = arrays(np.float64, (5, 3), elements=st.floats(-50, 50).map(lambda value: round(value, 3)))


def test_a_model_is_compared_with_itself() -> None:
    base = np.array([[[10.0], [12.0]], [[20.0], [np.nan]]])
    future = np.array([[[13.0], [15.0]], [[19.0], [19.0]]])
    assert changes(future, base).tolist() == [[3.0], [-1.0]]
    assert changes(future, base, relative=True).round(6).tolist() == [[27.272727], [-5.0]]
    assert np.isnan(changes(future, base * 0, relative=True)).all()
    assert np.isnan(changes(future * np.nan, base)).all()


def test_agreement_is_the_share_of_models_with_the_sign_of_the_median() -> None:
    found = spread(np.array([[1.0, 0.0], [2.0, 0.0], [3.0, 0.0], [4.0, 0.0], [-1.0, 5.0]]))
    assert found.agreement.tolist() == [0.8, 0.0]
    assert found.is_agreed.tolist() == [True, False]
    assert found.median.tolist() == [2.0, 0.0]


def test_models_without_a_value_are_not_counted() -> None:
    found = spread(np.array([[1.0, np.nan], [3.0, np.nan], [np.nan, 1.0]]))
    assert found.models.tolist() == [2, 1]
    assert found.median[0] == 2.0
    assert found.agreement[0] == 1.0
    for part in (found.median, found.lowest, found.highest, found.agreement):
        assert np.isnan(part[1])
    assert not found.is_agreed[1]


def test_an_ensemble_has_a_model() -> None:
    with pytest.raises(InputError, match="no model"):
        spread(np.empty((0, 3)))


@given(CHANGES)
def test_spread_holds_its_median_and_turns_with_the_sign(change: np.ndarray) -> None:
    found, turned = spread(change), spread(-change)
    assert ((found.lowest <= found.median) & (found.median <= found.highest)).all()
    assert ((found.agreement >= 0) & (found.agreement <= 1)).all()
    assert np.array_equal(found.agreement, turned.agreement)
    assert np.allclose(found.lowest, -turned.highest)
    assert np.array_equal(spread(change[::-1]).agreement, found.agreement)
