using Thymus.Reports.Html;
using Thymus.Reports.Words;

namespace Thymus.Reports.Sections;

/// <summary>How to compute the same numbers again, and where the data are.</summary>
internal static class ReproduceSection
{
    public static void Write(HtmlWriter html, TrialView trial)
    {
        var run = trial.Data.Run;
        html.Text("p", "The same version, inputs and seed give the same bits, on any number of threads.");
        using (html.Element("pre"))
        using (html.Element("code"))
        {
            html.Text(string.Join('\n', run.Commands));
        }

        using (html.Element("dl", ("class", "facts")))
        {
            Fact(html, "Thymus", run.Version);
            Fact(html, "Seed", run.Seed.ToString(System.Globalization.CultureInfo.InvariantCulture));
            if (run.Date.Length > 0)
            {
                Fact(html, "Date", run.Date);
            }

            foreach (var fact in run.Settings)
            {
                Fact(html, fact.Name, fact.Value);
            }

            if (double.IsFinite(run.PatientsPerSecond))
            {
                Fact(html, "Patients per second", Format.Significant(run.PatientsPerSecond));
            }
        }

        Files(html, "Inputs", run.Inputs);
        html.Text("h3", "Data");
        html.Text("p", "Each figure offers its numbers as CSV. The whole run lies beside this file as Parquet: patients, courses, events, assessments, "
            + "endpoints and failures. results.duckdb has a view of each, for DuckDB, R, Python or any other reader.");
        if (run.Results.Length > 0)
        {
            Files(html, "Results", run.Results);
        }
    }

    private static void Files(HtmlWriter html, string caption, IReadOnlyCollection<HashedFile> files)
    {
        if (files.Count == 0)
        {
            return;
        }

        using (html.Element("details"))
        {
            html.Text("summary", $"{caption}: {Format.Count(files.Count)} files and their hashes");
            using (html.Element("div", ("class", "scroll")))
            using (html.Element("table"))
            {
                html.Text("caption", caption + ", SHA-256");
                using (html.Element("tbody"))
                {
                    foreach (var file in files)
                    {
                        using (html.Element("tr"))
                        {
                            html.Text("th", file.Path, ("scope", "row"));
                            using (html.Element("td", ("class", "hash")))
                            {
                                html.Text("code", file.Sha256);
                            }
                        }
                    }
                }
            }
        }
    }

    private static void Fact(HtmlWriter html, string name, string value)
    {
        html.Text("dt", name);
        html.Text("dd", value);
    }
}
