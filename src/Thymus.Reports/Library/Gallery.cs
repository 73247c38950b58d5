using System.Globalization;
using System.Text;
using Thymus.Therapies;

namespace Thymus.Reports.Library;

/// <summary>The page docs/gallery.md: every therapy with its figure.</summary>
public static class Gallery
{
    /// <summary>The page, in Markdown.</summary>
    /// <param name="therapies">The therapies, in order of their ids.</param>
    /// <param name="fromPage">The library, from the folder of the page: <c>../library</c>.</param>
    public static string Page(IEnumerable<Therapy> therapies, string fromPage)
    {
        ArgumentNullException.ThrowIfNull(therapies);
        var text = new StringBuilder();
        text.Append("# Gallery\n\nWhat the models of the library compute for the typical patient. Written by `thymus library figures`; do not edit.\n");
        string last = "";
        foreach (var therapy in therapies)
        {
            string group = Group(therapy.Id);
            if (group != last)
            {
                text.Append(CultureInfo.InvariantCulture, $"\n## {group}\n");
                last = group;
            }

            string folder = $"{fromPage}/{therapy.Id}";
            text.Append(CultureInfo.InvariantCulture, $"\n### [{therapy.Title}]({folder}/README.md)\n\n{therapy.Facts} (`{therapy.Id}`)\n");
            if (therapy.Figure is { } figure)
            {
                text.Append(CultureInfo.InvariantCulture, $"\n![{Alternative(figure.Caption)}]({folder}/figure.svg)\n\n{figure.Caption}\n");
            }
        }

        return text.ToString();
    }

    /// <summary>The folders above a therapy, as words: <c>Cancer, checkpoint inhibitors</c>.</summary>
    private static string Group(string id)
    {
        string[] parts = id.Split('/');
        string words = string.Join(", ", parts[..Math.Max(1, parts.Length - 1)]).Replace('-', ' ');
        return Words.Format.Capital(words);
    }

    /// <summary>Text between square brackets of Markdown.</summary>
    private static string Alternative(string caption) => caption.Replace('[', '(').Replace(']', ')').ReplaceLineEndings(" ");
}
