using System.Buffers;
using System.Collections.Immutable;
using Thymus.Language;
using Thymus.Language.Binding;
using Thymus.Language.Diagnostics;
using Thymus.Therapies.Text;
using Thymus.Units;

namespace Thymus.Therapies.Reading;

/// <summary>Reads a formula over named numbers, such as <c>sqrt(HT*WT/3600)</c>, with the language's own reader.</summary>
internal static class FormulaReader
{
    private const string Target = "thymus_formula_value";

    /// <summary>Characters that would let a formula end and a statement begin.</summary>
    private static readonly SearchValues<char> Enders = SearchValues.Create("\r\n;\"#`");

    /// <summary>The formula, or <see langword="null"/> after a report.</summary>
    /// <param name="text">One formula; units are those of the covariates, and its numbers are plain.</param>
    /// <param name="span">Where it is written, for messages.</param>
    /// <param name="names">Names it may use.</param>
    /// <param name="findings">Where findings go.</param>
    public static BoundExpression? Read(string text, SourceSpan span, ImmutableArray<string> names, ICollection<Diagnostic> findings)
    {
        if (text.AsSpan().IndexOfAny(Enders) >= 0 || text.Contains("//", StringComparison.Ordinal) || text.Contains("/*", StringComparison.Ordinal))
        {
            findings.Add(new(TherapyRules.CannotRead, span, "one formula on one line", text, "a formula"));
            return null;
        }

        var read = AntimonyReader.Read($"{Target} := {text}\n{string.Concat(names.Select(n => $"{n} = 1\n"))}", span.File);
        foreach (var finding in read.Findings.Where(f => f.Rule.Severity is Severity.Error))
        {
            findings.Add(finding with { Span = span });
        }

        var rule = read.Value?.Rules.FirstOrDefault(r => r.Target?.Name == Target);
        if (!read.Succeeded || rule is null)
        {
            if (read.Succeeded)
            {
                findings.Add(new(TherapyRules.CannotRead, span, null, text, "a formula"));
            }

            return null;
        }

        var unknown = read.Value.Symbols.Select(s => s.Name).Where(n => n != Target && !names.Contains(n)).ToList();
        foreach (string name in unknown)
        {
            findings.Add(new(TherapyRules.UnknownName, span, NearestName.Find(name, names), "covariate before this one", name));
        }

        return unknown.Count == 0 ? rule.Expression : null;
    }
}
