using System.Text;
using Thymus.Reports.Html;
using Thymus.Reports.Sections;

namespace Thymus.Reports;

/// <summary>Writes a trial report: one HTML file that opens offline, for reading, hovering and printing.</summary>
public static class ReportWriter
{
    /// <summary>What every page of a report says.</summary>
    public const string Disclaimer = "Research use only — simulated patients, not medical advice";

    private static readonly Section[] Sections =
    [
        new("design", "What was simulated", DesignSection.Write),
        new("flow", "Patient flow", FlowSection.Write),
        new("baseline", "Baseline characteristics", BaselineSection.Write),
        new("endpoints", "Endpoints", EndpointsSection.Write),
        new("overall-survival", "Overall survival", SurvivalSections.WriteOverall),
        new("progression-free-survival", "Progression-free survival", SurvivalSections.WriteProgressionFree),
        new("response", "Tumour response", ResponseSection.Write),
        new("benefit-and-harm", "Benefit beside harm", BenefitHarmSection.Write),
        new("harms", "Harms", HarmsSection.Write),
        new("exposure", "Courses over time", ExposureSection.Write),
        new("same-patient", "The same patient in each arm", TwinSection.Write),
        new("published", "Simulated against published", PublishedSection.Write),
        new("failures", "Failed simulations", FailuresSection.Write),
        new("limits", "Limits of the model", LimitsSection.Write),
        new("reproduce", "How to reproduce this", ReproduceSection.Write),
        new("sources", "Sources", SourcesSection.Write),
        new("glossary", "Glossary", GlossarySection.Write),
    ];

    /// <summary>Writes the report as UTF-8 without a byte order mark; the stream stays open.</summary>
    public static void Write(ReportData data, Stream stream)
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 1 << 16, leaveOpen: true);
        Write(data, writer);
    }

    /// <summary>Writes the report.</summary>
    public static void Write(ReportData data, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(writer);
        var html = new HtmlWriter(writer);
        var trial = new TrialView(data);
        var sections = Sections.Where(s => trial.Has(s.Id)).ToList();
        html.Raw("<!DOCTYPE html>\n");
        using (html.Element("html", ("lang", "en")))
        {
            WriteHead(html, data);
            using (html.Element("body"))
            {
                using (html.Element("div", ("class", "sheet")))
                {
                    using (html.Element("div", ("class", "banner"), ("role", "note")))
                    {
                        html.Text("span", Disclaimer);
                    }

                    using (html.Element("div", ("class", "page")))
                    {
                        WriteContents(html, sections);
                        WriteMain(html, trial, sections);
                    }
                }

                html.Line();
                using (html.Element("script"))
                {
                    html.Raw(Asset("report.js"));
                }
            }
        }

        html.Line();
        writer.Flush();
    }

    private static void WriteHead(HtmlWriter html, ReportData data)
    {
        using (html.Element("head"))
        {
            html.Empty("meta", ("charset", "utf-8"));
            html.Empty("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1"));
            html.Empty("meta", ("name", "generator"), ("content", "Thymus " + data.Run.Version));
            html.Empty("meta", ("name", "description"), ("content", Disclaimer));

            // Nothing may be loaded from anywhere: the report has all it needs.
            html.Empty(
                "meta", ("http-equiv", "Content-Security-Policy"),
                ("content", "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'; form-action 'none'"));
            html.Text("title", data.Study.Title + " – Thymus trial report");
            html.Line();
            using (html.Element("style"))
            {
                html.Raw(Asset("report.css"));
            }
        }

        html.Line();
    }

    private static void WriteContents(HtmlWriter html, List<Section> sections)
    {
        using (html.Element("div", ("class", "contents")))
        using (html.Element("nav", ("aria-label", "Contents")))
        using (html.Element("ol"))
        {
            foreach (var section in sections)
            {
                using (html.Element("li"))
                {
                    html.Text("a", section.Title, ("href", "#" + section.Id));
                }
            }
        }

        html.Line();
    }

    private static void WriteMain(HtmlWriter html, TrialView trial, List<Section> sections)
    {
        using (html.Element("main"))
        {
            SummarySection.Write(html, trial);
            foreach (var section in sections)
            {
                html.Line();
                using (html.Element("section", ("id", section.Id), ("aria-labelledby", section.Id + "-title")))
                {
                    html.Text("h2", section.Title, ("id", section.Id + "-title"));
                    section.Write(html, trial);
                }
            }

            using (html.Element("footer"))
            {
                html.Text("p", Disclaimer + ". Thymus is not a medical device, and nothing here recommends a treatment for anyone.");
                html.Text("p", $"Written by Thymus {trial.Data.Run.Version}{(trial.Data.Run.Date.Length > 0 ? ", " + trial.Data.Run.Date : string.Empty)}.");
            }
        }
    }

    private static string Asset(string name)
    {
        using var stream = typeof(ReportWriter).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The resource {name} is missing from the assembly.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    private sealed record Section(string Id, string Title, Action<HtmlWriter, TrialView> Write);
}
