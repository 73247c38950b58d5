using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;

namespace Thymus.Therapies;

/// <summary>Writes the folder of a new therapy, which is read, verified and simulated before anything in it is changed.</summary>
public static partial class TherapyScaffold
{
    private const int LongestTitle = 200;

    private static readonly string[] Files = ["therapy.yaml", "model.ant", "checks.yaml", "README.md"];

    /// <summary>What can be begun: a drug with a response, a model without a drug, or a part that other models import.</summary>
    public static ImmutableArray<string> Kinds { get; } = ["therapy", "model", "module"];

    /// <summary>Writes the four files, and marks the root of the library if nothing does. Nothing that is there is touched.</summary>
    /// <param name="library">The library.</param>
    /// <param name="id">The path below it, such as <c>allergy/biologics/my-antibody</c>.</param>
    /// <param name="kind">One of <see cref="Kinds"/>.</param>
    /// <param name="title">Title for people; <see langword="null"/> for one made of the last part of the id.</param>
    /// <returns>The folder; or a problem in words, and what to try.</returns>
    public static (string? Folder, string Problem, string Suggestion) Create(TherapyLibrary library, string id, string kind, string? title)
    {
        ArgumentNullException.ThrowIfNull(library);
        ArgumentNullException.ThrowIfNull(id);
        if (!IdPattern().IsMatch(id) || id.Length > 200)
        {
            return (null, $"'{id}' is not an id: lower-case letters, digits and hyphens, in at most 6 folders", "allergy/biologics/my-antibody");
        }

        string name = TherapyLibrary.Last(id);
        if (library.List().FirstOrDefault(i => TherapyLibrary.Last(i) == name) is { } same)
        {
            return (null, $"there is a therapy '{same}' already, and the last part of an id is unique in the library", id + "-2");
        }

        string folder = Path.Combine(library.Root, id.Replace('/', Path.DirectorySeparatorChar));
        if (Path.Exists(folder))
        {
            return (null, $"'{LibraryFiles.Shown(folder)}' is there already, and nothing is overwritten", id + "-2");
        }

        string words = title ?? char.ToUpperInvariant(name[0]) + name[1..].Replace('-', ' ');
        if (words.Length is 0 or > LongestTitle || words.Any(c => char.IsControl(c) || c is '"' or '\\'))
        {
            return (null, $"a title is one line of at most {LongestTitle} characters without quotation marks and backslashes", "--title \"Omalizumab in asthma\"");
        }

        Directory.CreateDirectory(folder);
        foreach (string file in Files)
        {
            string text = Template($"Templates/{kind}/{file}")
                .Replace("{title}", words, StringComparison.Ordinal).Replace("{id}", id, StringComparison.Ordinal)
                .Replace("{name}", name, StringComparison.Ordinal).Replace("{symbol}", Symbol(name), StringComparison.Ordinal);
            File.WriteAllText(Path.Combine(folder, file), text);
        }

        string mark = Path.Combine(library.Root, TherapyLibrary.Mark);
        if (!Path.Exists(mark))
        {
            File.WriteAllText(mark, Template($"Templates/{TherapyLibrary.Mark}"));
        }

        return (folder, "", "");
    }

    /// <summary>The name of the model: a letter first, then letters, digits and _.</summary>
    private static string Symbol(string name) => (char.IsAsciiDigit(name[0]) ? "m_" : "") + name.Replace('-', '_');

    private static string Template(string name)
    {
        using var stream = typeof(TherapyScaffold).Assembly.GetManifestResourceStream(name)
            ?? throw new ArgumentException($"There is no template {name}.", nameof(name));
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*){0,6}\\z", RegexOptions.CultureInvariant)]
    private static partial Regex IdPattern();
}
