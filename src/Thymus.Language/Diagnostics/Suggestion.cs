using Thymus.Units;

namespace Thymus.Language.Diagnostics;

/// <summary>What to try when a name is not known; for models, YAML files and command lines alike.</summary>
public static class Suggestion
{
    /// <summary>The longest list of names that a suggestion shows.</summary>
    private const int LongestList = 8;

    /// <summary>The nearest known name, or else the known names when they are few; <see langword="null"/> when there is nothing to say.</summary>
    public static string? For(string name, IReadOnlyCollection<string> known)
    {
        ArgumentNullException.ThrowIfNull(known);
        return NearestName.Find(name, known) ?? List(known);
    }

    /// <summary>The known names when they are few.</summary>
    internal static string? List(IReadOnlyCollection<string> known) => known.Count is > 0 and <= LongestList ? $"one of {string.Join(", ", known)}" : null;
}
