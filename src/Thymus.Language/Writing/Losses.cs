using System.Globalization;
using Thymus.Language.Diagnostics;

namespace Thymus.Language.Writing;

/// <summary>Gathers what the other language cannot say, so that each kind of it is one finding, at the first place.</summary>
internal sealed class Losses(DiagnosticBag findings)
{
    private const int MostNamed = 6;

    private readonly Dictionary<(DiagnosticRule Rule, string What), (SourceSpan Span, List<string> Which, int Count)> _kinds = [];

    /// <summary>Something is not written at all.</summary>
    public void LeaveOut(string what, string which, SourceSpan span) => Add(WritingRules.LeftOut, what, which, span);

    /// <summary>Something is written in another way that means the same.</summary>
    public void Reword(string what, string which, SourceSpan span) => Add(WritingRules.OtherWords, what, which, span);

    /// <summary>Something is written as an annotation that is understood here and means nothing to other programs.</summary>
    public void Carry(string what, string which, SourceSpan span) => Add(WritingRules.Carried, what, which, span);

    public void Report()
    {
        foreach (var ((rule, what), (span, which, count)) in _kinds)
        {
            string more = count > which.Count ? string.Create(CultureInfo.InvariantCulture, $" and {count - which.Count} more") : "";
            findings.Report(rule, span, null, what, string.Join(", ", which) + more);
        }
    }

    private void Add(DiagnosticRule rule, string what, string which, SourceSpan span)
    {
        var (first, names, count) = _kinds.TryGetValue((rule, what), out var known) ? known : (span, [], 0);
        if (names.Contains(which))
        {
            return;
        }

        if (names.Count < MostNamed)
        {
            names.Add(which);
        }

        _kinds[(rule, what)] = (first, names, count + 1);
    }
}
