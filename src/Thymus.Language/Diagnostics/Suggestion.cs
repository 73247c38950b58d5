using Thymus.Units;

namespace Thymus.Language.Diagnostics;

/// <summary>What to try when a name is not known; for models, YAML files and command lines alike.</summary>
public static class Suggestion
{
    /// <summary>The longest list of names that a suggestion shows.</summary>
    private const int LongestList = 8;

    /// <summary>The known name that was probably meant, or <see langword="null"/>.</summary>
    public static string? Nearest(string name, IEnumerable<string> known) => NearestName.Find(name, known);

    /// <summary>The nearest known name, or else the known names when they are few; <see langword="null"/> when there is nothing to say.</summary>
    public static string? For(string name, IReadOnlyCollection<string> known)
    {
        ArgumentNullException.ThrowIfNull(known);
        return Nearest(name, known) ?? List(known);
    }

    /// <summary>The known names when they are few.</summary>
    internal static string? List(IReadOnlyCollection<string> known) => known.Count is > 0 and <= LongestList ? $"one of {string.Join(", ", known)}" : null;
}
