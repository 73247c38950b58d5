namespace Thymus.Reports.Tests;

/// <summary>Writes samples for a person to look at, where the variable THYMUS_SAMPLE_REPORTS names a folder.</summary>
public class LookTests
{
    [Fact]
    public void Samples_can_be_written_for_looking_at()
    {
        string? folder = Environment.GetEnvironmentVariable("THYMUS_SAMPLE_REPORTS");
        Assert.SkipWhen(string.IsNullOrEmpty(folder), "THYMUS_SAMPLE_REPORTS names no folder.");
        Directory.CreateDirectory(folder!);
        Write(SampleTrial.Create(), "sample.html");
        Write(SampleTrial.Create(perArm: 60, failures: 0, twins: true), "twins.html");
        Write(SampleTrial.Create(perArm: 10_000), "large.html");

        void Write(ReportData data, string name)
        {
            using var file = File.Create(Path.Combine(folder!, name));
            ReportWriter.Write(data, file);
            Assert.True(file.Length > 0);
        }
    }
}
