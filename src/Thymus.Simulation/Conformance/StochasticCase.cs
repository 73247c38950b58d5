using System.Collections.Immutable;
using System.Globalization;
using Thymus.Compilation;
using Thymus.Language.Binding;
using Thymus.Language.Diagnostics;
using Thymus.Numerics.Functions;
using Thymus.Simulation.Stochastic;
using Thymus.Solvers.Jumps;

namespace Thymus.Simulation.Conformance;

/// <summary>How often stochastic cases run.</summary>
/// <param name="Runs">Runs of a case; the suite asks for 1,000 at least, better 10,000.</param>
/// <param name="Seed">Seed; a case with a few values outside their range runs again with the next one.</param>
public readonly record struct SuiteChance(int Runs, ulong Seed)
{
    /// <summary>As the suite would have it.</summary>
    public static SuiteChance Default => new(10_000, 1);
}

/// <summary>
/// A case of the stochastic part of the SBML Test Suite, by its rule: with n runs, means m and deviations s, expected μ and σ, the numbers
/// Z = √n (m − μ)/σ and Y = √(n/2) (s²/σ² − 1) lie in ranges. One value outside is chance; two or three are looked at with another seed.
/// </summary>
/// <remarks>
/// The √(n/2) of Y holds for normal numbers. Of others Y itself spreads by √((κ − 1)/2), κ the kurtosis: by 2 for an exponential, by
/// more than 5 for a population that dies out. Y is divided by that number, from the runs, where it is greater than 1. A case that passes
/// only so says it.
/// </remarks>
internal static class StochasticCase
{
    private const int Chance = 1;    // values outside that chance explains
    private const int Doubtful = 3;  // values outside that another seed decides on
    private const int Powers = 4;    // of each value, whose means give the kurtosis

    /// <summary>Runs a case.</summary>
    public static SuiteOutcome Run(SuiteCase item, BoundModel model, SuiteChance chance, CancellationToken cancellation)
    {
        var quantities = item.Variables.Select(Quantity.Of).ToList();
        var names = quantities.Select(q => (q.Name, q.IsLogarithm)).Distinct().ToList();
        var columns = names.ConvertAll(n => SuiteColumn.Of(model, n.Name, item));
        string[] observables = [.. columns.SelectMany(c => new[] { c.Name, c.Size }).OfType<string>().Distinct()];
        var compiled = CompiledJumps.Compile(new CompileRequest { Model = TimeSwitches.Add(model), Observables = [.. observables] }, hasPartials: false);
        ImmutableArray<Diagnostic> findings = compiled.Succeeded
            ? [.. StochasticSimulator.Check(compiled.Value, JumpMethod.Exact).Where(f => f.IsError)]
            : [.. compiled.Findings.Where(f => f.IsError)];
        if (!compiled.Succeeded || !findings.IsEmpty)
        {
            return new SuiteOutcome(item, SuiteVerdict.Refused, [.. findings.Select(f => f.ToString())]);
        }

        (int Value, int Size)[] places = [.. columns.Select(c => (Array.IndexOf(observables, c.Name), Array.IndexOf(observables, c.Size)))];
        double[] parameters = [.. compiled.Value.DefaultParameters];
        var request = new EnsembleRequest
        {
            Model = compiled.Value,
            Times = [.. Enumerable.Range(0, item.Steps + 1).Select(item.TimeOf)],
            Runs = chance.Runs,
            Parameters = _ => parameters,
            Columns = Powers * columns.Count,
            Values = Convert,
            Options = new JumpOptions { Seed = chance.Seed, ShowsEvents = true, LongestStep = (item.Start + item.Duration) / item.Steps },
        };
        var result = Compare(item, quantities, names, Ensemble.Run(request, null, cancellation), compiled.Value);
        if (result.Outside.Length is > Chance and <= Doubtful)
        {
            request = request with { Options = request.Options with { Seed = chance.Seed + 1 } };
            result = Compare(item, quantities, names, Ensemble.Run(request, null, cancellation), compiled.Value);
        }

        if (result.Outside.Length > Chance || result.HasFailed)
        {
            return new SuiteOutcome(item, SuiteVerdict.Failed, result.Outside);
        }

        ImmutableArray<string> notes = result.OutsideAsWritten <= Chance ? []
            : [$"{result.OutsideAsWritten} standard deviations outside {item.DeviationRange.Low} to {item.DeviationRange.High} where the range is taken as written, for normal numbers"];
        return new SuiteOutcome(item, SuiteVerdict.Passed, notes);

        void Convert(ReadOnlySpan<double> observed, Span<double> values)
        {
            for (int i = 0; i < columns.Count; i++)
            {
                double value = columns[i].Convert(observed[places[i].Value], places[i].Size < 0 ? 1 : observed[places[i].Size]);
                value = names[i].IsLogarithm ? Elementary.Log(value) : value;
                double power = 1;
                for (int k = 0; k < Powers; k++)
                {
                    values[(Powers * i) + k] = power *= value;
                }
            }
        }
    }

    private static Comparison Compare(
        SuiteCase item, List<Quantity> quantities, List<(string Name, bool IsLogarithm)> names, Ensemble ensemble, CompiledJumps model)
    {
        if (ensemble.Failed > 0)
        {
            var failure = new StochasticFailure(model, ensemble.FirstEnd);
            return new Comparison([$"run {ensemble.FirstFailed} stopped at {failure.When}: {failure.Cause}"], 0, HasFailed: true);
        }

        List<string> outside = [];
        int asWritten = 0;
        double runs = ensemble.Completed;
        for (int row = 0; row <= item.Steps; row++)
        {
            foreach (var (column, quantity) in quantities.Index())
            {
                int cell = (row * ensemble.Columns) + (Powers * names.IndexOf((quantity.Name, quantity.IsLogarithm)));
                double mean = ensemble.Means[cell];
                double deviation = ensemble.Deviations[cell];
                double expected = item.Expected[row][column];
                int partner = quantities.IndexOf(quantity with { IsDeviation = true });

                // Without an expected deviation, of a distribution that has none, that of the runs takes its place.
                double sigma = partner >= 0 ? item.Expected[row][partner] : deviation;
                if (quantity.IsLogarithm && sigma == 0 && !double.IsFinite(mean))
                {
                    continue;   // the logarithm of what is 0 in every run: there is nothing to compare
                }

                double score = quantity.IsDeviation
                    ? Math.Sqrt(runs / 2) * ((deviation * deviation / (sigma * sigma)) - 1)
                    : Math.Sqrt(runs) * (mean - expected) / sigma;
                var (low, high) = quantity.IsDeviation ? item.DeviationRange : item.MeanRange!.Value;
                bool Fits(double number) => sigma == 0 ? IsEqual(quantity.IsDeviation ? deviation : mean, expected) : number > low && number < high;
                double spread = quantity.IsDeviation ? Math.Max(1, Spread(ensemble.Means.AsSpan(cell, Powers))) : 1;
                asWritten += Fits(score) ? 0 : 1;
                if (!Fits(score / spread))
                {
                    outside.Add(string.Create(
                        CultureInfo.InvariantCulture,
                        $"row {row}, time {item.TimeOf(row)}, {item.Variables[column]}: expected {expected:R}, computed {(quantity.IsDeviation ? deviation : mean):G6} over {runs} runs, {score / spread:G3} of {low} to {high}"));
                }
            }
        }

        return new Comparison([.. outside], asWritten, HasFailed: false);
    }

    // √((κ − 1)/2) from the means of the first four powers.
    private static double Spread(ReadOnlySpan<double> means)
    {
        double mean = means[0];
        double square = mean * mean;
        double variance = means[1] - square;
        double fourth = means[3] - (4 * mean * means[2]) + (6 * square * means[1]) - (3 * square * square);
        return variance > 0 ? Math.Sqrt(Math.Max(0, (fourth / (variance * variance)) - 1) / 2) : 1;
    }

    private sealed record Comparison(ImmutableArray<string> Outside, int OutsideAsWritten, bool HasFailed);

    // Where nothing is left to chance the runs are all the same, but for the rounding of their mean.
    private static bool IsEqual(double actual, double expected) => Math.Abs(actual - expected) <= 1e-9 * Math.Max(1, Math.Abs(expected));

    /// <summary>What a column of the results is: <c>X-mean</c>, <c>X-sd</c>, <c>ln(X)-mean</c>.</summary>
    private sealed record Quantity(string Name, bool IsLogarithm, bool IsDeviation)
    {
        public static Quantity Of(string column)
        {
            bool isDeviation = column.EndsWith("-sd", StringComparison.Ordinal);
            string name = isDeviation ? column[..^3] : column.EndsWith("-mean", StringComparison.Ordinal) ? column[..^5] : column;
            bool isLogarithm = name.StartsWith("ln(", StringComparison.Ordinal) && name.EndsWith(')');
            return new Quantity(isLogarithm ? name[3..^1] : name, isLogarithm, isDeviation);
        }
    }
}
