using System.Collections.Immutable;
using System.Globalization;

namespace Thymus.Simulation.Conformance;

/// <summary>One case of the SBML Test Suite: a folder with a model, settings and expected results.</summary>
public sealed record SuiteCase
{
    private const long LargestFile = 64L << 20;

    /// <summary>Number of the case: the name of its folder.</summary>
    public required string Id { get; init; }

    /// <summary>The file of the model; <see langword="null"/> where there is none.</summary>
    public required string? ModelFile { get; init; }

    /// <summary>Component and test tags of <c>tags.csv</c>; none where the folder has no such file.</summary>
    public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>Time of the first row, in the model's unit.</summary>
    public double Start { get; private init; }

    /// <summary>Time from the first row to the last, in the model's unit.</summary>
    public double Duration { get; private init; }

    /// <summary>Intervals between rows.</summary>
    public int Steps { get; private init; }

    /// <summary>What is compared, in the order of the columns.</summary>
    public ImmutableArray<string> Variables { get; private init; } = [];

    /// <summary>Absolute tolerance, in the unit of each variable.</summary>
    public double Absolute { get; private init; }

    /// <summary>Relative tolerance.</summary>
    public double Relative { get; private init; }

    /// <summary>Species that are wanted as amounts.</summary>
    public ImmutableArray<string> Amounts { get; private init; } = [];

    /// <summary>Species that are wanted as concentrations.</summary>
    public ImmutableArray<string> Concentrations { get; private init; } = [];

    /// <summary>Expected rows, without the time.</summary>
    public ImmutableArray<double[]> Expected { get; private init; } = [];

    /// <summary>Whether means and standard deviations over many runs are compared, not one course.</summary>
    public bool IsStochastic => MeanRange is not null;

    /// <summary>In what the deviation of a mean from its expectation lies, in units of its own standard deviation; <see langword="null"/> for a case that is not stochastic.</summary>
    public (double Low, double High)? MeanRange { get; private init; }

    /// <summary>The same for the square of a standard deviation.</summary>
    public (double Low, double High) DeviationRange { get; private init; }

    /// <summary>Reads every case below a folder, in order.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="FormatException">Settings or results are not as the suite writes them; the message names the file.</exception>
    public static ImmutableArray<SuiteCase> ReadAll(string folder)
    {
        var tags = ReadTags(Path.Combine(folder, "tags.csv"));
        return
        [
            .. Directory.EnumerateDirectories(folder).Where(d => File.Exists(FileOf(d, "settings.txt")) && File.Exists(FileOf(d, "results.csv")))
                .Order(StringComparer.Ordinal).Select(d => Read(d) with { Tags = tags.GetValueOrDefault(Path.GetFileName(d), []) }),
        ];
    }

    /// <summary>Reads one case.</summary>
    /// <exception cref="FormatException">Settings or results are not as the suite writes them; the message names the file.</exception>
    public static SuiteCase Read(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        string id = Path.GetFileName(folder);
        try
        {
            var settings = Lines(FileOf(folder, "settings.txt")).Select(l => l.Split(':', 2)).Where(p => p.Length == 2)
                .ToDictionary(p => p[0].Trim(), p => p[1].Trim());
            string[] results = [.. Lines(FileOf(folder, "results.csv")).Where(l => l.Trim().Length > 0)];
            string[] columns = [.. results[0].Split(',').Select(c => c.Trim())];
            ImmutableArray<string> variables = [.. columns.Skip(1)];
            ImmutableArray<double[]> rows = [.. results.Skip(1).Select(line => line.Split(',').Skip(1).Select(Number).ToArray())];
            int steps = int.Parse(settings["steps"], CultureInfo.InvariantCulture);
            if (rows.Length != steps + 1 || rows.Any(r => r.Length != variables.Length))
            {
                throw new FormatException("the results do not have a row for every time, and a value for every variable");
            }

            bool isStochastic = settings.ContainsKey("output");
            return new SuiteCase
            {
                Id = id,
                ModelFile = Directory.EnumerateFiles(folder, $"{id}-sbml-l*.xml").Order(StringComparer.Ordinal).LastOrDefault(),
                Start = Number(settings["start"]),
                Duration = Number(settings["duration"]),
                Steps = steps,
                Variables = variables,
                Absolute = isStochastic ? 0 : Number(settings["absolute"]),
                Relative = isStochastic ? 0 : Number(settings["relative"]),
                MeanRange = isStochastic ? Range(settings["meanRange"]) : null,
                DeviationRange = isStochastic ? Range(settings["sdRange"]) : default,
                Amounts = Names(settings.GetValueOrDefault("amount", "")),
                Concentrations = Names(settings.GetValueOrDefault("concentration", "")),
                Expected = rows,
            };
        }
        catch (Exception problem) when (problem is FormatException or KeyNotFoundException or IndexOutOfRangeException or ArgumentException or OverflowException)
        {
            throw new FormatException($"case {id}: {problem.Message}", problem);
        }
    }

    /// <summary>Time of a row, never accumulated.</summary>
    public double TimeOf(int row) => Start + (row * Duration / Steps);

    /// <summary>Whether a value is as near to the expected one as the case demands: |expected − actual| ≤ absolute + relative·|expected|.</summary>
    public bool Accepts(double expected, double actual) =>
        double.IsFinite(expected) ? Math.Abs(expected - actual) <= Absolute + (Relative * Math.Abs(expected)) : expected.Equals(actual);

    private static string FileOf(string folder, string ending) => Path.Combine(folder, $"{Path.GetFileName(folder)}-{ending}");

    private static string[] Lines(string file) => new FileInfo(file).Length <= LargestFile
        ? File.ReadAllLines(file)
        : throw new FormatException($"{Path.GetFileName(file)} is larger than a file of the suite can be");

    private static ImmutableArray<string> Names(string list) =>
        [.. list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];

    private static (double Low, double High) Range(string text) => text.Trim('(', ')', ' ').Split(',') is [var low, var high]
        ? (Number(low), Number(high))
        : throw new FormatException($"'{text}' is no range such as (-3, 3)");

    private static double Number(string text) => text.Trim().ToUpperInvariant() switch
    {
        "INF" or "INFINITY" => double.PositiveInfinity,
        "-INF" or "-INFINITY" => double.NegativeInfinity,
        "NAN" => double.NaN,
        var number => double.Parse(number, NumberStyles.Float, CultureInfo.InvariantCulture),
    };

    // Only the columns up to the packages are read; those before the synopsis hold no quotes.
    private static Dictionary<string, ImmutableArray<string>> ReadTags(string file)
    {
        Dictionary<string, ImmutableArray<string>> tags = [];
        foreach (string[] cells in File.Exists(file) ? Lines(file).Skip(1).Select(l => l.Split(',')).Where(c => c.Length > 5) : [])
        {
            tags[cells[0]] =
                [.. new[] { cells[2], cells[3], cells[5] }.SelectMany(c => c.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))];
        }

        return tags;
    }
}
