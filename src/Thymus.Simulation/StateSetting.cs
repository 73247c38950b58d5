using System.Globalization;
using Thymus.Compilation;
using Thymus.Language.Binding;
using Thymus.Language.Diagnostics;
using Thymus.Solvers.Lanes;
using Thymus.Units;

namespace Thymus.Simulation;

/// <summary>What the integration of a model is told about one of its states, or about all its species.</summary>
/// <remarks>
/// A state of a species is its amount, whatever the species shows: its tolerance is an amount too. The last setting of a state wins.
/// </remarks>
/// <param name="Name">Name of the state in the model, or <see cref="AllSpecies"/>.</param>
public sealed record StateSetting(string Name)
{
    /// <summary>Stands for every state that is a species; no symbol of a model can be called so.</summary>
    public const string AllSpecies = "species";

    /// <summary>Absolute tolerance; without a unit in that of the state. <see langword="null"/> for that of all states.</summary>
    public Quantity? AbsoluteTolerance { get; init; }

    /// <summary>Whether the state is protected from turning negative (<see cref="SolverOptions.NonNegative"/>).</summary>
    public bool NonNegative { get; init; }

    /// <summary>Where it was written.</summary>
    public SourceSpan Span { get; init; }

    /// <summary>The options with the settings of single states, by the model's indices. Findings say which make no sense.</summary>
    public static SolverOptions Apply(
        IReadOnlyCollection<StateSetting> settings, SolverOptions options, CompiledModel model, ICollection<Diagnostic> findings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(findings);
        if (model.FeatureAgainst(options.Method) is { } feature)
        {
            findings.Add(new Diagnostic(
                SimulationRules.NotWithModel, default, model.IsConstrained ? "take rodas5p or rodas4" : "take rodas5p, rodas4 or tsit5", model.Model.Id, feature,
                $"the method {SolverMethods.WordOf(options.Method)}"));
        }

        if (settings.Count == 0)
        {
            return options;
        }

        var names = model.StateNames[..model.OwnStates];
        bool isPlain = options.AbsoluteTolerances.Count == 0 && settings.All(s => s.AbsoluteTolerance is null);
        double[] absolute = [.. names.Select((_, i) => options.AbsoluteTolerances.Count > 0 ? options.AbsoluteTolerances[i] : options.AbsoluteTolerance)];
        var isProtected = options.NonNegative.ToHashSet();
        foreach (var setting in settings)
        {
            foreach (int state in setting.StatesOf(model, findings))
            {
                if (setting.AbsoluteTolerance is { } tolerance)
                {
                    absolute[state] = setting.ToleranceOf(names[state], tolerance, model.Model, findings) ?? absolute[state];
                }

                if (setting.NonNegative)
                {
                    isProtected.Add(state);
                }
            }
        }

        return options with { AbsoluteTolerances = isPlain ? [] : absolute, NonNegative = [.. isProtected.Order()] };
    }

    private IEnumerable<int> StatesOf(CompiledModel model, ICollection<Diagnostic> findings)
    {
        if (Name == AllSpecies)
        {
            return [.. model.StateNames.Index().Where(s => model.Model.Find(s.Item)?.Kind is SymbolKind.Species).Select(s => s.Index)];
        }

        int state = model.StateIndex(Name);
        if (state < 0 || state >= model.OwnStates)
        {
            state = -1;
            bool isKnown = model.Model.Find(Name) is not null;
            string? near = isKnown ? null : NearestName.Find(Name, model.StateNames[..model.OwnStates]);
            findings.Add(new Diagnostic(
                SimulationRules.UnknownState, Span, near is null ? $"one of {string.Join(", ", model.StateNames[..model.OwnStates])}, or {AllSpecies} for all species" : $"is it {near}?",
                Name, isKnown ? "it is no state: nothing integrates it" : "there is no such name"));
        }

        return state < 0 ? [] : [state];
    }

    private double? ToleranceOf(string state, Quantity tolerance, BoundModel model, ICollection<Diagnostic> findings)
    {
        var unit = model.Find(state) is { } symbol ? ModelUnits.OfAmount(model, symbol) : null;
        double? value = ModelUnits.Value(tolerance, unit);
        if (value is null && unit is not null)
        {
            findings.Add(new Diagnostic(
                SimulationRules.WrongSetting, Span, $"write it in {unit}", $"the absolute tolerance of {state}", tolerance.ToString(), unit.Text));
            return null;
        }

        if (value is null)
        {
            findings.Add(new Diagnostic(
                SimulationRules.UnitUnknown, Span, $"declare it in the model: {state} has …", state, tolerance.ToString(),
                tolerance.Value.ToString(CultureInfo.InvariantCulture)));
        }

        value ??= tolerance.Value;
        if (value is > 0 and < double.PositiveInfinity)
        {
            return value;
        }

        findings.Add(new Diagnostic(
            SimulationRules.BadSetting, Span, "write a small number above 0", $"{state}={tolerance}", "an absolute tolerance has to be above 0"));
        return null;
    }
}
