using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Thymus.Language.Diagnostics;

/// <summary>How serious a finding is.</summary>
public enum Severity
{
    /// <summary>The input can be used, but probably not as meant.</summary>
    Warning,

    /// <summary>The input cannot be used.</summary>
    Error,

    /// <summary>Worth a look; the input is used as it is.</summary>
    Info,
}

/// <summary>A place in a file; lines and columns start at 1, a length of 0 marks a point.</summary>
public readonly record struct SourceSpan(string File, int Line, int Column, int Length);

/// <summary>One kind of finding. The code is a promise: it is never reused and has a page under docs/diagnostics/.</summary>
/// <param name="Code">Such as TH2001: 1xxx syntax, 2xxx names and types, 3xxx units, 4xxx therapies and studies, 5xxx runs.</param>
/// <param name="Severity">How serious it is.</param>
/// <param name="Message">A composite format, lower case, without a full stop.</param>
public sealed record DiagnosticRule(string Code, Severity Severity, string Message);

/// <summary>One finding: what is wrong, where, and what to do about it.</summary>
public sealed record Diagnostic(
    DiagnosticRule Rule, SourceSpan Span, string? Suggestion, params ImmutableArray<string> Arguments)
{
    private const int LongestArgument = 400;

    /// <summary>What is wrong, in words; of a name or text of the input that is very long, the beginning.</summary>
    public string Text => string.Format(CultureInfo.InvariantCulture, Rule.Message, [.. Arguments.Select(Shorten)]);

    /// <summary>Whether the input cannot be used.</summary>
    public bool IsError => Rule.Severity is Severity.Error;

    /// <summary>One line in the form that editors and CI can click: <c>file(line,column): error CODE: text</c>; without the place when it has none, such as an option.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{(Span.File is null ? "" : $"{Span.File}({Span.Line},{Span.Column}): ")}{Rule.Severity.ToString().ToLowerInvariant()} {Rule.Code}: {Text}");

    private static string Shorten(string argument) => argument.Length <= LongestArgument ? argument : argument[..LongestArgument] + "…";
}

/// <summary>A value, or the findings that say why there is none. Warnings may come with a value.</summary>
public sealed record Checked<T>(T? Value, ImmutableArray<Diagnostic> Findings) where T : class
{
    /// <summary>Whether the value is there and no finding is an error.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    public bool Succeeded => Value is not null && !Findings.Any(f => f.IsError);
}
