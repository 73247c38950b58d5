using System.Collections.Immutable;
using Thymus.Clinic.Ctcae;
using Thymus.Compilation;
using Thymus.Language.Diagnostics;
using Thymus.Populations;
using Thymus.Simulation;
using Thymus.Simulation.Dosing;
using Thymus.Solvers.Lanes;
using Thymus.Therapies;
using Thymus.Trials.Endpoints;
using Thymus.Units;

namespace Thymus.Trials.Courses;

/// <summary>An arm made ready to simulate: the compiled model and where everything is in it. Shared by all threads.</summary>
public sealed class ArmProgram
{
    /// <summary>Name of the watch that ends a course by death.</summary>
    internal const string DeathWatch = "death";

    private ArmProgram(Arm arm, Study study, Population population, CompiledModel model, SolverOptions solver)
    {
        Solver = solver;
        Arm = arm;
        Population = population;
        Model = model;
        Generator = new PatientGenerator(population, study.Seed);
        var names = model.ObservableNames;
        Outputs = arm.Therapy.Outputs;
        TumourOutput = IndexOf(OutputRole.TumourSize);
        DoseRule = arm.Therapy.DoseRule;
        DoseRuleOutput = DoseRule is null ? -1 : names.IndexOf(DoseRule.Output);
        if (arm.Therapy.Survival is LogNormalSurvival survival)
        {
            SurvivalLocation = names.IndexOf(survival.Location);
            SurvivalScale = names.IndexOf(survival.Scale);
        }

        DeathTrigger = arm.Therapy.Survival is HazardSurvival ? model.TriggerNames.LastIndexOf(DeathWatch) : -1;   // watches come after events
        DeathThreshold = model.ParameterIndex("watch:" + DeathWatch);
        Endpoints = new(study.Endpoints, arm.Therapy.Outputs, names);
        EventWatches =
        [
            .. study.Endpoints.Select((e, i) => (Endpoint: e as TimeToEventEndpoint, Index: i)).Where(e => e.Endpoint is not null)
                .Select(e => new EventWatch(
                    e.Endpoint!, e.Index, names.IndexOf(e.Endpoint!.CumulativeHazard), model.TriggerNames.LastIndexOf(EndpointPlan.WatchName(e.Endpoint)),
                    model.ParameterIndex("watch:" + EndpointPlan.WatchName(e.Endpoint)))),
        ];
        var doses = arm.Regimen.Doses;
        Targets = [.. doses.Select(d => DoseTarget.Find(model, d.Target)!.Value)];
        AmountUnits = [.. doses.Select(d => AmountUnit(arm.Therapy, d.Target)!)];
        Bioavailability = [.. doses.Select(d => d.Bioavailability is null ? (int?)null : names.IndexOf(d.Bioavailability))];
        Lag = [.. doses.Select(d => d.Lag is null ? (int?)null : names.IndexOf(d.Lag))];
        ParameterIndexes = [.. population.Parameters.Select(p => model.ParameterIndex(p.Name))];
        var supplied = SuppliedCovariates(arm.Therapy, population);
        CovariateIndexes = [.. population.Covariates.Select(c => supplied.Contains(c.Name) ? model.ParameterIndex(c.Name) : -1)];
    }

    /// <summary>The arm.</summary>
    public Arm Arm { get; }

    /// <summary>The therapy's population, with what the study enrolled.</summary>
    public Population Population { get; }

    /// <summary>The compiled model.</summary>
    public CompiledModel Model { get; }

    /// <summary>Settings of the integration as the study asks for them, with those of single states by the model's indices.</summary>
    public SolverOptions Solver { get; }

    /// <summary>Makes this arm's patients.</summary>
    internal PatientGenerator Generator { get; }

    /// <summary>Outputs, in the order of the first observables.</summary>
    public ImmutableArray<TherapyOutput> Outputs { get; }

    /// <summary>Index of the tumour size among the outputs, or −1.</summary>
    internal int TumourOutput { get; }

    /// <summary>Condition for giving a dose.</summary>
    internal DoseRule? DoseRule { get; }

    /// <summary>Observable that the dose rule looks at, or −1.</summary>
    internal int DoseRuleOutput { get; } = -1;

    /// <summary>Observable with the location of ln T, or −1.</summary>
    internal int SurvivalLocation { get; } = -1;

    /// <summary>Observable with the scale of ln T, or −1.</summary>
    internal int SurvivalScale { get; } = -1;

    /// <summary>Trigger of death by cumulative hazard, or −1.</summary>
    internal int DeathTrigger { get; }

    /// <summary>Parameter with the threshold of the cumulative hazard, or −1.</summary>
    internal int DeathThreshold { get; }

    /// <summary>Where and when the endpoints of the study are read.</summary>
    internal EndpointPlan Endpoints { get; }

    /// <summary>Endpoints that are events by a cumulative hazard.</summary>
    internal ImmutableArray<EventWatch> EventWatches { get; }

    internal ImmutableArray<DoseTarget> Targets { get; }

    internal ImmutableArray<Unit> AmountUnits { get; }

    internal ImmutableArray<int?> Bioavailability { get; }

    internal ImmutableArray<int?> Lag { get; }

    internal ImmutableArray<int> ParameterIndexes { get; }

    internal ImmutableArray<int> CovariateIndexes { get; }

    /// <summary>Compiles an arm; findings say what does not fit together.</summary>
    public static Checked<ArmProgram> Create(Study study, Arm arm)
    {
        var therapy = arm.Therapy;
        var findings = ImmutableArray.CreateBuilder<Diagnostic>();
        var place = new SourceSpan(study.File, 1, 1, 0);
        if (therapy.Model.TimeUnit is not { } time || !time.IsSameAs(Day))
        {
            findings.Add(new(TrialRules.ModelNotInDays, place, "write 'unit time_unit = 86400 second' in the model", therapy.Id, therapy.Model.TimeUnit?.Text ?? "not given"));
        }

        var population = Enrol(therapy.Population, study.Enrolled);
        var survival = therapy.Survival;
        string[] observables =
        [
            .. therapy.Outputs.Select(o => o.Name),
            .. survival is LogNormalSurvival s ? [s.Location, s.Scale] : Array.Empty<string>(),
            .. therapy.DoseRule is { } rule ? [rule.Output] : Array.Empty<string>(),
            .. arm.Regimen.Doses.SelectMany(d => new[] { d.Bioavailability, d.Lag }).OfType<string>(),
            .. EndpointPlan.Observables(study.Endpoints),
        ];
        var compiled = CompiledModel.Compile(new()
        {
            Model = therapy.Model,
            Supplied = [.. population.Parameters.Select(p => p.Name).Concat(SuppliedCovariates(therapy, population)).Distinct()],
            DoseTargets = [.. arm.Regimen.Doses.Select(d => d.Target).Distinct()],
            Observables = [.. observables.Distinct()],
            Watches =
            [
                .. survival is HazardSurvival hazard ? [new Watch(DeathWatch, hazard.CumulativeHazard)] : Array.Empty<Watch>(),
                .. study.Endpoints.OfType<TimeToEventEndpoint>().Select(e => new Watch(EndpointPlan.WatchName(e), e.CumulativeHazard)),
            ],
        });
        findings.AddRange(compiled.Findings);
        foreach (var dose in arm.Regimen.Doses)
        {
            CheckDose(therapy, population, dose, place, findings);
        }

        foreach (var graded in therapy.AdverseEvents.OfType<SimulatedAdverseEvent>())
        {
            CheckGraded(therapy, graded, place, findings);
        }

        var solver = compiled.Succeeded
            ? StateSetting.Apply([.. study.States.Where(s => !IsOfOthers(s, study, arm))], study.Solver, compiled.Value, findings)
            : study.Solver;
        return compiled.Succeeded && !findings.Any(f => f.IsError)
            ? new(new ArmProgram(arm, study, population, compiled.Value, solver), findings.ToImmutable())
            : new(null, findings.ToImmutable());
    }

    // A state that only models of other arms have is no mistake here.
    private static bool IsOfOthers(StateSetting setting, Study study, Arm arm) =>
        arm.Therapy.Model.Find(setting.Name) is null && study.Arms.Any(other => other.Therapy.Model.Find(setting.Name) is not null);

    private static Unit Day { get; } = new("d", 86400, Dimension.None with { Time = 1 });

    private static void CheckDose(
        Therapy therapy, Population population, RegimenDose dose, SourceSpan place, ImmutableArray<Diagnostic>.Builder findings)
    {
        if (AmountUnit(therapy, dose.Target) is not { } unit)
        {
            findings.Add(new(TrialRules.DoseTargetWithoutUnit, place, $"add '{dose.Target} has mg' to the model", dose.Target, therapy.Id));
            return;
        }

        var scaling = DoseAmount.Scaling(dose.Amount, unit);
        if (scaling is DoseScaling.Mismatch)
        {
            findings.Add(new(TrialRules.DoseUnitMismatch, place, $"write an amount in {unit}, or per m^2 or per kg", dose.Amount.ToString(), dose.Target, unit.Text));
        }

        if (!BodySize.IsKnown(population, scaling) && BodySize.NeededFor(scaling) is var (name, needed))
        {
            findings.Add(new(
                TrialRules.DoseNeedsCovariate, place, $"add the covariate {name} to the population, or give a flat dose",
                dose.Amount.ToString(), name, needed.Text, therapy.Id));
        }
    }

    private static void CheckGraded(
        Therapy therapy, SimulatedAdverseEvent graded, SourceSpan place, ImmutableArray<Diagnostic>.Builder findings)
    {
        var unit = therapy.Outputs.First(o => o.Name == graded.Output).Unit;
        if (CtcaeGrading.Find(graded.Term) is not { } term)
        {
            string? nearest = NearestName.Find(graded.Term, CtcaeGrading.Terms().Select(t => t.Name));
            findings.Add(new(TrialRules.NotGraded, place, nearest ?? "draw it from published rates: 'kind: published'", graded.Term, therapy.Id));
        }
        else if (!unit.IsCommensurableWith(term.Unit))
        {
            findings.Add(new(
                TrialRules.GradedUnitMismatch, place, $"give an output in {term.Unit}", graded.Term, term.Unit.Text, graded.Output, unit.Text, therapy.Id));
        }
    }

    /// <summary>Fresh counts to grade, for one patient.</summary>
    internal GradedCount[] CountsToGrade() =>
    [
        .. Arm.Therapy.AdverseEvents.OfType<SimulatedAdverseEvent>().Select(e => new GradedCount(
            e, CtcaeGrading.Find(e.Term)!, Model.ObservableNames.IndexOf(e.Output), Outputs.First(o => o.Name == e.Output).Unit)),
    ];

    /// <summary>The name of a constant of a patient that makes no sense, or <see langword="null"/>: without a check it would end the course nowhere.</summary>
    internal string? FindProblem(ReadOnlySpan<double> observed)
    {
        if (SurvivalLocation >= 0 && !double.IsFinite(observed[SurvivalLocation]))
        {
            return Model.ObservableNames[SurvivalLocation];
        }

        if (SurvivalScale >= 0 && !IsUsable(observed[SurvivalScale]))
        {
            return Model.ObservableNames[SurvivalScale];
        }

        foreach (int? index in Bioavailability.AddRange(Lag))
        {
            if (index is int i && !IsUsable(observed[i]))
            {
                return Model.ObservableNames[i];
            }
        }

        return null;

        static bool IsUsable(double value) => value >= 0 && double.IsFinite(value);
    }

    /// <summary>The amounts of a patient's doses, one per line of the regimen, in the unit of each target.</summary>
    internal double[] AmountsFor(VirtualPatient patient) =>
        [.. Arm.Regimen.Doses.Select((dose, i) => BodySize.Amount(dose, AmountUnits[i], Population, patient.Covariates))];

    /// <summary>The therapy's population with the covariates that the study enrolled in place of its own.</summary>
    private static Population Enrol(Population population, ImmutableArray<Covariate> enrolled) => population with
    {
        Covariates = [.. population.Covariates.Select(c => enrolled.FirstOrDefault(e => e.Name == c.Name) ?? c)],
    };

    /// <summary>Covariates that are constants of the model under the same name, and no parameter of the population.</summary>
    private static ImmutableArray<string> SuppliedCovariates(Therapy therapy, Population population) =>
        [.. population.Covariates.Select(c => c.Name)
            .Where(n => therapy.Model.Find(n) is { Kind: Language.Binding.SymbolKind.Parameter } && population.Parameters.All(p => p.Name != n))];

    private static Unit? AmountUnit(Therapy therapy, string target) =>
        therapy.Model.Find(target) is { } symbol ? ModelUnits.OfAmount(therapy.Model, symbol) : null;

    private int IndexOf(OutputRole role)
    {
        int i = 0;
        while (i < Outputs.Length && Outputs[i].Role != role)
        {
            i++;
        }

        return i < Outputs.Length ? i : -1;
    }
}

/// <summary>An event of a patient that a cumulative hazard of the model brings.</summary>
/// <param name="Endpoint">The endpoint.</param>
/// <param name="Index">Its index among the endpoints of the study.</param>
/// <param name="Observable">Observable with the cumulative hazard.</param>
/// <param name="Trigger">Trigger that fires when it reaches the threshold.</param>
/// <param name="Threshold">Parameter with the threshold.</param>
internal sealed record EventWatch(TimeToEventEndpoint Endpoint, int Index, int Observable, int Trigger, int Threshold);
