using System.Collections.Immutable;
using Thymus.Language;
using Thymus.Language.Diagnostics;
using Thymus.Language.Text;
using Thymus.Therapies.Text;

namespace Thymus.Therapies;

/// <summary>Opens the files of one therapy: those of its own folder and of the library, and no others; remembers which.</summary>
internal sealed class LibraryFiles(string root, string folder)
{
    private const int LongestModel = 4 << 20;

    private readonly List<string> _read = [];

    /// <summary>Full paths of the files that were read, in order, each once.</summary>
    public ImmutableArray<string> Read => [.. _read.Distinct(StringComparer.Ordinal)];

    /// <summary>Remembers files that something else read, such as the imports of a model.</summary>
    public void Add(IEnumerable<string> paths) => _read.AddRange(paths);

    /// <summary>A path as messages show it: relative to the working folder when it is below.</summary>
    public static string Shown(string path)
    {
        string relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        return (relative.StartsWith("..", StringComparison.Ordinal) || Path.IsPathRooted(relative) ? path : relative).Replace('\\', '/');
    }

    /// <summary>A data file named from the root of the library.</summary>
    public DataNode? ReadData(string reference, SourceSpan span, ICollection<Diagnostic> findings) =>
        Resolve(root, reference, span, findings) is { } path ? ReadDataFile(path, span, findings) : null;

    /// <summary>A data file of the therapy's own folder.</summary>
    public DataNode? ReadOwnData(string name, SourceSpan span, ICollection<Diagnostic> findings) =>
        ReadDataFile(Path.Combine(folder, name), span, findings);

    /// <summary>A text file named from the therapy's folder, with its name for messages and what it may import: files of the library.</summary>
    public (string Text, string Shown, ImportFolder Imports)? ReadOwnText(string reference, SourceSpan span, ICollection<Diagnostic> findings)
    {
        if (Resolve(folder, reference, span, findings) is not { } path)
        {
            return null;
        }

        if (SourceFile.Read(path, LongestModel, out string problem) is not { } text)
        {
            findings.Add(YamlReader.Missing(Shown(path), span, problem));
            return null;
        }

        _read.Add(path);
        return (text, Shown(path), IsBelow(root, path) ? ImportFolder.Within(path, root) : ImportFolder.Of(path));
    }

    private DataNode? ReadDataFile(string path, SourceSpan span, ICollection<Diagnostic> findings)
    {
        if (!File.Exists(path))
        {
            findings.Add(YamlReader.Missing(Shown(path), span, Directory.Exists(path) ? "it is a folder, not a file" : "it does not exist"));
            return null;
        }

        var read = YamlReader.ReadFile(path, Shown(path));
        foreach (var finding in read.Findings)
        {
            findings.Add(finding);
        }

        if (read.Value is not null)
        {
            _read.Add(path);
        }

        return read.Value;
    }

    /// <summary>The full path of a reference that stays inside the library or the therapy's folder, links followed.</summary>
    private string? Resolve(string from, string reference, SourceSpan span, ICollection<Diagnostic> findings)
    {
        string? path = null;
        if (reference.Length > 0 && reference.AsSpan().IndexOfAny('\0', '\n', '\r') < 0 && !Path.IsPathRooted(reference))
        {
            path = Path.GetFullPath(Path.Combine(from, reference));
            string target = path;
            if (File.Exists(path) && File.ResolveLinkTarget(path, returnFinalTarget: true) is { } link)
            {
                target = link.FullName;
            }

            path = (IsBelow(root, path) || IsBelow(folder, path)) && (IsBelow(root, target) || IsBelow(folder, target)) ? path : null;
        }

        if (path is null)
        {
            findings.Add(new(TherapyRules.OutsideLibrary, span, "a path below the library, such as cancer/nsclc/population.yaml", reference));
        }

        return path;
    }

    /// <summary>Whether a full path is below a folder.</summary>
    public static bool IsBelow(string parent, string path) =>
        path.StartsWith(Path.TrimEndingDirectorySeparator(Path.GetFullPath(parent)) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
