using System.Collections.ObjectModel;
using Thymus.Language.Syntax;

namespace Thymus.Language.Diagnostics;

/// <summary>Findings in a text up to a limit, so that no text can fill the memory or the terminal with messages. The last one then is an error that says that there are more.</summary>
public sealed class DiagnosticList : Collection<Diagnostic>
{
    internal const int Limit = 1000;

    /// <summary>Whether what is added now would be left out.</summary>
    public bool IsFull => Count > Limit;

    /// <summary>Adds several findings.</summary>
    public void AddRange(IEnumerable<Diagnostic> findings)
    {
        ArgumentNullException.ThrowIfNull(findings);
        foreach (var finding in findings)
        {
            Add(finding);
        }
    }

    /// <inheritdoc />
    protected override void InsertItem(int index, Diagnostic item)
    {
        ArgumentNullException.ThrowIfNull(item);
        if (!IsFull)
        {
            base.InsertItem(index, Count < Limit ? item : new Diagnostic(SyntaxRules.TooManyFindings, item.Span, "correct the first ones and run again", $"{Limit}"));
        }
    }
}
