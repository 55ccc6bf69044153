"""What people had for exercises that were set: the cause of each, and what is right as rounded."""

import pytest

from tests.core.explanation.real_work import (
    CLAIMS,
    EXERCISES,
    ROUNDED,
    claimed,
    explained,
    texts_of,
)

CAUSES = {
    "updated_before_back": "updated_weights",
    "updated_before_back_deep": "updated_weights",
    "two_mistakes_no_slope_and_updated": "slope_left_out updated_weights",
    "error_not_delta_back_textbook_321": "error_not_delta",
    "output_dW_without_slope": "slope_left_out",
    "slope_at_a_everywhere": "slope_of_a",
    "z_in_formula_of_a": "slope_of_z",
    "tanh_of_tanh": "slope_of_a",
    "tan_slope_1_plus_a2": "slope_of_other",
    "sigmoid_slope_on_tanh": "slope_of_other",
    "db_mean_again": "batch_twice",
    "db_row_sum_of_dW": "bias_row_sum",
    "db_one_sum_broadcast": "bias_added_up",
    "relu_ge_0": "slope_left_out",
    "relu_grad_overwritten": "overwritten",
    "relu_mask_by_gradient": "mask_of_gradient",
    "leaky_constant": "overwritten",
    "softmax_diag": "softmax_diagonal",
    "softmax_none": "slope_left_out",
    "double_softmax": "softmax_twice",
    "a_minus_y_with_L2": "slope_left_out",
    "bce_outputs_forgotten": "outputs_forgotten",
    "m_twice_layer1": "batch_twice",
    "l2_in_gradient": "penalty_in_it",
    "batch_forgotten": "batch_forgotten",
    "half": "factor_missing",
    "zero_grad_forgotten": "left_from_before",
    "backward_twice": "factor_doubled",
    "overwritten_not_added": "overwritten",
    "dW_transposed_square": "transposed",
    "H_for_A": "z_for_a",
    "step_pasted": "update_step",
    "published_new_weights_3digits": "new_parameters",
    "new_weights_sign_turned": "step_added",
    "deltas_in_db_published_sign": "error_turned",
    "forward_function_slip": "forward_slip",
    "threshold_gradient": "threshold",
    "error_turned": "error_turned",
    "db_times_first_input": "bias_times_input",
    "momentum_step_pass2": "momentum_in_it",
    "adam_step1": "adam_in_it",
    "numgrad_of_output": "output_gradient",
    "last_sample_only": "one_sample",
    "softmax_targets_not_one_hot": "targets_sum",
}
OPERATIONS = {
    "error_not_delta_back_textbook_321": ("back_through_weights", 1),
    "output_dW_without_slope": ("weight_gradient", 1),
    "slope_at_a_everywhere": ("through_activation", None),
    "tanh_of_tanh": ("through_activation", 0),
    "db_mean_again": ("bias_gradient", None),
    "m_twice_layer1": ("through_activation", 0),
    "H_for_A": ("weight_gradient", 1),
    "l2_in_gradient": ("weight_gradient", None),
    "half": ("loss_slope", 1),
}
# What only rounding on the way has made of them; it is no mistake.
RIGHT = {"rounded_by_hand"}


def test_every_claim_has_an_expected_cause():
    assert {*CAUSES, *RIGHT} == set(CLAIMS)


@pytest.mark.parametrize("name", CAUSES)
def test_the_mistake_behind_a_wrong_gradient_comes_first(name):
    report = explained(CLAIMS[name], claimed(CLAIMS[name]))
    assert not report.right
    assert " ".join(report.causes[0].names) == CAUSES[name]


@pytest.mark.parametrize("name", OPERATIONS)
def test_the_slip_is_placed_at_its_operation_and_layer(name):
    slip = explained(CLAIMS[name], claimed(CLAIMS[name])).causes[0].slips[0]
    assert (slip.operation, slip.layer) == OPERATIONS[name]


@pytest.mark.parametrize("name", RIGHT)
def test_numbers_that_were_only_rounded_have_no_cause(name):
    report = explained(CLAIMS[name], claimed(CLAIMS[name]))
    assert report.right
    assert report.causes == ()


@pytest.mark.parametrize("name", ROUNDED)
@pytest.mark.parametrize("as_text", [False, True])
def test_work_with_every_intermediate_rounded_is_right(name, as_text):
    row = ROUNDED[name]
    exercise = EXERCISES[row["exercise"]]
    has_bias = exercise["layers"][0]["b"] is not None
    given = {"dW": row["dW"], "db": row["db"] if has_bias else None}
    if as_text:
        given = {name: None if each is None else texts_of(each) for name, each in given.items()}
    report = explained(exercise, given)
    assert report.right
    assert report.first is None
    assert report.causes == ()


@pytest.mark.parametrize("name", [name for name in ROUNDED if "sig3" in name])
def test_the_rounding_on_the_way_is_said_in_words(name):
    row = ROUNDED[name]
    exercise = EXERCISES[row["exercise"]]
    has_bias = exercise["layers"][0]["b"] is not None
    text = str(explained(exercise, {"dW": row["dW"], "db": row["db"] if has_bias else None}))
    assert "rounding to 3 significant digits along the way" in text
    assert "the exact value is" in text


@pytest.mark.parametrize("name", EXERCISES)
def test_the_published_numbers_are_exact(name):
    row = EXERCISES[name]
    expected = row["expected"]
    has_bias = isinstance(expected["db"], list)
    given = {
        **{quantity: expected[quantity] for quantity in ("z", "a", "loss", "delta", "dW", "dx")},
        "db": expected["db"] if has_bias else None,
        "W": expected["W_new"],
        "b": expected["b_new"] if has_bias else None,
    }
    report = explained(row, given)
    assert report.right
    assert report.total > 10
    assert report.count("rounded") == 0
