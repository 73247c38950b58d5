using Thymus.Language.Binding;
using Thymus.Language.Diagnostics;
using Thymus.Language.Evaluation;

namespace Thymus.Language.Tests;

/// <summary>Shortcuts of the tests.</summary>
internal static class Reading
{
    public const string File = "model.ant";

    /// <summary>A model that must be read without an error.</summary>
    public static BoundModel Model(string text)
    {
        var read = AntimonyReader.Read(text, File);
        return read.Succeeded ? read.Value : throw new InvalidOperationException(DiagnosticPrinter.Print(read.Findings, _ => text));
    }

    public static string[] Codes(string text) => [.. AntimonyReader.Read(text, File).Findings.Select(f => f.Rule.Code)];

    /// <summary>The only finding of that code.</summary>
    public static Diagnostic Finding(string text, string code) =>
        Assert.Single(AntimonyReader.Read(text, File).Findings, f => f.Rule.Code == code);

    public static Symbol Find(this BoundModel model, string name, SymbolKind kind)
    {
        var symbol = model.Find(name);
        Assert.NotNull(symbol);
        Assert.Equal(kind, symbol.Kind);
        return symbol;
    }

    /// <summary>The value of a formula with x = 3, y = 5 and time = 7.</summary>
    public static double Value(string formula)
    {
        var symbols = new[] { new Symbol("x", SymbolKind.Parameter, default), new Symbol("y", SymbolKind.Parameter, default) };
        var read = AntimonyReader.ReadExpression(formula, File, name => symbols.FirstOrDefault(s => s.Name == name));
        return read.Succeeded
            ? new ExpressionEvaluator(PlatformFunctions.Instance, s => s.Name == "x" ? 3 : 5, time: 7).Evaluate(read.Value)
            : throw new InvalidOperationException(DiagnosticPrinter.Print(read.Findings, _ => formula));
    }
}
