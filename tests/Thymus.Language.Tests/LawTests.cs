using Thymus.Language.Diagnostics;
using Thymus.Language.Syntax;
using Thymus.Language.Text;

namespace Thymus.Language.Tests;

/// <summary>What holds for any text at all.</summary>
public sealed class LawTests
{
    private static readonly string[] Pieces =
    [
        "model", "end", "function", "species", "compartment", "const", "var", "in", "is", "has", "at", "after", "unit", "import", "delete",
        "constraint", "x", "y", "S1", "f", "k", "$", "(", ")", "{", "}", ",", ";", ":", "=", "'", ".", "+", "-", "*", "/", "^", "%", "!", "<", ">",
        "<=", "==", "&&", "||", "->", "=>", "-o ", "-|", "--", "...", "\n", "\r\n", "\\\n", " ", "1", "2.5e-3", "\"text\"", "\"", "```", "//", "/*",
        "model m(x, S1)\n x = 1; S1 -> y; k*S1; E: at y > 1: x = k\nend\n", "A: m(x)", "B: m(), timeconv=2", "A.x", "A.S1", "A.E", "A.x is y",
        "delete A.S1;", "delete A.x\n", "gene", "operator", "P--A--G", "x.mean = 2\n", "import \"a.ant\"\n", "x is \"name\"\n", "m.sboTerm = 3\n",
        "*/", "#", "exp(", "piecewise(", "time", "sboTerm", "identity", "mg", "é", "\0", "\uFEFF",
    ];

    internal static readonly Gen<string> AnyText = Gen.OneOf(
        Gen.String[0, 60],
        Gen.Int[0, Pieces.Length - 1].Array[0, 40].Select(choice => string.Concat(choice.Select(i => Pieces[i]))),
        Gen.Int[0, Pieces.Length - 1].Array[0, 40].Select(choice => string.Join(' ', choice.Select(i => Pieces[i]))));

    [Fact]
    public void Any_text_is_read_without_throwing_and_every_place_is_inside_it() => AnyText.Sample(
        text =>
        {
            var read = AntimonyReader.Read(text, "any.ant");
            return read.Findings.All(f => f.Text.Length > 0 && IsInside(f.Span, text)) && (read.Value is not null || read.Findings.Length > 0);
        },
        iter: PropertyInputs.AtLeast(3_000));

    [Fact]
    public void Printed_tree_is_the_text() => AnyText.Sample(
        text => Parser.Parse(new SourceText(text, "any.ant"), new DiagnosticBag()).Print() == text, iter: PropertyInputs.AtLeast(3_000));

    [Fact]
    public void Any_formula_is_read_without_throwing() => AnyText.Sample(
        text => AntimonyReader.ReadExpression(text, "any.yaml", _ => null) is { } read && (read.Succeeded || read.Findings.Length > 0),
        iter: PropertyInputs.AtLeast(3_000));

    [Fact]
    public void Findings_of_any_text_can_be_printed() => AnyText.Sample(
        text => DiagnosticPrinter.Print(AntimonyReader.Read(text, "any.ant").Findings, _ => text) is not null, iter: PropertyInputs.AtLeast(3_000));

    [Fact]
    public void Time_to_read_grows_with_the_length_of_the_text()
    {
        static TimeSpan Read(int count)
        {
            string text = string.Concat(Enumerable.Range(0, count).Select(i => $"species S{i} = {i}; S{i} -> ; k{i}*S{i} + misspelled; k{i} = 0.1\n"));
            return Enumerable.Range(0, 3).Min(_ =>   // the best of three, since other work may share the machine
            {
                var clock = System.Diagnostics.Stopwatch.StartNew();
                Assert.True(AntimonyReader.Read(text, "any.ant").Succeeded);
                return clock.Elapsed;
            });
        }

        var small = Read(1_000);
        var large = Read(8_000);   // a quadratic reader would need 64 times as long

        Assert.True(large < 30 * small + TimeSpan.FromMilliseconds(200), $"{small} and {large}");
    }

    /// <summary>Lines as <see cref="SourceText"/> counts them; LF, CR and CR LF each end one.</summary>
    private static bool IsInside(SourceSpan span, string text)
    {
        string[] lines = text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Split('\n');
        return span.Line >= 1 && span.Line <= lines.Length && span.Column >= 1 && span.Column - 1 + span.Length <= lines[span.Line - 1].Length;
    }
}
