using System.Text.RegularExpressions;

namespace Thymus.Cli.Tests.Commands;

/// <summary>Help teaches.</summary>
public sealed partial class HelpTests
{
    [Theory]
    [InlineData("", "trial", "run", "library", "model", "--version")]
    [InlineData("trial", "run", "resume", "report")]
    [InlineData("trial run", "<study>", "--patients", "--seed", "--twins", "--out", "--threads", "--lanes", "--library", "--json")]
    [InlineData("trial resume", "<folder>", "--threads", "--lanes", "--json")]
    [InlineData("trial report", "<folder>", "--json")]
    [InlineData("run", "replay", "query")]
    [InlineData("run replay", "<folder>", "--threads", "--lanes", "--json")]
    [InlineData("run query", "<folder>", "<sql>", "--csv", "--json")]
    [InlineData("library", "list", "show", "verify")]
    [InlineData("library list", "--library", "--json")]
    [InlineData("library show", "<therapy>", "--library", "--json")]
    [InlineData("library verify", "<therapy>", "--library", "--checks", "--json")]
    [InlineData("model", "check", "simulate")]
    [InlineData("model check", "<model>", "--json")]
    [InlineData("model simulate", "<model>", "--until", "--every", "--dose", "--set", "--output", "--weight", "--bsa", "--rtol", "--atol", "--non-negative", "--out", "--json")]
    public void Every_command_explains_itself_and_each_of_its_options(string command, params string[] parts)
    {
        var help = Program.Run(Path.GetTempPath(), [.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);

        Assert.True(help.ExitCode == 0, help.ToString());
        Assert.Empty(help.Error);
        foreach (string part in parts)
        {
            // The name at the start of a line, and words about it on the same one.
            Assert.Matches($@"(?m)^  (-\w, )?{Regex.Escape(part)}.*  +\S+ \S+", help.Output);
        }
    }

    [Theory]
    [InlineData("trial run")]
    [InlineData("run query")]
    [InlineData("library verify")]
    [InlineData("model simulate")]
    public void Help_ends_with_examples_and_exit_codes(string command)
    {
        var help = Program.Run(Path.GetTempPath(), [.. command.Split(' '), "--help"]);

        Assert.Contains($"Examples:{Environment.NewLine}  thymus {command}", help.Output, StringComparison.Ordinal);
        Assert.Contains("Exit codes: 0 done", help.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Version_is_a_version()
    {
        var version = Program.Run(Path.GetTempPath(), "--version");

        Assert.Equal(0, version.ExitCode);
        Assert.Matches(Version(), version.Output);
    }

    [GeneratedRegex(@"^\d+\.\d+\.\d+")]
    private static partial Regex Version();
}
