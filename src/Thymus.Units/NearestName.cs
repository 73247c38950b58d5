namespace Thymus.Units;

/// <summary>Finds the name that was probably meant, for messages.</summary>
public static class NearestName
{
    /// <summary>Longer names are not compared: the cost grows with the product of the lengths.</summary>
    private const int LongestName = 64;

    /// <summary>
    /// The known name nearest to <paramref name="name"/>, or <see langword="null"/> when none is near: one that differs in case only, else
    /// one within one edit per three letters (at least one). Ties go to the first.
    /// </summary>
    public static string? Find(string name, IEnumerable<string> known)
    {
        long work = long.MaxValue;
        return Find(name, known, ref work);
    }

    /// <inheritdoc cref="Find(string, IEnumerable{string})" />
    /// <param name="name">The name.</param>
    /// <param name="known">The known names.</param>
    /// <param name="work">How many pairs of letters may still be compared: what was is taken away, and when none are left no name is near.</param>
    public static string? Find(string name, IEnumerable<string> known, ref long work)
    {
        string? best = null;
        int bestDistance = int.MaxValue;
        foreach (string candidate in known)
        {
            if (string.Equals(candidate, name, StringComparison.OrdinalIgnoreCase))
            {
                return candidate;
            }

            if (bestDistance == 1 || name.Length > LongestName || candidate.Length > LongestName)   // only the same in another case is nearer than 1
            {
                continue;
            }

            int allowed = Math.Max(1, Math.Min(name.Length, candidate.Length) / 3);
            if (Math.Abs(name.Length - candidate.Length) > allowed || (name.Length < 2 && candidate.Length < 2))
            {
                continue;
            }

            work -= name.Length * candidate.Length;
            if (work < 0)
            {
                return null;
            }

            int distance = Distance(name, candidate);
            if (distance <= allowed && distance < bestDistance)
            {
                (best, bestDistance) = (candidate, distance);
            }
        }

        return best;
    }

    /// <summary>Edits (insert, delete, replace, swap neighbours) between two names, ignoring case.</summary>
    /// <remarks>Optimal string alignment; Damerau 1964, Commun. ACM 7(3):171–176, doi:10.1145/363958.363994.</remarks>
    internal static int Distance(string a, string b)
    {
        Span<int> rows = stackalloc int[3 * (b.Length + 1)];   // names are short
        var beforeLast = rows[..(b.Length + 1)];
        var last = rows[(b.Length + 1)..(2 * (b.Length + 1))];
        var row = rows[(2 * (b.Length + 1))..];
        for (int j = 0; j <= b.Length; j++)
        {
            last[j] = j;
        }

        for (int i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int change = Same(a[i - 1], b[j - 1]) ? 0 : 1;
                row[j] = Math.Min(Math.Min(last[j] + 1, row[j - 1] + 1), last[j - 1] + change);
                if (i > 1 && j > 1 && Same(a[i - 1], b[j - 2]) && Same(a[i - 2], b[j - 1]))
                {
                    row[j] = Math.Min(row[j], beforeLast[j - 2] + 1);
                }
            }

            var free = beforeLast;
            beforeLast = last;
            last = row;
            row = free;
        }

        return last[b.Length];
    }

    private static bool Same(char a, char b) => char.ToLowerInvariant(a) == char.ToLowerInvariant(b);
}
