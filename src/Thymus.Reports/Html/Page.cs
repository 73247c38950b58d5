namespace Thymus.Reports.Html;

/// <summary>A small page of its own: one file, no script, nothing from elsewhere.</summary>
internal static class Page
{
    /// <summary>Writes a page around a body.</summary>
    /// <param name="html">Where to.</param>
    /// <param name="title">Title of the window.</param>
    /// <param name="style">Name of the embedded style sheet.</param>
    /// <param name="body">Writes what is in the main part.</param>
    public static void Write(HtmlWriter html, string title, string style, Action body)
    {
        html.Raw("<!DOCTYPE html>\n");
        using (html.Element("html", ("lang", "en"), ("xmlns", "http://www.w3.org/1999/xhtml")))
        {
            using (html.Element("head"))
            {
                html.Empty("meta", ("charset", "utf-8"));
                html.Empty("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1"));
                html.Empty("meta", ("http-equiv", "Content-Security-Policy"), ("content", "default-src 'none'; style-src 'unsafe-inline'"));
                html.Text("title", title);
                using (html.Element("style"))
                {
                    html.Raw(Resource(style));
                }
            }

            html.Line();
            using (html.Element("body"))
            using (html.Element("main"))
            {
                body();
            }
        }

        html.Line();
    }

    private static string Resource(string name)
    {
        using var stream = typeof(Page).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
