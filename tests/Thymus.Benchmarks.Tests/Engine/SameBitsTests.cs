using System.Collections.Immutable;
using Thymus.Benchmarks.Engine;
using Thymus.Simulation.Populations;
using Thymus.Solvers.Lanes;

namespace Thymus.Benchmarks.Tests.Engine;

/// <summary>No bit depends on width, lane, neighbours, order, threads or blocks, on any benchmark model.</summary>
public sealed class SameBitsTests
{
    private const int Patients = 21;

    public static TheoryData<string, LaneWidth, int, int> Ways
    {
        get
        {
            var ways = new TheoryData<string, LaneWidth, int, int>();
            foreach (string model in (string[])["tmdd", "kirschner_panetta", "qsp30", "synthetic:60"])
            {
                ways.Add(model, LaneWidth.Scalar, 1, 0);
                ways.Add(model, LaneWidth.Vector256, 2, 0);
                ways.Add(model, LaneWidth.Vector512, 1, 4);
                ways.Add(model, LaneWidth.TwoVectors512, 2, 1);
            }

            return ways;
        }
    }

    [Theory, MemberData(nameof(Ways))]
    public void Every_patient_has_the_bits_that_it_has_alone(string model, LaneWidth width, int threads, int blockSize)
    {
        var setup = BenchSetup.Of(model.Contains(':', StringComparison.Ordinal) ? model : Repository.PathOf($"bench/models/{model}"));
        var request = new PopulationRequest
        {
            Model = setup.Compile(),
            Patients = new Backwards(new SomePatients(setup.Patients, Patients)),
            Doses = setup.Doses,
            Times = setup.Times,
            Solver = new SolverOptions { RelativeTolerance = 1e-5, AbsoluteTolerance = 1e-8 },
            Threads = threads,
            LaneWidth = width,
            BlockSize = blockSize,
        };
        var sink = new Hashes();
        PopulationSimulator.Stream(request, sink, progress: null, TestContext.Current.CancellationToken);

        for (int p = 0; p < Patients; p += 4)
        {
            var alone = new Hashes();
            var only = request with { Patients = new Only(setup.Patients, Patients - 1 - p), Threads = 1, LaneWidth = LaneWidth.Scalar };
            PopulationSimulator.Stream(only, alone, progress: null, TestContext.Current.CancellationToken);

            Assert.Equal(alone.OfPatient[0], sink.OfPatient[p]);
        }
    }

    /// <summary>The outputs of each patient as bytes.</summary>
    private sealed class Hashes : IPopulationSink
    {
        public List<string> OfPatient { get; } = [];

        public void Write(PatientBlock block)
        {
            for (int p = 0; p < block.Patients; p++)
            {
                using var hash = System.Security.Cryptography.IncrementalHash.CreateHash(System.Security.Cryptography.HashAlgorithmName.SHA256);
                for (int k = 0; k < block.Observables.Length; k++)
                {
                    hash.AppendData(System.Runtime.InteropServices.MemoryMarshal.AsBytes(block.Of(p, k)));
                }

                OfPatient.Add(Convert.ToHexString(hash.GetHashAndReset()));
                Assert.True(block.Outcome(p).Succeeded);
            }
        }
    }

    private sealed class Backwards(IPatientSource source) : IPatientSource
    {
        public ImmutableArray<string> Parameters => source.Parameters;

        public long Count => source.Count;

        public void Read(long patient, Span<double> values) => source.Read(source.Count - 1 - patient, values);
    }

    private sealed class Only(IPatientSource source, long patient) : IPatientSource
    {
        public ImmutableArray<string> Parameters => source.Parameters;

        public long Count => 1;

        public void Read(long any, Span<double> values) => source.Read(patient + any, values);
    }
}
