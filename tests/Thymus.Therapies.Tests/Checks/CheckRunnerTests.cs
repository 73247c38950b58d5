using System.Collections.Immutable;
using System.Globalization;
using Thymus.Therapies.Checks;

namespace Thymus.Therapies.Tests.Checks;

/// <summary>The tables of the science dossier: cancer.md sections 1.1.6, 1.3.2 and 1.7.1, with the tolerances stated there.</summary>
public sealed class CheckRunnerTests
{
    private static readonly TherapyLibrary Library = TherapyLibrary.Find(Repository.PathOf("library")).Value!;

    public static TheoryData<string> Therapies => [.. Library.List()];

    [Theory, MemberData(nameof(Therapies))]
    public void Every_published_check_holds_within_its_tolerance(string id)
    {
        var results = Run(id);

        Assert.NotEmpty(results);
        Assert.Empty(results.Where(r => !r.Passed).Select(r => string.Create(
            CultureInfo.InvariantCulture, $"{r.Check.Id}: published {r.Check.Published}, computed {r.Computed:G7}, {r.RelativeDifference:P3} {r.Failure}")));
    }

    [Fact]
    public void A_check_fails_when_the_published_number_is_another()
    {
        var therapy = Library.Read("pembrolizumab-nsclc").Value!;
        var check = CheckReader.Read(therapy).Value!.Checks.Single(c => c.Id == "half-life");
        var wrong = check with { Published = check.Published with { Value = check.Published.Value * 1.002 } };

        var result = Assert.Single(CheckRunner.Run(therapy, [wrong], TestContext.Current.CancellationToken));

        Assert.False(result.Passed);
        Assert.Equal(-0.002, result.RelativeDifference, tolerance: 2e-4);
    }

    [Theory]
    [InlineData("observe: half_life", "observe: halflife", "TH4013")]
    [InlineData("published: 25.79 d", "published: 25.79 kg", "TH4006")]
    [InlineData("patient: struemper", "patient: strumper", "TH4016")]
    [InlineData("kind: median-survival", "kind: medain-survival", "TH4008")]
    [InlineData("tolerance: 0.1 %", "tolerance: 0.1 kg", "TH4018")]
    [InlineData("kind: trough, dose: 1 ", "kind: trough, dose: 0 ", "TH4007")]
    [InlineData("nsclc: 0", "nslc: 0", "TH4016")]
    public void What_is_wrong_in_checks_is_reported(string good, string bad, string code)
    {
        var therapy = Library.Read("pembrolizumab-nsclc").Value!;
        using var folder = new TemporaryFolder();
        string text = File.ReadAllText(Path.Combine(therapy.Folder, "checks.yaml"));
        Assert.Contains(good, text, StringComparison.Ordinal);
        File.WriteAllText(folder["checks.yaml"], text.Replace(good, bad, StringComparison.Ordinal));

        var read = CheckReader.Read(therapy with { Folder = folder.Path });

        Assert.Null(read.Value);
        Assert.Contains(read.Findings, f => f.Rule.Code == code && f.Span.Line > 1);
    }

    private static ImmutableArray<CheckResult> Run(string id)
    {
        var therapy = Library.Read(id).Value!;
        var checks = CheckReader.Read(therapy);
        Assert.Empty(checks.Findings);
        return CheckRunner.Run(therapy, checks.Value!.Checks, TestContext.Current.CancellationToken);
    }
}
