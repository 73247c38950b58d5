using System.Collections.Immutable;
using System.Globalization;

namespace Thymus.Simulation.Conformance;

/// <summary>One published model and the trajectory that another program computed for it.</summary>
/// <remarks>
/// The folder holds <c>models/ID.xml</c> (or <c>.ant</c>), <c>reference/ID.csv</c> (time, then a column a symbol, in the meaning of its name),
/// <c>reference/settings.csv</c> (id, start, duration, steps) and, for the table by topic, <c>index.csv</c> (id, name, topics).
/// </remarks>
public sealed record TrajectoryCase
{
    private static readonly string[] Extensions = [".xml", ".sbml", ".ant"];

    private const long LargestFile = 64L << 20;
    private const double TimeAgreement = 1e-9;   // of the duration: times are written with a few digits

    /// <summary>Name of the model: of its files.</summary>
    public required string Id { get; init; }

    /// <summary>What the model is called; empty where the folder does not say.</summary>
    public string Title { get; init; } = "";

    /// <summary>What it is about; none where the folder does not say.</summary>
    public ImmutableArray<string> Topics { get; init; } = [];

    /// <summary>The file of the model; <see langword="null"/> where there is none.</summary>
    public string? ModelFile { get; init; }

    /// <summary>Time of the first row, in the model's unit.</summary>
    public double Start { get; private init; }

    /// <summary>Time from the first row to the last, in the model's unit.</summary>
    public double Duration { get; private init; }

    /// <summary>Intervals between rows.</summary>
    public int Steps { get; private init; }

    /// <summary>What is compared.</summary>
    public ImmutableArray<string> Columns { get; private init; } = [];

    /// <summary>Expected rows, without the time.</summary>
    public ImmutableArray<double[]> Expected { get; private init; } = [];

    /// <summary>Reads every case that has a reference, in order.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="models">Where the models are; <see langword="null"/> for <c>models</c> in the folder. A reference whose model is not there is no case, unless this is <see langword="null"/>.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="FormatException">A file is not laid out so; the message names it.</exception>
    public static ImmutableArray<TrajectoryCase> ReadAll(string folder, string? models = null)
    {
        ArgumentNullException.ThrowIfNull(folder);
        string reference = Path.Combine(folder, "reference");
        string index = Path.Combine(folder, "index.csv");
        var about = File.Exists(index) ? ReadTable(index).ToDictionary(r => r.GetValueOrDefault("id", ""), StringComparer.Ordinal) : [];
        var cases = ImmutableArray.CreateBuilder<TrajectoryCase>();
        foreach (var row in ReadTable(Path.Combine(reference, "settings.csv")).OrderBy(r => r.GetValueOrDefault("id"), StringComparer.Ordinal))
        {
            string id = row.GetValueOrDefault("id", "");
            if (id.Length == 0 || !id.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.') || id.StartsWith('.'))
            {
                throw new FormatException($"settings.csv: '{id}' is no name of a model");
            }

            string? file = Extensions.Select(e => Path.Combine(models ?? Path.Combine(folder, "models"), id + e)).FirstOrDefault(File.Exists);
            if (file is null && models is not null)
            {
                continue;
            }

            var words = about.GetValueOrDefault(id);
            cases.Add(Read(id, Path.Combine(reference, id + ".csv"), row) with
            {
                ModelFile = file,
                Title = words?.GetValueOrDefault("name") ?? "",
                Topics = [.. (words?.GetValueOrDefault("topics") ?? "").Split((char[])[';', ' '], StringSplitOptions.RemoveEmptyEntries)],
            });
        }

        return cases.ToImmutable();
    }

    private static TrajectoryCase Read(string id, string file, Dictionary<string, string> settings)
    {
        try
        {
            double start = Number(settings["start"]), duration = Number(settings["duration"]);
            int steps = int.Parse(settings["steps"], CultureInfo.InvariantCulture);
            var lines = CsvText.Rows(Text(file)).ToList();
            var rows = lines.Skip(1).Select(cells => cells.Select(Number).ToArray()).ToList();
            if (!(start >= 0 && duration >= 0 && steps > 0) || rows.Count != steps + 1 || rows.Any(r => r.Length != lines[0].Length))
            {
                throw new FormatException("there is not a row for every time, or not a value for every column");
            }

            var times = new SuiteRows(start, duration, steps);
            int wrong = Enumerable.Range(0, rows.Count).FirstOrDefault(i => !(Math.Abs(rows[i][0] - times.TimeOf(i)) <= TimeAgreement * Math.Max(times.End, double.Epsilon)), -1);
            return wrong >= 0 ? throw new FormatException($"row {wrong} is not at the time that settings.csv gives") : new TrajectoryCase
            {
                Id = id,
                Start = start,
                Duration = duration,
                Steps = steps,
                Columns = [.. lines[0].Skip(1)],
                Expected = [.. rows.Select(r => r[1..])],
            };
        }
        catch (Exception problem) when (problem is FormatException or KeyNotFoundException or OverflowException or ArgumentException)
        {
            throw new FormatException($"{Path.GetFileName(file)}: {problem.Message}", problem);
        }
    }

    private static IEnumerable<Dictionary<string, string>> ReadTable(string file)
    {
        string[]? head = null;
        foreach (string[] cells in CsvText.Rows(Text(file)))
        {
            if (head is null)
            {
                head = cells;
            }
            else
            {
                yield return head.Zip(cells).DistinctBy(p => p.First).ToDictionary(p => p.First, p => p.Second, StringComparer.Ordinal);
            }
        }
    }

    private static string Text(string file) => new FileInfo(file) is { Exists: true, Length: <= LargestFile }
        ? File.ReadAllText(file)
        : throw new FormatException($"{Path.GetFileName(file)} is not there, or larger than such a file can be");

    private static double Number(string text) => text.ToUpperInvariant() switch
    {
        "INF" or "INFINITY" => double.PositiveInfinity,
        "-INF" or "-INFINITY" => double.NegativeInfinity,
        "NAN" => double.NaN,
        var number => double.Parse(number, NumberStyles.Float, CultureInfo.InvariantCulture),
    };
}
