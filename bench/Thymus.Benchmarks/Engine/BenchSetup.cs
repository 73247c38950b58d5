using System.Collections.Immutable;
using Thymus.Benchmarks.Synthetic;
using Thymus.Compilation;
using Thymus.Language.Binding;
using Thymus.Simulation.Populations;

namespace Thymus.Benchmarks.Engine;

/// <summary>What a folder asks for: a model, patients, doses, outputs and tolerances.</summary>
internal sealed record BenchSetup
{
    public required string Name { get; init; }

    public required string Title { get; init; }

    public required BoundModel Model { get; init; }

    public required IPatientSource Patients { get; init; }

    public ImmutableArray<PopulationDose> Doses { get; init; } = [];

    public required ImmutableArray<double> Times { get; init; }

    public double RelativeTolerance { get; init; } = 1e-6;

    public double AbsoluteTolerance { get; init; } = 1e-9;

    /// <summary>What is written; all states where nothing is asked for.</summary>
    public required ImmutableArray<string> Observables { get; init; }

    /// <summary>The model's name in the CVODE program; <see langword="null"/> where it has none.</summary>
    public string? Cvode { get; init; }

    /// <summary>The network that this is; <see langword="null"/> for a folder.</summary>
    public SyntheticNetwork? Network { get; init; }

    /// <summary>What a folder, or the name of a synthetic network, asks for.</summary>
    public static BenchSetup Of(string name) => SyntheticNetwork.Of(name)?.Setup() ?? BenchReader.Read(name);

    /// <summary>Everything that has a rate of change.</summary>
    public static ImmutableArray<string> StatesOf(BoundModel model)
    {
        var rates = model.Rules.Where(r => r.Kind is RuleKind.Rate).Select(r => r.Target).ToHashSet();
        var ruled = model.Rules.Select(r => r.Target).ToHashSet();
        return [.. model.Symbols.Where(s => rates.Contains(s) || (s.Kind is SymbolKind.Species && !ruled.Contains(s))).Select(s => s.Name)];
    }

    public CompiledModel Compile()
    {
        var compiled = CompiledModel.Compile(new CompileRequest
        {
            Model = Model,
            Supplied = Patients.Parameters,
            DoseTargets = [.. Doses.Select(d => d.Target).Distinct()],
            Observables = Observables,
        });
        return compiled.Succeeded ? compiled.Value : throw BenchProblem.Of(compiled.Findings);
    }
}
