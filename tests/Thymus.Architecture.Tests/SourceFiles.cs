namespace Thymus.Architecture.Tests;

/// <summary>Files of the checkout that the tests of this project read as text.</summary>
internal static class SourceFiles
{
    /// <summary>Full paths of the files below a folder, by default its C# files.</summary>
    public static IEnumerable<string> Below(string folder, string pattern = "*.cs") =>
        Directory.EnumerateFiles(Repository.PathOf(folder), pattern, SearchOption.AllDirectories);
}
