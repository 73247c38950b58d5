using Thymus.Compilation;
using Thymus.Language;
using Thymus.Simulation.Populations;
using Thymus.Store.Populations;
using Thymus.Store.Tables;

namespace Thymus.Store.Tests.Populations;

public sealed class PopulationFilesTests
{
    [Fact]
    public void Files_hold_the_bits_of_the_table_in_memory()
    {
        using var folder = new TemporaryFolder();
        var request = Request();
        var result = PopulationSimulator.Run(request, progress: null, TestContext.Current.CancellationToken);

        Stream(folder.Path, request with { BlockSize = 4, Threads = 2 });
        var rows = ParquetTable.Read(Path.Combine(folder.Path, "outputs.parquet")).ToList();

        Assert.Equal(3, rows.Count);
        Assert.Equal(
            Enumerable.Range(0, 10).SelectMany(p => result.Of(p, 0).ToArray()).Select(BitConverter.DoubleToInt64Bits),
            rows.SelectMany(t => t.Reals("y")).Select(BitConverter.DoubleToInt64Bits));
        Assert.Equal(Enumerable.Range(1, 10).SelectMany(p => Enumerable.Repeat((long)p, 9)), rows.SelectMany(t => t.Integers("patient")));
        Assert.Equal(Enumerable.Repeat(request.Times, 10).SelectMany(t => t), rows.SelectMany(t => t.Reals("time")));
    }

    [Fact]
    public void A_patient_that_fails_has_a_row_of_its_own_and_no_values_after_it()
    {
        using var folder = new TemporaryFolder();
        Stream(folder.Path, Request());

        var failed = Assert.Single(ParquetTable.Read(Path.Combine(folder.Path, "failures.parquet")));
        var values = ParquetTable.Read(Path.Combine(folder.Path, "outputs.parquet")).Single().Reals("y");

        Assert.Equal([10], failed.Integers("patient"));
        Assert.Equal(["y"], failed.Texts("state"));
        Assert.NotEmpty(failed.Texts("try")[0]);
        Assert.Equal([false, false, false, false, true, true, true, true, true], values.TakeLast(9).Select(double.IsNaN));
    }

    [Fact]
    public void Threads_and_lanes_do_not_change_the_bytes()
    {
        using var one = new TemporaryFolder();
        using var other = new TemporaryFolder();
        Stream(one.Path, Request() with { Threads = 1, LaneWidth = Solvers.Lanes.LaneWidth.Scalar, BlockSize = 3 });
        Stream(other.Path, Request() with { Threads = 3, LaneWidth = Solvers.Lanes.LaneWidth.Vector512, BlockSize = 3 });

        Assert.Equal(File.ReadAllBytes(Path.Combine(one.Path, "outputs.parquet")), File.ReadAllBytes(Path.Combine(other.Path, "outputs.parquet")));
    }

    [Fact]
    public void What_was_not_completed_leaves_no_file()
    {
        using var folder = new TemporaryFolder();
        using (var files = new PopulationFiles(folder.Path, Request()))
        {
            PopulationSimulator.Stream(Request(), files, progress: null, TestContext.Current.CancellationToken);
        }

        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    // y = 1/(1 − k t): the last patient runs away at time 3.5, the others after the end.
    private static PopulationRequest Request() => new()
    {
        Model = CompiledModel.Compile(new CompileRequest
        {
            Model = AntimonyReader.Read("y' = k*y^2; y = 1; k = 0.1", "test.ant").Value!,
            Supplied = ["k"],
            Observables = ["y"],
        }).Value!,
        Patients = new ParameterTable(
            ["k"], [.. Enumerable.Range(1, 10).Select(i => $"{i}")], [.. Enumerable.Range(1, 9).Select(i => 0.01 * i), 1 / 3.5]),
        Times = OutputTimes.Every(0, 1, 8),
    };

    private static void Stream(string folder, PopulationRequest request)
    {
        using var files = new PopulationFiles(folder, request);
        PopulationSimulator.Stream(request, files, progress: null, TestContext.Current.CancellationToken);
        files.Complete();

        Assert.Equal(10, files.Patients);
        Assert.Equal(1, files.Failed);
    }
}
