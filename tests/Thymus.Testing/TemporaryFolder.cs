namespace Thymus.Testing;

/// <summary>An empty folder that is removed at the end of a test.</summary>
public sealed class TemporaryFolder : IDisposable
{
    /// <summary>Full path.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("thymus-test-").FullName;

    /// <summary>Full path of a file or folder in it.</summary>
    public string this[string relative] => System.IO.Path.Combine(Path, relative);

    /// <summary>Copies a file, or a folder with all that is in it, from the checkout to the same place in this folder.</summary>
    public void CopyFromCheckout(string relative)
    {
        string from = Repository.PathOf(relative);
        foreach (string file in File.Exists(from) ? [from] : Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            string to = this[System.IO.Path.GetRelativePath(Repository.Root, file)];
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }
    }

    /// <inheritdoc />
    public void Dispose() => Directory.Delete(Path, recursive: true);
}
