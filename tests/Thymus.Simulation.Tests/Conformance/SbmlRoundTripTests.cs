using System.Collections.Immutable;
using System.Globalization;
using Thymus.Language;
using Thymus.Language.Binding;
using Thymus.Simulation.Conformance;

namespace Thymus.Simulation.Tests.Conformance;

/// <summary>
/// A document that is read, written as Level 3 and read again has the trajectories it had, to 1e-9, and is written again to the letter: every
/// case of the SBML Test Suite and every published model with a reference that runs (shared conformance data).
/// </summary>
public sealed class SbmlRoundTripTests
{
    private const double Agreement = 1e-9;

    [Fact]
    public void Cases_of_the_suite_keep_their_trajectories()
    {
        Assert.SkipWhen(SharedData.PathOf("conformance/sbml/semantic") is null, "The shared conformance data are not here.");

        Check([.. SuiteCase.ReadAll(SharedData.PathOf("conformance/sbml/semantic")!)
            .Select(c => (c.ModelFile!, new SuiteRows(c.Start, c.Duration, c.Steps)))], least: 1000);
    }

    [Fact]
    public void Published_models_keep_their_trajectories()
    {
        Assert.SkipWhen(SharedData.PathOf("conformance/biomodels") is null, "The shared conformance data are not here.");

        Check([.. TrajectoryCase.ReadAll(SharedData.PathOf("conformance/biomodels")!)
            .Select(c => (c.ModelFile!, new SuiteRows(c.Start, c.Duration, c.Steps)))], least: 140);
    }

    private static void Check(ImmutableArray<(string File, SuiteRows Rows)> cases, int least)
    {
        string?[] problems = new string?[cases.Length];
        int ran = 0;
        Parallel.For(0, cases.Length, i =>
        {
            var (file, rows) = cases[i];
            string text = File.ReadAllText(file);
            if (SbmlReader.Read(text, file, ImportFolder.Of(file)) is not { Succeeded: true } before)
            {
                return;
            }

            Interlocked.Increment(ref ran);
            problems[i] = Difference(text, file, before.Value, rows) is { } difference ? $"{Path.GetFileName(file)}: {difference}" : null;
        });

        Assert.Empty(problems.OfType<string>());
        Assert.True(ran >= least, $"only {ran} models were read");
    }

    private static string? Difference(string text, string file, BoundModel before, SuiteRows rows)
    {
        string once = SbmlDocument.Read(text, file).Value!.Write();
        var document = SbmlDocument.Read(once, file);
        if (!document.Succeeded || document.Value.Write() != once)
        {
            return "it is not written again to the letter";
        }

        if (!document.Findings.IsEmpty || document.Value.Bind(ImportFolder.Of(file)) is not { Succeeded: true } after)
        {
            return string.Join("; ", document.Findings.Concat(document.Value.Bind(ImportFolder.Of(file)).Findings));
        }

        ImmutableArray<string> names = [.. before.Symbols.Select(s => s.Name)];
        if (!names.Order(StringComparer.Ordinal).SequenceEqual(after.Value.Symbols.Select(s => s.Name).Order(StringComparer.Ordinal)))
        {
            return "its symbols are not the same";
        }

        return SuiteRuns.Course(1e-7, before, names, rows) is not { } expected ? null
            : SuiteRuns.Course(1e-7, after.Value, names, rows) is not { } actual ? "it no longer runs" : Difference(expected, actual, names);
    }

    private static string? Difference(List<double[]> expected, List<double[]> actual, ImmutableArray<string> names)
    {
        for (int row = 0; row < expected.Count; row++)
        {
            for (int i = 0; i < names.Length; i++)
            {
                double one = expected[row][i], other = row < actual.Count ? actual[row][i] : double.NaN;
                if (!one.Equals(other) && !(Math.Abs(one - other) <= Agreement * Math.Abs(one)))
                {
                    return string.Create(CultureInfo.InvariantCulture, $"row {row}, {names[i]}: {one:R}, then {other:R}");
                }
            }
        }

        return expected.Count == actual.Count ? null : "there are other rows";
    }
}
