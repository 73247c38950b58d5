using Thymus.Compilation.Emission;

namespace Thymus.Compilation.Factoring;

/// <summary>The factors and the solution as straight programs.</summary>
internal static class FactorTapes
{
    private const int Jacobian = 0;
    private const int Shift = 1;
    private const int Factors = 2;
    private const int SolveFactors = 0;
    private const int Solution = 1;

    /// <summary>Arrays: Jacobian, shift, factors.</summary>
    public static Tape Factor(FactorPlan plan)
    {
        var tape = new Tape { HasNoScratch = true };
        int[] values = new int[plan.Entries.Length];
        for (int e = 0; e < plan.Entries.Length; e++)
        {
            var entry = plan.Entries[e];
            int value = Start(tape, entry);
            foreach (var (lower, upper) in entry.Updates)
            {
                value = value < 0
                    ? tape.Compute(LaneCode.Negate, tape.Compute(LaneCode.Multiply, values[lower], values[upper]))
                    : tape.Compute(LaneCode.NegateMultiplyAdd, values[lower], values[upper], value);
            }

            values[e] = entry.IsPivot ? tape.Compute(LaneCode.Divide, tape.Constant(1), value)
                : entry.Column < entry.Row ? tape.Compute(LaneCode.Multiply, value, values[plan.Pivots[entry.Column]])
                : value;
            tape.Store(Factors, e, values[e]);
        }

        return tape;
    }

    /// <summary>Arrays: factors, right side and solution.</summary>
    public static Tape Solve(FactorPlan plan)
    {
        var tape = new Tape { HasNoScratch = true };
        int[] values = new int[plan.Order.Length];
        for (int i = 0; i < values.Length; i++)
        {
            int value = tape.Load(Solution, plan.Order[i]);
            for (int e = plan.RowStarts[i]; e < plan.Pivots[i]; e++)
            {
                value = tape.Compute(LaneCode.NegateMultiplyAdd, tape.Load(SolveFactors, e), values[plan.Entries[e].Column], value);
            }

            values[i] = value;
            if (plan.RowStarts[i] != plan.Pivots[i])
            {
                tape.Store(Solution, plan.Order[i], value);
            }
        }

        for (int i = values.Length - 1; i >= 0; i--)
        {
            int value = values[i];
            for (int e = plan.Pivots[i] + 1; e < plan.RowStarts[i + 1]; e++)
            {
                value = tape.Compute(LaneCode.NegateMultiplyAdd, tape.Load(SolveFactors, e), values[plan.Entries[e].Column], value);
            }

            values[i] = tape.Compute(LaneCode.Multiply, value, tape.Load(SolveFactors, plan.Pivots[i]));
            tape.Store(Solution, plan.Order[i], values[i]);
        }

        return tape;
    }

    /// <summary>What stands in W before any update; −1 for nothing.</summary>
    private static int Start(Tape tape, FactorEntry entry) => (entry.IsPivot, entry.Jacobian) switch
    {
        (true, < 0) => tape.Load(Shift, 0),
        (true, _) => tape.Compute(LaneCode.Subtract, tape.Load(Shift, 0), tape.Load(Jacobian, entry.Jacobian)),
        (false, < 0) => -1,
        _ => tape.Compute(LaneCode.Negate, tape.Load(Jacobian, entry.Jacobian)),
    };
}
