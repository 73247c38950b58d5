using System.Globalization;
using Spectre.Console;
using Thymus.Reports;
using Thymus.Reports.Words;
using Thymus.Store.Runs;
using Thymus.Trials.Analysis;

namespace Thymus.Cli.Output;

/// <summary>The few numbers of a trial that a terminal shows; the report has the rest.</summary>
internal static class TrialSummary
{
    private const int MostFailures = 10;   // kinds; the report has all

    internal static void Print(ReportData report, Terminal terminal)
    {
        var analysis = report.Analysis;
        var results = new Table { Border = TableBorder.Simple, Title = new TableTitle(Markup.Escape(report.Study.Title)) };
        results.AddColumn("");
        foreach (var arm in analysis.Arms)
        {
            results.AddColumn(new TableColumn(Markup.Escape(arm.Title)).RightAligned());
        }

        Add("Patients", a => Format.Count(a.Patients));
        foreach (var endpoint in analysis.Endpoints)
        {
            Add(endpoint is ContinuousAnalysis c ? EndpointWords.TitleWithUnit(c) : endpoint.Title, a => Value(endpoint, a.Arm));
        }

        if (report.Study.HasTumour)
        {
            Add("Objective response", a => Format.PercentWithInterval(a.ObjectiveResponse));
            Add("Median PFS, months", a => Format.MedianMonths(a.ProgressionFreeSurvival.Median));
        }

        if (report.Study.HasSurvival)
        {
            Add("Median OS, months", a => Format.MedianMonths(a.OverallSurvival.Median));
            Add("OS at 12 months", a => Format.PercentWithInterval(a.OverallSurvival.At(12 * Format.DaysPerMonth)));
        }

        if (!analysis.Endpoints.IsEmpty)
        {
            Add("Any adverse event", a => a.AdverseEvents.IsEmpty ? "not modelled" : Format.PercentWithInterval(a.AnyAdverseEvent));
        }

        Add("Adverse event of grade 3 or more", a => a.AdverseEvents.IsEmpty ? "not modelled" : Format.PercentWithInterval(a.SevereAdverseEvents));
        Add("Simulation failed", a => Format.Count(a.Failed));
        terminal.Eyes.Write(results);
        SayWhoFailed(report, terminal);
        foreach (var comparison in analysis.Comparisons)
        {
            foreach (var endpoint in analysis.Endpoints)
            {
                terminal.Say($"{comparison.Arm} against {comparison.Control}: {endpoint.Title}: {EndpointWords.Versus(endpoint, comparison.Arm)}");
            }
        }

        foreach (var comparison in analysis.Comparisons.Where(_ => report.Study is { HasTumour: true, HasSurvival: true }))
        {
            terminal.Say($"{comparison.Arm} against {comparison.Control}: hazard ratio of death {Format.Ratio(comparison.OverallSurvival.HazardRatio)}, of progression or death {Format.Ratio(comparison.ProgressionFreeSurvival.HazardRatio)}");
        }

        if (!analysis.Published.IsEmpty)
        {
            terminal.Eyes.Write(Published(analysis));
            SayWhyMissed(analysis, terminal);
        }

        terminal.Say("Research use only: simulated patients, no medical advice.");

        void Add(string label, Func<ArmAnalysis, string> value) =>
            results.AddRow([label, .. analysis.Arms.Select(a => Markup.Escape(value(a)))]);
    }

    private static string Value(EndpointAnalysis endpoint, string arm) => endpoint switch
    {
        ContinuousAnalysis c => c.Arms.First(a => a.Arm == arm) is var a ? EndpointWords.Value(a.Mean) : "",
        ResponderAnalysis r => Format.PercentWithInterval(r.Arms.First(a => a.Arm == arm).Share),
        TimeToEventAnalysis t => t.Arms.First(a => a.Arm == arm) is var e ? $"{Format.Count(e.Events)} of {Format.Count(e.Patients)}" : "",
        _ => "",
    };

    // Failures of one kind together, with the first patient as the example.
    private static void SayWhoFailed(ReportData report, Terminal terminal)
    {
        foreach (var alike in report.Failures.GroupBy(f => (f.Arm, f.Reason)).OrderByDescending(g => g.Count()).Take(MostFailures))
        {
            var first = alike.MinBy(f => f.Patient)!;
            string where = first.Where.Length > 0 ? $", {first.Where}" : "";
            string when = double.IsNaN(first.Time) ? "before the start" : string.Create(CultureInfo.InvariantCulture, $"at {first.Time:G6} d");
            terminal.Say($"warning: {alike.Count()} failed in {first.Arm}: {first.Reason} (patient {first.Patient} {when}{where})");
            if (!string.IsNullOrEmpty(first.Suggestion))
            {
                terminal.Say($"   try: {first.Suggestion}");
            }
        }
    }

    /// <summary>The same for programs.</summary>
    internal static object Json(ReportData report, RunFolder folder) => new
    {
        folder = folder.Path,
        report = folder.ReportPath,
        study = report.Study.Id,
        seed = report.Run.Seed,
        arms = report.Analysis.Arms.Select(a => new
        {
            arm = a.Arm,
            patients = a.Patients,
            failed = a.Failed,
            objectiveResponse = report.Study.HasTumour ? a.ObjectiveResponse : (Estimate?)null,
            diseaseControl = report.Study.HasTumour ? a.DiseaseControl : (Estimate?)null,
            bestResponse = report.Study.HasTumour ? a.BestResponse.ToDictionary(r => r.Label, r => r.Count) : null,
            medianPfsDays = report.Study.HasTumour ? a.ProgressionFreeSurvival.Median : (Estimate?)null,
            medianOsDays = report.Study.HasSurvival ? a.OverallSurvival.Median : (Estimate?)null,
            osAt12Months = report.Study.HasSurvival ? a.OverallSurvival.At(12 * Format.DaysPerMonth) : (Estimate?)null,
            anyAdverseEvent = a.AnyAdverseEvent,
            severeAdverseEvents = a.SevereAdverseEvents,
            adverseEvents = a.AdverseEvents.Select(e => new { term = e.Term, byGrade = e.ByGrade }),
        }),
        failures = report.Failures.Select(f => new { patient = f.Patient, arm = f.Arm, timeDays = f.Time, reason = f.Reason, where = f.Where, suggestion = f.Suggestion }),
        comparisons = report.Study is { HasTumour: true, HasSurvival: true } ? report.Analysis.Comparisons : [],
        endpoints = report.Analysis.Endpoints.Select(e => (object)(e switch
        {
            ContinuousAnalysis c => new { id = e.Id, title = e.Title, unit = c.Endpoint.Reading.Unit.Text, geometric = c.Endpoint.IsGeometric, arms = c.Arms, comparisons = c.Comparisons },
            ResponderAnalysis r => new { id = e.Id, title = e.Title, arms = r.Arms, comparisons = r.Comparisons },
            TimeToEventAnalysis t => new
            {
                id = e.Id,
                title = e.Title,
                arms = t.Arms.Select(a => new { arm = a.Arm, patients = a.Patients, missing = a.Missing, events = a.Events, years = a.Years, rate = a.Rate }),
                comparisons = t.Comparisons,
            },
            _ => new { id = e.Id, title = e.Title },
        })),
        published = report.Analysis.Published.Select(p => new
        {
            p.Published.Trial,
            p.Published.Arm,
            p.Published.Quantity,
            endpoint = p.Published.Endpoint.Length > 0 ? p.Published.Endpoint : null,
            term = p.Published.Term.Length > 0 ? p.Published.Term : null,
            at = p.Published.At,
            published = new Estimate(p.Published.Value, p.Published.Low, p.Published.High),
            simulated = p.Simulated,
            p.Published.Unit,
            p.Agrees,
            p.Remark,
            p.Published.Matches,
        }),
    };

    /// <summary>What the study file says about the population of each published result that is missed, each text once.</summary>
    private static void SayWhyMissed(TrialAnalysis analysis, Terminal terminal)
    {
        foreach (var text in analysis.Published.Where(p => !p.Agrees).GroupBy(p => p.Published.Matches))
        {
            terminal.Say($"misses {string.Join("; ", text.Select(p => $"{p.Published.Trial} {p.Published.Arm} {p.Published.Quantity} {p.Published.Endpoint}{p.Published.Term}".TrimEnd()))}:");
            terminal.Say($"  {text.Key}");
        }
    }

    private static Table Published(TrialAnalysis analysis)
    {
        var table = new Table { Border = TableBorder.Simple, Title = new TableTitle("Simulated against published") };
        table.AddColumns("Trial", "Arm", "Quantity", "Published", "Simulated", "");
        foreach (var row in analysis.Published)
        {
            var p = row.Published;
            string at = double.IsNaN(p.At) ? "" : $" at {Format.Months(p.At)} months";
            table.AddRow(
                [.. new[]
                {
                    p.Trial, p.Arm, $"{p.Quantity} {p.Endpoint}{p.Term}".TrimEnd() + at, Shown(new(p.Value, p.Low, p.High), p.Unit), Shown(row.Simulated, p.Unit), row.Agrees ? "agrees" : "misses",
                }.Select(Markup.Escape)]);
        }

        return table;

        static string Shown(Estimate e, string unit) => double.IsNaN(e.Value)
            ? "not reached"
            : $"{Format.Fixed(e.Value, 1)} {unit}" + (double.IsNaN(e.Low) && double.IsNaN(e.High) ? "" : $" ({Format.Interval(e, 1, 1, "NR")})");
    }
}
