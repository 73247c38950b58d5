using Thymus.Compilation;
using Thymus.Solvers.Lanes;

namespace Thymus.Simulation;

/// <summary>Evaluates a model for one patient at one moment, outside an integration. Not thread safe.</summary>
internal sealed unsafe class ScalarModel
{
    private const int Alignment = 64;

    private readonly LaneKernel _kernel;
    private readonly Block _parameters;
    private readonly Block _state;
    private readonly Block _observed;
    private readonly Block _jacobian;
    private readonly Block _slope;
    private readonly Block _triggers;

    public ScalarModel(CompiledModel model)
    {
        _kernel = model.Kernel(LaneWidth.Scalar);
        var shape = _kernel.Shape;
        _parameters = new Block(shape.Parameters + shape.Derived);
        _state = new Block(shape.States);
        _observed = new Block(shape.Observables);
        _jacobian = new Block(shape.JacobianEntries);
        _slope = new Block(shape.States);
        _triggers = new Block(shape.Triggers);
    }

    /// <summary>Writes the observables at a state.</summary>
    public void Observe(double time, ReadOnlySpan<double> state, ReadOnlySpan<double> parameters, Span<double> observed)
    {
        Load(state, parameters);
        _kernel.Observe(&time, _state.Start, _parameters.Start, _observed.Start);
        _observed.Span.CopyTo(observed);
    }

    /// <summary>The start state.</summary>
    public double[] Start(double time, ReadOnlySpan<double> parameters)
    {
        Load([], parameters);
        _kernel.Initialise(&time, _parameters.Start, _state.Start);
        return _state.Span.ToArray();
    }

    /// <summary>f at a state.</summary>
    public double[] Rates(double time, ReadOnlySpan<double> state, ReadOnlySpan<double> parameters)
    {
        Load(state, parameters);
        _kernel.Field(&time, _state.Start, _parameters.Start, _slope.Start);
        return _slope.Span.ToArray();
    }

    /// <summary>The non-zeros of ∂f/∂y, then ∂f/∂t, at a state.</summary>
    public double[] Derivatives(double time, ReadOnlySpan<double> state, ReadOnlySpan<double> parameters)
    {
        Load(state, parameters);
        _kernel.Jacobian(&time, _state.Start, _parameters.Start, _jacobian.Start, _slope.Start);
        return [.. _jacobian.Span, .. _slope.Span];
    }

    /// <summary>Whether a trigger holds at a state.</summary>
    public bool Holds(int trigger, double time, ReadOnlySpan<double> state, ReadOnlySpan<double> parameters)
    {
        Load(state, parameters);
        _kernel.Triggers(&time, _state.Start, _parameters.Start, _triggers.Start);
        return _triggers.Span[trigger] > 0;
    }

    private void Load(ReadOnlySpan<double> state, ReadOnlySpan<double> parameters)
    {
        state.CopyTo(_state.Span);
        parameters.CopyTo(_parameters.Span);
        _kernel.Prepare(_parameters.Start);
    }

    /// <summary>Numbers at a fixed, aligned address; the garbage collector frees them.</summary>
    private sealed class Block
    {
        private readonly double[] _memory;
        private readonly int _length;

        public Block(int length)
        {
            _length = length;
            _memory = GC.AllocateArray<double>(length + (Alignment / sizeof(double)), pinned: true);
            fixed (double* first = _memory)
            {
                nuint address = ((nuint)first + Alignment - 1) & ~(nuint)(Alignment - 1);
                Start = (double*)address;
            }
        }

        public double* Start { get; }

        public Span<double> Span => new(Start, _length);
    }
}
