using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Thymus.Benchmarks.Kernels;

/// <summary>Runs the benchmarks of kernels and functions, in this process: the kernels are made in it.</summary>
internal static class KernelRun
{
    public static void Run(string[] arguments)
    {
        var config = DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
        BenchmarkSwitcher.FromAssembly(typeof(KernelRun).Assembly).Run(arguments.Length == 0 ? ["--filter", "*"] : arguments, config);
    }
}
