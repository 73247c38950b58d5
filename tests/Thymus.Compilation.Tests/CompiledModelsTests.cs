using System.Runtime.CompilerServices;
using Thymus.Language;
using Thymus.Language.Binding;
using Thymus.Solvers.Lanes;

namespace Thymus.Compilation.Tests;

public sealed class CompiledModelsTests
{
    private const string Decay = "model m\n  k = 1; x = 2; y = 3\n  x' = -k*x\n  y' = -y\nend";

    [Fact]
    public void The_same_request_on_the_same_model_is_compiled_once()
    {
        var model = Read();
        var first = Compile(model, "x");
        Assert.Same(first, Compile(model, "x"));
        Assert.Same(first.Kernel(LaneWidth.Scalar), Compile(model, "x").Kernel(LaneWidth.Scalar));
        Assert.NotSame(first, Compile(model, "y"));
        Assert.NotSame(first, Compile(model, "x", "y"));
        Assert.NotSame(first, Compile(Read(), "x"));
    }

    [Fact]
    public void Requests_used_last_are_kept_and_the_one_not_used_for_longest_goes()
    {
        var model = Read();
        string[] first = [.. Enumerable.Repeat("x", 1)], second = ["y"];
        var (kept, gone) = (Compile(model, first), Compile(model, second));
        for (int i = 2; i <= CompiledModels.MostPerModel; i++)
        {
            Compile(model, [.. Enumerable.Repeat("x", i)]);
            Assert.Same(kept, Compile(model, first));
        }

        Assert.NotSame(gone, Compile(model, second));
        Assert.Same(kept, Compile(model, first));
    }

    [Fact]
    public void Threads_that_ask_together_get_one_compilation()
    {
        var model = Read();
        var compiled = Enumerable.Range(0, 8).AsParallel().WithDegreeOfParallelism(8).Select(_ => Compile(model, "x")).ToList();
        Assert.All(compiled, c => Assert.Same(compiled[0], c));
    }

    [Fact]
    public void What_was_compiled_goes_with_its_model()
    {
        var weak = CompileAndForget();
        for (int i = 0; i < 20 && weak.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(weak.IsAlive);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference CompileAndForget()
    {
        var compiled = Compile(Read(), "x");
        compiled.Kernel(LaneWidth.Vector256);
        return new WeakReference(compiled);
    }

    private static BoundModel Read() => AntimonyReader.Read(Decay, "test.ant").Value!;

    private static CompiledModel Compile(BoundModel model, params string[] observables) =>
        CompiledModel.Compile(new CompileRequest { Model = model, Observables = [.. observables] }).Value!;
}
