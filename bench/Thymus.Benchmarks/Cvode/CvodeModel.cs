using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Thymus.Benchmarks.Cvode;

/// <summary>What the CVODE program knows of a model, as its generated header says it.</summary>
/// <param name="Name">Name of the model.</param>
/// <param name="States">States, in the program's order.</param>
/// <param name="Vary">Parameters that differ between patients, in the order of its table's columns.</param>
/// <param name="Times">Number of output times.</param>
internal sealed partial record CvodeModel(string Name, ImmutableArray<string> States, ImmutableArray<string> Vary, int Times)
{
    /// <summary>Finds a model in the header; <see langword="null"/> where it has none of that name.</summary>
    public static CvodeModel? Find(string header, string name)
    {
        int field = header.IndexOf($"static void {name}_rhs(", StringComparison.Ordinal);
        var vary = Regex.Match(header, $$"""static const int {{Regex.Escape(name)}}_vary\[\] = \{([0-9,]*)\}""");
        var times = Regex.Match(header, $@"\b{Regex.Escape(name)}_NOUT = (\d+)");
        if (field < 0 || !vary.Success || !times.Success)
        {
            return null;
        }

        string body = header[field..header.IndexOf("\n}", field, StringComparison.Ordinal)];
        var parameters = Names(body, "p");
        return new(
            name, Names(body, "y"), [.. vary.Groups[1].Value.Split(',').Select(i => parameters[int.Parse(i, CultureInfo.InvariantCulture)])],
            int.Parse(times.Groups[1].Value, CultureInfo.InvariantCulture));
    }

    private static ImmutableArray<string> Names(string body, string array) =>
    [
        .. Declaration().Matches(body).Where(m => m.Groups["array"].Value == array)
            .OrderBy(m => int.Parse(m.Groups["index"].Value, CultureInfo.InvariantCulture)).Select(m => m.Groups["name"].Value),
    ];

    [GeneratedRegex(@"const double (?<name>\w+)=(?<array>[py])\[(?<index>\d+)\];")]
    private static partial Regex Declaration();
}
