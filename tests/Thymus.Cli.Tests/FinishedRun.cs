using Thymus.Cli.Tests;

[assembly: AssemblyFixture(typeof(FinishedRun))]

namespace Thymus.Cli.Tests;

/// <summary>One run of the study as it is written, with 110 patients per arm (two chunks), that all tests share. They only read it.</summary>
public sealed class FinishedRun : IDisposable
{
    public const string Patients = "110";

    private readonly Workplace _place = new();

    public FinishedRun() => Finished = _place.Succeed("trial", "run", Workplace.Study, "--patients", Patients, "--out", "runs/shared");

    /// <summary>Full path of the run folder.</summary>
    public string Folder => _place["runs/shared"];

    /// <summary>What the program said.</summary>
    internal Finished Finished { get; }

    /// <summary>The working folder.</summary>
    internal Workplace Place => _place;

    /// <summary>A copy that a test may spoil, in a working folder of the test's own.</summary>
    internal string CopyTo(Workplace place)
    {
        Workplace.Copy(Folder, place["runs/copy"]);
        return place["runs/copy"];
    }

    public void Dispose() => _place.Dispose();
}
