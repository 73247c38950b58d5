using System.Globalization;
using System.Security.Cryptography;

namespace Thymus.Store.Runs;

/// <summary>Size and checksum of a file.</summary>
/// <param name="Bytes">Length.</param>
/// <param name="Sha256">SHA-256, 64 lower-case hexadecimal digits.</param>
public sealed record FileFingerprint(long Bytes, string Sha256);

/// <summary>Writes files whole or not at all: under a temporary name in the same folder, flushed to the disk, then renamed.</summary>
internal static class AtomicFile
{
    /// <summary>Ending of the temporary name; what has it is rubbish of a killed process.</summary>
    public const string TemporaryEnding = ".partial";

    /// <summary>Writes or replaces a file.</summary>
    /// <exception cref="StoreException">It cannot be written; then the old file, if any, is untouched.</exception>
    public static async Task<FileFingerprint> WriteAsync(string path, Func<Stream, Task> write, CancellationToken cancellation)
    {
        string temporary = path + TemporaryEnding;
        try
        {
            await using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.ReadWrite, FileShare.None))
            {
                await write(stream);
                await stream.FlushAsync(cancellation);
                stream.Flush(flushToDisk: true);
            }

            var fingerprint = await FingerprintAsync(temporary, cancellation);
            File.Move(temporary, path, overwrite: true);
            return fingerprint;
        }
        catch (Exception cause) when (StoreException.IsFileTrouble(cause))
        {
            throw StoreException.For(cause, path);
        }
        finally
        {
            DeleteIfPossible(temporary);
        }
    }

    /// <summary>Size and checksum of a file.</summary>
    public static async Task<FileFingerprint> FingerprintAsync(string path, CancellationToken cancellation)
    {
        await using var stream = File.OpenRead(path);
        byte[] hash = await SHA256.HashDataAsync(stream, cancellation);
        return new(stream.Length, Convert.ToHexStringLower(hash));
    }

    /// <summary>What is wrong with a file; <see langword="null"/> if it is as it was written.</summary>
    public static async Task<string?> DamageAsync(string path, FileFingerprint expected, CancellationToken cancellation)
    {
        try
        {
            long length = new FileInfo(path).Length;
            if (length != expected.Bytes)
            {
                return string.Create(CultureInfo.InvariantCulture, $"has {length} bytes instead of {expected.Bytes}");
            }

            return await FingerprintAsync(path, cancellation) == expected ? null : "has a wrong checksum";
        }
        catch (FileNotFoundException)
        {
            return "is missing";
        }
        catch (Exception cause) when (StoreException.IsFileTrouble(cause))
        {
            return "cannot be read: " + cause.Message;
        }
    }

    /// <summary>Deletes the temporary files of a folder and of the folders in it.</summary>
    public static void RemoveTemporaries(string folder)
    {
        foreach (string file in Directory.EnumerateFiles(folder, "*" + TemporaryEnding, SearchOption.AllDirectories))
        {
            DeleteIfPossible(file);
        }
    }

    /// <summary>Deletes a file that does no harm where it cannot be deleted.</summary>
    public static void DeleteIfPossible(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception cause) when (StoreException.IsFileTrouble(cause))
        {
            // A temporary or superseded file: nothing reads it, and the next opening tries again.
        }
    }
}
