using Thymus.Simulation.Populations;
using Thymus.Solvers.Lanes;

namespace Thymus.Simulation.Tests.Populations;

public sealed class StreamTests
{
    [Theory]
    [InlineData(1, 1, LaneWidth.Scalar)]
    [InlineData(1, 7, LaneWidth.Vector512)]
    [InlineData(2, 3, LaneWidth.Vector256)]
    [InlineData(3, 0, LaneWidth.TwoVectors512)]
    public void A_stream_gives_the_bits_of_the_table_in_its_order(int threads, int blockSize, LaneWidth width)
    {
        var request = BenchModel.Antibody(patients: 45);
        var whole = BenchModel.Run(request);
        var sink = new Collected();

        var summary = BenchModel.Stream(request with { Threads = threads, BlockSize = blockSize, LaneWidth = width }, sink);

        Assert.Equal(Enumerable.Range(0, 45).Select(p => (long)p), sink.Patients);
        Assert.All(Enumerable.Range(0, 45), p => Assert.Equal(BenchModel.Bits(whole.Of(p)), sink.Bits[p]));
        Assert.All(Enumerable.Range(0, 45), p => Assert.Equal(whole.Outcome(p), sink.Outcomes[p]));
        Assert.Equal(45, summary.Statistics.Courses);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 4)]
    [InlineData(2, 17)]
    [InlineData(1, 0)]
    public void Events_and_lags_have_the_same_bits_in_blocks_of_any_size(int threads, int blockSize)
    {
        var request = PopulationSimulatorTests.LaggedRequest([.. Enumerable.Range(0, 45).SelectMany(p => new[] { 0.05 + (0.01 * p), p % 5 * 0.3, p % 4 * 0.7 })]);
        var whole = BenchModel.Run(request with { Threads = 1 });
        var sink = new Collected();

        BenchModel.Stream(request with { Threads = threads, BlockSize = blockSize }, sink);

        Assert.All(Enumerable.Range(0, 45), p => Assert.Equal(BenchModel.Bits(whole.Of(p)), sink.Bits[p]));
    }

    [Fact]
    public void A_slow_sink_holds_the_engine_back()
    {
        var sink = new Collected { Delay = TimeSpan.FromMilliseconds(5) };

        var summary = BenchModel.Stream(BenchModel.Antibody(patients: 200) with { Threads = 2, BlockSize = 5, LaneWidth = LaneWidth.Scalar }, sink);

        Assert.Equal(200, sink.Patients.Count);
        Assert.InRange(summary.LargestInFlight, 2, 6);
    }

    [Fact]
    public void A_sink_that_fails_ends_the_run_with_its_failure()
    {
        var sink = new Collected { FailsAt = 20 };

        Assert.Throws<IOException>(() => BenchModel.Stream(BenchModel.Antibody(patients: 100) with { BlockSize = 5 }, sink));
        Assert.Equal(20, sink.Patients.Count);
    }

    [Fact]
    public void A_source_that_fails_ends_the_run_with_its_failure()
    {
        var request = BenchModel.Antibody(patients: 100);

        Assert.Throws<IOException>(() => BenchModel.Stream(request with { Patients = new Broken(request.Patients), BlockSize = 5 }, new Collected()));
        Assert.Throws<IOException>(() => BenchModel.Run(request with { Patients = new Broken(request.Patients) }));
    }

    [Fact]
    public void Cancellation_leaves_whole_blocks()
    {
        using var stop = new CancellationTokenSource();
        var sink = new Collected { StopsAt = (20, stop) };

        Assert.Throws<OperationCanceledException>(() => PopulationSimulator.Stream(
            BenchModel.Antibody(patients: 3000) with { BlockSize = 5 }, sink, progress: null, stop.Token));
        Assert.InRange(sink.Patients.Count, 20, 2999);
        Assert.Equal(0, sink.Patients.Count % 5);
    }

    [Fact]
    public void A_population_may_be_empty() =>
        Assert.Equal(0, BenchModel.Stream(BenchModel.Antibody(patients: 0), new Collected()).Statistics.Courses);

    private sealed class Collected : IPopulationSink
    {
        public List<long> Patients { get; } = [];

        public List<System.Collections.Immutable.ImmutableArray<long>> Bits { get; } = [];

        public List<CourseOutcome> Outcomes { get; } = [];

        public TimeSpan Delay { get; init; }

        public int FailsAt { get; init; } = int.MaxValue;

        public (int Patients, CancellationTokenSource? Source) StopsAt { get; init; } = (int.MaxValue, null);

        public void Write(PatientBlock block)
        {
            if (Patients.Count >= FailsAt)
            {
                throw new IOException("the disk is full");
            }

            Thread.Sleep(Delay);
            for (int p = 0; p < block.Patients; p++)
            {
                Patients.Add(block.First + p);
                Bits.Add(BenchModel.Bits([.. Enumerable.Range(0, block.Observables.Length).SelectMany(k => block.Of(p, k).ToArray())]));
                Outcomes.Add(block.Outcome(p));
            }

            if (Patients.Count >= StopsAt.Patients)
            {
                StopsAt.Source!.Cancel();
            }
        }
    }

    private sealed class Broken(IPatientSource source) : IPatientSource
    {
        public System.Collections.Immutable.ImmutableArray<string> Parameters => source.Parameters;

        public long Count => source.Count;

        public void Read(long patient, Span<double> values)
        {
            if (patient == 50)
            {
                throw new IOException("the table is cut off");
            }

            source.Read(patient, values);
        }
    }
}
