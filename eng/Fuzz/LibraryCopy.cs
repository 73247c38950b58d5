namespace Thymus.Fuzz;

/// <summary>A copy of the library in memory-backed or temporary files, of which one file at a time is the input.</summary>
internal sealed class LibraryCopy
{
    private LibraryCopy(string root) => Root = root;

    /// <summary>Folder of the copy.</summary>
    public string Root { get; }

    /// <summary>Copies the library of the repository that the program was built in.</summary>
    public static LibraryCopy Make()
    {
        string? repository = AppContext.BaseDirectory;
        while (repository is not null && !File.Exists(Path.Combine(repository, "Thymus.slnx")))
        {
            repository = Path.GetDirectoryName(repository);
        }

        string from = Path.Combine(repository ?? throw new InvalidOperationException("The program does not stand in a checkout of Thymus."), "library");
        string to = Directory.CreateTempSubdirectory("thymus-fuzz-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(to, recursive: true);
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        return new LibraryCopy(to);
    }

    /// <summary>Writes the input in the place of a file; returns its path.</summary>
    public string Put(string file, byte[] input)
    {
        string path = Path.Combine(Root, file);
        File.WriteAllBytes(path, input);
        return path;
    }
}
