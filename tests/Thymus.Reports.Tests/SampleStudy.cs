using System.Collections.Immutable;
using Thymus.Language.Binding;
using Thymus.Populations;
using Thymus.Therapies;
using Thymus.Trials;
using Thymus.Trials.Analysis;
using Thymus.Units;

namespace Thymus.Reports.Tests;

/// <summary>The study, therapies, baseline, harms and comparisons of <see cref="SampleTrial"/>.</summary>
internal static class SampleStudy
{
    private static readonly Unit Day = new("d", 86_400, new Dimension(0, 0, 1, 0, 0, 0, 0, 0));
    private static readonly Unit Milligram = new("mg", 1e-6, new Dimension(0, 1, 0, 0, 0, 0, 0, 0));
    private static readonly Unit PerArea = new("mg/m^2", 1e-6, new Dimension(-2, 1, 0, 0, 0, 0, 0, 0));
    private static readonly Unit Kilogram = new("kg", 1, new Dimension(0, 1, 0, 0, 0, 0, 0, 0));

    public static Study Create(int perArm, bool twins)
    {
        var pembrolizumab = Therapy(
            "cancer/checkpoint-inhibitors/pembrolizumab-nsclc", "Pembrolizumab in advanced non-small-cell lung cancer", "pembrolizumab",
            "Two-compartment kinetics with clearance that falls over time, a tumour whose sum of diameters shrinks in its sensitive part and grows "
            + "in its resistant part, and survival that follows from the patient's tumour growth.", Milligram, 200, 30 / 1440.0,
            [
                new SampleEventless("Pneumonitis", "immune-related"), new SampleEventless("Hypothyroidism", "immune-related"), new SampleEventless("Colitis", "immune-related"),
            ]);
        var docetaxel = Therapy(
            "comparators/chemotherapy/docetaxel-nsclc", "Docetaxel in advanced non-small-cell lung cancer", "docetaxel",
            "Three-compartment kinetics, a chain of transit compartments for neutrophils, and the same form of tumour model.", PerArea, 75, 60 / 1440.0,
            [new SampleEventless("Neutropenia", "haematological")]);
        return new Study
        {
            Id = "nsclc-pembrolizumab-vs-docetaxel",
            File = "studies/nsclc-pembrolizumab-vs-docetaxel.yaml",
            Title = "Pembrolizumab against docetaxel in advanced non-small-cell lung cancer",
            Question = "Do virtual patients with advanced non-small-cell lung cancer live longer with pembrolizumab than with docetaxel, and at what cost?",
            Arms =
            [
                new("pembrolizumab", "Pembrolizumab 200 mg every 3 weeks", pembrolizumab, pembrolizumab.Regimens[0], true, 735),
                new("docetaxel", "Docetaxel 75 mg/m^2 every 3 weeks", docetaxel, docetaxel.Regimens[0], true, double.PositiveInfinity),
            ],
            Control = "docetaxel",
            PatientsPerArm = perArm,
            Seed = 20_240_611,
            Twins = twins,
            Duration = 728,
            Assessments = new(63, true, 42, true, 5),
            DropOutHazard = 1 / 6000.0,
            Limits = ["Treatment after progression is not modelled, though it lengthened survival in the real trials.", "Both arms draw from one population; the real trials enrolled different ones."],
        };
    }

    public static ImmutableArray<PublishedComparison> Published(Study study) =>
    [
        Compare("KEYNOTE-024", "pembrolizumab", "orr", double.NaN, 44.8, 36.8, 53, "%", 154, 31.2, 27.2, 35.5, false, "Enrolled TPS of at least 50 % only; the model has no PD-L1 effect on response."),
        Compare("KEYNOTE-010", "pembrolizumab", "orr", double.NaN, 18, 14.1, 22.5, "%", 344, 31.2, 27.2, 35.5, false, "Second line there; the tumour model was estimated in first and second line together."),
        Compare("CheckMate-057", "docetaxel", "os-rate", 365.25, 39, 33, 45, "%", 290, 40.4, 36.1, 44.7, true, "Agrees."),
        Compare("CheckMate-057", "docetaxel", "median-os", double.NaN, 9.4, 8.1, 10.7, "months", 290, 9.3, 8.4, 10.1, true, "Agrees."),
        Compare("KEYNOTE-024", "pembrolizumab", "median-os", double.NaN, 30, 18.3, double.NaN, "months", 154, 15.1, 13.6, 17.2, false, "Enrolled TPS of at least 50 %, first line."),
        Compare("CheckMate-057", "docetaxel", "grade-3-5", double.NaN, 54, double.NaN, double.NaN, "%", 268, 53.8, 49.4, 58.2, true, "Agrees (within the binomial interval of the published proportion)."),
    ];

    public static RunFacts Run(Study study) => new()
    {
        Version = "0.1.0",
        Seed = study.Seed,
        Date = "25 November 2026",
        Commands =
        [
            "git checkout v0.1.0", "./thymus trial run studies/nsclc-pembrolizumab-vs-docetaxel.yaml --patients 500 --seed 20240611",
            "./thymus run replay runs/nsclc-pembrolizumab-vs-docetaxel",
        ],
        Inputs =
        [
            new("studies/nsclc-pembrolizumab-vs-docetaxel.yaml", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
            new("library/cancer/checkpoint-inhibitors/pembrolizumab-nsclc/model.ant", "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752"),
        ],
        Settings =
        [
            new("Method", "Rodas4 (stiff, order 4), dense output"), new("Relative tolerance", "1e-6"), new("Absolute tolerance", "per variable, from its typical size"),
            new("Threads", "2"), new("Vector width", "8 doubles"), new("Machine", "x64, 2 cores"), new("Run time", "3.1 s"),
        ],
        PatientsPerSecond = 322.6,
    };

    public static ImmutableArray<CourseBand> Bands()
    {
        var times = Enumerable.Range(0, 169).Select(i => i * 0.5).ToImmutableArray();
        ImmutableArray<double> Curve(double scale) => [.. times.Select(t => scale * Enumerable.Range(0, 5).Where(k => t >= k * 21).Sum(k => 60 * Math.Exp(-(t - (k * 21)) / 26)))];
        ImmutableArray<double> Neutrophils(double depth) => [.. times.Select(t => 4.5 * (1 - (depth * Math.Exp(-Math.Pow(((t % 21) - 8.5) / 4, 2)))))];
        return
        [
            new("pembrolizumab", "Pembrolizumab in serum", "mg/L", true, times, Curve(1), Curve(0.55), Curve(1.75), []),
            new("pembrolizumab", "Absolute neutrophil count", "10⁹/L", false, times, [.. times.Select(_ => 4.5)], [.. times.Select(_ => 2.6)], [.. times.Select(_ => 7.4)], []),
            new("docetaxel", "Absolute neutrophil count", "10⁹/L", false, times, Neutrophils(0.86), Neutrophils(0.97), [.. Neutrophils(0.6).Select(v => v * 1.6)], []),
        ];
    }

    public static ImmutableArray<BaselineRow> Baseline(int n, Lcg random)
    {
        int women = (int)(n * (0.36 + (0.04 * random.Uniform()))), brain = n / 9, low = n / 3, middle = n / 3;
        return
        [
            new("AGE", "Age", "years", new(63 + random.Uniform(), 56, 70), 31, 88, []),
            new("WT", "Body weight", "kg", new(70.4 + random.Uniform(), 60.1, 82.3), 38, 131, []),
            new("SLD", "Sum of target-lesion diameters", "mm", new(80 + random.Uniform(), 51, 118), 11, 305, []),
            new("ALB", "Albumin", "g/L", new(39, 36, 42), 24, 51, []),
            new("SEX", "Sex", "1", default, 0, 0, [new("female", women), new("male", n - women)]),
            new("PDL1", "PD-L1 tumour proportion score", "1", default, 0, 0, [new("below 1 %", low), new("1–49 %", middle), new("50 % and more", n - low - middle)]),
            new("BRAIN", "Brain metastases", "1", default, 0, 0, [new("yes", brain), new("no", n - brain)]),
        ];
    }

    public static ImmutableArray<AdverseEventRow> Harms(bool immune, int n)
    {
        AdverseEventRow Row(string term, string kind, double g1, double g2, double g3, double g4, double g5, double onset)
        {
            int[] counts = [.. new[] { g1, g2, g3, g4, g5 }.Select(g => (int)(g * n / 100))];
            return new(term, kind, [n - counts.Sum(), .. counts], onset);
        }

        return immune
            ?
            [
                Row("Hypothyroidism", "immune-related", 3.5, 5, 0.2, 0, 0, 105), Row("Pneumonitis", "immune-related", 1, 2, 1.4, 0.4, 0.4, 84),
                Row("Colitis", "immune-related", 0.5, 0.6, 1, 0.2, 0, 105), Row("Rash", "immune-related", 8, 3, 0.7, 0, 0, 40), Row("Fatigue", "general", 9, 4, 1.2, 0, 0, 30),
            ]
            :
            [
                Row("Neutropenia", "haematological", 12, 18, 17, 14, 0.6, 8), Row("Febrile neutropenia", "haematological", 0, 0, 8.8, 1.2, 0.2, 9),
                Row("Alopecia", "skin", 14, 11, 0, 0, 0, 21), Row("Fatigue", "general", 16, 9, 4.8, 0, 0, 14),
            ];
    }

    private sealed record SampleEventless(string Term, string Class);

    private static Therapy Therapy(string id, string title, string drug, string summary, Unit unit, double amount, double duration, ImmutableArray<SampleEventless> events) => new()
    {
        Id = id,
        Folder = id,
        Title = title,
        Kind = "medicine",
        Disease = "advanced non-small-cell lung cancer",
        Drugs = [drug],
        Summary = summary,
        Model = new BoundModel { Id = drug, Symbols = [], TimeUnit = Day },
        Outputs =
        [
            new("ANC", "absolute neutrophil count", new Unit("1e9/L", 1e12, default), OutputRole.Neutrophils, null),
            new("SLD", "sum of target-lesion diameters", new Unit("mm", 1e-3, default), OutputRole.TumourSize, null),
        ],
        Population = new Population(
            [
                new("WT", "Body weight", Kilogram, new LogNormalCovariate(71, 0.22, 35, 150), 71, "Struemper 2025, table 1", "V"),
                new("SEX", "Sex", Unit.Dimensionless, new CategoricalCovariate([new("female", 1, 0.38), new("male", 0, 0.62)]), 0, "Struemper 2025, table 1", "M"),
            ],
            [],
            [new(["eta_CL"], [[0.09]], "sample")],
            [new("CL", 0.22, new Unit("L/d", 1, default), ParameterDistribution.LogNormal, "eta_CL", [new("WT", EffectForm.Power, 0.578, 71)], "Ahamadi 2017, table 2", "V")]),
        Regimens = [new("standard", "every 3 weeks", [new() { Amount = new(amount, unit), Drug = drug, Target = "central", Duration = duration, Interval = 21 }], "label")],
        DoseRule = drug == "docetaxel" ? new("ANC", 1.5, 7, 21, "label") : null,
        Survival = new LogNormalSurvival("mu", "sigma", "Struemper 2025"),
        AdverseEvents =
        [
            .. events.Select(e => (AdverseEvent)(e.Term == "Neutropenia"
                ? new SimulatedAdverseEvent { Term = e.Term, Class = e.Class, Source = "simulated", Confidence = "V", Output = "ANC" }
                : new PublishedAdverseEvent
                {
                    Term = e.Term, Class = e.Class, Source = "label", Confidence = "M", DiscontinueFrom = 4, Incidence = 0.05, Grades = [0.4, 0.3, 0.2, 0.05, 0.05],
                    OnsetMedian = 90, OnsetLogSd = 0.9, DurationMedian = 60,
                })),
        ],
        Limits = ["Response and toxicity are independent given the covariates.", "PD-L1 does not change response in this model."],
        Citations = [new("sample", "A sample paper, for the look of the list. J. Samples 1:1–2.", "10.1000/sample.1"), new("label", "Prescribing information.", null)],
        Files = [],
    };

    private static PublishedComparison Compare(
        string trial, string arm, string quantity, double at, double value, double low, double high, string unit, int n, double s, double sl, double sh,
        bool agrees, string remark) => new(
            new(trial, arm, quantity, at, value, low, high, unit, n, "as in that trial", agrees ? "same line of treatment" : "different", "sample source", "V"),
            new(s, sl, sh), agrees, remark);
}
