using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Thymus.Fuzz;

/// <summary>One search: keeps the inputs that take new branches, and changes them again.</summary>
internal sealed partial class Session(Target target, string folder, int seed) : IDisposable
{
    private const int MostFindings = 20;
    private const int MostWords = 4000;

    private readonly Coverage _coverage = new();
    private readonly Watch _watch = new(Path.Combine(folder, "running"));
    private readonly Random _random = new(seed);
    private readonly List<byte[]> _corpus = [];
    private readonly HashSet<string> _findings = [];
    private long _inputs;

    /// <summary>Searches until the time is over; returns how many different faults were found.</summary>
    public int Run(IEnumerable<byte[]> seeds, TimeSpan time, TextWriter output, CancellationToken cancellation)
    {
        var words = new HashSet<string>(StringComparer.Ordinal);
        foreach (byte[] input in seeds.Where(s => s.Length <= Mutator.Longest).Append([]))
        {
            words.UnionWith(Word().Matches(Encoding.UTF8.GetString(input)).Select(m => m.Value).Take(MostWords - Math.Min(MostWords, words.Count)));
            Try(input, output);
        }

        var mutator = new Mutator(_random, [.. words.Order(StringComparer.Ordinal)]);
        long started = Stopwatch.GetTimestamp();
        long said = started;
        while (Stopwatch.GetElapsedTime(started) < time && _findings.Count < MostFindings && !cancellation.IsCancellationRequested)
        {
            Try(mutator.Change(Pick(), _corpus[_random.Next(_corpus.Count)]), output);
            if (Stopwatch.GetElapsedTime(said) > TimeSpan.FromSeconds(30) && Stopwatch.GetElapsedTime(started) < time)
            {
                said = Stopwatch.GetTimestamp();
                Say(output, Stopwatch.GetElapsedTime(started));
            }
        }

        Say(output, Stopwatch.GetElapsedTime(started));
        return _findings.Count;
    }

    public void Dispose()
    {
        _watch.Dispose();
        _coverage.Dispose();
    }

    // Late ones, which know more, and short ones, which are quick, more often.
    private byte[] Pick()
    {
        int Late() => Math.Max(_random.Next(_corpus.Count), _random.Next(_corpus.Count));
        byte[] one = _corpus[Late()];
        byte[] two = _corpus[Late()];
        return one.Length <= two.Length ? one : two;
    }

    private void Try(byte[] input, TextWriter output)
    {
        _inputs++;
        _coverage.Begin();
        string? wrong = _watch.Run(target, input);
        bool isNew = _coverage.IsNew();
        if (wrong is not null)
        {
            Keep(input, wrong, output);
        }
        else if (isNew || _corpus.Count == 0)
        {
            _corpus.Add(input);
        }
    }

    // Two faults are the same when their words are, but for numbers and quoted text.
    private void Keep(byte[] input, string wrong, TextWriter output)
    {
        string kind = Varying().Replace(string.Join('\n', wrong.Split('\n').Where(l => !l.Contains("Thymus.Fuzz", StringComparison.Ordinal)).Take(4)), "…");
        if (_findings.Add(kind))
        {
            string path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"found-{_findings.Count}"));
            File.WriteAllBytes(path, input);
            File.WriteAllText(path + ".txt", wrong);
            output.WriteLine($"FOUND {path}: {wrong.Split('\n')[0]}");
        }
    }

    private void Say(TextWriter output, TimeSpan elapsed) => output.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{target.Name}: {elapsed.TotalSeconds:F0} s, {_inputs:N0} inputs, {_corpus.Count:N0} kept, {_coverage.Pairs:N0} pairs of branches, {_findings.Count} faults"));

    [GeneratedRegex(@"[A-Za-z_:<][A-Za-z_0-9.:-]*|[^\sA-Za-z_0-9]{1,3}")]
    private static partial Regex Word();

    [GeneratedRegex("'[^']*'|[0-9]+")]
    private static partial Regex Varying();
}
