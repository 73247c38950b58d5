using System.Collections.Immutable;
using Thymus.Trials;
using Thymus.Trials.Analysis;

namespace Thymus.Reports.Tests;

/// <summary>A made-up trial that looks like a real one, for looking at reports. Nothing in it is science.</summary>
internal static class SampleTrial
{
    private const double Follow = 728;

    public static ReportData Create(int perArm = 500, int failures = 3, bool twins = false)
    {
        var study = SampleStudy.Create(perArm, twins);
        var patients = ImmutableArray.CreateBuilder<PatientTimeline>();
        var arms = ImmutableArray.CreateBuilder<ArmAnalysis>();
        for (int i = 0; i < 2; i++)
        {
            var random = new Lcg(17 + (ulong)(i * 1000));
            var timelines = Enumerable.Range(0, perArm - failures)
                .Select(k => Patient(study.Arms[i].Id, twins ? k + 1 : (2 * k) + 1 + i, i == 0, random)).ToList();
            patients.AddRange(timelines);
            arms.Add(Arm(study.Arms[i], perArm, failures, timelines, i == 0, random));
        }

        return new ReportData
        {
            Study = study,
            Analysis = new TrialAnalysis
            {
                Arms = arms.ToImmutable(),
                Comparisons =
                [
                    new ArmComparison(
                        "pembrolizumab", "docetaxel", new(new(0.58, 0.5, 0.68), 1e-9, 2e-10, new(96, 66, 126), 730.5, 0.003),
                        new(new(0.79, 0.69, 0.91), 0.0012, 0.0009, new(40, 18, 63), 730.5, 0.21),
                        BenefitOf(arms[0].ObjectiveResponse, arms[1].ObjectiveResponse)),
                ],
                Published = SampleStudy.Published(study),
            },
            Run = SampleStudy.Run(study),
            Patients = patients.ToImmutable(),
            Failures =
            [
                .. Enumerable.Range(0, failures).Select(k => new PatientFailure(
                    "pembrolizumab", 901 + (2 * k), 113.4 + k, "the step became smaller than 1e-12 d while computing tumour size [mm]", "loosen the relative tolerance of the tumour size to 1e-6")),
                .. Enumerable.Range(0, failures).Select(k => new PatientFailure("docetaxel", 902 + (2 * k), double.NaN, "clearance drawn as 0 L/d", null)),
            ],
            Bands = SampleStudy.Bands(),
        };
    }

    private static PatientTimeline Patient(string arm, long number, bool immune, Lcg random)
    {
        double scale = immune ? 460 : 280;
        double death = scale * Math.Exp(1.05 * random.Normal());
        double dropOut = -Math.Log(random.Uniform()) * 6000;
        double end = Math.Min(Math.Min(death, dropOut), Follow);
        double shrink = (immune ? 0.012 : 0.010) * Math.Exp(1.2 * random.Normal()), grow = (immune ? 0.002 : 0.0036) * Math.Exp(0.9 * random.Normal());
        double sensitive = Math.Clamp((immune ? 0.5 : 0.4) + (0.35 * random.Normal()), 0.02, 1);
        var times = ImmutableArray.CreateBuilder<double>();
        var changes = ImmutableArray.CreateBuilder<double>();
        double lowest = 1, best = double.NaN, progression = double.NaN, response = double.NaN;
        for (double t = 63; t <= end; t += 63)
        {
            double size = (sensitive * Math.Exp(-shrink * t)) + ((1 - sensitive) * Math.Exp(grow * t));
            double change = Math.Max(-100, 100 * ((size * Math.Exp(0.06 * random.Normal())) - 1));
            change = change < -92 ? -100 : change;
            times.Add(t);
            changes.Add(change);
            best = double.IsNaN(best) ? change : Math.Min(best, change);
            response = double.IsNaN(response) && change <= -30 ? t : response;
            double now = 1 + (change / 100);
            if (now >= 1.2 * lowest)
            {
                progression = t;
                break;
            }

            lowest = Math.Min(lowest, now);
        }

        double treatment = double.IsNaN(progression) ? end : progression;
        bool toxic = random.Uniform() < (immune ? 0.07 : 0.16);
        treatment = toxic ? treatment * random.Uniform() : treatment;
        bool ongoing = !toxic && double.IsNaN(progression) && end >= Follow;
        return new PatientTimeline
        {
            Arm = arm,
            Patient = number,
            BestResponse = double.IsNaN(best) ? "NE" : best <= -100 ? "CR" : best <= -30 ? "PR" : times.Count == 1 && !double.IsNaN(progression) ? "PD" : "SD",
            BestChange = best,
            AssessmentTimes = times.ToImmutable(),
            AssessmentChanges = changes.ToImmutable(),
            TimeOnTreatment = treatment,
            TimeOnStudy = end,
            TreatmentOngoing = ongoing,
            DiscontinuationReason = ongoing ? null : toxic ? "adverse event" : !double.IsNaN(progression) ? "progression" : death <= end ? "death" : "left the study",
            ResponseStart = response,
            Progression = progression,
            Death = death <= end ? death : double.NaN,
        };
    }

    private static ArmAnalysis Arm(Arm arm, int perArm, int failures, List<PatientTimeline> patients, bool immune, Lcg random)
    {
        int n = patients.Count, treated = n - 2;
        int Count(Func<PatientTimeline, bool> filter) => patients.Count(filter);
        return new ArmAnalysis
        {
            Arm = arm.Id,
            Title = arm.Title,
            Patients = perArm,
            Failed = failures,
            Flow =
            [
                new("Treatment goes on", Count(p => p.TreatmentOngoing)), new("Stopped: progression", Count(p => p.DiscontinuationReason == "progression")),
                new("Stopped: adverse event", Count(p => p.DiscontinuationReason == "adverse event")),
                new("Stopped: death", Count(p => p.DiscontinuationReason == "death")), new("Stopped: left the study", Count(p => p.DiscontinuationReason == "left the study")),
                new("Died", Count(p => double.IsFinite(p.Death))), new("Left before the end", Count(p => double.IsNaN(p.Death) && p.TimeOnStudy < Follow)),
                new("Alive at the end", Count(p => double.IsNaN(p.Death) && p.TimeOnStudy >= Follow)),
            ],
            Baseline = SampleStudy.Baseline(n, random),
            OverallSurvival = KaplanMeier(patients.Select(p => (p.TimeOnStudy, double.IsFinite(p.Death)))),
            ProgressionFreeSurvival = KaplanMeier(patients.Select(p => double.IsFinite(p.Progression)
                ? (p.Progression, true) : double.IsFinite(p.Death) ? (p.Death, true) : (Math.Max(1, p.AssessmentTimes.LastOrDefault(1)), false))),
            DurationOfResponse = KaplanMeier(patients.Where(p => double.IsFinite(p.ResponseStart)).Select(p => double.IsFinite(p.Progression)
                ? (p.Progression - p.ResponseStart, true) : (Math.Max(1, p.TimeOnStudy - p.ResponseStart), double.IsFinite(p.Death)))),
            BestResponse = [.. new[] { "CR", "PR", "SD", "PD", "NE" }.Select(r => new LabelledCount(r, Count(p => p.BestResponse == r)))],
            ObjectiveResponse = Share(Count(p => p.BestResponse is "CR" or "PR"), n),
            DiseaseControl = Share(Count(p => p.BestResponse is "CR" or "PR" or "SD"), n),
            Treated = treated,
            AdverseEvents = SampleStudy.Harms(immune, treated),
            SevereAdverseEvents = Share((int)(treated * (immune ? 0.151 : 0.538)), treated),
            Doses = immune ? new(9, 4, 22) : new(5, 3, 8),
        };
    }

    /// <summary>A rough (Wald) interval: a sample does not need an exact one.</summary>
    public static Estimate Share(int count, int of)
    {
        double p = (double)count / of, half = 1.96 * Math.Sqrt(p * (1 - p) / of);
        return new(p, Math.Max(0, p - half), Math.Min(1, p + half));
    }

    private static Estimate BenefitOf(Estimate a, Estimate b) => new(a.Value - b.Value, a.Low - b.High + 0.02, a.High - b.Low - 0.02);

    /// <summary>Product-limit estimate with a log-log interval: only to have curves of the right look.</summary>
    public static SurvivalCurve KaplanMeier(IEnumerable<(double Time, bool Event)> patients)
    {
        var all = patients.OrderBy(p => p.Time).ToList();
        List<double> times = [0], survival = [1], low = [1], high = [1];
        List<int> risk = [all.Count], events = [0], censored = [0];
        double s = 1, greenwood = 0;
        int left = all.Count;
        foreach (var group in all.GroupBy(p => p.Time))
        {
            int d = group.Count(p => p.Event), n = left;
            s *= 1 - ((double)d / n);
            greenwood += n > d ? (double)d / n / (n - d) : 0;
            left -= group.Count();
            double half = s is > 0 and < 1 ? 1.96 * Math.Sqrt(greenwood) / Math.Abs(Math.Log(s)) : 0;
            times.Add(group.Key);
            survival.Add(s);
            low.Add(s > 0 ? Math.Pow(s, Math.Exp(half)) : double.NaN);
            high.Add(s > 0 ? Math.Pow(s, Math.Exp(-half)) : double.NaN);
            risk.Add(n);
            events.Add(d);
            censored.Add(group.Count() - d);
        }

        double First(List<double> values) => values.FindIndex(v => v <= 0.5) is var i && i >= 0 ? times[i] : double.NaN;
        return new([.. times], [.. survival], [.. low], [.. high], [.. risk], [.. events], [.. censored], new(First(survival), First(low), First(high)));
    }
}
