"""Every rule a second time, so that the first can be doubted: one parameter, plain floats, a loop.

Each function takes the first value of a parameter and its gradients, one an update, and gives its
value after each. They are written from the papers and PyTorch's documentation, and share no line
with the engine.
"""

from math import sqrt


def _prepared(g, w, maximize, weight_decay):
    g = -g if maximize else g
    return g + weight_decay * w


def gradient_descent(w, gradients, lr, weight_decay=0.0, maximize=False):
    for g in gradients:
        w -= lr * _prepared(g, w, maximize, weight_decay)
        yield w


def momentum(
    w,
    gradients,
    lr,
    mu,
    form="torch",
    nesterov=False,
    dampening=0.0,
    weight_decay=0.0,
    maximize=False,
):
    v = None
    for raw in gradients:
        g = _prepared(raw, w, maximize, weight_decay)
        if form == "torch":
            # PyTorch's condition: without momentum there is no buffer, and nothing to dampen
            v = g if v is None or mu == 0 else mu * v + (1 - dampening) * g
            w -= lr * (g + mu * v if nesterov else v)
        elif form == "step":
            before = v or 0.0
            v = mu * before - lr * g
            # as in the notes of Stanford's CS231n
            w += -mu * before + (1 + mu) * v if nesterov else v
        else:
            v = mu * (v or 0.0) + (1 - mu) * g
            w -= lr * (mu * v + (1 - mu) * g if nesterov else v)
        yield w


def adagrad(
    w,
    gradients,
    lr,
    lr_decay=0.0,
    weight_decay=0.0,
    initial_accumulator_value=0.0,
    eps=1e-10,
    maximize=False,
):
    total = initial_accumulator_value
    for done, raw in enumerate(gradients):
        g = _prepared(raw, w, maximize, weight_decay)
        total += g * g
        w -= lr / (1 + done * lr_decay) * g / (sqrt(total) + eps)
        yield w


def rmsprop(
    w,
    gradients,
    lr,
    alpha=0.99,
    eps=1e-8,
    weight_decay=0.0,
    momentum=0.0,
    centered=False,
    maximize=False,
):
    square = mean = velocity = 0.0
    for raw in gradients:
        g = _prepared(raw, w, maximize, weight_decay)
        square = alpha * square + (1 - alpha) * g * g
        mean = alpha * mean + (1 - alpha) * g
        size = sqrt(square - mean**2 if centered else square) + eps
        velocity = momentum * velocity + g / size
        w -= lr * velocity
        yield w


def adam(
    w,
    gradients,
    lr,
    betas=(0.9, 0.999),
    eps=1e-8,
    weight_decay=0.0,
    amsgrad=False,
    maximize=False,
    decoupled=False,
):
    m = v = largest = 0.0
    for t, raw in enumerate(gradients, start=1):
        g = _prepared(raw, w, maximize, 0.0 if decoupled else weight_decay)
        if decoupled:
            w *= 1 - lr * weight_decay
        m = betas[0] * m + (1 - betas[0]) * g
        v = betas[1] * v + (1 - betas[1]) * g * g
        largest = max(largest, v)
        m_hat = m / (1 - betas[0] ** t)
        v_hat = (largest if amsgrad else v) / (1 - betas[1] ** t)
        w -= lr * m_hat / (sqrt(v_hat) + eps)
        yield w


def adamw(w, gradients, lr, weight_decay=1e-2, **options):
    return adam(w, gradients, lr, weight_decay=weight_decay, decoupled=True, **options)
