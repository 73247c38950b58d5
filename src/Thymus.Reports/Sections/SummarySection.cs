using Thymus.Reports.Html;
using Thymus.Reports.Words;
using Thymus.Trials.Analysis;

namespace Thymus.Reports.Sections;

/// <summary>Title, the results in one paragraph, and the main numbers as tiles.</summary>
internal static class SummarySection
{
    /// <summary>Endpoints in the paragraph: the first ones, as the study orders them.</summary>
    private const int MostSentences = 4;

    /// <summary>Endpoints among the tiles.</summary>
    private const int MostTiles = 6;

    public static void Write(HtmlWriter html, TrialView trial)
    {
        using (html.Element("header"))
        {
            html.Text("p", "Virtual clinical trial" + (trial.Data.Run.Date.Length > 0 ? " · " + trial.Data.Run.Date : string.Empty), ("class", "kicker"));
            html.Text("h1", trial.Study.Title);
            html.Text("p", trial.Study.Question, ("class", "question"));
        }

        using (html.Element("div", ("class", "abstract"), ("id", "summary")))
        {
            html.Text("p", string.Join(' ', Results(trial)));
            html.Text("p", string.Join(' ', Trust(trial)));
        }

        WriteTiles(html, trial);
    }

    private static IEnumerable<string> Results(TrialView trial)
    {
        var arms = trial.Arms;
        yield return trial.Study.Twins
            ? $"{Format.Count(arms[0].Results.Patients)} virtual patients each went through {Format.List([.. arms.Select(a => a.Title)])}, in a computer."
            : "In this simulated trial, " + Format.List([.. arms.Select(a => $"{Format.Count(a.Results.Patients)} virtual patients were assigned to {a.Title}")]) + ".";
        foreach (string sentence in trial.Data.Analysis.Endpoints.Take(MostSentences).SelectMany(e => EndpointSentences(trial, e)))
        {
            yield return sentence;
        }

        if (trial.Study.HasSurvival)
        {
            yield return "Half of the patients lived longer than "
                + Format.List([.. arms.Select(a => $"{Median(a.Results.OverallSurvival.Median)} with {a.Title}")]) + ".";
        }

        foreach (var c in trial.Data.Analysis.Comparisons.Where(_ => trial.Study is { HasSurvival: true, HasTumour: true }))
        {
            yield return $"With {trial.Title(c.Arm)} against {trial.Title(c.Control)} the hazard ratio was, for death, "
                + $"{Format.Ratio(c.OverallSurvival.HazardRatio)}, log-rank {Format.P(c.OverallSurvival.LogRankP)}, and, for progression or death, "
                + $"{Format.Ratio(c.ProgressionFreeSurvival.HazardRatio)}, {Format.P(c.ProgressionFreeSurvival.LogRankP)}."
                + (c.OverallSurvival.ProportionalHazardsP < 0.05
                    ? " The effect on survival changed over time, so its hazard ratio is an average." : string.Empty);
        }

        if (trial.Study.HasTumour)
        {
            yield return "Tumours shrank enough to count as an objective response in "
                + Format.List([.. arms.Select(a => $"{Format.Percent(a.Results.ObjectiveResponse.Value)} ({a.Title})")]) + ".";
        }

        if (!HasHarms(trial))
        {
            yield return "No adverse events are modelled.";
            yield break;
        }

        if (arms.All(a => !(a.Results.SevereAdverseEvents.Value > 0)) && !trial.Study.HasTumour)
        {
            yield return "At least one adverse event, none of grade 3 or more, occurred in "
                + Format.List([.. arms.Where(a => HasHarms(trial, a)).Select(a => $"{Format.Percent(a.Results.AnyAdverseEvent.Value)} ({a.Title})")]) + " of treated patients.";
            yield break;
        }

        yield return "At least one adverse event of grade 3 or more occurred in "
            + Format.List([.. arms.Where(a => HasHarms(trial, a)).Select(a => $"{Format.Percent(a.Results.SevereAdverseEvents.Value)} ({a.Title})")]) + " of treated patients.";
    }

    /// <summary>Whether harms of an arm can be told: someone is treated, and the therapy models some.</summary>
    private static bool HasHarms(TrialView trial, ArmView arm) => arm.Results.Treated > 0 && (trial.Study.HasTumour || !arm.Results.AdverseEvents.IsEmpty);

    private static bool HasHarms(TrialView trial) => trial.Study.HasTumour || trial.Arms.Any(a => !a.Results.AdverseEvents.IsEmpty);

    private static IEnumerable<string> EndpointSentences(TrialView trial, EndpointAnalysis endpoint)
    {
        string values = endpoint switch
        {
            ContinuousAnalysis c => Format.List([.. c.Arms.Select(a => $"{Format.Fixed(a.Mean.Value, EndpointWords.Decimals(a.Mean))} with {trial.Title(a.Arm)}")]),
            ResponderAnalysis r => Format.List([.. r.Arms.Select(a => $"{Format.Percent(a.Share.Value)} with {trial.Title(a.Arm)}")]),
            TimeToEventAnalysis t => Format.List([.. t.Arms.Select(a => $"{Format.Count(a.Events)} of {Format.Count(a.Patients)} with {trial.Title(a.Arm)}")]),
            _ => string.Empty,
        };
        string title = endpoint is ContinuousAnalysis mean ? EndpointWords.TitleWithUnit(mean) : endpoint.Title;
        var against = trial.Data.Analysis.Comparisons.Select(c => (c.Arm, Words: EndpointWords.Versus(endpoint, c.Arm))).Where(c => c.Words.Length > 0)
            .Select(c => (trial.Data.Analysis.Comparisons.Length > 1 ? trial.Title(c.Arm) + ": " : string.Empty) + c.Words).ToList();
        yield return $"{title}: {values}{(against.Count > 0 ? $"; {string.Join("; ", against)}" : string.Empty)}.";
    }

    private static IEnumerable<string> Trust(TrialView trial)
    {
        var arms = trial.Arms;
        yield return "No patient took part: the numbers describe a model.";
        int failed = arms.Sum(a => a.Results.Failed), all = arms.Sum(a => a.Results.Patients);
        yield return failed == 0
            ? $"All {Format.Count(all)} simulations completed."
            : $"{Format.Count(failed)} of {Format.Count(all)} simulations failed; they are listed and are in no other count.";
        var published = trial.Data.Analysis.Published;
        if (published.Length > 0)
        {
            yield return $"Of {published.Length} published results compared, the simulation agrees with {published.Count(p => p.Agrees)} and misses {published.Count(p => !p.Agrees)}.";
        }

        yield return "How far the model can be trusted is in the sections on published results and on limits.";
    }

    private static void WriteTiles(HtmlWriter html, TrialView trial)
    {
        using (html.Element("ul", ("class", "tiles"), ("aria-label", "Main results")))
        {
            foreach (var endpoint in trial.Data.Analysis.Endpoints.Take(MostTiles))
            {
                Tile(
                    html, trial, endpoint is ContinuousAnalysis m ? EndpointWords.TitleWithUnit(m) : endpoint.Title, a => TileValue(endpoint, a.Id),
                    c => EndpointWords.Versus(endpoint, c.Arm));
            }

            if (trial.Study.HasSurvival)
            {
                Tile(html, trial, "Median overall survival, months", a => Short(a.Results.OverallSurvival.Median),
                    c => $"HR {EndpointWords.Hazard(c.OverallSurvival)}");
            }

            if (trial.Study.HasTumour)
            {
                Tile(html, trial, "Median progression-free survival, months", a => Short(a.Results.ProgressionFreeSurvival.Median),
                    c => $"HR {EndpointWords.Hazard(c.ProgressionFreeSurvival)}");
                Tile(html, trial, "Objective response", a => Format.Percent(a.Results.ObjectiveResponse.Value),
                    c => $"difference {EndpointWords.Points(c.ResponseDifference)}");
            }

            if (HasHarms(trial))
            {
                bool isMild = trial.Arms.All(a => !(a.Results.SevereAdverseEvents.Value > 0));
                Func<ArmView, Estimate> harm = a => !HasHarms(trial, a) ? Estimate.None
                    : isMild ? a.Results.AnyAdverseEvent : a.Results.SevereAdverseEvents;
                Tile(html, trial, isMild ? "Any adverse event" : "Any adverse event of grade 3–5", a => Format.Percent(harm(a).Value),
                    c => $"difference {EndpointWords.Points(BenefitHarmSection.Difference(trial, c, harm))}");
            }
        }
    }

    private static string TileValue(EndpointAnalysis endpoint, string arm) => endpoint switch
    {
        ContinuousAnalysis c => c.Arms.FirstOrDefault(a => a.Arm == arm) is { } a ? Format.Fixed(a.Mean.Value, EndpointWords.Decimals(a.Mean)) : "—",
        ResponderAnalysis r => Format.Percent(r.Arms.FirstOrDefault(a => a.Arm == arm)?.Share.Value ?? double.NaN),
        TimeToEventAnalysis t => t.Arms.FirstOrDefault(a => a.Arm == arm) is { } e ? $"{Format.Count(e.Events)} of {Format.Count(e.Patients)}" : "—",
        _ => "—",
    };

    private static void Tile(HtmlWriter html, TrialView trial, string what, Func<ArmView, string> value, Func<ArmComparison, string> versus)
    {
        using (html.Element("li"))
        {
            html.Text("span", what, ("class", "what"));
            foreach (var arm in trial.Arms)
            {
                using (html.Element("span", ("class", "arm")))
                {
                    html.Text("span", arm.Title, ("style", $"color:{arm.Style.Colour}"));
                    html.Text("b", value(arm));
                }
            }

            foreach (var comparison in trial.Data.Analysis.Comparisons)
            {
                string prefix = trial.Data.Analysis.Comparisons.Length > 1 ? trial.Title(comparison.Arm) + ": " : string.Empty;
                html.Text("span", prefix + versus(comparison), ("class", "versus"));
            }
        }
    }

    private static string Short(Estimate median) => double.IsNaN(median.Value) ? "not reached" : Format.Months(median.Value);

    private static string Median(Estimate median) => double.IsNaN(median.Value) ? "the follow-up" : $"{Format.Months(median.Value)}\u00A0months";
}
