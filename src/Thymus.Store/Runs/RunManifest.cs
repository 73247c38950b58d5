using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Thymus.Simulation;
using Thymus.Solvers.Choosing;
using Thymus.Solvers.Lanes;

namespace Thymus.Store.Runs;

/// <summary>Everything that is needed to trace a number of a run to its inputs, and to compute it again.</summary>
public sealed record RunManifest
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>Version of this layout; a reader refuses a later one.</summary>
    public int Format { get; init; } = 1;

    /// <summary>Statement of use, in every run.</summary>
    public string Notice { get; init; } = "Simulated. Research use only; not a medical device; no advice to treat.";

    /// <summary>Study id.</summary>
    public required string Study { get; init; }

    /// <summary>Whether the run is finished: all chunks, tables and the report are there.</summary>
    public required bool IsComplete { get; init; }

    /// <summary>Version of Thymus that computed it, with the commit where it is known.</summary>
    public required string Version { get; init; }

    /// <summary>Patients per arm.</summary>
    public required int PatientsPerArm { get; init; }

    /// <summary>Seed.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Whether every patient is in every arm.</summary>
    public required bool Twins { get; init; }

    /// <summary>Settings of the integration, defaults included.</summary>
    public required SolverOptions Solver { get; init; }

    /// <summary>Settings of single states; <see langword="null"/> where there are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<StateFact>? States { get; init; }

    /// <summary>How the method was chosen, where the study leaves it to the program.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public MethodChoice? MethodChoice { get; init; }

    /// <summary>How random numbers are made and named.</summary>
    public string RandomNumbers { get; init; } = "Philox4x32-10 keyed by the seed; counter from (patient, hash of the purpose)";

    /// <summary>Number of chunks.</summary>
    public required int Chunks { get; init; }

    /// <summary>Patient numbers per chunk.</summary>
    public required int PatientsPerChunk { get; init; }

    /// <summary>SHA-256 of every input, by its path below the run folder.</summary>
    public required ImmutableSortedDictionary<string, string> Inputs { get; init; }

    /// <summary>SHA-256 of every table, by its path below the run folder; empty until the run is complete.</summary>
    public ImmutableSortedDictionary<string, string> Tables { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Patients whose simulation failed.</summary>
    public long FailedPatients { get; init; }

    /// <summary>How it was computed: nothing here can change a result.</summary>
    public RunCircumstances Circumstances { get; init; } = new();

    /// <summary>Reads a manifest.</summary>
    public static RunManifest Read(string path)
    {
        string text = StoreException.Guard(path, () => File.ReadAllText(path));
        try
        {
            var manifest = JsonSerializer.Deserialize<RunManifest>(text, Options) ?? throw new JsonException("it is empty");
            return manifest.Format == 1
                ? manifest
                : throw new StoreException($"'{path}' has format {manifest.Format}; this version of Thymus reads format 1", "use the version of Thymus that wrote the run");
        }
        catch (JsonException problem)
        {
            throw new StoreException($"'{path}' is not a manifest of a run: {problem.Message}", "restore the file from a copy, or run the study again", problem);
        }
    }

    /// <summary>Writes the manifest, whole or not at all.</summary>
    public void Write(string path) => WholeFile.Write(path, JsonSerializer.Serialize(this, Options) + "\n");
}

/// <summary>What the study asks of the integration of one state.</summary>
/// <param name="Name">Name of the state, or <see cref="StateSetting.AllSpecies"/>.</param>
/// <param name="AbsoluteTolerance">Absolute tolerance as written; <see langword="null"/> for that of all states.</param>
/// <param name="NonNegative">Whether it is protected from turning negative.</param>
public sealed record StateFact(
    string Name,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? AbsoluteTolerance,
    bool NonNegative)
{
    /// <summary>The facts of a study; <see langword="null"/> for none.</summary>
    public static IReadOnlyList<StateFact>? Of(IEnumerable<StateSetting> settings)
    {
        StateFact[] facts = [.. settings.Select(s => new StateFact(s.Name, s.AbsoluteTolerance?.ToString(), s.NonNegative))];
        return facts.Length > 0 ? facts : null;
    }
}

/// <summary>Machine, threads and times of a run.</summary>
public sealed record RunCircumstances
{
    /// <summary>Operating system and processor architecture.</summary>
    public string Machine { get; init; } = "";

    /// <summary>.NET runtime.</summary>
    public string Runtime { get; init; } = "";

    /// <summary>Threads.</summary>
    public int Threads { get; init; }

    /// <summary>Lanes per vector.</summary>
    public string LaneWidth { get; init; } = "";

    /// <summary>Date on which the run was finished, ISO 8601.</summary>
    public string Finished { get; init; } = "";

    /// <summary>Seconds of simulation, this session only.</summary>
    public double SimulationSeconds { get; init; }

    /// <summary>Courses simulated in this session.</summary>
    public long CoursesSimulated { get; init; }

    /// <summary>Accepted steps in this session.</summary>
    public long AcceptedSteps { get; init; }

    /// <summary>Refused steps in this session.</summary>
    public long RejectedSteps { get; init; }

    /// <summary>Part of the lanes that did work, 0 to 1.</summary>
    public double LaneUse { get; init; }
}
