namespace Thymus.Benchmarks.Engine;

/// <summary>The checkout that this program was built from.</summary>
internal static class Checkout
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "global.json")))
        {
            folder = folder.Parent ?? throw new BenchProblem("the benchmark runs only inside a checkout");
        }

        return folder.FullName;
    }
}
