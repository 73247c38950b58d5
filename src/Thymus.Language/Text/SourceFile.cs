using System.Globalization;
using System.Text;

namespace Thymus.Language.Text;

/// <summary>Reads text files that a user named, up to a length: a device or a disk image is refused, not read into memory.</summary>
public static class SourceFile
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">Where the file is.</param>
    /// <param name="longest">The longest text that is read [characters], and the largest file [bytes], which is refused unread when it is larger.</param>
    /// <param name="problem">Why there is no text, in words such as "it does not exist"; empty when there is one.</param>
    /// <returns>The text, or <see langword="null"/>.</returns>
    public static string? Read(string path, int longest, out string problem)
    {
        problem = "";
        if (Directory.Exists(path))
        {
            problem = "it is a folder, not a file";
            return null;
        }

        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            long length = file.CanSeek ? file.Length : 0;   // 0 for a device, too
            if (length > longest)
            {
                problem = string.Create(CultureInfo.InvariantCulture, $"it has more than {longest:N0} bytes");
                return null;
            }

            using var reader = new StreamReader(file);
            return Read(reader, (int)length, longest, out problem);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.Security.SecurityException or ArgumentException)
        {
            problem = e switch
            {
                FileNotFoundException or DirectoryNotFoundException => "it does not exist",
                UnauthorizedAccessException => "access is denied",
                _ => "it cannot be read",
            };
        }

        return null;
    }

    /// <summary>Reads what a reader has left, up to a length.</summary>
    /// <inheritdoc cref="Read(string, int, out string)" />
    public static string? Read(TextReader reader, int longest, out string problem)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return Read(reader, 0, longest, out problem);
    }

    // Expected is how much is probably left [bytes]: ASCII is then read without a copy.
    private static string? Read(TextReader reader, int expected, int longest, out string problem)
    {
        problem = "";
        try
        {
            int known = 0;
            string start = string.Create(expected, reader, (into, from) => known = from.ReadBlock(into));
            if (known < expected)
            {
                return start[..known];
            }

            char[] part = new char[1 << 14];
            var text = new StringBuilder();
            int read;
            while (expected + text.Length <= longest && (read = reader.ReadBlock(part)) > 0)
            {
                text.Append(part, 0, read);
            }

            if (expected + text.Length <= longest)
            {
                return text.Length == 0 ? start : start + text;
            }

            problem = string.Create(CultureInfo.InvariantCulture, $"it has more than {longest:N0} characters");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problem = "it cannot be read";
        }

        return null;
    }
}
