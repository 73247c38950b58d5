namespace Thymus.Cli.Tests.Runs;

/// <summary>./thymus starts images that were compiled ahead of time (eng/images); the other tests run the program as it was built.</summary>
public sealed class ImagesTests
{
    [Fact]
    public void Images_give_the_bytes_of_the_program_that_they_were_made_of()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "eng/images is a script for bash.");
        using var place = new Workplace();
        string study = place.ShortStudy();
        string log = Make(Path.GetDirectoryName(Program.Path)!, place["images"]);
        Assert.SkipUnless(Directory.Exists(place["images"]), $"The compiler for images could not be fetched: {log}");
        string[] run = ["trial", "run", study, "--patients", "120", "--out"];
        string[] simulate = ["model", "simulate", "library/cancer/checkpoint-inhibitors/pembrolizumab-nsclc/model.ant", "--until", "21d"];
        place.Succeed([.. run, "built"]);

        var ended = Images(place, [.. run, "ahead"]);

        Assert.True(ended.ExitCode == 0, ended.ToString());
        Workplace.AssertSameTables(place["built"], place["ahead"]);
        Assert.Equal(place.Succeed(simulate).Output, Images(place, simulate).Output);
    }

    private static Finished Images(Workplace place, string[] args) => Start("dotnet", [place["images/thymus.dll"], .. args], place.Path);

    private static string Make(string folder, string copy) =>
        Start("bash", [Repository.PathOf("eng/images"), folder, copy], folder).ToString();

    private static Finished Start(string program, string[] args, string folder)
    {
        using var running = Program.StartCommand(program, args, folder);
        return running.WaitForEnd(TimeSpan.FromMinutes(3));
    }
}
