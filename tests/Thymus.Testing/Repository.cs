namespace Thymus.Testing;

/// <summary>Finds files of the checkout that the tests run in.</summary>
public static class Repository
{
    /// <summary>Full path of the root of the checkout.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Full path of a file or folder of the checkout.</summary>
    public static string PathOf(string relative) => Path.Combine(Root, relative);

    /// <summary>Full path of a source file as the compiler named it; a reproducible build writes /_/ for the root of the checkout.</summary>
    internal static string SourceOf(string compiledPath) =>
        compiledPath.StartsWith("/_/", StringComparison.Ordinal) ? PathOf(compiledPath[3..]) : compiledPath;

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "global.json")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests do not run inside a checkout.");
        }

        return folder.FullName;
    }
}
