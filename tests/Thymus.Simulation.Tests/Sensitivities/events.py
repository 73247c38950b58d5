"""Derivatives of event models by their parameters, from closed forms of the pieces between events, differentiated with 40 digits.

python3 events.py prints the tables of EventTests.cs (needs mpmath).
"""
from mpmath import mp, mpf, exp, log, sqrt, findroot, diff

mp.dps = 40


def ball(t, g, e, h):
    v0 = sqrt(2 * g * h)
    if t < v0 / g:
        return [h - g * t * t / 2, -g * t]
    start, v = v0 / g, e * v0
    while t > start + 2 * v / g:
        start, v = start + 2 * v / g, e * v
    s = t - start
    return [v * s - g * s * s / 2, v - g * s]


def threshold(t, k, c, D, A):
    while True:
        span = log(A / c) / k
        if t < span:
            return [A * exp(-k * t)]
        t, A = t - span, c + D


def cascade(t, k, c, n, f):
    t1 = log(4 / c) / k
    if t < t1:
        return [4 * exp(-k * t), mpf('0.3')]
    B = mpf('0.3') + n * (mpf('0.5') + t1) + t1 / 10
    A = c + f * B * t1
    t2 = t1 + log(A / c) / k
    if t >= t2:
        B += n * (mpf('0.5') + t2) + t2 / 10
    return [A * exp(-k * (t - t1)), B]


def fixed(t, k, F, D, T):
    A = 5
    for at in (2, T):
        if t < at:
            return [A * exp(-k * t)]
        A = F * A + D * exp(k * at)   # of A e^(kt)
    return [A * exp(-k * t)]


def delayed(uses_trigger):
    def value(t, k, c, d, q):
        H = lambda s: 5 * (1 - exp(-s / 5))
        A, start, due = mpf(8), mpf(0), None
        while True:
            trigger = start + log(A / c) / k if A > c else mpf('inf')
            due = trigger + d * c * (1 + trigger / 10)
            if t < due:
                return [A * exp(-k * (t - start))]
            if uses_trigger:
                new = c + q * H(trigger) + c / 10
            else:
                late = A * exp(-k * (due - start))
                new = late + q * H(due) + late / 10
            A, start = new, due
    return value


def switch(t, k, c, R, u):
    start, A, on = mpf(0), mpf(3), False
    while True:
        if on:
            end = start - log((u - R / k) / (A - R / k)) / k
            if t < end:
                return [R / k + (A - R / k) * exp(-k * (t - start)), R]
            start, A, on = end, u, False
        else:
            end = start + log(A / c) / k
            if t < end:
                return [A * exp(-k * (t - start)), mpf(0)]
            start, A, on = end, c, True


def vessel(uses_trigger):
    def value(t, k, c, g, s, w):
        V = lambda x: 2 + g * x if x < 4 else w * (2 + 4 * g) + g * (x - 4)
        t1 = findroot(lambda x: 6 * exp(-k * x) / (2 + g * x) - c, mpf(2))
        due = t1 + mpf('0.7')
        if t < due:
            return [6 * exp(-k * t) / V(t)]
        a = s * (1 + (t1 if uses_trigger else due) / 10) * V(due)
        return [a * exp(-k * (t - due)) / V(t)]
    return value


cases = [
    ("ball", ball, dict(g='9.81', e='0.8', h='1.5'), ['0.4', '0.8', '2.1']),
    ("threshold", threshold, dict(k='0.7', c='1.25', D='2.5', A='4'), ['1', '2.2', '6.5']),
    ("cascade", cascade, dict(k='0.4', c='1.7', n='0.6', f='0.25'), ['1', '3', '5']),
    ("fixed", fixed, dict(k='0.3', F='0.6', D='2', T='3.5'), ['1', '3', '5']),
    ("delayed, values of the trigger", delayed(True), dict(k='0.5', c='4', d='0.3', q='0.5'), ['1', '2.5', '4', '6']),
    ("delayed, values of the run", delayed(False), dict(k='0.5', c='4', d='0.3', q='0.5'), ['1', '2.5', '4', '6']),
    ("switch", switch, dict(k='0.6', c='1', R='2', u='2.5'), ['1', '3', '4.9', '7']),
    ("vessel, values of the trigger", vessel(True), dict(k='0.35', c='0.9', g='0.5', s='2.5', w='1.5'), ['1', '3', '5']),
    ("vessel, values of the run", vessel(False), dict(k='0.35', c='0.9', g='0.5', s='2.5', w='1.5'), ['1', '3', '5']),
]

for name, function, parameters, times in cases:
    print(name)
    names, values = list(parameters), [mpf(v) for v in parameters.values()]
    for time in times:
        t = mpf(time)
        outputs = function(t, *values)
        row = []
        for o, value in enumerate(outputs):
            row.append(value)
            for j in range(len(values)):
                order = tuple(1 if i == j else 0 for i in range(len(values)))
                row.append(diff(lambda *p: function(t, *p)[o], tuple(values), order))
        print("    { %s, [%s] }," % (time, ", ".join(mp.nstr(x, 14) for x in row)))
