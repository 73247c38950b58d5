using System.Runtime.InteropServices;
using BenchmarkDotNet.Attributes;
using Thymus.Benchmarks.Engine;
using Thymus.Solvers.Lanes;

namespace Thymus.Benchmarks.Kernels;

/// <summary>Question: what do the parts of a step cost, by model and width? Answer: bench/README.md. A call serves as many patients as there are lanes.</summary>
public unsafe class KernelBenchmark
{
    private LaneKernel _kernel = null!;
    private double* _time, _state, _parameters, _slope, _jacobian, _result, _shift, _factors;

    [Params("tmdd", "kirschner_panetta", "qsp30")]
    public string Model { get; set; } = "";

    [Params(LaneWidth.Scalar, LaneWidth.Vector256, LaneWidth.Vector512, LaneWidth.TwoVectors512)]
    public LaneWidth Width { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        var model = BenchReader.Read(Path.Combine(Checkout.Root, "bench", "models", Model)).Compile();
        _kernel = model.Kernel(Width);
        var shape = _kernel.Shape;
        _time = Vectors(1);
        _shift = Vectors(1);
        _state = Vectors(shape.States);
        _slope = Vectors(shape.States);
        _result = Vectors(shape.States);
        _parameters = Vectors(shape.Parameters + shape.Derived);
        _jacobian = Vectors(shape.JacobianEntries);
        _factors = Vectors(shape.FactorEntries);
        for (int lane = 0; lane < (int)Width; lane++)
        {
            _shift[lane] = 100 + lane;
            for (int i = 0; i < shape.Parameters; i++)
            {
                _parameters[(i * (int)Width) + lane] = double.IsFinite(model.DefaultParameters[i]) ? model.DefaultParameters[i] : 1;
            }
        }

        _kernel.Prepare(_parameters);
        _kernel.Initialise(_time, _parameters, _state);
        Jacobian();
        Factor();
    }

    [Benchmark]
    public void Field() => _kernel.Field(_time, _state, _parameters, _result);

    [Benchmark]
    public void Jacobian() => _kernel.Jacobian(_time, _state, _parameters, _jacobian, _slope);

    [Benchmark]
    public void Factor() => _kernel.Factor(_jacobian, _shift, _factors);

    [Benchmark]
    public void Solve()
    {
        new Span<double>(_state, _kernel.Shape.States * (int)Width).CopyTo(new Span<double>(_result, _kernel.Shape.States * (int)Width));
        _kernel.Solve(_factors, _result);
    }

    // The memory lives as long as the process, which measures and ends.
    private double* Vectors(int count)
    {
        nuint bytes = (nuint)(Math.Max(1, count) * (int)Width * sizeof(double));
        void* memory = NativeMemory.AlignedAlloc((bytes + 63) / 64 * 64, 64);
        NativeMemory.Clear(memory, bytes);
        return (double*)memory;
    }
}
