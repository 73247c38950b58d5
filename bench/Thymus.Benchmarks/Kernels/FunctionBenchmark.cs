using BenchmarkDotNet.Attributes;
using Thymus.Numerics.Functions;
using Thymus.Numerics.Lanes;

namespace Thymus.Benchmarks.Kernels;

/// <summary>Question: what do exp, log and pow cost per number, by width, beside those of the platform? Answer: bench/README.md.</summary>
[GenericTypeArguments(typeof(Lanes1))]
[GenericTypeArguments(typeof(Lanes4))]
[GenericTypeArguments(typeof(Lanes8))]
public unsafe class FunctionBenchmark<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    private const int Numbers = 1024;
    private readonly double[] _x = GC.AllocateArray<double>(Numbers, pinned: true);
    private readonly double[] _result = GC.AllocateArray<double>(Numbers, pinned: true);

    [GlobalSetup]
    public void Prepare()
    {
        for (int i = 0; i < Numbers; i++)
        {
            _x[i] = 0.01 + (0.01 * i);
        }
    }

    [Benchmark(OperationsPerInvoke = Numbers)]
    public void Exp()
    {
        fixed (double* x = _x, result = _result)
        {
            for (int i = 0; i < Numbers; i += TLanes.Width)
            {
                TLanes.Store(result + i, LaneMath<TLanes>.Exp(TLanes.Load(x + i)));
            }
        }
    }

    [Benchmark(OperationsPerInvoke = Numbers)]
    public void Log()
    {
        fixed (double* x = _x, result = _result)
        {
            for (int i = 0; i < Numbers; i += TLanes.Width)
            {
                TLanes.Store(result + i, LaneMath<TLanes>.Log(TLanes.Load(x + i)));
            }
        }
    }

    [Benchmark(OperationsPerInvoke = Numbers)]
    public void Pow()
    {
        fixed (double* x = _x, result = _result)
        {
            for (int i = 0; i < Numbers; i += TLanes.Width)
            {
                TLanes.Store(result + i, LaneMath<TLanes>.Pow(TLanes.Load(x + i), TLanes.Broadcast(1.7)));
            }
        }
    }

    [Benchmark(OperationsPerInvoke = Numbers)]
    public void PlatformExp()
    {
        for (int i = 0; i < Numbers; i++)
        {
            _result[i] = Math.Exp(_x[i]);
        }
    }

    [Benchmark(OperationsPerInvoke = Numbers)]
    public void PlatformPow()
    {
        for (int i = 0; i < Numbers; i++)
        {
            _result[i] = Math.Pow(_x[i], 1.7);
        }
    }
}
