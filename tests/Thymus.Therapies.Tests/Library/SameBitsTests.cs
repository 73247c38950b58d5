using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Thymus.Compilation;
using Thymus.Language.Binding;
using Thymus.Populations;
using Thymus.Simulation;
using Thymus.Simulation.Dosing;
using Thymus.Simulation.Populations;
using Thymus.Solvers.Lanes;

namespace Thymus.Therapies.Tests.Library;

/// <summary>No bit depends on width, lane, neighbours, order, threads or blocks, on any model of the library with its own patients and doses.</summary>
public sealed class SameBitsTests
{
    private const int Patients = 21;

    private static readonly TherapyLibrary Library = TherapyLibrary.Find(Repository.PathOf("library")).Value!;

    private static readonly (LaneWidth Width, int Threads, int BlockSize)[] Ways =
    [
        (LaneWidth.Scalar, 1, 0),
        (LaneWidth.Scalar, 2, 3),
        (LaneWidth.Vector256, 2, 0),
        (LaneWidth.Vector256, 1, 5),
        (LaneWidth.Vector512, 1, 4),
        (LaneWidth.Vector512, 2, 0),
        (LaneWidth.TwoVectors512, 2, 1),
        (LaneWidth.TwoVectors512, 1, 0),
    ];

    public static TheoryData<string> Therapies => [.. Library.List()];

    [Theory, MemberData(nameof(Therapies))]
    public void Every_patient_has_the_bits_that_it_has_alone(string id)
    {
        var request = Request(Library.Read(id).Value!);
        string[] alone = Alone(request);
        // All regimens at once may be more than a model can follow (under docetaxel six times over, cells far below the tolerance turn negative and grow
        // there): then the same patients fail everywhere, at the same time, and most have to end.
        Assert.InRange(alone.Count(p => p.Contains("Status = Completed", StringComparison.Ordinal)), Patients * 2 / 3, Patients);

        foreach (var (width, threads, blockSize) in Ways)
        {
            foreach (int step in (int[])[1, 8, 20])   // 8 shuffles, 20 turns the order round: neither shares a factor with 21
            {
                string[] crowd = Run(request with
                {
                    Patients = new Some(request.Patients, 0, Patients, step),
                    LaneWidth = width,
                    Threads = threads,
                    BlockSize = blockSize,
                });
                Assert.Equal(Enumerable.Range(0, Patients).Select(p => alone[p * step % Patients]), crowd);
            }
        }
    }

    // Not so in every therapy: under a placebo, or in a model of one typical patient, all courses are alike.
    [Theory]
    [InlineData("pembrolizumab-nsclc")]
    [InlineData("docetaxel-nsclc")]
    public void Patients_differ(string id) => Assert.Equal(Patients, Alone(Request(Library.Read(id).Value!)).Distinct().Count());

    private static string[] Alone(PopulationRequest request) => [.. Enumerable.Range(0, Patients).Select(p => Run(request with
    {
        Patients = new Some(request.Patients, p, 1, Step: 1),
        LaneWidth = LaneWidth.Scalar,
    }).Single())];

    private static PopulationRequest Request(Therapy therapy)
    {
        var population = therapy.Population;
        string[] covariates = [.. population.Covariates.Select(c => c.Name)
            .Where(n => therapy.Model.Find(n) is { Kind: SymbolKind.Parameter } && population.Parameters.All(p => p.Name != n))];
        var doses = therapy.Regimens.SelectMany(r => r.Doses.Select(d => Dose(therapy, d))).ToImmutableArray();
        var model = CompiledModel.Compile(new CompileRequest
        {
            Model = therapy.Model,
            Supplied = [.. population.Parameters.Select(p => p.Name), .. covariates],
            DoseTargets = [.. doses.Select(d => d.Target).Distinct()],
            Observables = [.. therapy.Outputs.Select(o => o.Name), .. therapy.Model.Symbols.Where(s => s.Kind is SymbolKind.Species).Select(s => s.Name)],
        }).Value!;
        double end = doses.Select(d => d.First + (d.Count * Math.Max(d.Every, 1))).DefaultIfEmpty(30).Max();
        return new PopulationRequest
        {
            Model = model,
            Patients = new Drawn(population, covariates),
            Doses = doses,
            Times = OutputTimes.Every(0, end / 40, end),
            Threads = 1,
        };
    }

    // All regimens together, so that doses of many kinds overlap.
    private static PopulationDose Dose(Therapy therapy, RegimenDose dose) => new()
    {
        Target = dose.Target,
        Amount = DoseAmount.Resolve(dose.Amount, ModelUnits.OfAmount(therapy.Model, therapy.Model.Find(dose.Target)!)!, 70, 1.8),
        First = dose.First,
        Every = dose.Interval,
        Count = dose.Interval > 0 ? Math.Min(dose.Maximum, 3) : 1,
        Duration = dose.Duration,
    };

    private static string[] Run(PopulationRequest request)
    {
        var sink = new Hashes();
        PopulationSimulator.Stream(request, sink, progress: null, TestContext.Current.CancellationToken);
        return [.. sink.OfPatient];
    }

    /// <summary>The outputs of each patient as bytes, and how its course ended.</summary>
    private sealed class Hashes : IPopulationSink
    {
        public List<string> OfPatient { get; } = [];

        public void Write(PatientBlock block)
        {
            for (int p = 0; p < block.Patients; p++)
            {
                using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
                for (int k = 0; k < block.Observables.Length; k++)
                {
                    hash.AppendData(MemoryMarshal.AsBytes(block.Of(p, k)));
                }

                OfPatient.Add($"{Convert.ToHexString(hash.GetHashAndReset())} {block.Outcome(p)}");
            }
        }
    }

    /// <summary>Virtual patients of the therapy.</summary>
    private sealed class Drawn(Population population, string[] covariates) : IPatientSource
    {
        private readonly PatientGenerator _generator = new(population, seed: 20);

        public ImmutableArray<string> Parameters { get; } = [.. population.Parameters.Select(p => p.Name), .. covariates];

        public long Count => Patients;

        public void Read(long patient, Span<double> values)
        {
            var drawn = _generator.Generate((ulong)patient + 1);
            drawn.Parameters.CopyTo(values);
            for (int i = 0; i < covariates.Length; i++)
            {
                int index = population.Covariates.Index().First(c => c.Item.Name == covariates[i]).Index;
                values[drawn.Parameters.Length + i] = drawn.Covariates[index];
            }
        }
    }

    private sealed record Some(IPatientSource Source, long First, long Count, int Step) : IPatientSource
    {
        public ImmutableArray<string> Parameters => Source.Parameters;

        public void Read(long patient, Span<double> values) => Source.Read((First + (patient * Step)) % Source.Count, values);
    }
}
