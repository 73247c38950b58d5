namespace Thymus.Cli.Tests;

/// <summary>A temporary working folder with copies of library/ and studies/, removed at the end.</summary>
internal sealed class Workplace : IDisposable
{
    /// <summary>The study of the first version, as the checkout has it, from the working folder.</summary>
    public const string Study = "studies/nsclc-pembrolizumab-vs-docetaxel.yaml";

    /// <summary>Folder of the therapy of its first arm.</summary>
    public const string Pembrolizumab = "library/cancer/checkpoint-inhibitors/pembrolizumab-nsclc";

    public Workplace()
    {
        Copy(Repository.PathOf("library"), this["library"]);
        Copy(Repository.PathOf("studies"), this["studies"]);
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("thymus-cli-").FullName;

    /// <summary>Full path of a file or folder in it.</summary>
    public string this[string relative] => System.IO.Path.Combine(Path, relative);

    /// <summary>Runs the program here.</summary>
    public Finished Run(params IEnumerable<string> args) => Program.Run(Path, args);

    /// <summary>Runs the program here; a test whose run fails cannot go on.</summary>
    public Finished Succeed(params IEnumerable<string> args)
    {
        var finished = Run(args);
        Assert.True(finished.ExitCode == 0, $"thymus {string.Join(' ', args)}: {finished}");
        return finished;
    }

    /// <summary>Replaces a text that must be there, once or more.</summary>
    public void Replace(string file, string text, string by)
    {
        string old = File.ReadAllText(this[file]);
        Assert.Contains(text, old, StringComparison.Ordinal);
        File.WriteAllText(this[file], old.Replace(text, by, StringComparison.Ordinal));
    }

    /// <summary>A shorter form of the study, for tests that are about files and signals, not about medicine.</summary>
    public string ShortStudy()
    {
        File.Copy(this[Study], this["short.yaml"]);
        Replace("short.yaml", "\nduration: 104 weeks", "\nduration: 27 weeks");
        Replace("short.yaml", "\nid: nsclc-pembrolizumab-vs-docetaxel", "\nid: short");
        return "short.yaml";
    }

    /// <summary>Everything below a folder, by its path from there.</summary>
    public static SortedDictionary<string, byte[]> Files(string folder, string pattern = "*") => new(
        Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories).ToDictionary(
            f => System.IO.Path.GetRelativePath(folder, f).Replace('\\', '/'), File.ReadAllBytes),
        StringComparer.Ordinal);

    /// <summary>Copies a folder.</summary>
    public static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string folder in Directory.EnumerateDirectories(from, "*", SearchOption.AllDirectories))
        {
            Directory.CreateDirectory(System.IO.Path.Combine(to, System.IO.Path.GetRelativePath(from, folder)));
        }

        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            File.Copy(file, System.IO.Path.Combine(to, System.IO.Path.GetRelativePath(from, file)));
        }
    }

    /// <summary>Turns one byte in the middle of a file into another.</summary>
    public static void FlipByte(string file)
    {
        byte[] bytes = File.ReadAllBytes(file);
        bytes[bytes.Length / 2] ^= 0x40;
        File.WriteAllBytes(file, bytes);
    }

    /// <summary>Every Parquet file of two runs has the same bytes, and both have the same files.</summary>
    public static void AssertSameTables(string expected, string actual)
    {
        SortedDictionary<string, byte[]> one = Files(expected, "*.parquet"), other = Files(actual, "*.parquet");
        Assert.Equal(one.Keys, other.Keys);
        Assert.True(one.Count >= 7, $"only {one.Count} tables");   // five tables and at least two files of courses
        foreach (var (name, bytes) in one)
        {
            Assert.True(bytes.AsSpan().SequenceEqual(other[name]), $"{name} differs");
        }
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
