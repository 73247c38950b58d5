using System.Collections.Immutable;
using Thymus.Language;
using Thymus.Language.Diagnostics;
using Thymus.Therapies.Text;
using Thymus.Units;

namespace Thymus.Therapies;

/// <summary>A library: every folder below it that has a therapy.yaml is a therapy.</summary>
public sealed class TherapyLibrary
{
    /// <summary>The environment variable that names the library.</summary>
    public const string Variable = "THYMUS_LIBRARY";

    /// <summary>The file at the root of a library by which it is known from a model below it, whatever its folder is called.</summary>
    internal const string Mark = "library.yaml";

    private const string FileName = "therapy.yaml";
    private const int DeepestFolder = 8;

    private TherapyLibrary(string root)
    {
        Root = root;
    }

    /// <summary>Full path of the library.</summary>
    public string Root { get; }

    /// <summary>
    /// Finds the library: the given folder; else the one that THYMUS_LIBRARY names; else library/ beside the program or in a folder above
    /// it; else library/ in the working folder or in a folder above it.
    /// </summary>
    /// <param name="folder">The folder that the user named, or <see langword="null"/>.</param>
    public static Checked<TherapyLibrary> Find(string? folder)
    {
        string? named = folder ?? Environment.GetEnvironmentVariable(Variable);
        if (!string.IsNullOrEmpty(named))
        {
            string full = Path.GetFullPath(named);
            return Directory.Exists(full)
                ? new(new TherapyLibrary(full), [])
                : Missing(named, folder is null ? $"{Variable} names a folder that exists" : "name a folder that exists");
        }

        string? found = Upwards(Environment.CurrentDirectory) ?? Upwards(AppContext.BaseDirectory);
        return found is not null
            ? new(new TherapyLibrary(found), [])
            : Missing("library", $"run inside a checkout, name the folder with --library, or set {Variable}");
    }

    /// <summary>What a model's file may import: files of its folder; of a model of a library, files of that library.</summary>
    /// <remarks>A library is the nearest folder above with a library.yaml, or the one that <see cref="Find"/> finds.</remarks>
    /// <param name="file">Where the model is.</param>
    public static ImportFolder ImportsOf(string file)
    {
        ArgumentNullException.ThrowIfNull(file);
        string full = Path.GetFullPath(file);
        for (var folder = Directory.GetParent(full); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, Mark)))
            {
                return ImportFolder.Within(full, folder.FullName);
            }
        }

        return Find(null).Value is { } library && LibraryFiles.IsBelow(library.Root, full) ? ImportFolder.Within(full, library.Root) : ImportFolder.Of(full);
    }

    /// <summary>Ids of all therapies, in ordinal order.</summary>
    public ImmutableArray<string> List()
    {
        var found = new List<string>();
        var open = new Stack<(string Folder, int Depth)>([(Root, 0)]);
        while (open.TryPop(out var at))
        {
            try
            {
                if (File.Exists(Path.Combine(at.Folder, FileName)))
                {
                    found.Add(Path.GetRelativePath(Root, at.Folder).Replace('\\', '/'));
                }

                if (at.Depth < DeepestFolder)
                {
                    foreach (string inner in Directory.GetDirectories(at.Folder))
                    {
                        open.Push((inner, at.Depth + 1));
                    }
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // A folder that may not be read holds no therapy for this user.
            }
        }

        return [.. found.Order(StringComparer.Ordinal)];
    }

    /// <summary>Reads a therapy by its id, by the last part of its id when only one has it, or by the path of its folder.</summary>
    /// <param name="idOrFolder">The id, such as <c>cancer/checkpoint-inhibitors/pembrolizumab-nsclc</c>, or a folder.</param>
    /// <param name="span">Where it is named, for the finding when there is none; default for a command line.</param>
    public Checked<Therapy> Read(string idOrFolder, SourceSpan span = default)
    {
        string? folder = FolderOf(idOrFolder);
        return folder is not null ? TherapyReader.Read(folder, Root) : new(null, [NotFound(idOrFolder, span)]);
    }

    /// <summary>The folder of a therapy, or <see langword="null"/>.</summary>
    public string? FolderOf(string idOrFolder)
    {
        if (idOrFolder.Length == 0 || idOrFolder.Contains('\0', StringComparison.Ordinal))
        {
            return null;
        }

        var ids = List();
        string wanted = idOrFolder.Trim('/').Replace('\\', '/');
        if (ids.Contains(wanted))
        {
            return Path.Combine(Root, wanted.Replace('/', Path.DirectorySeparatorChar));
        }

        var ending = ids.Where(i => i.EndsWith("/" + wanted, StringComparison.Ordinal)).ToList();
        if (ending.Count == 1)
        {
            return Path.Combine(Root, ending[0].Replace('/', Path.DirectorySeparatorChar));
        }

        string folder = Path.GetFullPath(idOrFolder);
        return File.Exists(Path.Combine(folder, FileName)) ? folder : null;
    }

    private Diagnostic NotFound(string id, SourceSpan span)
    {
        var ids = List();
        string? nearest = NearestName.Find(id, ids) ?? ids.FirstOrDefault(i => NearestName.Find(Last(id), [Last(i)]) is not null);
        string suggestion = nearest ?? (ids.Length == 0 ? "a library that has therapies" : $"one of {string.Join(", ", ids)}");
        return new(
            TherapyRules.UnknownTherapy, span.File is null ? new(LibraryFiles.Shown(Root), 1, 1, 0) : span, suggestion, id, LibraryFiles.Shown(Root));
    }

    /// <summary>The last part of an id, by which a therapy can be named.</summary>
    internal static string Last(string id) => id[(id.LastIndexOf('/') + 1)..];

    private static Checked<TherapyLibrary> Missing(string shown, string suggestion) => new(
        null, [new(TherapyRules.MissingFile, new(shown, 1, 1, 0), suggestion, shown, "the library of therapies does not exist")]);

    private static string? Upwards(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            string candidate = Path.Combine(folder.FullName, "library");
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }
}
