using System.Globalization;
using Thymus.Clinic;

namespace Thymus.Trials.Tests.Statistics;

/// <summary>A public data set: a CSV file under Data/ with columns time and status; its first line says where it comes from.</summary>
internal sealed class SurvivalData
{
    private readonly string[] _names;
    private readonly double[][] _rows;

    private SurvivalData(string[] names, double[][] rows) => (_names, _rows) = (names, rows);

    public static SurvivalData Lung { get; } = Read("lung.csv");

    public static SurvivalData Aml { get; } = Read("aml.csv");

    public static SurvivalData Ovarian { get; } = Read("ovarian.csv");

    public static SurvivalData Gehan { get; } = Read("gehan.csv");

    public TimeToEvent[] Times => [.. this["time"].Zip(this["status"], (t, s) => new TimeToEvent(t, s == 1))];

    public double[] this[string column] => [.. _rows.Select(r => r[Array.IndexOf(_names, column)])];

    public SurvivalData Where(string column, double value) =>
        new(_names, [.. _rows.Where(r => r[Array.IndexOf(_names, column)] == value)]);

    public SurvivalData WithoutMissing(string column) =>
        new(_names, [.. _rows.Where(r => !double.IsNaN(r[Array.IndexOf(_names, column)]))]);

    /// <summary>Groups from 0: the column less its smallest value.</summary>
    public int[] Groups(string column)
    {
        double[] values = this[column];
        return [.. values.Select(v => (int)(v - values.Min()))];
    }

    private static SurvivalData Read(string file)
    {
        string[] lines = File.ReadAllLines(Repository.PathOf($"tests/Thymus.Trials.Tests/Statistics/Data/{file}"));
        return new(lines[1].Split(','), [.. lines.Skip(2).Select(l => l.Split(',').Select(Number).ToArray())]);
    }

    private static double Number(string text) => text == "NA" ? double.NaN : double.Parse(text, CultureInfo.InvariantCulture);
}
