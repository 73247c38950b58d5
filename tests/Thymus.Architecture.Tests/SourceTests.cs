using System.Text.RegularExpressions;

namespace Thymus.Architecture.Tests;

/// <summary>Rules about the text of the source that no analyzer holds.</summary>
public sealed partial class SourceTests
{
    private const int MostLines = 500;

    [Fact]
    public void No_file_is_too_long_to_hold_one_idea() =>
        Assert.Empty(SourceFiles.Below("src").Where(f => File.ReadLines(f).Count() > MostLines).Select(Relative));

    [Theory]
    [InlineData("src", "*.cs")]
    [InlineData("library", "*")]
    public void Nothing_is_marked_to_be_done_later(string folder, string pattern) =>
        Assert.Empty(SourceFiles.Below(folder, pattern).Where(f => LaterPattern().IsMatch(File.ReadAllText(f))).Select(Relative));

    private static string Relative(string file) => Path.GetRelativePath(Repository.Root, file);

    [GeneratedRegex(@"\b(TODO|FIXME|HACK)\b")]
    private static partial Regex LaterPattern();
}
