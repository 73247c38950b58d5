using System.Collections.Immutable;
using Thymus.Compilation;
using Thymus.Language.Binding;
using Thymus.Language.Diagnostics;
using Thymus.Solvers.Lanes;

namespace Thymus.Simulation.Experiments;

/// <summary>A model of an experiment with the values that changes and tasks have left it with.</summary>
internal sealed class ModelState
{
    private readonly BoundModel _bound;
    private readonly CompiledModel _model;
    private readonly ScalarModel _scalar;
    private readonly double[] _defaults;
    private double[] _parameters;
    private double[]? _state;   // null at the start

    private ModelState(BoundModel bound, CompiledModel model, double[] defaults)
    {
        (_bound, _model, _scalar, _defaults) = (bound, model, new ScalarModel(model), defaults);
        _parameters = [.. defaults];
    }

    /// <summary>The compiled model.</summary>
    public CompiledModel Model => _model;

    /// <summary>Time that the last task ended at; 0 at the start.</summary>
    public double Time { get; private set; }

    /// <summary>Whether a task has run since the start.</summary>
    public bool IsUnderWay => _state is not null;

    /// <summary>The model at its start; <see langword="null"/> after a finding.</summary>
    /// <param name="bound">The model.</param>
    /// <param name="observed">Symbols whose values are asked for.</param>
    /// <param name="changed">Symbols that are given values.</param>
    /// <param name="findings">Gets what is wrong.</param>
    public static ModelState? Create(BoundModel bound, ImmutableArray<string> observed, ImmutableArray<string> changed, List<Diagnostic> findings)
    {
        var sizes = changed.Select(c => bound.Find(c)?.Compartment?.Name).OfType<string>();
        var compiled = CompiledModel.Compile(new CompileRequest { Model = TimeSwitches.Add(bound), Observables = [.. observed.Concat(sizes).Distinct()], Supplied = changed });
        findings.AddRange(compiled.Findings.Where(f => f.IsError));
        if (!compiled.Succeeded)
        {
            return null;
        }

        // What the model computes at its start has that value until it is given another.
        ImmutableArray<string> computed = [.. changed.Where(c => double.IsNaN(bound.Find(c)!.InitialValue))];
        double[] defaults = [.. compiled.Value.DefaultParameters];
        if (!computed.IsEmpty && Create(bound, computed, [], findings) is { } plain)
        {
            foreach (string name in computed)
            {
                defaults[compiled.Value.ParameterIndex(name)] = plain.ValueOf(name);
            }
        }

        return new ModelState(bound, compiled.Value, defaults);
    }

    /// <summary>Goes back to the start.</summary>
    public void Reset()
    {
        _parameters = [.. _defaults];
        (_state, Time) = (null, 0);
    }

    /// <summary>The value of an observed symbol now.</summary>
    public double ValueOf(string name)
    {
        double[] observed = new double[_model.ObservableNames.Length];
        _scalar.Observe(Time, _state ?? _scalar.Start(Time, _parameters), _parameters, observed);
        return observed[_model.ObservableNames.IndexOf(name)];
    }

    /// <summary>Whether a symbol is a compartment, whose size has to be set before what is in it.</summary>
    public bool SetsSize(string name) => _bound.Find(name)?.Kind is SymbolKind.Compartment;

    /// <summary>
    /// Gives a symbol a value, in the meaning of its name. At the start that is its start value, which start values that depend on it follow; later it is a jump.
    /// Returns whether it can be given one.
    /// </summary>
    public bool Set(string name, double value)
    {
        var symbol = _bound.Find(name);
        int parameter = _model.ParameterIndex(name), state = _model.StateIndex(name);
        if (symbol is null || (parameter < 0 && state < 0))
        {
            return false;
        }

        double size = symbol is { Kind: SymbolKind.Species, Compartment: { } compartment } ? ValueOf(compartment.Name) : 1;
        if (_state is not null && state >= 0)
        {
            _state[state] = symbol is { Kind: SymbolKind.Species, IsAmount: false } ? value * size : value;
            return true;
        }

        if (parameter < 0)
        {
            return false;
        }

        bool isSame = symbol.Kind is not SymbolKind.Species || double.IsNaN(symbol.InitialValue) || symbol.InitialValueIsAmount == symbol.IsAmount;
        _parameters[parameter] = isSame ? value : symbol.IsAmount ? value / size : value * size;
        return true;
    }

    /// <summary>Runs a course from here on, and stays where it ends.</summary>
    /// <param name="start">Its first time; a course that goes on from another begins with the values that this one ended with.</param>
    /// <param name="times">Times of the outputs, which ascend.</param>
    /// <param name="options">Settings.</param>
    /// <param name="keepsStates">Whether the states at the outputs are kept too.</param>
    /// <param name="cancellation">Stops between steps.</param>
    public ExperimentCourse Run(double start, ImmutableArray<double> times, SolverOptions options, bool keepsStates, CancellationToken cancellation)
    {
        var course = new ExperimentCourse(_parameters, StateAt(start), start, times, keepsStates);
        course.Run(_model, options, cancellation);
        (_state, Time) = (course.LastState, times[^1]);
        return course;
    }

    /// <summary>Stays at another state of the last course.</summary>
    public void MoveTo(double[] state, double time) => (_state, Time) = (state, time);

    // What is no symbol of the model, such as whether a condition on the time holds, begins anew with the time.
    private double[]? StateAt(double start)
    {
        if (_state is null)
        {
            return null;
        }

        double[] fresh = _scalar.Start(start, _parameters);
        return [.. _state.Select((value, i) => _bound.Find(_model.StateNames[i]) is null ? fresh[i] : value)];
    }
}
