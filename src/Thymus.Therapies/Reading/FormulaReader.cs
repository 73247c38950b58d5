using System.Collections.Immutable;
using Thymus.Language;
using Thymus.Language.Binding;
using Thymus.Language.Diagnostics;

namespace Thymus.Therapies.Reading;

/// <summary>Reads a formula over named numbers, such as <c>sqrt(HT*WT/3600)</c>.</summary>
internal static class FormulaReader
{
    /// <summary>The formula, or <see langword="null"/> after a report.</summary>
    /// <param name="text">The formula; its names are numbers in the units of the covariates.</param>
    /// <param name="span">Where it is written, for messages.</param>
    /// <param name="names">Names it may use.</param>
    /// <param name="findings">Where findings go.</param>
    public static BoundExpression? Read(string text, SourceSpan span, ImmutableArray<string> names, ICollection<Diagnostic> findings)
    {
        var symbols = names.ToDictionary(n => n, n => new Symbol(n, SymbolKind.Parameter, span) { IsConstant = true }, StringComparer.Ordinal);
        var read = AntimonyReader.ReadExpression(text, span.File, name => symbols.GetValueOrDefault(name), names, span);
        foreach (var finding in read.Findings)
        {
            findings.Add(finding);
        }

        return read.Value;
    }
}
