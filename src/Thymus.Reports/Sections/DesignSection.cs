using Thymus.Populations;
using Thymus.Reports.Html;
using Thymus.Reports.Words;
using Thymus.Therapies;
using Thymus.Trials;

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
            + $"Follow-up is {Format.Span(study.Duration)} ({Format.Months(study.Duration)} months) from randomisation; tumours are measured every {Format.Span(study.Assessments.Interval)}. "
            + (study.DropOutHazard > 0
                ? $"Patients drop out at a constant rate, {Format.Percent(1 - Math.Exp(-study.DropOutHazard * 365.25))} a year. "
                : "Nobody drops out. ")
            + (study.Enrolled.Length > 0 ? "Enrolment is restricted: " + Format.List([.. study.Enrolled.Select(Restriction)]) + "." : string.Empty));
        WriteArms(html, study);
        WriteEndpoints(html, study);
        foreach (var therapy in trial.Therapies)
        {
            WriteTherapy(html, therapy);
        }
    }

    private static void WriteArms(HtmlWriter html, Study study)
    {
        var table = new Table("Arms", "Arm", "Treatment", "Treatment stops", "Source of the regimen");
        foreach (var arm in study.Arms)
        {
            double day = Regimens.UnitsPerDay(arm.Therapy);
            var stops = new List<string>();
            if (arm.StopAtProgression)
            {
                stops.Add("at progression");
            }

            if (double.IsFinite(arm.LongestTreatment))
            {
                stops.Add($"after {Format.Plural(Math.Round(arm.LongestTreatment / Format.DaysPerMonth, 1), "month")} at the latest");
            }

            if (arm.Therapy.AdverseEvents.Any(e => e.DiscontinueFrom > 0))
            {
                stops.Add("for severe adverse events");
            }

            table.Row(
                ArmView.Short(arm.Id) + (arm.Id == study.Control ? " (control)" : string.Empty),
                Format.Unit(arm.Title) + ": " + string.Join("; ", arm.Regimen.Doses.Select(d => Regimens.Words(d, day))) + Rule(arm.Therapy, day),
                stops.Count == 0 ? "with the regimen" : Format.List(stops), arm.Regimen.Source);
        }

        table.Write(html);
    }

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
        table.Row("Overall survival", "Randomisation to death of any cause, whatever treatment followed; censored when last known alive", "Kaplan–Meier, log–log interval; log-rank; Cox (Efron ties)");
        table.Row("Progression-free survival", "Randomisation to RECIST 1.1 progression or death; censored at the last assessment before loss or the end", "As overall survival");
        table.Row(
            "Objective response", $"Best overall response CR or PR{(study.Assessments.Confirmation ? ", confirmed" : string.Empty)}; patients without assessment count as non-responders",
            "Proportion, exact (Clopper–Pearson) interval");
        table.Row("Harm", "Worst CTCAE grade per patient and term, in treated patients", "Proportion, exact interval");
        table.Write(html);
    }

    private static void WriteTherapy(HtmlWriter html, Therapy therapy)
    {
        html.Text("h3", therapy.Title);
        html.Text("p", therapy.Summary);
        html.Text("p", Survival(therapy), ("class", "note"));
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
