using System.Text;
using Thymus.Language.Diagnostics;
using Thymus.Language.Sbml;

namespace Thymus.Language.Tests;

/// <summary>The files of the Antimony suite, where they are at hand.</summary>
internal static class Suite
{
    public static string Root
    {
        get
        {
            string? root = SharedData.PathOf("conformance/antimony");
            Assert.SkipWhen(root is null, "the shared conformance data are not present; set THYMUS_SHARED to their folder");
            return root;
        }
    }

    /// <summary>The SBML of a case.</summary>
    public static SbmlElement Expected(string name) => Document(name, "expected.xml");

    /// <summary>An SBML file of a case.</summary>
    public static SbmlElement Document(string name, string part)
    {
        string file = Path.Combine(Root, name, part);
        var findings = new DiagnosticBag();
        return new SbmlText(file, findings).Read(File.ReadAllText(file))
            ?? throw new InvalidOperationException(string.Join("\n", findings.ToSorted()));
    }

    /// <summary>Rows of a CSV file with quoted fields, without the header.</summary>
    public static IEnumerable<string[]> Rows(string name)
    {
        string text = File.ReadAllText(Path.Combine(Root, name)).ReplaceLineEndings("\n");
        var row = new List<string>();
        var field = new StringBuilder();
        bool quoted = false, header = true;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c == '"')
            {
                if (quoted && i + 1 < text.Length && text[i + 1] == '"')
                {
                    field.Append(c);
                    i++;
                }
                else
                {
                    quoted = !quoted;
                }
            }
            else if (!quoted && c is ',' or '\n' && !quoted)
            {
                row.Add(field.ToString());
                field.Clear();
                if (c == '\n')
                {
                    if (!header)
                    {
                        yield return [.. row];
                    }

                    header = false;
                    row.Clear();
                }
            }
            else
            {
                field.Append(c);
            }
        }
    }
}
