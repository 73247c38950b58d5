using Thymus.Populations;
using Thymus.Reports.Html;
using Thymus.Reports.Words;
using Thymus.Therapies;
using Thymus.Trials;
using Thymus.Trials.Endpoints;

namespace Thymus.Reports.Sections;

/// <summary>The trial in words: disease, arms, doses, assessments, endpoints, models with their sources.</summary>
internal static class DesignSection
{
    public static void Write(HtmlWriter html, TrialView trial)
    {
        var study = trial.Study;
        string diseases = Format.List([.. trial.Therapies.Select(t => t.Disease).Distinct()]);
        html.Text("p", $"Disease: {diseases}. " + (study.Twins
            ? $"{Format.Count(study.PatientsPerArm)} virtual patients, each in every arm. "
            : $"{Format.Count(study.PatientsPerArm)} virtual patients per arm, assigned at random. ")
            + $"Follow-up is {Format.Span(study.Duration)} ({Format.Months(study.Duration)} months) from randomisation{(study.HasTumour ? $"; tumours are measured every {Format.Span(study.Assessments.Interval)}" : string.Empty)}. "
            + (study.DropOutHazard > 0
                ? $"Patients drop out at a constant rate, {Format.Percent(1 - Math.Exp(-study.DropOutHazard * 365.25))} a year. "
                : "Nobody drops out. ")
            + (study.Enrolled.Length > 0 ? "Enrolment is restricted: " + Format.List([.. study.Enrolled.Select(Restriction)]) + "." : string.Empty));
        WriteArms(html, study);
        WriteEndpoints(html, study);
        foreach (var therapy in trial.Therapies)
        {
            WriteTherapy(html, study, therapy);
        }
    }

    private static void WriteArms(HtmlWriter html, Study study)
    {
        var table = new Table("Arms", "Arm", "Treatment", "Treatment stops", "Source of the regimen");
        foreach (var arm in study.Arms)
        {
            double day = Regimens.UnitsPerDay(arm.Therapy);
            var stops = new List<string>();
            if (arm.StopAtProgression && study.HasTumour)
            {
                stops.Add("at progression");
            }

            if (double.IsFinite(arm.LongestTreatment) && !arm.Regimen.Doses.IsEmpty)
            {
                stops.Add($"after {Format.Plural(Math.Round(arm.LongestTreatment / Format.DaysPerMonth, 1), "month")} at the latest");
            }

            if (arm.Therapy.AdverseEvents.Any(e => e.DiscontinueFrom > 0 && arm.CanHave(e)) && !arm.Regimen.Doses.IsEmpty)
            {
                stops.Add("for severe adverse events");
            }

            table.Row(
                ArmView.Short(arm.Id) + (arm.Id == study.Control ? " (control)" : string.Empty),
                Format.Unit(arm.Title) + ": " + Treatment(arm, day),
                arm.Regimen.Doses.IsEmpty ? "—" : stops.Count == 0 ? "with the regimen" : Format.List(stops), arm.Regimen.Source);
        }

        table.Write(html);
    }

    private static string Treatment(Arm arm, double day) => arm.Regimen.Doses.IsEmpty
        ? "no treatment"
        : (arm.IsPlacebo ? "placebo at the times of " : string.Empty) + string.Join("; ", arm.Regimen.Doses.Select(d => Regimens.Words(d, day))) + Rule(arm.Therapy, day);

    private static string Rule(Therapy therapy, double day)
    {
        if (therapy.DoseRule is not { } rule)
        {
            return string.Empty;
        }

        var output = therapy.Outputs.FirstOrDefault(o => o.Name == rule.Output);
        return $". A dose waits until {output?.Label ?? rule.Output} is at least {Format.Significant(rule.AtLeast)} {Format.Unit(output?.Unit.Text ?? string.Empty)}, "
            + $"looked at again every {Format.Span(rule.Recheck / day)}, and treatment stops after a wait of {Format.Span(rule.GiveUpAfter / day)}";
    }

    private static void WriteEndpoints(HtmlWriter html, Study study)
    {
        var table = new Table("Endpoints", "Endpoint", "Definition", "Estimate and test");
        foreach (var endpoint in study.Endpoints)
        {
            WriteEndpoint(table, study, endpoint);
        }

        if (study.HasSurvival)
        {
            table.Row("Overall survival", "Randomisation to death of any cause, whatever treatment followed; censored when last known alive", "Kaplan–Meier, log–log interval; log-rank; Cox (Efron ties)");
        }

        if (study.HasTumour)
        {
            table.Row("Progression-free survival", "Randomisation to RECIST 1.1 progression or death; censored at the last assessment before loss or the end", "As overall survival");
            table.Row(
                "Objective response", $"Best overall response CR or PR{(study.Assessments.Confirmation ? ", confirmed" : string.Empty)}; patients without assessment count as non-responders",
                "Proportion, exact (Clopper–Pearson) interval");
        }

        table.Row("Harm", "Worst CTCAE grade per patient and term, in treated patients", "Proportion, exact interval");
        table.Write(html);
    }

    private static void WriteEndpoint(Table table, Study study, StudyEndpoint endpoint)
    {
        string Label(string name) => study.Arms.SelectMany(a => a.Therapy.Outputs).FirstOrDefault(o => o.Name == name)?.Label ?? name;
        switch (endpoint)
        {
            case ContinuousEndpoint c:
                table.Row(
                    c.Title, EndpointWords.Words(c.Reading, Label(c.Reading.Output)) + Error(study, c.Reading),
                    c.IsGeometric ? "Geometric means and their ratio; Welch on the logarithm" : "Means and their difference; Welch");
                break;
            case ResponderEndpoint r:
                string read = r.Reading is { } reading ? EndpointWords.Words(reading, Label(reading.Output)) + Error(study, reading) + ": " : $"At {EndpointWords.Time(r.At)}: ";
                table.Row(
                    r.Title, read + string.Join("; ", r.Thresholds.Select(t => $"{t.Title} {EndpointWords.Words(t, r.Reading)}")) + ". Patients without a reading count as not reaching it",
                    "Proportions, exact intervals; difference (Newcombe)");
                break;
            case TimeToEventEndpoint t:
                table.Row(
                    t.Title, "First event, by a cumulative hazard of the model" + (t.From > 0 ? $", from {EndpointWords.Time(t.From)} on" : string.Empty)
                        + (double.IsFinite(t.To) ? $", to {EndpointWords.Time(t.To)}" : string.Empty),
                    "Kaplan–Meier; Cox, log-rank; rates per time at risk");
                break;
        }
    }

    private static string Error(Study study, EndpointReading reading) =>
        reading.WithMeasurementError && study.Arms.Any(a => a.Therapy.Outputs.Any(o => o.Name == reading.Output && o.Error is not null))
            ? "; with the measurement error of the therapy" : string.Empty;

    private static void WriteTherapy(HtmlWriter html, Study study, Therapy therapy)
    {
        html.Text("h3", therapy.Title);
        html.Text("p", therapy.Summary);
        if (therapy.Survival is not null || study.Arms.Any(a => a.Therapy.Survival is not null))
        {
            html.Text("p", Survival(therapy), ("class", "note"));
        }

        using (html.Element("details"))
        {
            html.Text("summary", "Its virtual patients: distributions and parameters");
            WriteCovariates(html, therapy.Population);
            WriteParameters(html, therapy.Population);
        }
    }

    private static string Survival(Therapy therapy) => therapy.Survival switch
    {
        LogNormalSurvival s => $"Survival: log-normal time to death whose location follows from the patient's model ({s.Source}).",
        HazardSurvival s => $"Survival: death when the cumulative hazard of the model reaches an exponential draw ({s.Source}).",
        { } s => $"Survival: {s.Source}.",
        null => "Survival: this therapy has no survival model; nobody dies of the disease in it.",
    };

    private static void WriteCovariates(HtmlWriter html, Population population)
    {
        if (population.Covariates.IsDefaultOrEmpty)
        {
            return;
        }

        var table = new Table("Covariates", "Covariate", "Distribution", "Source", "Mark");
        foreach (var c in population.Covariates)
        {
            table.Row(c.Label, Distributions.Words(c), c.Source, c.Confidence);
        }

        table.Write(html);
    }

    private static void WriteParameters(HtmlWriter html, Population population)
    {
        if (population.Parameters.IsDefaultOrEmpty)
        {
            return;
        }

        var table = new Table("Parameters that differ between patients", "Parameter", "#Typical", "Unit", "Between patients", "Depends on", "Source", "Mark");
        foreach (var p in population.Parameters)
        {
            table.Row(
                p.Name, Format.Significant(p.Typical), Format.Unit(p.Unit.Text), Distributions.Variability(p, population),
                p.Effects.IsDefaultOrEmpty ? "—" : string.Join(", ", p.Effects.Select(e => e.Covariate).Distinct()), p.Source, p.Confidence);
        }

        table.Note("Marks: V, verified against the source; M, from memory, not verified; C, computed; A, assumption of ours. CV: coefficient of variation.");
        table.Write(html);
    }

    private static string Restriction(Covariate c) => $"{c.Label} ({Distributions.Words(c)})";
}
