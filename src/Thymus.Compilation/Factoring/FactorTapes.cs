using Thymus.Compilation.Emission;
using Thymus.Numerics.Linear;

namespace Thymus.Compilation.Factoring;

/// <summary>The factors of shift·I − J and the solution as straight programs, with the operations of <see cref="IndexedLu"/> in its order.</summary>
internal static class FactorTapes
{
    private const int Jacobian = 0;
    private const int Shift = 1;
    private const int Factors = 2;
    private const int SolveFactors = 0;
    private const int Solution = 1;
    private const int Field = 2;
    private const int Scale = 3;

    /// <summary>Arrays: Jacobian, shift, factors.</summary>
    public static Tape Factor(SymbolicLu plan)
    {
        var tape = new Tape { HasNoScratch = true };
        int[] values = new int[plan.Factors.Entries.Length];
        var updates = new List<(int Lower, int Upper)>?[values.Length];
        foreach (var row in plan.Rows)
        {
            var eliminations = plan.Eliminations.AsSpan().Slice(row.FirstElimination, row.EliminationCount);
            foreach (var elimination in eliminations)
            {
                for (int i = elimination.First; i < elimination.First + elimination.Count; i++)
                {
                    (updates[plan.Targets[i]] ??= []).Add((elimination.Multiplier, plan.Multiplied[i]));
                }
            }

            // Entry by entry, each with all its updates: nothing is half done where the program is cut.
            foreach (var elimination in eliminations)
            {
                int place = elimination.Multiplier;
                values[place] = Updated(place, isDiagonal: false);
                tape.Place(values[place], Factors, place);
            }

            int reciprocal = tape.Compute(LaneCode.Divide, tape.Constant(1), Updated(row.Diagonal, isDiagonal: true));
            Finish(row.Diagonal, reciprocal);
            foreach (var term in plan.Upper.AsSpan().Slice(row.FirstUpper, row.UpperCount))
            {
                Finish(term.Factor, tape.Compute(LaneCode.Multiply, Updated(term.Factor, isDiagonal: false), reciprocal));
            }

            foreach (var elimination in eliminations)
            {
                int place = elimination.Multiplier;
                Finish(place, tape.Compute(LaneCode.Multiply, values[place], values[elimination.Pivot]));
            }
        }

        return tape;

        void Finish(int place, int value)
        {
            values[place] = value;
            tape.Store(Factors, place, value);
        }

        int Updated(int place, bool isDiagonal)
        {
            int source = plan.Sources[place];
            int value = (isDiagonal, source) switch
            {
                (true, < 0) => tape.Load(Shift, 0),
                (true, _) => tape.Compute(LaneCode.Subtract, tape.Load(Shift, 0), tape.Load(Jacobian, source)),
                (false, < 0) => tape.Constant(0),
                _ => tape.Compute(LaneCode.Negate, tape.Load(Jacobian, source)),
            };
            foreach (var (lower, upper) in updates[place] ?? [])
            {
                value = tape.Compute(LaneCode.NegateMultiplyAdd, values[lower], values[upper], value);
            }

            return value;
        }
    }

    /// <summary>Arrays: factors, right side and solution.</summary>
    public static Tape Solve(SymbolicLu plan) => Solve(plan, isStage: false);

    /// <summary>Arrays: factors, what is scaled of the right side and solution, the rest of the right side, scale.</summary>
    public static Tape SolveStage(SymbolicLu plan) => Solve(plan, isStage: true);

    private static Tape Solve(SymbolicLu plan, bool isStage)
    {
        var tape = new Tape { HasNoScratch = true };
        int[] values = new int[plan.Order.Length];
        foreach (var row in plan.Rows)
        {
            values[row.Row] = tape.Load(Solution, row.Row);
            if (isStage)
            {
                values[row.Row] = tape.Compute(LaneCode.MultiplyAdd, values[row.Row], tape.Load(Scale, 0), tape.Load(Field, row.Row));
            }

            if (isStage || row.LowerCount > 0)
            {
                Subtract(row.Row, plan.Lower.AsSpan().Slice(row.FirstLower, row.LowerCount));
                tape.Store(Solution, row.Row, values[row.Row]);
            }
        }

        for (int i = plan.Rows.Length - 1; i >= 0; i--)
        {
            var row = plan.Rows[i];
            values[row.Row] = tape.Compute(LaneCode.Multiply, values[row.Row], tape.Load(SolveFactors, row.Diagonal));
            Subtract(row.Row, plan.Upper.AsSpan().Slice(row.FirstUpper, row.UpperCount));
            tape.Store(Solution, row.Row, values[row.Row]);
        }

        return tape;

        void Subtract(int row, ReadOnlySpan<LuTerm> terms)
        {
            foreach (var term in terms)
            {
                values[row] = tape.Compute(
                    LaneCode.NegateMultiplyAdd, tape.Load(SolveFactors, term.Factor), values[term.Unknown], values[row]);
            }
        }
    }
}
