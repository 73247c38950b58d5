using System.Collections.Immutable;
using System.Globalization;
using Thymus.Compilation;
using Thymus.Language.Binding;
using Thymus.Language.Diagnostics;
using Thymus.Simulation.Dosing;
using Thymus.Solvers.Choosing;
using Thymus.Solvers.Lanes;
using Thymus.Units;

namespace Thymus.Simulation.Single;

/// <summary>Runs one model once.</summary>
public sealed class Simulator
{
    private const int StepsPerSwitchedOutput = 20;   // at least, so that no short pulse between two outputs is missed

    private readonly SimulateRequest _request;
    private readonly List<Diagnostic> _findings = [];
    private readonly RequestTerms _terms;

    private Simulator(SimulateRequest request) => (_request, _terms) = (request, new RequestTerms(request.Model, _findings));

    private BoundModel Model => _request.Model;

    /// <summary>Runs. When the integration fails, the table holds what came before, and a finding says why.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static Checked<SimulationTable> Run(SimulateRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var simulator = new Simulator(request);
        var table = simulator.Run(cancellation);
        return new Checked<SimulationTable>(table, [.. simulator._findings]);
    }

    private SimulationTable? Run(CancellationToken cancellation)
    {
        var (until, every) = _terms.Times(_request.Until, _request.Every);
        var outputs = _terms.Outputs(_request.Outputs);
        var doses = _request.Doses.Select(Plan).ToList();
        double?[] settings = [.. _request.Settings.Select(_terms.Value)];
        if (_findings.Any(f => f.IsError))
        {
            return null;
        }

        var switched = _request.Sensitivities.IsEmpty ? TimeSwitches.Add(Model) : Model;   // sensitivities do not follow events that the time sets off
        var compiled = CompiledModel.Compile(new CompileRequest
        {
            Model = switched,
            Supplied = [.. _request.Settings.Select(s => s.Name).Distinct()],
            DoseTargets = [.. _request.Doses.Select(d => d.Target).Distinct()],
            DoseParameters = [.. _request.Doses.Select(d => d.LagParameter).OfType<string>().Distinct()],
            Observables = [.. outputs.Select(s => s.Name)],
            Sensitivities = _request.Sensitivities,
        });
        _findings.AddRange(compiled.Findings);
        if (!compiled.Succeeded)
        {
            return null;
        }

        var given = ReferenceEquals(switched, Model) ? _request.Solver : _request.Solver with { LongestStep = Math.Min(_request.Solver.LongestStep, every / StepsPerSwitchedOutput) };
        var solver = StateSetting.Apply(_request.States, given, compiled.Value, _findings);
        if (_findings.Any(f => f.IsError))
        {
            return null;
        }

        double[] parameters = [.. compiled.Value.DefaultParameters];
        foreach (var (i, setting) in _request.Settings.Index())
        {
            parameters[compiled.Value.ParameterIndex(setting.Name)] = settings[i]!.Value;
        }

        double?[] lags = [.. doses.Select(d => LagOf(d!, compiled.Value, parameters))];
        if (_findings.Any(f => f.IsError))
        {
            return null;
        }

        var kernel = compiled.Value.Kernel(LaneWidth.Scalar);
        MethodChoice? choice = null;
        if (solver.Method is SolverMethod.Automatic)
        {
            var probe = new ProbeModel(kernel, compiled.Value.Cost, solver, () => [NewCourse()]);
            choice = MethodChooser.Choose([probe], isSingle: true, cancellation);
            solver = solver with { Method = choice.Method };
        }

        var course = NewCourse();
        LaneEngine.Create(kernel, solver).Run(new SingleCourse(course), cancellation);
        if (SolveFailure.Of(compiled.Value, course.End) is { } failure)
        {
            Report(SimulationRules.Failed, default, failure.Suggestion, failure.When, failure.Description);
        }

        return new SimulationTable(
            Model.TimeUnit, compiled.Value.ObservableNames, [.. outputs.Select(s => s.Unit), .. DerivativeUnits(outputs, compiled.Value)], [.. course.Times], [.. course.Rows])
        {
            MethodChoice = choice,
        };

        PlannedCourse NewCourse() => new(parameters, Fill(compiled.Value, doses!, lags, until), every, until);
    }

    private IEnumerable<Unit?> DerivativeUnits(List<Symbol> outputs, CompiledModel compiled) =>
        from output in outputs
        from name in compiled.SensitivityNames
        let parameter = Model.Find(name) is { } symbol ? ModelUnits.OfParameter(Model, symbol) : null
        select output.Unit is { } unit && parameter is not null ? unit / parameter : null;

    private PlannedDose? Plan(DoseText dose)
    {
        double duration = dose.Duration is { } length ? _terms.Time(length, "duration", dose.Span) ?? 0 : 0;
        double start = dose.Start is { } first ? _terms.Time(first, "start", dose.Span) ?? 0 : 0;
        double interval = dose.Interval is { } gap ? _terms.Time(gap, "interval", dose.Span) ?? 0 : 0;
        double lag = dose.Lag is { } late ? _terms.Time(late, "lag", dose.Span) ?? 0 : 0;
        if (_terms.Find(dose.Target, "dose target", dose.Span) is not { } target || Amount(dose, target) is not { } amount)
        {
            return null;
        }

        return new PlannedDose(dose, amount, duration, start, interval, lag);
    }

    private double? LagOf(PlannedDose dose, CompiledModel model, double[] parameters)
    {
        if (dose.Text.LagParameter is not { } name)
        {
            return dose.Lag;
        }

        int parameter = model.ParameterIndex(name);
        if (parameter < 0)
        {
            string? near = NearestName.Find(name, model.ParameterNames.Where(p => Model.Find(p) is not null));
            Report(
                SimulationRules.UnknownName, dose.Text.Span, near is null ? "name a constant of the model, or write a time: lag 2 h" : $"is it {near}?", "constant for a lag", name);
            return null;
        }

        double lag = parameters[parameter];
        bool isTime = Model.Find(name)?.Unit is not { } unit || Model.TimeUnit is not { } time || unit.IsSameAs(time);
        if (!(lag >= 0 && double.IsFinite(lag) && isTime))
        {
            string value = new Quantity(lag, Model.Find(name)?.Unit ?? Unit.Dimensionless).ToString();
            Report(SimulationRules.BadLag, dose.Text.Span, "name a constant in the unit of time of the model, or write a time: lag 2 h", name, value);
        }

        return lag;
    }

    private double? Amount(DoseText dose, Symbol target)
    {
        if (target.Kind is not SymbolKind.Species && !Model.Rules.Any(r => r.Target == target && r.Kind is RuleKind.Rate))
        {
            Report(
                SimulationRules.NotDosable, dose.Span, "give it into a species, or into a variable with a rate rule", target.Name,
                target.IsConstant ? "a constant" : "not something that adds up over time");
            return null;
        }

        var unit = ModelUnits.OfAmount(Model, target);
        if (dose.Amount.Unit == Unit.Dimensionless)
        {
            return dose.Amount.Value;
        }

        if (unit is null)
        {
            Report(
                SimulationRules.UnitUnknown, dose.Span, $"declare it in the model: {target.Name} has …", target.Name, dose.Amount.ToString(),
                dose.Amount.Value.ToString(CultureInfo.InvariantCulture));
            return dose.Amount.Value;
        }

        var scaling = DoseAmount.Scaling(dose.Amount, unit);
        if (scaling is DoseScaling.Mismatch)
        {
            Report(
                SimulationRules.WrongAmount, dose.Span, $"write the dose in {unit}, {unit}/kg or {unit}/m^2; mass and moles convert by the molar mass",
                dose.Amount.ToString(), target.Name, unit.Text);
            return null;
        }

        double amount = DoseAmount.Resolve(dose.Amount, unit, _request.WeightKg, _request.BsaM2);
        if (double.IsNaN(amount))
        {
            string what = scaling is DoseScaling.PerWeight ? "body weight" : "body surface area";
            Report(SimulationRules.NeedsBodySize, dose.Span, $"give the {what}, or the whole amount in {unit}", dose.Amount.ToString(), what);
            return null;
        }

        return amount;
    }

    private static DosePump Fill(CompiledModel model, List<PlannedDose> doses, double?[] lags, double until)
    {
        var pump = new DosePump();
        foreach (var (dose, lag) in doses.Zip(lags))
        {
            var target = DoseTarget.Find(model, dose.Text.Target)!.Value;
            double fitting = dose.Interval > 0 ? Math.Floor(Math.Max(0, until - dose.Start) / dose.Interval) + 1 : 1;
            int count = (int)Math.Min(dose.Text.Count ?? int.MaxValue, Math.Min(fitting, int.MaxValue));
            pump.Give(Dose.Over(target, dose.Amount, dose.Duration), dose.Start + lag!.Value, dose.Interval, count, SlopesOf(model, dose));
        }

        return pump;
    }

    private static DoseSlopes? SlopesOf(CompiledModel model, PlannedDose dose)
    {
        int moving = dose.Text.LagParameter is { } name ? model.SensitivityNames.IndexOf(name) : -1;
        if (moving < 0)
        {
            return null;
        }

        var slopes = new DoseSlopes(DoseSensitivities.Of(model, dose.Text.Target));
        for (int j = 0; j < model.SensitivityNames.Length; j++)
        {
            slopes.Set(j, dose.Amount, dose.Duration, byAmount: 0, byDuration: 0, byLag: j == moving ? 1 : 0);
        }

        return slopes;
    }

    private void Report(DiagnosticRule rule, SourceSpan span, string? suggestion, params ImmutableArray<string> arguments) =>
        _terms.Report(rule, span, suggestion, arguments);

    private sealed record PlannedDose(DoseText Text, double Amount, double Duration, double Start, double Interval, double Lag);
}
