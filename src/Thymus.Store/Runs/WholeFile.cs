using System.Security.Cryptography;
using System.Text;

namespace Thymus.Store.Runs;

/// <summary>Files that are there whole or not at all.</summary>
internal static class WholeFile
{
    /// <summary>Writes under a temporary name, flushes to disk, renames.</summary>
    internal static void Write(string path, string text) => Write(path, file => file.Write(Encoding.UTF8.GetBytes(text)));

    /// <inheritdoc cref="Write(string, string)" />
    internal static void Write(string path, Action<Stream> write) => StoreException.Guard(path, () =>
    {
        string temporary = path + ".tmp";
        using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            write(file);
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
    });

    /// <summary>SHA-256 of a file, in lower-case hexadecimal.</summary>
    internal static string Hash(string path) => StoreException.Guard(path, () =>
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    });
}
