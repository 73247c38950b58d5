using System.Collections.Immutable;
using System.Globalization;
using Thymus.Language.Diagnostics;

namespace Thymus.Simulation.Records;

/// <summary>Reads dosing and observation tables in the manner of NONMEM: comma separated, one record a line.</summary>
/// <remarks>The rules are those of NONMEM's guide as the field reads them (docs/science/records.md); clock times and dates are not read.</remarks>
public sealed partial class RecordReader
{
    private const int ErrorLimit = 50;
    private const int LongestLine = 1 << 17;   // characters
    private const int MostColumns = 1_000;
    private const int LargestAdditional = 1_000_000;

    private static readonly ImmutableArray<string> Known =
    [
        "ID", "TIME", "EVID", "CMT", "AMT", "RATE", "DUR", "II", "ADDL", "SS", "MDV", "DV", "DVID", "OCC", "CENS", "LIMIT", "LLOQ", "BLQ",
    ];

    private static readonly ImmutableArray<string> Unsupported = ["DATE", "DAT1", "DAT2", "DAT3", "PCMT", "CALL", "CONT"];

    private readonly string _file;
    private readonly RecordOptions _options;
    private readonly List<Diagnostic> _findings = [];
    private readonly Dictionary<string, int> _columns = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<(string Name, int Column)> _covariates = [];
    private int _columnCount;

    private RecordReader(string file, RecordOptions options) => (_file, _options) = (file, options);

    /// <summary>Reads a table. Up to 50 errors are collected; each names file, line, column, ID and value.</summary>
    /// <param name="text">The text.</param>
    /// <param name="file">The name for messages.</param>
    /// <param name="options">How to read.</param>
    public static Checked<RecordTable> Read(string text, string file, RecordOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(file);
        var reader = new RecordReader(file, options ?? new RecordOptions());
        var table = reader.Read(text);
        return new Checked<RecordTable>(reader._findings.Count == 0 ? table : null, [.. reader._findings]);
    }

    private RecordTable Read(string text)
    {
        var individuals = new List<Group>();
        var finished = new Dictionary<string, int>(StringComparer.Ordinal);   // line on which an earlier individual began
        int number = 0;
        bool hasHeader = false;
        foreach (var raw in text.AsSpan().EnumerateLines())
        {
            number++;
            if (raw.Length > LongestLine || raw.Count(',') >= MostColumns)
            {
                Report(
                    RecordRules.TooLong, new SourceSpan(_file, number, 1, 0), "check what wrote the table",
                    raw.Length > LongestLine ? string.Create(CultureInfo.InvariantCulture, $"{LongestLine:N0} characters") : string.Create(CultureInfo.InvariantCulture, $"{MostColumns:N0} columns"));
                break;
            }

            var line = raw.TrimStart();
            if (line.IsEmpty || line[0] == '#' || (hasHeader && IsIgnored(line[0])))
            {
                continue;
            }

            var cells = CellReader.Split(raw.ToString());
            if (!hasHeader)
            {
                hasHeader = true;
                if (!ReadHeader(cells, number))
                {
                    return new RecordTable([], []);
                }

                continue;
            }

            if (_findings.Count >= ErrorLimit)
            {
                Report(RecordRules.TooManyErrors, new SourceSpan(_file, number, 1, 0), null, ErrorLimit.ToString(CultureInfo.InvariantCulture));
                break;
            }

            Place(individuals, finished, new Line(this, cells, number));
        }

        if (individuals.Count == 0 && _findings.Count == 0)
        {
            Report(RecordRules.NoRecords, new SourceSpan(_file, Math.Max(1, number), 1, 0), "add a header and one line a record");
        }

        return new RecordTable(
            [.. _covariates.Select(c => c.Name)], [.. individuals.Select(g => new Individual(g.Id, CarryCovariates(g.Records)))]);
    }

    private void Place(List<Group> individuals, Dictionary<string, int> finished, Line line)
    {
        string id = line.Id;
        if (individuals.Count == 0 || individuals[^1].Id != id)
        {
            if (individuals.Count > 0)
            {
                finished.TryAdd(individuals[^1].Id, individuals[^1].Line);
            }

            if (!_options.SplitRepeatedIds && finished.TryGetValue(id, out int first))
            {
                Report(
                    RecordRules.IdReturns, line.Place("ID"), "sort the table by ID, or ask for repeated IDs to be new individuals",
                    id, first.ToString(CultureInfo.InvariantCulture));
            }

            individuals.Add(new Group(id, line.Number, []));
        }

        var records = individuals[^1].Records;
        if (line.Read() is not { } record)
        {
            return;
        }

        if (records.Count > 0 && record.Time < records[^1].Time && !record.IsReset)
        {
            Report(
                RecordRules.TimeGoesBack, line.Place("TIME"), "sort the records by TIME, or start anew with EVID 3 or 4",
                id, Text(records[^1].Time), Text(record.Time));
        }

        records.Add(record);
    }

    private bool ReadHeader(List<Cell> cells, int number)
    {
        _columnCount = cells.Count;
        for (int i = 0; i < cells.Count; i++)
        {
            string name = cells[i].Text.ToUpperInvariant() switch { "TINF" => "DUR", "YTYPE" => "DVID", var other => other };
            var span = new SourceSpan(_file, number, cells[i].Column, cells[i].Text.Length);
            if (_options.Drop.Contains(cells[i].Text, StringComparer.OrdinalIgnoreCase) || name.Length == 0)
            {
                continue;
            }

            if (Unsupported.Contains(name))
            {
                Report(RecordRules.UnreadColumn, span, $"write TIME as a number in the model's unit and drop {name}", name);
            }
            else if (!_columns.TryAdd(name, i))
            {
                Report(RecordRules.RepeatedColumn, span, "rename one of them", name);
            }
            else if (!Known.Contains(name))
            {
                _covariates.Add((cells[i].Text, i));
            }
        }

        if (!_columns.ContainsKey("TIME"))
        {
            Report(RecordRules.MissingColumn, new SourceSpan(_file, number, 1, 0), "the first line has to name the columns: ID,TIME,EVID,AMT,DV", "TIME");
        }

        return _findings.Count == 0;
    }

    private bool IsIgnored(char first) => _options.Ignore is { } ignore && (first == ignore || (ignore == '@' && char.IsAsciiLetter(first)));

    private static ImmutableArray<DoseRecord> CarryCovariates(List<DoseRecord> records)
    {
        double[][] rows = [.. records.Select(r => r.Covariates.ToArray())];
        for (int c = 0; rows.Length > 0 && c < rows[0].Length; c++)
        {
            for (int i = 1; i < rows.Length; i++)
            {
                rows[i][c] = double.IsNaN(rows[i][c]) ? rows[i - 1][c] : rows[i][c];
            }

            for (int i = rows.Length - 2; i >= 0; i--)
            {
                rows[i][c] = double.IsNaN(rows[i][c]) ? rows[i + 1][c] : rows[i][c];
            }
        }

        return [.. records.Select((r, i) => r with { Covariates = [.. rows[i]] })];
    }

    private void Report(DiagnosticRule rule, SourceSpan span, string? suggestion, params ImmutableArray<string> arguments)
    {
        if (_findings.Count < ErrorLimit || rule == RecordRules.TooManyErrors)
        {
            _findings.Add(new Diagnostic(rule, span, suggestion, arguments));
        }
    }

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);

    private sealed record Group(string Id, int Line, List<DoseRecord> Records);
}
