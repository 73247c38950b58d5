using System.Globalization;
using Thymus.Language.Diagnostics;
using Thymus.Units;

namespace Thymus.Simulation.Dosing;

/// <summary>Doses as people write them: <c>135 mg into A1 over 1 h from 2 d every 3 weeks x 4</c>.</summary>
/// <remarks>
/// dose = amount "into" target { "over" duration | "from" start | "lag" (time | parameter) | "every" interval [ "x" count ] }, in any order. Without
/// <c>every</c> it is one dose; without <c>x</c> the doses go on to the end. A number without a unit is in the model's unit.
/// </remarks>
public sealed record DoseText
{
    private const int LongestText = 1000;
    private static readonly string[] Keywords = ["into", "over", "from", "every", "x", "lag"];
    private static readonly string[] TimeKeywords = ["over", "from", "every", "lag"];

    /// <summary>Amount, possibly per body weight or surface area.</summary>
    public required Quantity Amount { get; init; }

    /// <summary>Name of the species or variable that it goes into.</summary>
    public required string Target { get; init; }

    /// <summary>Length of the infusion; <see langword="null"/> for a bolus.</summary>
    public Quantity? Duration { get; init; }

    /// <summary>Time of the first dose; <see langword="null"/> for the start.</summary>
    public Quantity? Start { get; init; }

    /// <summary>Interval; <see langword="null"/> for a single dose.</summary>
    public Quantity? Interval { get; init; }

    /// <summary>Time from a dose to its entry; <see langword="null"/> for none, or where a parameter is it.</summary>
    public Quantity? Lag { get; init; }

    /// <summary>The parameter of the model that is the time from a dose to its entry; <see langword="null"/> for none.</summary>
    public string? LagParameter { get; init; }

    /// <summary>Number of doses; <see langword="null"/> for one, or with an interval for as many as fit.</summary>
    public int? Count { get; init; }

    /// <summary>Where it was written.</summary>
    public SourceSpan Span { get; init; }

    /// <summary>Reads a dose.</summary>
    /// <param name="text">The text.</param>
    /// <param name="source">What to call its place in messages, such as <c>--dose</c>.</param>
    public static Checked<DoseText> Parse(string text, string source)
    {
        ArgumentNullException.ThrowIfNull(text);
        var whole = new SourceSpan(source, 1, 1, text.Length);
        if (text.Length > LongestText)
        {
            return Failed(whole, string.Concat(text.AsSpan(0, 20), "…"), "it is too long");
        }

        var (parts, repeated) = Split(text);
        if (repeated is { } again)
        {
            return Failed(again.Span(source), text, $"'{again.Keyword}' appears twice");
        }

        if (!parts.TryGetValue("into", out var target) || target.Text.Length == 0 || target.Text.Contains(' ', StringComparison.Ordinal))
        {
            return Failed(whole, text, "it does not say into what");
        }

        var amount = parts[""];
        if (!Quantity.TryParse(amount.Text, out var quantity, out string? error))
        {
            return Failed(amount.Span(source), text, error);
        }

        if (!(quantity.Value >= 0))
        {
            return Failed(amount.Span(source), text, "the amount is negative");
        }

        if (parts.TryGetValue("x", out var count) && (!parts.ContainsKey("every") ||
            !int.TryParse(count.Text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number == 0))
        {
            return Failed(count.Span(source), text, "'x' comes after 'every' and is followed by a whole number above 0");
        }

        var times = new Quantity?[TimeKeywords.Length];
        string? lag = parts.TryGetValue("lag", out var late) && IsName(late.Text) ? late.Text : null;
        foreach (var (i, keyword) in TimeKeywords.Index().Where(k => k.Item != "lag" || lag is null))
        {
            if (parts.TryGetValue(keyword, out var part) && !TryParseTime(part, keyword is "from" or "lag", out times[i], out error))
            {
                return Failed(part.Span(source), text, $"after '{keyword}': {error}");
            }
        }

        return new Checked<DoseText>(
            new DoseText
            {
                Amount = quantity,
                Target = target.Text,
                Duration = times[0],
                Start = times[1],
                Interval = times[2],
                Lag = times[3],
                LagParameter = lag,
                Count = parts.ContainsKey("x") ? int.Parse(count.Text, CultureInfo.InvariantCulture) : null,
                Span = whole,
            },
            []);
    }

    private static bool IsName(string text) => text.Length > 0 && !char.IsAsciiDigit(text[0]) && text.All(c => char.IsLetterOrDigit(c) || c == '_');

    private static bool TryParseTime(Part part, bool mayBeZero, out Quantity? time, out string? error)
    {
        time = null;
        string text = part.Text.Length > 0 && char.IsLetter(part.Text[0]) ? "1 " + part.Text : part.Text;   // 'every week'
        if (!Quantity.TryParse(text, out var quantity, out error))
        {
            return false;
        }

        if (!(quantity.Value > 0) && !(mayBeZero && quantity.Value == 0))
        {
            error = $"{quantity} is not a time above 0";
            return false;
        }

        time = quantity;
        return true;
    }

    /// <summary>Cuts the text at its keywords; the part before the first one has the name of nothing.</summary>
    private static (Dictionary<string, Part> Parts, Part? Repeated) Split(string text)
    {
        var parts = new Dictionary<string, Part>();
        Part? repeated = null;
        string keyword = "";
        int start = 0;
        foreach (var range in text.AsSpan().Split(' '))
        {
            string word = text[range].ToLowerInvariant();
            bool isCount = word is ['x', _, ..] && word.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0;   // 'x4'
            if (isCount || Keywords.Contains(word))
            {
                Close(range.Start.Value);
                (keyword, start) = isCount ? ("x", range.Start.Value + 1) : (word, range.End.Value);
            }
        }

        Close(text.Length);
        return (parts, repeated);

        void Close(int end)
        {
            var part = new Part(keyword, text[start..end].Trim(), start);
            repeated ??= parts.TryAdd(keyword, part) ? null : part;
        }
    }

    private static Checked<DoseText> Failed(SourceSpan span, string text, string problem) => new(
        null,
        [new Diagnostic(SimulationRules.DoseSyntax, span, "write it like: 135 mg into A1 over 1 h every 3 weeks x 4", text, problem)]);

    private readonly record struct Part(string Keyword, string Text, int Start)
    {
        public SourceSpan Span(string source) => new(source, 1, Start + 1, Math.Max(1, Text.Length));
    }
}
