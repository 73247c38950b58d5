using Thymus.Reports.Figures;
using Thymus.Reports.Html;
using Thymus.Reports.Words;
using Thymus.Trials.Analysis;
using Thymus.Trials.Endpoints;

namespace Thymus.Reports.Sections;

/// <summary>The endpoints that a study declares: figures and tables of numbers, responders and events.</summary>
internal static class EndpointsSection
{
    public static void Write(HtmlWriter html, TrialView trial)
    {
        var endpoints = trial.Data.Analysis.Endpoints;
        var continuous = endpoints.OfType<ContinuousAnalysis>().ToList();
        var responders = endpoints.OfType<ResponderAnalysis>().ToList();
        WriteContinuous(html, trial, continuous);
        WriteResponders(html, trial, responders);
        foreach (var endpoint in endpoints.OfType<TimeToEventAnalysis>())
        {
            WriteTimeToEvent(html, trial, endpoint);
        }
    }

    private static void WriteContinuous(HtmlWriter html, TrialView trial, List<ContinuousAnalysis> endpoints)
    {
        if (endpoints.Count == 0)
        {
            return;
        }

        ArmStyle[] styles = [.. trial.Arms.Select(a => a.Style)];
        new EstimatePanelFigure(
            "means-figure", "Means of each arm",
            "Points: means, or geometric means on a logarithmic axis, with 95 % intervals. Every panel has its own unit and axis; an axis may start above zero.",
            styles,
            endpoints.Select(e => new EstimatePanel(
                EndpointWords.TitleWithUnit(e), [.. e.Arms.Select((a, i) => (trial.Title(a.Arm), a.Mean, i))], e.Endpoint.IsGeometric,
                Note: Format.Capital(EndpointWords.Direction(e.Better))))).Write(html);
        if (!trial.Data.Analysis.Comparisons.IsEmpty)
        {
            new EstimatePanelFigure(
                "effects-figure", $"Difference from {trial.Title(trial.Study.Control)}",
                "Points: difference of means, or ratio of geometric means, against the control, with 95 % intervals; the grey line is no difference.",
                styles,
                endpoints.Select(e => new EstimatePanel(
                    (e.Endpoint.IsGeometric ? $"{e.Title}, ratio" : EndpointWords.TitleWithUnit(e)),
                    [.. e.Comparisons.Select(c => (trial.Title(c.Arm), e.Endpoint.IsGeometric ? c.Ratio : c.Difference, Index(trial, c.Arm)))],
                    e.Endpoint.IsGeometric, e.Endpoint.IsGeometric ? 1 : 0, Note: Favours(trial, e.Better)))).Write(html);
        }

        WriteContinuousTable(html, trial, endpoints);
    }

    private static void WriteContinuousTable(HtmlWriter html, TrialView trial, List<ContinuousAnalysis> endpoints)
    {
        bool haveBaseline = endpoints.Exists(e => e.Endpoint.Reading.NeedsBaseline);
        var table = new Table(
            "Numbers per patient",
            [
                "Endpoint and arm", "#Patients", .. haveBaseline ? ["#Baseline"] : Array.Empty<string>(), "#Mean (95\u00A0%\u00A0CI)",
                "#Difference (95\u00A0%\u00A0CI)", "#Relative (95\u00A0%\u00A0CI)", "#Median (quartiles)", "#SD",
            ]);
        foreach (var endpoint in endpoints)
        {
            table.Group(EndpointWords.TitleWithUnit(endpoint) + (endpoint.Endpoint.IsGeometric ? ": geometric means, SD as a factor" : string.Empty));
            foreach (var arm in endpoint.Arms)
            {
                var c = endpoint.Comparisons.FirstOrDefault(x => x.Arm == arm.Arm);
                int decimals = EndpointWords.Decimals(arm.Mean);
                bool isChange = endpoint.Endpoint.Reading.Measure is Measure.Change or Measure.PercentChange;
                table.Level(
                [
                    trial.Title(arm.Arm), Format.Count(arm.Patients) + (arm.Missing > 0 ? $" (−{Format.Count(arm.Missing)})" : string.Empty),
                    .. haveBaseline ? [double.IsNaN(arm.Baseline) ? "—" : Format.Significant(arm.Baseline)] : Array.Empty<string>(),
                    EndpointWords.Value(arm.Mean),
                    c is null ? arm.Arm == trial.Study.Control ? "control" : "—" : $"{(endpoint.Endpoint.IsGeometric ? $"× {EndpointWords.Value(c.Ratio)}" : EndpointWords.Value(c.Difference))}; {Format.P(c.P)}",
                    c is null ? string.Empty : isChange ? "—" : EndpointWords.Relative(c.Ratio),
                    Format.Quartiles(arm.MedianAndQuartiles), Format.Fixed(arm.Sd, endpoint.Endpoint.IsGeometric ? 2 : decimals),
                ]);
            }
        }

        table.Note(
            "Difference and relative difference are against the control. Means have Student's interval, differences Welch's, without assuming equal variances; ratios of geometric "
            + "means are the same on the logarithm, relative differences of means have an interval by the delta method on the log scale. Patients without a value (in brackets) left, died or could not "
            + "be computed; they are left out.");
        table.Write(html);
    }

    private static void WriteResponders(HtmlWriter html, TrialView trial, List<ResponderAnalysis> endpoints)
    {
        if (endpoints.Count == 0)
        {
            return;
        }

        new ResponderFigure(
            "responders-figure", "Patients who reach each threshold", [.. trial.Arms.Select(a => (a.Title, a.Style))],
            [.. endpoints.Select(e => new DotRow(e.Endpoint.Thresholds.Length > 1 ? e.Endpoint.Title : string.Empty, e.Title, [.. e.Arms.Select(a => a.Share.ToPercent())]))]).Write(html);
        if (!trial.Data.Analysis.Comparisons.IsEmpty)
        {
            double[] ends = [.. endpoints.SelectMany(e => e.Comparisons).SelectMany(c => new[] { c.Difference.Low, c.Difference.High }).Where(double.IsFinite).Append(0)];
            new EstimatePanelFigure(
                "responder-forest", $"Difference of shares from {trial.Title(trial.Study.Control)}",
                "Points: difference in percentage points, with Newcombe's 95 % interval; the grey line is no difference.",
                [.. trial.Arms.Select(a => a.Style)],
                endpoints.Select(e => new EstimatePanel(
                    e.Title + " (percentage points)", [.. e.Comparisons.Select(c => (trial.Title(c.Arm), c.Difference.ToPercent(), Index(trial, c.Arm)))],
                    Reference: 0, Note: Favours(trial, e.Better), From: 100 * ends.Min(), To: 100 * ends.Max()))).Write(html);
        }

        var table = new Table(
            "Responders", "Threshold and arm", "#Responders", "#Share (95\u00A0%\u00A0CI)", "#Difference, points (95\u00A0%\u00A0CI)", "#Ratio (95\u00A0%\u00A0CI)", "#Number needed to treat");
        foreach (var endpoint in endpoints)
        {
            table.Group(endpoint.Endpoint.Thresholds.Length > 1 ? $"{endpoint.Endpoint.Title}: {endpoint.Title}" : endpoint.Title);
            foreach (var arm in endpoint.Arms)
            {
                var c = endpoint.Comparisons.FirstOrDefault(x => x.Arm == arm.Arm);
                table.Level(
                    trial.Title(arm.Arm), $"{Format.Count(arm.Responders)} of {Format.Count(arm.Patients)}", Format.PercentWithInterval(arm.Share),
                    c is null ? arm.Arm == trial.Study.Control ? "control" : "—" : Points(c.Difference),
                    c is null ? string.Empty : double.IsNaN(c.Ratio.Value) ? "—" : EndpointWords.Value(c.Ratio),
                    c is null ? string.Empty : EndpointWords.NumberNeeded(c.Difference, endpoint.Better));
            }
        }

        int missing = endpoints.Sum(e => e.Arms.Sum(a => a.Missing));
        table.Note(
            "Shares have exact (Clopper–Pearson) intervals, differences Newcombe's, ratios Katz's on the logarithm. The number needed to treat is the inverse of the difference. "
            + (missing > 0 ? "Patients without a reading, who left or died before it, count as not reaching the threshold." : "Every patient has a reading."));
        table.Write(html);
    }

    private static void WriteTimeToEvent(HtmlWriter html, TrialView trial, TimeToEventAnalysis endpoint)
    {
        html.Text("h3", endpoint.Title);
        html.Text("p", "First event of each patient, when the cumulative hazard of the model reaches the patient's own exponential draw"
            + (endpoint.Endpoint.From > 0 ? $"; counted from {EndpointWords.Time(endpoint.Endpoint.From)} on" : string.Empty)
            + (double.IsFinite(endpoint.Endpoint.To) ? $", to {EndpointWords.Time(endpoint.Endpoint.To)}" : string.Empty) + "; patients without it are censored when last followed.");
        new KaplanMeierFigure(
            "event-" + endpoint.Id, $"Cumulative incidence: {endpoint.Title}", endpoint.Title, [.. trial.Arms.Zip(endpoint.Arms, (view, arm) => (view.Title, arm.Curve, view.Style))],
            Math.Min(endpoint.Endpoint.To, trial.Study.Duration) - endpoint.Endpoint.From)
        {
            IsIncidence = true,
            Origin = endpoint.Endpoint.From > 0 ? "counting began" : "randomisation",
        }.Write(html);
        var table = new Table(
            endpoint.Title, "Arm", "#Patients at risk", "#With event", "#Years at risk", "#Per 100 years (95\u00A0%\u00A0CI)", "#Cumulative incidence at the end (95\u00A0%\u00A0CI)");
        foreach (var arm in endpoint.Arms)
        {
            var end = arm.Curve.At(arm.Curve.Times[^1]);
            table.Row(
                trial.Title(arm.Arm), Format.Count(arm.Patients), Format.Count(arm.Events), Format.Fixed(arm.Years, 1),
                EndpointWords.Value(arm.Rate.ToPercent()),
                Format.PercentWithInterval(end.Complement()));
        }

        table.Note("Rates have exact (Garwood) intervals; the cumulative incidence is one minus Kaplan–Meier, log–log interval.");
        table.Write(html);
        WriteEfficacy(html, trial, endpoint);
    }

    private static void WriteEfficacy(HtmlWriter html, TrialView trial, TimeToEventAnalysis endpoint)
    {
        if (endpoint.Comparisons.IsEmpty)
        {
            return;
        }

        var table = new Table(
            $"Compared with {trial.Title(trial.Study.Control)}", "Arm", "#Efficacy: 1 − hazard ratio", "#1 − rate ratio", "#Hazard ratio (95\u00A0%\u00A0CI); log-rank",
            "#Incidence, points", "#Number needed to treat");
        foreach (var c in endpoint.Comparisons)
        {
            table.Row(
                trial.Title(c.Arm), Format.PercentWithInterval(c.Efficacy), Format.PercentWithInterval(c.RateEfficacy),
                $"{(double.IsNaN(c.Survival.HazardRatio.Value) ? "not estimable" : EndpointWords.Value(c.Survival.HazardRatio))}; {Format.P(c.Survival.LogRankP)}", Points(c.RiskDifference),
                EndpointWords.NumberNeeded(c.RiskDifference, endpoint.Better));
        }

        table.Note(
            $"Hazard ratio: Cox model, Efron ties; where one arm has no event it does not exist. Rate ratio: exact interval given all events (Clopper–Pearson of their split, adjusted for the time at risk). "
            + $"Incidence: difference of the cumulative incidence at {Format.Months(endpoint.Comparisons[0].Horizon)} months, arm minus control."
            + (endpoint.Comparisons.Any(c => c.Survival.ProportionalHazardsP < 0.05) ? " The effect changes with time (test of proportional hazards below 0.05), so efficacy is an average over the follow-up." : string.Empty));
        table.Write(html);
    }

    private static string Favours(TrialView trial, Better better) => better switch
    {
        Better.Lower => $"left of the line is better than {trial.Title(trial.Study.Control)}",
        Better.Higher => $"right of the line is better than {trial.Title(trial.Study.Control)}",
        _ => string.Empty,
    };

    private static int Index(TrialView trial, string arm) => Math.Max(0, trial.Arms.ToList().FindIndex(a => a.Id == arm));

    private static string Points(Estimate difference) => double.IsNaN(difference.Value)
        ? "—"
        : $"{Format.Fixed(100 * difference.Value, 1)} ({Format.Interval(difference, 1, 100, "—")})";
}
