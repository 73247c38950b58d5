namespace Thymus.Language.Text;

/// <summary>Reads text files that a user named, up to a length: a device or a disk image is refused, not read into memory.</summary>
public static class SourceFile
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">Where the file is.</param>
    /// <param name="longest">The longest text that is read [characters].</param>
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
            using var reader = new StreamReader(path);
            return Read(reader, longest, out problem);
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
        problem = "";
        try
        {
            var text = new System.Text.StringBuilder();
            char[] part = new char[1 << 14];
            int read;
            while (text.Length <= longest && (read = reader.ReadBlock(part)) > 0)
            {
                text.Append(part, 0, read);
            }

            if (text.Length <= longest)
            {
                return text.ToString();
            }

            problem = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"it has more than {longest:N0} characters");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problem = "it cannot be read";
        }

        return null;
    }
}
