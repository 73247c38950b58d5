using System.Runtime.InteropServices;
using Thymus.Solvers.Lanes;

namespace Thymus.Compilation.Tests;

/// <summary>Calls a kernel on plain arrays: patients[lane][parameter], states[lane][state].</summary>
internal sealed unsafe class KernelRun : IDisposable
{
    private readonly LaneKernel _kernel;
    private readonly int _width;
    private readonly List<nint> _blocks = [];
    private readonly double* _parameters;
    private readonly double* _time;
    private readonly double* _states;

    public KernelRun(LaneKernel kernel, double[][] patients, double[][] states, double time)
    {
        _kernel = kernel;
        _width = (int)kernel.Width;
        _parameters = New(kernel.Shape.Parameters + kernel.Shape.Derived);
        _time = New(1);
        _states = New(kernel.Shape.States);
        Fill(_parameters, patients);
        Fill(_states, states);
        Fill(_time, [.. Enumerable.Range(0, _width).Select(lane => new[] { time + lane * 0.125 })]);
        kernel.Prepare(_parameters);
    }

    /// <summary>Of one patient, the same in every lane.</summary>
    public static KernelRun Of(CompiledModel model, LaneWidth width, double[] parameters, double[] states, double time = 0) =>
        new(model.Kernel(width), [parameters], [states], time);

    public double[][] Initialise()
    {
        double* y = New(_kernel.Shape.States);
        _kernel.Initialise(_time, _parameters, y);
        return Read(y, _kernel.Shape.States);
    }

    public double[][] Field()
    {
        double* f = New(_kernel.Shape.States);
        _kernel.Field(_time, _states, _parameters, f);
        return Read(f, _kernel.Shape.States);
    }

    public (double[][] Entries, double[][] Slopes) Jacobian()
    {
        double* jacobian = New(_kernel.Shape.JacobianEntries);
        double* slopes = New(_kernel.Shape.States);
        _kernel.Jacobian(_time, _states, _parameters, jacobian, slopes);
        return (Read(jacobian, _kernel.Shape.JacobianEntries), Read(slopes, _kernel.Shape.States));
    }

    public double[][] Solve(double shift, double[] right)
    {
        double* x = New(_kernel.Shape.States);
        Fill(x, [right]);
        _kernel.Solve(Factors(shift), x);
        return Read(x, _kernel.Shape.States);
    }

    /// <summary>Solves with field + scale x on the right.</summary>
    public double[][] SolveStage(double shift, double[] field, double scale, double[] right)
    {
        double* x = New(_kernel.Shape.States);
        double* f = New(_kernel.Shape.States);
        double* scales = New(1);
        Fill(x, [right]);
        Fill(f, [field]);
        Fill(scales, [[scale]]);
        _kernel.SolveStage(Factors(shift), f, scales, x);
        return Read(x, _kernel.Shape.States);
    }

    public double[][] Observe()
    {
        double* observed = New(_kernel.Shape.Observables);
        _kernel.Observe(_time, _states, _parameters, observed);
        return Read(observed, _kernel.Shape.Observables);
    }

    public double[][] Triggers()
    {
        double* values = New(_kernel.Shape.Triggers);
        _kernel.Triggers(_time, _states, _parameters, values);
        return Read(values, _kernel.Shape.Triggers);
    }

    /// <summary>The states as an event leaves them.</summary>
    public double[][] Assign(int trigger)
    {
        var form = _kernel.FormOf(trigger);
        double* values = New(form.Targets.Length);
        double* sizes = New(form.Targets.Length);
        _kernel.Assign(trigger, _time, _states, _parameters, values);
        _kernel.Sizes(trigger, _time, _states, _parameters, sizes);
        for (int i = 0; i < form.Targets.Length * _width; i++)
        {
            bool isPlain = i < form.PlainTargets * _width;
            _states[(form.Targets[i / _width] * _width) + (i % _width)] = isPlain ? values[i] : values[i] * sizes[i];
        }

        return Read(_states, _kernel.Shape.States);
    }

    public void Dispose()
    {
        foreach (nint block in _blocks)
        {
            NativeMemory.AlignedFree((void*)block);
        }
    }

    private double* Factors(double shift)
    {
        double* jacobian = New(_kernel.Shape.JacobianEntries);
        double* slopes = New(_kernel.Shape.States);
        double* factors = New(_kernel.Shape.FactorEntries);
        double* shifts = New(1);
        Fill(shifts, [[shift]]);
        _kernel.Jacobian(_time, _states, _parameters, jacobian, slopes);
        _kernel.Factor(jacobian, shifts, factors);
        return factors;
    }

    private double* New(int count)
    {
        double* block = (double*)NativeMemory.AlignedAlloc((nuint)(Math.Max(count, 1) * _width * sizeof(double)), 64);
        new Span<double>(block, Math.Max(count, 1) * _width).Fill(double.NaN);
        _blocks.Add((nint)block);
        return block;
    }

    private void Fill(double* target, double[][] values)
    {
        for (int lane = 0; lane < _width; lane++)
        {
            double[] row = values[lane % values.Length];
            for (int i = 0; i < row.Length; i++)
            {
                target[(i * _width) + lane] = row[i];
            }
        }
    }

    private double[][] Read(double* source, int count)
    {
        double[][] rows = new double[_width][];
        for (int lane = 0; lane < _width; lane++)
        {
            rows[lane] = new double[count];
            for (int i = 0; i < count; i++)
            {
                rows[lane][i] = source[(i * _width) + lane];
            }
        }

        return rows;
    }
}
