using System.Collections.Immutable;
using System.Globalization;
using Thymus.Compilation.Flattening;
using Thymus.Compilation.Jumps;
using Thymus.Language.Binding;
using Thymus.Language.Diagnostics;
using Thymus.Solvers.Jumps;

namespace Thymus.Compilation;

/// <summary>A model whose reactions fire one at a time, each firing a whole number of molecules, with what its rules change between firings.</summary>
public sealed class CompiledJumps
{
    private readonly JumpPlan _plan;
    private readonly Dictionary<string, int> _parameters = [];

    private CompiledJumps(BoundModel model, FlatModel flat, JumpPlan plan)
    {
        Model = model;
        _plan = plan;
        StateNames = [.. flat.States.Select(s => s.Name)];
        ParameterNames = [.. flat.Parameters.Select(p => p.Name)];
        DefaultParameters = [.. flat.Parameters.Select(p => p.Default)];
        ObservableNames = [.. flat.Observables.Select(o => o.Name)];
        foreach (var (i, name) in ParameterNames.Index())
        {
            _parameters.TryAdd(name, i);
        }
    }

    /// <summary>The model.</summary>
    public BoundModel Model { get; }

    /// <summary>Names of the states: species (always amounts), variables with a rate rule, and what only events change.</summary>
    public ImmutableArray<string> StateNames { get; }

    /// <summary>Names of the parameters, as <see cref="CompiledModel.ParameterNames"/> has them.</summary>
    public ImmutableArray<string> ParameterNames { get; }

    /// <summary>The model's own values of the parameters; NaN for a supplied one without a number.</summary>
    public ImmutableArray<double> DefaultParameters { get; }

    /// <summary>Names of the observables, as requested.</summary>
    public ImmutableArray<string> ObservableNames { get; }

    /// <summary>What changes what.</summary>
    public JumpShape Shape => _plan.Shape;

    /// <summary>Compiles; findings say what cannot be simulated by chance. Doses, watches and sensitivities are not for this.</summary>
    /// <param name="request">What to compile.</param>
    /// <param name="hasPartials">Whether derivatives of the rates are needed: for leaps.</param>
    public static Checked<CompiledJumps> Compile(CompileRequest request, bool hasPartials)
    {
        ArgumentNullException.ThrowIfNull(request);
        List<Diagnostic> findings = [];
        var flat = Flattener.FlattenJumps(request, findings);
        foreach (var reaction in flat.Reactions)
        {
            foreach (var (state, amount) in reaction.Changes)
            {
                if (flat.Graph.TryConstant(amount, out double value) && value != Math.Round(value))
                {
                    findings.Add(new Diagnostic(
                        CompilationRules.PartOfMolecule, reaction.Span, "choose the unit of amounts, or the reaction, so that whole molecules react", reaction.Name,
                        flat.States[state].Name, value.ToString("R", CultureInfo.InvariantCulture)));
                }
            }
        }

        return findings.Any(f => f.IsError)
            ? new Checked<CompiledJumps>(null, [.. findings])
            : new Checked<CompiledJumps>(new CompiledJumps(request.Model, flat, new JumpPlan(flat, hasPartials)), [.. findings]);
    }

    /// <summary>Index of a parameter, −1 if there is none of that name.</summary>
    public int ParameterIndex(string name) => _parameters.GetValueOrDefault(name, -1);

    /// <summary>Numbers and functions for courses on one thread.</summary>
    public JumpWork NewWork() => new ModelWork(_plan);
}
