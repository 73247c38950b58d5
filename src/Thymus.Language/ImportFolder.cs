using Thymus.Language.Text;

namespace Thymus.Language;

/// <summary>
/// The folder that the imports of a model may read: the folder of the model's file with all folders in it, and nothing else. Links that lead
/// out of it are not followed.
/// </summary>
public sealed class ImportFolder
{
    private readonly string _root;
    private readonly List<string> _imported = [];

    private ImportFolder(string root, string file) => (_root, File) = (root, file);

    /// <summary>The model's file, in full.</summary>
    internal string File { get; }

    /// <summary>Files that imports have read so far, in full, for a list of what a model was made from.</summary>
    public IReadOnlyCollection<string> Imported => _imported;

    /// <summary>The folder of a model's file.</summary>
    /// <param name="path">Where the model's file is.</param>
    public static ImportFolder Of(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        string full = RealPath(Path.GetFullPath(path));
        return new ImportFolder(Path.GetDirectoryName(full) ?? full, full);
    }

    /// <summary>A folder above a model's file, such as a library whose models are built of each other.</summary>
    /// <param name="path">Where the model's file is.</param>
    /// <param name="root">A folder that the file is in, at any depth; a file that a link leads out of it has its own folder only.</param>
    public static ImportFolder Within(string path, string root)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(root);
        var folder = new ImportFolder(RealPath(Path.TrimEndingDirectorySeparator(Path.GetFullPath(root))), RealPath(Path.GetFullPath(path)));
        return folder.IsInside(folder.File) ? folder : Of(path);
    }

    /// <summary>Reads a file that another one names.</summary>
    /// <param name="from">The file that imports, in full.</param>
    /// <param name="name">The name as written: relative to that file, with / or \ between folders.</param>
    /// <param name="longest">The longest text that is read [characters].</param>
    /// <param name="path">The file, in full.</param>
    /// <param name="problem">Why there is no text, in words; empty when there is one.</param>
    internal string? Read(string from, string name, int longest, out string path, out string problem)
    {
        path = "";
        name = name.Replace('\\', '/');
        if (name.Length == 0 || name.Contains('\0', StringComparison.Ordinal) || name.Contains(':', StringComparison.Ordinal) || Path.IsPathRooted(name))
        {
            problem = "only a file in the folder of the model can be imported, by its name from there";
            return null;
        }

        string full = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(from) ?? _root, name));
        if (!IsInside(full) || !IsInside(RealPath(full)))
        {
            problem = "it is outside the folder of the model";
            return null;
        }

        path = RealPath(full);
        _imported.Add(path);
        return SourceFile.Read(path, longest, out problem);
    }

    private bool IsInside(string path) => path.StartsWith(_root.TrimEnd('/', '\\') + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    /// <summary>The path with every link in it followed.</summary>
    private static string RealPath(string path)
    {
        string real = Path.GetPathRoot(path) ?? "";
        foreach (string part in path[real.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            real = Path.Combine(real, part);
            try
            {
                FileSystemInfo info = Directory.Exists(real) ? new DirectoryInfo(real) : new FileInfo(real);
                real = info.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? real;
            }
            catch (IOException)
            {
                return real;   // a loop of links leads nowhere, and reading it says so
            }
        }

        return real;
    }
}
