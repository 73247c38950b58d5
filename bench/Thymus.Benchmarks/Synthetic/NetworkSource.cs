using System.Globalization;
using System.Text;

namespace Thymus.Benchmarks.Synthetic;

/// <summary>Writes a network as C for bench/cvode/network.c: right side, and the Jacobian by columns.</summary>
internal static class NetworkSource
{
    private const int StatementsPerFunction = 500;   // one function of all would take the compiler minutes

    public static string Write(SyntheticNetwork network)
    {
        var entries = Entries(network);
        var columns = entries.Keys.GroupBy(e => e.Column).ToDictionary(g => g.Key, g => g.Count());
        int[] starts = new int[network.States + 1];
        for (int j = 0; j < network.States; j++)
        {
            starts[j + 1] = starts[j] + columns.GetValueOrDefault(j);
        }

        var source = new StringBuilder();
        source.Append(CultureInfo.InvariantCulture, $"enum {{ STATES = {network.States}, PARAMETERS = {network.Parameters.Count}, REACTIONS = {network.Reactions.Count}, ENTRIES = {entries.Count} }};\n");
        Array(source, "double", "typical", network.Parameters.Select(p => p.ToString("R", CultureInfo.InvariantCulture)));
        Array(source, "double", "start", network.Start.Select(p => p.ToString("R", CultureInfo.InvariantCulture)));
        Array(source, "int", "vary", network.VaryingParameters.Select(p => p.ToString(CultureInfo.InvariantCulture)));
        Array(source, "sunindextype", "column_start", starts.Select(p => p.ToString(CultureInfo.InvariantCulture)));
        Array(source, "sunindextype", "row_of", entries.Keys.Select(e => e.Row.ToString(CultureInfo.InvariantCulture)));
        Functions(source, "rates", "double *restrict r", [.. network.Reactions.Select((r, i) => $"r[{i}] = {r.Rate("p[", "y[", "]")};")]);
        Functions(source, "changes", "const double *restrict r, double *restrict dy", Changes(network));
        Functions(source, "jacobian", "double *restrict v", [.. entries.Values.Select((terms, i) => $"v[{i}] ={terms};")]);
        return source.ToString();
    }

    private static List<string> Changes(SyntheticNetwork network)
    {
        var terms = new StringBuilder[network.States];
        foreach (var (number, reaction) in network.Reactions.Index())
        {
            foreach (var (species, count) in reaction.Changes)
            {
                (terms[species] ??= new StringBuilder()).Append(CultureInfo.InvariantCulture, $" {(count > 0 ? '+' : '-')} r[{number}]");
            }
        }

        return [.. terms.Select((t, i) => $"dy[{i}] ={t};")];
    }

    // By columns, as the sparse matrix of SUNDIALS wants them; the diagonal is always there.
    private static SortedDictionary<(int Column, int Row), StringBuilder> Entries(SyntheticNetwork network)
    {
        var entries = new SortedDictionary<(int Column, int Row), StringBuilder>();
        foreach (var reaction in network.Reactions)
        {
            for (int place = 0; place < reaction.Species.Length; place++)
            {
                foreach (var (species, count) in reaction.Changes)
                {
                    if (!entries.TryGetValue((reaction.Species[place], species), out var terms))
                    {
                        entries.Add((reaction.Species[place], species), terms = new StringBuilder());
                    }

                    terms.Append(count > 0 ? " + " : " - ").Append(reaction.Derivative(place));
                }
            }
        }

        return entries;
    }

    private static void Array(StringBuilder source, string type, string name, IEnumerable<string> values) =>
        source.Append(CultureInfo.InvariantCulture, $"static const {type} {name}[] = {{{string.Join(", ", values)}}};\n");

    private static void Functions(StringBuilder source, string name, string arguments, List<string> statements)
    {
        string all = $"const double *restrict y, const double *restrict p, {arguments}";
        string passed = string.Join(", ", all.Split(", ").Select(a => a.Split(' ')[^1].TrimStart('*').Replace("restrict", "", StringComparison.Ordinal).Trim()));
        var parts = statements.Chunk(StatementsPerFunction).ToList();
        foreach (var (number, part) in parts.Index())
        {
            source.Append(CultureInfo.InvariantCulture, $"static void {name}_{number}({all}) {{ (void)y; (void)p;\n");
            source.AppendJoin('\n', part.Select(s => "  " + s));
            source.Append("\n}\n");
        }

        source.Append(CultureInfo.InvariantCulture, $"static void {name}({all}) {{\n");
        source.AppendJoin('\n', parts.Select((_, number) => $"  {name}_{number}({passed});"));
        source.Append("\n}\n");
    }
}
