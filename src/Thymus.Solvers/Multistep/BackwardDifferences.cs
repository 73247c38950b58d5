using Thymus.Solvers.Lanes;

namespace Thymus.Solvers.Multistep;

/// <summary>
/// The past of one course: the differences ∇ʲy at equal spacing h, j from 1 to the order k and two more. Together with y they are the
/// polynomial P(s) = y + Σ ∇ʲy s(s + 1)…(s + j − 1)/j! in s = (t − tₙ)/h, which goes through the last states.
/// </summary>
internal sealed unsafe class BackwardDifferences(int states, LaneMemory memory)
{
    private const int Side = DifferentiationFormulas.HighestOrder + 1;
    private readonly double* _rows = memory.Allocate(states * (DifferentiationFormulas.HighestOrder + 3));

    /// <summary>The spacing h.</summary>
    public double Spacing { get; private set; }

    /// <summary>∇ʲy, length n.</summary>
    public double* Row(int j) => _rows + (j * states);

    /// <summary>Begins anew: a straight line.</summary>
    public void Begin(double spacing, double* slope)
    {
        new Span<double>(_rows, states * (DifferentiationFormulas.HighestOrder + 3)).Clear();
        Spacing = spacing;
        double* first = Row(1);
        for (int i = 0; i < states; i++)
        {
            first[i] = spacing * slope[i];
        }
    }

    /// <summary>Changes the spacing; the polynomial stays.</summary>
    public void Respace(double spacing, int order)
    {
        double ratio = spacing / Spacing;
        Spacing = spacing;
        double* weights = stackalloc double[Side * Side];
        for (int j = 1; j <= order; j++)
        {
            for (int i = j; i <= order; i++)
            {
                // ∇ʲ at the new spacing of the i-th term: Σ (−1)ᵐ (j over m) of its values at −m·ratio.
                double sum = 0;
                double binomial = 1;
                for (int m = 0; m <= j; m++)
                {
                    sum = Math.FusedMultiplyAdd(binomial, Term(i, -m * ratio), sum);
                    binomial *= -(double)(j - m) / (m + 1);
                }

                weights[(j * Side) + i] = sum;
            }
        }

        Combine(weights, order);
    }

    /// <summary>Moves the point that the differences belong to by <paramref name="steps"/> times h along the polynomial.</summary>
    public void Shift(double steps, int order)
    {
        double* weights = stackalloc double[Side * Side];
        for (int j = 1; j <= order; j++)
        {
            for (int i = j; i <= order; i++)
            {
                weights[(j * Side) + i] = Term(i - j, steps);   // a backward difference of a term is the term before
            }
        }

        Combine(weights, order);
    }

    /// <summary>Writes the polynomial at the next point, and ψ.</summary>
    public void Predict(int order, double* y, double* predicted, double* psi)
    {
        double* weights = stackalloc double[Side];
        for (int j = 1; j <= order; j++)
        {
            weights[j] = DifferentiationFormulas.Weight(order, j);
        }

        for (int i = 0; i < states; i++)
        {
            double sum = 0;
            double weighted = 0;
            for (int j = order; j >= 1; j--)
            {
                double value = _rows[(j * states) + i];
                sum += value;
                weighted = Math.FusedMultiplyAdd(weights[j], value, weighted);
            }

            predicted[i] = y[i] + sum;
            psi[i] = weighted;
        }
    }

    /// <summary>Moves on to the next point, where the state is the predicted one plus the correction.</summary>
    public void Advance(int order, double* correction)
    {
        for (int i = 0; i < states; i++)
        {
            double* entry = _rows + i;
            entry[(order + 2) * states] = correction[i] - entry[(order + 1) * states];
            entry[(order + 1) * states] = correction[i];
            for (int j = order; j >= 1; j--)
            {
                entry[j * states] += entry[(j + 1) * states];
            }
        }
    }

    /// <summary>
    /// Writes q₁ to q₄ of the dense output of the part of the last step up to <paramref name="part"/> of its length:
    /// (1 − θ)y + θ(y₁ + (1 − θ)(q₁ + θ(q₂ + θ(q₃ + θq₄)))); the last step goes from s = −1 to 0.
    /// </summary>
    public void Interpolant(int order, double part, double* result)
    {
        double second = part * part;
        double third = second * part;
        double fourth = third * part;
        double fifth = fourth * part;
        for (int i = 0; i < states; i++)
        {
            (double c2, double c3, double c4, double c5) = Powers(order, i);
            double q4 = -fifth * c5;
            double q3 = q4 - (fourth * c4);
            double q2 = q3 - (third * c3);
            double q1 = q2 - (second * c2);
            result[i] = q1;
            result[states + i] = q2;
            result[(2 * states) + i] = q3;
            result[(3 * states) + i] = q4;
        }
    }

    /// <summary>Writes the polynomial at the given part of the last step, which began at <paramref name="y"/>.</summary>
    public void At(int order, double part, double* y, double* result)
    {
        for (int i = 0; i < states; i++)
        {
            (double c2, double c3, double c4, double c5) = Powers(order, i);
            double c1 = _rows[states + i] - (c2 + c3 + c4 + c5);
            double sum = Math.FusedMultiplyAdd(part, c5, c4);
            sum = Math.FusedMultiplyAdd(part, sum, c3);
            sum = Math.FusedMultiplyAdd(part, sum, c2);
            sum = Math.FusedMultiplyAdd(part, sum, c1);
            result[i] = Math.FusedMultiplyAdd(part, sum, y[i]);
        }
    }

    // P within the last step as y + c₁θ + c₂θ² + …, from the products θ(θ − 1), θ(θ − 1)(θ + 1), … multiplied out.
    private (double C2, double C3, double C4, double C5) Powers(int order, int i)
    {
        double d2 = order >= 2 ? _rows[(2 * states) + i] / 2 : 0;
        double d3 = order >= 3 ? _rows[(3 * states) + i] / 6 : 0;
        double d4 = order >= 4 ? _rows[(4 * states) + i] / 24 : 0;
        double d5 = order >= 5 ? _rows[(5 * states) + i] / 120 : 0;
        return (d2 - d4 - (5 * d5), d3 + (2 * d4) + (5 * d5), d4 + (5 * d5), d5);
    }

    private void Combine(double* weights, int order)
    {
        for (int i = 0; i < states; i++)
        {
            for (int j = 1; j <= order; j++)
            {
                // Row j takes from itself and those after it, which are still the old ones.
                double sum = 0;
                for (int m = order; m >= j; m--)
                {
                    sum = Math.FusedMultiplyAdd(weights[(j * Side) + m], _rows[(m * states) + i], sum);
                }

                _rows[(j * states) + i] = sum;
            }
        }
    }

    // s(s + 1)…(s + i − 1)/i!
    private static double Term(int i, double s)
    {
        double product = 1;
        for (int m = 0; m < i; m++)
        {
            product *= (s + m) / (m + 1);
        }

        return product;
    }
}
