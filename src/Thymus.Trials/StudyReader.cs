using System.Collections.Immutable;
using System.Globalization;
using Thymus.Language.Diagnostics;
using Thymus.Populations;
using Thymus.Simulation;
using Thymus.Solvers.Lanes;
using Thymus.Therapies;
using Thymus.Therapies.Reading;
using Thymus.Therapies.Text;
using Thymus.Trials.Endpoints;
using Thymus.Units;

namespace Thymus.Trials;

/// <summary>Reads a study file and every therapy it names.</summary>
public static partial class StudyReader
{
    /// <summary>Patients per arm that a study may ask for.</summary>
    public const int MostPatients = 100_000_000;

    /// <summary>The regimen of an arm that gets nothing.</summary>
    public const string NoRegimen = "none";

    private static readonly Unit Day = Unit.Create("d", 86400, 0, Dimension.None with { Time = 1 });
    private static readonly Unit Month = Unit.Create("months", 2629800, 0, Dimension.None with { Time = 1 });
    private static readonly Unit Percent = Unit.Create("%", 1, -2, Dimension.None);
    private static readonly Unit Millimetre = Unit.Create("mm", 1, -3, Dimension.None with { Length = 1 });

    /// <summary>Reads a study. All findings at once; bad input never throws.</summary>
    /// <param name="path">The study file.</param>
    /// <param name="library">The library with its therapies.</param>
    public static Checked<Study> Read(string path, TherapyLibrary library)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(library);
        string full = Path.GetFullPath(path);
        var findings = new DiagnosticList();
        var read = YamlReader.ReadFile(full, path);
        findings.AddRange(read.Findings);
        var study = read.Value is not null && Section.Open(read.Value, Keys.Study, findings) is { } section
            ? Read(section, full, library, findings)
            : null;
        return new(findings.Any(f => f.IsError) ? null : study, [.. findings]);
    }

    private static Study Read(Section section, string file, TherapyLibrary library, DiagnosticList findings)
    {
        string id = section.Text("id");
        if (section.Has("id") && !IsFileName(id))
        {
            section.Report("id", TherapyRules.CannotRead, "lower-case letters, digits and -, such as my-first-study", id, "the name of a run folder");
        }

        double duration = section.Quantity("duration", Day, least: double.Epsilon);
        var arms = Arms(section, library, duration, findings);
        string control = section.Text("control");
        CheckArm(section, "control", control, arms);
        if (arms.Length > 0 && arms.Length < 2)
        {
            section.Report("arms", TherapyRules.Inconsistent, null, "a trial compares at least two arms");
        }

        var endpoints = Endpoints(section, arms, duration);
        CheckThatThereIsSomethingToCompare(section, arms, endpoints);
        var study = new Study()
        {
            Id = id,
            File = file,
            Title = section.Text("title"),
            Question = section.Text("question").Trim(),
            Arms = arms,
            Control = control,
            PatientsPerArm = (int)section.Whole("patients_per_arm", 1, 1, MostPatients),
            Seed = (ulong)section.Whole("seed", 1, 0, long.MaxValue),
            Twins = section.Flag("twins", otherwise: false),
            Enrolled = Enrolled(section, arms),
            Duration = duration,
            Assessments = Assessments(section, findings),
            Endpoints = endpoints,
            DropOutHazard = DropOut(section),
            OutputInterval = section.Quantity("output_interval", Day, otherwise: 7, least: 0.01),
            Solver = Solver(section),
            States = States(section),
            Limits = section.Texts("limits"),
        };
        return study with { Published = Published(section, study) };
    }

    /// <summary>Whether an id can name a folder on every system.</summary>
    private static bool IsFileName(string id) =>
        id.Length is > 0 and <= 100 && id[0] != '-' && id.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    private static ImmutableArray<Arm> Arms(Section study, TherapyLibrary library, double duration, DiagnosticList findings)
    {
        var arms = ImmutableArray.CreateBuilder<Arm>();
        var read = new Dictionary<string, Checked<Therapy>>(StringComparer.Ordinal);
        var sections = study.List("arms", Keys.Arm);
        foreach (var section in sections)
        {
            string id = section.Text("id");
            if (section.Has("id") && !IsFileName(id))
            {
                section.Report("id", TherapyRules.CannotRead, "lower-case letters, digits and -", id, "the name of an arm");
            }

            if (arms.Any(a => a.Id == id))
            {
                section.Report("id", TherapyRules.DuplicateName, null, "arm", id);
            }

            bool isPlacebo = section.Flag("placebo", otherwise: false);
            bool stops = section.Flag("stop_at_progression", otherwise: true);
            double longest = section.Quantity("longest_treatment", Day, otherwise: duration, least: double.Epsilon);
            string name = section.Text("therapy");
            if (!section.Has("therapy"))
            {
                continue;
            }

            if (!read.TryGetValue(name, out var therapy))
            {
                therapy = library.Read(name, section.Place("therapy"));
                read[name] = therapy;
                findings.AddRange(therapy.Findings);
            }

            if (therapy.Value is not null)
            {
                CheckTherapy(section, therapy.Value);
                if (Regimen(section, therapy.Value) is { } regimen)
                {
                    if (isPlacebo && regimen.Doses.IsEmpty)
                    {
                        section.Report("placebo", TherapyRules.Inconsistent, null, "a placebo needs a regimen whose doses it stands in for");
                    }

                    arms.Add(new(id, section.Text("title"), therapy.Value, regimen, stops, longest) { IsPlacebo = isPlacebo });
                }
            }
        }

        return arms.Count == sections.Length ? arms.ToImmutable() : [];   // what refers to an arm that cannot be read is not wrong as well
    }

    /// <summary>A trial counts in days.</summary>
    private static void CheckTherapy(Section section, Therapy therapy)
    {
        if (therapy.Model.TimeUnit is not { } time || !time.IsSameAs(Day))
        {
            section.Report("therapy", TherapyRules.Inconsistent, null, $"the therapy '{therapy.Id}' cannot be an arm of a trial: its model does not count days");
        }
    }

    private static void CheckThatThereIsSomethingToCompare(Section study, ImmutableArray<Arm> arms, ImmutableArray<StudyEndpoint> endpoints)
    {
        bool haveTumour = arms.All(a => a.Therapy.Outputs.Any(o => o.Role is OutputRole.TumourSize));
        if (arms.IsEmpty)
        {
            return;   // reported where they were read
        }

        if (!haveTumour && arms.Any(a => a.Therapy.Survival is null) && endpoints.IsEmpty && !study.Has("endpoints"))
        {
            study.Report(
                "arms", TherapyRules.Inconsistent, "a section 'endpoints', as in docs/formats/study.md",
                "there is nothing to compare: not all therapies have a tumour size or a survival model, and the study declares no endpoints");
        }

        if (haveTumour && !study.Has("assessments"))
        {
            study.Report("arms", TherapyRules.MissingKey, "assessments: { interval: 9 weeks }", "a study with tumours", "assessments");
        }
    }

    private static Regimen? Regimen(Section section, Therapy therapy)
    {
        if (!section.Has("regimen"))
        {
            return therapy.Regimens.FirstOrDefault() ?? new(NoRegimen, "No treatment", [], "");
        }

        string id = section.Text("regimen");
        if (id == NoRegimen)
        {
            return new(NoRegimen, "No treatment", [], "");
        }

        var regimen = therapy.Regimens.FirstOrDefault(r => r.Id == id);
        if (regimen is null)
        {
            var known = therapy.Regimens.Select(r => r.Id).ToList();
            section.Report("regimen", TherapyRules.UnknownName, NearestName.Find(id, known) ?? $"one of {string.Join(", ", known)}", "regimen", id);
        }

        return regimen;
    }

    private static void CheckArm(Section section, string key, string id, ImmutableArray<Arm> arms)
    {
        if (section.Has(key) && arms.Length > 0 && !arms.Any(a => a.Id == id))
        {
            section.Report(key, TherapyRules.UnknownName, NearestName.Find(id, arms.Select(a => a.Id)), "arm", id);
        }
    }

    private static ImmutableArray<Covariate> Enrolled(Section study, ImmutableArray<Arm> arms)
    {
        var enrolled = ImmutableArray.CreateBuilder<Covariate>();
        foreach (var section in study.List("enrolled", CovariateReader.Keys))
        {
            string name = section.Text("name");
            var known = arms.SelectMany(a => a.Therapy.Population.Covariates).Where(c => c.Name == name).ToList();
            if (arms.Length > 0 && known.Count == 0)
            {
                var names = arms.SelectMany(a => a.Therapy.Population.Covariates).Select(c => c.Name).Distinct();
                section.Report("name", TherapyRules.UnknownName, NearestName.Find(name, names), "covariate of these therapies", name);
            }

            if (CovariateReader.Read(section, []) is { } covariate)
            {
                if (known.Exists(c => !c.Unit.IsSameAs(covariate.Unit)))
                {
                    section.Report("unit", TherapyRules.Inconsistent, known[0].Unit.Text, $"the therapies have {name} in {known[0].Unit}, not in {covariate.Unit}");
                }

                if (enrolled.Any(c => c.Name == name))
                {
                    section.Report("name", TherapyRules.DuplicateName, null, "covariate", name);
                }

                enrolled.Add(covariate);
            }
        }

        return enrolled.ToImmutable();
    }

    private static AssessmentPlan Assessments(Section study, DiagnosticList findings)
    {
        if (study.Inner("assessments", Keys.Assessments) is not { } section)
        {
            return new(63, Confirmation: false, MinimumStableDisease: 42, WithMeasurementError: true, CompleteResponseBelow: 5);
        }

        double interval = section.Quantity("interval", Day, otherwise: 63, least: 1);
        double stable = section.Quantity("minimum_stable_disease", Day, otherwise: 42, least: 0);
        if (stable > interval && section.Has("minimum_stable_disease"))
        {
            findings.Add(new(
                TherapyRules.Inconsistent, section.Place("minimum_stable_disease"), null,
                string.Create(CultureInfo.InvariantCulture, $"no patient can have stable disease at the first assessment: it comes after {interval} d, but {stable} d are needed")));
        }

        return new(
            interval, section.Flag("confirmation", otherwise: false), stable, section.Flag("measurement_error", otherwise: true),
            section.Quantity("complete_response_below", Millimetre, otherwise: 5, least: 0));
    }

    private static double DropOut(Section study)
    {
        if (study.Inner("drop_out", Keys.DropOut) is not { } section)
        {
            return 0;
        }

        section.Word("confidence", "A", ("V", "V"), ("M", "M"), ("C", "C"), ("A", "A"));
        return section.Quantity("hazard", Unit.Dimensionless / Day, otherwise: 0, least: 0);
    }

    private static SolverOptions Solver(Section study)
    {
        var standard = new SolverOptions();
        return study.Inner("solver", Keys.Solver) is not { } section
            ? standard
            : standard with
            {
                RelativeTolerance = section.Number("relative_tolerance", standard.RelativeTolerance, 1e-14, 0.1),
                AbsoluteTolerance = section.Number("absolute_tolerance", standard.AbsoluteTolerance, 1e-300, 1),
                Method = section.Word("method", standard.Method, [.. SolverMethods.Words]),
                StepLimit = (int)section.Whole("step_limit", standard.StepLimit, 1, int.MaxValue),
                LongestStep = section.Quantity("longest_step", Day, standard.LongestStep, 1e-9),
            };
    }

    private static ImmutableArray<StateSetting> States(Section study) => study.Inner("solver", Keys.Solver) is not { } section
        ? []
        :
        [
            .. section.List("states", Keys.State).Select(state => new StateSetting(state.Text("name"))
            {
                AbsoluteTolerance = state.Has("absolute_tolerance") ? state.AnyQuantity("absolute_tolerance") : null,
                NonNegative = state.Flag("non_negative", otherwise: false),
                Span = state.Place("name"),
            }),
        ];
}
