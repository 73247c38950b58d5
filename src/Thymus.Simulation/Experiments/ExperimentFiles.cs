using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Thymus.Simulation.Experiments;

/// <summary>The files of an experiment: a COMBINE archive (OMEX), or a SED-ML file with the files beside it. Nothing outside can be read.</summary>
public sealed class ExperimentFiles : IDisposable
{
    /// <summary>Most elements and attributes of an experiment, of a list of files, and of a model that is changed.</summary>
    internal const int MostElements = 100_000;

    private const int LargestFile = 24 << 20, LargestArchive = 256 << 20, LargestList = 4 << 20, MostEntries = 10_000, DeepestXml = 200, LargestXml = 4 << 20;
    private const string Manifest = "manifest.xml";

    private readonly ZipArchive? _archive;
    private readonly Dictionary<string, ZipArchiveEntry> _entries = new(StringComparer.Ordinal);
    private readonly string _folder;
    private long _read;

    private ExperimentFiles(ZipArchive? archive, string folder) => (_archive, _folder) = (archive, folder);

    /// <summary>SED-ML files, by their paths: the master first.</summary>
    public IReadOnlyList<string> Experiments { get; private set; } = [];

    /// <summary>Opens an archive or a SED-ML file.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="InvalidDataException">It is no such file, or larger than the limits; the message says what is wrong.</exception>
    public static ExperimentFiles Open(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        Span<byte> start = stackalloc byte[2];
        bool isArchive = file.ReadAtLeast(start, 2, throwOnEndOfStream: false) == 2 && start[0] == 'P' && start[1] == 'K';
        file.Position = 0;
        if (!isArchive)
        {
            file.Dispose();
            return new ExperimentFiles(null, Path.GetDirectoryName(Path.GetFullPath(path))!) { Experiments = [Path.GetFileName(path)] };
        }

        if (file.Length > LargestArchive || LookAtList(file) is { Entries: > MostEntries } or { Length: > LargestList })
        {
            file.Dispose();
            throw new InvalidDataException($"it is larger than {LargestArchive >> 20} MiB, has more than {MostEntries:N0} files, or a list of them of more than {LargestList >> 20} MiB");
        }

        var archive = new ExperimentFiles(new ZipArchive(file, ZipArchiveMode.Read), "");
        try
        {
            archive.List();
            return archive;
        }
        catch
        {
            archive.Dispose();
            throw;
        }
    }

    /// <summary>The text of a file by its path from the root; <see langword="null"/> when there is none.</summary>
    /// <exception cref="InvalidDataException">It is larger than the limits.</exception>
    public string? Read(string path)
    {
        if (Normal(path) is not { } name)
        {
            return null;
        }

        if (_archive is null)
        {
            var file = new FileInfo(Path.Combine(_folder, name));
            bool isInside = file.Exists && file.LinkTarget is null && file.FullName.StartsWith(_folder, StringComparison.Ordinal);
            return !isInside ? null : file.Length > LargestFile ? throw new InvalidDataException($"{name} is larger than {LargestFile >> 20} MiB") : File.ReadAllText(file.FullName);
        }

        if (!_entries.TryGetValue(name, out var entry))
        {
            return null;
        }

        using var source = entry.Open();
        using var bytes = new MemoryStream((int)Math.Clamp(entry.Length, 0, LargestFile));
        byte[] buffer = new byte[1 << 16];
        for (int read; (read = source.Read(buffer)) > 0;)   // what the entry says of its size is not trusted
        {
            _read += read;
            if (bytes.Length + read > LargestFile || _read > LargestArchive)
            {
                throw new InvalidDataException($"{name} is larger than {LargestFile >> 20} MiB, or the archive than {LargestArchive >> 20} MiB, when unpacked");
            }

            bytes.Write(buffer, 0, read);
        }

        bytes.Position = 0;
        using var text = new StreamReader(bytes, Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
        return text.ReadToEnd();
    }

    /// <summary>The path of a file that another one names: from the folder of that one; <see langword="null"/> when it leads outside.</summary>
    public static string? Resolve(string from, string path)
    {
        string folder = from.Contains('/', StringComparison.Ordinal) ? from[..(from.LastIndexOf('/') + 1)] : "";
        return Normal(path.StartsWith('/') ? path : folder + path);
    }

    /// <summary>Parses XML without entities or anything from elsewhere, to a limited depth.</summary>
    /// <exception cref="XmlException">It is not well formed, or nested too deep.</exception>
    internal static XDocument Parse(string text)
    {
        if (text.Length > LargestXml)
        {
            throw new XmlException($"it has more than {LargestXml:N0} characters");
        }

        int elements = 0;
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, IgnoreProcessingInstructions = true };
        using (var source = new StringReader(text))
        using (var reader = XmlReader.Create(source, settings))
        {
            while (reader.Read())
            {
                if (reader.Depth > DeepestXml)
                {
                    throw new XmlException($"elements are nested more than {DeepestXml} deep");
                }

                if (reader is { NodeType: XmlNodeType.Element, Prefix: "xmlns" })
                {
                    // The reader lets it pass, but no writer can write it.
                    var (line, column) = reader is IXmlLineInfo place ? (place.LineNumber, place.LinePosition) : (1, 1);
                    throw new XmlException($"the prefix of <{reader.Name}> is reserved", innerException: null, line, column);
                }

                elements += reader.NodeType is XmlNodeType.Element ? 1 + reader.AttributeCount : 0;
                if (elements > MostElements)
                {
                    throw new XmlException($"it has more than {MostElements:N0} elements and attributes");
                }
            }
        }

        using var again = new StringReader(text);
        using var document = XmlReader.Create(again, settings);
        return XDocument.Load(document, LoadOptions.SetLineInfo);
    }

    /// <inheritdoc />
    public void Dispose() => _archive?.Dispose();

    /// <summary>Entries of the list of an archive and the length of that list [bytes], looked at before the list is made: it could have millions, of long names.</summary>
    private static (int Entries, long Length) LookAtList(FileStream file)
    {
        const int Header = 46;   // of an entry, before its name, extra field and comment, whose lengths are at 28, 30 and 32
        ReadOnlySpan<byte> mark = "PK\u0001\u0002"u8;
        byte[] buffer = new byte[1 << 16];
        int entries = 0;
        long length = 0;
        int kept = 0;
        for (int read; entries <= MostEntries && length <= LargestList && (read = file.Read(buffer, kept, buffer.Length - kept)) > 0;)
        {
            var part = buffer.AsSpan(0, kept + read);
            int at = 0;
            for (int found; (found = part[at..].IndexOf(mark)) >= 0 && at + found + Header <= part.Length; at += found + mark.Length)
            {
                var entry = part.Slice(at + found, Header);
                entries++;
                length += Header + BinaryPrimitives.ReadUInt16LittleEndian(entry[28..]) + BinaryPrimitives.ReadUInt16LittleEndian(entry[30..])
                    + BinaryPrimitives.ReadUInt16LittleEndian(entry[32..]);
            }

            part = part[Math.Max(at, part.Length - Header + 1)..];
            kept = part.Length;
            part.CopyTo(buffer);
        }

        file.Position = 0;
        return (entries, length);
    }

    private void List()
    {
        if (_archive!.Entries.Count > MostEntries)
        {
            throw new InvalidDataException($"it has more than {MostEntries:N0} files");
        }

        foreach (var entry in _archive.Entries)
        {
            if (Normal(entry.FullName) is not { } name)
            {
                throw new InvalidDataException($"the path '{entry.FullName}' leads outside of the archive");
            }

            _entries.TryAdd(name, entry);
        }

        string manifest = Read(Manifest) ?? throw new InvalidDataException($"there is no {Manifest}: it is no COMBINE archive");
        try
        {
            Experiments =
            [
                .. from content in Parse(manifest).Root!.Elements()
                   where content.Name.LocalName == "content" && ((string?)content.Attribute("format") ?? "").Contains("sed-ml", StringComparison.OrdinalIgnoreCase)
                   orderby (string?)content.Attribute("master") != "true"
                   select Normal((string?)content.Attribute("location") ?? "") ?? "",
            ];
        }
        catch (XmlException problem)
        {
            throw new InvalidDataException($"{Manifest}: {problem.Message}", problem);
        }
    }

    // A path without '.' and '..'; null for one that leads outside, or is of another system.
    private static string? Normal(string path)
    {
        var parts = new List<string>();
        if (path.Length == 0 || path.Contains('\\') || path.Contains(':') || path.Contains('\0') || path.StartsWith("//", StringComparison.Ordinal))
        {
            return null;
        }

        foreach (string part in path.Split('/'))
        {
            if (part == ".." && parts.Count == 0)
            {
                return null;
            }

            if (part == "..")
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else if (part is not ("" or "."))
            {
                parts.Add(part);
            }
        }

        return string.Join('/', parts);
    }
}
