using System.Text;
using Thymus.Language.Diagnostics;
using Thymus.Language.Syntax;
using Thymus.Language.Text;

namespace Thymus.Language.Tests.Formatting;

/// <summary>Antimony texts at hand: the library, the models of the benchmarks, and the shared conformance data where they are.</summary>
internal static class Texts
{
    public static IEnumerable<(string Name, string Text)> All() =>
        from folder in new[] { Repository.PathOf("library"), Repository.PathOf("bench/models"), SharedData.PathOf("conformance/antimony") }
        where folder is not null
        from file in Directory.EnumerateFiles(folder, "*.ant", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        select (Path.GetRelativePath(folder, file), File.ReadAllText(file));

    /// <summary>The same tokens and comments with other blanks between them, as chance has it.</summary>
    public static string WithOtherBlanks(string text, int seed)
    {
        var mixed = new StringBuilder();
        foreach (var token in Parser.Parse(new SourceText(text, "mixed.ant"), new DiagnosticBag()).Tokens)
        {
            string before = text[token.TriviaStart..token.Start];
            bool isBlank = before.Trim(' ', '\t').Length == 0;
            string spelling = text.Substring(token.Start, token.Length);
            seed = unchecked((seed * 1_664_525) + 1_013_904_223);   // Numerical Recipes' generator: any will do
            string blanks = new string(' ', 1 + (seed >>> 30)) + (seed << 8 < 0 ? "\t" : "");
            bool mayGlue = isBlank && before.Length == 0;   // where nothing was, nothing may come: -( is an arrow, -o is one before a blank
            mixed.Append(mayGlue ? "" : isBlank ? blanks : before).Append(spelling);
        }

        return mixed.ToString();
    }
}
