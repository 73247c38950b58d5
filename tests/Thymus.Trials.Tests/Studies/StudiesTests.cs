using Thymus.Solvers.Lanes;
using Thymus.Therapies;
using Thymus.Trials.Analysis;
using Thymus.Trials.Courses;

namespace Thymus.Trials.Tests.Studies;

/// <summary>Every study of the repository can be read, and runs with a few patients.</summary>
public sealed class StudiesTests
{
    public static TheoryData<string> All => [.. Directory.EnumerateFiles(Repository.PathOf("studies"), "*.yaml").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(All))]
    public void Study_runs_with_a_few_patients(string file)
    {
        var read = StudyReader.Read(Repository.PathOf("studies/" + file), TherapyLibrary.Find(Repository.PathOf("library")).Value!);
        Assert.Empty(read.Findings);
        Assert.Equal(file, read.Value!.Id + ".yaml");
        var study = read.Value with { PatientsPerArm = 3 };
        var created = TrialSimulator.Create(study);
        Assert.True(created.Succeeded, string.Join('\n', created.Findings));

        using var worker = created.Value.CreateWorker(LaneWidth.Vector256);
        var courses = Enumerable.Range(0, created.Value.Chunks).SelectMany(c => worker.Simulate(c, null, TestContext.Current.CancellationToken).Courses).ToList();

        Assert.Equal(3 * study.Arms.Length, courses.Count);
        Assert.All(courses, c => Assert.Null(c.Record.Failure));
        string[] names = [.. study.Endpoints.SelectMany(e => e is Trials.Endpoints.ResponderEndpoint r ? r.Thresholds.Select(t => t.Id) : [e.Id])];
        Assert.All(courses, c => Assert.Empty(names.Except(c.Record.Endpoints.Select(e => e.Endpoint))));
        Assert.All(study.Published, p => Assert.Null(PublishedQuantities.Problem(p, study.Control)));
    }
}
