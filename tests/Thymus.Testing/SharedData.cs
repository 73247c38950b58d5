namespace Thymus.Testing;

/// <summary>Data of other projects that tests may read where it is present: THYMUS_SHARED, by default ../shared of the checkout.</summary>
public static class SharedData
{
    /// <summary>Full path of a file or folder of the shared data, or <see langword="null"/> where it is not present: skip the test then.</summary>
    public static string? PathOf(string relative)
    {
        string root = Environment.GetEnvironmentVariable("THYMUS_SHARED") ?? Repository.PathOf("../shared");
        string path = Path.GetFullPath(Path.Combine(root, relative));
        return File.Exists(path) || Directory.Exists(path) ? path : null;
    }
}
