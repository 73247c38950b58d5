using System.Collections.Immutable;
using Thymus.Language.Syntax;
using Thymus.Units;

namespace Thymus.Language.Diagnostics;

/// <summary>Gathers findings, each once, in a list with a limit.</summary>
internal sealed class DiagnosticBag
{
    private const int MostSuggestions = 50;   // each compares a name with all others

    private const int MostComparisons = 20_000_000;   // of letters, for all suggestions together: a tenth of a second

    private readonly DiagnosticList _findings = [];
    private readonly HashSet<(string Code, SourceSpan Span, string Text)> _seen = [];
    private readonly HashSet<string> _refusedFeatures = [];
    private int _suggestions;
    private long _comparisons = MostComparisons;

    /// <summary>Whether a construct was refused that is not supported yet; what follows from its absence is not reported then.</summary>
    public bool HasRefusedFeature => _refusedFeatures.Count > 0;

    public bool HasErrors { get; private set; }

    public void Report(DiagnosticRule rule, SourceSpan span, string? suggestion, params ImmutableArray<string> arguments)
    {
        HasErrors |= rule.Severity is Severity.Error;
        if (_findings.IsFull)
        {
            return;
        }

        var finding = new Diagnostic(rule, span, suggestion, arguments);
        if (_seen.Add((rule.Code, span, finding.Text)))
        {
            _findings.Add(finding);
        }
    }

    /// <summary>The known name that was probably meant; <see langword="null"/> where none is near, or after so many that the text is beyond that help.</summary>
    public string? Nearest(string name, IEnumerable<string> known) => _suggestions++ < MostSuggestions ? NearestName.Find(name, known, ref _comparisons) : null;

    /// <summary>The same, or else the known names where they are few.</summary>
    public string? For(string name, IEnumerable<string> known)
    {
        List<string> names = _suggestions < MostSuggestions ? [.. known] : [];
        return Nearest(name, names) ?? Suggestion.List(names);
    }

    /// <summary>Refuses a construct of the language that is not read yet; once for each kind of construct.</summary>
    public void Refuse(string feature, SourceSpan span, string suggestion)
    {
        if (_refusedFeatures.Add(feature))
        {
            Report(SyntaxRules.NotSupportedYet, span, suggestion, feature);
        }
    }

    /// <summary>The findings in the order of the text.</summary>
    public ImmutableArray<Diagnostic> ToSorted() =>
        [.. _findings.OrderBy(f => f.Rule == SyntaxRules.TooManyFindings).ThenBy(f => f.Span.Line).ThenBy(f => f.Span.Column)];
}
