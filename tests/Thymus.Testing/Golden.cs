using System.Globalization;
using System.Runtime.CompilerServices;

namespace Thymus.Testing;

/// <summary>Compares with a file under Golden/ beside the test; with UPDATE_GOLDEN=1 it writes the file, for a person to read in the diff.</summary>
public static class Golden
{
    /// <summary>The first value that differs by more than <paramref name="relative"/>, in words, or <see langword="null"/> when all agree.</summary>
    public static string? Difference(string name, IReadOnlyList<double> actual, double relative, [CallerFilePath] string caller = "")
    {
        string source = Path.Combine(Path.GetDirectoryName(Repository.SourceOf(caller))!, "Golden", name);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(source)!);
            File.WriteAllLines(source, actual.Select(v => v.ToString("R", CultureInfo.InvariantCulture)));
            return null;
        }

        double[] expected = [.. File.ReadLines(source).Select(v => double.Parse(v, CultureInfo.InvariantCulture))];
        if (expected.Length != actual.Count)
        {
            return $"{name} has {expected.Length} values, {actual.Count} were computed";
        }

        for (int i = 0; i < expected.Length; i++)
        {
            if (!(Math.Abs(expected[i] - actual[i]) <= relative * Math.Abs(expected[i])))
            {
                return string.Create(CultureInfo.InvariantCulture, $"{name} line {i + 1}: expected {expected[i]:R}, computed {actual[i]:R}");
            }
        }

        return null;
    }
}
